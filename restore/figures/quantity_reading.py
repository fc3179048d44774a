"""Reads a match of the quantity pattern into a value, its unit and the interval it admits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ClaimKind
from restore.figures.dictionary import Qualifier, Unit
from restore.figures.intervals import admitted
from restore.figures.numerals import Numeral, plain, read_numeral
from restore.figures.quantity_patterns import Scanner
from restore.text.characters import (
    DIGIT_VALUES,
    FORMAL_TO_COMMON,
    GROUP_BLANKS,
    HAN,
    MARKS,
    NUMERALS,
    ONE_TO_TEN,
)

__all__ = ["Quantity", "read_quantity", "unit_of"]

_SESSION = re.compile(f"全会|会议|全体会议|代表大会|党代会|代表会议|、[{ONE_TO_TEN}]+次全会")
_HOLDING = re.compile(r"(?:召开|举行|主持|参加|列席|出席|组织|开展|举办)(?:了|过|的)?$")

#: No figure by themselves (千名, 百万); with 余 or 多 they are (百余场).
_MAGNITUDES = frozenset({"一", "百", "千", "万", "亿", "零"})
#: What so many parts are of, and the group of such figures.
_PER = {
    "百": ("%", "percent"),
    "千": ("‰", "permille"),
    "万": ("‱", "permyriad"),
    "十万": ("/10万", "per-hundred-thousand"),
}
#: What 数 and 几 stand before: 十万, 千.
_POWERS = re.compile("[十百千]?万?亿?")
#: A numeral of more than one digit.
_PLACED = re.compile(".[十百千万亿点]|十.")
#: What makes 一 behind it a number.
_LIMITS = frozenset({"at-least", "at-most", "under"})
#: Units that have a smaller one behind them: 二丈一尺.
_GREATER = frozenset("丈尺石斗两钱元")
#: What one numeral counts at the end of a phrase only: 轻机枪九挺，隧洞三孔.
_THINGS = frozenset({"thing", "building"})
_GREATEST_GROUP = Decimal(10**8)
_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
#: A greater power of ten than this is a misprint.
_MAX_EXPONENT = 30
_SUPERSCRIPTS = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789", "^")
#: Nouns that show that a single numeral before 头 or 口 counts: 两头牛, 五口人.
_COUNTED = {
    "头": "牛猪羊驴骡象鹿熊狮狼鲸耕黄奶母公肥水",
    "口": "人井锅猪钟棺",
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
#: 25分 is of time behind 3小时 or before 30秒.
_SECONDS = re.compile("[0-9]{1,2}(?:[.][0-9]+)?秒")
_HOURS = re.compile("(?:小时零?|用时|历时|耗时)$")
#: What 过 follows where it means "more than": 亩产过千斤.
_PASSED = frozenset("产值入价薪额均数量重已人")
#: Units that nobody counts 2,000 of: a year stands before them.
_NO_THOUSANDS = frozenset("国省州市区县旗乡镇村期届季")
_TO_NOW = ("来", "以来")
_TWO = 2
_TENFOLD = 10
#: Units of time, and what one of them lasts: 为期一天, 拘役一个月.
_LENGTHS = frozenset({"days", "weeks", "months", "hours", "minutes"})
_LASTING = re.compile(
    "(?:[为历][期时]|[耗用]时|持续|延长|推迟|延期|长达|会期|工期|拘役|管制|提前)了?$"
)
_LASTING_REACH = 3
#: A number behind one of these and another digit counts only with its unit: 7.45,5.03%.
_AFTER_ANOTHER = re.compile("[0-9A-Za-z][,，]$|[+/]$")
_DECIMALS = re.compile("[0-9][.][0-9]+/$")
#: What a bare number must stand beside: text, and no code or list (Normalize([0.4914, 0.482]).
_PROSE = re.compile(f"[{HAN}{MARKS}“”‘’《》%％‰￥¥\t|\u3000]")
#: Three digits before 年 are a year behind these, and a length of time before those.
_YEAR_BEHIND = re.compile(
    "(?:^|[（(，。；、：\n—－~～-]|[^现存实所]在|于|[^来]自|从|前|至|到|元|和|与|及)$"
)
_YEARS_LONG = re.compile("[的来以之左多历后]|间(?!的)")
#: 1678－79年, 2007/08年: the end of a range of years.
_YEARS_TO = re.compile("[0-9]{4}[-—–－～~/至]$")
_THREE, _FOUR = 3, 4
#: Characters beside a number that tell what it is.
_BESIDE = 8
#: The groups of a match that hold the upper end of a range.
_UPPER = ("b", "bs", "bin", "bu")
_MINUTES = Unit("分", "分钟", Decimal(1), "minutes", frozenset())
_NO_UNIT = Unit("", "", Decimal(1), "bare", frozenset())


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


class _Amount(NamedTuple):
    """A number, the second one of a range, and the lowest and highest value that it admits."""

    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None


def _amount(number: Numeral, qualifiers: list[Qualifier]) -> _Amount:
    low, high = admitted(number.value, number.quantum, number.upper, qualifiers)
    return _Amount(number.value, number.upper, low, high)


def _exactly(value: Decimal) -> _Amount:
    return _Amount(value, None, value, value)


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
    if match["to"]:
        left, _, right = re.sub("[：∶]", ":", match["to"]).partition(":")
        if not Decimal(right):
            return None
        amount = _exactly(plain(Decimal(left) / Decimal(right)))
        return _make(match, (start, match.end()), "ratio", amount, _NO_UNIT, before)
    if match["tall"] or match["ra"] or match["tenparts"] or match["bare"]:
        return _read_printed(match, start, before, scanner)
    if match["halfu"]:
        form = match["halfu"]
        unit = scanner.units.get("个" + form) or scanner.units[form]
        return _count(match, start, match.end(), Numeral(_HALF, Decimal(1)), before, unit)
    if match["half"]:
        qualifiers = [*before, *([scanner.after[match["hafter"]]] if match["hafter"] else [])]
        amount = _amount(Numeral(_HALF, Decimal(1)), qualifiers)
        if match["half"] == "过半":
            amount = amount._replace(high=None)
        end = match.start("hafter") if match["hafter"] else match.end()
        return _make(match, (start, end), "ratio", amount, _NO_UNIT, qualifiers)
    if match[0].endswith("番") and match["a"] is None and match["c"] is None:
        times = read_numeral(match["times"] or "一")
        if times is None:
            return None
        value = plain(Decimal(2) ** times.value)
        unit = Unit("番", "倍", Decimal(1), "multiple", frozenset())
        amount = _amount(Numeral(value, Decimal(1)), before)
        return _make(match, (start, match.end()), "ratio", amount, unit, before)
    if match["tenth"]:
        return _one_part(match, start, before, scanner)
    if match["ord"] or match["rank"]:
        number = read_numeral(match["ord"] or match["rank"])
        if number is None or number.upper is not None:
            return None
        unit = Unit("第", "第" + (match["ordunit"] or "名"), Decimal(1), "ordinal", frozenset())
        amount = _exactly(number.value)
        return _make(match, (start, match.end()), "ordinal", amount, unit, before)
    if match["one"]:
        unit = scanner.units[match["oneu"]]
        return _make(match, (start, match.end()), "quantity", _exactly(Decimal(1)), unit, before)
    if match["c"]:
        return _read_chinese_count(match, start, before, scanner)
    return _read_arabic_count(match, start, before, scanner)


def _read_printed(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read 一米八五 and 52秒17, whose places stand behind the unit; 1.0—2.2, a range of no unit; 十之三."""
    if match["bare"]:
        return _read_registered(match, start, before, scanner)
    if match["tenparts"]:
        parts = read_numeral(match["tenparts"])
        if parts is None:
            return None
        upper = None if parts.upper is None else parts.upper / 10
        amount = _amount(Numeral(parts.value / 10, Decimal("0.1"), upper), before)
        return _make(match, (start, match.end()), "ratio", amount, _NO_UNIT, before)
    if match["ra"]:
        low, high = read_numeral(match["ra"]), read_numeral(match["rb"])
        if low is None or high is None or high.value <= low.value:
            return None
        number = Numeral(low.value, low.quantum, high.value)
        return _count(match, start, match.end(), number, before, _NO_UNIT)
    form = match["tallu"] or match["tallsec"]
    whole, _, places = match["tall"].partition(form)
    digits = "".join(str(DIGIT_VALUES.get(character, character)) for character in places)
    value = read_numeral(f"{DIGIT_VALUES.get(whole, whole)}.{digits}")
    if value is None:
        return None
    return _count(match, start, match.end(), value, before, scanner.units[form])


