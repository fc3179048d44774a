"""Compares the numbers of two claims: whether both can be right, and how much that says.

A number is compared with all that its wording admits: 2300余 covers 2300 to 2400, 1.1万 covers
10500 to 11500 (:mod:`restore.figures.intervals`).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, Protocol

from restore.core.claims import Claim
from restore.figures.intervals import overlap

__all__ = [
    "Stated",
    "Statement",
    "far_apart",
    "parted",
    "statement",
    "telling_digits",
    "values_agree",
]

#: 超过9万 has no upper end. Twice the number is taken for another fact.
_MAX_RATIO_OVER = 2
#: Two values of one indicator, or one value and a slip of it, are not so many times each other.
_MAX_RATIO_RELATED = 20
#: More digits than this do not make a number more telling.
_MAX_TELLING_DIGITS = 3


class Stated(Protocol):
    """What :func:`values_agree` looks at: a claim has it, and a :class:`Statement`."""

    @property
    def value(self) -> Decimal:
        """The number, in the canonical unit."""

    @property
    def upper(self) -> Decimal | None:
        """The second number of a range such as 3至5."""

    @property
    def low(self) -> Decimal:
        """The lowest value that the wording admits."""

    @property
    def high(self) -> Decimal | None:
        """The highest value that the wording admits, ``None`` without an end."""

    @property
    def qualifier(self) -> str:
        """The words that widen the number (近, 超过)."""


class Statement(NamedTuple):
    """The number of a claim, without what it counts."""

    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None
    qualifier: str


def statement(claim: Claim) -> Statement:
    """Return the number of a claim."""
    return Statement(claim.value, claim.upper, claim.low, claim.high, claim.qualifier)


def values_agree(a: Stated, b: Stated) -> bool:
    """Tell whether two figures can both be right.

    Two plain numbers of the same printed precision must be equal; of different precision, the
    finer must lie in what the coarser covers (1.1万 covers 10500 to 11500). With a qualifier on
    either side the intervals must have more than an end in common; the same qualifier on both
    sides (超过9万, 超过8万) leaves no room for different numbers.
    """
    if a.value == b.value and a.upper == b.upper:
        return True
    if (a.upper is None) != (b.upper is None) or a.qualifier == b.qualifier != "":
        return False
    if not a.qualifier and not b.qualifier:
        width, other = _width(a), _width(b)
        if width == other or a.upper is not None:
            return False
        coarse, fine = (a, b) if width > other else (b, a)
        return coarse.high is not None and coarse.low <= fine.value <= coarse.high
    return overlap(a.low, _bound(a), b.low, _bound(b)) and not (
        _bound(a) == b.low or _bound(b) == a.low
    )


def parted(stated: Iterable[Statement]) -> list[list[Statement]]:
    """Sort statements into parts of which all can be right together: roundings of one number share one.

    Each goes to the first part that it contradicts nothing of; parts are in the order of their first.
    """
    parts: list[list[Statement]] = []
    for one in dict.fromkeys(stated):
        fitting = (part for part in parts if all(values_agree(one, other) for other in part))
        part = next(fitting, None)
        if part is None:
            parts.append([one])
        else:
            part.append(one)
    return parts


def _width(claim: Stated) -> Decimal:
    return Decimal(0) if claim.high is None else claim.high - claim.low


def _bound(claim: Stated) -> Decimal:
    """Return the highest value a figure may stand for, a finite one also for 超过."""
    return _MAX_RATIO_OVER * claim.value if claim.high is None else claim.high


def telling_digits(claim: Claim) -> int:
    """Return how many digits of a value tell it from others: 1 for 500, 4 for 5633 (3 at most)."""
    digits = str(claim.value).replace(".", "").replace("-", "").strip("0")
    return max(1, min(_MAX_TELLING_DIGITS, len(digits)))


def far_apart(a: Stated, b: Stated) -> bool:
    """Tell whether one value is so many times the other that no slip or growth explains it."""
    low, high = sorted((abs(a.value), abs(b.value)))
    return high > _MAX_RATIO_RELATED * low
