"""Shared by the arithmetic rules: making a check, rounding, tolerance, exactness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.intervals import overlap

__all__ = [
    "HUNDRED",
    "admits",
    "admits_rate",
    "doubt",
    "exact",
    "failed_year",
    "has_share",
    "make_check",
    "rate_place",
    "rounded",
    "share_between",
    "unmade",
]

HUNDRED = Decimal(100)
_DECIMALS = re.compile(r"[0-9]+[.]([0-9]+)")
_HALF_OF_TENS = Decimal(5)


def make_check(
    source: FigureSource,
    rule: str,
    claims: Sequence[Claim],
    ok: bool,
    values: tuple[Decimal, Decimal],
    explanation: str,
) -> ArithmeticCheck:
    """Make a check over the stretch of its claims; the id is given when all checks are known.

    Parameters
    ----------
    values : the figure as it is stated, and as it is computed
    """
    start = min(claim.span[0] for claim in claims)
    end = max(claim.span[1] for claim in claims)
    return ArithmeticCheck(
        "", source.document, rule, (start, end), tuple(claim.id for claim in claims),
        "verified" if ok else "failed", *values, explanation,
    )  # fmt: skip


def unmade(
    source: FigureSource, rule: str, claims: Sequence[Claim], explanation: str
) -> ArithmeticCheck:
    """Make the record of a check that the words announce and that the text gives too little for."""
    check = make_check(
        source, rule, claims, False, (claims[-1].value, claims[-1].value), explanation
    )
    return msgspec.structs.replace(check, outcome="unmade", expected=None)


def doubt(
    source: FigureSource, rule: str, first: Claim, second: Claim, explanation: str
) -> ArithmeticCheck:
    """Make the doubtful check of a figure that the text gave before with another value."""
    check = make_check(
        source, rule, (first, second), False, (second.value, first.value), explanation
    )
    return msgspec.structs.replace(check, outcome="possible")


def failed_year(
    source: FigureSource, span: tuple[int, int], stated: int, wanted: int, explanation: str
) -> ArithmeticCheck:
    """Make the failed check of a year, which is no claim, at its place."""
    return ArithmeticCheck(
        "", source.document, "year", span, (), "failed", Decimal(stated), Decimal(wanted),
        explanation,
    )  # fmt: skip


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """Round a computed value to the places of a printed one."""
    exponent = like.as_tuple().exponent
    places = Decimal(1).scaleb(min(0, int(exponent)))
    return value.quantize(places, rounding=ROUND_HALF_UP)


def admits(claim: Claim, low: Decimal, high: Decimal) -> bool:
    """Tell whether a printed figure, with one last digit of tolerance, meets a computed range.

    Published rates are sometimes cut off and not rounded, and their bases were rounded before; one
    unit of the last printed place covers both.
    """
    exponent = claim.value.as_tuple().exponent
    slack = Decimal(1).scaleb(int(exponent)) if int(exponent) < 0 else Decimal("0.5")
    upper = claim.high
    return overlap(claim.low - slack, None if upper is None else upper + slack, low, high)


def admits_rate(rate: Claim, low: Decimal, high: Decimal) -> bool:
    """Tell whether a printed rate is within one of its last place of what rounded figures give.

    That covers a rate that was cut off, or computed before its figures were rounded. In nine million
    characters of reports and news 61 of 61 rates are so near, and 59 within a half.
    """
    if rate.unit != "%" or rate.qualifier:
        return admits(rate, low, high)
    place = rate_place(rate)
    return overlap(rate.value - place, rate.value + place, low, high)


def share_between(whole: Claim, part: Claim) -> tuple[Decimal, Decimal]:
    """Return between what a part of a whole is, in percent, for both were rounded."""
    low = part.low / (whole.high or whole.value) * HUNDRED
    return low, (part.high or part.value) / (whole.low or whole.value) * HUNDRED


def has_share(figures: Sequence[Claim]) -> bool:
    """Tell whether a whole and a part of it, in this order, make the rate behind them."""
    whole, part, rate = figures
    return whole.value > 0 and admits_rate(rate, *share_between(whole, part))


def rate_place(rate: Claim) -> Decimal:
    """Return what one in the last printed place of a rate is worth: .1 of 20.0%."""
    decimals = _DECIMALS.match(rate.text)
    if decimals:
        return Decimal(1).scaleb(-len(decimals[1]))
    # 占四成 is rounded to tens.
    return _HALF_OF_TENS if rate.text.endswith("成") else Decimal(1)


def exact(claim: Claim) -> bool:
    """Tell whether a figure is one printed number, without a qualifier that widens it."""
    return claim.upper is None and not claim.qualifier and claim.kind != "ordinal"
