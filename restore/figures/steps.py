"""Checks what was added to a figure against its rate (总产量13731亿斤，比上年增加74亿斤，增长0.5%)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import HUNDRED, admits_rate, exact, make_check, rounded
from restore.figures.repairs import doubted_beyond_a_slip
from restore.figures.sum_slips import slack
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["step_checks"]

#: 增产, 减收, 多, 少: what was gained or lost.
_GAINED = "(?:增加|增长|提高|提升|上升|扩大|攀升|下降|降低|减少|回落|压减|缩小|收窄|增|升|降|减|多|少)[产收支]?"
_LOST = "下降减回压缩收少"
#: 比上年增加74亿斤, 较2月末上升134亿美元: what is added to the figure before, told right behind it.
_THAN = f"(?:同比|环比|(?:比|较)(?:(?:19|20)[0-9]{{2}}年)?(?:[0-9]{{1,2}}月)?[{HAN}“”]{{0,8}}?)(?:同口径|同期)?"
_MORE = lazy_pattern(f"[，,、（(]?(?:{_THAN})?净?(?P<verb>{_GAINED})了?")
#: And its rate: 增长0.5%, 增产0.5%, 升幅为0.42%.
#: 较上年同期3964.40万元增加279.98万元，增幅7.06%: the figure is the one before the change.
_BASE = lazy_pattern("[比较](?:[上去前同]|年初|期初|原|(?:19|20)[0-9]{2}年)[^，。；0-9]{0,12}$")
#: 较2016年三季度上升7.59亿元，同比增长27.68%: the rate is that of another change.
_SINCE, _YEARLY = lazy_pattern("(?:19|20)[0-9]{2}年|年初|上?月|环比"), "同比"
#: 比上年同期减少11.2万辆，环比增长11.4%: so it is here.
_LAST_YEAR, _MONTHLY = lazy_pattern("同比|同期|上年|去年"), "环比"
_AND_RATE = lazy_pattern(
    f"[，,、（(]?(?:同比|环比|幅度|[增升降减跌涨]幅|增速)?(?:{_GAINED})?了?(?:约|近)?(?:为|达到?|是)?"
)
#: Growth of these is usually stated at constant prices and need not follow from the values.
_REAL = lazy_pattern("生产总值|增加值|居民|可支配|人均[^，。]{0,6}收入|GDP|实际|可比")
#: Growth of balances is told for the banks of both years, their changes too or not: 13402 of 95698 as 16.1%.
_BALANCE = lazy_pattern("余额|存款|贷款")
_BALANCE_SLACK = Decimal("0.02")
#: How many times 亿 is 万.
_SCALE = 10_000


def step_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each figure with what was added to it and the rate of that, in either order.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    for now, second, third in zip(claims, claims[1:], claims[2:], strict=False):
        told = _added(source.text, now, second, third)
        if told is None or now.kind not in {"quantity", "money"}:
            continue
        gap, rate, verb = told
        if not all(map(exact, (now, gap, rate))) or not gap.value:
            continue
        sign = -1 if verb[0] in _LOST else 1
        based = _BASE.search(source.text, now.clause.span[0], now.span[0]) is not None
        ok, then = _fits(now, gap, rate, sign, based=based)
        if then <= 0:
            # More was added than there is: 50150万吨，比上年增加350亿吨, which fits with 万.
            ok, then = _fits(now, gap, rate, sign, scale=_SCALE)
            if not ok:
                continue
            ok = False
        if not ok and now.kind == "money" and _REAL.search(
            source.text, now.sentence[0], now.span[0]
        ):  # fmt: skip
            continue
        computed = gap.value / then * HUNDRED
        near = abs(computed - rate.value) <= _BALANCE_SLACK * rate.value
        if not ok and near and _BALANCE.search(source.text, now.sentence[0], now.span[0]):
            continue
        shown = rounded(computed, rate.value)
        words = f"{now.text} 中有变动 {gap.text}，合 {shown}%，文中为 {rate.text}"
        if then > now.value + gap.value:
            words = f"{now.text} 少于其中的变动 {gap.text}；以万倍计才合 {rate.text}"
        check = make_check(source, "step", (now, gap, rate), ok, (rate.value, shown), words)
        fits = partial(_fit, sign, based)
        yield doubted_beyond_a_slip(check, (now, gap, rate), fits)


def _fit(sign: int, based: bool, figures: Sequence[Claim]) -> bool:
    now, gap, rate = figures
    return _fits(now, gap, rate, sign, based=based)[0]


def _added(text: str, now: Claim, second: Claim, third: Claim) -> tuple[Claim, Claim, str] | None:
    """Return what was added to a figure, its rate and the verb."""
    moved = _MORE.fullmatch(text, now.span[1], second.span[0])
    if not moved:
        return None
    between = text[second.span[1] : third.span[0]]
    if _YEARLY in between and _SINCE.search(moved[0]):
        return None
    if third.unit == "%" and second.unit == now.unit:
        told = _AND_RATE.fullmatch(text, second.span[1], third.span[0])
        if _MONTHLY in between and _MONTHLY not in moved[0] and _LAST_YEAR.search(moved[0]):
            return None
        return (second, third, moved["verb"]) if told else None
    if second.unit == "%" and third.unit == now.unit:
        told = _MORE.fullmatch(text, second.span[1], third.span[0])
        return (third, second, moved["verb"]) if told else None
    return None


def _fits(
    now: Claim, gap: Claim, rate: Claim, sign: int, *, scale: int = 1, based: bool = False
) -> tuple[bool, Decimal]:
    """Tell whether a change has its rate, and what there was before it.

    Parameters
    ----------
    scale : how many times what is printed the present figure is taken for
    based : the figure is what there was before
    """
    then = now.value * scale - (0 if based else sign * gap.value)
    width = slack(now) * scale + (0 if based else slack(gap))
    if then <= width:
        return False, Decimal(0)
    low = (gap.value - slack(gap)) / (then + width) * HUNDRED
    high = (gap.value + slack(gap)) / (then - width) * HUNDRED
    return admits_rate(rate, low, high), then
