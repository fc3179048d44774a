"""Resolves years, months and relative times against a document's own date.

:func:`resolve` turns a time expression into months with the help of an :class:`Anchor`, which knows
the year a report is about and the year it was given in.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from restore.figures.numerals import read_numeral
from restore.figures.times import DAY, MONTH, YEAR, TimeMention
from restore.text.characters import MARKS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = [
    "ABSOLUTE",
    "Anchor",
    "anchor_of",
    "heading_year",
    "names_no_year",
    "resolve",
    "year_of",
    "year_span",
]

#: Rules whose time expressions name their year.
ABSOLUTE = frozenset({"date", "isodate", "month", "years", "year", "bareyear", "plan"})


#: Where an article says what year it is about, and where its years are counted (characters).
_HEAD_LENGTH = 400
_COUNTED_LENGTH = 6_000
#: A numbered heading is no longer than this (characters).
_MAX_HEADING_LENGTH = 50
#: What is given in these first months and looks back is about the year before.
_LAST_MONTH_OF_REVIEWS = 4
_REVIEW = re.compile(
    f"[过一五去回](?:(?<=过)去的?[一五]年|(?<=[一五])(?<![{ONE_TO_TEN}].)年来|(?<=去)年|(?<=回)顾)"
)
_DATE_LINE = re.compile(rf"[(（]\s*({YEAR})年({MONTH})月({DAY})[日号]\s*[)）]")
#: A date in brackets begins or ends a line of the head. Elsewhere it is that of something told of, unless it has a
#: line of its own.
_DATE_BEGINS = re.compile(rf"(?m)^\s*{_DATE_LINE.pattern}")
_DATE_ENDS = re.compile(rf"(?m){_DATE_LINE.pattern}\s*$")
_DATE_BY_ITSELF = lazy_pattern(rf"(?m)^\s*{_DATE_LINE.pattern}\s*$")
#: A title may give the month alone: 常务委员会工作报告（2025年1月）.
_MONTH_OF_TITLE = re.compile(rf"[(（]\s*({YEAR})年({MONTH})月(?:{DAY}[日号])?\s*[)）]")
#: The line under the title of a report: ——2021年2月5日在海北藏族自治州第十四届人民代表大会第七次会议上.
_SPOKEN = re.compile(
    rf"(?m)^[\s—–（(-]*({YEAR})年({MONTH})月({DAY})日[，,]?在[^\n，。；]{{2,40}}(?:会议|大会|全会)上?(?:的?报告)?[）) \u3000]*$"
)
_GIVEN = re.compile(rf"({YEAR})年[^，。\n]{{0,16}}政府工作报告")
_HEADING_YEAR = re.compile(rf"({YEAR})年")
_YEAR_OF_WORK = re.compile(
    rf"({YEAR})年(?:度|工作|协商|协调|创新|履职|发展|国民经济和社会发展统计公报)"
)
_HEADING = re.compile(f"[{ONE_TO_TEN}]+、|[（(][{ONE_TO_TEN}][）)]|第[一二三四五六]部分")
#: A heading without a number: 2021年重点工作, 过去五年和2021年工作回顾.
_BARE_HEADING = re.compile(
    rf"(?:过去[{ONE_TO_TEN}]年[和与及])?{YEAR}年[^{MARKS}\s]{{0,8}}"
    "(?:工作(?:主要|重点|总体)?(?:安排|任务|回顾|总结|部署|打算|思路|重点|计划|要求|目标)?|(?:重点|主要|目标)任务)"
)


#: Zeros that stand among Chinese digits.
_ZERO = str.maketrans("0０○〇", "零零零零")


#: The groups that name the year of a part of a year; where they are empty, it is named elsewhere.
_YEARS_OF: dict[str, tuple[str, ...]] = {
    "months": ("msy", "msr"),
    "first": ("fy", "fr"),
    "half": ("hy", "hr"),
    "quarter": ("qy", "qr"),
    "monthday": (),
    "monthonly": (),
}


class Anchor(NamedTuple):
    """The year a text is about, the year and month it was written in; ``sure`` if the text says so."""

    about: int | None
    given: int | None
    sure: bool = True
    month: int | None = None


def number(text: str) -> int:
    """Read a year, month or day written in Arabic or Chinese digits (also 二0二0)."""
    if text[:1] in {"一", "二"}:
        text = text.translate(_ZERO)
    numeral = read_numeral(text)
    return int(numeral.value) if numeral else 0


def _year_or_relative(year: str | None, relative: str | None, anchor: Anchor) -> int | None:
    if year:
        return number(year)
    if relative:
        return relative_year(relative, anchor)
    return anchor.about


def relative_year(word: str, anchor: Anchor) -> int | None:
    """Return the year that 今年, 去年 … stand for, or ``None`` if nothing tells."""
    shift = {"今": 0, "去": -1, "前": -2, "明": 1, "新": 0}.get(word[0])
    if word.startswith(("上年", "上一年")):
        return anchor.about - 1 if anchor.about else None
    if shift is None:
        return anchor.about
    return anchor.given + shift if anchor.given else None


def resolve(mention: TimeMention, anchor: Anchor) -> tuple[str, str] | None:
    """Return the first and last month (``YYYY-MM``) or day of a mention, or ``None``.

    ``None`` is the answer where the mention is no period of its own (a clock time, a decade, a day
    without month, 同期) and where the document gives nothing to resolve it against.
    """
    if mention.rule in ABSOLUTE:
        return _absolute(mention.rule, mention.match)
    return _relative(mention.rule, mention.match, anchor)


def names_no_year(mention: TimeMention) -> bool:
    """Tell whether a mention is a part of some year that it does not name (12月, 上半年, 前三季度)."""
    groups = _YEARS_OF.get(mention.rule)
    return groups is not None and not any(mention.match[group] for group in groups)


def year_of(months: tuple[str, str]) -> int | None:
    """Return the year that a resolved mention lies in, or ``None`` if it lies in several."""
    first, last = (end[:4] for end in months)
    return int(first) if first == last else None


def _absolute(rule: str, match: re.Match[str]) -> tuple[str, str] | None:
    """Resolve what names its year."""
    match rule:
        case "date":
            return day_span(number(match["dy"]), number(match["dm"]), number(match["dd"]))
        case "isodate":
            return day_span(number(match["iy"]), number(match["im"]), number(match["id"]))
        case "month":
            year, month = number(match["my"]), number(match["mm"])
            # 截至12月底 is the whole year's figure; so is the end of any month from the start.
            if match[0][-1] in "底末":
                return month_span(year, 1, month)
            return month_span(year, month)
        case "years":
            return year_span(number(match["ys"]), number(match["ye"]))
        case "year":
            year = number(match[0][:4])
            return year_span(year, year)
        case "bareyear":
            year = number(match[0][-4:])
            return year_span(year, year)
        case "plan" if match[0][-1] not in '五”"':
            # A bare “十四五” is part of a name (规划, 目标), not the time of what follows.
            # The eleventh plan began in 2006, each later one five years on.
            first = 2006 + 5 * (number(match["pn"]) - 11)
            return year_span(first, first + 4)
    return None


def _relative(rule: str, match: re.Match[str], anchor: Anchor) -> tuple[str, str] | None:
    """Resolve what needs the year of the document."""
    match rule:
        case "months":
            year = _year_or_relative(match["msy"], match["msr"], anchor)
            return month_span(year, number(match["ms"]), number(match["me"]))
        case "first":
            year = _year_or_relative(match["fy"], match["fr"], anchor)
            return month_span(year, 1, number(match["fn"] or match["gn"]))
        case "half":
            year = _year_or_relative(match["hy"], match["hr"], anchor)
            return month_span(year, 1, 6) if match["hw"][0] == "上" else month_span(year, 7, 12)
        case "quarter":
            year = _year_or_relative(match["qy"], match["qr"], anchor)
            last = 3 * number(match["qn"])
            return month_span(year, 1 if match["qf"] else last - 2, last)
        case "span" | "since":
            count = number(match["sn"] or match["zn"])
            if anchor.about is None:
                return None
            if match[0].startswith(("未来", "今后", "下", "接", "往")):
                return year_span(anchor.about + 1, anchor.about + count)
            return year_span(anchor.about - count + 1, anchor.about)
        case "relmonth":
            year = relative_year(match["rr"], anchor) if match["rr"].endswith("年") else None
            if match["rd"]:
                return day_span(year, number(match["rm"]), number(match["rd"]))
            return month_span(year, number(match["rm"]))
        case "relyear" if match[0] != "同期":
            resolved = relative_year(match[0], anchor)
            return year_span(resolved, resolved) if resolved else None
        case "monthday":
            month, day = (number(part) for part in match[0].rstrip("日号").split("月"))
            return day_span(anchor.about, month, day)
        case "monthonly":
            month = number(match[0].partition("月")[0])
            if match[0][-1] in "底末":
                return month_span(anchor.about, 1, month)
            return month_span(anchor.about, month)
    return None


def month_span(year: int | None, first: int, last: int | None = None) -> tuple[str, str] | None:
    """Return ``YYYY-MM`` for both ends, or ``None`` for months that cannot be."""
    last = first if last is None else last
    if year is None or not 1 <= first <= last <= 12:
        return None
    return f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}"


def day_span(year: int | None, month: int, day: int) -> tuple[str, str] | None:
    """Return ``YYYY-MM-DD`` twice, or ``None`` for a day that cannot be."""
    if year is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return (f"{year:04d}-{month:02d}-{day:02d}",) * 2


def year_span(first: int, last: int) -> tuple[str, str]:
    """Return the months of whole years."""
    return f"{first:04d}-01", f"{last:04d}-12"


def heading_year(line: str) -> int | None:
    """Return the year a section heading is about (二、2024年工作安排, 2024年重点工作 → 2024)."""
    if len(line) > _MAX_HEADING_LENGTH:
        return None
    if not (_HEADING.match(line.strip()) or _BARE_HEADING.fullmatch(line.strip())):
        return None
    years = _HEADING_YEAR.findall(line)
    return number(years[-1]) if years else None


# Of the first article five ask, one after the other.
@lru_cache(maxsize=2)
def anchor_of(text: str, title: str | None, date: str | None) -> Anchor:
    """Find what year an article is about and when it was given.

    A year in the title or the head of the article decides; else the date: what is given by
    April and looks back is about the year before; else the year named most often.
    """
    head = text[:_HEAD_LENGTH]
    given_year: int | None = None
    dated = _DATE_LINE.search(f"({date.strip('()（）')})") if date else None
    dated = dated or _MONTH_OF_TITLE.search(title or "") or _SPOKEN.search(head)
    dated = dated or _DATE_BEGINS.search(head) or _DATE_ENDS.search(head)
    # One that need not begin a line is found five times as fast.
    dated = dated or (_DATE_LINE.search(text) and _DATE_BY_ITSELF.search(text))
    about: int | None = None
    looks_back = bool(_REVIEW.search(text))
    if dated:
        given_year = number(dated[1])
        about = (
            given_year - 1
            if looks_back and number(dated[2]) <= _LAST_MONTH_OF_REVIEWS
            else given_year
        )
    titled = _HEADING_YEAR.search(title or "") or _YEAR_OF_WORK.search(head)
    given = _GIVEN.search(title or "") or _GIVEN.search(head)
    if given and not dated:
        # 2019年国务院政府工作报告 was given in 2019 and looks back on 2018.
        given_year = number(given[1])
        about = given_year - 1 if looks_back else given_year
    elif titled and not dated:
        about = number(titled[1])
    elif about is None:
        counted = Counter(number(y) for y in _HEADING_YEAR.findall(text[:_COUNTED_LENGTH]))
        about = min(counted, key=lambda y: (-counted[y], y)) if counted else None
    if given_year is None and about is not None:
        given_year = about + 1 if looks_back else about
    month = number(dated[2]) if dated else None
    return Anchor(about, given_year, bool(dated or given or titled), month)
