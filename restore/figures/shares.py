"""Checks what a figure has of a whole: a share beside its two counts (现有委员400名，其中女委员120名，占30%).

Words alone say that the figures belong together, never whether the sum comes out: an error of any
size is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.parts import aside, is_change
from restore.figures.relations import (
    HUNDRED,
    admits_rate,
    exact,
    has_share,
    make_check,
    rounded,
    share_between,
    unmade,
)
from restore.figures.repairs import doubted_beyond_a_slip
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["share_checks", "structure_checks"]

#: What leads from a part to its share of the whole before it. 占全市的 names another whole.
_TAKES = (
    f"所?占(?:到|全体|全部|其)?(?P<of>[{HAN}]{{0,12}}?)(?P<all>总数|总量|总人数|总额)?"
    "的?(?:比重|比例|比率|份额|比)?(?:[（(][^（）()0-9]{1,14}[）)])?(?:[为是的约近]|达到?|超过?)*"
)
_SHARES = lazy_pattern(f"(?:[，,、（(][{HAN}]{{0,10}}[0-9.]+[%％][）)]?)?[，,、（(]?{_TAKES}")
#: 有389个城市达到二级以上（含二级）标准，占监测城市数的69.8%.
_SHARES_BEHIND = lazy_pattern(f"[{HAN}（）()]{{1,24}}[，,]{_TAKES}")
#: 41个行业中，有24个利润增长，增长面为58.5%: how large a part they are, told in a clause of its own.
_FACE = lazy_pattern(
    f"[{HAN}]{{0,16}}[，,](?:[{HAN}]{{0,6}}(?:增长|回升|改善|下降|上涨)面|占比)(?:约|近|超)?(?:为|达到?|是)?(?:约|近)?"
)
#: 占比16%，排名全国第二: the share of the country.
_RANKED = lazy_pattern("[，,](?:排名|[位居列]+)?(?:全[国省球]|世界)")
#: 城镇人口38892万人，占30.9%；乡村人口: the next part of one whole.
_NEXT = lazy_pattern(f"占[^。；0-9]{{0,20}}[0-9.]+[%％][；，,、][{HAN}]{{0,16}}$")
#: 全部, 总数: what says that a share is of all there is, and not of what.
_ALL_OF = lazy_pattern("^(?:全部|全体|[全总各])|(?:总?[数量额]|总)$")
#: 进出口额2766亿元，其中出口额1592亿元，占出口总额的57.9%: one way is none of both.
_TRADE = lazy_pattern("进出口|出口|进口")
_MIN_CORE = 2
#: The characters that a name ends with, which say what it is.
_HEAD = 2
_AMONG_AGAIN, _PART = lazy_pattern("[。；](?:其中|包括)"), lazy_pattern("其中|包括|另有")
_AMONG = lazy_pattern(r"[，,、：:；。（(](?:其中|包括)")
#: 400名委员中，女委员120名: the whole stands in front as well.
_OF = lazy_pattern(f"[{HAN}]{{0,16}}(?<![其程作动展当期])中[，,]?[{HAN}]{{0,12}}")
_STRUCTURE = lazy_pattern(
    r"(?:三次产业|产业)(?:结构|比例|比重|比)[^，。；0-9]{0,10}(?P<parts>[0-9.]+(?:[:：∶][0-9.]+){2})(?![0-9:：∶])"
)


def share_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each share that stands beside its two counts.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    if len(claims) < 2:
        return
    wholes: dict[str, Claim] = {}
    for place, share in enumerate(claims):
        if share.unit != "%" or share.upper is not None or not place:
            continue
        # Growth may be told between a part and its share.
        index = place - 1 if place == 1 or claims[place - 1].unit != "%" else place - 2
        part, start = claims[index], claims[index].span[1]
        if index and aside(source, claims[index - 1], part, share.span[0]):
            # 工业用水115亿立方米（含冷却水48.4亿立方米），占14.8%
            index, part = index - 1, claims[index - 1]
            start = 1 + min(p for m in ")）" if (p := source.text.find(m, start)) >= 0)
        if part.kind not in {"quantity", "money"} or not exact(part):
            continue
        if _RANKED.match(source.text, share.span[1]):
            continue
        within = start, share.span[0]
        shared = _SHARES.fullmatch(source.text, *within)
        told = shared or _SHARES_BEHIND.fullmatch(source.text, *within)
        if not told or (not shared and not told["of"]):
            whole = _whole(source, claims[:index], part, "", {})
            if whole is not None and _FACE.fullmatch(source.text, part.span[1], share.span[0]):
                yield _share(source, whole, part, share, claims)
            continue
        whole = _whole(source, claims[:index], part, told["of"] if told["all"] else "", wholes)
        if whole is not None and _names(source, told["of"], whole, part):
            wholes[part.id] = whole
            if part.value > whole.value:
                # No part at all, or :func:`restore.figures.part_whole.part_checks` tells it.
                continue
            check = _share(source, whole, part, share, claims)
            if check.outcome == "failed" and told["of"] and told["all"]:
                # 4896家企业上市，其中医药企业1016家，器械公司233家，占企业总数的5%
                others = (claim for claim in claims[:index] if told["of"] in claim.clause.text)
                again = (
                    _share(source, claim, part, share, claims)
                    for claim in others
                    if claim.unit == part.unit and exact(claim) and claim.value >= part.value
                )
                check = next((c for c in again if c.outcome == "verified"), check)
            yield check
        elif shared:
            yield unmade(
                source, "share", (part, share), f"{part.text}占{share.text}：文中没有写明总数"
            )


def _whole(
    source: FigureSource,
    before: Sequence[Claim],
    part: Claim,
    named: str,
    wholes: Mapping[str, Claim],
) -> Claim | None:
    """Return the figure that 其中 announces a part of, or that is ``named``: the last one before it.

    Parameters
    ----------
    wholes : what the parts before were found to be of
    """
    for index in range(len(before) - 1, -1, -1):
        claim = before[index]
        if claim.unit != part.unit or not exact(claim) or not claim.value:
            continue
        if index and aside(source, before[index - 1], claim, part.span[0]):
            continue
        # 总人口136072万人，比上年末增加668万人，其中…
        if is_change(source, claim):
            continue
        between = source.text[claim.span[1] : part.span[0]]
        if (
            claim.value < part.value
            and _AMONG_AGAIN.search(between)
            and _PART.search(source.text, max(0, claim.clause.span[0] - 1), claim.span[0])
        ):
            # 员工174406人，其中子公司877人。其中本科129248人，占74%: parts of one whole, one behind the other.
            continue
        if claim.value < part.value and _named_alike(before[:index], part, claim):
            # 收入1.91亿元，净利润990万元，其中甲医院收入0.94亿元: what is told of the same is the whole.
            continue
        told = _AMONG.search(between) or _OF.fullmatch(between) or _kind_of(claim, part)
        alike = claim.subject[-_HEAD:] == part.subject[-_HEAD:]
        if alike and _NEXT.search(between) and claim.id in wholes:
            return wholes[claim.id]
        return claim if told or (named and claim.subject.endswith(named)) else None
    return None


def _named_alike(before: Sequence[Claim], part: Claim, nearer: Claim) -> bool:
    """Tell whether an earlier figure is named as a part is, and one nearer to it is not."""
    head = part.subject[-_HEAD:]
    return nearer.subject[-_HEAD:] != head and any(
        claim.unit == part.unit and claim.value >= part.value and claim.subject[-_HEAD:] == head
        for claim in before
    )


def _names(source: FigureSource, of: str, whole: Claim, part: Claim) -> bool:
    """Tell whether what a share is said to be of is named with a figure: 监测城市数, 监测的557个城市."""
    clause = whole.clause.text
    if of in clause:
        return True
    ways = {*_TRADE.findall(of)}
    if ways and not ways & {*_TRADE.findall(clause)}:
        return False
    core = _ALL_OF.sub("", of)
    if len(core) < _MIN_CORE and not _OF.fullmatch(source.text, whole.span[1], part.span[0]):
        # 占全市的: all the town has, and not what it was said to have.
        return False
    rest = iter(clause)
    return bool(core) and all(character in rest for character in core)


def _kind_of(whole: Claim, part: Claim) -> bool:
    """Tell whether one figure counts a kind of what a total counts: 总装机, 新能源装机."""
    named = whole.subject
    return named[:1] == "总" and len(named) > 1 and part.subject.endswith(named[1:])


def _share(
    source: FigureSource, whole: Claim, part: Claim, share: Claim, claims: Sequence[Claim]
) -> ArithmeticCheck:
    figures = whole, part, share
    low, high = share_between(whole, part)
    shown = rounded(part.value / whole.value * HUNDRED, share.value)
    ok = has_share(figures)
    own = next((claim for claim in claims if claim.span[0] >= whole.span[1]), share)
    if not ok and own.unit == "%" and _SHARES.fullmatch(source.text, whole.span[1], own.span[0]):
        # 老年人778088人，占12.09%，其中高龄538231人，占8.37%: both are shares of all there are.
        above = (own.low / HUNDRED, (own.high or own.value) / HUNDRED)
        ok = admits_rate(share, low * above[0], high * above[1])
    words = f"{part.text} ÷ {whole.text} = {shown}%，文中为 {share.text}"
    check = make_check(source, "share", figures, ok, (share.value, shown), words)
    # 进出口93.3亿元。其中，主要商品进出口31.4亿元，占19.5%: of what the port traded in all.
    return doubted_beyond_a_slip(check, figures, has_share)


def _place_of(part: Decimal) -> Decimal:
    """Return what one in the last printed place of a number is worth."""
    return Decimal(1).scaleb(int(part.as_tuple().exponent))


def structure_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a check for each proportion in parts of a hundred (三次产业结构为12:45:43)."""
    for match in _STRUCTURE.finditer(source.text):
        parts = [Decimal(part.strip(".") or 0) for part in re.split("[:：∶]", match["parts"])]
        total = sum(parts, Decimal(0))
        if total < HUNDRED / 2:
            continue
        ok = abs(total - HUNDRED) < sum(map(_place_of, parts)) / 2 or total == HUNDRED
        yield ArithmeticCheck(
            "", source.document, "shares", match.span("parts"), (),
            "verified" if ok else "failed", total, HUNDRED,
            f"{' + '.join(map(str, parts))} = {total}，应为 100",
        )  # fmt: skip
