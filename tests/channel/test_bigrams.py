from __future__ import annotations

import numpy as np
import pytest

from restore.channel.base import ChannelBase
from restore.channel.bigrams import FREQUENT_LEVEL, Bigrams
from restore.channel.places import APART
from restore.language.model import LanguageModel

BASE = ChannelBase.load()
BIGRAMS = Bigrams(LanguageModel.load(), BASE)


def number(character: str) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return BIGRAMS.numbers(np.array([ord(character)], np.uint32))


def score(first: str, second: str) -> float:
    return float(BIGRAMS.scores(number(first), number(second))[0])


def test_numbers_are_those_of_the_base() -> None:
    for character in "治党，的":
        assert number(character)[0] == BASE.number(character) > 0
    assert number("0")[0] == number("\U00020000")[0] == 0


def test_estimates_are_near_the_truth() -> None:
    # Of 发 and 展 the training text has a third side by side.
    assert score("发", "展") == pytest.approx(-0.5, abs=0.3)
    assert score("治", "党") > score("治", "冶") + 1
    # Behind a digit the model itself was asked.
    assert score("0", "年") == pytest.approx(
        LanguageModel.load().advance(LanguageModel.load().advance(None, "0")[1], "年")[0]
    )


def test_peaks_are_the_best_of_frequent_pairs() -> None:
    rng = np.random.default_rng(1)
    as_first, as_second = BIGRAMS.peaks
    firsts = rng.integers(1, len(BASE.levels), 20_000)
    seconds = rng.integers(1, len(BASE.levels), 20_000)
    frequent = BASE.levels[firsts, seconds] >= FREQUENT_LEVEL
    firsts, seconds = firsts[frequent], seconds[frequent]
    scores = BIGRAMS.scores(firsts, seconds)
    assert (scores <= as_first[firsts]).all()
    assert (scores <= as_second[seconds]).all()


def followers(number: int, bound: float) -> list[int]:
    """The slow way to what is behind one number."""
    following = BASE.following(BASE.character(number))[0]
    following = following[BIGRAMS.are_han[following]]
    estimates = BIGRAMS.scores(np.full_like(following, number), following)
    order = (-estimates).argsort(kind="stable")
    return [int(following[place]) for place in order if estimates[place] >= bound]


def test_followers_of_many_are_those_of_each() -> None:
    rng = np.random.default_rng(2)
    firsts = rng.integers(0, len(BASE.levels), 600)
    firsts[:3] = 0, number("发")[0], number("，")[0]
    for bounds in (rng.uniform(-4, 0, 600), rng.uniform(-4, 0, 600).astype(np.float32)):
        # An estimate itself is no lower than the bound.
        bounds[1] = BIGRAMS.scores(firsts[1:2], number("展"))[0]
        owners, found = BIGRAMS.following(firsts, bounds)
        each = [followers(*pair) for pair in zip(firsts.tolist(), bounds.tolist(), strict=True)]
        assert found.tolist() == [item for items in each for item in items]
        assert owners.tolist() == [place for place, items in enumerate(each) for _ in items]
        assert number("展")[0] in each[1]
        assert len(found) > 1000


def test_nothing_is_behind_no_places() -> None:
    owners, found = BIGRAMS.following(np.empty(0, np.intp), np.empty(0, np.float32))
    assert len(owners) == len(found) == 0


def test_numerals_are_apart() -> None:
    marked = {BASE.character(place) for place in np.flatnonzero(BIGRAMS.apart).tolist()}
    # The one that is no letter of the tables.
    assert marked == APART - {"〇"}
    assert not BIGRAMS.apart[0]


def test_two_shapes_are_broadcast() -> None:
    rows, columns = np.array([[1], [2], [0]]), np.array([[3, 0]])
    table = BIGRAMS.scores(rows, columns)
    assert table.shape == (3, 2)
    for row in range(3):
        for column in range(2):
            single = BIGRAMS.scores(rows[row], columns[:, column])
            assert table[row, column] == single[0]
