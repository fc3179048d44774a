"""Finds what one text tells again in other words, a digit apart (由84.7亿元增加到177.7亿元, 实现127.7亿元)."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.recounted import again
from restore.figures.repeated import plan_starts
from restore.figures.slips import digit_apart, telling
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["retold_checks"]

#: The words right before a figure; what only leads to them, or from them to it.
_WORDS = lazy_pattern(f"[{HAN}]{{4,}}$")
_LEAD = lazy_pattern(
    "^(?:[年月日](?!度))?(?:确保|确定|力争|努力|争取|预计|预期|初步|实现|完成|推动|促进|保持|全年|年内|今年|其中|[全我][国省市区州县盟旗])*"
)
_TAIL = lazy_pattern(
    "(?:完成|实现|预计|预期|目标|突破|累计|达到?|约|为|超过?|(?:增长|增速|增幅|涨幅)?(?:控制|保持|稳定)[在为])+$"
)
_MIN_NAME = 4
#: 存贷款余额达到2550.5亿元、1635.4亿元: of two things under one name the first figure is of the first.
_JOINT, _LISTING = {"存贷款": "存款", "城乡居民": "城镇居民"}, ("、", "和")
#: 公共财政预算收入由84.7亿元增加到177.7亿元: the second figure is what there is at the end of the time.
_GREW = lazy_pattern(
    f"(?P<name>[{HAN}]{{4,}}?)[也已]?[由从](?:(?:19|20)[0-9]{{2}}年的?)?(?P<first>[0-9][^，。；\\n]*?)"
    "(?:增加|增长|提高|提升|上升|扩大|下降|降低|减少|发展|增|升|降)[到至](?:(?:19|20)[0-9]{2}年的?)?$"
)
_GREW_REACH, _TO = 60, "到至的"
_LAST_MONTH = "12"
#: Headings that part no years: 2015年主要工作任务完成情况 tells of the last of 过去五年.
_BACK = lazy_pattern("[^\\n]*(?:回顾|总结|完成|成[效就绩])")
_MIN_TELLING = 2
#: What grew to more values than these in one year is no single thing.
_MOST_VALUES = 8
#: 主要预期目标是：地区生产总值增长6%左右；城镇新增就业1.8万人以上: a list of so many goals, which its plan tells again.
_LISTED = lazy_pattern("(?:目标|指标)[^。：:；\\n]{0,6}[：:](?P<goals>[^。\\n]+)")
_MIN_GOALS = 4
#: Of another time, or of a part of the place.
_NOT_OF_PLAN = lazy_pattern(
    "去年|上年|年均|[五十]年|“十[一二三四五六]五”|以来|季度|上半年|[0-9]月|片区|开发区|园区|新区"
)


def retold_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each figure that another place of a text tells a digit apart in other words."""
    yield from _grown(source, claims)
    yield from _goals(source, claims)


class _Told(NamedTuple):
    """A figure with the words that name it."""

    name: str
    claim: Claim


def _grown(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Compare what something grew to with what is told of the year in which it did.

    In 9.4 million characters of reports and news seven such figures are equal and none is a digit apart.
    """
    plans = [start for start in plan_starts(source.text) if not _BACK.match(source.text, start)]
    grown: dict[tuple[str, str, int], dict[str, dict[str, Claim]]] = {}
    known: set[str] = set()
    for before, claim in pairwise(claims):
        start = max(claim.sentence[0], claim.span[0] - _GREW_REACH)
        if source.text[claim.span[0] - 1] not in _TO or before.unit != claim.unit:
            continue
        grew = _GREW.search(source.text, start, claim.span[0])
        name = _stem(grew["name"]) if grew else ""
        if len(name) >= _MIN_NAME and (key := _when(claim, plans)):
            known.add(claim.id)
            values = grown.setdefault(key, {}).setdefault(name, {})
            if len(values) < _MOST_VALUES:
                values.setdefault(claim.text, claim)
    if not grown:
        return
    for claim in claims:
        key = _when(claim, plans)
        if key not in grown or claim.qualifier or claim.id in known:
            continue
        name = _name(source.text, claim)
        for other in grown[key].get(name, {}).values():
            if digit_apart(other.text, claim.text):
                first, second = sorted((other, claim), key=lambda c: c.span)
                yield again(source, name, first, second)
                break


def _when(claim: Claim, plans: Sequence[int]) -> tuple[str, str, int] | None:
    """Return the unit of a figure that tells enough, the end of its year, and how many headings of plans are before it."""
    period = claim.period
    if period is None or claim.upper is not None or telling(claim.text) < _MIN_TELLING:
        return None
    if not period.end.endswith(_LAST_MONTH):
        return None
    return claim.unit, period.end, bisect(plans, claim.span[0])


def _goals(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Compare the goals of a list with those that what follows it tells again.

    In 3.9 million characters of reports 15 of 17 such goals are those of the list and none is a digit apart.
    """
    starts = [claim.span[0] for claim in claims]
    listed: dict[str, Claim] = {}
    known: set[str] = set()
    for match in _LISTED.finditer(source.text):
        start, end = match.span("goals")
        named = [
            _Told(name, claim)
            for claim in claims[bisect(starts, start - 1) : bisect(starts, end)]
            if claim.upper is None and (name := _name(source.text, claim))
        ]
        if len(named) >= _MIN_GOALS:
            known.update(goal.claim.id for goal in named)
            listed |= {name: claim for name, claim in named if claim.qualifier}
    if not listed:
        return
    first = min(claim.span[0] for claim in listed.values())
    for claim in claims[bisect(starts, first) :]:
        if not claim.qualifier or claim.upper is not None or claim.id in known:
            continue
        name = _name(source.text, claim)
        goal = listed.get(name)
        if goal is None or (goal.unit, goal.qualifier) != (claim.unit, claim.qualifier):
            continue
        if _NOT_OF_PLAN.search(source.text, claim.sentence[0], claim.span[0]):
            continue
        if goal.span < claim.span and digit_apart(goal.text, claim.text):
            yield again(source, name, goal, claim)


def _name(text: str, claim: Claim) -> str:
    """Return the words right before a figure, without those that lead to them or to it."""
    words = _WORDS.search(text, claim.clause.span[0], claim.span[0])
    name = _stem(words[0]) if words else ""
    if len(name) < _MIN_NAME:
        return ""
    if text.startswith(_LISTING, claim.span[1]) and text[claim.span[1] + 1 :][:1].isdigit():
        for joint, first in _JOINT.items():
            name = name.replace(joint, first)
    return name


def _stem(words: str) -> str:
    return _TAIL.sub("", _LEAD.sub("", words))
