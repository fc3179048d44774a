from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.text import near_misses
from restore.text.near_misses import LONGEST, NearMissIndex
from restore.text.phrases import PhraseMatcher

ALPHABET = "甲乙丙丁"
# Of which 一 with the last and 丁 with the letter have one key: code points over 20 bits run into the next.
ALIKE = "一丁A\U00100041"


def readings(term: str) -> set[tuple[str, str]]:
    """Every window that the index promises to find for a term, by plain enumeration."""
    found = set()
    size = len(term)
    for place in range(size):
        for other in ALPHABET:
            if other != term[place]:
                found.add((term[:place] + other + term[place + 1 :], term))
    for place in range(1, size):
        for other in ALPHABET:
            found.add((term[:place] + other + term[place:], term))
    for place in range(1, size - 1):
        found.add((term[:place] + term[place + 1 :], term))
    return found


@given(st.text(ALPHABET, min_size=4, max_size=7))
def test_every_single_slip_is_found(term: str) -> None:
    index = NearMissIndex([term])
    for window, _ in readings(term):
        if window == term:
            continue
        text = f"，{window}。"
        spans = {(miss.start, miss.end) for miss in index.find(text)}
        # A doubled letter may be explained by a neighbouring window as well.
        assert any(start <= 2 and end >= len(text) - 2 for start, end in spans), (window, spans)


@given(
    st.text(ALPHABET + "，", max_size=30) | st.text(ALIKE, max_size=30),
    st.lists(
        st.text(ALPHABET, min_size=4, max_size=6) | st.text(ALIKE, min_size=4, max_size=6),
        max_size=5,
    ),
)
def test_what_is_found_turns_into_the_term(text: str, terms: list[str]) -> None:
    index = NearMissIndex(sorted(set(terms)))
    for miss in index.find(text):
        term = index.terms[miss.term]
        assert 0 <= miss.start <= miss.left <= miss.right <= miss.end <= len(text)
        written = term[miss.place : miss.place + miss.cut]
        assert text[miss.start : miss.left] + written + text[miss.right : miss.end] == term
        assert text[miss.left : miss.right] != written


def test_characters_with_one_key_are_told_apart() -> None:
    index = NearMissIndex(["丁A甲乙丙"])
    assert [miss.start for miss in index.find("丁A甲丙")] == [0]
    assert index.find("一\U00100041甲丙") == []


def test_swapped_and_shifted_characters() -> None:
    index = NearMissIndex(["扛稳粮食安全责任", "中国人民政治协商会议"])
    (shifted,) = index.find("共建稳粮粮食安全责任区")[:1]
    assert (shifted.left, shifted.right, shifted.cut) == (2, 4, 2)
    lost = index.find("也是中国政治协商会议成立")
    assert [(miss.left, miss.right, miss.place, miss.cut) for miss in lost] == [(4, 4, 2, 2)]
    swapped = index.find("扛稳粮食安全任责")
    assert [(miss.left, miss.right) for miss in swapped] == [(6, 6), (6, 8)]


def test_a_character_too_many_is_no_shift() -> None:
    index = NearMissIndex(["高水平对外开放"])
    found = index.find("扩大高水平对外外开放，")
    assert {(miss.left, miss.right, miss.cut) for miss in found} == {(6, 7, 0), (7, 8, 0)}


def test_other_lengths_are_left_out_and_nothing_is_found_in_nothing() -> None:
    index = NearMissIndex(["三个字", "长" * (LONGEST + 1)])
    assert index.find("三个字的文本") == []
    assert NearMissIndex(["四个字呢"]).find("") == []


@given(
    st.text(ALPHABET, max_size=40), st.lists(st.text(ALPHABET, min_size=1, max_size=6), max_size=8)
)
def test_phrases_equal_the_plain_search(text: str, phrases: list[str]) -> None:
    distinct = sorted(set(phrases))
    expected = sorted(
        (
            (start, start + len(phrase), number)
            for number, phrase in enumerate(distinct)
            if len(phrase) >= 2
            for start in range(len(text))
            if text.startswith(phrase, start)
        ),
        key=lambda item: (item[0], -item[1]),
    )
    assert list(PhraseMatcher(distinct).find(text)) == expected


