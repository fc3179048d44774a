"""Makes a quantity of a number and its unit: its value, its kind and the interval it admits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ClaimKind
from restore.figures.dictionary import Qualifier, Unit
from restore.figures.intervals import admitted
from restore.figures.numerals import Numeral, plain

__all__ = [
    "HALF",
    "HUNDRED",
    "NO_UNIT",
    "POWERS",
    "Amount",
    "Quantity",
    "amount_of",
    "and_half",
    "exactly",
    "measured",
    "quantity_of",
    "unit_of",
]

#: What 数 and 几 stand before: 十万, 千.
POWERS = re.compile("[十百千]?万?亿?")
HALF = Decimal("0.5")
HUNDRED = Decimal(100)
#: 25分 is of time behind 3小时 or before 30秒.
_SECONDS = re.compile("[0-9]{1,2}(?:[.][0-9]+)?秒")
_HOURS = re.compile("(?:小时零?|用时|历时|耗时)$")
_MINUTES = Unit("分", "分钟", Decimal(1), "minutes", frozenset())
NO_UNIT = Unit("", "", Decimal(1), "bare", frozenset())


class Quantity(NamedTuple):
    """A number in a text. ``start``/``end`` cover number and unit, not a qualifier before them."""

    start: int
    end: int
    kind: ClaimKind
    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None
    unit: Unit
    qualifier: str
    outer_start: int
    outer_end: int


class Amount(NamedTuple):
    """A number, the second one of a range, and the lowest and highest value that it admits."""

    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None


def amount_of(number: Numeral, qualifiers: list[Qualifier]) -> Amount:
    """Return the value of a number with what its printed places and its qualifiers admit."""
    low, high = admitted(number.value, number.quantum, number.upper, qualifiers)
    return Amount(number.value, number.upper, low, high)


def exactly(value: Decimal) -> Amount:
    """Return a value that admits no other."""
    return Amount(value, None, value, value)


def and_half(number: Numeral) -> Numeral:
    """Return a number with a half: 两年半."""
    return Numeral(number.value + HALF, Decimal(1), number.upper)


def unit_of(text: str, units: Mapping[str, Unit]) -> Unit | None:
    """Look up a unit; ``None`` where nothing is known of it.

    A rate that is not in the dictionary (吨/日, 元/人·月) is made of its two parts; either of two units
    (册（件）) is the first.
    """
    known = units.get(text)
    if known:
        return known
    base, _, per = text.replace("每", "/").partition("/")
    unit = units.get(base.partition("（")[0])
    return _of_rate(unit, per) if unit and per else unit


def _of_rate(unit: Unit, per: str) -> Unit:
    """Return the unit of so much for each of something: 元/人."""
    form, canonical = f"{unit.form}/{per}", f"{unit.canonical}/{per}"
    return Unit(form, canonical, unit.factor, f"{unit.group}/{per}", frozenset())


def measured(
    match: re.Match[str],
    start: int,
    end: int,
    number: Numeral,
    qualifiers: list[Qualifier],
    unit: Unit,
) -> Quantity:
    """Make the quantity of so many units; ``start`` and ``end`` are those of the number and its unit."""
    if unit.form == "分" and _of_time(match.string, start, end):
        unit = _MINUTES
    factor = unit.factor
    if unit.form == "成":
        # A tenth is a rough measure: 八成 covers 75 to 85 per cent.
        upper = None if number.upper is None else number.upper * factor
        number, factor = Numeral(number.value * factor, number.quantum * factor, upper), Decimal(1)
    value, upper, low, high = amount_of(number, qualifiers)
    kind: ClaimKind = "quantity"
    if unit.group in {"percent", "permille", "point"}:
        kind = "percent"
    elif unit.group.startswith("money"):
        kind = "money"
    elif unit.group in {"multiple", "tenths", "discount"}:
        kind = "ratio"
    elif unit.group in {"years", "months", "days", "hours", "minutes", "seconds", "weeks", "age",
                        "anniversary", "quarters"}:  # fmt: skip
        kind = "duration"
    elif not unit.form:
        kind = "bare"
    amount = Amount(
        plain(value * factor),
        None if upper is None else plain(upper * factor),
        plain(low * factor),
        None if high is None else plain(high * factor),
    )
    return quantity_of(match, (start, end), kind, amount, unit, qualifiers)


def _of_time(text: str, start: int, end: int) -> bool:
    """Tell whether 分 is of time: 3小时25分, 25分30秒."""
    return bool(_SECONDS.match(text, end)) or bool(_HOURS.search(text[max(0, start - 3) : start]))


def quantity_of(
    match: re.Match[str],
    span: tuple[int, int],
    kind: ClaimKind,
    amount: Amount,
    unit: Unit,
    qualifiers: list[Qualifier],
) -> Quantity:
    """Make a quantity; ``span`` is that of the number and its unit, the match has its qualifiers as well."""
    words = "".join(dict.fromkeys(qualifier.form for qualifier in qualifiers))
    return Quantity(*span, kind, *amount, unit, words, match.start(), match.end())
