"""Finds similar paragraphs inside documents: equal by text, near by MinHash, then verified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.dedup.candidates import candidate_pairs
from restore.dedup.fingerprints import Fingerprints
from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.shingles import Int64
from restore.dedup.verification import Comparer, Comparison, similarities

__all__ = ["Pair", "Similar", "most_alike"]

# Paragraphs with which one is compared, the most alike of those before it.
_MAX_PARTNERS = 8


class Pair(NamedTuple):
    """Two rows of the table (``first < second``) and how their texts relate."""

    first: int
    second: int
    result: Comparison


def most_alike(rows: Int64, similarity: NDArray[np.float32]) -> Int64:
    """Return the spots of the pairs that are among the most alike of their later row, ascending.

    Where a template stands in every report, each paragraph is like a thousand others.
    """
    order = np.lexsort((-similarity, rows))
    ranked = rows[order]
    rank = np.arange(len(rows)) - np.searchsorted(ranked, ranked)
    return np.sort(order[rank < _MAX_PARTNERS])


class Similar:
    """Finds similar pairs inside documents.

    Parameters
    ----------
    variant : normalised similarity from which a pair is reported at all
    """

    def __init__(
        self, table: ParagraphTable, fingerprints: Fingerprints, comparer: Comparer, variant: float
    ) -> None:
        self._table = table
        self._comparer = comparer
        self._variant = variant
        self.fingerprints = fingerprints

    def compare(self, first: int, second: int) -> Comparison:
        """Compare the texts of two rows."""
        return self._comparer.compare(self._table[first].text, self._table[second].text)

    def exact(self, rows: Iterable[int]) -> list[list[int]]:
        """Return the groups of rows of one document with one text, in order."""
        groups: dict[tuple[int, str], list[int]] = {}
        for row in rows:
            paragraph = self._table[row]
            groups.setdefault((paragraph.document, paragraph.text), []).append(row)
        return [group for group in groups.values() if len(group) > 1]

    def near(self, rows: list[int]) -> list[Pair]:
        """Return the pairs of one document with different texts, at or above ``variant``.

        Parameters
        ----------
        rows : rows that have band keys
        """
        if len(rows) < 2:
            return []
        paragraphs = [self._table[row] for row in rows]
        documents = np.array([item.document for item in paragraphs], dtype=np.int64)
        left, right = candidate_pairs(self.fingerprints.keys(rows), documents)
        first = [paragraphs[index].text for index in left.tolist()]
        second = [paragraphs[index].text for index in right.tolist()]
        scores = similarities(first, second, self._variant)
        found: list[Pair] = []
        spots = np.flatnonzero((scores > 0) & (scores < 1))
        for spot in spots[most_alike(right[spots], scores[spots])].tolist():
            a, b = rows[int(left[spot])], rows[int(right[spot])]
            found.append(Pair(a, b, self.compare(a, b)))
        return found
