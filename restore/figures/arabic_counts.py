"""Reads an Arabic number with its unit, or without one where it counts something: 5万元, 5-10 分钟."""

from __future__ import annotations

import re
from decimal import Decimal

from restore.figures.dictionary import Qualifier, Unit
from restore.figures.measures import HUNDRED, NO_UNIT, Quantity, and_half, measured, unit_of
from restore.figures.numerals import Numeral, read_numeral
from restore.figures.quantity_patterns import Scanner
from restore.text.characters import GROUP_BLANKS, HAN, LOW_POINTS, MARKS
from restore.text.patterns import lazy_pattern

__all__ = ["read_arabic_count"]

#: A greater power of ten than this is a misprint.
_MAX_EXPONENT = 30
_SUPERSCRIPTS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789", "^")
#: Units that nobody counts 2,000 of: a year stands before them.
_NO_THOUSANDS = frozenset("国省州市区县旗乡镇村期届季")
_TENFOLD = 10
#: A number behind one of these and another digit counts only with its unit: 7.45,5.03%.
_AFTER_ANOTHER = re.compile("[0-9A-Za-z][,，]$|[+/]$")
_DECIMALS = re.compile("[0-9][.][0-9]+/$")
#: What a bare number must stand beside: text, and no code or list (Normalize([0.4914, 0.482]).
_PROSE = lazy_pattern(f"[{HAN}{MARKS}%％‰￥¥\t|\u3000]")
#: Three digits before 年 are a year behind these, and a length of time before those.
_YEAR_BEHIND = lazy_pattern(
    f"(?:^|[（({LOW_POINTS}\n—－~～-]|[^现存实所]在|于|[^来]自|从|前|至|到|元|和|与|及)$"
)
_YEARS_LONG = re.compile("[的来以之左多历后]|间(?!的)")
#: 1678－79年, 2007/08年: the end of a range of years.
_YEARS_TO = re.compile("[0-9]{4}[-—–－～~/至]$")
_THREE, _FOUR = 3, 4
#: Characters beside a number that tell what it is.
_BESIDE = 8
#: The groups of a match that hold the upper end of a range.
_UPPER = ("b", "bs", "bin", "bu")


