"""Winnowing fingerprints by which a paragraph is found inside longer text.

Schleimer, Wilkerson, Aiken: *Winnowing: local algorithms for document fingerprinting*, SIGMOD 2003.
Of every 8 consecutive 12-gram hashes the smallest is kept, so that two passages that share 19
characters share an anchor, at 2 anchors per 9 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.dedup.candidates import equal_neighbours, mix, salted
from restore.dedup.shingles import Int64, UInt32, UInt64, chunks, encode

__all__ = [
    "GRAM_LENGTH",
    "MAX_ANCHOR_FOLLOWERS",
    "MIN_ANCHOR_SHARE",
    "LinkTable",
    "Stream",
    "links",
    "merged",
    "stream",
]

#: Characters of a gram, and grams of a window; see above.
GRAM_LENGTH = 12
_WINDOW_GRAMS = 8
# The multiplier of Fibonacci hashing, 2**64 over the golden ratio.
_FACTOR = 0x9E3779B97F4A7C15
# Beyond the last code point: stands between texts.
_SENTINEL = 0x200000
# A gram with a sentinel is never an anchor. One sentinel fills a whole window with such grams, so
# that the anchors of a paragraph do not depend on what stands before and after it.
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
# What stands more often than this is a set phrase and says nothing about where a copy is.
MAX_ANCHOR_FOLLOWERS = 16
# A copy at 5 % noise keeps a third of its anchors; half of that is asked for.
MIN_ANCHOR_SHARE = 0.15


class Stream(NamedTuple):
    """The anchors of ``size`` paragraphs: whose each is (ascending), and where it stands in it."""

    size: int
    owners: Int64
    anchors: UInt32
    positions: Int64


class LinkTable(NamedTuple):
    """Pairs of paragraphs that share anchors: how many, and how much further they stand in the
    second than in the first, at least and at most.
    """

    first: Int64
    second: Int64
    shared: Int64
    nearest: Int64
    farthest: Int64

    @classmethod
    def empty(cls) -> LinkTable:
        """No pairs."""
        return cls(*(np.empty(0, dtype=np.int64) for _ in cls._fields))

    def cut(self, chosen: slice | NDArray[np.bool_]) -> LinkTable:
        """Return some of the rows."""
        return LinkTable(*(column[chosen] for column in self))


def stream(texts: Sequence[str]) -> Stream:
    """Compute the anchors of texts, which hold no form feed."""
    parts = [_chunk(texts[first:last], first) for first, last in chunks(texts)]
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return Stream(0, nothing, np.empty(0, dtype=np.uint32), nothing)
    owners, anchors, positions = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Stream(len(texts), owners, anchors, positions)


def _chunk(texts: Sequence[str], first: int) -> tuple[Int64, UInt32, Int64]:
    points, offsets = encode([f"{text}\f" for text in texts])
    codes = np.full(len(points) + 1, _SENTINEL, dtype=np.int64)
    codes[1:] = points
    codes[offsets[1:]] = _SENTINEL
    anchors, places = _winnow(codes)
    owners = np.searchsorted(offsets[:-1], places, side="right") - 1
    short = (anchors >> np.uint64(32)).astype(np.uint32)
    return owners + first, short, places - offsets[owners]


def _winnow(codes: Int64) -> tuple[UInt64, Int64]:
    """Return the anchors and their positions; ``codes`` begin and end with a sentinel."""
    if len(codes) < GRAM_LENGTH + 2:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    hashes = _gram_hashes(mix(codes))
    marks = np.flatnonzero(codes == _SENTINEL)
    for step in range(GRAM_LENGTH):
        spots = marks - step
        hashes[spots[(spots >= 0) & (spots < len(hashes))]] = _NONE
    edge = np.full(_WINDOW_GRAMS, _NONE, dtype=np.uint64)
    hashes = np.concatenate([edge, hashes, edge])
    lowest = hashes
    for step in (1, 2, 4):
        lowest = np.minimum(lowest[:-step], lowest[step:])
    chosen = np.zeros(len(hashes), dtype=bool)
    for step in range(_WINDOW_GRAMS):
        window = slice(step, step + len(lowest))
        chosen[window] |= hashes[window] == lowest
    positions = _first_of_runs(hashes, np.flatnonzero(chosen & (hashes != _NONE)))
    # One for the sentinel at the front, and the edge.
    return hashes[positions], positions - _WINDOW_GRAMS - 1


def _first_of_runs(hashes: UInt64, positions: Int64) -> Int64:
    """Drop the anchors of what repeats itself within a window: 中中中中 would have one a character,
    all of them equal, and each would be compared with many.
    """
    values = hashes[positions]
    again = np.zeros(len(positions), dtype=bool)
    for step in range(1, _WINDOW_GRAMS):
        near = positions[step:] - positions[:-step] < _WINDOW_GRAMS
        again[step:] |= near & (values[step:] == values[:-step])
    return positions[~again]


def _gram_hashes(values: UInt64) -> UInt64:
    """Hash every run of 12 values by doubling: 2, 4, 8, then 8 + 4."""
    result = values
    quarter = values
    for step in (1, 2, 4):
        power = np.uint64(pow(_FACTOR, step, 1 << 64))
        quarter = result
        result = result[:-step] * power + result[step:]
    power = np.uint64(pow(_FACTOR, 4, 1 << 64))
    result = result[:-4] * power + quarter[8:]
    return result ^ (result >> np.uint64(32))


def links(table: Stream, groups: Int64) -> LinkTable:
    """Return the paragraph pairs of one group that share anchors, both orders.

    Parameters
    ----------
    groups : group per paragraph; only paragraphs of one group meet, and no paragraph itself
    """
    keys = salted(table.anchors, mix(groups)[table.owners])
    left, right = equal_neighbours(keys, MAX_ANCHOR_FOLLOWERS)
    first, second = table.owners[left], table.owners[right]
    distance = table.positions[right] - table.positions[left]
    distinct = first != second
    first, second, distance = first[distinct], second[distinct], distance[distinct]
    first, second = np.concatenate([first, second]), np.concatenate([second, first])
    return merged(
        first, second, np.ones_like(first), *(2 * [np.concatenate([distance, -distance])])
    )


def merged(
    first: Int64, second: Int64, shared: Int64, nearest: Int64, farthest: Int64
) -> LinkTable:
    """Return link rows with those of one pair made one, sorted by pair."""
    if not len(first):
        return LinkTable(first, second, shared, nearest, farthest)
    # One number a pair sorts in half the time of two.
    order = np.argsort(first * (int(second.max()) + 1) + second, kind="stable")
    first, second = first[order], second[order]
    fresh = np.flatnonzero(
        np.concatenate([[True], (first[1:] != first[:-1]) | (second[1:] != second[:-1])])
    )
    return LinkTable(
        first[fresh],
        second[fresh],
        np.add.reduceat(shared[order], fresh),
        np.minimum.reduceat(nearest[order], fresh),
        np.maximum.reduceat(farthest[order], fresh),
    )
