"""Checks changes that are stated with both values (由60.2%提高到66.2%，提高6个百分点)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import (
    HUNDRED,
    admits,
    admits_rate,
    exact,
    make_check,
    rounded,
    unmade,
)
from restore.figures.repairs import doubted_beyond_a_slip
from restore.figures.sum_slips import slack
from restore.text.patterns import lazy_pattern

__all__ = ["before_checks", "change_checks", "growth_alone"]

_VERB = "增加|增长|提高|提升|上升|扩大|跃升|攀升|下降|降低|减少|回落|压减|增|升|降|减"
_FROM = lazy_pattern(r"(?:由|从)[^，。；]{0,24}$")
_TO = lazy_pattern(
    rf"[，,]?[^，。；、]{{0,6}}?(?P<verb>{_VERB})(?:到|至)了?"
    r"(?:[^，。；、0-9]{0,4}|(?:19|20)[0-9]{2}年[^，。；、0-9]{0,3})"
)
_THEN = lazy_pattern(
    rf"[，,、（(](?:共|净|累计)?(?P<mean>年均|年平均|平均每年)?"
    rf"(?:(?:{_VERB})了?(?:近|约|超过?|逾)?|(?:[增升降跌]幅|(?:精简|撤并|裁撤|合并|淘汰|削减|压缩|压减|缩减|减少|下降|降低|减负|增长|提升|提高)(?:率|幅度|比例))"
    rf"(?:约|近|超过?)?(?:为|达到?|是)?(?:约|近)?)"
)
#: Characters before a figure in which 从 or its year stands.
_FROM_REACH = 26
_YEAR_REACH = 12
#: A yearly mean is taken over more than one year and not over more than this.
_MAX_MEAN_YEARS = 40
#: Growth of these is usually stated at constant prices and need not follow from the values.
_REAL = lazy_pattern(r"生产总值|增加值|居民|可支配|人均[^，。]{0,6}收入|GDP|实际|可比")
#: The value of the year before, behind a rate of growth and its figure.
_YEAR_BEFORE = lazy_pattern(
    r"[，,、；（(](?:而)?(?:上年|去年|上一年|前一年)(?:同期|全年)?(?:完成|实现|达到?)?(?:仅?为|是|的)?"
)
_GREW = lazy_pattern(
    rf"[，,、（(]?(?:比|较)?(?:同比|比上年|比去年|较上年|较去年|上年|去年)(?:同期)?(?P<verb>{_VERB})了?"
)
_COMPARED = lazy_pattern("[，,]?(?:比|较)(?:上年|去年|上一年|前年)(?:同期)?的?")
_THEN_BY = lazy_pattern(
    rf"[）)]?[，,、]?(?:同比|比上年|比去年|较上年|较去年)?(?:同期)?(?P<verb>{_VERB})了?"
)
_BY = lazy_pattern(f"(?P<verb>{_VERB})了?")
#: 80亿元增加到92亿元, right behind one another, need no 由.
_AT_ONCE = lazy_pattern(f"(?:{_VERB})(?:到|至)")
_RANKED = lazy_pattern("排名|位次|名次|位列|位居")
#: 开办时间由15天提升到3天: what takes less time is better.
_TIMES = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months"})
#: 由全国223名提升到53名: persons are not raised, places are.
_RAISED = ("提升", "上升", "跃升", "攀升", "升")
#: 制程由7nm提升至6nm, 分辨率由0.5度提高到0.1度: they are better the less they are.
_BETTERED = ("提升", "提高")
_FINER = lazy_pattern("制程|工艺|分辨率|精度|误差|延迟|时延|能耗|油耗|电耗|煤耗|纳米|nm")
#: 11%、14%增长到13%、20%: values of several things in a row.
_LISTED = lazy_pattern(r"[0-9][%％]?[^，。；0-9]{0,4}、$|、[^，。；0-9]{0,4}[0-9]")
_REACHED = lazy_pattern(f"(?:{_VERB})(?:到|至)了?$")
_RANGE_BEFORE = lazy_pattern("[0-9][^，。；0-9]{0,8}[—–~～-]+$")
_RANGE_BEHIND = lazy_pattern("(?:[（(]不?含[）)])?[—–~～-]+[0-9]")
_PLACED = lazy_pattern("(?:全[国省市区州县球]|世界|排)$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年[^0-9]{0,4}$")


def change_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each pair 从A增加到B of one sentence, and for the change stated behind."""
    text = source.text
    for index, (first, second) in enumerate(itertools.pairwise(claims)):
        moved = _TO.fullmatch(text, first.span[1], second.span[0])
        if not moved or first.unit != second.unit or "分别" in first.clause.text:
            continue
        before = text[max(0, first.span[0] - _FROM_REACH) : first.span[0]]
        if not (_FROM.search(before) or _AT_ONCE.match(text, first.span[1])):
            continue
        if _LISTED.search(before) or _LISTED.match(text, second.span[1]):
            # CR5、CR10从11%、14%增长到13%、20%: each has its own.
            continue
        if _RANGE_BEFORE.search(before) or _RANGE_BEHIND.match(text, second.span[1]):
            # 由20万元（含）—40万元扩大到20万元（含）—100万元
            continue
        if _REACHED.search(before):
            # 年度限值由20000元提高至26000元，单次限值提高至5000元: the first of the two is what was reached.
            continue
        if first.kind in {"ordinal", "bare"} or first.upper is not None or second.upper is not None:
            continue
        rises = moved["verb"][0] not in "下降减回压"
        # 由五类提升到三类, 由10米提升到1米, 排名从78位上升到43位: they improve by falling.
        lead = text[first.sentence[0] : first.span[0]]
        graded = (
            first.unit_group in {"kind", "grade", "length"}
            or _RANKED.search(lead)
            or (moved["verb"] in _BETTERED and _FINER.search(lead))
            or first.text[-1] == "位"
            or (
                first.text[-1] == "名"
                and (
                    moved["verb"] in _RAISED
                    or _PLACED.search(text, first.sentence[0], first.span[0])
                )
            )
        )
        graded = graded or (rises and first.unit_group in _TIMES)
        if graded and (second.value > first.value) != rises:
            continue
        if first.value != second.value and (second.value > first.value) != rises:
            yield make_check(
                source, "direction", (first, second), False, (second.value, first.value),
                f"由 {first.text} 到 {second.text}，与“{moved['verb']}”不符",
            )  # fmt: skip
        elif index + 2 < len(claims):
            yield from _stated(source, first, second, claims[index + 2])


