"""Counts lists whose length is stated before them (下设四个专委会：提案委、经济委、文史委、联络委)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.counts import MIN_LISTED, Count
from restore.figures.evidence import Evidence, judged
from restore.figures.items import OPEN_END, are_even, items_of, with_asides
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["listing_checks"]

_PARENTHESIS = re.compile(r"[（(]([^（）()]{4,160})[）)]")
#: Words that announce all of a list; 包括 may leave some out.
_NAMED = lazy_pattern(
    r"(?P<noun>[^，。；：:（(、0-9]{0,12})[，,：:]?(?:分别是|分别为|即|依次为|依次是)[：:]?(?P<list>[^，。；：:\n0-9]{4,160})[。；，]"
)
#: A colon announces them as well, where the sentence ends with the list.
_COLON = lazy_pattern(
    f"[{HAN}]{{0,12}}”?[：:](?P<list>[^，。；：:！？\n0-9]{{4,160}}?)(?P<open>等[{HAN}]{{0,8}})?(?=[。；\n]|$)"
)
#: 6项指标已提前达到规划目标：高质量发展稳步提升…: what was said of them is explained.
_SAID = lazy_pattern(f"[{HAN}]{{0,6}}?(?:已|均(?!衡)|全?都(?!市))[^：:，。]*[：:]")
#: 入选十大著作的其他图书是：…: one was named before. 二类三级六套标准，即…: the last number is that of the list.
_OTHERS = lazy_pattern(f"[{HAN}]{{0,12}}其[他它余]|[{ONE_TO_TEN}0-9]+(?:[级套项个类种层条]|方面)")
#: What stands before the start of a line.
_LINE_START = ("", "\n")
#: Characters behind a figure in which a bracket opens.
_BRACKET_REACH = 24
_MIN_ITEMS = 2


def listing_checks(source: FigureSource, counts: Sequence[Count]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each number that counts the list right behind it."""
    for count in counts:
        if count.qualified or count.value < _MIN_ITEMS:
            continue
        for find in (_bracketed, _named, _announced):
            words, open_end = find(source.text, count)
            if _OTHERS.match(source.text, count.span[1]):
                continue
            least, most = items_of(words)
            if least < MIN_LISTED:
                continue
            if count.value == with_asides(words):
                least = most = count.value
            even = are_even(words) and not _SAID.match(source.text, count.span[1])
            open_end = open_end or OPEN_END.search(words) is not None
            evidence = Evidence(count.value, least, most, open_end, even=even, behind=True)
            yield from judged(source, count, evidence)


def _bracketed(text: str, count: Count) -> tuple[str, bool]:
    """六个倍增计划（教育倍增、医疗倍增、……）."""
    tail = text[count.span[1] : count.span[1] + _BRACKET_REACH]
    opening = re.match(r"[^，。；：:（(、0-9]{0,20}[（(]", tail)
    match = opening and _PARENTHESIS.match(text, count.span[1] + opening.end() - 1)
    # 已获批4个浆站（其中东源、廉江、遂溪已获得许可证）
    told = match and not re.search(r"[0-9，。；]|…|^其中", match[1])
    return match[1] if match and told else "", False


def _named(text: str, count: Count) -> tuple[str, bool]:
    """9个专委会，分别是提案委、经济委……: the words say that all of them follow."""
    match = _NAMED.match(text, count.span[1])
    # Behind a comma the list may go on: 即坚持共同安全，坚持尊重主权，坚持……
    if match is None or (match[0][-1] == "，" and items_of(match["list"])[1] < count.value):
        return "", False
    return match["list"], False


def _announced(text: str, count: Count) -> tuple[str, bool]:
    """下设四个专委会：提案委、经济委、文史委、联络委。"""
    match = _COLON.match(text, count.span[1])
    if match is None:
        return "", False
    # 二类：布氏菌、炭疽菌、麻风杆菌 at the start of a line is the second class, not two.
    begins = text[max(0, count.span[0] - 1) : count.span[0]] in _LINE_START
    # 分为两个版本：甲版在内地、澳门收看；乙版……: the items are the clauses, and each may hold a list.
    divided = text.startswith("；", match.end()) and count.value != items_of(match["list"])[0]
    if divided or (begins and match[0][0] in "：:"):
        return "", False
    return match["list"], match["open"] is not None
