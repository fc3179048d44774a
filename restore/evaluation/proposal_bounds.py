"""How often proposals of each kind are right, bounded from below and held out by document.

A change counts once a document. The share of a kind that is right is bounded once with each part of the
documents left out: what only some documents show is not enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby
from math import exp, lgamma, log, log1p
from typing import NamedTuple

from restore import __version__
from restore.evaluation.pairs import Pair
from restore.llm.calibration import FORMAT, Calibration, Kind, KindRow, Measured, Proposer

__all__ = ["CONFIDENCE", "FOLDS", "Found", "calibrate", "lower_bound"]

#: Parts into which the documents fall.
FOLDS = 5
#: How sure a bound is: one in twenty lies too high.
CONFIDENCE = 0.95
# What is left of the distance between two bounds when they count as one.
_TOLERANCE = 1e-6


class Found(NamedTuple):
    """A change that was proposed in a document; ``clean``: in a right sentence."""

    document: str
    kind: Kind
    change: tuple[str, str]
    right: bool
    clean: bool


def lower_bound(right: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Return what a share lies above, by Clopper and Pearson: ``right`` of ``total`` were right."""
    if right == 0:
        return 0.0
    low, high = 0.0, 1.0
    while high - low > _TOLERANCE:
        share = (low + high) / 2
        # How likely it is that fewer would be right if the share were no higher.
        fewer = sum(
            exp(_log_ways(total, count) + count * log(share) + (total - count) * log1p(-share))
            for count in range(right)
        )
        low, high = (share, high) if 1 - fewer <= 1 - confidence else (low, share)
    return low


def _log_ways(total: int, count: int) -> float:
    return lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)


def _floored(bound: float) -> float:
    return int(bound * 1000) / 1000


class _Counts(NamedTuple):
    proposals: int
    right: int

    @property
    def bound(self) -> float:
        return lower_bound(self.right, self.proposals)


class _Folds:
    """The proposals of each kind in each part of the documents, a change once a document."""

    def __init__(self, found: Sequence[Found]) -> None:
        by_digest = sorted(
            {item.document for item in found}, key=lambda name: sha256(name.encode()).digest()
        )
        fold = {name: number % FOLDS for number, name in enumerate(by_digest)}
        ordered = sorted(found, key=lambda item: (item.kind, item.document, item.change))
        self.kinds = sorted({item.kind for item in found})
        self.once: list[tuple[Kind, int, bool, bool]] = [
            (
                kind,
                fold[document],
                all(item.right for item in same),
                any(item.clean and not item.right for item in same),
            )
            for (document, kind, _), group in groupby(ordered, key=lambda item: item[:3])
            for same in (list(group),)
        ]

    def counts(self, kind: Kind, without: int | None = None) -> _Counts:
        rights = [right for of, fold, right, _ in self.once if of == kind and fold != without]
        return _Counts(len(rights), sum(rights))

    def row(self, kind: Kind) -> KindRow:
        """Return what was found of a kind, its bound the lowest with any part left out."""
        parts = [self.counts(kind, without) for without in (None, *range(FOLDS))]
        bound = min(part.bound for part in parts)
        return KindRow(*kind, *parts[0], bound=_floored(bound))

    def held_out(self, precision: float, characters: int) -> Measured:
        """Return what would be applied in each part by what the others showed."""
        opened = {
            (kind, fold)
            for kind in self.kinds
            for fold in range(FOLDS)
            if self.counts(kind, fold).bound >= precision
        }
        applied = [item for item in self.once if item[:2] in opened]
        right = sum(item[2] for item in applied)
        harm = sum(item[3] for item in applied)
        bound = _floored(lower_bound(right, len(applied)))
        return Measured(len(applied), right, bound, harm, characters)


def calibrate(
    found: Sequence[Found],
    documents: Sequence[tuple[str, Sequence[Pair]]],
    proposer: Proposer,
    *,
    precision: float,
    date: str,
    unanswered: int = 0,
) -> Calibration:
    """Return what the proposals in a user's documents showed of their proposer.

    Parameters
    ----------
    documents : names and pairs
    precision : the share that must be right, as the gate asks; for what is reported
    date : goes into the file as it is
    unanswered : questions without an answer
    """
    folds = _Folds(found)
    pairs = [pair for _, group in documents for pair in group]
    right = [pair for pair in pairs if pair.source == pair.target]
    return Calibration(
        FORMAT,
        proposer,
        __version__,
        date,
        len(pairs),
        len(right),
        len(documents),
        unanswered,
        precision,
        CONFIDENCE,
        folds.held_out(precision, sum(len(pair.source) for pair in right)),
        tuple(folds.row(kind) for kind in folds.kinds),
    )
