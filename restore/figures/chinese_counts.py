"""Reads a Chinese numeral with what it counts: 三千二百人, 七千余万, 三至五万元, 九五折."""

from __future__ import annotations

import re
from decimal import Decimal

from restore.figures.dictionary import Qualifier, Unit
from restore.figures.measures import (
    NO_UNIT,
    POWERS,
    Quantity,
    and_half,
    exactly,
    measured,
    quantity_of,
)
from restore.figures.numerals import Numeral, plain, read_numeral
from restore.figures.quantity_patterns import Scanner
from restore.text.characters import FORMAL_TO_COMMON, MARKS, NUMERALS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["read_chinese_count"]

_SESSION = lazy_pattern(f"全会|会议|全体会议|代表大会|党代会|代表会议|、[{ONE_TO_TEN}]+次全会")
_HOLDING = re.compile(r"(?:召开|举行|主持|参加|列席|出席|组织|开展|举办)(?:了|过|的)?$")
#: No figure by themselves (千名, 百万); with 余 or 多 they are (百余场).
_MAGNITUDES = frozenset({"一", "百", "千", "万", "亿", "零"})
#: A numeral of more than one digit.
_PLACED = re.compile(".[十百千万亿点]|十.")
#: What makes 一 behind it a number.
_LIMITS = frozenset({"at-least", "at-most", "under"})
#: Units that have a smaller one behind them: 二丈一尺.
_GREATER = frozenset("丈尺石斗两钱元")
#: What one numeral counts at the end of a phrase only: 轻机枪九挺，隧洞三孔.
_THINGS = frozenset({"thing", "building", "volume-m3"})
_GREATEST_GROUP = Decimal(10**8)
#: Nouns that show that a single numeral before 头 or 口 counts: 两头牛, 五口人.
_COUNTED = {
    "头": "牛猪羊驴骡象鹿熊狮狼鲸耕黄奶母公肥水",
    "口": "人之井锅猪钟棺",
    "眼": "井泉机窑",
    "孔": "窑桥",
    "门": "课炮功大",
    "架": "飞敌战直钢无",
    "面": "锦红国旗墙镜",
    "块": "地田碑匾石木银",
    "双": "鞋筷袜手布草",
    "节": "课车电",
    "道": "菜题门",
}
#: What 过 follows where it means "more than": 亩产过千斤.
_PASSED = frozenset("产值入价薪额均数量重已人")
_TO_NOW = ("来", "以来")
_TWO = 2
#: Units of time, and what one of them lasts: 为期一天, 拘役一个月.
_LENGTHS = frozenset({"days", "weeks", "months", "hours", "minutes"})
_LASTING = re.compile(
    "(?:[为历][期时]|[耗用]时|持续|延长|推迟|延期|长达|会期|工期|拘役|管制|提前)了?$"
)
_LASTING_REACH = 3


