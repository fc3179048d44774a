from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.channel import wraps
from restore.channel.wraps import _seams, read_on, with_breaks
from restore.core.document import Document
from restore.correction.channel import Known, propose_channel
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.language.normalise import DROPPED
from restore.lexicon.lexicon import Lexicon
from restore.settings import GateSettings

MODEL = LanguageModel.load()
LEXICON = Lexicon.load()
WRAPPED = (
    "一年来，全市上下坚持以习近平新时代中国特色社会主义思想为指导，经济社会发\n"
    "展取得新成效，人民群众获得感明显增强，城乡居民收入稳步提高，脱贫攻坚成果\n"
    "得到巩固，生态环境持续改善，社会大局保持稳定，全面建成小康社会取得决定性\n"
    "进展。"
)


def mended(text: str) -> str:
    """The text with what is sure, read by an engine; it replays and reverts."""
    document = Document.from_text(text)
    found = propose_channel(text, LEXICON, MODEL, "ppocr")
    result = run_pass(document, found, Gate(GateSettings()), number=1, stage="correction")
    assert result.document.source == text
    return result.document.text


def test_lines_of_one_width_are_read_on() -> None:
    assert read_on(WRAPPED, MODEL) == WRAPPED.replace("\n", " ")


def test_a_word_over_a_line_break_is_mended_and_the_break_stays() -> None:
    for right, misread in (
        ("发\n展", "发\n晨"),
        ("发\n展", "友\n晨"),
        ("性\n进", "姓\n进"),
        ("攻坚成果\n", "攻坚戌果\n"),
    ):
        assert mended(WRAPPED.replace(right, misread)) == WRAPPED, misread


def test_lines_whose_scores_are_given_are_not_scored_anew() -> None:
    """What is not to be searched, as it is not Simplified, has scores of 0."""
    misread = WRAPPED.replace("攻坚成果\n", "攻坚戌果\n")
    assert propose_channel(misread, LEXICON, MODEL, "ppocr")
    nothing = Known(np.zeros(len(misread), np.float32))
    assert propose_channel(misread, LEXICON, MODEL, "ppocr", known=nothing) == []


@given(st.text(alphabet="发展\n 。a0取得"))
def test_a_line_break_and_a_space_have_no_bearing_on_the_scores(text: str) -> None:
    spaced = text.replace("\n", " ")
    assert (MODEL.char_scores(text) == MODEL.char_scores(spaced)).all()


@given(st.text())
def test_what_stands_below_the_marks_is_half_as_wide(line: str) -> None:
    widths = [0.5 if ord(item) < 0x2000 else 1.0 for item in line.strip()]
    assert wraps._width(line) == sum(widths)


def test_right_lines_stay() -> None:
    assert mended(WRAPPED) == WRAPPED


@pytest.mark.parametrize(
    "text",
    [
        # Each a paragraph of its own, a list, a heading above its text.
        WRAPPED.replace("\n", "。\n"),
        WRAPPED.replace("\n", "\n　　"),
        "坚持党的全面领导\n坚持以人民为中心",
        "工作回顾\n一年来，全市上下坚持以习近平新时代中国特色社会主义思想为指导，经济社会发",
        "\n".join(["单位名称", "联系电话", "办公地址", "邮政编码"]),
        "",
        "\n\n",
    ],
)
def test_what_is_no_wrapped_paragraph_is_read_line_by_line(text: str) -> None:
    assert read_on(text, MODEL) == text


@pytest.mark.parametrize(("share", "read"), [(0.9, True), (0.8, False)])
def test_a_line_that_is_cut_fills_its_column(share: float, read: bool) -> None:
    lines = WRAPPED.split("\n")
    short = lines[1][-int(share * len(lines[0])) :]
    assert (" " in read_on(f"{lines[0]}\n{short}\n{lines[2]}", MODEL)[len(lines[0]) + 1 :]) is read


def test_a_line_that_is_wider_than_the_one_before_does_not_go_on_from_it() -> None:
    first, second, *_ = WRAPPED.split("\n")
    for count, reads in ((3, True), (9, False)):
        text = f"{first[-24:]}\n{second[: 24 + count]}"
        assert (" " in read_on(text, MODEL)) is reads, count


@pytest.mark.parametrize(("count", "read"), [(8, True), (7, False)])
def test_a_line_of_print_has_eight_characters(count: int, read: bool) -> None:
    text = "人民群众对美好生活的向往就是我们的奋斗目标"
    lines = [text[:count], text[count : 2 * count], text[2 * count : 3 * count]]
    assert (" " in read_on("\n".join(lines), MODEL)) is read


def test_white_space_stays_where_it_stood() -> None:
    assert with_breaks("发\n晨", "发展") == "发\n展"
    assert with_breaks("发 晨", "发展") == "发展"
    assert with_breaks("发\n晨", "发") is None


@given(st.lists(st.text("经济社会发展，。 　a1", max_size=40), max_size=6))
def test_only_breaks_become_spaces(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_on(text, MODEL)
    assert len(found) == len(text)
    assert all(
        new == old or (old, new) == ("\n", " ") for old, new in zip(text, found, strict=True)
    )


@given(st.text("经济社会发展，。 　\na1", max_size=80))
def test_a_break_that_is_read_on_changes_no_score(text: str) -> None:
    assert (MODEL.char_scores(text.replace("\n", " ")) == MODEL.char_scores(text)).all()


@given(st.text("发展\n 　", min_size=1))
def test_what_is_put_has_the_breaks_of_what_stood_there(before: str) -> None:
    signs = DROPPED.sub("", before)
    after = with_breaks(before, "新" * len(signs))
    assert after is not None
    assert after.count("\n") == before.count("\n")


@given(st.text("甲乙，。 a", max_size=30))
def test_one_line_has_nothing_to_read_on_to(line: str) -> None:
    assert not _seams([line], MODEL)
    assert read_on(line, MODEL) == line
