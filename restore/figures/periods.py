"""Years, months and relative times, resolved against a document's own date.

A time expression is found once for a whole text; :func:`resolve` turns it into months with the
help of an :class:`Anchor`, which knows the year a report is about and the year it was given in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from restore.figures.numerals import read_numeral
from restore.text.characters import ONE_TO_NINE, ONE_TO_TEN, WRITTEN_DIGITS

__all__ = ["Anchor", "TimeMention", "anchor_of", "heading_year", "resolve", "scan_times"]

_YEAR = f"(?:(?:19|20)[0-9]{{2}}|[一二][九〇○零0０][{WRITTEN_DIGITS}0０]{{2}})"
_MONTH = f"(?:1[0-2]|0?[1-9]|十[一二]?|[{ONE_TO_NINE}])"
_DAY = f"(?:[12][0-9]|3[01]|0?[1-9]|三十一?|二?十[{ONE_TO_NINE}]?|[{ONE_TO_NINE}])"
_COUNT = f"(?:[0-9]{{1,2}}|十?[{ONE_TO_TEN}两])"

#: Every alternative below begins with one of these; it saves trying them all at every place.
_FIRST = f'[0-9{ONE_TO_TEN}〇○零两上下今去前当过近最这未接往本明新年全同第“"]'
_PATTERN = re.compile(
    rf"""(?={_FIRST})(?:
    (?P<date>(?P<dy>{_YEAR})年(?P<dm>[0-9]{{1,2}}|{_MONTH})月(?P<dd>[0-9]{{1,2}}|{_DAY})[日号])
  | (?P<isodate>(?<![0-9])(?P<iy>(?:19|20)[0-9]{{2}})[-/.](?P<im>0?[1-9]|1[0-2])[-/.]
      (?P<id>[0-2]?[0-9]|3[01])(?![0-9]))
  | (?P<months>(?:(?P<msy>{_YEAR})年|(?P<msr>[今去前当]年))?(?P<ms>{_MONTH})月?
      (?:—|－|-|–|~|～|至|到)(?P<me>{_MONTH})月(?:份)?)
  | (?P<month>(?P<my>{_YEAR})年(?P<mm>[0-9]{{1,2}}|{_MONTH})月(?:[底末初份]|中旬|上旬|下旬|以来)?)
  | (?P<years>(?<![0-9])(?P<ys>{_YEAR})年?(?:—|－|-|–|~|～|至|到)(?P<ye>{_YEAR})年?(?![0-9]))
  | (?P<half>(?:(?P<hy>{_YEAR})年|(?P<hr>[今去前当]年))?(?P<hw>[上下]半年))
  | (?P<quarter>(?:(?P<qy>{_YEAR})年|(?P<qr>[今去前当]年))?(?P<qf>前)?第?(?P<qn>[一二三四1-4])季度)
  | (?P<year>(?<![0-9]){_YEAR}(?:年度|年(?!代)|(?=[-—]{{2}})))
  | (?P<bareyear>(?<=公元)(?:19|20)[0-9]{{2}}(?![0-9.,%年]))
  | (?P<decade>(?:上世纪|(?:19|20)?[0-9]{{2}}|[{ONE_TO_NINE}]十)+年代)
  | (?P<plan>[“"]?(?P<pn>十[一二三四五六七])五[”"]?(?:以来|时期|期间|五年|末|这五年)?)
  | (?P<span>(?:过去|近|最近|这|前|未来|今后|下一步|接下来的?|往后)(?:的)?(?P<sn>{_COUNT})年(?:来|间|里|多来)?)
  | (?P<since>(?<!连续)(?P<zn>{_COUNT})年(?:来|(?=提高|增长|增加|累计|下降|减少|新增|建成|完成)))
  | (?P<relmonth>(?P<rr>[今去前当]年|本月|上月)(?P<rm>{_MONTH})月(?:(?P<rd>{_DAY})[日号])?(?:[底末初份])?)
  | (?P<relyear>一年来|一年间|这一年|过去一年|过去的一年|新的一年|上年|上一年|今年|去年|前年|明年|本年度?
      |当年|全年|本年|年内|同期)
  | (?P<monthday>(?<![0-9个]){_MONTH}月{_DAY}[日号])
  | (?P<monthonly>(?<![0-9个]){_MONTH}月(?:份|底|末|初|中旬|上旬|下旬)?(?![0-9]|饼|亮|球))
  | (?P<clock>(?<![0-9])[0-2]?[0-9][:：][0-5][0-9](?![0-9])|[0-2]?[0-9]时[0-5][0-9]分)
  | (?P<day>(?<![0-9近.第])(?:[12]?[0-9]|3[01])日(?![均元本]))
    )""",
    re.VERBOSE,
)

_REVIEW = re.compile(r"过去一年|过去的一年|一年来|工作回顾|去年|回顾")
_DATE_LINE = re.compile(rf"[(（]\s*({_YEAR})年({_MONTH})月({_DAY})[日号]\s*[)）]")
_GIVEN = re.compile(rf"({_YEAR})年[^，。\n]{{0,16}}政府工作报告")
_HEADING_YEAR = re.compile(rf"({_YEAR})年")
_HEADING = re.compile(f"[{ONE_TO_TEN}]+、|[（(][{ONE_TO_TEN}][）)]|第[一二三四五六]部分")
_BASELINE = re.compile(r"(?:比|较|相比|相较|超过|高于|低于|同比?)$")


#: Zeros that stand among Chinese digits.
_ZERO = str.maketrans("0０○〇", "零零零零")


class TimeMention(NamedTuple):
    """A time expression: its span, the rule that found it, and the match."""

    start: int
    end: int
    rule: str
    match: re.Match[str]
    baseline: bool


class Anchor(NamedTuple):
    """The year a text is about and the year it was written in; ``sure`` if the text says so."""

    about: int | None
    given: int | None
    sure: bool = True


def number(text: str) -> int:
    """Read a year, month or day written in Arabic or Chinese digits (also 二0二0)."""
    if text[:1] in {"一", "二"}:
        text = text.translate(_ZERO)
    numeral = read_numeral(text)
    return int(numeral.value) if numeral else 0


def scan_times(text: str) -> list[TimeMention]:
    """Find every time expression of ``text``, in order.

    A mention is a *baseline* where the text compares with it (比2020年增长): it is no period of
    the figures that follow.
    """
    found = []
    for match in _PATTERN.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()]
        found.append(
            TimeMention(
                match.start(),
                match.end(),
                _rule_of(match),
                match,
                bool(_BASELINE.search(before)),
            )
        )
    return found


_RULES = [
    "date",
    "isodate",
    "months",
    "month",
    "years",
    "half",
    "quarter",
    "year",
    "bareyear",
    "decade",
    "plan",
    "span",
    "since",
    "relmonth",
    "relyear",
    "monthday",
    "monthonly",
    "clock",
    "day",
]


def _rule_of(match: re.Match[str]) -> str:
    return next(rule for rule in _RULES if match[rule] is not None)


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
    match = mention.match
    match mention.rule:
        case "date":
            return day_span(number(match["dy"]), number(match["dm"]), number(match["dd"]))
        case "isodate":
            return day_span(number(match["iy"]), number(match["im"]), number(match["id"]))
        case "months":
            year = _year_or_relative(match["msy"], match["msr"], anchor)
            return month_span(year, number(match["ms"]), number(match["me"]))
        case "month":
            year, month = number(match["my"]), number(match["mm"])
            # 截至12月底 is the whole year's figure; so is the end of any month from the start.
            if match[0][-1] in "底末":
                return month_span(year, 1, month)
            return month_span(year, month)
        case "years":
            return year_span(number(match["ys"]), number(match["ye"]))
        case "half":
            year = _year_or_relative(match["hy"], match["hr"], anchor)
            return month_span(year, 1, 6) if match["hw"][0] == "上" else month_span(year, 7, 12)
        case "quarter":
            year = _year_or_relative(match["qy"], match["qr"], anchor)
            last = 3 * number(match["qn"])
            return month_span(year, 1 if match["qf"] else last - 2, last)
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
    """Return the year a numbered section heading is about (二、2024年工作安排 → 2024)."""
    if len(line) > 50 or not _HEADING.match(line.strip()):
        return None
    years = _HEADING_YEAR.findall(line)
    return number(years[-1]) if years else None


def anchor_of(text: str, title: str | None, date: str | None) -> Anchor:
    """Find what year an article is about and when it was given.

    A year in the title or the head of the article decides; else the date: what is given in the
    first quarter and looks back is about the year before; else the year named most often.
    """
    head = text[:400]
    given_year: int | None = None
    dated = _DATE_LINE.search(f"({date.strip('()（）')})") if date else None
    dated = dated or _DATE_LINE.search(text)
    about: int | None = None
    looks_back = bool(_REVIEW.search(text))
    if dated:
        given_year = number(dated[1])
        about = given_year - 1 if looks_back and number(dated[2]) <= 4 else given_year
    titled = _HEADING_YEAR.search(title or "") or re.search(
        rf"({_YEAR})年(?:度|工作|协商|协调|创新|履职|发展)", head
    )
    given = _GIVEN.search(title or "") or _GIVEN.search(head)
    if given and not dated:
        # 2019年国务院政府工作报告 was given in 2019 and looks back on 2018.
        given_year = number(given[1])
        about = given_year - 1 if looks_back else given_year
    elif titled and not dated:
        about = number(titled[1])
    elif about is None:
        counted = Counter(number(y) for y in _HEADING_YEAR.findall(text[:6000]))
        about = min(counted, key=lambda y: (-counted[y], y)) if counted else None
    if given_year is None and about is not None:
        given_year = about + 1 if looks_back else about
    return Anchor(about, given_year, sure=bool(dated or given or titled))
