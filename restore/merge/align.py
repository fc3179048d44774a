"""Find each line of one reading in another, whatever its line breaks and block order.

Lines are found by the character trigrams that they share with the other reading, which is searched
as one string without white space. A piece of a line that is not found near the rest is searched for
separately: it may stand in another block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["Compact", "Finder", "Match", "compact"]

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
# Sequences of so many characters are looked up.
_GRAM_CHARACTERS = 3
# A sequence that stands more often than this says nothing about the place.
_MAX_OCCURRENCES = 12
# Characters that a run of shared sequences may drift by insertions and deletions.
_MAX_DRIFT_CHARACTERS = 4
# Characters past the outermost shared sequence that are compared as well.
_MARGIN_CHARACTERS = 8
# What both readings have at the same end of a line is the same, however badly read, if it is about
# as long and no longer than what was found of the line.
_MIN_EDGE_CHARACTERS, _MAX_EDGE_CHARACTERS, _MAX_UNEVEN_CHARACTERS = 2, 12, 2
# Shorter lines are not looked for.
_MIN_LINE_CHARACTERS = 4


class Compact(NamedTuple):
    """A text without white space, full-width ASCII made half-width.

    ``offsets``: where each character was; ``begins``: places at which a line begins.
    """

    text: str
    offsets: tuple[int, ...]
    begins: frozenset[int]

    def breaks(self, place: int) -> bool:
        """Whether a line begins at a place of the compact text."""
        return place in self.begins


class Match(NamedTuple):
    """``base[start:end]`` of one compact text was read as ``other[begin:finish]`` of another."""

    start: int
    end: int
    begin: int
    finish: int


def compact(text: str) -> Compact:
    """Return the compact form of a text."""
    offsets = tuple(index for index, character in enumerate(text) if not character.isspace())
    folded = text.translate(_HALF_WIDTH)
    begins = frozenset(
        place
        for place, offset in enumerate(offsets)
        if not place or "\n" in text[offsets[place - 1] : offset]
    )
    return Compact("".join([folded[index] for index in offsets]), offsets, begins)


class Finder:
    """Finds passages in one reading.

    Parameters
    ----------
    text : the reading in compact form
    starts : where its lines begin
    """

    def __init__(self, text: str, starts: Iterable[int] = ()) -> None:
        self._text = text
        self._starts = sorted({*starts, 0, len(text)})
        self._places: dict[str, list[int]] = defaultdict(list)
        for index in range(len(text) - _GRAM_CHARACTERS + 1):
            self._places[text[index : index + _GRAM_CHARACTERS]].append(index)

    def find(self, base: str, start: int, end: int) -> Iterator[Match]:
        """Yield what of the line ``base[start:end]`` stands in this reading, without overlap."""
        return self._find(base, start, end, (start, end))

    def _find(self, base: str, start: int, end: int, line: tuple[int, int]) -> Iterator[Match]:
        if end - start < _MIN_LINE_CHARACTERS:
            return
        seeds = self._seeds(base, start, end)
        if not seeds:
            return
        match = self._extend(base, start, end, seeds)
        match = self._to_ends(match, start, end, line)
        yield from self._find(base, start, match.start, line)
        yield match
        yield from self._find(base, match.end, end, line)

    def _seeds(self, base: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return shared sequences as (place in base, place here) along the best diagonal."""
        found: list[tuple[int, int]] = []
        for index in range(start, end - _GRAM_CHARACTERS + 1):
            places = self._places.get(base[index : index + _GRAM_CHARACTERS], ())
            if len(places) <= _MAX_OCCURRENCES:
                found += [(index, place) for place in places]
        if not found:
            return []
        diagonals: Counter[int] = Counter()
        for index, place in found:
            for drift in range(-_MAX_DRIFT_CHARACTERS // 2, _MAX_DRIFT_CHARACTERS // 2 + 1):
                diagonals[place - index + drift] += 1
        best = max(diagonals, key=lambda diagonal: (diagonals[diagonal], -abs(diagonal)))
        chain: list[tuple[int, int]] = []
        for index, place in found:
            near = abs(place - index - best) <= _MAX_DRIFT_CHARACTERS
            if near and (not chain or (index > chain[-1][0] and place > chain[-1][1])):
                chain.append((index, place))
        return chain

    def _extend(self, base: str, start: int, end: int, seeds: list[tuple[int, int]]) -> Match:
        """Return the match around the seeds, with the characters past them that still fit."""
        (first, place), (last, last_place) = seeds[0], seeds[-1]
        stop, finish = last + _GRAM_CHARACTERS, last_place + _GRAM_CHARACTERS
        left = _fitting(base[start:first][::-1], self._text[:place][: -_MARGIN_CHARACTERS - 1 : -1])
        right = _fitting(base[stop:end], self._text[finish : finish + _MARGIN_CHARACTERS])
        return Match(first - left, stop + right, place - left, finish + right)

    def _to_ends(self, match: Match, start: int, end: int, line: tuple[int, int]) -> Match:
        """Return the match with the ends of the line, where both readings cut it there."""
        most = min(_MAX_EDGE_CHARACTERS, max(_MIN_EDGE_CHARACTERS, match.end - match.start))
        first, begin, stop, finish = match.start, match.begin, match.end, match.finish
        if start == line[0]:
            place = self._starts[bisect_right(self._starts, begin) - 1]
            if _alike(first - start, begin - place, most):
                first, begin = start, place
        if end == line[1]:
            place = self._starts[bisect_left(self._starts, finish)]
            if _alike(end - stop, place - finish, most):
                stop, finish = end, place
        return Match(first, stop, begin, finish)


def _alike(length: int, other: int, most: int) -> bool:
    return 0 < length <= most and abs(length - other) <= min(_MAX_UNEVEN_CHARACTERS, length)


def _fitting(one: str, other: str) -> int:
    """Return how far two strings fit: where the equal characters exceed the others by most."""
    best = score = length = 0
    for index, (left, right) in enumerate(zip(one[:_MARGIN_CHARACTERS], other, strict=False), 1):
        score += 1 if left == right else -1
        if left == right and score >= best:
            best, length = score, index
    return length
