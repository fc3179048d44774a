"""Runs: lines that stand under each other in one column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from restore.readers.geometry import Box
from restore.readers.order.rows import Row
from restore.readers.order.sweep import beside, stacked

__all__ = ["Run", "runs_of"]

# White between the lines of a run, in line heights.
_MAX_SPACE_HEIGHTS = 2.0
# Lines of one print differ less in height; the box of a few characters says little about it.
_MAX_HEIGHT_RATIO, _MIN_CHARACTERS = 1.5, 2
_MAX_ANY_RATIO = 2.2
# Two lines share so much of the narrower one's width.
_MIN_SHARED = 0.5
# A line that begins or ends so far outside its column belongs to another.
_OUTSIDE_HEIGHTS = 2.0
# So many lines that reach an edge make it the column's.
_MIN_EDGE_LINES = 2
# No line is narrower, for who stands below whom: an indent is two characters.
_MIN_WIDTH_HEIGHTS = 5.0
# Paragraphs begin with an indent of two characters.
_INDENT_HEIGHTS = 3.0
# More white than usual, in heights of a line, behind the first lines of a column.
_MAX_FIRST_SPACE, _MAX_BYLINE_SPACE = 0.4, 0.15
# Edges of lines waver by so much.
_NEAR_HEIGHTS = 0.8


@dataclass
class Run:
    """Lines of one column from top to bottom (numbers of rows), and the bounds of the column."""

    rows: list[int] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    lefts: int = 0
    rights: int = 0

    def add(self, number: int, row: Row) -> None:
        """Put a line below the others."""
        box = row.box
        near = row.height
        if not self.rows:
            self.left, self.right = box.left, box.right
            self.lefts = self.rights = 1
        else:
            if box.left < self.left - near:
                self.left, self.lefts = box.left, 1
            elif box.left < self.left + near:
                self.lefts += 1
                self.left = min(self.left, box.left)
            if box.right > self.right + near:
                self.right, self.rights = box.right, 1
            elif box.right > self.right - near:
                self.rights += 1
                self.right = max(self.right, box.right)
        self.rows.append(number)

    def takes(self, row: Row) -> bool:
        """Whether a line lies within the column, as far as its bounds are known, or around it."""
        box = row.box
        near, far = _NEAR_HEIGHTS * row.height, _OUTSIDE_HEIGHTS * row.height
        inside = box.left >= self.left - near and box.right <= self.right + near
        around = box.left <= self.left + near and box.right >= self.right - near
        indent = abs(box.left - self.left) <= _INDENT_HEIGHTS * row.height
        if not (inside or around or indent):
            return False
        if len(self.rows) == 1 and not self._aligned(box, near):
            return False
        if box.right > self.right + far and self.rights >= _MIN_EDGE_LINES:
            return False
        return not (box.left < self.left - far and self.lefts >= _MIN_EDGE_LINES)

    def _aligned(self, box: Box, near: float) -> bool:
        """Whether the first line begins, ends or has its middle where the second has."""
        indent = abs(abs(self.left - box.left) - 2 * near / _NEAR_HEIGHTS)
        middles = abs(box.left + box.right - self.left - self.right) / 2
        ends = abs(box.right - self.right)
        return min(abs(self.left - box.left), indent, middles, ends) <= near

    def patience(self, row: Row) -> float:
        """Return how much white may follow the first lines, in heights of a line: a byline stands
        near a column, but neither begins where its lines do nor is it parted from them by much."""
        apart = abs(self.left - row.box.left)
        begins = min(apart, abs(apart - 2 * row.height)) <= row.height / 2
        return _MAX_FIRST_SPACE if begins else _MAX_BYLINE_SPACE


def runs_of(rows: Sequence[Row], height: float, leading: float) -> list[Run]:
    """Join lines to runs, from top to bottom.

    Parameters
    ----------
    height : of the page's usual line
    """
    rows = _with_room(rows)
    boxes = [row.box for row in rows]
    stack = stacked(boxes, range(len(boxes)), height)
    above: dict[int, list[tuple[int, float]]] = defaultdict(list)
    below: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for upper, lower, shared in stack:
        narrow = min(boxes[upper].width, boxes[lower].width)
        if shared >= 0.15 * narrow:
            above[lower].append((upper, shared))
            below[upper].append((lower, shared))
    over = {index for index in below if _several(below[index], boxes)}
    under = {index for index in above if _several(above[index], boxes)}
    runs: list[Run] = []
    of_row: dict[int, Run] = {}
    for index in sorted(range(len(rows)), key=lambda item: (boxes[item].middle, boxes[item].left)):
        run = None
        if above[index] and index not in under:
            upper = max(above[index], key=lambda pair: (boxes[pair[0]].bottom, pair[1]))[0]
            if (
                upper not in over
                and of_row[upper].rows[-1] == upper
                and _joins(rows[upper], rows[index])
                and not (
                    len(of_row[upper].rows) <= 2
                    and boxes[index].top - boxes[upper].bottom
                    > leading + of_row[upper].patience(rows[index]) * height
                )
                and of_row[upper].takes(rows[index])
            ):
                run = of_row[upper]
        if run is None:
            run = Run()
            runs.append(run)
        run.add(index, rows[index])
        of_row[index] = run
    return runs


def _with_room(rows: Sequence[Row]) -> list[Row]:
    """Widen the last words of paragraphs, so that the next one's indented line stands below them."""
    boxes = [row.box for row in rows]
    room: dict[int, float] = {}
    for left, right, _ in beside(boxes, range(len(boxes))):
        room[left] = min(room.get(left, inf), boxes[right].left - rows[left].height / 2)
    found = []
    for index, row in enumerate(rows):
        box = row.box
        edge = min(room.get(index, inf), box.left + _MIN_WIDTH_HEIGHTS * row.height)
        found.append(replace(row, box=box._replace(right=edge)) if edge > box.right else row)
    return found


def _several(others: Sequence[tuple[int, float]], boxes: Sequence[Box]) -> bool:
    """Whether some of the boxes stand beside each other, seen from above or below."""
    if len(others) < 2:
        return False
    spans = sorted((boxes[index].left, boxes[index].right) for index, _ in others)
    reach = spans[0][1]
    for left, right in spans[1:]:
        if left > reach - 0.1 * (right - left):
            return True
        reach = max(reach, right)
    return False


def _joins(upper: Row, lower: Row) -> bool:
    low, high = sorted((upper.height, lower.height))
    sure = min(upper.characters, lower.characters) >= _MIN_CHARACTERS
    if high > (_MAX_HEIGHT_RATIO if sure else _MAX_ANY_RATIO) * low:
        return False
    if lower.box.top - upper.box.bottom > _MAX_SPACE_HEIGHTS * high:
        return False
    shared = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
    return shared >= _MIN_SHARED * min(upper.box.width, lower.box.width)