def read_arabic_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read digits with what they count; ``None`` where they count nothing (``start``: behind a qualifier)."""
    qualifiers = [*before]
    alone = _two_figures(match)
    upper_text = None if alone else match["b"]
    unit_text = (match["bu"] or match["au"] or "") if upper_text else (match["au"] or "")
    scale = match["as"] or ""
    if upper_text and not scale and not match["au"]:
        scale = match["bs"] or ""
    number = read_numeral(match["a"] + scale)
    if number is None:
        return None
    if match["exp"]:
        exponent = int(match["exp"].translate(_SUPERSCRIPTS))
        if abs(exponent) > _MAX_EXPONENT:
            return None
        number = Numeral(number.value.scaleb(exponent), number.quantum.scaleb(exponent))
    if match["ahalf"] == "个多" or match["amore"] == "多":
        qualifiers.append(scanner.inside["多"])
    elif match["ahalf"] or match["amore"]:
        number = and_half(number)
    upper: Decimal | None = None
    if upper_text:
        ends = _ends_of_range(match, number)
        if ends is None:
            return None
        number, upper = number._replace(value=ends[0]), ends[1]
    elif match["sign"]:
        number = number._replace(value=-number.value)
    for inner in (match["ain"], match["ain2"], None if alone else match["bin"]):
        if inner:
            qualifiers.append(scanner.inside.get(inner, scanner.inside["余"]))
    if match["aafter"] and not alone:
        qualifiers.append(scanner.after[match["aafter"]])
    if _alone(match):
        unit_text = ""
    if match["ahalf"]:
        unit_text = "个" + match["ahu"]
    if unit_text in _NO_THOUSANDS and _is_year(match["a"], scale):
        # 2010国际车展, 2022期间.
        return None
    unit = _unit(unit_text, scanner)
    names = ("a", "exp", "ain", "as", "ain2", "au", "amore", "ahu", *(() if alone else _UPPER))
    end = max(match.end(name) for name in names if unit_text or name != "au")
    if not unit_text and not scale and not qualifiers and not _stands_bare(match):
        return None
    if unit_text == "年" and not scale and not qualifiers and _names_year(match):
        return None
    if unit_text == "折" and _TENFOLD <= number.value < HUNDRED and upper is None:
        # 85折 is said like 八五折.
        number = Numeral(number.value / 10, number.quantum / 10)
    numeral = Numeral(number.value, number.quantum, upper)
    quantity = measured(match, start, end, numeral, qualifiers, unit)
    return quantity._replace(outer_end=end) if alone else quantity


def _stands_bare(match: re.Match[str]) -> bool:
    """Tell whether a number without a unit may count something: no year, no place in a row, no code."""
    text, begins, ends = match.string, match.start("a"), match.end("a")
    if begins == 0 and ends == len(text):
        # The number of a cell.
        return True
    before = text[max(0, begins - _BESIDE) : match.start("sign") if match["sign"] else begins]
    if _is_year(match["a"], "") or before.rstrip(GROUP_BLANKS).endswith("第"):
        return False
    if _DECIMALS.search(before):
        return True
    if _AFTER_ANOTHER.search(before):
        return False
    line = before.rpartition("\n")[2].rstrip(GROUP_BLANKS)
    behind = text[ends : ends + _BESIDE].partition("\n")[0].lstrip(GROUP_BLANKS)
    cell = text[begins - 2 : begins] == "  " or text[ends : ends + 2] == "  "
    return cell or bool(_PROSE.match(line[-1:]) or _PROSE.match(behind[:1]))


def _names_year(match: re.Match[str]) -> bool:
    """Tell whether a number before 年 names a year (631年, 09年成考) and is no length of time."""
    digits, text = match["a"], match.string
    before = text[max(0, match.start("a") - _BESIDE) : match.start("a")]
    if not digits.isdigit():
        return False
    ranged = bool(_YEARS_TO.search(before)) or before.rstrip(GROUP_BLANKS).endswith("第")
    if len(digits) == _FOUR or (ranged and len(digits) > 1):
        # A year that was misread (5040年) is no length of time.
        return True
    if digits[0] == "0":
        return True
    if len(digits) != _THREE:
        return False
    return bool(_YEAR_BEHIND.search(before)) and not _YEARS_LONG.match(
        text, max(match.end("au"), match.end("bu"))
    )


def _two_figures(match: re.Match[str]) -> bool:
    """Tell whether what looks like a range is two figures: 上涨3.2%至18.6元, 由40%至35%."""
    if not (match["b"] and match["au"] and match["bu"]):
        return False
    if match["au"] != match["bu"]:
        return True
    one = read_numeral(match["a"] + (match["as"] or ""))
    two = read_numeral(match["b"] + (match["bs"] or ""))
    return one is not None and two is not None and _ends_of_range(match, one) is None


def _ends_of_range(match: re.Match[str], one: Numeral) -> tuple[Decimal, Decimal] | None:
    """Return the ends of a range with their signs; ``None`` where the second is not the greater.

    ``one`` is the first as printed. -6～2℃ ends above nought, -9～-1℃ below it; the milder end of a range
    below it may stand first (-1～-9℃), the lower one comes back first. Two ends with a unit each
    (零下1℃到零下9℃) are told apart by their order.
    """
    two = read_numeral(match["b"] + (match["bs"] or ""))
    if two is None:
        return None
    low = -one.value if match["sign"] else one.value
    high = -two.value if match["bsign"] else two.value
    if high < low and match["bsign"] and not match["au"]:
        low, high = high, low
    return (low, high) if low < high else None


def _alone(match: re.Match[str]) -> bool:
    """Tell whether a blank divides a number from what might be its unit: 超407万 单日.

    In a text that sets figures off by blanks, one stands before the number too.
    """
    begins = match.start("au")
    if begins <= 0 or match.string[begins - 1] not in GROUP_BLANKS:
        return False
    before = match.string[max(0, match.start("a") - 1) : match.start("a")]
    return bool(before) and before not in GROUP_BLANKS + "\n" and before.isalnum()


def _unit(text: str, scanner: Scanner) -> Unit:
    return unit_of(text, scanner.units) or NO_UNIT


def _is_year(digits: str, scale: str) -> bool:
    return not scale and len(digits) == 4 and digits.isdigit() and digits[:2] in {"19", "20"}
