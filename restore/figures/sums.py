"""Checks wholes against their parts (共A人，其中男B人、女C人; 收到提案1190件，立案893件)."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from restore.core.claims import ArithmeticCheck, CheckOutcome, Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.exhausting import both_named, exhausts
from restore.figures.numerals import plain
from restore.figures.relations import exact, make_check
from restore.figures.sum_slips import (
    one_digit_off,
    one_scale_off,
    scaled_up,
    steps_short,
    tolerance,
)
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["part_checks", "passage_checks", "sum_checks", "total_checks"]

_AMONG = lazy_pattern(r"[，,：:（(、；。](?:其中|包括|分别)|[，,：:（(]男")
#: 医院2.9万个，在医院中有公立医院1.3万个: what the figure before counts is named again.
_WITHIN = lazy_pattern(f"[，,]在?(?P<of>[{HAN}]{{2,8}})中[，,]?有?")
_CHANGE = lazy_pattern(
    r"(?:(?<!新)增加?|增长|减少|提高|下降|降低|压减|上升|回升|攀升|回落|扩大|增收|减收|多|少|年均[^，]{0,6})(?:了|约|近|超过?)?\s*$"
)
#: Words that leave a list open, or begin something that is no part.
_OPEN = lazy_pattern(r"等|主要|另有|另外|此外|还有|(?:增加|增长|提高|下降|减少|升|降)(?:到|至)")
_EACH = lazy_pattern(r"每(?!年|届|周)|人均|户均|单产|单价|平均|均价|标准|中位数")
#: 每年许可费20万元 is no part of what was paid in all; 前两次 are some of the times before.
_YEARLY = lazy_pattern("每[年届周]")
#: 境外输入病例60例，含6例由无症状感染者转为确诊病例: some of the part before.
_HOLDS = lazy_pattern("(?:其中)?(?:包?含|内有)")
#: 从132万人增加至150万人: one thing twice.
_MOVED = lazy_pattern("(?<!达)[到至]$")
#: 贸易顺差684亿美元，服务贸易逆差80亿美元: one is taken off the other.
_SIGNED = lazy_pattern("顺差|逆差|差额|净")
_SOME_OF = lazy_pattern("[前后首]$")
#: 其中获得8个项目的金牌，同时在4个项目上包揽冠亚军: the second counts some of the first again.
_BESIDES = lazy_pattern("[，；](?:同时|并且?在|还在)")
#: 发电装机容量124738万千瓦。其中，火电86238万千瓦，增长5.7%；水电…: a list that is told at such length may leave
#: a little out, which comes out with one digit changed if it is less than so many of the last place.
_LOOSE = lazy_pattern("[；。%％]")
_MIN_STEPS = 100
#: A whole is compared with so many parts at most: no sentence lists more.
_MAX_PARTS = 200
#: Characters before a figure in which 增长, 多 or 减少 makes it a change.
_CHANGE_REACH = 10
#: Characters behind the last part in which 等 or 另有 leaves the list open.
_OPEN_REACH = 8
#: Digits of a total that one changed digit of its parts, or of itself, makes come out: of parts that are
#: more than it, of a list of three and more, of some of such a list, and of two parts.
_MIN_DIGITS_OF_EXCESS, _MIN_DIGITS_OF_WHOLE = 1, 2
_MIN_DIGITS_OF_SOME, _MIN_DIGITS_OF_PAIR = 3, 4
#: Digits of a total from which on the sum of rounded parts that are more may be off besides. Of lists of
#: four digits that leave something out, moved at random, 4 of 100 would come out so.
_MIN_DIGITS_ROUNDED = 3
_PAPER = "paper"
#: The characters that a name ends with, which say what it is.
_HEAD = 2
#: A total that stands behind its parts, and what may stand between them.
_TOTAL = lazy_pattern(rf"[，,]?(?:共计|合计|总计|一共|共|[{HAN}]{{0,4}}总数)(?:有|为|约|达到?)?$")
_OWN_COUNT = lazy_pattern("共有?$")
#: A list that goes on behind its last figure (196家海外机构等, 和实验舱发射) or began before its first
#: (土地补偿费、安置补助费495600元).
_GOES_ON = lazy_pattern("[^，。；()0-9：（\\n]{0,24}(?:[、和及与]|等)")
_BEGAN = lazy_pattern("、[^，。；0-9]{0,16}$")
#: 2例确诊病例和1例阳性者，其中…: the whole is both.
_BOTH = lazy_pattern("[^，。；、0-9（()]{0,16}(?:[和及与]|以及)$")
#: 出口500亿元，增长3.2%，进口300亿元: the rate of a part is no end of the list.
_RATE = lazy_pattern(f"^[，,、（(][{HAN}]{{0,8}}[0-9.]+[%％][）)]?")
_ASIDE = re.compile("[（(][^（()）]*[）)]")
_BRACKETS = {**dict.fromkeys("（(", 1), **dict.fromkeys("）)", -1)}
#: Between the word that names parts and the first of them another list, or a quotation, may begin.
_LEADING = lazy_pattern('[^。；“”"]*')
_MAX_LEADING = 60
_LISTED = lazy_pattern(f"[{HAN}]{{0,8}}?(?:[、和及与]|以及|，)[^，。；、0-9（）()]{{0,16}}")
#: 其中 and 包括 name a part of what stands before them; 5篇论文中，入围3篇 does as well.
_PARTS = lazy_pattern(
    r"[，,（(、](?:其中|包括)[^0-9，。；]{0,16}"
    r"|[^0-9，。；、]{0,10}(?<![其程作动展当期年])中[，,](?:有|入围|入选|获奖|通过|采纳|立案)"
)
_LEVELS = lazy_pattern(r"[一二三四特]等")


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
        if first.kind not in {"quantity", "money"}:
            continue
        one, two = _steps(source, first, dictionary, 0), _steps(source, second, dictionary, 1)
        stepwise = any(pair in dictionary.order for pair in ((a, b) for a in one for b in two))
        between = source.text[first.span[1] : second.span[0]]
        among = _PARTS.fullmatch(between) is not None
        if not (stepwise or among) or is_change(source, first) or is_change(source, second):
            continue
        if is_rate(source, first) or is_rate(source, second):
            continue
        if among and _one_of_both(source, claims[:place], first):
            continue
        ok = second.low <= (first.high or first.value)
        if not ok and not among and _other_thing(first, second):
            continue
        yield make_check(
            source, "part-of-whole", (first, second), ok, (second.value, first.value),
            f"{second.text} {'不大于' if ok else '大于'} {first.text}",
        )  # fmt: skip


def _alike(first: Claim, second: Claim) -> bool:
    """Tell whether two figures are of one unit; papers are counted by 篇 and 份 alike."""
    return first.unit_group == second.unit_group == _PAPER


def _other_thing(first: Claim, second: Claim) -> bool:
    """Tell whether two figures count things of names that have nothing in common (高铁通道, 高速公路)."""
    one, two = first.subject, second.subject
    return bool(one and two) and one[-_HEAD:] != two[-_HEAD:] and not (one in two or two in one)


def is_change(source: FigureSource, claim: Claim) -> bool:
    """Tell whether a figure is a change or a mean (比去年增加4000亿元), no part and no whole."""
    return (
        _CHANGE.search(source.text[max(0, claim.span[0] - _CHANGE_REACH) : claim.span[0]])
        is not None
    )


def is_rate(source: FigureSource, claim: Claim) -> bool:
    """Tell whether a figure is so much for each (每亩375.2公斤, 单产): parts do not add up to it."""
    return _EACH.search(source.text[claim.clause.span[0] : claim.span[0]]) is not None


def _steps(source: FigureSource, claim: Claim, dictionary: FigureDictionary, side: int) -> set[str]:
    own = source.text[claim.clause.span[0] : claim.span[0]]
    return {pair[side] for pair in dictionary.order if pair[side] in own}


def sum_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Check a total against the parts that 其中, 包括 or 分别 names behind it.

    The parts need not be all there is, so a sum that falls short is no error by itself. It is one
    where the parts are opposites that exhaust the whole (男、女), where they are a bare list that
    comes near it, or where one changed digit would make a sum of telling length come out exactly.
    """
    if len(claims) < 3:
        return
    among = _announced(source, claims)
    starts = [start for start, _ in among]
    places: dict[str, list[int]] = {}
    for index, claim in enumerate(claims):
        places.setdefault(claim.unit, []).append(index)
    following = {
        one: other for indices in places.values() for one, other in itertools.pairwise(indices)
    }

    def named(start: int, stop: int) -> bool:
        """Whether parts are announced between two places."""
        index = bisect_left(starts, start)
        return index < len(among) and among[index][1] <= stop

    for index, total in enumerate(claims):
        first = following.get(index)
        # Nearly every figure is none of a list: what is asked first is what most of them lack.
        if first is None or not named(total.span[1], claims[first].span[0]):
            continue
        if total.kind not in {"quantity", "money"} or not exact(total):
            continue
        if is_change(source, total) or is_rate(source, total):
            continue
        if _one_of_both(source, claims[:index], total):
            continue
        parts = _parts(source, total, claims[first : first + _MAX_PARTS])
        if len(parts) < 2 or named(parts[0].span[1], parts[-1].span[0]):
            continue
        yield _judge(source, total, parts)


