"""Reads a match of the quantity pattern into a value, its unit and the interval it admits."""

from __future__ import annotations

import re
from decimal import Decimal

from restore.figures.arabic_counts import read_arabic_count
from restore.figures.chinese_counts import read_chinese_count
from restore.figures.dictionary import Qualifier, Unit
from restore.figures.measures import (
    HALF,
    HUNDRED,
    NO_UNIT,
    POWERS,
    Quantity,
    amount_of,
    and_half,
    exactly,
    measured,
    quantity_of,
)
from restore.figures.numerals import Numeral, plain, read_numeral
from restore.figures.quantity_patterns import Scanner
from restore.text.characters import DIGIT_VALUES

__all__ = ["read_quantity"]

#: What begins with a power of ten, and no row of digits: 一千八, 十四万.
_MANY = re.compile("十|.[十百千万]")
#: What so many parts are of, and the group of such figures.
_PER = {
    "百": ("%", "percent"),
    "千": ("‰", "permille"),
    "万": ("‱", "permyriad"),
    "十万": ("/10万", "per-hundred-thousand"),
}


def read_quantity(match: re.Match[str], start: int, scanner: Scanner) -> Quantity | None:
    """Read a match of the pattern; ``None`` where it turns out to be no quantity.

    Parameters
    ----------
    start : where the number begins, behind a qualifier (offset into the matched text)
    """
    before = [scanner.before[match["before"]]] if match["before"] else []
    if match["per"]:
        return _read_per(match, start, before)
    if match["den"]:
        fraction = read_numeral(match["part"]), read_numeral(match["den"])
        return _ratio(match, start, before, fraction, scanner)
    if match["slash"]:
        top_text, _, bottom_text = match["slash"].partition("/")
        fraction = read_numeral(top_text), read_numeral(bottom_text)
        return _ratio(match, start, before, fraction, scanner)
    if match["tall"] or match["tenparts"] or match["bare"]:
        return _read_printed(match, start, before, scanner)
    if match["halfu"]:
        form = match["halfu"]
        unit = scanner.units.get("个" + form) or scanner.units[form]
        return measured(match, start, match.end(), Numeral(HALF, Decimal(1)), before, unit)
    if match["half"]:
        qualifiers = [*before, *([scanner.after[match["hafter"]]] if match["hafter"] else [])]
        amount = amount_of(Numeral(HALF, Decimal(1)), qualifiers)
        if match["half"] == "过半":
            amount = amount._replace(high=None)
        end = match.start("hafter") if match["hafter"] else match.end()
        return quantity_of(match, (start, end), "ratio", amount, NO_UNIT, qualifiers)
    if match[0].endswith("番") and match["a"] is None and match["c"] is None:
        times = read_numeral(match["times"] or "一")
        if times is None:
            return None
        value = plain(Decimal(2) ** times.value)
        unit = Unit("番", "倍", Decimal(1), "multiple", frozenset())
        amount = amount_of(Numeral(value, Decimal(1)), before)
        return quantity_of(match, (start, match.end()), "ratio", amount, unit, before)
    if match["tenth"]:
        return _one_part(match, start, before, scanner)
    if match["ord"] or match["rank"]:
        number = read_numeral(match["ord"] or match["rank"])
        if number is None or number.upper is not None:
            return None
        unit = Unit("第", "第" + (match["ordunit"] or "名"), Decimal(1), "ordinal", frozenset())
        amount = exactly(number.value)
        return quantity_of(match, (start, match.end()), "ordinal", amount, unit, before)
    if match["one"]:
        unit, one = scanner.units[match["oneu"]], exactly(Decimal(1))
        return quantity_of(match, (start, match.end()), "quantity", one, unit, before)
    if match["c"]:
        return read_chinese_count(match, start, before, scanner)
    return read_arabic_count(match, start, before, scanner)


def _read_printed(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read 一米八五 and 52秒17, whose places stand behind the unit; 十之三."""
    if match["bare"]:
        return _read_registered(match, start, before, scanner)
    if match["tenparts"]:
        parts = read_numeral(match["tenparts"])
        if parts is None:
            return None
        upper = None if parts.upper is None else parts.upper / 10
        amount = amount_of(Numeral(parts.value / 10, Decimal("0.1"), upper), before)
        return quantity_of(match, (start, match.end()), "ratio", amount, NO_UNIT, before)
    form = match["tallu"] or match["tallsec"]
    whole, _, places = match["tall"].partition(form)
    digits = "".join(str(DIGIT_VALUES.get(character, character)) for character in places)
    value = read_numeral(f"{DIGIT_VALUES.get(whole, whole)}.{digits}")
    if value is None:
        return None
    return measured(match, start, match.end(), value, before, scanner.units[form])


def _read_registered(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read 主户一万一千六百四十 and 月薪一千八: a numeral of hundreds at least, of no unit."""
    number = read_numeral(match["bare"])
    if number is None or number.value < HUNDRED or not _MANY.match(match["bare"]):
        return None
    qualifiers = [*before, *([scanner.inside[match["barein"]]] if match["barein"] else [])]
    if match["bareafter"]:
        qualifiers.append(scanner.after[match["bareafter"]])
    end = match.end("barein") if match["barein"] else match.end("bare")
    return measured(match, start, end, number, qualifiers, NO_UNIT)


def _one_part(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity:
    """Read 一成, 一倍多, 一倍半."""
    number = Numeral(Decimal(1), Decimal(1))
    if match["tenthmore"] == "半":
        number = and_half(number)
    qualifiers = [*before, *([scanner.inside["多"]] if match["tenthmore"] == "多" else [])]
    unit = scanner.units[match["tenthu"]]
    return measured(match, start, match.end(), number, qualifiers, unit)


def _read_per(match: re.Match[str], start: int, before: list[Qualifier]) -> Quantity | None:
    number = read_numeral(match["pa"])
    if number is None or number.upper is not None:
        return None
    upper = read_numeral(match["pb"]) if match["pb"] else None
    form, group = _PER[match["per"]]
    unit = Unit(form, form, Decimal(1), group, frozenset())
    number = number._replace(upper=upper and upper.value)
    if POWERS.fullmatch(match["pa"]):
        # 百分之百 is exact.
        number = number._replace(quantum=Decimal(1))
    amount = amount_of(number, before)
    return quantity_of(match, (start, match.end()), "percent", amount, unit, before)


def _ratio(
    match: re.Match[str],
    start: int,
    before: list[Qualifier],
    fraction: tuple[Numeral | None, Numeral | None],
    scanner: Scanner,
) -> Quantity | None:
    top, bottom = fraction
    if top is None or bottom is None or not bottom.value or top.value >= bottom.value:
        return None
    more = match["partmore"] or match["slashmore"]
    qualifiers = [*before, *([scanner.after[more]] if more else [])]
    amount = amount_of(Numeral(top.value / bottom.value, Decimal(1)), qualifiers)
    end = match.end() - len(more or "")
    return quantity_of(match, (start, end), "ratio", amount, NO_UNIT, qualifiers)
