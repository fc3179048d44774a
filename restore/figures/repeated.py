"""Finds what one text says twice with numbers that are a digit apart (年产量500万吨, 年产量560万吨)."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import doubt, exact
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["plan_starts", "repeated_checks", "words_before"]

#: The words right before a figure, without those that only lead to it.
_WORDS = lazy_pattern(f"[{HAN}]{{4,}}$")
_LEADING = re.compile("(?:达到?|为|约|共|有|了|是)+$|^[年月日]?(?:全年|一年来|今年以来|目前)?共?")
_NOT_DIGITS = re.compile("[^0-9]")
#: Changes and bounds are said of many things in one wording.
_MOVED = lazy_pattern(
    "[到至从由比升降增减加高低多少破]$|最[高低多少大]|[每均]|不[超低少]|给予|补[助贴]|奖|罚|标准"
)
#: What the shorter wording of two lacks makes another thing of it: 未完成任务, 超额完成任务, 其中惠及企业.
_OTHER_THING = re.compile("(?:[未不非无没]|超额|其中.*)$")
#: Words behind these belong to what stands before them: 豫R12345号车辆施救费, 8月18日借款, 场地、实物黄金.
_GOING_ON = re.compile("[A-Za-z0-9×*、]$")
#: But not behind a year or a month, of which both figures have the same.
_DATED = re.compile("[年月]")
#: 相比2017年的现金流净额0.06亿元 is of the year before; 其中技术人员11人 is of a whole that is named elsewhere.
_OF_A_BASE = lazy_pattern("[比较](?:19|20)[0-9]{2}年的|其中")
#: A tier of a rule: 进货达10万元，奖励2万元.
_RULED = lazy_pattern("[^。；]{0,3}[，,]?[^，,。；]{0,2}(?:奖|返|补[助贴]|罚)")
#: Words before a figure name one thing where they have so many characters, so many of them in other words than
#: what is said of any project and year (力争全年完成投资), and the last ones stand nowhere else in the text.
_MIN_NAME, _MIN_OWN, _NAME_END = 8, 6, 6
_COMMON = lazy_pattern(
    "其中|力争|确保|全年|[全我][国省市县区州]|预计|累计|计划|总计|完成|实现|新增|新建|投资|资金|财政|安排|自治[区州县]|筹措|下达|投入"
)
#: Or where so many characters behind are the same as well (339个地级及以上城市). Then fewer are asked for where
#: the number has more telling digits, for then a digit apart is rarer by chance. Zeros at the end tell nothing:
#: 实现产值110亿元, 150亿元 are of two branches.
_BEHIND = lazy_pattern(f"[{HAN}]{{4}}")
_MIN_WORDS = {2: 6, 3: 4}
_ZEROS = re.compile("0+$")
#: The heading under which a report says what was done, or what is to be (2024年工作安排).
_PLAN = lazy_pattern(
    "^(?=[^。；：\n]{4,40}$)(?=.*(?:年|今后|未来|下一步|时期)).*(?:任务|安排|目标|打算|思路|重点|工作|部署|要求).*$",
    re.MULTILINE,
)
#: A figure is compared with so many before it of the same last words.
_MAX_COMPARED = 20


def repeated_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each figure that one text gives again, a digit apart.

    The words before both, unit, place and year are the same; a year that is only guessed says nothing.
    """
    told: dict[tuple[str | int, ...], list[tuple[str, Claim]]] = {}
    plans = plan_starts(source.text)
    for claim in claims:
        period = claim.period
        if claim.kind not in {"quantity", "money"} or not exact(claim):
            continue
        if period is None or period.origin == "guess":
            continue
        words = _WORDS.search(source.text, claim.clause.span[0], claim.span[0])
        named = words_before(source.text, claim)
        if words is None or not named or _MOVED.search(named):
            continue
        if _RULED.match(source.text, claim.span[1]):
            continue
        if _OF_A_BASE.search(source.text, claim.clause.span[0], claim.span[0]):
            continue
        head = source.text[claim.clause.span[0] : words.start()]
        if _GOING_ON.search(head) and not _DATED.match(words[0]):
            named = head + named
        group = claim.unit_group if claim.unit_group == "paper" else claim.unit
        section = bisect(plans, claim.span[0])
        # 改造老旧小区44个 was done, and 43个 are to be.
        key = (named[-_MIN_WORDS[3] :], group, claim.body, period.start, period.end, section)
        before = told.setdefault(key, [])
        for other, first in before[:_MAX_COMPARED]:
            if (
                _one_figure(other, named)
                and (digits := _misread(first, claim))
                and _one_thing(source.text, min(other, named, key=len), digits, first, claim)
            ):
                yield doubt(
                    source,
                    "repeated",
                    first,
                    claim,
                    f"“{named}”一处为 {first.text}，一处为 {claim.text}",
                )
                break
        before.append((named, claim))


def plan_starts(text: str) -> list[int]:
    """Return where the headings stand under which a report tells of another time (2024年工作安排)."""
    return [match.start() for match in _PLAN.finditer(text)]


def words_before(text: str, claim: Claim) -> str:
    """Return the words right before a figure in its clause, without what only leads to it."""
    words = _WORDS.search(text, claim.clause.span[0], claim.span[0])
    return _LEADING.sub("", words[0]) if words else ""


def _one_figure(a: str, b: str) -> bool:
    """Tell whether one of two wordings only says more in front."""
    shorter, longer = sorted((a, b), key=len)
    return longer.endswith(shorter) and not _OTHER_THING.search(longer.removesuffix(shorter))


def _misread(first: Claim, second: Claim) -> int:
    """Return how many digits of two numbers that are a digit apart tell something; none of others.

    87亿元 and 8.9亿元 are more than a digit apart.
    """
    if first.text.find(".") != second.text.find("."):
        return 0
    one, two = (_NOT_DIGITS.sub("", claim.text) for claim in (first, second))
    apart = [pair for pair in zip(one, two, strict=False) if pair[0] != pair[1]]
    exchanged = len(apart) == 2 and apart[0] == apart[1][::-1]
    if len(one) != len(two) or not (len(apart) == 1 or exchanged):
        return 0
    return min(_telling(claim.text) for claim in (first, second))


def _one_thing(text: str, words: str, digits: int, first: Claim, second: Claim) -> bool:
    """Tell whether the words before two figures, or those on both sides, are said of one thing alone."""
    needed = _MIN_WORDS.get(min(digits, max(_MIN_WORDS)))
    if needed is None:
        return False
    own = len(_COMMON.sub("", words))
    if len(words) >= _MIN_NAME and own >= _MIN_OWN and text.count(words[-_NAME_END:]) == 2:
        return True
    behind = _BEHIND.match(text, first.span[1])
    if behind is None or len(words) < needed:
        return False
    return text.startswith(behind[0], second.span[1])


def _telling(figure: str) -> int:
    """Return how many digits of a figure tell something: of a round number all three or more, or none."""
    digits = _NOT_DIGITS.sub("", figure)
    telling = len(digits if "." in figure else _ZEROS.sub("", digits))
    return telling if telling == len(digits) or telling >= max(_MIN_WORDS) else 0
