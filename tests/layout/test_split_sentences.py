"""Sentences cut by a table, a caption or a box: joined, and what stood inside is put behind them."""

from __future__ import annotations

import pytest

from restore.core.edits import Decision, Edit
from restore.language.model import LanguageModel
from restore.layout import split_sentences
from restore.layout.split_sentences import split_sentence_proposals
from restore.pipeline import Restored, restore_text
from tests.review.helpers import decide, restore

HEAD = "全县经济工作会议召开\n\n会议指出，去年全县各级各部门认真履行职责，各项事业取得了新的成绩。"
LEFT = "近年来，我县坚持把发展经济放在首位，农民收入连年增长，不断提高人民"
RIGHT = "群众的生活水平。下一步，我们将继续加大投入，推动各项工作再上新台阶。"
TAIL = "会议要求，各部门要压实责任，抓好落实，确保全年目标任务圆满完成。"
TABLE = "| 指标 | 2023年 | 2024年 |\n|---|---|---|\n| 收入（元） | 120 | 135 |"
BETWEEN = {
    "table": TABLE,
    "title": f"表1 全县主要经济指标\n{TABLE}",
    "tabs": "指标\t2023年\t2024年\n收入（元）\t120\t135\n支出（元）\t8.1\t9.2",
    "caption": "图为农民在田间收获玉米。（记者 张三 摄）",
    "figure": "图1 全县居民收入变化情况",
}


def page(*parts: str, gap: str = "\n\n") -> str:
    return gap.join((HEAD, *parts, TAIL)) + "\n"


def around(item: Restored) -> list[Edit]:
    return [edit for edit in item.edits if edit.rule == "around"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_the_halves_are_joined_and_what_stood_inside_stays(between: str, gap: str) -> None:
    text = page(LEFT, between, RIGHT, gap=gap)
    item = restore_text(text)
    assert f"\n{LEFT}{RIGHT}\n{between}\n{TAIL}" in item.text
    edits = around(item)
    assert len({edit.group for edit in edits}) == 1
    assert {edit.decision for edit in edits} == {Decision.APPLIED}
    assert not [edit for edit in item.edits if edit.decision is Decision.FLAGGED]
    assert item.log.revert(item.text) == text
    # Every character that was there before comes from where it stood.
    start = text.index(between)
    (span,) = item.document.from_source(start, start + len(between))
    assert item.text[slice(*span)] == between
    again = restore_text(item.text)
    assert again.text == item.text


def test_a_rejected_member_leaves_all_as_it_was() -> None:
    text = page(LEFT, TABLE, RIGHT)
    for edit in around(restore(text)):
        item = restore(text, [decide(edit, text, "reject")])
        assert f"\n{LEFT}\n{TABLE}\n{RIGHT}\n" in item.text


def test_empty_lines_that_a_reviewer_kept_are_no_trouble() -> None:
    text = page(LEFT, TABLE, RIGHT)
    blanks = [edit for edit in restore(text).edits if edit.rule == "blank"]
    item = restore(text, [decide(edit, text, "reject") for edit in blanks])
    assert item.text == text
    assert around(item) == []


def test_what_words_do_not_make_sure_is_suggested() -> None:
    weak = (
        LEFT.replace("不断提高人民", "有力促进了"),
        "全县经济社会持续健康发展，人民生活越来越好。",
    )
    item = restore_text(page(weak[0], TABLE, weak[1]))
    assert {edit.decision for edit in around(item)} == {Decision.SUGGESTED}
    # Where a box ends its form does not say.
    box = "新闻链接\n\n乡村振兴战略是党的十九大提出的一项重大战略，是新时代做好工作的总抓手。"
    item = restore_text(page(LEFT, box, RIGHT))
    assert {edit.decision for edit in around(item)} == {Decision.SUGGESTED}


@pytest.mark.parametrize(
    "parts",
    [
        # A whole sentence before it; another paragraph behind it; what points at the table.
        (f"{LEFT}群众的生活水平。", TABLE, TAIL),
        (LEFT, TABLE, TAIL),
        ("去年以来，我县居民收入连年增长，具体情况见下表", TABLE, RIGHT),
        ("去年以来，我县居民收入连年增长，主要指标如表1所示", TABLE, RIGHT),
        # A list, a heading, a figure.
        (LEFT, TABLE, "一、群众的生活水平。"),
        (LEFT, TABLE, "群众的生活水平"),
        (f"{LEFT}收入增加1", TABLE, "200元，比上年多。"),
        # Nothing that stands by itself.
        (LEFT, "今天天气很好，我们去公园散步，看见许多花草树木。", TAIL),
    ],
)
def test_nothing_is_joined_where_form_or_words_speak_against_it(parts: tuple[str, ...]) -> None:
    assert around(restore_text(page(*parts))) == []


@pytest.mark.parametrize(
    ("score", "stays", "confidence"),
    [
        (2.0, -1.0, 0.95),
        (1.99, -1.0, 0.7),
        (0.7, -1.0, 0.7),
        (0.69, -1.0, None),
        (2.5, 1.5, 0.95),
        (2.5, 1.51, None),
    ],
)
def test_how_well_the_halves_must_go_on(
    score: float, stays: float, confidence: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split_sentences, "continuity", lambda *_: score)
    monkeypatch.setattr(split_sentences, "seam", lambda *_: stays)
    text = "\n".join((LEFT, BETWEEN["caption"], RIGHT, ""))
    found = split_sentence_proposals(text, lambda _: None, LanguageModel.load())
    assert {item.confidence for item in found} == ({confidence} if confidence else set())


@pytest.mark.parametrize(
    ("width", "lines", "joined"), [(16, 1, True), (15, 1, False), (16, 81, False)]
)
def test_half_a_sentence_has_a_width_and_what_cuts_it_an_end(
    width: int, lines: int, joined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split_sentences, "continuity", lambda *_: 3.0)
    left = f"甲，乙，丙，{'提' * (width - 6)}"
    text = "\n".join((left, *[BETWEEN["caption"]] * lines, RIGHT, ""))
    found = split_sentence_proposals(text, lambda _: None, LanguageModel.load())
    assert bool(found) is joined