def _read_registered(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
    """Read 主户一万一千六百四十 and 月薪一千八: a numeral of hundreds at least, of no unit."""
    number = read_numeral(match["bare"])
    if number is None or number.value < _HUNDRED or match["bare"][1] not in "百千万十":
        return None
    qualifiers = [*before, *([scanner.inside[match["barein"]]] if match["barein"] else [])]
    if match["bareafter"]:
        qualifiers.append(scanner.after[match["bareafter"]])
    end = match.end("barein") if match["barein"] else match.end("bare")
    return _count(match, start, end, number, qualifiers, _NO_UNIT)


def _one_part(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity:
    """Read 一成, 一倍多, 一倍半."""
    number = Numeral(Decimal(1), Decimal(1))
    if match["tenthmore"] == "半":
        number = _and_half(number)
    qualifiers = [*before, *([scanner.inside["多"]] if match["tenthmore"] == "多" else [])]
    unit = scanner.units[match["tenthu"]]
    return _count(match, start, match.end(), number, qualifiers, unit)


def _read_per(match: re.Match[str], start: int, before: list[Qualifier]) -> Quantity | None:
    number = read_numeral(match["pa"])
    if number is None or number.upper is not None:
        return None
    upper = read_numeral(match["pb"]) if match["pb"] else None
    form, group = _PER[match["per"]]
    unit = Unit(form, form, Decimal(1), group, frozenset())
    number = number._replace(upper=upper and upper.value)
    if _POWERS.fullmatch(match["pa"]):
        # 百分之百 is exact.
        number = number._replace(quantum=Decimal(1))
    amount = _amount(number, before)
    return _make(match, (start, match.end()), "percent", amount, unit, before)


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
    amount = _amount(Numeral(top.value / bottom.value, Decimal(1)), qualifiers)
    end = match.end() - len(more or "")
    return _make(match, (start, end), "ratio", amount, _NO_UNIT, qualifiers)


def _read_chinese_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
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
    power = _POWERS.fullmatch(match["c"])
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
        amount = _exactly(number.value)
        return _make(match, (start, match.end("cu")), "ordinal", amount, ordinal, before)
    qualifiers = [*before]
    if match["some"]:
        qualifiers.append(scanner.powers[match["some"]])
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
            alone = _count(match, start, match.end("clu"), Numeral(low, Decimal(1)), before, unit)
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
        number = _and_half(number)
    return _count(match, start, end, number, qualifiers, unit)


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
        return _NO_UNIT, match.end("cs") if match["cs"] else match.end("c")
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


def _and_half(number: Numeral) -> Numeral:
    return Numeral(number.value + _HALF, Decimal(1), number.upper)


def _tenths(number: Numeral, digit: str | None) -> Numeral:
    """八成五 is 8.5 tenths, to the printed place; so is 八成半."""
    last = read_numeral(digit.replace("半", "五")) if digit and number.upper is None else None
    if last is None:
        return Numeral(number.value, Decimal(1), number.upper)
    return Numeral(number.value + last.value / 10, Decimal("0.1"))


def _read_arabic_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: Scanner
) -> Quantity | None:
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
        number = _and_half(number)
    upper: Decimal | None = None
    if upper_text:
        second = read_numeral(upper_text + (match["bs"] or ""))
        if second is None or second.value <= number.value:
            return None
        upper = second.value
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
    if match["sign"]:
        number = Numeral(-number.value, number.quantum)
    if not unit_text and not scale and not qualifiers and not _stands_bare(match):
        return None
    if unit_text == "年" and not scale and not qualifiers and _names_year(match):
        return None
    if unit_text == "折" and _TENFOLD <= number.value < _HUNDRED and upper is None:
        # 85折 is said like 八五折.
        number = Numeral(number.value / 10, number.quantum / 10)
    numeral = Numeral(number.value, number.quantum, upper)
    quantity = _count(match, start, end, numeral, qualifiers, unit)
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
    return one is not None and two is not None and two.value <= one.value


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
    return unit_of(text, scanner.units) or _NO_UNIT


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


def _is_year(digits: str, scale: str) -> bool:
    return not scale and len(digits) == 4 and digits.isdigit() and digits[:2] in {"19", "20"}


def _count(
    match: re.Match[str],
    start: int,
    end: int,
    number: Numeral,
    qualifiers: list[Qualifier],
    unit: Unit,
) -> Quantity:
    if unit.form == "分" and _of_time(match.string, start, end):
        unit = _MINUTES
    factor = unit.factor
    if unit.form == "成":
        # A tenth is a rough measure: 八成 covers 75 to 85 per cent.
        upper = None if number.upper is None else number.upper * factor
        number, factor = Numeral(number.value * factor, number.quantum * factor, upper), Decimal(1)
    value, upper, low, high = _amount(number, qualifiers)
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
    amount = _Amount(
        plain(value * factor),
        None if upper is None else plain(upper * factor),
        plain(low * factor),
        None if high is None else plain(high * factor),
    )
    return _make(match, (start, end), kind, amount, unit, qualifiers)


def _of_time(text: str, start: int, end: int) -> bool:
    """Tell whether 分 is of time: 3小时25分, 25分30秒."""
    return bool(_SECONDS.match(text, end)) or bool(_HOURS.search(text[max(0, start - 3) : start]))


def _make(
    match: re.Match[str],
    span: tuple[int, int],
    kind: ClaimKind,
    amount: _Amount,
    unit: Unit,
    qualifiers: list[Qualifier],
) -> Quantity:
    words = "".join(dict.fromkeys(qualifier.form for qualifier in qualifiers))
    return Quantity(*span, kind, *amount, unit, words, match.start(), match.end())
