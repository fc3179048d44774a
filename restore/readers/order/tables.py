"""Gaps between the cells of tables: wide for what stands beside them, row after row, and level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from restore.readers.geometry import Box
from restore.readers.order.gutters import Gap, Key, Sets, going_on

__all__ = ["Cell", "table_gaps"]

# The white between a short cell and a long one (the lower bound for two short ones holds for a figure
# too), between two short ones, and between two of which one is a figure; in heights of a line.
_WIDE_HEIGHTS, _SHORT_HEIGHTS, _FIGURE_HEIGHTS = 2.2, 1.2, 0.3
# A short cell has so few characters.
_MAX_CHARACTERS = 6
# Lines that end early beside each other make no table: it has so many rows, or fewer with figures,
# still fewer of nothing but short cells.
_MIN_WORD_ROWS, _MIN_ROWS, _MIN_FIGURE_ROWS = 4, 3, 2
_MOST, _MOSTLY = 0.5, 0.8
_FULL_SHARE = 0.9
# The heads of a table's columns are longer than its cells.
_MAX_HEAD_CHARACTERS = 12

# So many long lines under each other that begin and end at one place are text, whatever is beside
# them; lines waver by so much of their height, and no more white is between them.
_MIN_TEXT_LINES, _EDGE_HEIGHTS, _MAX_LEADING_HEIGHTS = 4, 0.6, 1.0

# Choices of a question: a letter and a mark.
_CHOICES, _CHOICE_MARKS = "ABCDEFGH", frozenset(".．、:：)）")

# What opens a remark behind a name.
_BRACKETS = frozenset("(（[［〔【")

_HALF_WIDE, _IN_FIGURES = frozenset(map(chr, range(0x21, 0x7F))), frozenset("%.,")


class Cell(NamedTuple):
    """What is known of a box beside its place: its characters, how many of them are figures, how
    many full-width characters are as long, which choice of a question it is, from 1, and whether it
    begins with a bracket: such a remark belongs to what stands before it."""

    characters: int = 0
    figures: int = 0
    length: float = 0.0
    choice: int = 0
    remark: bool = False

    @classmethod
    def of(cls, text: str) -> Cell:
        """Count the characters of a text."""
        letters = "".join(text.split())
        half = sum(letter in _HALF_WIDE for letter in letters)
        figures = sum(letter.isdigit() or letter in _IN_FIGURES for letter in letters)
        marked = letters[1:2] in _CHOICE_MARKS and letters[0] in _CHOICES
        choice = _CHOICES.index(letters[0]) + 1 if marked else 0
        remark = letters[:1] in _BRACKETS
        return cls(len(letters), figures, len(letters) - half / 2, choice, remark)

    @property
    def short(self) -> bool:
        """Whether it may be a cell: a few characters, or figures."""
        return 0 < self.characters <= _MAX_CHARACTERS or self.figure

    @property
    def figure(self) -> bool:
        """Whether it is mostly figures."""
        return 2 * self.figures >= self.characters > 0


def table_gaps(
    gaps: Mapping[Key, Gap],
    boxes: Sequence[Box],
    cells: Sequence[Cell],
    below: Mapping[int, Sequence[int]],
) -> Iterator[Gap]:
    """Yield the gaps that stand between cells of one row of a table."""
    text = _lines_of_text(boxes, cells, below)
    likely = {
        key: gap for key, gap in gaps.items() if text.isdisjoint(key) and _between_cells(gap, cells)
    }
    rows, tables = Sets(), Sets()
    for left, right in likely:
        rows.join(left, right)
        tables.join(left, right)
    for key, other in going_on(likely, boxes, below):
        tables.join(key[0], other[0])
    found: dict[object, list[Gap]] = defaultdict(list)
    for gap in likely.values():
        found[tables.root(gap.left)].append(gap)
    inside: set[int] = set()
    kept: set[Key] = set()
    for table in found.values():
        if len({rows.root(gap.left) for gap in table}) >= _least_rows(table, boxes, cells):
            inside |= {index for gap in table for index in (gap.left, gap.right)}
            kept |= {(gap.left, gap.right) for gap in table}
    heads = {index for index, others in below.items() if inside.intersection(others)}
    for key, gap in gaps.items():
        if (
            key in kept
            or (heads.intersection(key) and _between_heads(gap, cells))
            or _between_choices(gap, cells, below)
        ):
            yield gap


def _between_choices(gap: Gap, cells: Sequence[Cell], below: Mapping[int, Sequence[int]]) -> bool:
    """Whether a choice and the next one stand in a row, and are none of two columns of choices."""
    following = cells[gap.left].choice + 1
    return (
        gap.level
        and cells[gap.right].choice == following > 1
        and all(cells[index].choice != following for index in below.get(gap.left, ()))
    )


def _lines_of_text(
    boxes: Sequence[Box], cells: Sequence[Cell], below: Mapping[int, Sequence[int]]
) -> set[int]:
    """Return the lines of columns that are set flush on both sides."""
    sets = Sets()
    for upper, others in below.items():
        for lower in others:
            if min(cells[upper].length, cells[lower].length) > _MAX_HEAD_CHARACTERS and _flush(
                boxes[upper], boxes[lower]
            ):
                sets.join(upper, lower)
    columns: dict[object, list[int]] = defaultdict(list)
    for index in {index for upper, others in below.items() for index in (upper, *others)}:
        columns[sets.root(index)].append(index)
    return {
        index for column in columns.values() if len(column) >= _MIN_TEXT_LINES for index in column
    }


def _flush(upper: Box, lower: Box) -> bool:
    height = min(upper.height, lower.height)
    return (
        max(abs(upper.left - lower.left), abs(upper.right - lower.right)) <= _EDGE_HEIGHTS * height
        and lower.top - upper.bottom <= _MAX_LEADING_HEIGHTS * height
    )


def _between_heads(gap: Gap, cells: Sequence[Cell]) -> bool:
    words = max(cells[gap.left].characters, cells[gap.right].characters)
    return (
        0 < words <= _MAX_HEAD_CHARACTERS and gap.level and gap.width > _SHORT_HEIGHTS * gap.height
    )


def _least_rows(table: Sequence[Gap], boxes: Sequence[Box], cells: Sequence[Cell]) -> float:
    """Return how many rows make a table of the gaps between what may be cells."""
    most = _MOST * len(table)
    sides = [[gap.left for gap in table], [gap.right for gap in table]]
    short = [sum(cells[index].short for index in side) for side in sides]
    if any(sum(cells[index].figure for index in side) >= most for side in sides):
        return _MIN_FIGURE_ROWS if min(short) >= most else _MIN_ROWS
    if min(short) >= _MOSTLY * len(table):
        return _MIN_WORD_ROWS
    # Short lines beside long ones, all as long as their column: these are text, and so may those be.
    long = sides[short.index(min(short))]
    full = _FULL_SHARE * max(boxes[index].width for index in long)
    ragged = sum(boxes[index].width < full for index in long) > most
    return _MIN_WORD_ROWS if ragged and max(short) >= _MOSTLY * len(table) else inf


def _between_cells(gap: Gap, cells: Sequence[Cell]) -> bool:
    left, right = cells[gap.left], cells[gap.right]
    if not gap.level or not (left.short or right.short):
        return False
    figure = left.figure or right.figure or (left.short and right.remark)
    if left.short and (right.short or right.remark):
        least = _FIGURE_HEIGHTS if figure else _SHORT_HEIGHTS
    else:
        least = _SHORT_HEIGHTS if figure else _WIDE_HEIGHTS
    return gap.width > least * gap.height