def before_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each figure with its growth and the value of the year before, in any order.

    完成投资500亿元，同比增长8.7%，上年为460亿元; 比上年的460亿元增长8.7%; （上年同期460亿元），同比增长8.7%.
    """
    for now, second, third in zip(claims, claims[1:], claims[2:], strict=False):
        if now.kind not in {"quantity", "money"}:
            continue
        told = _grown(source.text, now, second, third)
        if told is None:
            continue
        then, change, verb = told
        if now.unit != then.unit or then.value <= 0 or not all(map(exact, (now, then, change))):
            continue
        sign = -1 if verb[0] in "下降减回压" else 1
        gap, width = sign * (now.value - then.value), slack(now) + slack(then)
        if change.unit == "%":
            fits = partial(_grows, sign)
            ok = fits((then, now, change))
            for check in _growth(source, then, now, change, ok, gap / then.value * HUNDRED):
                yield doubted_beyond_a_slip(check, (then, now, change), fits)
        elif change.unit == now.unit:
            ok = admits(change, gap - width, gap + width)
            yield _difference(source, then, now, change, gap, ok)


def growth_alone(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a record for each rate of growth beside its figure whose earlier value is not told."""
    for place, (now, rate) in enumerate(itertools.pairwise(claims)):
        if rate.unit != "%" or now.kind not in {"quantity", "money"}:
            continue
        if not _GREW.fullmatch(source.text, now.span[1], rate.span[0]):
            continue
        after = claims[place + 2].span[0] if place + 2 < len(claims) else rate.span[1]
        before = claims[place - 1].span[1] if place else now.span[0]
        told = _YEAR_BEFORE.fullmatch(source.text, rate.span[1], after)
        if not told and not _YEAR_BEFORE.fullmatch(source.text, before, now.span[0]):
            yield unmade(
                source, "growth", (now, rate), f"{now.text}，{rate.text}：文中没有写明上年数"
            )


def _grown(text: str, now: Claim, second: Claim, third: Claim) -> tuple[Claim, Claim, str] | None:
    """Return the value of the year before, the change and its verb, by the words between figures."""
    grew = _GREW.fullmatch(text, now.span[1], second.span[0])
    if grew and _YEAR_BEFORE.fullmatch(text, second.span[1], third.span[0]):
        return third, second, grew["verb"]
    compared = _COMPARED.fullmatch(text, now.span[1], second.span[0])
    if compared:
        grew = _BY.fullmatch(text, second.span[1], third.span[0])
        return (second, third, grew["verb"]) if grew else None
    if _YEAR_BEFORE.fullmatch(text, now.span[1], second.span[0]):
        grew = _THEN_BY.fullmatch(text, second.span[1], third.span[0])
        return (second, third, grew["verb"]) if grew else None
    return None


