from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from restore.channel.pairing import _frequent
from restore.channel.passage import read_passage
from restore.channel.places import best, distinct, repeating
from restore.channel.stretches import sieve_of, suspicious_in
from restore.text.characters import are_ideographs, is_ideograph
from restore.text.phrases import code_points

ESTIMATES = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=20)


@given(ESTIMATES, st.integers(-3, 3), st.integers(1, 4))
def test_the_best_of_each_owner_are_chosen(
    given_: list[tuple[int, int]], least: int, most: int
) -> None:
    rows = sorted(given_, key=lambda row: row[0])
    owners = np.array([owner for owner, _ in rows], np.intp)
    estimates = np.array([value for _, value in rows], np.float64)
    expected = []
    for owner in range(4):
        mine = [(-value, place) for place, (whose, value) in enumerate(rows) if whose == owner]
        good = [(owner, place) for value, place in sorted(mine) if -value >= least]
        expected += good[:most]
    found = best(estimates, owners, least, most)
    assert list(zip(*(item.tolist() for item in found), strict=True)) == expected


@given(st.lists(st.integers(0, 9)))
def test_distinct_values_come_in_order(values: list[int]) -> None:
    assert distinct(np.array(values, np.intp)).tolist() == sorted(set(values))


@given(st.lists(st.tuples(*[st.booleans()] * 6), max_size=6))
def test_all_frequent_pairs_of_a_row_are_made(rows: list[tuple[bool, ...]]) -> None:
    cells = np.array(rows, np.bool_).reshape(-1, 6)
    left, right = cells[:, :3], cells[:, 3:]
    heads, tails = (
        np.array([[row + column for column in columns] for row in range(len(cells))], np.intp)
        for columns in ((0, 1, 2), (2, 0, 1))
    )
    heads, tails = heads.reshape(-1, 3) % 4, tails.reshape(-1, 3) % 4
    levels = np.array([[9, 4, 3, 0], [0, 5, 9, 9], [4, 3, 9, 0], [9, 9, 0, 4]], np.uint8)
    made = _frequent(left, right, heads, tails, levels)
    assert list(zip(*(item.tolist() for item in made), strict=True)) == [
        (row, one, two)
        for row in range(len(cells))
        for one in range(3)
        for two in range(3)
        if left[row, one] and right[row, two]
        if levels[heads[row, one], tails[row, two]] >= 4
    ]


@given(st.text(min_size=1))
def test_chinese_characters_are_told_alike(text: str) -> None:
    codes = np.array(list(map(ord, text)), np.uint32)
    assert are_ideographs(codes).tolist() == list(map(is_ideograph, text))


def slowly_repeating(text: str) -> list[bool]:
    """Return which places stand inside three or more copies in a row, looking at each by itself."""
    inside = [False] * len(text)
    for period in range(1, 65):
        start = 0
        while start < len(text) - period:
            stop = start
            while stop + period < len(text) and text[stop] == text[stop + period]:
                stop += 1
            if stop - start >= max(2 * period, 24 - period):
                inside[start + 1 : stop + period - 1] = [True] * (stop + period - start - 2)
            start = stop + 1
    return inside


SHORT = st.tuples(st.text("甲乙丙", min_size=1, max_size=12), st.integers(1, 26))
LONG = st.tuples(st.text("甲乙丙", min_size=30, max_size=66), st.integers(1, 4))


@given(st.lists(SHORT | LONG, max_size=5))
def test_what_repeats_is_found_like_one_by_one(parts: list[tuple[str, int]]) -> None:
    text = "".join(part * times for part, times in parts)
    assert repeating(code_points(text)).tolist() == slowly_repeating(text)


@given(
    st.text("甲乙丙，。0𠮷", min_size=1, max_size=80),
    st.lists(st.floats(-8, 0, width=32), min_size=80, max_size=80),
    st.booleans(),
)
def test_a_sieve_holds_no_place_among_repeats(text: str, values: list[float], noisy: bool) -> None:
    scores = np.array(values[: len(text)], np.float32)
    for scored in (scores, np.zeros(len(text), np.float32)):
        passage = read_passage(text, scored)
        sieve = sieve_of(passage, suspicious_in(passage, noisy))
        assert not (sieve.full & ~sieve.places).any()
        assert not (sieve.places & repeating(passage.codes)).any()
    assert not sieve.places.any()
