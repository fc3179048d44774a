"""Checks a total behind its parts (委员120人、专家30人、群众50人，共200人)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.overlaps import of_another
from restore.figures.parts import AMONG, MAX_PARTS, is_change, is_rate, sum_check
from restore.figures.relations import exact
from restore.figures.sum_slips import one_digit_off, one_scale_off, tolerance
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["total_checks"]

#: A total that stands behind its parts, and what may stand between them.
_TOTAL = lazy_pattern(rf"[，,]?(?:共计|合计|总计|一共|共|[{HAN}]{{0,4}}总数)(?:有|为|约|达到?)?$")
_OWN_COUNT = lazy_pattern(f"共有?$|总数[{HAN}]{{0,2}}$")
#: 新增一级企业4家、二级企业313家，企业总数达859家: what is new is no part that makes up what there is.
_STOCK = lazy_pattern("总数|达到?$|共有$")
_ADDED = lazy_pattern(
    "新[增建设认开缔获入引投添上]|新培育|净增|增加|增至|[再增]添|添|认定|认证|获批|获评|入选|入库|培育|引进|缔结"
)
_PART_OF = "其中"
#: 另外两张分别是40元和35元，共计75万元: there are others before.
_OTHERS = lazy_pattern("另外|其余|其他|剩余")
#: 白蛋白455万瓶，静丙108万瓶，特免总计143万瓶，八因子27万瓶: a name of its own, in a list that goes on.
_NAMED = lazy_pattern(f"[{HAN}]{{2,}}[总合共]计(?:有|为|约|达到?)?$")
#: 控制面积349平方公里，自流26.6万亩，提水10万亩，共36.6万亩: what is measured in another unit is no part.
_MEASURE = re.compile("[0-9.,，万亿千百余多]+")
#: A list that began before its first figure (土地补偿费、安置补助费495600元).
_BEGAN = lazy_pattern("、[^，。；0-9]{0,16}$")
_LISTED = lazy_pattern(f"[{HAN}]{{0,8}}?(?:[、和及与]|以及|，)[^，。；、0-9（）()]{{0,16}}")


def total_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Check a total behind its parts (委员120人、专家30人、群众50人，共200人).

    The parts are the figures of its unit right before it that one list holds. 共 alone also opens
    a count of something else, so its unit must be theirs.
    """
    for index, total in enumerate(claims):
        if index < 2 or total.kind not in {"quantity", "money"} or not exact(total):
            continue
        before = source.text[claims[index - 1].span[1] : total.span[0]]
        if not _TOTAL.search(before) or not re.fullmatch("[^。；0-9]{0,8}", before):
            continue
        if _PART_OF in before:
            continue
        parts: list[Claim] = []
        unit = _MEASURE.sub("", total.text)
        for claim in reversed(claims[max(0, index - MAX_PARTS) : index]):
            if claim.unit != total.unit or not exact(claim) or is_change(source, claim):
                break
            if is_rate(source, claim) or _MEASURE.sub("", claim.text) != unit:
                break
            if parts and not _LISTED.fullmatch(source.text[claim.span[1] : parts[0].span[0]]):
                break
            parts.insert(0, claim)
        if len(parts) < 2 or AMONG.search(source.text, total.sentence[0], parts[0].span[0]):
            continue
        value = sum((claim.value for claim in parts), Decimal(0))
        ok = abs(value - total.value) <= tolerance([total, *parts])
        if not ok and _BEGAN.search(source.text, total.sentence[0], parts[0].span[0]):
            # Where an earlier item of the list has no figure, or one of something else, parts are missing.
            continue
        if not ok and _OTHERS.match(source.text, parts[0].clause.span[0]):
            continue
        if not ok and of_another(source, claims[: index - len(parts)], parts, total):
            continue
        after = claims[index + 1] if index + 1 < len(claims) else total
        goes_on = after is not total and after.unit == total.unit
        if not ok and goes_on and _NAMED.search(before):
            continue
        added = _ADDED.search(source.text, parts[0].clause.span[0], total.span[0])
        if not ok and added and _STOCK.search(before):
            continue
        # 设22个大项、564个小项，共有44个国家: 共 alone may count another thing, 总数 what there was before as well.
        if not ok and _OWN_COUNT.search(before) and not _one_slip(total, parts):
            continue
        yield sum_check(source, total, parts, value, "verified" if ok else "failed")


def _one_slip(total: Claim, parts: Sequence[Claim]) -> bool:
    return one_scale_off(total, parts) or one_digit_off([total, *parts], digits=1)
