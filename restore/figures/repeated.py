"""Finds what one text says twice with numbers that are a digit apart (年产量500万吨, 年产量560万吨)."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import doubt, exact
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["repeated_checks", "words_before"]

#: The words right before a figure, without those that only lead to it.
_WORDS = lazy_pattern(f"[{HAN}]{{4,}}$")
_LEADING = re.compile("(?:达到?|为|约|共|有|了|是)+$|^[年月日]?(?:全年|一年来|今年以来|目前)?共?")
_NOT_DIGITS = re.compile("[^0-9]")
#: Changes and bounds are said of many things in one wording.
_MOVED = re.compile(
    "[到至从由比升降增减加高低多少破]$|最[高低多少大]|[每均]|不[超低少]|给予|补[助贴]|奖|罚|标准"
)
#: What the shorter wording of two lacks makes another thing of it: 未完成任务, 超额完成任务, 其中惠及企业.
_OTHER_THING = re.compile("(?:[未不非无没]|超额|其中.*)$")
#: Words behind these belong to what stands before them: 豫R12345号车辆施救费, 8月18日借款, 场地、实物黄金.
_GOING_ON = re.compile("[A-Za-z0-9×*、]$")
#: But not behind a year or a month, of which both figures have the same.
_DATED = re.compile("[年月]")
#: A tier of a rule: 进货达10万元，奖励2万元.
_RULED = lazy_pattern("[^。；]{0,3}[，,]?[^，,。；]{0,2}(?:奖|返|补[助贴]|罚)")
#: Words of so many characters are asked for: fewer where the number has more telling digits, for then a digit
#: apart is rarer by chance. Zeros at the end tell nothing: 实现产值110亿元, 150亿元 are of two branches.
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
    plans = [match.start() for match in _PLAN.finditer(source.text)]
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
        head = source.text[claim.clause.span[0] : words.start()]
        if _GOING_ON.search(head) and not _DATED.match(words[0]):
            named = head + named
        group = claim.unit_group if claim.unit_group == "paper" else claim.unit
        section = bisect(plans, claim.span[0])
        # 改造老旧小区44个 was done, and 43个 are to be.
        key = (named[-_MIN_WORDS[3] :], group, claim.body, period.start, period.end, section)
        before = told.setdefault(key, [])
        for other, first in before[:_MAX_COMPARED]:
            if _one_figure(other, named) and _misread(first, claim, min(len(other), len(named))):
                yield doubt(
                    source,
                    "repeated",
                    first,
                    claim,
                    f"“{named}”一处为 {first.text}，一处为 {claim.text}",
                )
                break
        before.append((named, claim))


def words_before(text: str, claim: Claim) -> str:
    """Return the words right before a figure in its clause, without what only leads to it."""
    words = _WORDS.search(text, claim.clause.span[0], claim.span[0])
    return _LEADING.sub("", words[0]) if words else ""


def _one_figure(a: str, b: str) -> bool:
    """Tell whether one of two wordings only says more in front."""
    shorter, longer = sorted((a, b), key=len)
    return longer.endswith(shorter) and not _OTHER_THING.search(longer.removesuffix(shorter))


def _misread(first: Claim, second: Claim, words: int) -> bool:
    """Tell whether two numbers are a digit apart and their words long enough to show that one is misread."""
    one, two = (_NOT_DIGITS.sub("", claim.text) for claim in (first, second))
    apart = [pair for pair in zip(one, two, strict=False) if pair[0] != pair[1]]
    exchanged = len(apart) == 2 and apart[0] == apart[1][::-1]
    if len(one) != len(two) or not (len(apart) == 1 or exchanged):
        return False
    digits = min(_telling(claim.text) for claim in (first, second))
    needed = _MIN_WORDS.get(min(digits, max(_MIN_WORDS)))
    return needed is not None and words >= needed


def _telling(figure: str) -> int:
    """Return how many digits of a figure tell something: of a round number all three or more, or none."""
    digits = _NOT_DIGITS.sub("", figure)
    telling = len(digits if "." in figure else _ZEROS.sub("", digits))
    return telling if telling == len(digits) or telling >= max(_MIN_WORDS) else 0
