"""Counts lists whose length is stated before them (下设四个专委会：提案委、经济委、文史委、联络委)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, CheckOutcome, Claim, FigureSource
from restore.figures.numerals import read_numeral
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = [
    "MAX_ITEMS",
    "MIN_LISTED",
    "OPEN_END",
    "Count",
    "counts_of",
    "items_of",
    "list_check",
    "listing_checks",
    "without_words",
]

OPEN_END = re.compile(r"等$")
_ASIDE = re.compile("（[^（）]*）")
_INSIDE = lazy_pattern("“[^”]*”|‘[^’]*’|《[^》]*》")
#: Words that hold 和, 与 or 及, which join nothing there, unless another word ends or begins in them: 金融和制度,
#: 初中和高中, 山区和平原, 公共和民用.
_NO_JOIN = lazy_pattern(
    "和平(?![安顶阳凉壤台均价面]|原(?!则))|和谐|和睦|和美(?![国洲元军术食容])|和解(?![放决剖读说])|和约(?!旦)|和谈(?!判)"
    "|(?<![公中])共和|(?<!汇)总和|缓和|(?<![保气水常高低控恒])温和|饱和|(?<=碳)中和|中和反应|(?<![金通])融和"
    "|(?<![母父双探])亲和|呼和浩特|和田|参与|与会(?!计)|赠与|与时俱进|普及|涉及|(?<!普)惠及|危及|(?<!宁)波及|触及"
    "|(?<!回)顾及|及时|埃及"
)
_NAMES_IN_A_ROW = lazy_pattern(f"引{{2,}}(?![{HAN}])")
_JOINED = lazy_pattern(r"[和与及]|以及")
_QUOTED_COUNT = lazy_pattern(f"“([{ONE_TO_TEN}两]{{1,3}})[个大项条][^“”]{{1,10}}”")
_QUOTED_NAME = f"“[{ONE_TO_TEN}两]{{1,3}}[个大项条][^“”]{{1,10}}”[、和]?"
#: “八个园”、“八个一”和十大工程: the number behind 和 is that of one more, and no total.
_QUOTED_RUN = lazy_pattern(
    f"({_QUOTED_NAME}(?:{_QUOTED_NAME})+)(?<![、和])的?(?P<total>[{ONE_TO_TEN}]{{1,3}})大"
)
_PARENTHESIS = re.compile(r"[（(]([^（）()]{4,160})[）)]")
#: Words that announce all of a list; 包括 may leave some out.
_NAMED = lazy_pattern(
    r"(?P<noun>[^，。；：:（(、0-9]{0,12})[，,：:]?(?:分别是|分别为|即|依次为|依次是)[：:]?(?P<list>[^，。；：:\n0-9]{4,160})[。；，]"
)
#: A colon announces them as well, where the sentence ends with the list.
_COLON = lazy_pattern(
    f"[{HAN}]{{0,12}}”?[：:](?P<list>[^，。；：:！？\n0-9]{{4,160}}?)(?P<open>等[{HAN}]{{0,8}})?(?=[。；\n]|$)"
)
#: 五大行动 is a name, and counts what is listed beside it all the same.
_NAMED_COUNT = lazy_pattern(
    f"([{ONE_TO_TEN}])(?<![第{ONE_TO_TEN}].)(?:大(?=[{HAN}0-9“])(?![队户])"
    "(?<!五大(?=洲|湖|连池))(?<!七大(?=洲))(?<!四大(?=洋|发明|名著))(?<!三大(?=球))"
    f"|(?<=“.)[个项条](?=[{HAN}])|个?方面"
    "|点(?=要求|意见|建议|希望|主张|体会|启示|共识|倡议|考虑)|件(?=大事|实事|要事))"
)
#: Names of sports that count nothing: 田径、游泳、铁人三项.
_SPORT = lazy_pattern(
    "(?:铁人三|现代五|(?:冬季|北欧)[两二])项|[五七十]项全能|子[七十]项(?=[、，。；比])"
)
_SPORT_REACH = 2
#: 四个坚持：一是稳中求进、以进促稳、先立后破。二是…: the list is of the first.
_FIRST = lazy_pattern("一是|一要|第一|其一|首先|一、")
#: What stands before the start of a line.
_LINE_START = ("", "\n")
#: Behind these a number counts only some of what there is: 前三项, 其他两个, 每村三个.
_SOME = lazy_pattern(
    "(?:[前后首]|其[他余它]|其中|另外?|余下|剩余|至[少多]|最[少多]|每[^，。；：]{0,6}|各)$"
)
#: 两类及以上, 5个位次: what is no number of things; 北七家等城乡接合部: a name. Nor does 1类 (新药) count.
_NO_COUNT = lazy_pattern("[及或]?以[上下]|位次|名次|等(?:城|地|村|乡|镇|处|[，。])")
#: Lists of so many items are counted.
_MIN_ITEMS, MAX_ITEMS = 2, 20
#: A written 1 may stand for the number of a list; 一个 says many things.
#: 一直到9点左右 is a time.
_HOUR = lazy_pattern("[到至上下午晨晚早夜]$")
#: 19个村、2个社区，分别为…: what follows is all that was counted.
_COUNTED_TOGETHER = lazy_pattern(f"[0-9{ONE_TO_TEN}]个?[{HAN}]{{1,8}}[、和及与]$")
_TOGETHER_REACH = 12
#: 四大岛屿，其他较重要的岛包括：…, 四类：鼓类包括…: such a list is of something else.
_OTHER_LIST = lazy_pattern("其[他它余]")
_LIST_WITHIN = lazy_pattern(f"[{HAN}]{{1,8}}(?:包括|[有含])")
_ONE = lazy_pattern("1(?![0-9.])")
#: A list beside its count has so many items: two may be joined in many ways.
MIN_LISTED = 3
#: Characters behind a figure in which a bracket opens; before it in which 每 or 前 stands.
_BRACKET_REACH = 24
_SOME_REACH = 8
_COUNTED = frozenset({"个", "类", "项", "条", "大类", "家", "省市", "省区", "盟市", "种", "点"})


class Count(NamedTuple):
    """A number that may count a list: where it stands, and the claims it is made of.

    A written 1 counts no list that follows it, and is wrong behind a list of more. ``qualified`` numbers (近20项, 前三项, 每村三个) do not say how long a list is.
    """

    span: tuple[int, int]
    text: str
    value: int
    claims: tuple[str, ...]
    qualified: bool


def counts_of(source: FigureSource, claims: Sequence[Claim]) -> list[Count]:
    """Return what may count a list: figures, and the numbers of names such as 五大行动."""
    known = set()
    found = []
    for claim in claims:
        if (
            claim.unit in _COUNTED
            and claim.upper is None
            and (_MIN_ITEMS <= claim.value <= MAX_ITEMS or _ONE.match(claim.text))
            and not (
                claim.unit == "点" and _HOUR.search(source.text, claim.sentence[0], claim.span[0])
            )
            and not (claim.unit == "项" and _is_sport(source.text, claim.span))
        ):
            known.add(claim.span[0])
            qualified = bool(claim.qualifier) or _some(source.text, claim.span)
            qualified = qualified or (claim.unit == "类" and claim.value == 1)
            found.append(Count(claim.span, claim.text, int(claim.value), (claim.id,), qualified))
    for match in _NAMED_COUNT.finditer(source.text):
        numeral = read_numeral(match[1])
        value = int(numeral.value) if numeral else 0
        if value >= _MIN_ITEMS and match.start() not in known:
            qualified = _some(source.text, match.span())
            found.append(Count(match.span(), match[0], value, (), qualified))
    return found


def listing_checks(source: FigureSource, counts: Sequence[Count]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each number that counts the list right behind it."""
    for count in counts:
        if not count.qualified and count.value >= _MIN_ITEMS:
            yield from _bracketed(source, count)
            yield from _named(source, count)
            yield from _announced(source, count)
    for match in _QUOTED_RUN.finditer(source.text):
        parts = [read_numeral(number) for number in _QUOTED_COUNT.findall(match[1])]
        total = read_numeral(match["total"])
        if total is None or any(part is None for part in parts):
            continue
        value = sum((part.value for part in parts if part), Decimal(0))
        ok = value == total.value
        yield ArithmeticCheck(
            "", source.document, "named-counts", match.span(), (),
            "verified" if ok else "possible", total.value, value,
            f"{match[1]} 合计 {value}，文中为 {match['total']}",
        )  # fmt: skip


