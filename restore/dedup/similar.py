"""Similar paragraphs: exact copies by hash, noisy ones by MinHash, each pair verified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from restore.dedup.candidates import candidate_pairs
from restore.dedup.judge import CORPUS, Judge
from restore.dedup.paragraphs import Paragraph
from restore.dedup.shingles import BANDS, Int64, UInt64, band_keys
from restore.dedup.verification import Comparison, similarities

__all__ = ["Pair", "Similar"]


class Pair(NamedTuple):
    """Two rows of the table (``first < second``) and how their texts relate."""

    first: int
    second: int
    result: Comparison


class Similar:
    """Finds similar pairs among paragraphs; band keys are computed once a text.

    Parameters
    ----------
    variant : normalised similarity from which a pair is reported at all
    """

    def __init__(self, table: list[Paragraph], judge: Judge, variant: float) -> None:
        self._table = table
        self._judge = judge
        self._variant = variant
        self._rows: dict[str, int] = {}
        self._keys: UInt64 = np.empty((0, BANDS), dtype=np.uint64)

    def compare(self, first: int, second: int) -> Comparison:
        """Compare the texts of two rows."""
        one, other = self._table[first], self._table[second]
        scope = one.document if one.document == other.document else CORPUS
        return self._judge.compare(one.text, other.text, scope)

    def exact(self, rows: Iterable[int], *, within: bool) -> list[list[int]]:
        """Return the groups of rows with one text (inside one document, or at all), in order."""
        groups: dict[tuple[int, str], list[int]] = {}
        for row in rows:
            paragraph = self._table[row]
            key = (paragraph.document if within else -1, paragraph.text)
            groups.setdefault(key, []).append(row)
        return [group for group in groups.values() if len(group) > 1]

    def near(self, rows: list[int], *, within: bool) -> list[Pair]:
        """Return the pairs of different texts at or above the variant similarity.

        Parameters
        ----------
        within : pairs inside one document; else pairs of two documents
        """
        if len(rows) < 2:
            return []
        documents = np.array([self._table[row].document for row in rows], dtype=np.int64)
        keys = self._band_keys([self._table[row].text for row in rows])
        groups: Int64 | None = documents if within else None
        left, right = candidate_pairs(keys, groups)
        if not within and len(left):
            apart = documents[left] != documents[right]
            left, right = left[apart], right[apart]
        first = [self._table[rows[index]].text for index in left.tolist()]
        second = [self._table[rows[index]].text for index in right.tolist()]
        scores = similarities(first, second, self._variant)
        found: list[Pair] = []
        for spot in np.flatnonzero((scores > 0) & (scores < 1)).tolist():
            a, b = rows[int(left[spot])], rows[int(right[spot])]
            found.append(Pair(a, b, self.compare(a, b)))
        return found

    def _band_keys(self, texts: list[str]) -> UInt64:
        fresh = list(dict.fromkeys(text for text in texts if text not in self._rows))
        if fresh:
            for text in fresh:
                self._rows[text] = len(self._rows)
            self._keys = np.concatenate([self._keys, band_keys(fresh)])
        return self._keys[[self._rows[text] for text in texts]]