def _stated(
    source: FigureSource, first: Claim, second: Claim, change: Claim
) -> Iterator[ArithmeticCheck]:
    then = _THEN.fullmatch(source.text, second.span[1], change.span[0])
    if not then or not (exact(first) and exact(second)) or first.value <= 0:
        return
    if change.upper is not None:
        return
    if then["mean"]:
        yield from _yearly(source, first, second, change)
        return
    gap = abs(second.value - first.value)
    width = slack(first) + slack(second)
    if (change.unit_group == "point" and first.unit == "%") or (
        change.unit == first.unit and first.unit != "%"
    ):
        ok = admits(change, gap - width, gap + width)
        yield _difference(source, first, second, change, gap, ok)
    elif change.unit == "%" and first.unit != "%":
        fits = partial(_grows, 1 if second.value > first.value else -1)
        ok = fits((first, second, change))
        for check in _growth(source, first, second, change, ok, gap / first.value * HUNDRED):
            yield doubted_beyond_a_slip(check, (first, second, change), fits)
    elif change.unit == "倍":
        low, high = (gap - width) / first.value, (gap + width) / first.value
        # 增长3倍 is used for three times more and, less strictly, for three times as much.
        ok = admits(change, low, high) or admits(change, low + 1, high + 1)
        yield from _growth(source, first, second, change, ok, gap / first.value)


def _grows(sign: int, figures: Sequence[Claim]) -> bool:
    """Tell whether two values, the earlier first, have the rate behind them."""
    then, now, rate = figures
    gap, width = sign * (now.value - then.value), slack(now) + slack(then)
    low, high = ((gap + side) / (then.value or 1) * HUNDRED for side in (-width, width))
    return admits_rate(rate, low, high)


def _difference(
    source: FigureSource, first: Claim, second: Claim, change: Claim, gap: Decimal, ok: bool
) -> ArithmeticCheck:
    return make_check(
        source, "difference", (first, second, change), ok, (change.value, gap),
        f"{second.text} 与 {first.text} 相差 {gap}，文中为 {change.text}",
    )  # fmt: skip


def _growth(
    source: FigureSource,
    first: Claim,
    second: Claim,
    change: Claim,
    ok: bool,
    computed: Decimal,
) -> Iterator[ArithmeticCheck]:
    lead = source.text[first.sentence[0] : first.span[0]]
    if not ok and (first.kind == "money" and _REAL.search(lead)):
        told = f"{first.text}、{second.text}、{change.text}：可能按可比价格计算"
        yield unmade(source, "growth", (first, second, change), told)
        return
    shown = rounded(computed, change.value)
    yield make_check(
        source, "growth", (first, second, change), ok, (change.value, shown),
        f"由 {first.text} 到 {second.text} 变动 {shown}{change.unit}，文中为 {change.text}",
    )  # fmt: skip


def _yearly(
    source: FigureSource, first: Claim, second: Claim, change: Claim
) -> Iterator[ArithmeticCheck]:
    """从2007年的248亿美元上升到2012年的772亿美元，年均增长25.5%."""
    begun = _YEAR.search(source.text[max(0, first.span[0] - _YEAR_REACH) : first.span[0]])
    ended = _YEAR.search(source.text[max(0, second.span[0] - _YEAR_REACH) : second.span[0]])
    if not begun or not ended or change.unit != "%" or second.value <= first.value:
        return
    years = int(ended[1]) - int(begun[1])
    if not 1 < years <= _MAX_MEAN_YEARS:
        return
    # Of the ten years from 2015 to 2024 each may be counted, or each that followed one.
    ok = any(
        admits(
            change,
            _mean((second.value - slack(second)) / (first.value + slack(first)), counted),
            _mean((second.value + slack(second)) / (first.value - slack(first)), counted),
        )
        for counted in (years, years + 1)
    )
    yield from _growth(source, first, second, change, ok, _mean(second.value / first.value, years))


def _mean(ratio: Decimal, years: int) -> Decimal:
    return (ratio ** (Decimal(1) / years) - 1) * HUNDRED
