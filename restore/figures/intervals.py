"""Computes the interval of values that a printed number admits: its precision and qualifiers."""

from __future__ import annotations

from decimal import Decimal

from restore.figures.dictionary import Qualifier

__all__ = ["admitted", "last_place", "overlap"]

_HALF = Decimal("0.5")


def last_place(value: Decimal) -> Decimal:
    """Return the place of the last digit that is not zero (2300 → 100, 1.1万 → 1000)."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def admitted(
    value: Decimal, quantum: Decimal, upper: Decimal | None, qualifiers: list[Qualifier]
) -> tuple[Decimal, Decimal | None]:
    """Return the lowest and highest value that the wording admits (``None``: no bound).

    Without a qualifier a count is exact, and a rounded number (decimals, or 万 and 亿 behind the
    digits) covers half of its last printed place on both sides: 90.3 covers 90.25 to 90.35. 余 and
    多 reach up to the next step of the last digit that is not zero: 2300余 covers 2300 to 2400.
    """
    rounded = quantum != 1
    slack = quantum * _HALF if rounded else Decimal(0)
    low: Decimal = value - slack
    high: Decimal | None = (value if upper is None else upper) + slack
    for qualifier in qualifiers:
        match qualifier.sense:
            case "more":
                low, high = value, value + last_place(value)
            case "about":
                margin = abs(value) * qualifier.share
                low, high = value - margin, (upper or value) + margin
            case "several":
                # 数十 is any of 20 to 90.
                low, high = value * 2, value * 10
            case "nearly":
                low, high = value - abs(value) * qualifier.share, value + slack
            case "over" | "at-least":
                low, high = value, None
            case "under" | "at-most":
                low, high = Decimal(0), upper or value
    return low, high


def overlap(
    low: Decimal, high: Decimal | None, other_low: Decimal, other_high: Decimal | None
) -> bool:
    """Tell whether two intervals have a value in common."""
    return (high is None or other_low <= high) and (other_high is None or low <= other_high)
