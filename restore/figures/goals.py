"""Compares the goals that a report lists with those that it explains (增长5%左右，主要考虑…)."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import make_check
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["goal_checks"]

#: 主要预期目标是：国内生产总值增长5%左右；城镇调查失业率5.5%左右。
_LISTED = lazy_pattern("目标[^。：:；\\n]{0,4}[：:](?P<goals>[^。\\n]+)")
#: A goal is explained behind its list: 居民消费价格涨幅2%左右，目的在于…; so are those of no other time.
_EXPLAINED = lazy_pattern(
    f"(?:的?[{HAN}]{{0,8}}目标)?，?[{HAN}]{{0,8}}?(?:体现|考虑|目的在?[于是]|旨在|意在|是为了|反映|兼顾)"
)
_OTHER_TIME = lazy_pattern("去年|上年|年均|[五十]年|“十[一二三四五六]五”|以来")
_WORDS = lazy_pattern(f"[{HAN}]{{4,}}$")
#: What leads from an indicator to its figure, and what only says that it is to change.
_LEADING = re.compile(
    "(?:(?:预期)?目标|(?:增长|增速|增幅|涨幅)?(?:控制|保持|稳定|设定|确定|定)[在为]|预期|增长|增速|增幅|涨幅|上涨|达到?|为)+$"
)
_MIN_WORDS = 4
#: Characters from the list to what explains its goals.
_REACH = 2500


def goal_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each goal that is explained behind the list that has it.

    The words before both end alike, and unit and 左右 or 以上 are the same. In ten million characters of reports
    and policy nine goals are so explained, all with the number of their list.
    """
    starts = [claim.span[0] for claim in claims]
    found = [match.span("goals") for match in _LISTED.finditer(source.text)]
    listed = [
        claim
        for start, end in found
        for claim in claims[bisect(starts, start - 1) : bisect(starts, end)]
    ]
    if not listed:
        return
    for claim in claims[bisect(starts, found[0][1]) :]:
        if not claim.qualifier or not _EXPLAINED.match(source.text, _behind(source, claim)):
            continue
        name = _indicator(source, claim)
        if not name or _OTHER_TIME.search(source.text, claim.sentence[0], claim.span[0]):
            continue
        goals = [goal for goal in listed if _is_goal(source, goal, claim, name)]
        if not goals:
            continue
        goal = next((goal for goal in goals if goal.value == claim.value), goals[-1])
        shown = min(name, _indicator(source, goal), key=len)
        words = f"“{shown}”目标为 {goal.text}，说明处为 {claim.text}"
        values = claim.value, goal.value
        same = claim.value == goal.value
        check = make_check(source, "goal", (goal, claim), same, values, words)
        yield msgspec.structs.replace(check, span=claim.span)


def _behind(source: FigureSource, claim: Claim) -> int:
    """Return where the words behind a figure and its qualifier begin."""
    end = claim.span[1]
    return end + (len(claim.qualifier) if source.text.startswith(claim.qualifier, end) else 0)


def _is_goal(source: FigureSource, goal: Claim, claim: Claim, name: str) -> bool:
    if not 0 < claim.span[0] - goal.span[1] <= _REACH:
        return False
    if (goal.unit, goal.qualifier) != (claim.unit, claim.qualifier):
        return False
    other = _indicator(source, goal)
    return bool(other) and (name.endswith(other) or other.endswith(name))


def _indicator(source: FigureSource, claim: Claim) -> str:
    """Return the words right before a figure, without those that lead to it."""
    words = _WORDS.search(source.text, claim.clause.span[0], claim.span[0])
    name = _LEADING.sub("", words[0]) if words else ""
    return name if len(name) >= _MIN_WORDS else ""
