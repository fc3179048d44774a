"""Count and find passages in a text that is asked many times.

``str.count`` reads the whole text for every question: thousands of questions about a long text take
its length squared. A long text is sorted by its runs of three characters once; a question then looks
only at the places that hold the rarest of two such runs of the passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from restore.text.phrases import code_points

__all__ = ["Occurrences", "count_of", "first_of"]

# A shorter text is read as fast as its table is asked; so is one with more places to look at.
_MIN_TABLED_CODE_POINTS = 20_000
_MAX_TABLED_PLACES = 10_000
# A code point takes 21 bits.
_BITS = 21
_MAX_RUN = 3


def count_of(text: str, passage: str) -> int:
    """Return ``text.count(passage)``: places that do not overlap.

    >>> count_of("人民人民", "人民")
    2
    """
    if len(text) < _MIN_TABLED_CODE_POINTS:
        return text.count(passage)
    return _of(text).count(passage)


def first_of(text: str, passage: str) -> int:
    """Return ``text.find(passage)``.

    >>> first_of("人民人民", "民")
    1
    """
    if len(text) < _MIN_TABLED_CODE_POINTS:
        return text.find(passage)
    return next(_of(text).places(passage), -1)


class Occurrences:
    """The places of passages in a text; its table is made when it is first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    def prepare(self) -> None:
        """Make the table that most questions are answered from, for processes that will share it."""
        if len(self._text) >= _MIN_TABLED_CODE_POINTS:
            _ = self._table

    def __contains__(self, passage: str) -> bool:
        """Whether the passage stands in the text."""
        if not self._is_tabled(passage):
            return passage in self._text
        return next(self.places(passage), None) is not None

    def count(self, passage: str) -> int:
        """Return how often the passage stands in the text, places that overlap once."""
        if not self._is_tabled(passage):
            return self._text.count(passage)
        if len(passage) <= _MAX_RUN and passage[0] != passage[-1]:
            # A run of the table, and no two of its places overlap.
            low, high = self._span(passage)
            return high - low
        found, end = 0, 0
        for place in self.places(passage):
            if place >= end:
                found, end = found + 1, place + len(passage)
        return found

    def places(self, passage: str) -> Iterator[int]:
        """Yield where the passage stands, in order, places that overlap as well."""
        found = self._candidates(passage) if self._is_tabled(passage) else None
        if found is not None:
            yield from (place for place in found if self._text.startswith(passage, place))
            return
        place = self._text.find(passage)
        while place >= 0:
            yield place
            place = self._text.find(passage, place + 1)

    def _is_tabled(self, passage: str) -> bool:
        """Whether a table answers sooner than reading: not a short text, not one character."""
        return len(self._text) >= _MIN_TABLED_CODE_POINTS and len(passage) > 1

    def _candidates(self, passage: str) -> list[int] | None:
        """Return the places to look at; None where the runs of the passage stand everywhere."""
        size = min(len(passage), _MAX_RUN)
        _, order = self._table
        spans = []
        for offset in {0, len(passage) - size}:
            low, high = self._span(passage[offset : offset + size])
            spans.append((high - low, low, offset))
        often, low, offset = min(spans)
        if often > _MAX_TABLED_PLACES:
            return None
        found: list[int] = sorted((order[low : low + often] - offset).tolist())
        return found if not found or found[0] >= 0 else [place for place in found if place >= 0]

    def _span(self, run: str) -> tuple[int, int]:
        """Return where the places of a run of 2 or 3 characters begin and end in the table."""
        keys, _ = self._table
        first = 0
        for character in run:
            first = first << _BITS | ord(character) + 1
        free = _BITS * (_MAX_RUN - len(run))
        low, high = keys.searchsorted((first << free, (first + 1) << free)).tolist()
        return low, high

    @cached_property
    def _table(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Every run of three characters as a number, sorted, and where each stands; behind the text stands 0,
        in it one more than a code point.

        Where equal runs stand is in no order: sorting without it takes a third of the time.
        """
        codes = np.zeros(len(self._text) + _MAX_RUN - 1, np.int64)
        codes[: len(self._text)] = code_points(self._text)
        codes[: len(self._text)] += 1
        keys = np.zeros(len(self._text), np.int64)
        for offset in range(_MAX_RUN):
            keys = keys << _BITS | codes[offset : offset + len(keys)]
        order = np.argsort(keys).astype(np.int32)
        return keys[order], order


# The text at hand, and the one before.
@lru_cache(maxsize=2)
def _of(text: str) -> Occurrences:
    return Occurrences(text)
