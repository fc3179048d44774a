"""Rows of figures whose cells stand one space apart, as the text layer of a PDF has them.

Prose hardly ever has two figures side by side with nothing but a space between, and never in line
after line: 营业收入（元） 170,360,448.00 124,944,397.00 36.35%. A letter-spaced line is no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine
from restore.text.characters import STOPS

__all__ = ["find"]

# Two figures side by side, looked for in a page before its lines are split.
_TRIGGER = re.compile(r"[0-9A-Z%)] [-(]?[0-9]")
_SPACES = re.compile(r"[ \t\u3000]+")
_FIGURE = re.compile(r"[-+−(（]?[A-Z]{0,2}[0-9][0-9A-Z.,/:\-]*[%％‰xX]?[)）]?\Z")
_NO_FIGURE = re.compile(r"[-—–－/]{1,2}\Z")
_OF_PROSE = frozenset(STOPS + "，；！？")
#: No cell is longer. A third of them are figures; half are longer than one character.
_MAX_CELL_CHARACTERS = 30
_MIN_FIGURE_SHARE, _MIN_WORD_SHARE = 1 / 3, 0.5
#: The next row is one of the next two lines, with so many empty ones before it at most.
_NEAR_LINES, _MAX_GAP = 2, 2


def find(page: Lines) -> Iterator[Region]:
    """Yield rows of figures, and between them a name with its one figure."""
    if _TRIGGER.search(page.text) is None:
        return
    lines = page.lines
    rows = [place for place, line in enumerate(lines) if _is_row(line.text)]
    held = {
        place
        for pair in pairwise(rows)
        if pair[1] - pair[0] <= _NEAR_LINES and _near(lines, *pair)
        for place in pair
    }
    for place in sorted(held):
        for step in (-1, 1):
            other = place + step
            while (
                0 <= other < len(lines)
                and other not in held
                and lines[max(other, other - step)].gap <= _MAX_GAP
                and _is_named(lines[other].text)
            ):
                held.add(other)
                other += step
    yield from (lines[place].region(Form.TABLE_ROW) for place in sorted(held))


def _near(lines: Sequence[SourceLine], first: int, last: int) -> bool:
    return all(line.gap <= _MAX_GAP for line in lines[first + 1 : last + 1])


def _is_row(text: str) -> bool:
    if _TRIGGER.search(text) is None or not _OF_PROSE.isdisjoint(text):
        return False
    cells = _SPACES.split(text)
    kinds = [_kind(cell) for cell in cells]
    figures = sum(kind > 0 for kind in kinds)
    return (
        any(left + right > 2 and left and right for left, right in pairwise(kinds))
        and figures >= _MIN_FIGURE_SHARE * len(cells)
        and sum(len(cell) > 1 for cell in cells) >= _MIN_WORD_SHARE * len(cells)
        and max(map(len, cells)) <= _MAX_CELL_CHARACTERS
    )


def _kind(cell: str) -> int:
    """Return 2 for a figure of several characters, 1 for a digit or an empty cell's mark, else 0."""
    if _FIGURE.match(cell):
        return 2 if len(cell) > 1 else 1
    return 1 if _NO_FIGURE.match(cell) else 0


def _is_named(text: str) -> bool:
    cells = _SPACES.split(text)
    return (
        len(cells) == 2
        and 1 < len(cells[0]) <= _MAX_CELL_CHARACTERS
        and _OF_PROSE.isdisjoint(text)
        and _kind(cells[0]) == 0
        and _kind(cells[1]) > 0
    )
