"""Compares two similar texts: whether one covers the other, and in which facts they differ."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from restore.dedup.guards import Region, differences, facts, regions
from restore.dedup.records import Difference
from restore.text.characters import SENTENCE_ENDS

__all__ = [
    "Comparer",
    "Comparison",
    "common_part",
    "compare",
    "counterpart",
    "covers",
    "lacks_opening",
    "similarities",
]

# Pairs that are scored in one call.
_PAIRS_AT_ONCE = 1 << 16
# Characters by which two equal passages may begin differently and yet speak of other things.
_MAX_OPENING_LENGTH = 6
_SENTENCE_ENDS = frozenset(SENTENCE_ENDS)
# Pairs remembered; two texts of a hundred characters and a result take half a kilobyte.
_MAX_REMEMBERED_PAIRS = 1 << 15
_WORD = re.compile(r"[^\W_]")


class Comparison(NamedTuple):
    """How two texts relate.

    ``covers`` says that every character of the second stands in the first or differs by noise
    alone; ``covered`` the same with the texts exchanged. Both are False where a fact differs.
    """

    similarity: float
    covers: bool
    covered: bool
    differs: tuple[Difference, ...]


def similarities(left: Sequence[str], right: Sequence[str], cutoff: float) -> NDArray[np.float32]:
    """Return 1 - Levenshtein / longer length per pair, 0 where it is below the cutoff."""
    parts = [
        process.cpdist(
            left[start : start + _PAIRS_AT_ONCE],
            right[start : start + _PAIRS_AT_ONCE],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=cutoff,
            dtype=np.float32,
        )
        for start in range(0, len(left), _PAIRS_AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.float32)


def compare(first: str, second: str) -> Comparison:
    """Compare two similar texts in both directions.

    A run that only one text has at its very beginning or end is truncation of the other: it tells
    which of the two covers the other and is no difference in fact.
    """
    return _compare(first, second, sys.maxsize)


class Comparer:
    """Compares texts and remembers what it found; the result depends on the two texts alone."""

    def __init__(self) -> None:
        self._compared: dict[tuple[str, str], Comparison] = {}

    def compare(self, first: str, second: str) -> Comparison:
        """See :func:`compare`."""
        result = self._compared.get((first, second))
        if result is None:
            if len(self._compared) >= _MAX_REMEMBERED_PAIRS:
                self._compared.clear()
            result = self._compared[(first, second)] = compare(first, second)
        return result


def covers(first: str, second: str) -> bool:
    """Whether the second text is covered by the first: ``compare`` that stops at a difference."""
    if first == second:
        return True
    # Texts that begin and end alike are whole: nothing explains that their facts differ.
    whole = first[:1] == second[:1] and first[-1:] == second[-1:]
    if whole and facts(first) != facts(second):
        return False
    return _compare(first, second, 1).covers


def _compare(first: str, second: str, most: int) -> Comparison:
    if first == second:
        return Comparison(1.0, True, True, ())
    similarity = Levenshtein.normalized_similarity(first, second)
    spots = regions(first, second)
    ours, theirs = common_part(first, second, spots)
    if lacks_opening(first, ours[0]) or lacks_opening(second, theirs[0]):
        ours, theirs = (0, ours[1]), (0, theirs[1])
    covered = ours == (0, len(first))
    whole = theirs == (0, len(second))
    if not (whole and covered):
        first, second = first[slice(*ours)], second[slice(*theirs)]
        spots = regions(first, second)
    differs = differences(first, second, spots, most=most)
    if differs:
        return Comparison(similarity, False, False, differs)
    return Comparison(similarity, whole, covered, ())


def counterpart(first: str, second: str, position: int) -> int:
    """Return the place in a similar text that answers to ``position`` in the first."""
    if first == second:
        return position
    for step in Levenshtein.opcodes(first, second):
        if position <= step.src_end:
            beyond = position - step.src_start
            return min(step.dest_start + beyond, step.dest_end)
    return len(second)


def lacks_opening(text: str, start: int) -> bool:
    """Whether ``text[start:]`` is the text without its first few characters.

    A passage cut there would rather say something about someone else (市和区 ..., 区 ...) than be a
    truncated copy, unless a sentence begins there.
    """
    return 0 < start <= _MAX_OPENING_LENGTH and text[start - 1] not in _SENTENCE_ENDS


def common_part(
    first: str, second: str, spots: Sequence[Region]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the spans of both texts without the runs at the ends that only one of them has."""
    if not spots:
        return (0, len(first)), (0, len(second))
    ours, theirs = [0, len(first)], [0, len(second)]
    start, end, begin, stop = spots[0]
    if start == begin == 0 and _own_words(first[:end], second[:stop]):
        ours[0], theirs[0] = end, stop
    start, end, begin, stop = spots[-1]
    at_end = end == len(first) and stop == len(second)
    fits = at_end and start >= ours[0] and begin >= theirs[0]
    if fits and _own_words(first[start:], second[begin:]):
        ours[1], theirs[1] = start, begin
    return (ours[0], ours[1]), (theirs[0], theirs[1])


def _own_words(left: str, right: str) -> bool:
    """Whether just one side has something there, and more than a stray character."""
    if left and right:
        return False
    run = left or right
    return len(_WORD.findall(run)) > 1 or bool(facts(run))