def test_phrases_beyond_the_basic_plane() -> None:
    assert list(PhraseMatcher(["𠮷祥", "\ud800甲"]).find("大𠮷祥\ud800甲")) == [
        (1, 3, 0),
        (3, 5, 1),
    ]


@given(
    st.lists(st.text(ALPHABET, min_size=2, max_size=6), unique=True), st.text(ALPHABET, max_size=40)
)
def test_a_window_is_searched_like_a_long_text(phrases: list[str], text: str) -> None:
    matcher = PhraseMatcher(phrases)
    padding = "。" * 200
    found = list(matcher.find(padding + text + padding))
    assert [(start - 200, end - 200, number) for start, end, number in found] == list(
        matcher.find(text)
    )


@given(
    st.lists(st.text(ALPHABET + "\n", max_size=20), max_size=6),
    st.lists(st.text(ALPHABET, min_size=4, max_size=8), min_size=1, max_size=5, unique=True),
)
def test_looking_ahead_changes_nothing(texts: list[str], terms: list[str]) -> None:
    index = NearMissIndex(terms)
    index.look_ahead(texts)
    for text in (*texts, "".join(texts)):
        assert index.find(text) == NearMissIndex(terms).find(text)


@given(
    st.text(ALPHABET + "，", max_size=30),
    st.lists(st.text(ALPHABET, min_size=4, max_size=6), max_size=5),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_only_what_is_in_doubt_is_found_where_that_is_known(
    text: str, terms: list[str], doubt: list[bool]
) -> None:
    index = NearMissIndex(sorted(set(terms)))
    doubtful = np.array(doubt[: len(text)], np.bool_)
    expected = [miss for miss in index.find(text) if doubtful[miss.left : miss.right + 2].any()]
    assert index.find(text, doubtful) == expected


@given(
    st.lists(st.text(ALPHABET + "，", max_size=30), min_size=1, max_size=3),
    st.lists(st.text(ALPHABET, min_size=4, max_size=6), max_size=6, unique=True),
    st.integers(0, 6),
    st.lists(st.booleans(), min_size=30, max_size=30),
)
def test_one_search_answers_for_two_indexes(
    texts: list[str], terms: list[str], count: int, doubt: list[bool]
) -> None:
    first = terms[:count]
    narrow, wide = NearMissIndex(first), NearMissIndex(terms, everywhere=len(first))
    for text in texts:
        doubtful = np.array(doubt[: len(text)], np.bool_)
        narrow.answer_by(wide, text, doubtful)
        assert narrow.find(text) == NearMissIndex(first).find(text)
        all_of_them = NearMissIndex(terms).find(text)
        assert wide.find(text, doubtful) == [
            miss
            for miss in all_of_them
            if miss.term < len(first) or doubtful[miss.left : miss.right + 2].any()
        ]
    narrow.look_ahead_by(wide, texts)
    for text in texts:
        assert narrow.find(text) == NearMissIndex(first).find(text)
        assert wide.find(text) == NearMissIndex(terms).find(text)


@given(st.lists(st.text("甲乙丙丁戊己", min_size=4, max_size=9), min_size=1, max_size=6), st.data())
def test_few_windows_are_told_as_many_are(terms: list[str], data: st.DataObject) -> None:
    index = NearMissIndex(list(dict.fromkeys(terms)))
    text = data.draw(st.text("甲乙丙丁戊己", max_size=30))
    found = index.find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_misses, "_FEW_WINDOWS", 0)
        assert NearMissIndex(index.terms).find(text) == found


@given(
    st.lists(st.text(ALPHABET, min_size=4, max_size=8), min_size=1, max_size=6, unique=True),
    st.text(ALPHABET, max_size=40),
    st.integers(1, 9),
    st.lists(st.booleans(), min_size=40, max_size=40),
)
def test_a_long_text_is_searched_in_parts(
    terms: list[str], text: str, size: int, doubt: list[bool]
) -> None:
    doubtful = np.array(doubt[: len(text)], np.bool_)
    whole, in_doubt = NearMissIndex(terms).find(text), NearMissIndex(terms).find(text, doubtful)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near_misses, "_AT_ONCE", size)
        assert NearMissIndex(terms).find(text) == whole
        assert NearMissIndex(terms).find(text, doubtful) == in_doubt
