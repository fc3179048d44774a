"""Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998, equations 26 ff.).

The choices that the formulas leave open are those of KenLM's ``lmplz`` (Heafield et al. 2013):
lower orders count distinct left extensions, n-grams that begin a paragraph keep their plain
count, discounts are estimated before pruning, the mass of pruned n-grams goes to the back-off
weight, and ``<unk>`` has the share of one unseen character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.language.counts import (
    BEGIN,
    UNKNOWN,
    CorpusCounts,
    Keys,
    NGramCounts,
    Numbers,
    Vocabulary,
)

Discounts = tuple[float, float, float]

#: For corpora too small or too artificial to estimate discounts (``lmplz --discount_fallback``).
FALLBACK_DISCOUNTS: Discounts = (0.5, 1.0, 1.5)

#: The log probability of ``<s>``, which is given and never predicted (the ARPA convention).
NEVER = -99.0

# A context's back-off weight is never exactly 0, which would mean "no context".
_EXTENDS = 1e-7


@dataclass(frozen=True)
class NGramTable:
    """One order of a back-off model, sorted by key; log10 values.

    ``backoff`` is 0 where an n-gram is the context of no longer one.
    """

    keys: Keys
    log_prob: NDArray[np.float32]
    backoff: NDArray[np.float32]


@dataclass(frozen=True)
class BackoffModel:
    """A smoothed n-gram model: its tables by order, discounts and the text it was made of."""

    vocabulary: Vocabulary
    tables: tuple[NGramTable, ...]
    discounts: tuple[Discounts, ...]
    paragraphs: int
    characters: int

    @property
    def order(self) -> int:
        """The length of the longest n-grams."""
        return len(self.tables)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many n-grams of each order are kept."""
        return tuple(len(table.keys) for table in self.tables)


def discounts_of(counts: Numbers) -> Discounts:
    """The three discounts of an order, from its adjusted counts (zeros do not matter)."""
    n1, n2, n3, n4 = (int(np.count_nonzero(counts == k)) for k in range(1, 5))
    if not (n1 and n2 and n3):
        return FALLBACK_DISCOUNTS
    y = n1 / (n1 + 2 * n2)
    found = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    if any(not 0 <= d <= k for k, d in enumerate(found, 1)):
        return FALLBACK_DISCOUNTS
    return found


def adjusted_counts(lower: NGramCounts, higher: NGramCounts, base: int, order: int) -> Numbers:
    """Kneser-Ney counts of the n-grams *lower* (of *order*) from the next longer *higher*.

    The number of distinct tokens seen before the n-gram; its plain count where it begins with
    ``<s>`` and so has nothing before it.
    """
    span = np.uint64(base**order)
    adjusted = lower.counts.copy()
    begins = lower.keys // np.uint64(base ** (order - 1)) == BEGIN
    # Every n-gram that does not begin with <s> is the tail of a longer one, so the distinct
    # tails in order are exactly those n-grams in order.
    adjusted[~begins] = np.unique(higher.keys % span, return_counts=True)[1]
    return adjusted


def _holds_unknown(keys: Keys, base: int, order: int) -> NDArray[np.bool_]:
    found = np.zeros(len(keys), dtype=np.bool_)
    rest = keys.copy()
    for _ in range(order):
        rest, last = np.divmod(rest, np.uint64(base))
        found |= last == UNKNOWN
    return found


def _starts(contexts: Keys) -> NDArray[np.intp]:
    return np.flatnonzero(np.concatenate(([True], contexts[1:] != contexts[:-1])))


def _share(
    keys: Keys, counts: Numbers, kept: NDArray[np.bool_], discounts: Discounts, base: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], Keys, NDArray[np.float64]]:
    """Of the n-grams of one order: each one's discounted share of its context's mass; each
    one's context's back-off mass; the contexts; the contexts' back-off mass.
    """
    cut = np.array((0.0, *discounts))[np.minimum(counts, 3)]
    contexts = keys // np.uint64(base)
    starts = _starts(contexts)
    total = np.add.reduceat(counts, starts).astype(np.float64)
    free = np.add.reduceat(np.where(kept, cut, counts), starts) / total
    sizes = np.diff(np.append(starts, len(keys)))
    share = (counts - cut) / np.repeat(total, sizes)
    return share, np.repeat(free, sizes), contexts[starts], free


