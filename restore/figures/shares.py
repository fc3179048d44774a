"""Checks what a figure has of a whole, and what several figures make together.

A share beside its two counts (现有委员400名，其中女委员120名，占30%), shares that exhaust a whole
(一产占12%、二产占45%、三产占43%), and a yield times its area (20万亩，亩产650公斤，总产13万吨).
Words alone say that the figures belong together, never whether the sum comes out: an error of any
size is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import HUNDRED, admits, exact, make_check, rounded
from restore.text.characters import HAN

__all__ = ["share_checks", "structure_checks", "yield_checks"]

#: What leads from a part to its share of the whole before it. 占全市的 names another whole.
_SHARES = re.compile(
    f"[，,、（(]?所?占(?:到|全体|全部|其)?(?P<of>[{HAN}]{{0,6}}?)"
    "(?:比|比例|总数|总量|总人数|总额)?(?:的|为|达|约|超过?)?"
)
_AMONG = re.compile(r"[，,、：:；（(](?:其中|包括)")
#: Kinds that leave nothing over, each as its names; their shares make a hundred.
_EXHAUSTING = (
    (r"(?:第一产业|一产)", r"(?:第二产业|二产)", r"(?:第三产业|三产)"),
    ("男", "女"),
    ("东部", "中部", "西部", "东北"),
    ("城镇", "(?:农村|乡村)"),
)
_STRUCTURE = re.compile(
    r"(?:三次产业|产业)(?:结构|比例|比重|比)[^，。；0-9]{0,10}(?P<parts>[0-9.]+(?:[:：∶][0-9.]+){2})(?![0-9:：∶])"
)
#: Shares are rounded, each to its last place: so many points of tolerance in all.
_TOLERANCE = Decimal("0.3")
_YIELD = re.compile(r"(?:亩产|单产|平均亩产)[^，。；0-9]{0,6}$")
_OUTPUT = re.compile(r"(?:总产|总产量|产量|共产|产粮|总产出)[^，。；0-9]{0,6}$")
_AREA_GROUP, _MASS_GROUP = "area", "mass"
#: A product of rounded numbers is off by so much of it, beside what the last places admit.
_PRODUCT_SLACK = Decimal("0.01")
#: Characters before a figure in which its name stands.
_NAME_REACH = 12


def share_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each share that stands beside its two counts, and for shares of one whole.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    for index, (part, share) in enumerate(pairwise(claims)):
        if share.unit != "%" or part.kind not in {"quantity", "money"} or not exact(part):
            continue
        if share.upper is not None:
            continue
        shared = _SHARES.fullmatch(source.text, part.span[1], share.span[0])
        if not shared:
            continue
        whole = _whole(source, claims[:index], part)
        if whole is not None and shared["of"] in whole.clause.text:
            yield _share(source, whole, part, share)
    yield from _exhausted(source, claims)


def _whole(source: FigureSource, before: Sequence[Claim], part: Claim) -> Claim | None:
    """Return the figure that 其中 announces a part of: the last one before it."""
    for claim in reversed(before):
        if claim.unit != part.unit or not exact(claim) or not claim.value:
            continue
        between = source.text[claim.span[1] : part.span[0]]
        return claim if _AMONG.search(between) or _kind_of(claim, part) else None
    return None


def _kind_of(whole: Claim, part: Claim) -> bool:
    """Tell whether one figure counts a kind of what a total counts: 总装机, 新能源装机."""
    named = whole.subject
    return named[:1] == "总" and len(named) > 1 and part.subject.endswith(named[1:])


def _share(source: FigureSource, whole: Claim, part: Claim, share: Claim) -> ArithmeticCheck:
    computed = part.value / whole.value * HUNDRED
    low = part.low / (whole.high or whole.value) * HUNDRED
    high = (part.high or part.value) / (whole.low or whole.value) * HUNDRED
    shown = rounded(computed, share.value)
    return make_check(
        source, "share", (whole, part, share), admits(share, low, high), (share.value, shown),
        f"{part.text} ÷ {whole.text} = {shown}%，文中为 {share.text}",
    )  # fmt: skip


def _exhausted(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Shares of kinds that leave nothing over, one behind the other."""
    for names in _EXHAUSTING:
        for start in range(len(claims) - len(names) + 1):
            chosen = claims[start : start + len(names)]
            if all(
                claim.unit == "%"
                and exact(claim)
                and re.search(
                    f"{name}[^，。；、0-9]{{0,6}}占[^，。；、0-9]{{0,6}}$", _before(source, claim)
                )
                for name, claim in zip(names, chosen, strict=True)
            ):
                total = sum((claim.value for claim in chosen), Decimal(0))
                yield make_check(
                    source, "shares", chosen, abs(total - HUNDRED) <= _TOLERANCE, (total, HUNDRED),
                    f"{' + '.join(claim.text for claim in chosen)} = {total}%，应为 100%",
                )  # fmt: skip


def structure_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a check for each proportion in parts of a hundred (三次产业结构为12:45:43)."""
    for match in _STRUCTURE.finditer(source.text):
        parts = [Decimal(part.strip(".") or 0) for part in re.split("[:：∶]", match["parts"])]
        total = sum(parts, Decimal(0))
        if total < HUNDRED / 2:
            continue
        ok = abs(total - HUNDRED) <= _TOLERANCE
        yield ArithmeticCheck(
            "", source.document, "shares", match.span("parts"), (),
            "verified" if ok else "failed", total, HUNDRED,
            f"{' + '.join(map(str, parts))} = {total}，应为 100",
        )  # fmt: skip


def yield_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each area, yield of a mu and output that follow one another."""
    for area, each, output in zip(claims, claims[1:], claims[2:], strict=False):
        if (
            area.unit_group != _AREA_GROUP
            or not each.unit_group == _MASS_GROUP == output.unit_group
        ):
            continue
        if not (exact(area) and exact(each) and exact(output)):
            continue
        if not (_YIELD.search(_before(source, each)) and _OUTPUT.search(_before(source, output))):
            continue
        low, high = area.low * each.low, (area.high or area.value) * (each.high or each.value)
        slack = area.value * each.value * _PRODUCT_SLACK
        shown = (area.value * each.value).quantize(Decimal(1))
        ok = low - slack <= (output.high or output.value) and output.low <= high + slack
        yield make_check(
            source, "product", (area, each, output), ok, (output.value, shown),
            f"{area.text} × {each.text} = {shown}吨，文中为 {output.text}",
        )  # fmt: skip


def _before(source: FigureSource, claim: Claim) -> str:
    return source.text[max(claim.sentence[0], claim.span[0] - _NAME_REACH) : claim.span[0]]
