"""Anchors: fingerprints by which a paragraph is found inside longer text.

Winnowing (Schleimer, Wilkerson, Aiken: *Winnowing: local algorithms for document fingerprinting*,
SIGMOD 2003): of every 8 consecutive 12-gram hashes the smallest is kept, so that two passages that
share 19 characters share an anchor, at 2 anchors per 9 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restore.dedup.candidates import equal_neighbours, mix
from restore.dedup.shingles import Int64, UInt64, encode

__all__ = ["LinkTable", "Stream", "links", "stream"]

_GRAM = 12
_WINDOW = 8
_FACTOR = 0x9E3779B97F4A7C15
_SENTINEL = 0x200000
# A gram with a sentinel is never an anchor. One sentinel fills a whole window with such grams, so
# that the anchors of a paragraph do not depend on what stands before and after it.
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
# What stands more often than this is a set phrase and says nothing about where a copy is.
_REACH = 16


class Stream(NamedTuple):
    """The anchors of paragraphs written one after the other.

    ``starts[i]`` is where text ``i`` begins in the row, ``positions`` where the anchors stand.
    """

    starts: Int64
    anchors: UInt64
    positions: Int64

    def owners(self) -> Int64:
        """Return the paragraph of each anchor."""
        return np.searchsorted(self.starts, self.positions, side="right") - 1


class LinkTable(NamedTuple):
    """Pairs of paragraphs that share anchors: how many, and how much further they stand in the
    second than in the first, at least and at most.
    """

    first: Int64
    second: Int64
    shared: Int64
    nearest: Int64
    farthest: Int64


def stream(texts: Sequence[str]) -> Stream:
    """Compute the anchors of texts, which hold no form feed."""
    points, offsets = encode([f"{text}\f" for text in texts])
    codes = np.full(len(points) + 1, _SENTINEL, dtype=np.int64)
    codes[1:] = points
    codes[offsets[1:]] = _SENTINEL
    anchors, positions = _winnow(codes)
    return Stream(offsets[:-1], anchors, positions)


def _winnow(codes: Int64) -> tuple[UInt64, Int64]:
    """Return the anchors and their positions; ``codes`` begin and end with a sentinel."""
    if len(codes) < _GRAM + 2:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    hashes = _gram_hashes(mix(codes))
    marks = np.flatnonzero(codes == _SENTINEL)
    for step in range(_GRAM):
        spots = marks - step
        hashes[spots[(spots >= 0) & (spots < len(hashes))]] = _NONE
    edge = np.full(_WINDOW, _NONE, dtype=np.uint64)
    hashes = np.concatenate([edge, hashes, edge])
    lowest = hashes
    for step in (1, 2, 4):
        lowest = np.minimum(lowest[:-step], lowest[step:])
    chosen = np.zeros(len(hashes), dtype=bool)
    for step in range(_WINDOW):
        window = slice(step, step + len(lowest))
        chosen[window] |= hashes[window] == lowest
    positions = np.flatnonzero(chosen & (hashes != _NONE))
    # One for the sentinel at the front, and the edge.
    return hashes[positions], positions - _WINDOW - 1


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


def links(table: Stream, groups: Int64 | None) -> LinkTable:
    """Return the paragraph pairs that share anchors (both orders, no paragraph with itself).

    Parameters
    ----------
    groups : group per paragraph; only paragraphs of one group meet. None: all meet
    """
    owners = table.owners()
    keys = table.anchors
    if groups is not None:
        keys = keys ^ mix(groups[owners])
    left, right = equal_neighbours(keys, _REACH)
    pair = np.stack([owners[left], owners[right]])
    inside = table.positions - table.starts[owners]
    distance = inside[right] - inside[left]
    distinct = pair[0] != pair[1]
    pair, distance = pair[:, distinct], distance[distinct]
    first = np.concatenate([pair[0], pair[1]])
    second = np.concatenate([pair[1], pair[0]])
    distance = np.concatenate([distance, -distance])
    order = np.lexsort((second, first))
    first, second, distance = first[order], second[order], distance[order]
    if not len(first):
        return LinkTable(first, second, first, distance, distance)
    fresh = np.flatnonzero(
        np.concatenate([[True], (first[1:] != first[:-1]) | (second[1:] != second[:-1])])
    )
    shared = np.diff(np.append(fresh, len(first)))
    return LinkTable(
        first[fresh],
        second[fresh],
        shared,
        np.minimum.reduceat(distance, fresh),
        np.maximum.reduceat(distance, fresh),
    )