def _check_thresholds(keep: Sequence[int], order: int) -> None:
    if len(keep) != order - 1 or list(keep) != sorted(keep) or keep[0] < 1:
        raise ValueError(
            f"keep needs {order - 1} counts for orders 2 to {order}, rising, from 1: {keep!r}"
        )


def _unigrams(counts: CorpusCounts, adjusted: Numbers, discounts: Discounts) -> NDArray[np.float64]:
    """The probability of every token by id (``<s>`` gets 0)."""
    base = counts.vocabulary.size
    by_id = np.zeros(base, dtype=np.int64)
    by_id[counts.orders[0].keys] = adjusted
    by_id[BEGIN] = 0  # never predicted
    kept = np.ones(base, dtype=np.bool_)
    kept[UNKNOWN] = False
    every = np.arange(base, dtype=np.uint64)
    share, free, _, _ = _share(every, by_id, kept, discounts, base)
    prob = np.where(kept, share, 0.0) + free / (base - 1)
    prob[BEGIN] = 0.0
    return prob


def estimate(counts: CorpusCounts, *, keep: Sequence[int]) -> BackoffModel:
    """Smooth *counts* into a back-off model.

    Parameters
    ----------
    keep : for orders 2 to n, how often an n-gram must occur to be kept; must not fall from one
        order to the next, so that every kept n-gram has its head and its tail in the model.

    N-grams that hold ``<unk>`` are never kept. The model ends with the last order of which any
    n-gram is kept; where that is the first, there is no model (ValueError).
    """
    base, order = counts.vocabulary.size, len(counts.orders)
    if order < 2 or not counts.paragraphs:
        raise ValueError("a model needs text and at least bigrams")
    _check_thresholds(keep, order)
    adjusted = [
        adjusted_counts(counts.orders[n - 1], counts.orders[n], base, n) for n in range(1, order)
    ]
    adjusted[0][counts.orders[0].keys == BEGIN] = 0
    adjusted.append(counts.orders[-1].counts)
    discounts = tuple(discounts_of(part) for part in adjusted)

    keys = np.arange(base, dtype=np.uint64)
    prob = _unigrams(counts, adjusted[0], discounts[0])
    tables = []
    for n in range(2, order + 1):
        grams = counts.orders[n - 1]
        kept = (grams.counts >= keep[n - 2]) & ~_holds_unknown(grams.keys, base, n)
        if not kept.any():
            break
        share, free, contexts, mass = _share(
            grams.keys, adjusted[n - 1], kept, discounts[n - 1], base
        )
        longer = grams.keys[kept]
        tail = np.searchsorted(keys, longer % np.uint64(base ** (n - 1)))
        tables.append(_table(keys, prob, longer // np.uint64(base), contexts, mass))
        keys, prob = longer, share[kept] + free[kept] * prob[tail]
    if not tables:
        raise ValueError("too little text: no two characters stand together often enough")
    tables.append(_table(keys, prob, keys[:0], keys[:0], prob[:0]))
    return BackoffModel(
        counts.vocabulary,
        tuple(tables),
        discounts[: len(tables)],
        counts.paragraphs,
        counts.characters,
    )


def _table(
    keys: Keys, prob: NDArray[np.float64], used: Keys, contexts: Keys, mass: NDArray[np.float64]
) -> NGramTable:
    with np.errstate(divide="ignore"):
        log_prob = np.maximum(np.log10(prob), NEVER).astype(np.float32)
    return NGramTable(keys, log_prob, backoff_table(keys, used, contexts, mass))


def backoff_table(
    keys: Keys, used: Keys, contexts: Keys, mass: NDArray[np.float64]
) -> NDArray[np.float32]:
    """The log10 back-off weight of each n-gram in *keys*.

    Parameters
    ----------
    keys : the n-grams, sorted
    used : the histories of the kept longer n-grams, sorted, each among *keys*; others get 0
    contexts, mass : histories, sorted and distinct, *used* among them, and their weights
    """
    backoff = np.zeros(len(keys), dtype=np.float32)
    if len(used):
        used = used[_starts(used)]
        weight = np.log10(mass[np.searchsorted(contexts, used)])
        weight = np.where(np.abs(weight) < _EXTENDS, -_EXTENDS, weight)
        backoff[np.searchsorted(keys, used)] = weight
    return backoff
