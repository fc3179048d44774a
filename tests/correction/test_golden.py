from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.correction import CorpusStatistics, propose
from restore.settings import CorrectionSettings
from tests.correction.helpers import corrected, edits, lexicon, lines, model, suggested

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("line", lines("golden.tsv"))
def test_clauses_of_the_reports_are_mended(line: str) -> None:
    read, right = line.split("\t")
    assert corrected(read, language_model=model()) == right


@pytest.mark.parametrize("line", lines("negative.txt"))
def test_right_sentences_stay(line: str) -> None:
    assert corrected(line, language_model=model()) == line
    assert corrected(line) == line


@pytest.mark.parametrize("line", [row.split("\t")[0] for row in lines("right.tsv")])
def test_right_words_stay(line: str) -> None:
    assert corrected(line, language_model=model()) == line


@pytest.mark.parametrize("line", [row.split("\t")[1] for row in lines("golden.tsv")])
def test_mended_clauses_stay(line: str) -> None:
    assert corrected(line, language_model=model()) == line


def test_without_a_model_sure_entries_apply_and_repeats_are_suggested() -> None:
    text, found = edits("中共中央领航舵舵，水污染防治防治等问题")
    assert text == "中共中央领航掌舵，水污染防治防治等问题"
    assert ("防治", "") in suggested(found)


def test_a_witness_stands_in_for_the_model() -> None:
    read = "二是推进委员联系界别别众制度机制建设。"
    other = "会前推进委员联系界别群众制度机制建设。"
    corpus = CorpusStatistics({"other": other, "page": read})
    assert corrected(read, corpus=corpus) == read.replace("别别众", "别群众")
    assert corrected(read) == read
    (edit,) = [item for item in edits(read, corpus=corpus)[1] if item.applied]
    assert [item for item in edit.evidence if getattr(item, "document", "") == "other"]


def test_switched_off() -> None:
    off = CorrectionSettings(enabled=False)
    assert propose("领航舵舵", lexicon(), None, off) == []


def test_every_occurrence() -> None:
    assert corrected("领航舵舵，领航舵舵。") == "领航掌舵，领航掌舵。"


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_reports(path: Path) -> None:
    read = path.read_text(encoding="utf-8")
    once, found = edits(read, language_model=model())
    assert re.findall("[0-9]+", once) == re.findall("[0-9]+", read)
    assert corrected(once, language_model=model()) == once
    assert edits(read, language_model=model()) == (once, found)
    assert all(edit.evidence for edit in found)


_PIECES = st.sampled_from(
    [
        "领航舵舵",
        "防治",
        "铸",
        "政协",
        "协商",
        "会",
        "主监督",
        "，",
        "。",
        "\n",
        "\f",
        "民主监督",
        "24",
        "a",
        "学习",
        "习近平",
        "常委会",
        "会议",
        "扛稳粮食安全责任",
        "稳",
        "粮",
        "的",
        "党",
        "𠮷",
        " ",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_proposals_are_in_bounds_and_keep_figures(text: str) -> None:
    proposals = propose(text, lexicon(), model(), CorrectionSettings())
    assert proposals == propose(text, lexicon(), model(), CorrectionSettings())
    for item in proposals:
        assert 0 <= item.start <= item.end <= len(text)
        assert text[item.start : item.end] != item.after
    once = corrected(text, language_model=model())
    assert re.findall("[0-9]+", once) == re.findall("[0-9]+", text)
    assert once.count("\n") == text.count("\n")
