"""Two texts side by side: which covers the other, and what is mere truncation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.dedup import verification
from restore.dedup.guards import regions
from restore.dedup.verification import (
    Comparer,
    Comparison,
    common_part,
    compare,
    counterpart,
    covers,
    lacks_opening,
    similarities,
)

P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"
Q = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书，管理员忙个不停。"


def covering(first: str, second: str) -> tuple[bool, bool]:
    """Return whether each covers the other; the shorter question must have the same answer."""
    result = compare(first, second)
    back = compare(second, first)
    assert (back.covers, back.covered) == (result.covered, result.covers)
    # What begins and ends alike is whole: the shorter question is then strict about facts.
    assert covers(first, second) <= result.covers
    assert covers(second, first) <= result.covered
    return result.covers, result.covered


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (P, P, (True, True)),
        # Truncated at the end, at the beginning, each at another end.
        (P + Q, P + Q[:20], (True, False)),
        (P + Q, Q, (True, False)),
        (P + Q[:20], P[20:] + Q[:20], (True, False)),
        (P + Q[:20], P[20:] + Q, (False, False)),
        # A stray mark or character is noise, two words of its own or a fact are more.
        (P + Q, P + Q + "、", (True, True)),
        (P, P + "呀呢", (False, True)),
        (P, P + "未", (False, True)),
        ("、" + P, P, (True, True)),
        # Nothing is a copy of another figure.
        ("今年有三个县。" + P, "今年有五个县。" + P, (False, False)),
        ("开始。" + P + "共12万元。", "开始。" + P + "共18万元。", (False, False)),
        # ... but what only one has at its end is not a difference.
        (P + "共12万元。", P, (True, False)),
        ("天地人和日月星", "", (True, False)),
    ],
)
def test_which_text_covers_the_other(first: str, second: str, wanted: tuple[bool, bool]) -> None:
    assert covering(first, second) == wanted


def test_texts_that_begin_and_end_alike_are_whole_and_their_facts_the_same() -> None:
    fact = "共12万元"
    assert covers(P, P)
    # The end of the sentence is the same: what only one has is no truncation.
    assert compare(P + f"{fact}。", P).covers
    assert not covers(P + f"{fact}。", P)
    assert not covers(f"水利厅今年{fact}。{P}", P)
    # It is, where the texts end, or begin, in different ways.
    assert covers(P + fact, P)
    assert covers(f"今年{fact}。{P}", P)


def test_an_opening_that_is_noise_is_covered() -> None:
    assert covering("水库" + P, P) == (True, True)


def test_equal_texts_differ_in_nothing() -> None:
    assert compare(P, P) == Comparison(1.0, True, True, ())
    assert compare(P + Q, P).similarity == pytest.approx(len(P) / len(P + Q))
    result = compare("开始。" + P + "共12万元。", "开始。" + P + "共18万元。")
    assert [(item.kind, item.first, item.second) for item in result.differs] == [
        ("figure", "12万", "18万")
    ]
    assert result.similarity > 0.9


@pytest.mark.parametrize("size", range(10))
def test_without_its_first_few_words_a_text_speaks_of_another_thing(size: int) -> None:
    opening = "经过大家充分讨论研究"[:size]
    lacking = 0 < size <= 6
    assert lacks_opening(opening + P, size) is lacking
    if size > 1:
        assert covering(opening + P, P) == (not lacking, False)


@pytest.mark.parametrize("mark", "。！？；，：")
def test_a_sentence_may_be_missing_at_the_beginning(mark: str) -> None:
    opening = f"大家好{mark}"
    ends = mark in "。！？；"
    assert lacks_opening(opening + P, len(opening)) is not ends
    assert covering(opening + P, P) == (ends, False)


def test_the_common_part_leaves_out_what_one_text_has_at_its_ends() -> None:
    def part(first: str, second: str) -> tuple[tuple[int, int], tuple[int, int]]:
        return common_part(first, second, regions(first, second))

    size = len(P)
    assert part(P, P) == ((0, size), (0, size))
    assert part(P + Q, P) == ((0, size), (0, size))
    assert part(P, Q + P) == ((0, size), (len(Q), len(Q) + size))
    assert part("好的" + P, P + "真好") == ((2, size + 2), (0, size))
    # What both have there, or hardly a word, is no truncation.
    assert part("好的" + P, "坏了" + P) == ((0, size + 2), (0, size + 2))
    assert part("好" + P, P) == ((0, size + 1), (0, size))
    assert part(P, P + "好") == ((0, size), (0, size + 1))
    assert part("天地人", "") == ((3, 3), (0, 0))


def test_the_place_in_a_similar_text() -> None:
    assert [counterpart(P, P, spot) for spot in (0, 7, len(P))] == [0, 7, len(P)]
    longer = P[:10] + "好的" + P[10:]
    assert counterpart(P, longer, 4) == 4
    assert counterpart(P, longer, 10) == 10
    assert counterpart(P, longer, 11) == 13
    assert counterpart(longer, P, 11) == 10
    assert counterpart(longer, P, 12) == 10
    assert counterpart(longer, P, 15) == 13
    assert counterpart(P[:10] + "天地人和" + P[14:], P[:10] + "日" + P[14:], 13) == 11
    assert counterpart(P, P[:20], len(P)) == 20
    assert counterpart("", P, 0) == 0


@given(st.integers(0, len(P)), st.integers(0, len(P)))
def test_places_keep_their_order(one: int, other: int) -> None:
    copy = P.replace("灌溉", "灌既的").replace("安全", "")
    low, high = sorted((one, other))
    assert 0 <= counterpart(P, copy, low) <= counterpart(P, copy, high) <= len(copy)


def test_similarity_is_scored_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = [P, P, Q, Q, "甲乙"], [P, Q, Q, P, "甲丙"]
    whole = similarities(left, right, 0.5)
    assert whole.tolist() == [1, 0, 1, 0, 0.5]
    assert whole.dtype == np.float32
    monkeypatch.setattr(verification, "_PAIRS_AT_ONCE", 2)
    assert similarities(left, right, 0.5).tolist() == whole.tolist()
    nothing = similarities([], [], 0.5)
    assert (len(nothing), nothing.dtype) == (0, np.float32)


def test_a_pair_is_compared_once_and_the_oldest_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str]] = []

    def spy(first: str, second: str) -> Comparison:
        asked.append((first, second))
        return Comparison(1.0, True, True, ())

    monkeypatch.setattr(verification, "compare", spy)
    monkeypatch.setattr(verification, "_MAX_REMEMBERED_PAIRS", 2)
    comparer = Comparer()
    for _ in range(2):
        comparer.compare("a", "b")
        comparer.compare("b", "a")
    assert asked == [("a", "b"), ("b", "a")]
    comparer.compare("c", "d")
    comparer.compare("a", "b")
    assert asked[2:] == [("c", "d"), ("a", "b")]
