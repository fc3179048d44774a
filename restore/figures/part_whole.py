"""Checks that no part is more than its whole (收到提案1190件，立案893件; 共A人，其中女B人)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.parts import STAGES, is_change, is_rate, one_of_both, other_stage
from restore.figures.relations import exact, make_check
from restore.text.patterns import lazy_pattern

__all__ = ["part_checks"]

#: 其中 and 包括 name a part of what stands before them; 5篇论文中，入围3篇 does as well.
_PARTS = lazy_pattern(
    r"[，,（(、](?:其中|包括)[^0-9，。；]{0,16}"
    r"|[^0-9，。；、]{0,10}(?<![其程作动展当期年])中[，,](?:有|入围|入选|获奖|通过|采纳|立案)"
)
#: The characters that a name ends with, which say what it is.
_HEAD = 2
_PAPER = "paper"
#: 新入园项目100个、开工63个，其中工业项目97个: a stage without a name of its own, whose parts may be those before.
_BARE_STAGE = lazy_pattern(f"[、，]新?(?:基本)?(?:{STAGES})(?:了|达)?")
#: 两大产业产值过200亿元，其中建材216亿元: no more than a bound.
_FROM = lazy_pattern("[由从][^，。；0-9]{0,12}$")
#: 运输生产指数为157.0点，其中货运指数为185.7点: one is a mean of the others.
_INDEX = lazy_pattern("指数[^，。；0-9]*$|[人户亩单平]均[^，。；0-9]*$")
_LEAST = lazy_pattern("[过破超]$")
#: Cases that are closed, and how many times those that came in they may be.
_CLOSED, _OLD_CASES = lazy_pattern("[审执办]结|结案"), Decimal("1.1")


def part_checks(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Check neighbouring figures of one sentence that are steps of one process.

    A later step (立案, 办结) cannot outgrow the one before it; 其中 names a part of what stands
    before it.
    """
    for place, (first, second) in enumerate(itertools.pairwise(claims)):
        if first.unit != second.unit and not _alike(first, second):
            continue
        if not (exact(first) and exact(second)):
            continue
        if first.kind not in {"quantity", "money"} or first.value < 0:
            continue
        one, two = _steps(source, first, dictionary, 0), _steps(source, second, dictionary, 1)
        stepwise = any(pair in dictionary.order for pair in ((a, b) for a in one for b in two))
        between = source.text[first.span[1] : second.span[0]]
        among = _PARTS.fullmatch(between) is not None
        if not (stepwise or among) or is_change(source, first) or is_change(source, second):
            continue
        if is_rate(source, first) or is_rate(source, second):
            continue
        if among and one_of_both(source, claims[:place], first):
            continue
        ok = second.low <= (first.high or first.value)
        if not ok and not among and _other_thing(first, second):
            continue
        if not ok and (
            other_stage(source, first, second) or _aside(source, claims[:place], first, second)
        ):
            continue
        if not ok and _FROM.search(source.text, second.clause.span[0], second.span[0]):
            # 由29万人减少至6.5万人，其中贫困家庭由15万人减少至2.7万人
            continue
        if not ok and _INDEX.search(source.text, first.clause.span[0], first.span[0]):
            continue
        old = not ok and not among and _with_old_cases(source, first, second)
        if not ok and _LEAST.search(source.text, first.clause.span[0], first.span[0]):
            continue
        check = make_check(
            source, "part-of-whole", (first, second), ok, (second.value, first.value),
            f"{second.text} {'不大于' if ok else '大于'} {first.text}",
        )  # fmt: skip
        yield msgspec.structs.replace(check, outcome="possible") if old else check


def _with_old_cases(source: FigureSource, first: Claim, second: Claim) -> bool:
    """Tell whether a little more was closed than came in: cases of the year before (受理13576件，审结13580件)."""
    return second.value <= first.value * _OLD_CASES and bool(
        _CLOSED.search(source.text, second.clause.span[0], second.span[0])
    )


def _alike(first: Claim, second: Claim) -> bool:
    """Tell whether two figures are of one unit; papers are counted by 篇 and 份 alike."""
    return first.unit_group == second.unit_group == _PAPER


def _aside(source: FigureSource, before: Sequence[Claim], first: Claim, second: Claim) -> bool:
    """Tell whether a part may be of what stands before a figure.

    That is told as a later stage of it, or the part is called as that is: 投资300亿元，税收50亿元，其中工业投资120亿元.
    """
    wholes = [claim for claim in before if claim.unit == first.unit]
    if not wholes:
        return False
    if _BARE_STAGE.fullmatch(source.text, wholes[-1].span[1], first.span[0]):
        return True
    own = second.subject[-_HEAD:]
    return own != first.subject[-_HEAD:] and any(
        own == claim.subject[-_HEAD:] and second.value <= claim.value for claim in wholes
    )


def _other_thing(first: Claim, second: Claim) -> bool:
    """Tell whether two figures count things of names that have nothing in common (高铁通道, 高速公路)."""
    one, two = first.subject, second.subject
    return bool(one and two) and one[-_HEAD:] != two[-_HEAD:] and not (one in two or two in one)


def _steps(source: FigureSource, claim: Claim, dictionary: FigureDictionary, side: int) -> set[str]:
    own = source.text[claim.clause.span[0] : claim.span[0]]
    return {pair[side] for pair in dictionary.order if pair[side] in own}
