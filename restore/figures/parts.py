"""Shared by the rules of wholes and their parts: what the words say a figure is, and making a check."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from restore.core.claims import ArithmeticCheck, CheckOutcome, Claim, FigureSource
from restore.figures.numerals import plain
from restore.figures.relations import make_check
from restore.text.characters import HAN, LOW_POINTS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = [
    "AMONG",
    "MAX_PARTS",
    "STAGES",
    "aside",
    "is_change",
    "is_rate",
    "nested",
    "one_of_both",
    "other_stage",
    "sum_check",
]

#: What announces parts of the figure before it.
AMONG = lazy_pattern(r"[，,：:（(、；。](?:其中|包括|分别)|[，,：:（(]男")
_CHANGE = lazy_pattern(
    r"(?:(?<!新)增加?|增长|减少|提高|下降|降低|压减|上升|回升|攀升|回落|扩大|增收|减收|多|少|年均[^，]{0,6})(?:了|约|近|超过?)?\s*$"
)
_EACH = lazy_pattern(r"每(?!年|届|周)|人均|户均|单产|单价|平均|均价|标准|中位数")
#: 2例确诊病例和1例阳性者，其中…: the whole is both.
#: 幼儿园4所、中小学19所，其中…: the parts may be of both.
_BOTH = lazy_pattern(f"[^，。；、0-9（()]{{0,16}}(?:[和及与]|以及)$|、[{HAN}]{{1,8}}$")
#: What was done to a thing: what is begun in one year may be finished in another, so that neither is part of
#: the other (新竣工33892套，其中中心城区新开工49608套).
STAGES = (
    "开工|动工|复工|竣工|完工|建成|投产|投用|投入使用|分配|入住|签约|落地|入园|达产|交付|在建|续建"
)
_STAGE = lazy_pattern(STAGES)
#: 11项前三、4项第一: what is first is among the first three.
_RANK = f"前(?:[0-9{ONE_TO_TEN}百]+|列)|第[一1]|首位|榜首"
_RANK_BEHIND = lazy_pattern(f"[^{LOW_POINTS}\\n0-9]{{0,12}}?({_RANK})")
_RANK_BEFORE = lazy_pattern(f"({_RANK})[^{LOW_POINTS}\\n0-9]{{0,8}}$")
#: 理发店138处（城内13处），其中: what a bracket says of a figure right before it.
_ASIDE = lazy_pattern("[（(][^（()）。；\n]*")
_CLOSED = lazy_pattern("[^（()）\n]*[）)]")
#: A whole is compared with so many parts at most: no sentence lists more.
MAX_PARTS = 200
#: Characters before a figure in which 增长, 多 or 减少 makes it a change.
_CHANGE_REACH = 10


def is_change(source: FigureSource, claim: Claim) -> bool:
    """Tell whether a figure is a change or a mean (比去年增加4000亿元), no part and no whole."""
    return (
        _CHANGE.search(source.text[max(0, claim.span[0] - _CHANGE_REACH) : claim.span[0]])
        is not None
    )


def is_rate(source: FigureSource, claim: Claim) -> bool:
    """Tell whether a figure is so much for each (每亩375.2公斤, 单产): parts do not add up to it."""
    return _EACH.search(source.text[claim.clause.span[0] : claim.span[0]]) is not None


def one_of_both(source: FigureSource, before: Sequence[Claim], total: Claim) -> bool:
    """Tell whether a whole is named together with another: 379名乘客及16名机员中."""
    if not before:
        return False
    return _BOTH.fullmatch(source.text, before[-1].span[1], total.span[0]) is not None


def other_stage(source: FigureSource, first: Claim, second: Claim) -> bool:
    """Tell whether two figures count what was done to things, and not the same was done to both."""
    one, two = (
        set(_STAGE.findall(source.text, claim.clause.span[0], claim.span[0]))
        for claim in (first, second)
    )
    return bool(one and two) and not one & two


def aside(source: FigureSource, outer: Claim, inner: Claim, end: int) -> bool:
    """Tell whether a figure stands in a bracket right behind another, closed before a place: no whole of what follows."""
    opened = _ASIDE.fullmatch(source.text, outer.span[1], inner.span[0])
    return bool(opened and _CLOSED.match(source.text, inner.span[1], end))


def nested(source: FigureSource, parts: Sequence[Claim]) -> bool:
    """Tell whether parts are of ranks that hold one another: such parts never add up."""
    ranks = [
        rank[1]
        for part in parts
        if (rank := _RANK_BEHIND.match(source.text, part.span[1]))
        or (rank := _RANK_BEFORE.search(source.text, part.clause.span[0], part.span[0]))
    ]
    return len(set(ranks)) > 1 and any(rank[0] == "前" for rank in ranks)


def sum_check(
    source: FigureSource, total: Claim, parts: list[Claim], value: Decimal, outcome: CheckOutcome
) -> ArithmeticCheck:
    """Make the check of a total against what its parts come to."""
    check = make_check(
        source, "sum", (total, *parts), outcome == "verified", (total.value, value),
        f"{' + '.join(c.text for c in parts)} = {plain(value)}，文中合计为 {total.text}",
    )  # fmt: skip
    return msgspec.structs.replace(check, outcome=outcome)
