"""Finds the quantities of a text: numbers with their unit and qualifiers.

Names that only look like a number (“十四五”, 12345热线, 一带一路, titles in 《》) are left alone: they
come from the dictionary and from their form. Years, months and days are no quantities either;
:mod:`restore.figures.periods` reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from restore.figures.cells import Cell
from restore.figures.dictionary import FigureDictionary
from restore.figures.measures import NO_UNIT, Quantity
from restore.figures.names import merged, name_spans
from restore.figures.numerals import plain, scale_value
from restore.figures.quantity_patterns import Scanner, scanner_of
from restore.figures.quantity_reading import read_quantity
from restore.text.characters import (
    DIGIT_VALUES,
    DIGITS,
    FORMAL_NUMERALS,
    GROUP_BLANKS,
    WRITTEN_NUMERALS,
)

__all__ = ["Quantity", "scan_quantities"]

#: Between the numbers of a list that share a unit.
_LISTING = frozenset({"、", "和", "与", "及", "/"})
_SHARED = frozenset({"percent", "permille", "point", "money", "mass", "length", "area", "person"})
_POWER = re.compile("[十百千万亿]+$")
_BLANKS = re.compile(f"[{GROUP_BLANKS}]")
#: A column may be in a power of ten and name its unit itself: 诊疗人次（亿）.
_SCALES = frozenset({"万", "百万", "亿", "万亿"})
#: A measure word of things of every kind.
_ANY = "个"
#: One of these is in every quantity (过半, 翻番, 三成).
_FIGURE = re.compile(f"[{DIGITS}{WRITTEN_NUMERALS}{FORMAL_NUMERALS}半翻]")


def scan_quantities(
    text: str,
    dictionary: FigureDictionary,
    taken: Iterable[tuple[int, int]] = (),
    cells: Sequence[Cell] = (),
) -> list[Quantity]:
    """Find every quantity of ``text`` in order.

    ``taken`` are spans that hold no quantity (times). A match that touches one of them is tried
    again behind it, so that 2023年3月8件 still yields 8件. ``cells`` are the numbers of the text's
    tables, which have the unit of their column.
    """
    if not cells and _FIGURE.search(text) is None:
        # Nothing is compiled for the texts of a process that have no figure.
        return []
    scanner = scanner_of(dictionary)
    if not cells and scanner.pattern.search(text) is None:
        return []
    read = {cell: _of_cell(text, cell, scanner) for cell in cells}
    told = [(cell.start, cell.end) for cell, found in read.items() if found or cell.named]
    blocked = _SpanSet([*name_spans(text, dictionary), *taken, *told])
    found = _with_shared_units(text, list(_scan(text, scanner, blocked)))
    return sorted([*found, *filter(None, read.values())])


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give the numbers of a list the unit of its last, with its power: 提高1.7、2.2个百分点; 1.79/2.54亿元."""
    shared: tuple[Quantity, Decimal] | None = None
    for place in range(len(found) - 2, -1, -1):
        one, last = found[place], found[place + 1]
        printed = text[last.start : last.end]
        if last.unit.form and printed.endswith(last.unit.form):
            power = _POWER.search(printed.removesuffix(last.unit.form))
            shared = last, scale_value(power[0]) if power else Decimal(1)
        if shared is None or one.unit.form or one.upper is not None:
            shared = None
            continue
        between = text[one.outer_end : last.outer_start]
        if between not in _LISTING or "." not in text[one.start : one.end]:
            shared = None
            continue
        end, scale = shared
        if end.unit.group in _SHARED or end.unit.group.startswith("money"):
            factor = end.unit.factor * (scale if text[one.end - 1].isdigit() else Decimal(1))
            found[place] = one._replace(
                kind=end.kind,
                value=plain(one.value * factor),
                low=plain(one.low * factor),
                high=one.high and plain(one.high * factor),
                unit=end.unit,
            )
    return found


def _of_cell(text: str, cell: Cell, scanner: Scanner) -> Quantity | None:
    """Read the number of a cell with its unit; ``None`` where the dictionary does not know the unit."""
    printed = text[cell.start : cell.end]
    if printed in DIGIT_VALUES:
        # In a cell 一 and 三 count whatever the column is in.
        printed = str(DIGIT_VALUES[printed])
    told = printed.endswith(cell.unit)
    match = (
        scanner.pattern.fullmatch(printed if told else printed + cell.unit) if cell.unit else None
    )
    quantity = read_quantity(match, 0, scanner) if match else None
    if quantity is None or not (quantity.unit.form or cell.unit in _SCALES):
        # A number in groups of three is one, whatever its unit.
        match = scanner.pattern.fullmatch(_BLANKS.sub("", printed))
        quantity = read_quantity(match, 0, scanner) if match and _BLANKS.search(printed) else None
    if quantity is None and not cell.named and (not cell.unit or cell.unit in _SCALES):
        # A range needs a unit to be read: 3.5-9.5, in a column of none or of a power of ten.
        match = scanner.pattern.fullmatch(f"{printed}{cell.unit}{_ANY}")
        quantity = read_quantity(match, 0, scanner) if match and match["b"] else None
        quantity = quantity and quantity._replace(kind="bare", unit=NO_UNIT)
    if quantity is None:
        return None
    return quantity._replace(
        start=cell.start, end=cell.end, outer_start=cell.start, outer_end=cell.end
    )


def _scan(text: str, scanner: Scanner, blocked: _SpanSet) -> Iterator[Quantity]:
    position = 0
    while match := scanner.pattern.search(text, position):
        start = match.end("before") if match["before"] else match.start()
        clash = blocked.touching(start, match.end())
        if clash:
            position = max(clash[1], match.start() + 1)
            continue
        quantity = read_quantity(match, start, scanner)
        position = quantity.outer_end if quantity else match.start() + 1
        if quantity:
            yield quantity


class _SpanSet:
    """Answers whether a stretch touches one of many spans, in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = merged(list(spans))
        self._starts = [span[0] for span in self.spans]

    def touching(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the last span that shares a character with ``[start, end)``."""
        index = bisect_right(self._starts, end - 1) - 1
        if index >= 0 and self.spans[index][1] > start:
            return self.spans[index]
        return None
