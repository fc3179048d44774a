"""What one document may cost: bounded work, told where it ends. Times are benchmarks' business."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.channel import search
from restore.channel.places import repeating
from restore.core.document import Document
from restore.core.edits import Reason
from restore.correction.channel import propose_channel
from restore.dedup.anchors import stream
from restore.figures.clauses import _CLAUSE_END, _MAX_CLAUSE_LENGTH, _cut
from restore.figures.numerals import without_endless
from restore.language.model import LanguageModel
from restore.layout import columns
from restore.layout.lines import lines_of
from restore.lexicon.lexicon import Lexicon
from restore.pipeline import restore_corpus, restore_text
from restore.pipeline import work as phases_work
from restore.text.phrases import code_points

MODEL = LanguageModel.load()


def test_text_that_stands_three_times_in_a_row_is_repeating() -> None:
    text = "前面。" + "严明记律" * 10 + "后面。"
    marks = repeating(code_points(text))
    assert marks.tolist() == [place in range(3 + 1, 3 + 40 - 1) for place in range(len(text))]


@pytest.mark.parametrize("text", ["严明记律" * 2 + "。", "人人人", "各级人民政府应当加强领导。"])
def test_what_stands_twice_is_not_repeating(text: str) -> None:
    assert not repeating(code_points(text)).any()


@given(st.text(alphabet="甲乙丙", max_size=80))
def test_repeating_places_have_their_equal_a_period_away(text: str) -> None:
    codes = code_points(text)
    for place in np.flatnonzero(repeating(codes)).tolist():
        assert any(
            codes[place]
            in codes[[other for other in (place - step, place + step) if 0 <= other < len(codes)]]
            for step in range(1, 65)
        )


def test_slips_beside_a_run_are_still_found() -> None:
    result = restore_text("中" * 200 + "。\n他严明记律，坚持原则。")
    assert "严明纪律" in result.text


def test_the_channel_tells_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "持续全面从严冶党，加强领导。" * 1 + "结合实际须要坚持法治。"
    monkeypatch.setattr(search, "_MAX_PLACES", 1)
    proposals = propose_channel(text, Lexicon.load(), MODEL)
    told = [item for item in proposals if item.flag is Reason.BEYOND_BOUNDS]
    assert len(told) == 1
    assert told[0].after == text[told[0].start : told[0].end]
    assert all(item.start <= told[0].start for item in proposals)


def test_the_channel_says_nothing_where_it_looked_at_everything() -> None:
    proposals = propose_channel("持续全面从严冶党，加强领导。", Lexicon.load(), MODEL)
    assert not [item for item in proposals if item.flag is Reason.BEYOND_BOUNDS]


def test_more_edits_than_bounds_are_refused_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phases_work, "MOST_EDITS", 10)
    result = restore_corpus(
        [
            Document.from_text("⼈民" * 11, id="many.txt"),
            Document.from_text("严明记律。", id="few.txt"),
        ]
    )
    (failure,) = result.failures
    assert failure.document == "many.txt"
    assert "many.txt" in failure.message
    assert "10 edits" in failure.message
    assert [item.text for item in result.restored] == ["严明纪律。"]


def test_more_lines_than_bounds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phases_work, "MOST_LINES", 10)
    (failure,) = restore_corpus([Document.from_text("甲\n" * 11, id="many.txt")]).failures
    assert "many.txt: has more than 10 lines" in failure.message
    assert restore_text("\n" * 40 + "中国。\n" * 10).text


def test_ten_edits_are_within_a_bound_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phases_work, "MOST_EDITS", 10)
    assert restore_text("⼈民。" * 10).text == "人民。" * 10


@given(st.text(alphabet="一，、 5。\n", max_size=400), st.integers(5, 40))
def test_clauses_are_cut_without_a_gap_and_below_the_bound(text: str, longest: int) -> None:
    plain, short = _cut(text, _CLAUSE_END), _cut(text, _CLAUSE_END, longest)
    assert all(b - a <= longest for a, b in zip(short.starts, short.ends, strict=True))
    assert set(plain.starts) <= set(short.starts)
    assert set(plain.ends) <= set(short.ends)
    covered = {place for a, b in zip(*short, strict=True) for place in range(a, b)}
    assert covered == {place for a, b in zip(*plain, strict=True) for place in range(a, b)}


def test_prose_keeps_its_clauses() -> None:
    text = "全区生产总值增长1.2%，财政收入38.6亿元；" * 20
    assert _cut(text, _CLAUSE_END) == _cut(text, _CLAUSE_END, _MAX_CLAUSE_LENGTH)


def test_endless_runs_are_masked_and_numbers_are_not() -> None:
    assert without_endless("共9" + "9" * 38 + "件") == "共9" + "9" * 38 + "件"
    assert without_endless("共" + "9" * 40 + "件") == "共" + "_" * 40 + "件"
    assert without_endless("一百万亿" * 10) == "_" * 40


def test_a_run_of_one_character_has_few_anchors() -> None:
    assert len(stream(["中" * 5000]).anchors) == 1
    assert len(stream(["中国" * 5000]).anchors) <= 2


def test_lines_are_found_in_long_white_space() -> None:
    (line,) = lines_of("　 中" + " " * 50 + "国 \t")
    assert (line.start, line.end, line.indent) == (2, 54, 1.5)


def test_too_many_torn_lines_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_MAX_LINES", 5)
    monkeypatch.setattr(
        columns, "_torn_stretches", lambda lines, *_: [columns._Stretch(0, len(lines) - 1)]
    )
    text = "\n".join("各级人民政府应当加强领导" for _ in range(20))
    from restore.settings import LayoutSettings

    (told,) = columns.propose_columns(text, LayoutSettings(), MODEL)
    assert told.flag is Reason.BEYOND_BOUNDS
    assert told.after == text[told.start : told.end]
