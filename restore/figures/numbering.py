"""Checks that numbered items follow one another (一是…二是…四是…, headings （一）（二）（四）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.numerals import read_numeral
from restore.text.characters import ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["numbering_checks"]

_CHINESE = f"[{ONE_TO_TEN}]{{1,3}}"
_BODY = (
    rf"[ \u3000]*(?:(?P<chinese>{_CHINESE})(?P<behind>[、是要])"
    rf"|[（(](?:(?P<inside>{_CHINESE})|(?P<digits>[1-9][0-9]?))[）)]|第(?P<nth>{_CHINESE})(?P<of>章|(?=，))"
    r"|(?P<stop>[1-9][0-9]?)[.．、](?![0-9]))"
)
_MARK = "(?P<mark>[。；：:，\n])"
_ITEM = re.compile(_MARK + _BODY)
#: At the beginning of a text none need stand before it; all others are found faster by their mark.
_FIRST = re.compile(f"(?:^|{_MARK}){_BODY}")
_NUMBERS = ("chinese", "inside", "digits", "nth", "stop")
#: Forms of numbered items that only begin a line.
_LINES = frozenset({"、", "章", "stop"})
#: So many items in order around one that repeats its neighbour say that it is wrong: headings are lost
#: more easily than 一是.
_ENOUGH, _ENOUGH_INLINE = 4, 2
#: So many make a doubt: of 一、三、三、四 one may be lost.
_ENOUGH_TO_DOUBT = 3
#: So many where the first of them is lost.
_ENOUGH_UNBEGUN = 6
_INLINE = frozenset({"是", "要", "nth"})
#: Forms that stand below headings, and what begins anew there: such a heading, or a colon (如下条件：).
_LOWER = frozenset({"inside", "digits", "stop"})
_ANEW = lazy_pattern(rf"\n[ \u3000]*(?:第{_CHINESE}[编章节条]|{_CHINESE}、)|[：:]\s*(?=[（(]|$)")

_ARTICLE = re.compile(f"(?m)^[ \u3000]*第([{ONE_TO_TEN}百零]{{1,7}})条")


class _Item(NamedTuple):
    span: tuple[int, int]
    number: int


def numbering_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each item whose number breaks the row of those around it.

    A number is wrong where the items before and behind it miss exactly it: …二、五、四… A row that
    ends or begins in the middle, or leaves numbers out, may have lost text, and says nothing.
    """
    for form, items in _rows(source.text).items():
        enough = _ENOUGH_INLINE if form in _INLINE else _ENOUGH
        for place in range(1, len(items) - 1):
            before, here, after = items[place - 1 : place + 2]
            if form in _LOWER and _ANEW.search(source.text, before.span[1], after.span[0]):
                # Another list, some of whose items are lost.
                continue
            if form == "章" and _starts_again(source.text[before.span[1] : after.span[0]]):
                continue
            outcome = _broken(source, items, place, enough)
            if outcome is not None:
                yield ArithmeticCheck(
                    "", source.document, "numbering", here.span, (), outcome,
                    Decimal(here.number), Decimal(before.number + 1),
                    f"编号为 {here.number}，前后为 {before.number} 与 {after.number}",
                )  # fmt: skip


def _rows(text: str) -> dict[str, list[_Item]]:
    """Return the numbered items of a text by their form, in order."""
    rows: dict[str, list[_Item]] = {}
    first = _FIRST.match(text)
    for match in (*filter(None, [first]), *_ITEM.finditer(text, first.end() if first else 0)):
        group = next(name for name in _NUMBERS if match[name] is not None)
        form = match["behind"] or match["of"] or group
        if form in _LINES and match["mark"] not in {None, "\n"}:
            continue
        numeral = read_numeral(match[group])
        if numeral is not None:
            rows.setdefault(form, []).append(_Item(match.span(group), int(numeral.value)))
    return rows


def _broken(
    source: FigureSource, items: Sequence[_Item], place: int, enough: int
) -> Literal["failed", "possible"] | None:
    """Tell whether an item breaks its row, for sure or perhaps."""
    before, here, after = items[place - 1 : place + 2]
    wanted = before.number + 1
    if here.number in {1, wanted} or after.number != wanted + 1:
        # In order; or another list begins here; or numbers are missing.
        return None
    if "\f" in source.text[before.span[1] : after.span[0]]:
        return None
    if here.number not in {before.number, after.number}:
        return "failed"
    # 二、二、四 may be two lists, cut off where they meet: more of the row must be in order.
    begun = _run(items[place - 1 :: -1], -1)
    whole = items[place - begun].number == 1
    found = begun + _run(items[place + 1 :], 1)
    if found >= (enough if whole else _ENOUGH_UNBEGUN):
        return "failed"
    return "possible" if whole and found >= _ENOUGH_TO_DOUBT else None


def _starts_again(chapters: str) -> bool:
    """Tell whether the articles of chapters are of several laws: 第六十条 and behind it 第三条."""
    found = (read_numeral(number) for number in _ARTICLE.findall(chapters))
    numbers = [numeral.value for numeral in found if numeral is not None]
    return any(one > two for one, two in pairwise(numbers))


def _run(items: Sequence[_Item], step: int) -> int:
    """Count the items in order from the first."""
    for place, item in enumerate(items):
        if item.number != items[0].number + step * place:
            return place
    return len(items)
