"""Checks the years of meetings, plans and expressions: those a text gives them, and its own.

2023年，党的二十届三中全会召开 is shown wrong by the year beside it; the same meeting in a report of 2018 by the
report's date. A text that tells of later years is not what its date says, and nothing is reported: age
alone shows nothing, for histories speak of old plans rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.clauses import found_in, lines_holding
from restore.figures.numerals import read_numeral
from restore.figures.occasions import HELD, MOST_SESSIONS, NUMBER, Occasion, load_occasions
from restore.figures.periods import Anchor, anchor_of, number, relative_year
from restore.figures.times import DAY, MONTH, YEAR
from restore.text.characters import ONE_TO_NINE, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["occasion_checks"]

#: Characters before a name in which its year stands, and behind it.
_BEFORE, _BEHIND = 24, 24
_MONTH = f"(?:{MONTH}月(?:{DAY}日)?|[初底末])?"
_DATE = f"(?P<year>{YEAR})年{_MONTH}"
#: 2024年7月，(党的)二十届三中全会; a comma parts what need not belong together.
_YEAR_BEFORE = lazy_pattern(
    f"(?:(?P<year>{YEAR})年|(?P<relative>[今去前]年)){_MONTH}(?P<comma>[，,]?)(?:召开的|举行的|胜利召开的|在北京召开的|在北京举行的)?(?:党的|中国共产党|中共|在|第)*$"
)
_HELD = lazy_pattern(
    "(?:全国代表大会|会议)?(?:在[^，。；、0-9的]{2,4}|胜利|隆重|顺利|成功|圆满)*(?:召开|举行|举办|开幕|闭幕|审议通过|通过|作出)"
    f"(?!后|以来|以后|之后|在即|前|之前|之际|的|[0-9{ONE_TO_TEN}]+周年)"
)
_YEAR_BEHIND = lazy_pattern(
    f"(?:[（(]|于|是在){_DATE}(?:[）)]|在|召开|举行|[^。；、，]{{0,6}}(?:召开|举行))"
)
#: “十四五”规划 and its year on either side.
_PLAN = lazy_pattern(f'[“"]?(?P<number>十?[{ONE_TO_NINE}])五[”"]?(?=规划|计划|时期|期间)')
_PLAN_NAMED = re.compile('五[”"]?(?:规划|计划|时期|期间)')
_PLAN_YEAR_BEHIND = lazy_pattern(f"(?:规划|计划)[ （(]{{0,2}}(?P<year>{YEAR})(?![-—–－至~～0-9年])")
_PLAN_YEAR_BEFORE = lazy_pattern(f"(?<![至到—\\-－~～0-9])(?P<year>{YEAR})年?[，,]?$")
#: A plan is prepared, and looked back on, so many years.
_PREPARED, _REVIEWED = 2, 3
#: A meeting is called so many years ahead (an expression may be as much older than thought), a body or plan is spoken of so many.
_CALLED, _AHEAD = 1, 4
#: Kinds of which each number is held in one year; the meetings of a province may fall a year off.
_HELD_ONCE = frozenset(["meeting", "session", "party"])
_PROVINCES_SLACK = 1
#: Years to come are no sign of when a text was written.
_NAMED_YEAR = lazy_pattern(
    f"[12一二](?<![至到—\\-－~～].).{{3}}(?<=(?P<year>{YEAR}))年(?!前|底前|以前|以后|远景|目标)"
)
#: 吉林市 and 海南州 are other places than the provinces of their names: their congresses have numbers of their own.
_REGION = "(?:省|(?<=北京|天津|上海|重庆)市|(?:壮族|回族|维吾尔)?自治区)?"
_OF_PROVINCE = {
    "party": f"{_REGION}(?:党委)?第(?P<number>{NUMBER})次(?:党代会|代表大会)",
    "people": f"{_REGION}(?:人大)?第?(?P<number>{NUMBER})届(?:(?:人大|人民代表大会)(?:第?{NUMBER}次会议)?|{NUMBER}次会议)",
    "cppcc": f"{_REGION}政协第?(?P<number>{NUMBER})届(?:(?:委员会)?第?{NUMBER}次会议)?",
}
_SESSION = re.compile("次会议$")


class _Named(NamedTuple):
    """An occasion that a text names: where, and in what year it is, or was first said."""

    occasion: Occasion
    span: tuple[int, int]
    text: str
    year: int


def occasion_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each occasion whose year, or whose mention, cannot be."""
    yield from _plans(source)
    if HELD.search(source.text) is None and _words().search(source.text) is None:
        return
    named = list(_named(source.text))
    if not named:
        return
    anchor = anchor_of(source.text.partition("\f")[0], source.title, source.date)
    latest = _latest(source.text)
    for item in named:
        told = _told_year(source.text, item, anchor if latest <= (anchor.given or 0) + 1 else None)
        if told is not None and abs(told - item.year) > _slack(item.occasion):
            yield _failed(source, item, told, f"文中年份为 {told}")
        elif told is None and _before_its_time(item, anchor, latest):
            yield _failed(source, item, anchor.given or 0, f"文件为 {anchor.given} 年")