def passage_checks(
    source: FigureSource, passage: Sequence[Sequence[Claim]]
) -> Iterator[ArithmeticCheck]:
    """Check a total against its parts in the sentences behind it (进出口100亿元。其中，出口60亿元；进口40亿元).

    The parts may begin in the sentence of the total: 产量50150万吨，其中，夏粮产量11534万吨；秋粮产量38616万吨.
    """
    first, *others = passage
    if not others:
        return
    within = first[0].span[1], first[-1].span[0]
    start = max((m.end() for m in _AMONG.finditer(source.text, *within)), default=None)
    own = start is not None
    start = others[0][0].sentence[0] if start is None else start
    before = [claim for claim in first if claim.span[1] <= start]
    behind = [claim for claim in first if claim.span[0] >= start]
    behind += [claim for group in others for claim in group]
    told = next((place for place, claim in enumerate(behind) if claim.unit != "%"), len(behind))
    totals = [
        claim
        for claim in before
        if behind[told:] and claim.unit == behind[told].unit and not is_change(source, claim)
    ]
    # Which of two figures the parts are of is not told.
    if len(totals) != 1 or not exact(totals[0]) or is_rate(source, totals[0]):
        return
    parts = _parts(source, totals[0], behind[told:][:_MAX_PARTS])
    if own and len({part.subject[-_HEAD:] for part in parts}) != 1:
        # 100家，其中国企40家；民宿30家: what the next sentence tells may be something else.
        return
    if len(parts) > 1 and not _AMONG.search(source.text, parts[0].span[1], parts[-1].span[0]):
        yield _judge(source, totals[0], parts)