def read_chinese_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read a numeral with what it counts; ``None`` where the two are no count (``start``: behind a qualifier)."""
    text = match["c"]
    if text == "一" and not _counts_one(match, before, scanner):
        return None
    if text in _MAGNITUDES and text != "一":
        passed = _passes(match)
        if not (match["cin"] or match["some"] or before or passed or match["cafter"] == "以上"):
            return None
        before = [*before, *([scanner.before["超过"]] if passed else [])]
        text = "一" + text
    if len(text) == 1:
        # Behind 元 one numeral of bills counts 角.
        text = text.translate(FORMAL_TO_COMMON)
    power = POWERS.fullmatch(match["c"])
    if (match["some"] and not power) or (power and not match["cu"] and not match["cin"]):
        return None
    number = _number_read(match, text)
    if number is None:
        return None
    unit, unit_end = _han_unit(match, text, scanner)
    if unit is None:
        return None
    if unit.form == "届" or (unit.form == "次" and _numbers_session(match, number)):
        ordinal = Unit(unit.form, "第" + unit.form, Decimal(1), "ordinal", frozenset())
        amount = exactly(number.value)
        return quantity_of(match, (start, match.end("cu")), "ordinal", amount, ordinal, before)
    qualifiers = [*before, *([scanner.powers[match["some"]]] if match["some"] else [])]
    if unit.form == "年" and match.string.startswith(_TO_NOW, unit_end):
        # 十多年来 is a time, as 五年来 is.
        return None
    if qualifiers and power:
        number = Numeral(number.value, Decimal(1))
    if match["cin"]:
        qualifiers.append(scanner.inside.get(match["cin"], scanner.inside["余"]))
    end = max(unit_end, match.end("ctenth"), match.end("cmore"))
    if match["cafter"] and match.start("cafter") == end:
        qualifiers.append(scanner.after[match["cafter"]])
    if unit.form == "成":
        number = _tenths(number, match["ctenth"])
    if match["clowb"]:
        low = _lower(match["clowb"], "")
        if low is not None and low >= number.value:
            # 五元至三元 are two figures.
            alone = measured(match, start, match.end("clu"), Numeral(low, Decimal(1)), before, unit)
            return alone._replace(outer_end=match.end("clu"))
    if match["clow"] or match["clowb"]:
        low = _lower(match["clow"] or match["clowb"], text if match["clow"] else "")
        if low is None or low >= number.value or number.upper is not None:
            return None
        number = Numeral(low, number.quantum, number.value)
    if match["chalf"] == "个多" or match["cmore"] == "多":
        # 三个多月 is three months and some days.
        qualifiers.append(scanner.inside["多"])
    elif match["chalf"] or match["cmore"]:
        number = and_half(number)
    return measured(match, start, end, number, qualifiers, unit)


def _number_read(match: re.Match[str], text: str) -> Numeral | None:
    """Read 三千二百, 七千余万, 四十七点三万 (a decimal is multiplied by what stands behind it) and 九五 of 折."""
    scale = match["cs"] or ""
    if match["cin"]:
        return _with_more(match, text)
    if "点" in text and scale:
        number, power = read_numeral(text), read_numeral("一" + scale)
        if number is None or power is None:
            return None
        return Numeral(plain(number.value * power.value), plain(number.quantum * power.value))
    number = read_numeral(text + scale)
    if number is None and match["cu"] == "折" and len(text) == _TWO:
        # 九五折 is 9.5 tenths of the price.
        return read_numeral("点".join(text))
    return number


def _passes(match: re.Match[str]) -> bool:
    """Tell whether 过 behind what is measured stands before a power of ten: 亩产过千斤; 走过千山."""
    start = match.start("c")
    return (
        match.string[max(0, start - 1) : start] == "过"
        and match.string[max(0, start - 2) : start - 1] in _PASSED
    )


def _with_more(match: re.Match[str], text: str) -> Numeral | None:
    """Read 七千余万, and 三亿七千余万: what stands behind 余 multiplies only what stands behind 亿."""
    scaled = read_numeral("一" + match["cs"]) if match["cs"] else None
    factor = scaled.value if scaled else Decimal(1)
    inner = Decimal(1) < factor < _GREATEST_GROUP
    above, mark, below = text.rpartition("亿") if inner else ("", "", text)
    number = read_numeral(below)
    greater = read_numeral(above + mark) if mark else None
    if number is None or (mark and greater is None):
        return None
    value = number.value * factor + (greater.value if greater else Decimal(0))
    return Numeral(value, number.quantum * factor)


def _counts_one(match: re.Match[str], before: list[Qualifier], scanner: Scanner) -> bool:
    """Tell whether 一 is a number (不少于一名, 一丈六尺, 一年半) and no article (一名, 一次)."""
    if any(match[name] for name in ("fixed", "ctenth", "chalf", "cmore")):
        return True
    if any(qualifier.sense in _LIMITS for qualifier in before):
        return True
    unit = scanner.units.get(match["cu"] or "")
    text, end, begins = match.string, match.end("cu"), match.start("c")
    if unit and unit.group in _LENGTHS:
        return bool(_LASTING.search(text, max(0, begins - _LASTING_REACH), begins))
    if unit is None or "ended" not in unit.flags:
        return False
    if unit.form in _GREATER and text[end : end + 1] in NUMERALS and end < len(text):
        return True
    return text[max(0, begins - 1) : begins] in _GREATER


def _lower(text: str, above: str) -> Decimal | None:
    """Read the lower end of a range; a bare digit shares the power of the upper one (三至五万)."""
    shared = len(text) == 1 and above[:1] in ONE_TO_TEN and above
    number = read_numeral(text + above[1:] if shared else text)
    return number.value if number else None


def _numbers_session(match: re.Match[str], number: Numeral) -> bool:
    """Tell whether 三次 in 十四届三次会议 is the number of a meeting; 召开三次会议 counts them."""
    if number.upper is not None or not _SESSION.match(match.string, match.end("cu")):
        return False
    return not _HOLDING.search(match.string[max(0, match.start("c") - 6) : match.start("c")])


def _han_unit(match: re.Match[str], text: str, scanner: Scanner) -> tuple[Unit | None, int]:
    """Return the unit behind a Chinese numeral, and its end; ``None`` where the two are no count.

    A single digit counts only what units with the flag ``cn`` count: 两头 and 三点 are words.
    """
    form = match["cu"]
    if not form:
        return NO_UNIT, match.end("cs") if match["cs"] else match.end("c")
    if match["chalf"]:
        return scanner.units["个" + match["chu"]], match.end("cu")
    if form not in scanner.units:
        # 件（套）: either of two units is the first.
        form = form.partition("（")[0]
    if form not in scanner.units:
        return None, 0
    common = text.translate(FORMAL_TO_COMMON)
    counted = (
        match["fixed"]
        or match["cmore"]
        or match["cin"]
        or match["some"]
        or match["cs"]
        or _PLACED.search(common)
    )
    for length in range(len(form), 0, -1):
        unit = scanner.units.get(form[:length])
        behind = match.string[match.start("cu") + length : match.start("cu") + length + 1]
        if unit and ("cn" in unit.flags or counted or _ends(unit, text, behind)):
            whole = length == len(form)
            return unit, match.end("cu") if whole else match.start("cu") + length
    return None, 0


def _ends(unit: Unit, text: str, behind: str) -> bool:
    """Tell whether a thing is counted at the end of a phrase; 两头 and 两面 are words."""
    if "digits" in unit.flags or unit.group not in _THINGS:
        return False
    if behind and behind in _COUNTED.get(unit.form, ""):
        return True
    return text != "两" and (not behind or behind in MARKS)


def _tenths(number: Numeral, digit: str | None) -> Numeral:
    """八成五 is 8.5 tenths, to the printed place; so is 八成半."""
    last = read_numeral(digit.replace("半", "五")) if digit and number.upper is None else None
    if last is None:
        return Numeral(number.value, Decimal(1), number.upper)
    return Numeral(number.value + last.value / 10, Decimal("0.1"))