def _named(text: str) -> Iterator[_Named]:
    """Yield the occasions of a text whose years are known."""
    lines = lines_holding(text, HELD)
    for occasion in load_occasions():
        if occasion.kind not in ("meeting", "session", "words"):
            continue
        where = [(0, len(text))] if occasion.kind == "words" else lines
        for match in found_in(occasion.pattern, text, where):
            year = _year(occasion, match)
            if year is not None:
                yield _Named(occasion, match.span(), match[0], year)
    for kind in _OF_PROVINCE:
        provinces, pattern = _provinces(kind)
        for match in found_in(pattern, text, lines):
            occasion = provinces[match["name"]]
            year = occasion.year(_value(match["number"]))
            if year is not None and _value(match["number"]) >= occasion.first - 1:
                yield _Named(occasion, match.span(), match[0], year)


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    """Return what finds any of the expressions that were first said in a known year."""
    said = [item.pattern.pattern for item in load_occasions() if item.kind == "words"]
    return re.compile("|".join(said))


@lru_cache(maxsize=4)
def _provinces(kind: str) -> tuple[dict[str, Occasion], re.Pattern[str]]:
    """Return the meetings of a kind by province, and what finds them."""
    known = {item.name: item for item in load_occasions() if item.kind == kind}
    return known, re.compile(f"(?P<name>{'|'.join(known)}){_OF_PROVINCE[kind]}")


def _year(occasion: Occasion, match: re.Match[str]) -> int | None:
    if occasion.kind == "words":
        return occasion.years[0]
    count = _value(match[match.lastindex or 0])
    if occasion.kind != "session":
        return occasion.year(count)
    term = occasion.year(_value(match["term"]))
    known = term is not None and _value(match["term"]) >= occasion.first and count <= MOST_SESSIONS
    return term + count - 1 if term is not None and known else None


def _value(text: str) -> int:
    numeral = read_numeral(text)
    return int(numeral.value) if numeral else 0


def _told_year(text: str, item: _Named, anchor: Anchor | None) -> int | None:
    """Return the year that the words beside a meeting give it; 去年 needs the year of the text."""
    if item.occasion.kind not in _HELD_ONCE:
        return None
    start, end = item.span
    before = _YEAR_BEFORE.search(text[max(0, start - _BEFORE) : start].rpartition("\n")[2])
    ahead = text[end : end + _BEHIND].partition("\n")[0]
    held = _HELD.match(ahead)
    if before and (held or (item.occasion.kind == "session" and not before["comma"])):
        if before["year"]:
            return number(before["year"])
        return relative_year(before["relative"], anchor) if anchor and anchor.sure else None
    behind = _YEAR_BEHIND.match(ahead)
    return number(behind["year"]) if behind else None


def _slack(occasion: Occasion) -> int:
    return _PROVINCES_SLACK if occasion.kind in _OF_PROVINCE else 0


def _before_its_time(item: _Named, anchor: Anchor, latest: int) -> bool:
    """Whether a text whose date is sure, and that tells of no later year, names what was not yet."""
    if not anchor.sure or anchor.given is None or latest >= item.year:
        return False
    ahead = _AHEAD if item.occasion.every and not _SESSION.search(item.text) else _CALLED
    return item.year > anchor.given + ahead


def _latest(text: str) -> int:
    """Return the latest year that a text tells of, 0 for none."""
    return max(map(number, set(_NAMED_YEAR.findall(text))), default=0)


def _plans(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """2018年“十四五”规划: neither prepared, nor carried out, nor looked back on in that year."""
    lines = lines_holding(source.text, _PLAN_NAMED)
    if not lines:
        return
    for occasion in load_occasions():
        if occasion.kind != "plan":
            continue
        for match in found_in(_PLAN, source.text, lines):
            first = occasion.year(_value(match["number"]))
            start = match.start()
            before = source.text[max(0, start - _BEFORE) : start].rpartition("\n")[2]
            told = _PLAN_YEAR_BEFORE.search(before) or _PLAN_YEAR_BEHIND.match(
                source.text, match.end()
            )
            if told is None or first is None:
                continue
            year, last = number(told["year"]), first + occasion.every - 1
            if not first - _PREPARED <= year <= last + _REVIEWED:
                item = _Named(occasion, match.span(), match[0], first)
                yield _failed(source, item, year, f"文中年份为 {year}")


def _failed(source: FigureSource, item: _Named, stated: int, told: str) -> ArithmeticCheck:
    name = item.text.strip('“”"')
    verb = {"plan": "自", "words": "始见于"}.get(item.occasion.kind, "为")
    return ArithmeticCheck(
        "", source.document, "occasion", item.span, (), "failed", Decimal(stated),
        Decimal(item.year), f"“{name}”{verb} {item.year} 年{'起' if verb == '自' else ''}，{told}",
    )  # fmt: skip
