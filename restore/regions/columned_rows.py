"""Rows of tables without a sign of their own: cells apart by tabs, wide spaces or commas.

Columns of a newspaper that were read across stand apart in the same way. Their cells are full
lines of prose; those of a table are short, and some hold figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, runs
from restore.text.characters import DIGITS, HAN, STOPS

__all__ = ["find"]

# What a row has between its cells, and what stands before it: looked for in this order it is rare.
_TRIGGER = re.compile(
    r"(?:\t(?<=\S\t)|  (?<=\S  )|\u3000(?<=\S\u3000))[ \t\u3000]*\S|,(?<=[^,\n],)[^,\n]{1,40},"
)
_TABBED, _SPACED = re.compile(r"[ \u3000]*\t[ \t\u3000]*"), re.compile(r"[ \u3000]{2,}|\u3000+")
_LETTER = re.compile(f"[{HAN}]")
_QUOTED = re.compile(r'(?:(?<=,)|(?<![^\n]))"[^"\n]*"(?=,|\Z)')
_FIGURE = re.compile(
    rf"[-+−~≈<>≤≥]?[{DIGITS}][{DIGITS}.,，:/\-—]*\s?[^\s，。；]{{0,4}}\Z|[-—–－/]{{1,2}}\Z|/\Z"
)
#: A cell is no longer, in characters; one of a row of three or more that holds no figure, neither.
_MAX_CELL_CHARACTERS = 24
_MAX_BARE_CELL_CHARACTERS = 10
#: Rows without a figure need so many cells, and so many rows of them.
_MIN_BARE_CELLS = 3
_MIN_BARE_ROWS = 3
_MIN_ROWS = 2
#: Rows of values apart by commas, which prose has as well.
_MIN_COMMA_ROWS = 3
_OF_PROSE = frozenset(STOPS + '，；：、!?;"“”')


def find(page: Lines) -> Iterator[Region]:
    """Yield rows of cells, one line each."""
    if _TRIGGER.search(page.text) is None:
        return
    for split, slack, holds in ((_cells, 1, _is_table), (_values, 0, _are_values)):
        for run in _even(page, split, slack):
            rows = [split(line.text) for line in run]
            if holds(rows):
                yield from (line.region(Form.TABLE_ROW) for line in run)


def _even(page: Lines, split: Callable[[str], list[str]], slack: int) -> Iterator[list[SourceLine]]:
    """Yield runs of lines with cells, whose numbers differ by ``slack`` at most from one to the
    next: a cell may be empty."""
    for run in runs(page, lambda line: len(split(line.text)) > 1, gap=1):
        counts = [len(split(line.text)) for line in run]
        start = 0
        for place in range(1, len(run) + 1):
            if place == len(run) or abs(counts[place] - counts[place - 1]) > slack:
                yield run[start:place]
                start = place


def _cells(text: str) -> list[str]:
    if "\t" in text:
        return _TABBED.split(text)
    return _whole(_SPACED.split(text)) if "  " in text or "\u3000" in text else []


def _whole(cells: list[str]) -> list[str]:
    """Put words of two characters together that were set as wide as those of three: 鲫　鱼."""
    if max(map(len, cells), default=0) < 2:
        return cells
    found: list[str] = []
    half = False
    for cell in cells:
        single = _LETTER.fullmatch(cell) is not None
        if single and half:
            found[-1] += cell
        else:
            found.append(cell)
        half = single and not half
    return found


def _values(text: str) -> list[str]:
    if text.count(",") < 2:
        return []
    # A cell in quotation marks may hold any.
    bare = _QUOTED.sub("", text)
    return [] if not _OF_PROSE.isdisjoint(bare) or ", " in bare else bare.split(",")


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < _MIN_ROWS or any(
        len(cell) > _MAX_CELL_CHARACTERS for row in rows for cell in row
    ):
        return False
    # Letters that were spaced out to fill a line.
    rows = [row for row in rows if any(len(cell) > 1 for cell in row)]
    figured = sum(any(_FIGURE.match(cell) for cell in row[1:]) for row in rows)
    if len(rows) >= _MIN_ROWS and 2 * figured >= len(rows):
        return True
    short = all(
        len(row) >= _MIN_BARE_CELLS and all(len(cell) <= _MAX_BARE_CELL_CHARACTERS for cell in row)
        for row in rows
    )
    return short and len(rows) >= _MIN_BARE_ROWS


def _are_values(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < _MIN_COMMA_ROWS or any(
        len(cell) > _MAX_CELL_CHARACTERS for row in rows for cell in row
    ):
        return False
    return 2 * sum(any(_FIGURE.match(cell.strip()) for cell in row) for row in rows) >= len(rows)
