"""Checks shares of parts that leave nothing of their whole over: together they make a hundred.

The words alone say that nothing is left (第一、第二、第三产业; 达标, 未达标; 14岁以下, 15—64岁, 65岁以上),
never that the sum comes out: an error of any size is found.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.parts import is_change
from restore.figures.relations import HUNDRED, exact, make_check, rate_place, unmade
from restore.figures.repairs import one_slip_off
from restore.figures.wholes import Whole, load_wholes
from restore.text.characters import HAN, ONE_TO_NINE
from restore.text.patterns import lazy_pattern

__all__ = ["partition_checks"]


#: What says that a figure is a share of a whole; the name of its part stands before it.
_SHARE = lazy_pattern("占|比重|比例|份额|贡献率|构成")
#: 占30.9%: the name of the part stands in the clause before.
#: 首付比例, 报销比例: what is paid of each.
_OF_EACH = lazy_pattern("(?:首付款?|自付|报销|补[贴助]|支付|缴[费存纳]|提取|抵扣|分红|赔付)$")
#: 占其出口总额的9%: of what the share is.
_OF = re.compile("占(?P<of>[^，。；0-9]{2,})的?$")
_BARE = lazy_pattern("(?:其中)?(?:[，,、；（(])?(?:约|所|仅|只)?(?:占|比重|比例|份额)")
_STOPS = "，,；;：:。（("
#: 分别为11.8%、48.7%和39.5%; 由8.5%、42.0%、49.5%调整为8.1%、42.3%、49.6%
_EACH = lazy_pattern("分别|依次|[由从为是]|达到?|[：:]")
#: 35. 3%: the end of a number that a blank divides.
_BROKEN, _BROKEN_REACH = lazy_pattern(f"[{HAN}][0-9]+[.．] *$"), 6
_JOINS = lazy_pattern("[、，,和与及]|以及")
#: Code points between the name of a part and the word that says it is a share.
_WORD_REACH = 4
#: Code points before a share in which its name stands, and the names of all of them.
_NAME_REACH, _HEAD_REACH = 48, 70
#: 非, 未, 没 leave nothing between; of 不满意 and 不支持 there is more than one opposite.
_NOT = lazy_pattern("(?:[非未没]|不(?=合格|达标|符合|具备|含|属))(?P<of>.{2,})")
#: 男性人口为20.1万人，占51.2%: the number behind a name.
_COUNTED = lazy_pattern(f"[为是有共约达]*[0-9.,]+(?!周?岁)[{HAN}]{{1,4}}[，,（(、]?$")
#: Between sentences whose shares are of one whole.
_GO_ON = ("；", ";")
#: So many shares of one whole are looked for at most: a table in a sentence may hold hundreds.
_MOST = 7
_MARKS = lazy_pattern(f"[^{HAN}]|^其中|^而")
_AGE = lazy_pattern(
    "(?P<low>[0-9]{1,2})(?:周?岁)?[-—－–~～至到]+(?P<high>[0-9]{1,2})周?岁"
    "|(?P<over>[0-9]{1,3})周?岁(?:及|（含）)?以上|(?P<under>[0-9]{1,2})周?岁(?:及|（含）)?以下"
)
_GRADE = f"(?:[{ONE_TO_NINE}]|Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ|I{{1,3}}|IV|V)"
_CLASS = lazy_pattern(f"(?P<worst>劣)?(?<![IV])(?P<class>{_GRADE})(?=类|[、～~—–至-]+劣?{_GRADE})")
_LATIN = ("I", "II", "III", "IV", "V")


def partition_checks(
    source: FigureSource, sentences: Sequence[Sequence[Claim]]
) -> Iterator[ArithmeticCheck]:
    """Yield a check for the shares of all parts of one whole, told one behind the other.

    Parameters
    ----------
    sentences : the figures of each sentence that has any, in order; parts go on behind a semicolon
    """
    shares: list[Claim] = []
    for sentence in sentences:
        if shares and source.text[shares[-1].sentence[1] : sentence[0].sentence[0]] not in _GO_ON:
            yield from _among(source, shares)
            shares = []
        shares += (claim for claim in sentence if claim.unit == "%")
    yield from _among(source, shares)


def _among(source: FigureSource, shares: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    if len(shares) < 2 or not _SHARE.search(source.text, shares[0].sentence[0], shares[-1].span[1]):
        return
    start = 0
    while start < len(shares) - 1:
        near = shares[start : start + _MOST]
        taken = _listed(source, near) or _partition(source, near)
        if taken and not _more_parts(near, taken):
            yield _hundred(source, near[:taken])
        start += max(taken, 1)


def _more_parts(shares: Sequence[Claim], taken: int) -> bool:
    """Tell whether only with shares behind them the first make a hundred: 中央占45%，地方占35%，农户占20%."""
    sums = [*itertools.accumulate(share.value for share in shares)]
    return sums[taken - 1] != HUNDRED and HUNDRED in sums[taken:]


def _partition(source: FigureSource, shares: Sequence[Claim]) -> int:
    """Return how many of the first shares are those of all parts, each behind its name; 0 if none are."""
    names: list[str] = []
    for place, share in enumerate(shares):
        before = shares[place - 1].span[1] if place else 0
        name = _name(source, share, before)
        if name is None:
            break
        names.append(name)
    if len(names) < 2 or _of_two_wholes(source, shares):
        return 0
    return (
        _by_kind(names)
        or _complement(names)
        or _intervals([_ages(name) for name in names])
        or _intervals([_classes(name) for name in names])
    )


def _of_two_wholes(source: FigureSource, shares: Sequence[Claim]) -> bool:
    """Tell whether the first two shares are of wholes that are two kinds themselves: 占其出口总额的9%, 占其进口总额的20.8%."""
    first, second = (
        told["of"] if told else ""
        for told in (_OF.search(source.text, s.clause.span[0], s.span[0]) for s in shares[:2])
    )
    return any(
        one != two and len(one) == len(two) == 1
        for one, two in (
            tuple({number for number, _ in whole.named(of)} for of in (first, second))
            for whole in load_wholes()
        )
    )


def _name(source: FigureSource, share: Claim, before: int) -> str | None:
    """Return what stands before the word for a share, without a number."""
    if not exact(share) or share.value >= HUNDRED or is_change(source, share):
        return None
    text = source.text
    if _BROKEN.search(text, max(0, share.span[0] - _BROKEN_REACH), share.span[0]):
        return None
    start = max(before if before else share.sentence[0], share.span[0] - _NAME_REACH)
    words = text[start : share.span[0]]
    if not before:
        words = _last_clause(words)
    told = [*_SHARE.finditer(words)]
    if not told:
        return None
    name = words[: told[0].start()]
    return None if _OF_EACH.search(name) else _COUNTED.sub("", name)


def _last_clause(words: str) -> str:
    """Return the last clause, with the one before it where it has no name of its own."""
    cut = max(map(words.rfind, _STOPS))
    if _BARE.match(words, cut + 1):
        cut = max(words.rfind(stop, 0, max(cut, 0)) for stop in _STOPS)
    return words[cut + 1 :]


def _by_kind(names: Sequence[str]) -> int:
    for whole in load_wholes():
        found: list[int] = []
        for name in names[: whole.size]:
            part = _part(whole, name)
            if part is None or part in found:
                break
            found.append(part)
        told = len(found)
        if told == whole.size or (told >= whole.least and found == [*range(1, told + 1)]):
            return told
    return 0


def _part(whole: Whole, name: str) -> int | None:
    """Return the number of the one part that a name speaks of, right before the word for a share."""
    spoken = whole.named(name)
    if len({number for number, _ in spoken}) != 1:
        return None
    number, end = spoken[-1]
    return number if len(name) - end <= _WORD_REACH else None


def _complement(names: Sequence[str]) -> int:
    """达标的城市占64.3%，未达标的城市占35.7%: what is and what is not."""
    one, other = (_MARKS.sub("", name) for name in names[:2])
    for plain, negated in ((one, other), (other, one)):
        told = _NOT.match(negated)
        if told and plain.endswith(told["of"]) and not _NOT.search(plain):
            return 2
    return 0


_Interval = tuple[int, int | None]


def _intervals(found: Sequence[_Interval | None]) -> int:
    """Return how many of the first intervals follow one another from the lowest to an open end."""
    wanted = 0
    for number, interval in enumerate(found):
        if interval is None or (number and interval[0] not in {wanted, wanted + 1}):
            return 0
        if not number and interval[0] > 1:
            return 0
        if interval[1] is None:
            return number + 1 if number else 0
        wanted = interval[1]
    return 0


def _ages(name: str) -> _Interval | None:
    found = [*_AGE.finditer(name)]
    if len(found) != 1:
        return None
    age = found[0]
    if age["over"]:
        return int(age["over"]), None
    return (0, int(age["under"])) if age["under"] else (int(age["low"]), int(age["high"]))


def _classes(name: str) -> _Interval | None:
    """Return the classes of water: 优良（Ⅰ～Ⅲ类）, 四类、劣四类; the worst is below all that have a number."""
    found = [*_CLASS.finditer(name)]
    if not found:
        return None
    numbers = [_number(match["class"]) for match in found]
    if found[-1]["worst"]:
        return (numbers[0] if len(numbers) > 1 else numbers[0] + 1), None
    return numbers[0], numbers[-1]


def _number(grade: str) -> int:
    if grade in _LATIN:
        return _LATIN.index(grade) + 1
    place = ONE_TO_NINE.find(grade)
    return place + 1 if place >= 0 else ord(grade) - ord("Ⅰ") + 1


def _listed(source: FigureSource, shares: Sequence[Claim]) -> int:
    """Return how many of the first shares stand in a row behind the names of all parts: 分别为11.8%、48.7%和39.5%."""
    row = _row(source, shares)
    if row < 2:
        return 0
    first = shares[0]
    head = source.text[max(first.sentence[0], first.span[0] - _HEAD_REACH) : first.span[0]]
    head = re.split("[，,；;：:。](?!分别)", head)[-1]
    told = _SHARE.search(head)
    if not told or not _EACH.search(head, told.end()) or is_change(source, first):
        return 0
    names = head[: told.start()]
    return row if any(_all_named(whole, names, row) for whole in load_wholes()) else 0


def _row(source: FigureSource, shares: Sequence[Claim]) -> int:
    """Return how many of the first shares stand with only a mark or 和 between them; 0 if one is inexact."""
    row = 1
    while row < len(shares) and _JOINS.fullmatch(
        source.text, shares[row - 1].span[1], shares[row].span[0]
    ):
        row += 1
    return row if all(exact(share) for share in shares[:row]) else 0


def _all_named(whole: Whole, names: str, row: int) -> bool:
    """Tell whether the parts are named in their order, and no more than there are shares."""
    if row != whole.size:
        return False
    joined = whole.all_of_them.search(names) if whole.all_of_them else None
    if joined:
        return len(names) - joined.end() <= _WORD_REACH
    spoken = whole.named(names)
    in_order = [number for number, _ in spoken] == [*range(1, row + 1)]
    return in_order and len(names) - spoken[-1][1] <= _WORD_REACH


def _hundred(source: FigureSource, shares: Sequence[Claim]) -> ArithmeticCheck:
    total = _total(shares)
    words = f"{' + '.join(share.text for share in shares)} = {total}%"
    ok = _makes_hundred(shares)
    if not ok and not one_slip_off(shares, _makes_hundred):
        # 吸烟的成年男性占52%，女性占2.7%: each of a whole of its own.
        return unmade(source, "shares", shares, f"{words}，并非同一总体")
    return make_check(source, "shares", shares, ok, (total, HUNDRED), f"{words}，应为 100%")


def _makes_hundred(shares: Sequence[Claim]) -> bool:
    total = _total(shares)
    # Each may be half a unit of its last place off, and hardly ever all of them by the whole of it.
    return abs(total - HUNDRED) < sum(map(rate_place, shares)) / 2 or total == HUNDRED


def _total(shares: Sequence[Claim]) -> Decimal:
    return sum((share.value for share in shares), Decimal(0))
