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
#: The forms of numbered items; the items of one list have one form.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_LINE}{_CHINESE}、",
        rf"{_OPEN}[（(]{_CHINESE}[）)]",
        rf"{_LINE}(?P<number>[1-9][0-9]?)[.．、](?![0-9])",
        rf"{_OPEN}[（(](?P<number>[1-9][0-9]?)[）)]",
        rf"{_OPEN}{_CHINESE}是",
        rf"{_OPEN}{_CHINESE}要",
        rf"{_OPEN}第{_CHINESE}，",
        rf"{_LINE}第{_CHINESE}章",
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
    for form in _FORMS:
        items = [
            _Item(match.span("number"), int(numeral.value))
            for match in form.finditer(source.text)
            if (numeral := read_numeral(match["number"])) is not None
        ]
        yield from _row(source, items)


def _row(source: FigureSource, items: Sequence[_Item]) -> Iterator[ArithmeticCheck]:
    for before, here, after in zip(items, items[1:], items[2:], strict=False):
        wanted = before.number + 1
        if after.number != wanted + 1 or "\f" in source.text[before.span[1] : after.span[0]]:
            continue
        if here.number in {1, before.number, after.number}:
            # Another list begins, or goes on behind the end of one.
            continue
        if here.number != wanted:
            yield ArithmeticCheck(
                "", source.document, "numbering", here.span, (), "failed",
                Decimal(here.number), Decimal(wanted),
                f"编号为 {here.number}，前后为 {before.number} 与 {after.number}",
            )  # fmt: skip
