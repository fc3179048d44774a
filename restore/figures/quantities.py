"""Finds the quantities of a text: numbers with their unit and qualifiers, and what they admit.

Names that only look like a number (“十四五”, 12345热线, 一带一路, titles in 《》) are left alone: they
come from the dictionary and from their form. Years, months and days are no quantities either;
:mod:`restore.figures.periods` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import ClaimKind
from restore.figures.dictionary import FigureDictionary, Qualifier, Unit, alternation
from restore.figures.intervals import admitted
from restore.figures.numerals import ARABIC, CHINESE, SCALE, Numeral, plain, read_numeral
from restore.figures.spans import SpanSet, merge_spans
from restore.text.characters import (
    CLOSING_QUOTES,
    DIGITS,
    HAN,
    NUMERALS_AND_SOME,
    ONE_TO_NINE,
    ONE_TO_TEN,
    OPENING_QUOTES,
)

__all__ = ["Quantity", "name_spans", "scan_quantities"]

_MIXED = rf"{ARABIC}(?:(?:{SCALE}){ARABIC}(?={SCALE}))*"
_SCALE = r"(?:[十百千]?万亿|[十百千万]?亿|[十百千]?万|千(?![瓦克米卡伏帕赫焦字])|百(?!分|度|货|姓))"
_TO = r"(?:—{1,2}|－|-|–|~|～|至|到)"
_ORDINAL_UNITS = "批次|场次|季度|批|次|期|届|名|位|个|轮|类|条|章|项|组|卷|辑|集|场|大|家|座|部|天|站|棒|例|套|页"
_QUOTED = re.compile(
    rf"[{OPENING_QUOTES}]([^{OPENING_QUOTES}{CLOSING_QUOTES}，。；\n]{{1,14}})[{CLOSING_QUOTES}]"
)
_QUOTED_NAME = re.compile(
    f"(?:[零{ONE_TO_TEN}百千万两双]+(?!个[^0-9]{{4}})[^0-9]*|[0-9]+(?:[+×xX][0-9A-Za-z]+)*[A-Za-z]?"
    f"|[A-Za-z]+[0-9.]+[A-Za-z]*|[0-9]+[个条项大][0-9]+[百千万亿]*|[0-9+]{{3,}}[^0-9]*|.*(?<![0-9])[{ONE_TO_TEN}]+[^0-9]{{0,3}})"
)
_SESSION = re.compile(f"全会|会议|全体会议|代表大会|党代会|代表会议|、[{ONE_TO_TEN}]+次全会")
_HOLDING = re.compile(r"(?:召开|举行|主持|参加|列席|出席|组织|开展|举办)(?:了|过|的)?$")
_TITLE = re.compile(r"《[^》\n]{1,80}》")


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


class _Scanner(NamedTuple):
    pattern: re.Pattern[str]
    names: tuple[re.Pattern[str], ...]
    before: dict[str, Qualifier]
    inside: dict[str, Qualifier]
    after: dict[str, Qualifier]
    units: dict[str, Unit]


#: No figure by themselves (千名, 百万); with 余 or 多 they are (百余场).
_MAGNITUDES = frozenset({"一", "百", "千", "万", "亿", "零"})
_NO_UNIT = Unit("", "", Decimal(1), "bare", frozenset())


@lru_cache(maxsize=4)
def _compile(dictionary: FigureDictionary) -> _Scanner:
    by_position: dict[str, dict[str, Qualifier]] = {"before": {}, "inside": {}, "after": {}}
    for qualifier in dictionary.qualifiers:
        by_position[qualifier.position][qualifier.form] = qualifier
    before, inside, after = (by_position[p] for p in ("before", "inside", "after"))
    inner = f"(?:{alternation(list(inside))}|几)"
    units = alternation([u for u in dictionary.units if "latin" not in dictionary.units[u].flags])
    latin = alternation([u for u in dictionary.units if "latin" in dictionary.units[u].flags])
    any_unit = rf"(?:(?:{units})(?:/[日天月年人户亩])?|(?:{latin})(?![A-Za-z0-9]))"
    cn_units = alternation([f for f, u in dictionary.units.items() if "cn" in u.flags])
    cn1_units = alternation([f for f, u in dictionary.units.items() if "cn1" in u.flags])
    behind = f"(?:{alternation(list(after))})"
    pattern = re.compile(
        rf"""
        (?P<before>{alternation(list(before))})?
        (?:
          (?P<per>[百千万])分之(?P<pa>{CHINESE}|{ARABIC})(?:{_TO}(?P<pb>{CHINESE}))?
        | (?<![零{ONE_TO_TEN}百千万])(?P<den>[{ONE_TO_TEN}两]+)分之(?P<part>[{ONE_TO_TEN}两]+)
        | (?<![0-9.A-Za-z/])(?P<slash>[0-9]{{1,2}}/[0-9]{{1,3}})(?![0-9/月年])
        | 翻了?(?P<times>[一两二三四]|[0-9](?:[.][0-9]+)?)?番
        | 第(?P<ord>[0-9]+|{CHINESE})(?P<ordunit>{_ORDINAL_UNITS})
        | (?:(?<=[列居排名位])|(?<=全[国省区市])|(?<=世界)|(?<=全球)|(?<=第[{ONE_TO_TEN}]、))第(?P<rank>[0-9]+|{CHINESE})(?![0-9A-Za-z{HAN}])
        | (?P<half>(?:半数|一半)(?P<hafter>以上|左右)?|过半(?!径))
        | (?<![{DIGITS}A-Za-z_+][.．,，])(?<![{DIGITS}A-Za-z_+/.．])(?P<sign>(?<![0-9A-Za-z%％{HAN}])[-－−])?
          (?P<a>{_MIXED})(?P<ain>{inner})?(?P<as>{_SCALE})?(?P<ain2>{inner})?
          (?:(?P<au>{any_unit})|(?![.．]?[{DIGITS}A-Za-z]))
          (?:{_TO}(?P<b>{_MIXED})(?P<bs>{_SCALE})?(?P<bin>{inner})?(?P<bu>{any_unit}))?
          (?P<aafter>{behind})?
        | (?<=增开|召开|举办|开展|举行|组织|进行|提交|参加|召集)(?:了)?(?P<one>一)(?P<oneu>{cn1_units})(?![性又次场])
        | (?<![第统单之点数{NUMERALS_AND_SOME}0-9])(?P<c>{CHINESE})(?P<cin>{inner})?
          (?P<cs>[万亿]+)?(?P<cu>{cn_units}|(?:(?<=连续[{HAN}])|(?<=连续[{HAN}]{{2}})|(?<=连续[{HAN}]{{3}}))年|(?<=以下[{HAN}])点
            |(?<=[十百千][万亿])(?![0-9A-Za-z{HAN}]|[{CLOSING_QUOTES}])|(?<=[十百千][万亿])(?=的))
          (?P<ctenth>(?<=成)[{ONE_TO_NINE}](?!左右))?(?P<cafter>{behind})?
        )
        """,
        re.VERBOSE,
    )
    # One by one they are much faster than joined: each is looked for by the way it begins.
    names = tuple(map(re.compile, (*dictionary.name_patterns, alternation(dictionary.names))))
    return _Scanner(pattern, names, before, inside, after, dictionary.units)


def name_spans(text: str, dictionary: FigureDictionary) -> list[tuple[int, int]]:
    """Return the spans that look like figures and are names, sorted and merged."""
    spans = [match.span() for match in _TITLE.finditer(text)]
    for name in _compile(dictionary).names:
        spans += [match.span() for match in name.finditer(text)]
    for match in _QUOTED.finditer(text):
        if _QUOTED_NAME.fullmatch(match[1]):
            spans.append(match.span(1))
    return merge_spans(spans)


def scan_quantities(
    text: str, dictionary: FigureDictionary, taken: Iterable[tuple[int, int]] = ()
) -> list[Quantity]:
    """Find every quantity of ``text`` in order.

    ``taken`` are spans that hold no quantity (times). A match that touches one of them is tried
    again behind it, so that 2023年3月8件 still yields 8件.
    """
    scanner = _compile(dictionary)
    blocked = SpanSet([*name_spans(text, dictionary), *taken])
    return list(_scan(text, scanner, blocked))


def _scan(text: str, scanner: _Scanner, blocked: SpanSet) -> Iterator[Quantity]:
    position = 0
    while match := scanner.pattern.search(text, position):
        start = match.end("before") if match["before"] else match.start()
        clash = blocked.touching(start, match.end())
        if clash:
            position = max(clash[1], match.start() + 1)
            continue
        quantity = _read(match, start, scanner)
        position = match.end() if quantity else match.start() + 1
        if quantity:
            yield quantity


def _read(match: re.Match[str], start: int, scanner: _Scanner) -> Quantity | None:
    before = [scanner.before[match["before"]]] if match["before"] else []
    if match["per"]:
        return _read_per(match, start, before)
    if match["den"]:
        top, bottom = read_numeral(match["part"]), read_numeral(match["den"])
        return _ratio(match, start, before, top, bottom)
    if match["slash"]:
        top_text, _, bottom_text = match["slash"].partition("/")
        return _ratio(match, start, before, read_numeral(top_text), read_numeral(bottom_text))
    if match["half"]:
        half = Decimal("0.5")
        qualifiers = [*before, *([scanner.after[match["hafter"]]] if match["hafter"] else [])]
        low, high = admitted(half, Decimal(1), None, qualifiers)
        if match["half"] == "过半":
            high = None
        end = match.start("hafter") if match["hafter"] else match.end()
        return _make(match, start, end, "ratio", half, None, low, high, _NO_UNIT, qualifiers)
    if match[0].endswith("番") and match["a"] is None and match["c"] is None:
        times = read_numeral(match["times"] or "一")
        if times is None:
            return None
        value = plain(Decimal(2) ** times.value)
        unit = Unit("番", "倍", Decimal(1), "multiple", frozenset())
        low, high = admitted(value, Decimal(1), None, before)
        return _make(match, start, match.end(), "ratio", value, None, low, high, unit, before)
    if match["ord"] or match["rank"]:
        number = read_numeral(match["ord"] or match["rank"])
        if number is None or number.upper is not None:
            return None
        unit = Unit("第", "第" + (match["ordunit"] or "名"), Decimal(1), "ordinal", frozenset())
        value = number.value
        return _make(match, start, match.end(), "ordinal", value, None, value, value, unit, before)
    if match["one"]:
        unit = scanner.units[match["oneu"]]
        one = Decimal(1)
        return _make(match, start, match.end(), "quantity", one, None, one, one, unit, before)
    if match["c"]:
        return _read_chinese_count(match, start, before, scanner)
    return _read_arabic_count(match, start, before, scanner)


def _read_per(match: re.Match[str], start: int, before: list[Qualifier]) -> Quantity | None:
    number = read_numeral(match["pa"])
    if number is None or number.upper is not None:
        return None
    upper = read_numeral(match["pb"]) if match["pb"] else None
    form, group = {"百": ("%", "percent"), "千": ("‰", "permille"), "万": ("‱", "permyriad")}[
        match["per"]
    ]
    unit = Unit(form, form, Decimal(1), group, frozenset())
    low, high = admitted(number.value, number.quantum, upper and upper.value, before)
    return _make(
        match, start, match.end(), "percent", number.value, upper and upper.value, low, high, unit,
        before,
    )  # fmt: skip


def _ratio(
    match: re.Match[str],
    start: int,
    before: list[Qualifier],
    top: Numeral | None,
    bottom: Numeral | None,
) -> Quantity | None:
    if top is None or bottom is None or not bottom.value or top.value >= bottom.value:
        return None
    value = top.value / bottom.value
    low, high = admitted(value, Decimal(1), None, before)
    return _make(match, start, match.end(), "ratio", value, None, low, high, _NO_UNIT, before)


def _read_chinese_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: _Scanner
) -> Quantity | None:
    text = match["c"]
    if text in _MAGNITUDES and not (match["cin"] and text != "一"):
        return None
    if text in _MAGNITUDES:
        text = "一" + text
    number = read_numeral(text + (match["cs"] or "")) if not match["cin"] else read_numeral(text)
    if number is None:
        return None
    if match["cin"] and match["cs"]:
        scaled = read_numeral("一" + match["cs"])
        factor = scaled.value if scaled else Decimal(1)
        number = Numeral(number.value * factor, number.quantum * factor)
    unit = scanner.units[match["cu"]] if match["cu"] else _NO_UNIT
    if unit.form == "届" or (unit.form == "次" and _numbers_session(match, number)):
        ordinal = Unit(unit.form, "第" + unit.form, Decimal(1), "ordinal", frozenset())
        value = number.value
        return _make(
            match, start, match.end("cu"), "ordinal", value, None, value, value, ordinal, before
        )
    qualifiers = [*before]
    if match["cin"]:
        qualifiers.append(scanner.inside.get(match["cin"], scanner.inside["余"]))
    end = max(match.end(name) for name in ("c", "cin", "cs", "cu", "ctenth"))
    if match["cafter"]:
        qualifiers.append(scanner.after[match["cafter"]])
    if unit.group == "tenths":
        number = _tenths(number, match["ctenth"])
    return _count(match, start, end, number, qualifiers, unit)


def _numbers_session(match: re.Match[str], number: Numeral) -> bool:
    """Tell whether 三次 in 十四届三次会议 is the number of a meeting; 召开三次会议 counts them."""
    if number.upper is not None or not _SESSION.match(match.string, match.end("cu")):
        return False
    return not _HOLDING.search(match.string[max(0, match.start("c") - 6) : match.start("c")])


def _tenths(number: Numeral, digit: str | None) -> Numeral:
    """八成五 is 8.5 tenths, to the printed place."""
    last = read_numeral(digit) if digit and number.upper is None else None
    if last is None:
        return Numeral(number.value, Decimal(1), number.upper)
    return Numeral(number.value + last.value / 10, Decimal("0.1"))


def _read_arabic_count(
    match: re.Match[str], start: int, before: list[Qualifier], scanner: _Scanner
) -> Quantity | None:
    qualifiers = [*before]
    upper_text = match["b"]
    unit_text = (match["bu"] or match["au"] or "") if upper_text else (match["au"] or "")
    if upper_text and match["au"] and match["bu"] and match["au"] != match["bu"]:
        return None
    scale = match["as"] or ""
    if upper_text and not scale and not match["au"]:
        scale = match["bs"] or ""
    number = read_numeral(match["a"] + scale)
    if number is None:
        return None
    upper: Decimal | None = None
    if upper_text:
        second = read_numeral(upper_text + (match["bs"] or ""))
        if second is None or second.value <= number.value:
            return None
        upper = second.value
    for inner in (match["ain"], match["ain2"], match["bin"]):
        if inner:
            qualifiers.append(scanner.inside.get(inner, scanner.inside["余"]))
    if match["aafter"]:
        qualifiers.append(scanner.after[match["aafter"]])
    unit = _unit(unit_text, scanner)
    end = max(match.end(name) for name in ("a", "ain", "as", "ain2", "au", "b", "bs", "bin", "bu"))
    if match["sign"]:
        number = Numeral(-number.value, number.quantum)
    if not unit_text and not qualifiers and _is_year(match["a"], scale):
        return None
    if unit_text == "年" and not scale and len(match["a"]) == 4 and match["a"].isdigit():
        # A year that was misread (5040年) is no length of time.
        return None
    numeral = Numeral(number.value, number.quantum, upper)
    return _count(match, start, end, numeral, qualifiers, unit)


def _unit(text: str, scanner: _Scanner) -> Unit:
    """Look up a unit; a rate that is not in the dictionary (吨/日) is made of its two parts."""
    if not text:
        return _NO_UNIT
    known = scanner.units.get(text)
    if known:
        return known
    base, _, per = text.rpartition("/")
    unit = scanner.units[base]
    return Unit(text, f"{unit.canonical}/{per}", unit.factor, f"{unit.group}/{per}", frozenset())


def _is_year(digits: str, scale: str) -> bool:
    return not scale and len(digits) == 4 and digits[:2] in {"19", "20"}


def _count(
    match: re.Match[str],
    start: int,
    end: int,
    number: Numeral,
    qualifiers: list[Qualifier],
    unit: Unit,
) -> Quantity:
    low, high = admitted(number.value, number.quantum, number.upper, qualifiers)
    factor = unit.factor
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
    return _make(
        match,
        start,
        end,
        kind,
        plain(number.value * factor),
        None if number.upper is None else plain(number.upper * factor),
        plain(low * factor),
        None if high is None else plain(high * factor),
        unit,
        qualifiers,
    )


def _make(
    match: re.Match[str],
    start: int,
    end: int,
    kind: ClaimKind,
    value: Decimal,
    upper: Decimal | None,
    low: Decimal,
    high: Decimal | None,
    unit: Unit,
    qualifiers: list[Qualifier],
) -> Quantity:
    words = "".join(dict.fromkeys(qualifier.form for qualifier in qualifiers))
    return Quantity(
        start, end, kind, value, upper, low, high, unit, words, match.start(), match.end()
    )