def _is_sport(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    return _SPORT.search(text, max(0, start - _SPORT_REACH), end + _SPORT_REACH) is not None


def _some(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a number counts only some of what there is, or nothing."""
    start, end = span
    some = _SOME.search(text, max(0, start - _SOME_REACH), start)
    return some is not None or _NO_COUNT.match(text, end) is not None


def without_words(text: str) -> str:
    """Put marks in place of the words that hold 和, 与 or 及 (和平, 参与); the length stays."""
    return _NO_JOIN.sub(lambda match: "词" * len(match[0]), text)


def items_of(text: str) -> tuple[int, int]:
    """Return how many items a list has at least and at most (和 may join items or belong to one)."""
    outside = _outside(text)
    marks = outside.count("、") + 1
    return marks, marks + len(_JOINED.findall(outside))


def _outside(text: str) -> str:
    """Return a list with a mark in the place of each quoted name, and without what stands in brackets."""
    outside = without_words(_INSIDE.sub("引", _ASIDE.sub("", text)))
    # “双区”“双城”产业、交通: names that lead to an item are none.
    return _NAMES_IN_A_ROW.sub(lambda names: "、".join(names[0]), outside)


def _bracketed(source: FigureSource, count: Count) -> Iterator[ArithmeticCheck]:
    """六个倍增计划（教育倍增、医疗倍增、……）."""
    text = source.text
    tail = text[count.span[1] : count.span[1] + _BRACKET_REACH]
    opening = re.match(r"[^，。；：:（(、0-9]{0,20}[（(]", tail)
    if not opening:
        return
    match = _PARENTHESIS.match(text, count.span[1] + opening.end() - 1)
    # 已获批4个浆站（其中东源、廉江、遂溪已获得许可证）
    if match and not re.search(r"[0-9，。；]|…|^其中", match[1]):
        yield from _compared(source, count, match[1])


def _named(source: FigureSource, count: Count) -> Iterator[ArithmeticCheck]:
    """9个专委会，分别是提案委、经济委……: the words say that all of them follow."""
    match = _NAMED.match(source.text, count.span[1])
    reach = max(0, count.span[0] - _TOGETHER_REACH)
    if match and _COUNTED_TOGETHER.search(source.text, reach, count.span[0]):
        return
    # Behind a comma the list may go on: 即坚持共同安全，坚持尊重主权，坚持……
    if match and not (match[0][-1] == "，" and items_of(match["list"])[1] < count.value):
        yield from _compared(source, count, match["list"])


def _announced(source: FigureSource, count: Count) -> Iterator[ArithmeticCheck]:
    """下设四个专委会：提案委、经济委、文史委、联络委。"""
    match = _COLON.match(source.text, count.span[1])
    if match is None or _OTHER_LIST.search(source.text, match.start(), match.start("list")):
        return
    if _FIRST.match(match["list"]):
        return
    # 二类：布氏菌、炭疽菌、麻风杆菌 at the start of a line is the second class, not two.
    if (
        source.text[max(0, count.span[0] - 1) : count.span[0]] in _LINE_START
        and match[0][0] in "：:"
    ):
        return
    # 分为两个版本：甲版在内地、澳门收看；乙版……: the items are the clauses, and each may hold a list.
    divided = source.text[match.end() : match.end() + 1] == "；"
    if not (
        (divided and count.value != items_of(match["list"])[0]) or _LIST_WITHIN.match(match["list"])
    ):
        yield from _compared(source, count, match["list"], open_end=match["open"] is not None)


def _compared(
    source: FigureSource, count: Count, listed: str, *, open_end: bool = False
) -> Iterator[ArithmeticCheck]:
    least, most = items_of(listed)
    if least < MIN_LISTED:
        return
    if count.value == _with_asides(listed):
        least = most = count.value
    fits = least <= count.value <= most
    open_end = open_end or OPEN_END.search(listed) is not None
    if open_end and count.value > least:
        yield list_check(source, count, "unmade", least)
    elif fits:
        yield list_check(source, count, "verified", least)
    else:
        yield list_check(source, count, "failed" if _are_even(listed) else "possible", least)


def _are_even(listed: str) -> bool:
    """Tell whether the items of a list behind its first are of one length, so that none is two or part of one."""
    return len({len(item) for item in _outside(listed).split("、")[1:]}) == 1


def _with_asides(listed: str) -> int:
    """Count what brackets list behind each item: 利妥昔单抗（复宏汉霖、信达生物）、曲妥珠单抗（复宏汉霖） are three."""
    return sum(aside.count("、") + 1 for aside in _ASIDE.findall(listed))


def list_check(
    source: FigureSource, count: Count, outcome: CheckOutcome, items: int
) -> ArithmeticCheck:
    """Make the check of a number against the items that it counts."""
    told = "，列举未尽" if outcome == "unmade" else ""
    return ArithmeticCheck(
        "", source.document, "list-length", count.span, count.claims, outcome,
        Decimal(count.value), Decimal(items), f"所列 {items} 项，文中为 {count.text}{told}",
    )  # fmt: skip
