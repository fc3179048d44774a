"""Checks a rate named after what was done with a part of what was counted (办结3994件，办结率90.3%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import HUNDRED, exact, has_share, make_check, rounded
from restore.figures.repairs import doubted_beyond_a_slip
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["rate_checks"]

#: Figures before a rate in which its two counts stand.
_MAX_COUNTS_BEFORE = 4
#: A whole is no smaller than this part of what is counted of it: less is another thing.
_MAX_RATIO_TO_WHOLE = 10
#: 新增绿地131万平方米，绿地率37.8%: such a rate is of an area that no count tells.
_COVERS = frozenset({"绿地", "绿化", "覆盖", "容积", "森林", "植被", "林木", "郁闭", "占有"})
#: 治愈103例、死亡157例，死亡率9.36%: neither is the whole of the other.
_SIDE = re.compile(f"、[{HAN}]{{1,6}}")
_LINKS = re.compile("(?:达到?|为|约|超过?|高达|是)+$")
#: 城镇登记失业率, 高校毕业生就业率: what stands before the deed says what the rate is of.
_RATE = lazy_pattern(f"(?:其|其中)?(?P<of>[{HAN}]{{0,12}}?)(?P<deed>[{HAN}]{{2}})率$")


def rate_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each rate whose deed has just been counted: 受理信访事项4425件，办结3994件，办结率90.3%.

    The part is what the deed was done to, told right before or behind its number (开工2个污水处理厂 is no
    处理), the whole what was counted before and is no such deed itself. What else the rate names must stand
    with one of the two.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    for index, rate in enumerate(claims):
        if rate.unit != "%":
            continue
        before = source.text[rate.clause.span[0] : rate.span[0]]
        named = _RATE.search(_LINKS.sub("", before))
        if not named or named["deed"] in _COVERS:
            continue
        # 沿黄7个盟市森林覆盖率达到16.3%: a count in the rate's own clause is no count of its base.
        counts = [
            c
            for c in claims[max(0, index - _MAX_COUNTS_BEFORE) : index]
            if c.kind == "quantity" and c.clause.span != rate.clause.span
        ]
        tops = [c for c in counts if _done(source, c, named["deed"])]
        if not tops:
            continue
        top = tops[-1]
        wholes = [
            c
            for c in counts
            if c.unit == top.unit
            and c.span < top.span
            and _MAX_RATIO_TO_WHOLE * c.value > top.value
            and named["deed"] not in _own(source, c, top, named["deed"])
        ]
        if not wholes or not wholes[-1].value or not (exact(top) and exact(wholes[-1])):
            continue
        whole = wholes[-1]
        if top.value > whole.value and _SIDE.fullmatch(source.text, whole.span[1], top.span[0]):
            continue
        if named["of"] not in whole.clause.text and named["of"] not in top.clause.text:
            continue
        figures = whole, top, rate
        shown = rounded(top.value / whole.value * HUNDRED, rate.value)
        words = f"{top.text} ÷ {whole.text} = {shown}%，文中为 {rate.text}"
        values = rate.value, shown
        check = make_check(source, "ratio", figures, has_share(figures), values, words)
        check = doubted_beyond_a_slip(check, figures, has_share)
        # What is more than its whole may be none of it, and the rate of something else.
        more = top.value > whole.value and rate.value <= HUNDRED
        yield msgspec.structs.replace(check, outcome="possible") if more else check


def _done(source: FigureSource, claim: Claim, deed: str) -> bool:
    """Tell whether a figure counts what a deed was done to: 办结3994件, 3994件办结事项."""
    own = source.text[claim.clause.span[0] : claim.span[0]]
    behind = source.text[claim.span[1] : claim.clause.span[1]]
    return re.search(f"{deed}[了共]?(?:约|近)?$", own) is not None or behind.startswith(deed)


def _own(source: FigureSource, claim: Claim, top: Claim, deed: str) -> str:
    """Return the clause of a figure, up to the deed where that stands in it as well (9472家企业已复工7472家)."""
    start, end = claim.clause.span
    if end > top.span[0]:
        done = source.text.rfind(deed, claim.span[1], top.span[0])
        end = done if done >= 0 else top.span[0]
    return source.text[start:end]
