"""Strict measures of text correction, each beside doing nothing, with bootstrap intervals.

cMER, preference score and bootstrap follow HIPE-OCRepair 2026 (ICDAR), except that punctuation and
numerals count: errors in figures harm an OCR user most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

__all__ = [
    "SAMPLES",
    "Alignment",
    "Interval",
    "Rates",
    "align",
    "bootstrap",
    "concordant_pairs",
    "f_score",
    "quotient",
    "ratio",
]

SAMPLES = 10_000
_CHUNK_NUMBERS = 4_000_000  # numbers drawn at a time
Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]


class Interval(msgspec.Struct, frozen=True):
    """A value with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


class Alignment(msgspec.Struct, frozen=True):
    """Characters of a minimal alignment of a text with its truth; may be added up."""

    hits: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    def __add__(self, other: Alignment) -> Alignment:
        return Alignment(
            self.hits + other.hits,
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
        )

    @property
    def truth(self) -> int:
        """Length of the truth."""
        return self.hits + self.substitutions + self.deletions

    @property
    def errors(self) -> int:
        """S + D + I."""
        return self.substitutions + self.deletions + self.insertions

    @property
    def cmer(self) -> float:
        """Character match error rate, (S + D + I) / (H + S + D + I), between 0 and 1."""
        return ratio(self.errors, self.hits + self.errors)

    @property
    def cer(self) -> float:
        """Character error rate, (S + D + I) / length of the truth."""
        return ratio(self.errors, self.truth)


class Rates(msgspec.Struct, frozen=True):
    """Right, wrong and missed changes; may be added up."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Rates) -> Rates:
        return Rates(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the changes made that are right; 1 where none was made."""
        return ratio(self.right, self.right + self.wrong, empty=1.0)

    @property
    def recall(self) -> float:
        """Share of the changes needed that were made; 1 where none was needed."""
        return ratio(self.right, self.right + self.missed, empty=1.0)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return ratio(2 * self.right, 2 * self.right + self.wrong + self.missed, empty=1.0)


def ratio(part: float, whole: float, *, empty: float = 0.0) -> float:
    """Return ``part / whole``, and ``empty`` where there is nothing to divide by."""
    return part / whole if whole else empty


def align(text: str, truth: str) -> Alignment:
    """Align a text with its truth (deletions: characters of the truth that the text lacks)."""
    kinds = Counter(step.tag for step in Levenshtein.editops(truth, text))
    substitutions, deletions, insertions = kinds["replace"], kinds["delete"], kinds["insert"]
    return Alignment(len(truth) - substitutions - deletions, substitutions, deletions, insertions)


def bootstrap(
    counts: Sequence[Sequence[float]] | NDArray[np.float64],
    statistic: Statistic,
    *,
    samples: int = SAMPLES,
    seed: int = 1,
) -> Interval:
    """Return a statistic of the summed counts with its 95 % percentile interval.

    Parameters
    ----------
    counts : one row per document (the unit of resampling), shape (n, k)
    statistic : from sums of rows, shape (m, k), to values, shape (m,)
    samples : how many sets of n documents are drawn, with replacement
    seed : the same numbers come out every time
    """
    rows = np.asarray(counts, dtype=np.float64)
    value = float(statistic(rows.sum(axis=0, keepdims=True))[0])
    size = len(rows)
    if size < 2:
        return Interval(value, value, value)
    generator = np.random.default_rng(seed)
    found: list[NDArray[np.float64]] = []
    left = samples
    while left:
        chunk = min(left, max(1, _CHUNK_NUMBERS // size))
        drawn = generator.integers(0, size, (chunk, size))
        sums = np.stack([column[drawn].sum(axis=1) for column in rows.T], axis=1)
        found.append(statistic(sums))
        left -= chunk
    low, high = np.percentile(np.concatenate(found), (2.5, 97.5))
    return Interval(value, float(low), float(high))


def quotient(part: int, whole: int, *, empty: float = 0.0) -> Statistic:
    """Return the statistic "column ``part`` over column ``whole``"."""

    def statistic(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        divisor = sums[:, whole]
        filled: NDArray[np.float64] = np.full(len(sums), empty)
        np.divide(sums[:, part], divisor, out=filled, where=divisor > 0)
        return filled

    return statistic


def concordant_pairs(values: Sequence[float]) -> int:
    """Count the pairs whose later value is the greater, in the time of a sort."""
    # A tree of counts over the places (Fenwick): values come in from the least, so what stands
    # before a value's place is less than it. Of equal values the later place comes first.
    tree = [0] * (len(values) + 1)
    found = 0
    for place in sorted(range(1, len(values) + 1), key=lambda item: (values[item - 1], -item)):
        here = place
        while here:
            found += tree[here]
            here &= here - 1
        while place < len(tree):
            tree[place] += 1
            place += place & -place
    return found


def f_score(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 from the columns right, wrong, missed."""
    doubled = 2 * sums[:, 0]
    divisor = doubled + sums[:, 1] + sums[:, 2]
    filled: NDArray[np.float64] = np.ones(len(sums))
    np.divide(doubled, divisor, out=filled, where=divisor > 0)
    return filled