def _announced(source: FigureSource, claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Return where a sentence says that parts follow, in order."""
    within = claims[0].span[1], claims[-1].span[0]
    found = [match.span() for match in _AMONG.finditer(source.text, *within)]
    for claim in claims:
        match = _WITHIN.match(source.text, claim.span[1])
        if match and match["of"] in source.text[claim.clause.span[0] : claim.span[0]]:
            found.append(match.span())
    return sorted(found)


def _parts(source: FigureSource, total: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Return the figures behind a total that may be its parts; rates beside them are left out.

    What stands in a bracket inside the list divides a part, and what closes the bracket of the list ends it.
    """
    text = source.text
    yearly = _YEARLY.search(text, total.clause.span[0], total.span[0]) is not None
    parts: list[Claim] = []
    depth = 0
    for claim in claims:
        place = parts[-1].span[1] if parts else claim.span[0]
        inner = _depths(text[place : claim.span[0]], depth)
        if min(inner) < 0:
            break
        if inner[-1] > 0 or (parts and claim.unit == "%"):
            continue
        if claim.unit != total.unit or not exact(claim) or is_change(source, claim):
            break
        own = claim.clause.span[0], claim.span[0]
        if _HOLDS.match(text, *own):
            continue
        if _SIGNED.search(text, *own) or _MOVED.search(text, *own):
            return []
        if _SOME_OF.search(text, *own) or (not yearly and _YEARLY.search(text, *own)):
            break
        if parts and (
            _told_again(source, parts[0], claim)
            or _BESIDES.search(text, parts[-1].span[1], claim.span[0])
        ):
            break
        parts.append(claim)
    return parts


def _depths(text: str, depth: int) -> list[int]:
    """Return how many brackets are open, at first and behind each character of a text."""
    return list(itertools.accumulate((_BRACKETS.get(c, 0) for c in text), initial=depth))


def _told_again(source: FigureSource, first: Claim, claim: Claim) -> bool:
    """Tell whether a figure is of the thing of the first part: 运动员96人，85名运动员为首次参加."""
    name = source.text[max(first.clause.span[0], first.span[0] - _HEAD) : first.span[0]]
    behind = source.text[claim.span[1] : claim.span[1] + _HEAD + 1]
    return len(name) == _HEAD and name in behind.partition("，")[0]


def _one_of_both(source: FigureSource, before: Sequence[Claim], total: Claim) -> bool:
    """Tell whether a whole is named together with another: 379名乘客及16名机员中."""
    if not before:
        return False
    return _BOTH.fullmatch(source.text, before[-1].span[1], total.span[0]) is not None


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
        parts: list[Claim] = []
        for claim in reversed(claims[max(0, index - _MAX_PARTS) : index]):
            if claim.unit != total.unit or not exact(claim) or is_change(source, claim):
                break
            if is_rate(source, claim):
                break
            if parts and not _LISTED.fullmatch(source.text[claim.span[1] : parts[0].span[0]]):
                break
            parts.insert(0, claim)
        if len(parts) < 2 or _AMONG.search(source.text, total.sentence[0], parts[0].span[0]):
            continue
        value = sum((claim.value for claim in parts), Decimal(0))
        ok = abs(value - total.value) <= tolerance([total, *parts])
        if not ok and _BEGAN.search(source.text, total.sentence[0], parts[0].span[0]):
            # Where an earlier item of the list has no figure, or one of something else, parts are missing.
            continue
        # 设22个大项、564个小项，共有44个国家: 共 alone may count another thing.
        if not ok and _OWN_COUNT.search(before) and not _one_slip(total, parts):
            continue
        yield _sum(source, total, parts, value, "verified" if ok else "failed")


def _judge(source: FigureSource, total: Claim, parts: list[Claim]) -> ArithmeticCheck:
    for count in range(len(parts), 1, -1):
        chosen = parts[:count]
        value = sum((c.value for c in chosen), Decimal(0))
        if abs(value - total.value) <= tolerance([total, *chosen]):
            return _sum(source, total, chosen, value, "verified")
    chosen, outcome = _slip(source, total, parts)
    value = sum((c.value for c in chosen), Decimal(0))
    return _sum(source, total, chosen, value, outcome)


def _slip(
    source: FigureSource, total: Claim, parts: list[Claim]
) -> tuple[list[Claim], CheckOutcome]:
    """Return the parts that one slip parts from their total, and how sure that is; else ``unmade``.

    其中 never says that the parts are all there is. In .9 million characters of reports some 30 lists of
    two parts leave something out and 2 do not: moved at random, the numbers of those come out at their total
    with one digit changed in 11 of 100 totals of two digits, 3 of three, and 2 of four; of lists of three
    parts and more in none of a thousand.
    """
    opening = _AMONG.search(source.text, total.span[1], parts[0].span[0])
    start = opening.end() if opening else total.span[1]
    lead = source.text[start : parts[0].span[0]]
    if len(lead) > _MAX_LEADING or not _LEADING.fullmatch(lead):
        return parts, "unmade"
    span = source.text[start : parts[-1].span[1] + _OPEN_REACH]
    complete = not _OPEN.search(_LEVELS.sub("", span)) and not _GOES_ON.match(
        source.text, parts[-1].span[1]
    )
    if complete and exhausts(source, start, parts):
        return parts, "failed"
    if one_scale_off(total, parts):
        return parts, "failed"
    if any(scaled_up(part, total) for part in parts):
        return parts, "failed"
    if complete and both_named(source, total, start, parts):
        return parts, "possible"
    if _LOOSE.search(lead + source.text[parts[0].span[1] : parts[-1].span[0]]) and (
        0 < steps_short(total, parts) < _MIN_STEPS
    ):
        return parts, "unmade"
    listed = complete and _listed(source, parts)
    for count in range(len(parts), 1, -1):
        chosen = parts[:count]
        over = sum((c.value for c in chosen), Decimal(0)) > total.value
        whole = listed and count == len(parts)
        needed = _digits(count, whole=whole, over=over)
        rounded = _MIN_DIGITS_ROUNDED if over else None
        three = whole and count > 2
        if one_digit_off([total, *chosen], digits=needed, rounded=rounded, any_slip=three):
            return chosen, "failed" if over or count > 2 else "possible"
    return parts, "unmade"


def _digits(count: int, *, whole: bool, over: bool) -> int:
    """Return how many digits a total needs for one changed digit to tell a slip.

    Parts that are more than their whole cannot be some of it.
    """
    if whole and over:
        return _MIN_DIGITS_OF_EXCESS
    if count == 2:
        return _MIN_DIGITS_OF_PAIR
    return _MIN_DIGITS_OF_WHOLE if whole else _MIN_DIGITS_OF_SOME


def _listed(source: FigureSource, parts: Sequence[Claim]) -> bool:
    """Tell whether the parts stand close together: 13个预期性指标、8个约束性指标."""
    return all(
        re.fullmatch(
            r"[^。0-9]{0,24}",
            _RATE.sub("", _ASIDE.sub("", source.text[a.span[1] : b.span[0]])),
        )
        for a, b in pairwise(parts)
    )


def _one_slip(total: Claim, parts: Sequence[Claim]) -> bool:
    return one_scale_off(total, parts) or one_digit_off([total, *parts], digits=1)


def _sum(
    source: FigureSource, total: Claim, parts: list[Claim], value: Decimal, outcome: CheckOutcome
) -> ArithmeticCheck:
    check = make_check(
        source, "sum", (total, *parts), outcome == "verified", (total.value, value),
        f"{' + '.join(c.text for c in parts)} = {plain(value)}，文中合计为 {total.text}",
    )  # fmt: skip
    return msgspec.structs.replace(check, outcome=outcome)
