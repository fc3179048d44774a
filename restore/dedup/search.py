"""Searches all documents for pairs of paragraphs that may be copies, without their texts.

The work falls into parts, by band and by the anchors' values. Parts are independent and can be run
in any order, on any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from restore.dedup.anchors import MAX_ANCHOR_FOLLOWERS, MIN_ANCHOR_SHARE, LinkTable, merged
from restore.dedup.candidates import distinct, equal_neighbours
from restore.dedup.columns import ParagraphColumns
from restore.dedup.shingles import BANDS, Int64
from restore.dedup.summary import Flag
from restore.settings import DedupSettings

__all__ = ["PARTS", "Candidates", "Search"]

# One part a band; the anchors are dealt out to as many.
PARTS = BANDS


class Candidates(NamedTuple):
    """Row pairs (first < second, two documents) to compare, and pairs of which the first may stand
    in the second (an earlier document's)."""

    first: Int64
    second: Int64
    inside: LinkTable

    def cut(self, chosen: slice) -> Candidates:
        """Return some of the pairs, and of the other pairs."""
        return Candidates(self.first[chosen], self.second[chosen], self.inside.cut(chosen))


class Search:
    """The search for candidates among the rows that stand now."""

    def __init__(self, corpus: ParagraphColumns, settings: DedupSettings) -> None:
        self._corpus = corpus
        self._alike = min(settings.variant, settings.similarity)
        self._lengths = corpus.lengths()
        self._outer = corpus.body
        shortest = max(settings.min_length, settings.across_min_length)
        self._inner = corpus.body & (self._lengths >= shortest)
        self._inner &= (corpus.flags & Flag.FORMULA) == 0
        flags = corpus.flags[corpus.key_rows]
        self._keyed = np.flatnonzero((flags & (Flag.GONE | Flag.KEYED)) == Flag.KEYED)
        hashes = corpus.hashes[corpus.key_rows[self._keyed]]
        self._order = np.argsort(hashes, kind="stable")
        ranked = hashes[self._order]
        self._fresh = np.concatenate([[True], ranked[1:] != ranked[:-1]])[: len(ranked)]
        # Equal texts have equal keys in every band: their first stands for all.
        self._leaders = np.sort(self._keyed[self._order[self._fresh]])

    def _exact(self) -> tuple[Int64, Int64]:
        """Return pairs of equal rows: each with the first and with the one before."""
        rows = self._corpus.key_rows[self._keyed[self._order]]
        begins = np.flatnonzero(self._fresh)
        spots = np.flatnonzero(~self._fresh)
        if not len(spots):
            return spots, spots
        leader = rows[begins][np.cumsum(self._fresh) - 1]
        first = np.concatenate([leader[spots], rows[spots - 1]])
        return self._distinct(first, np.concatenate([rows[spots], rows[spots]]))

    def part(self, number: int) -> Candidates:
        """Return the candidates of one of ``PARTS`` parts."""
        first, second = self._near(number)
        if number == 0:
            one, other = self._exact()
            first, second = np.concatenate([first, one]), np.concatenate([second, other])
        return Candidates(first, second, self._inside(number))

    def gather(self, parts: Sequence[Candidates]) -> Candidates:
        """Put the candidates of all parts together, sorted by the later row, each pair once."""
        first, second = self._distinct(
            np.concatenate([part.first for part in parts]),
            np.concatenate([part.second for part in parts]),
        )
        tables = zip(*(part.inside for part in parts), strict=True)
        table = merged(*(np.concatenate(column) for column in tables))
        enough = table.shared >= MIN_ANCHOR_SHARE * self._corpus.anchor_counts[table.first]
        order = np.lexsort((first, second))
        return Candidates(first[order], second[order], table.cut(enough))

    def _distinct(self, first: Int64, second: Int64) -> tuple[Int64, Int64]:
        apart = self._corpus.of[first] != self._corpus.of[second]
        count = max(len(self._lengths), 1)
        packed = distinct(first[apart] * count + second[apart])
        return packed // count, packed % count

    def _near(self, band: int) -> tuple[Int64, Int64]:
        corpus = self._corpus
        left, right = equal_neighbours(corpus.keys[band][self._leaders])
        rows = corpus.key_rows[self._leaders]
        first, second = rows[left], rows[right]
        one, other = self._lengths[first], self._lengths[second]
        # Texts that differ more in length cannot be so alike.
        fits = np.minimum(one, other) >= self._alike * np.maximum(one, other) - 1e-6
        fits &= corpus.of[first] != corpus.of[second]
        return first[fits], second[fits]

    def _inside(self, number: int) -> LinkTable:
        corpus, lengths = self._corpus, self._lengths
        written = corpus.anchors(number, PARTS)
        left, right = equal_neighbours(written.anchors, MAX_ANCHOR_FOLLOWERS)
        # The earlier document keeps what both have: only the later one's may stand in the other.
        one, other = corpus.of[written.owners[left]], corpus.of[written.owners[right]]
        left, right = np.where(one > other, left, right), np.where(one > other, right, left)
        inner, outer = written.owners[left], written.owners[right]
        fits = (one != other) & self._inner[inner] & self._outer[outer]
        fits &= lengths[inner] <= lengths[outer]
        left, right = left[fits], right[fits]
        distance = written.positions[right] - written.positions[left]
        return merged(inner[fits], outer[fits], np.ones_like(distance), distance, distance)
