"""Explains how one number may have become another by misreading or mistyping."""

from __future__ import annotations

import re
from decimal import Decimal

from restore.core.claims import Evidence
from restore.figures.dictionary import FigureDictionary
from restore.figures.numerals import plain

__all__ = ["digit_apart", "exchanged", "is_slip", "misreadings", "telling"]

#: A digit is lost from a number that keeps so many; less would make any two numbers a slip.
_MIN_KEPT_DIGITS = 2
_PRINTED = re.compile("(?P<digits>[0-9]+(?:[.][0-9]+)?)(?P<scale>[十百千万亿]*)")


def misreadings(a: Decimal, b: Decimal, dictionary: FigureDictionary) -> list[Evidence]:
    """Explain how one number may have become the other by misreading.

    Knows one digit read as another (and whether the two look alike), a lost or added digit, two
    digits exchanged, a lost decimal point, and a slip by 万, 亿 or another power of ten.
    """
    found: list[Evidence] = []
    one, two = format(plain(a), "f"), format(plain(b), "f")
    if len(one) == len(two):
        places = [i for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
        if len(places) == 1:
            x, y = one[places[0]], two[places[0]]
            alike = frozenset((x, y)) in dictionary.confusable
            found.append(
                Evidence("digit", f"第 {places[0] + 1} 位 {x} 与 {y} 不同"
                         + ("，两字形近，易误识" if alike else ""),
                         (str(places[0] + 1), x, y, "alike" if alike else ""))
            )  # fmt: skip
        elif _exchange(one, two, places):
            found.append(Evidence("exchange", f"相邻两位互换：{one} 与 {two}", (one, two)))
        else:
            told = f"{len(places)} 位数字不同：{one} 与 {two}"
            found.append(Evidence("digits", told, (str(len(places)), one, two)))
    elif a and b and one.replace(".", "") == two.replace(".", ""):
        found.append(Evidence("decimal-point", f"小数点之差：{one} 与 {two}", (one, two)))
    elif a and b and _power_of_ten(a / b) is not None:
        power = _power_of_ten(a / b) or 0
        name = {4: "万", 8: "亿", 12: "万亿"}.get(abs(power))
        found.append(
            Evidence(
                "scale",
                f"相差 10 的 {abs(power)} 次方" + (f"，可能是“{name}”之误" if name else ""),
                (str(abs(power)), name or ""),
            )
        )
    else:
        shorter, longer = sorted((one, two), key=len)
        lost = next(
            (i for i in range(len(longer)) if longer[:i] + longer[i + 1 :] == shorter), None
        )
        if lost is not None and len(shorter) >= _MIN_KEPT_DIGITS:
            told = f"多出或缺失一位数字“{longer[lost]}”"
            found.append(Evidence("lost-digit", told, (longer[lost],)))
    return found


def _exchange(one: str, two: str, places: list[int]) -> bool:
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == two[places[1]]
        and one[places[1]] == two[places[0]]
    )


def exchanged(a: Decimal, b: Decimal) -> bool:
    """Tell whether two neighbouring digits, exchanged, make one number the other."""
    one, two = format(plain(a), "f"), format(plain(b), "f")
    if len(one) != len(two):
        return False
    return _exchange(one, two, [i for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y])


def _power_of_ten(ratio: Decimal) -> int | None:
    sign, digits, exponent = ratio.normalize().as_tuple()
    return int(exponent) if not sign and digits == (1,) else None


def is_slip(a: Decimal, b: Decimal, dictionary: FigureDictionary) -> bool:
    """Tell whether one slip (a digit, two exchanged, a point, a power of ten) parts two numbers."""
    return any(evidence.kind != "digits" for evidence in misreadings(a, b, dictionary))


def digit_apart(one: str, two: str) -> bool:
    """Tell whether figures are printed alike but for one digit, or two neighbours exchanged; their units may differ."""
    a, b = _PRINTED.match(one), _PRINTED.match(two)
    if not (a and b) or a["scale"] != b["scale"] or len(a["digits"]) != len(b["digits"]):
        return False
    if a["digits"].find(".") != b["digits"].find("."):
        return False
    digits = a["digits"].replace(".", ""), b["digits"].replace(".", "")
    places = [i for i, (x, y) in enumerate(zip(*digits, strict=True)) if x != y]
    return len(places) == 1 or _exchange(*digits, places)


def telling(figure: str) -> int:
    """Return how many digits of a printed figure tell something: zeros at the end of a whole number do not."""
    printed = _PRINTED.match(figure)
    digits = printed["digits"] if printed else ""
    return len(digits.replace(".", "")) if "." in digits else len(digits.rstrip("0"))
