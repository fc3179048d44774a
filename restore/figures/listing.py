"""Counts lists whose length is stated (理论学习、调查研究、推动发展、检视整改、建章立制5个方面)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.numerals import read_numeral
from restore.text.characters import ONE_TO_TEN

__all__ = ["COUNTED", "OPEN_END", "items_of", "listing_checks"]

OPEN_END = re.compile(r"等$")
_INSIDE = re.compile("“[^”]*”|‘[^’]*’|《[^》]*》")
_JOINED = re.compile(r"[和与及]|以及")
_QUOTED_COUNT = re.compile(f"“([{ONE_TO_TEN}两]{{1,3}})[个大项条][^“”]{{1,10}}”")
_QUOTED_RUN = re.compile(
    f"((?:“[{ONE_TO_TEN}两]{{1,3}}[个大项条][^“”]{{1,10}}”[、和]?){{2,}})的?"
    f"(?P<total>[{ONE_TO_TEN}]{{1,3}})大"
)
_PARENTHESIS = re.compile(r"[（(]([^（）()]{4,160})[）)]")
_ANNOUNCED = re.compile(r"(?:以下|如下|下列|下述)[^，。；：\n]{0,6}$")
_FIRST = r"[^，。；：\n]{0,14}[：:。，]?\s*"
_OPENING = re.compile(
    rf"{_FIRST}(?:(?P<be>一是)|(?P<bracket>[（(]一[）)])|(?P<stop>一、)|(?P<ordinal>第一[，、]))"
)
#: What announces a list as well as 以下 does.
_COLON = re.compile("[：:]")
#: Words that announce all of a list; 包括 may leave some out.
_NAMED = re.compile(
    r"(?P<noun>[^，。；：:（(、0-9]{0,12})[，,：:]?(?:分别是|分别为|即|依次为|依次是)[：:]?(?P<list>[^，。；：:\n0-9]{4,160})(?=[。；，])"
)
_MARKS = {
    "be": re.compile(rf"(?<=[。；：，:\n])([{ONE_TO_TEN}]{{1,3}})(?:是|要)"),
    "bracket": re.compile(f"[（(]([{ONE_TO_TEN}]{{1,3}})[）)]"),
    "stop": re.compile(rf"(?<=[。；：\n])([{ONE_TO_TEN}]{{1,3}})、"),
    "ordinal": re.compile(rf"(?<=[。；：，:\n])第([{ONE_TO_TEN}]{{1,3}})[，、]"),
}
#: Lists of so many items are counted.
_MIN_ITEMS, _MAX_ITEMS = 2, 20
#: A list has so many enumeration commas.
_MIN_COMMAS = 2
#: Characters behind a figure in which a bracket opens; before it in
#: which 以下 announces one.
_BRACKET_REACH = 24
_ANNOUNCED_REACH = 12
COUNTED = frozenset({"个", "类", "项", "条", "大类", "家", "省市", "省区", "盟市", "种", "点"})


def listing_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each figure that counts the list right behind it."""
    text = source.text
    for claim in claims:
        if (
            claim.unit not in COUNTED
            or claim.upper is not None
            or not _MIN_ITEMS <= claim.value <= _MAX_ITEMS
        ):
            continue
        yield from _list_behind(source, claim)
        yield from _named(source, claim)
        yield from _numbered(source, claim)
    for match in _QUOTED_RUN.finditer(text):
        counts = [read_numeral(number) for number in _QUOTED_COUNT.findall(match[1])]
        total = read_numeral(match["total"])
        if total is None or any(count is None for count in counts):
            continue
        value = sum((count.value for count in counts if count), Decimal(0))
        ok = value == total.value
        yield ArithmeticCheck(
            "", source.document, "named-counts", match.span(), (),
            "verified" if ok else "possible", total.value, value,
            f"{match[1]} 合计 {value}，文中为 {match['total']}",
        )  # fmt: skip


def items_of(text: str) -> tuple[int, int]:
    """Return how many items a list has at least and at most (和 may join items or belong to one)."""
    outside = _INSIDE.sub("引", text)
    outside = re.sub(r"引(?=引)", "引、", outside)
    marks = outside.count("、") + 1
    return marks, marks + len(_JOINED.findall(outside))


def _list_behind(source: FigureSource, claim: Claim) -> Iterator[ArithmeticCheck]:
    """六个倍增计划（教育倍增、医疗倍增、……）."""
    text = source.text
    tail = text[claim.span[1] : claim.span[1] + _BRACKET_REACH]
    opening = re.match(r"[^，。；：:（(、0-9]{0,20}[（(]", tail)
    if not opening:
        return
    match = _PARENTHESIS.match(text, claim.span[1] + opening.end() - 1)
    if not match or match[1].count("、") < _MIN_COMMAS or re.search(r"[0-9，。；]|等$|…", match[1]):
        return
    least, most = items_of(match[1])
    ok = least <= claim.value <= most
    yield _listed(source, claim, ok, least)


def _named(source: FigureSource, claim: Claim) -> Iterator[ArithmeticCheck]:
    """9个专委会，分别是提案委、经济委……: the words say that all of them follow."""
    match = _NAMED.match(source.text, claim.span[1])
    if not match or match["list"].count("、") < _MIN_COMMAS or OPEN_END.search(match["list"]):
        return
    least, most = items_of(match["list"])
    yield _listed(source, claim, least <= claim.value <= most, least)


def _numbered(source: FigureSource, claim: Claim) -> Iterator[ArithmeticCheck]:
    """以下四个方面：一是……；二是……: the items that follow are numbered themselves."""
    text = source.text
    announced = _ANNOUNCED.search(text, max(0, claim.span[0] - _ANNOUNCED_REACH), claim.span[0])
    opening = _OPENING.match(text, claim.span[1])
    if not opening or not (announced or _COLON.search(opening[0])):
        return
    marks = _MARKS[opening.lastgroup or ""]
    numbers = [
        int(numeral.value)
        for match in islice(
            marks.finditer(text, opening.start(opening.lastgroup or 0)), _MAX_ITEMS + 1
        )
        if (numeral := read_numeral(match[1])) is not None
    ]
    count = 0
    for number, after in zip(numbers, [*numbers[1:], 0], strict=True):
        # One number that is wrong itself still counts; else another list begins.
        if number != count + 1 and after != count + 2:
            if number != 1:
                return
            break
        count += 1
    if count >= _MIN_ITEMS:
        yield _listed(source, claim, count == claim.value, count)


def _listed(source: FigureSource, claim: Claim, ok: bool, count: int) -> ArithmeticCheck:
    return ArithmeticCheck(
        "", source.document, "list-length", claim.span, (claim.id,),
        "verified" if ok else "failed", claim.value, Decimal(count),
        f"所列 {count} 项，文中为 {claim.text}",
    )  # fmt: skip
