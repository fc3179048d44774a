"""Put the boxes of one line, and the cells of a row of a table, together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from restore.readers.geometry import Box, union
from restore.readers.order.gutters import (
    Edges,
    Gap,
    Sets,
    bridges,
    chains_of_gaps,
    gaps_of,
    is_behind_number,
    is_space,
    rows_in,
)
from restore.readers.order.notes import holds, note_pairs
from restore.readers.order.sweep import beside, stacked
from restore.readers.order.tables import Cell, table_gaps

__all__ = ["Row", "rows_of"]


# Characters are no higher than so many of their widths; a few of them do not say how wide they are.
_MAX_HEIGHT_WIDTHS, _MIN_CHARACTERS = 1.5, 4
# White of so many rows that lines above and below bridge parts nothing.
_MAX_BRIDGED_ROWS = 2
# So many boxes over each other are asked whether they hold others: no line is read in more.
_MAX_PILE = 8
# Wider white is no space within a line.
_MAX_SPACE_HEIGHTS = 3.0


@dataclass(frozen=True)
class Row:
    """A line of print: the boxes that make it up in their order, and the box around them."""

    members: tuple[int, ...]
    box: Box
    characters: int
    height: float
    table: bool = False


def rows_of(
    boxes: Sequence[Box],
    cells: Sequence[Cell],
    members: Sequence[int],
    height: float,
    bounds: Sequence[float] = (),
) -> tuple[list[Row], float]:
    """Join boxes to lines; most lines are one box.

    Parameters
    ----------
    members : the boxes that are asked about
    height : of the page's usual line
    bounds : where white parts columns of text: nothing is a row over it
    """
    stack = stacked(boxes, members, height)
    spaces = [
        boxes[lower].top - boxes[upper].bottom
        for upper, lower, _ in stack
        if boxes[lower].top - boxes[upper].bottom < 3 * height
    ]
    leading = max(0.0, median(spaces)) if spaces else 0.0
    sets = Sets()
    below: dict[int, list[int]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for upper, lower, _ in stack:
        below[upper].append(lower)
        above[lower].append(upper)
    pairs = beside(boxes, members)
    for large, note in note_pairs(boxes, pairs):
        sets.join(large, note)
    for first, second, _ in (*stack, *pairs):
        if holds(boxes[first], boxes[second]) or holds(boxes[second], boxes[first]):
            sets.join(first, second)
    gaps = gaps_of(boxes, pairs)
    tables = set()
    for gap in list(table_gaps(gaps, boxes, cells, below)):
        if _crosses(gap, bounds):
            continue
        tables |= {gap.left, gap.right}
        sets.join(gap.left, gap.right)
        del gaps[gap.left, gap.right]
    edges = Edges([boxes[index] for index in members], height)
    for gutter in chains_of_gaps(gaps, boxes, below):
        over = bridges(gutter, boxes, (above, below))
        if (
            is_behind_number(gutter, boxes)
            or (over > 0 and is_space(gutter, boxes, leading, edges))
            or (over == len((above, below)) and rows_in(gutter) <= _MAX_BRIDGED_ROWS)
        ):
            for gap in gutter:
                if gap.width < _MAX_SPACE_HEIGHTS * gap.height and not _crosses(gap, bounds):
                    sets.join(gap.left, gap.right)
    groups: dict[object, list[int]] = defaultdict(list)
    for index in members:
        groups[sets.root(index)].append(index)
    return [_row(group, boxes, cells, tables) for group in groups.values()], leading


def _crosses(gap: Gap, bounds: Sequence[float]) -> bool:
    """Whether the white between two boxes is that between columns."""
    return bisect_right(bounds, gap.high) > bisect_left(bounds, gap.low)


def _row(group: list[int], boxes: Sequence[Box], cells: Sequence[Cell], tables: set[int]) -> Row:
    around = union([boxes[index] for index in group])
    assert around is not None
    return Row(
        tuple(_across(group, boxes)),
        around,
        sum(cells[index].characters for index in group),
        max(_print_height(boxes[index], cells[index].length) for index in group),
        any(index in tables for index in group),
    )


def _print_height(box: Box, length: float) -> float:
    """Return the height of a line's print: boxes of some engines are too high, but none so high."""
    if length < _MIN_CHARACTERS:
        return box.height
    return min(box.height, _MAX_HEIGHT_WIDTHS * box.width / length)


def _across(group: list[int], boxes: Sequence[Box]) -> list[int]:
    """Order the boxes of a line from left to right; those over each other from top to bottom."""
    if len(group) == 1:
        return group
    found: list[int] = []
    pile: list[int] = []
    reach = 0.0
    for index in sorted(group, key=lambda item: (boxes[item].left, boxes[item].top, item)):
        box = boxes[index]
        if pile and box.left >= reach - (reach - boxes[pile[-1]].left) / 2:
            found += _downwards(pile, boxes)
            pile = []
        reach = max(reach, box.right) if pile else box.right
        pile.append(index)
    return found + _downwards(pile, boxes)


def _downwards(pile: list[int], boxes: Sequence[Box]) -> list[int]:
    """Order boxes over each other from top to bottom, what another holds behind all."""
    held = {
        item for item in pile if any(holds(boxes[other], boxes[item]) for other in pile[:_MAX_PILE])
    }
    return sorted(pile, key=lambda item: (item in held, boxes[item].middle, item))
