"""Checks a yield times its area, and so much for each times how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import exact, make_check, unmade
from restore.text.patterns import lazy_pattern

__all__ = ["product_checks"]

_YIELD = re.compile(r"(?:亩产|单产|平均亩产)[^，。；0-9]{0,6}$")
_OUTPUT = re.compile(r"(?:总产|总产量|产量|共产|产粮|总产出)[^，。；0-9]{0,6}$")
#: 新建高标准农田31.2万亩, 建成百万亩示范区: no area that all was reaped from; 创亩产1018.8公斤新纪录: no mean.
_BUILT = re.compile("新建|建成|建设|打造|整治|改造|新增|流转|恢复|复垦|农田|核心区|示范[区片]|地块")
_RECORD = re.compile("[创破]|最高|纪录|核心区|示范|地块|试验田|攻关")
#: 种植小麦20万亩，亩产520公斤，粮食总产量127.2万吨: the output of more than was sown.
_CROP = re.compile(
    "粮食|[夏秋]粮|[早中晚]稻|小麦|玉米|水稻|大豆|油菜|油料|棉花|花生|马铃薯|蔬菜|水果"
)
#: 每人发放500元, and what all of them get.
_EACH = lazy_pattern(r"(?:每(?:人|名|户|位|家|辆|头|亩)|[人户]均)(?:[^，。；0-9每均]{0,8})$")
#: 由每户6000元提高到7500元: what was given changed meanwhile.
_MOVED = lazy_pattern("(?:提高|增加|提升|上调|上升|调整|降低|减少|下调|下降)[到至为]")
#: 今年每户分红5000元，3年来共获得60万元
_OVER_YEARS = re.compile("年来|历年|累计")
_WHOLE = re.compile(r"(?:合计|共计|总计|总额|共)[^，。；0-9]{0,6}$")
#: The units of persons, and of each other thing that something is given for.
_MEASURES = ("人名位", "户", "亩", "家", "辆", "头")
_AREA_GROUP, _MASS_GROUP = "area", "mass"
#: A product of rounded numbers is off by so much of it, beside what the last places admit.
_SLACK = Decimal("0.01")
#: A product that is so many times what is stated, or less, is that of other things, but for powers of ten.
_OTHERS = 10
#: Characters before a figure in which its name stands.
_NAME_REACH = 12


def product_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each area, yield and output that stand together, in any order.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    found: list[ArithmeticCheck] = []
    for three in zip(claims, claims[1:], claims[2:], strict=False):
        if sum(claim.unit_group == _MASS_GROUP for claim in three) == 2:
            found += _yield(source, three)
        elif sum(claim.kind == "money" for claim in three) == 2:
            found += _paid(source, three)
    # 瓜类6300亩，单产750公斤，总产472.5万公斤，蔬菜1200亩…: what comes out with some belongs to no others.
    right = {name for check in found if check.outcome == "verified" for name in check.claims}
    yield from (c for c in found if c.outcome == "verified" or not right & {*c.claims})


def _yield(source: FigureSource, three: tuple[Claim, ...]) -> Iterator[ArithmeticCheck]:
    for area, each, output in permutations(three):
        if (
            area.unit_group == _AREA_GROUP
            and _YIELD.search(_before(source, each))
            and _OUTPUT.search(_before(source, output))
            and all(map(exact, three))
        ):
            check = _product(source, area, each, output, "吨")
            if check.outcome == "verified" or not _of_others(area, each, output):
                yield check


def _of_others(area: Claim, each: Claim, output: Claim) -> bool:
    """Tell whether the words show that an output is not what was reaped from an area at a yield."""
    if _BUILT.search(area.clause.text) or _RECORD.search(each.clause.text):
        return True
    sown = {crop for claim in (area, each) for crop in _CROP.findall(claim.clause.text)}
    reaped = set(_CROP.findall(output.clause.text))
    return bool(sown and reaped) and not sown & reaped


def _paid(source: FigureSource, three: tuple[Claim, ...]) -> Iterator[ArithmeticCheck]:
    """为2000名学生每人发放补助500元，合计100万元."""
    for count, each, total in permutations(three):
        told = _EACH.search(_before(source, each))
        if (
            count.kind == "quantity"
            and told
            and count.unit in _measured(told[0])
            and _WHOLE.search(_before(source, total))
            and all(map(exact, three))
            and not _MOVED.match(source.text, each.span[1])
            and not _OVER_YEARS.search(source.text, total.sentence[0], total.span[0])
        ):
            yield _product(source, count, each, total, "元")


def _measured(words: str) -> str:
    """Return the units of what each one is of: 每名 and 人均 count persons."""
    return next((units for units in _MEASURES if set(units) & set(words[:2])), "")


def _product(
    source: FigureSource, count: Claim, each: Claim, total: Claim, unit: str
) -> ArithmeticCheck:
    low, high = count.low * each.low, (count.high or count.value) * (each.high or each.value)
    slack = count.value * each.value * _SLACK
    shown = (count.value * each.value).quantize(Decimal(1))
    ok = low - slack <= (total.high or total.value) and total.low <= high + slack
    if (
        not ok
        and not low / _OTHERS <= total.value <= high * _OTHERS
        and not _power_apart(shown, total)
    ):
        # 300万户, 每户2万元 and 5亿元 in one sentence: the total is of something else.
        return unmade(source, "product", (count, each, total), f"{total.text}：不是二者之积")
    return make_check(
        source, "product", (count, each, total), ok, (total.value, shown),
        f"{count.text} × {each.text} = {shown}{unit}，文中为 {total.text}",
    )  # fmt: skip


def _power_apart(product: Decimal, total: Claim) -> bool:
    """Tell whether a product is about so many powers of ten more or less than what is stated."""
    apart = (product / total.value).log10() if product and total.value else Decimal(0)
    return abs(apart - apart.to_integral_value()) < _SLACK


def _before(source: FigureSource, claim: Claim) -> str:
    return source.text[max(claim.sentence[0], claim.span[0] - _NAME_REACH) : claim.span[0]]
