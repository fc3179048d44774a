from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from restore.core.claims import FigureSource
from restore.evaluation.figure_errors import inject_errors
from restore.evaluation.figure_injection import (
    change_digit,
    inject_arithmetic,
    inject_conflicts,
    noisy_copy,
)
from restore.evaluation.figure_readings import ReadFigure, ReadText, read_texts, score_readings
from restore.evaluation.figures import main, read_annotations, score_annotations

DATA = Path(__file__).parents[1] / "data" / "figures"


@pytest.mark.parametrize(
    "name", ["annotated.jsonl", "held_out.jsonl", "other_kinds.jsonl", "other_kinds_later.jsonl"]
)
def test_annotations_point_at_their_figures(name: str) -> None:
    for sentence in read_annotations(DATA / name):
        for figure in sentence.figures:
            assert sentence.text[slice(*figure.span)] == figure.text


@pytest.mark.parametrize(
    "name", ["annotated.jsonl", "held_out.jsonl", "other_kinds.jsonl", "other_kinds_later.jsonl"]
)
def test_precision_and_recall(name: str) -> None:
    figures, heads = score_annotations(read_annotations(DATA / name))
    assert figures.f1 >= 0.95, figures.misses
    assert heads.recall >= 0.85, heads.misses


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("news", 0.965),
        ("statistics", 0.99),
        ("gazette", 0.965),
        ("statistics_later", 0.99),
        ("gazette_later", 0.98),
        ("newspaper", 0.98),
        ("communique", 0.985),
        ("chronicle", 0.97),
        ("finance", 0.975),
        ("bulletins", 0.965),
        ("notices", 0.96),
        ("broadcast", 0.97),
        ("surveys", 0.99),
        ("records", 0.955),
        ("tables", 0.98),
    ],
)
def test_blind_sets_keep_what_was_reached(name: str, reached: float) -> None:
    sentences = read_annotations(DATA / "blind" / f"{name}.jsonl")
    assert len(sentences) == {"gazette_later": 40, "tables": 20}.get(name, 60)
    for sentence in sentences:
        for figure in sentence.figures:
            assert sentence.text[slice(*figure.span)] == figure.text
    figures, _ = score_annotations(sentences)
    assert figures.f1 >= reached, figures.misses


def test_change_digit_changes_one_digit() -> None:
    rng = random.Random(1)
    for text in ("5633件", "1.1万余件", "九批"):
        changed = change_digit(text, rng)
        assert changed is not None
        assert len(changed) == len(text)
        assert sum(a != b for a, b in zip(text, changed, strict=True)) == 1
    assert change_digit("翻番", rng) is None


def test_injected_errors_are_found(seeds: list[FigureSource]) -> None:
    rng = random.Random(7)
    copies = [
        msgspec.structs.replace(s, document=s.document + "~", text=noisy_copy(s.text, rng))
        for s in seeds
    ]
    result = inject_conflicts(seeds, copies, share=0.3)
    assert result.injected >= 40
    assert result.recall >= 0.93, result.missed
    assert result.false_rate <= 0.02, result.false


def test_every_agreeing_group_of_the_reviews(seeds: list[FigureSource]) -> None:
    result = inject_conflicts([seeds[0]], [seeds[2]], share=1.0, one_by_one=True)
    assert result.injected >= 10
    assert result.recall >= 0.95, result.missed
    assert result.false_alarms == 0


def test_broken_arithmetic_is_found() -> None:
    text = "代办事项4425件，办结3994件，办结率90.3%。\n比重由60.2%提高到66.2%，提高6个百分点。"
    result = inject_arithmetic([FigureSource("a", text)])
    assert result.injected == 2
    assert result.recall == 1.0
    assert result.false_alarms == 0


def test_errors_of_five_kinds_are_planted_and_found() -> None:
    lines = "".join(
        f"20{n}年代办事项{4000 + n}件，办结{3000 + n}件。投资由{n}0亿元增加到{n + 8}0亿元，增加80亿元。"
        f"召开第{n}次会议。建设电站、水厂、公园{3}个项目。\n"
        for n in range(20, 60)
    )
    source = FigureSource("a", lines)
    result = inject_errors([source], count=50, seed=3)
    assert result == inject_errors([source], count=50, seed=3)
    assert result.total.planted == 50
    assert all(result.by_kind[kind].planted for kind in ("digit", "year", "unit", "ordinal"))
    assert result.total.redundant_found >= 0.5 * result.total.redundant > 0
    assert result.true == result.said, result.false


def test_an_error_that_is_only_doubted_is_told_and_not_found() -> None:
    lines = "".join(
        f"{name}支持了水电站、新桥、河西公园{3}个项目。{name}完成投资。\n"
        for name in ("甲乡", "乙乡")
    )
    result = inject_errors([FigureSource("a", lines)], count=4, seed=3, tied=True)
    assert result.by_kind["list"].redundant_told > result.by_kind["list"].redundant_found == 0


def test_command_prints_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--annotated", str(DATA / "held_out.jsonl")]) == 0
    assert "F1" in capsys.readouterr().out


def test_annotated_readings_point_at_their_figures() -> None:
    for text in read_texts(DATA / "claims.jsonl"):
        for figure in text.figures:
            assert text.text[slice(*figure.span)] == figure.text


def test_readings_are_judged_one_by_one() -> None:
    text = "2020年，粮食产量120余万吨，比上年增长5%；今天天气很好。"
    right = ReadFigure((10, 16), "120余万吨", "more", "粮食产量", ("2020-01", "2020-12"))
    short = ReadFigure((21, 23), "5%", "about", "产量", None)
    unread = ReadFigure((26, 28), "天气", "")
    score = score_readings([ReadText(text, (right, short, unread))])
    assert score.counts == {
        "figure:unread": 1,
        "qualifier:right": 1,
        "qualifier:wrong": 1,
        "subject:same": 1,
        "subject:near": 1,
        "period:right": 1,
        "no period:wrong": 1,
    }
    assert len(score.misses) == 3
    assert score.share("subject", "same") == 0.5
    assert score.share("nothing", "right") == 1.0


def test_a_time_of_the_document_is_no_time_of_the_figure() -> None:
    text = "全县粮食产量120万吨。"
    untold = ReadFigure((6, 11), "120万吨", "", period=None)
    score = score_readings([ReadText(text, (untold,), date="2024年3月5日")])
    assert score.counts["no period:right"] == 1


def test_main_prints_readings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--claims", str(DATA / "claims.jsonl"), "--verbose"]) == 0
    assert "qualifier: 0.99" in capsys.readouterr().out


def test_subjects_and_periods_keep_what_was_reached() -> None:
    score = score_readings(read_texts(DATA / "claims.jsonl"))
    assert score.share("subject", "same", "near") >= 0.85, score.misses
    assert score.share("subject", "same") >= 0.64, score.misses
    assert score.share("period", "right") >= 0.96, score.misses
    assert score.share("no period", "right") >= 0.97, score.misses
    assert score.share("qualifier", "right") >= 0.99, score.misses
