"""Checks that numbered items follow one another (一是…二是…四是…, headings （一）（二）（四）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.numerals import read_numeral
from restore.text.characters import ONE_TO_TEN

__all__ = ["numbering_checks"]

_CHINESE = f"(?P<number>[{ONE_TO_TEN}]{{1,3}})"
_OPEN = r"(?:(?<=[。；：:，\n])|^)[ \u3000]*"
_LINE = r"(?:(?<=\n)|^)[ \u3000]*"
#: The forms of numbered items; the items of one list have one form. With each, how many items in order
#: around one that repeats its neighbour say that it is wrong: headings are lost more easily than 一是.
_FORMS = tuple(
    (re.compile(form), enough)
    for form, enough in (
        (rf"{_LINE}{_CHINESE}、", 4),
        (rf"{_OPEN}[（(]{_CHINESE}[）)]", 4),
        (rf"{_LINE}(?P<number>[1-9][0-9]?)[.．、](?![0-9])", 4),
        (rf"{_OPEN}[（(](?P<number>[1-9][0-9]?)[）)]", 4),
        (rf"{_OPEN}{_CHINESE}是", 2),
        (rf"{_OPEN}{_CHINESE}要", 2),
        (rf"{_OPEN}第{_CHINESE}，", 2),
        (rf"{_LINE}第{_CHINESE}章", 4),
    )
)


class _Item(NamedTuple):
    span: tuple[int, int]
    number: int


def numbering_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each item whose number breaks the row of those around it.

    A number is wrong where the items before and behind it miss exactly it: …二、五、四… A row that
    ends or begins in the middle, or leaves numbers out, may have lost text, and says nothing.
    """
    for form, enough in _FORMS:
        items = [
            _Item(match.span("number"), int(numeral.value))
            for match in form.finditer(source.text)
            if (numeral := read_numeral(match["number"])) is not None
        ]
        for place in range(1, len(items) - 1):
            if _breaks(source, items, place, enough):
                before, here, after = items[place - 1 : place + 2]
                yield ArithmeticCheck(
                    "", source.document, "numbering", here.span, (), "failed",
                    Decimal(here.number), Decimal(before.number + 1),
                    f"编号为 {here.number}，前后为 {before.number} 与 {after.number}",
                )  # fmt: skip


def _breaks(source: FigureSource, items: Sequence[_Item], place: int, enough: int) -> bool:
    before, here, after = items[place - 1 : place + 2]
    wanted = before.number + 1
    if here.number in {1, wanted} or after.number != wanted + 1:
        # In order; or another list begins here; or numbers are missing.
        return False
    if "\f" in source.text[before.span[1] : after.span[0]]:
        return False
    if here.number not in {before.number, after.number}:
        return True
    # 二、二、四 may be two lists, cut off where they meet: more of the row must be in order.
    begun = _run(items[place - 1 :: -1], -1)
    if items[place - begun].number != 1:
        return False
    return begun + _run(items[place + 1 :], 1) >= enough


def _run(items: Sequence[_Item], step: int) -> int:
    """Count the items in order from the first."""
    for place, item in enumerate(items):
        if item.number != items[0].number + step * place:
            return place
    return len(items)
