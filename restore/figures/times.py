"""Finds the time expressions of a text: dates, months, years, plans, 去年, 过去五年.

What they mean in a document, :func:`restore.figures.periods.resolve` tells.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from restore.text.characters import HAN, ONE_TO_NINE, ONE_TO_TEN, WRITTEN_DIGITS
from restore.text.patterns import lazy_pattern

__all__ = ["DAY", "IS_THAT_OF", "LIMITS_OF_DAYS", "MONTH", "YEAR", "TimeMention", "scan_times"]

#: Patterns of a year, a month and a day, in Arabic or Chinese digits.
YEAR = f"(?:(?:19|20)[0-9]{{2}}|[一二][九〇○零0０][{WRITTEN_DIGITS}0０]{{2}})"
MONTH = f"(?:1[0-2]|0?[1-9]|十[一二]?|[{ONE_TO_NINE}])"
DAY = f"(?:[12][0-9]|3[01]|0?[1-9]|三十一?|二?十[{ONE_TO_NINE}]?|[{ONE_TO_NINE}])"
#: What says that a year is that of something: 2024年，我们将迎来, 今年恰逢.
IS_THAT_OF = (
    "(?:(?:我们|我[省市区州县国]|全[国省市区州县]|既|又|也|更|还|同时|恰|正|将|即将|必将)*"
    "(?:是|系|恰逢|适逢|欣逢|喜逢|正值|正逢|迎来|喜迎))"
)
#: Words of two characters behind which so many 日 are a length of time, and no day of a month.
LIMITS_OF_DAYS = (
    "提前|限期|期限|为期|历时|延长|持续|连续|不足|逾期|超过|少于|每隔|间隔|限为|(?<!日)期为"
)
_COUNT = f"(?:[0-9]{{1,2}}|十?[{ONE_TO_TEN}两])"

_DIGIT = f"0-9０{WRITTEN_DIGITS}{ONE_TO_TEN}〇两"
_WORD = '上下今去前当过近最这未接往本明新年全同“"'
#: Every alternative below begins with one of these; it saves trying them all at every place.
_FIRST = (
    f"[{_DIGIT}](?=[{_DIGIT}]*[年月日时季上至到—－–~～.:：/-]|(?<=十)[一二三四五六七]五|(?<=公元.))"
    f"|[{_WORD}](?=[0-9{ONE_TO_TEN}两年后半世月去近来下第内期])|[近这前新](?=的)|第(?=[一二三四1-4]季)"
)
_PLACES = re.compile(f"[{_DIGIT}{_WORD}第](?<=(?={_FIRST}).)")
_PATTERN = re.compile(
    rf"""(?P<date>(?P<dy>{YEAR})年(?P<dm>[0-9]{{1,2}}|{MONTH})月(?P<dd>[0-9]{{1,2}}|{DAY})[日号])
  | (?P<isodate>(?<![0-9])(?P<iy>(?:19|20)[0-9]{{2}})[-/.](?P<im>0?[1-9]|1[0-2])[-/.]
      (?P<id>[0-2]?[0-9]|3[01])(?![0-9]))
  | (?P<months>(?:(?P<msy>{YEAR})年|(?P<msr>[今去前当]年))?(?P<ms>{MONTH})月?
      (?:—|－|-|–|~|～|至|到)(?P<me>{MONTH})月(?:份)?)
  | (?P<month>(?P<my>{YEAR})年(?P<mm>[0-9]{{1,2}}|{MONTH})月(?:[底末初份]|中旬|上旬|下旬|以来)?)
  | (?P<years>(?<![0-9])(?P<ys>{YEAR})年?(?:—|－|-|–|~|～|至|到)(?P<ye>{YEAR})年?(?![0-9]))
  | (?P<half>(?:(?P<hy>{YEAR})年|(?P<hr>[今去前当]年))?(?P<hw>[上下]半年))
  | (?P<quarter>(?:(?P<qy>{YEAR})年|(?P<qr>[今去前当]年))?(?P<qf>前)?第?(?P<qn>[一二三四1-4])季度)
  | (?P<first>(?:(?P<fy>{YEAR})年|(?P<fr>[今去当]年)|(?<![{HAN}]))前(?P<fn>{_COUNT})个月(?![以之]?[内前])
      |前(?P<gn>{_COUNT})个月(?=[累全我共进出实完]))
  | (?P<year>(?<![0-9]){YEAR}(?:年度|年(?!代)|(?=[-—]{{2}})))
  | (?P<bareyear>(?<=公元)(?:19|20)[0-9]{{2}}(?![0-9.,%年]))
  | (?P<decade>(?:上世纪|(?:19|20)?[0-9]{{2}}|[{ONE_TO_NINE}]十)+年代)
  | (?P<plan>[“"]?(?P<pn>十[一二三四五六七])五[”"]?(?:以来|时期|期间|五年|末|这五年)?)
  | (?P<span>(?:过去|近|最近|这|前|未来|今后|下一步|接下来的?|往后)(?:的)?(?P<sn>{_COUNT})年(?:来|间|里|多来)?)
  | (?P<since>(?<!连续)(?P<zn>{_COUNT})年(?:以?来|(?=提高|增长|增加|累计|下降|减少|新增|建成|完成)))
  | (?P<relmonth>(?P<rr>[今去前当]年|本月|上月)(?P<rm>{MONTH})月(?:(?P<rd>{DAY})[日号])?(?:[底末初份])?)
  | (?P<relyear>一年来|一年间|这一年|过去一年|过去的一年|新的一年|上年|上一年|今年|去年|前年|明年|本年度?
      |当年|全年|本年|(?<![{ONE_TO_TEN}0-9百千半两几多余])年内|同期)
  | (?P<monthday>(?<![0-9个]){MONTH}月{DAY}[日号])
  | (?P<monthonly>(?<![0-9个]){MONTH}月(?:份|底|末|初|中旬|上旬|下旬)?(?![0-9]|饼|亮|球))
  | (?P<clock>(?<![0-9])[0-2]?[0-9][:：][0-5][0-9](?![0-9])|[0-2]?[0-9]时[0-5]?[0-9]分)
  | (?P<day>(?<![0-9近.第起])(?:(?<!{LIMITS_OF_DAYS})|(?=[0-9]{{1,2}}日[至到—－～~-]))(?:[12]?[0-9]|3[01])日(?![均元本内]|[之以]内))
    """,
    re.VERBOSE,
)
_BASELINE = re.compile(r"(?:比|较|相比|相较|超过|高于|低于|同比?)$")
#: 恢复到2019年同期的112%, 相当于2019年的近九成, 是2019年的1.7倍: what a share is of.
_WHOLE_BEFORE = re.compile("(?:恢复[到至]|相当于|达到?|[是为])$")
#: 居民消费价格与上年基本持平，城镇调查失业率平均为4.2%.
_FLAT_BEHIND = re.compile("(?:同期|末|水平)?(?:相比)?(?:基本|大致|大体)?(?:持平|相当|相同|一致)")
_WHOLE_BEHIND = lazy_pattern(
    rf"(?:同期|全年)?(?:水平)?的(?:[约近超]|超过)?[0-9{WRITTEN_DIGITS}{ONE_TO_TEN}两.]+(?:[%％成倍]|个?百分)"
)


class TimeMention(NamedTuple):
    """A time expression: its span, the rule that found it, and the match."""

    start: int
    end: int
    rule: str
    match: re.Match[str]
    baseline: bool


def scan_times(text: str) -> list[TimeMention]:
    """Find every time expression of ``text``, in order.

    A mention is a *baseline* where the text compares with it (比2020年增长, 相当于2019年的九成): it is no
    period of the figures that follow.
    """
    found: list[TimeMention] = []
    for place in _PLACES.finditer(text):
        inside = found and place.start() < found[-1].end
        match = None if inside else _PATTERN.match(text, place.start())
        if match is None:
            continue
        before = text[max(0, match.start() - 3) : match.start()]
        compared = _BASELINE.search(before[-2:]) or (
            (_WHOLE_BEFORE.search(before) and _WHOLE_BEHIND.match(text, match.end()))
            or (before[-1:] in {"与", "和", "同"} and _FLAT_BEHIND.match(text, match.end()))
        )
        found.append(
            TimeMention(
                match.start(),
                match.end(),
                _rule_of(match),
                match,
                bool(compared),
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
    "first",
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
