"""The white between boxes that stand beside each other: gutters of columns, or spaces of one line.

White between two boxes of a row is a *gap*; gaps that go on from row to row are a *gutter*. A gutter
of columns is long; what is short stands within a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from restore.readers.geometry import Box

__all__ = ["Gap", "Key", "chains_of_gaps", "gaps_of", "is_space"]

# Boxes of one line are of much the same height.
_MAX_HEIGHT_RATIO = 1.7
# Of their trimmed heights so much is level.
_MIN_LEVEL_SHARE = 0.3
# The white of two rows belongs to one gutter if it meets but for so much of a line's height.
_SLACK_HEIGHTS = 0.3
# White of this width is no space between words; what is narrower parts columns if it goes on for so
# many rows.
_NARROW_HEIGHTS, _MIN_NARROW_ROWS = 0.8, 5
# Both sides of a narrow gutter hold so much text; less is a number, or a mark, before its line.
_MIN_COLUMN_HEIGHTS = 4.0
# A number before its line, whatever the white between.
_MAX_NUMBER_HEIGHTS, _MAX_NUMBER_GAP_HEIGHTS, _MIN_LEVEL_ROWS = 2.5, 3.0, 0.8
# So many lines, and rows of the gutter itself, show the edge of a column.
_MIN_EDGE_LINES, _MIN_EDGE_ROWS, _EDGE_HEIGHTS = 7, 2, 0.35
# A line that bridges the white reaches so far over it, and is no headline.
_BRIDGE_HEIGHTS, _MAX_BRIDGE_RATIO = 0.3, 1.4

Key = tuple[int, int]


class Gap(NamedTuple):
    """The white between two boxes of a row; it ends before it begins where they overlap."""

    left: int
    right: int
    low: float
    high: float
    height: float
    level: bool

    @property
    def width(self) -> float:
        """Below nothing where the boxes overlap."""
        return self.high - self.low


def gaps_of(boxes: Sequence[Box], pairs: Sequence[tuple[int, int, float]]) -> dict[Key, Gap]:
    """Return the gaps between boxes that see each other (left, right, shared height) in one row."""
    found = {}
    for left, right, shared in pairs:
        first, second = boxes[left], boxes[right]
        low, high = sorted((first.height, second.height))
        if high <= _MAX_HEIGHT_RATIO * low and shared >= _MIN_LEVEL_SHARE * low / 2:
            level = abs(first.middle - second.middle) <= low / 3
            found[left, right] = Gap(left, right, first.right, second.left, low, level)
    return found


class Sets:
    """Disjoint sets, joined pair by pair."""

    def __init__(self) -> None:
        self._owner: dict[object, object] = {}

    def root(self, item: object) -> object:
        """Return the item that stands for the whole set."""
        owner = self._owner
        while (above := owner.setdefault(item, item)) != item:
            owner[item] = owner[above]
            item = above
        return item

    def join(self, first: object, second: object) -> None:
        """Join the sets of two items."""
        self._owner[self.root(second)] = self.root(first)


def chains_of_gaps(
    gaps: Mapping[Key, Gap], boxes: Sequence[Box], below: Mapping[int, Sequence[int]]
) -> Iterator[list[Gap]]:
    """Group gaps that go on below each other.

    Parameters
    ----------
    below : the boxes that each box sees below it
    """
    sets = Sets()
    for key, other in going_on(gaps, boxes, below):
        sets.join(key, other)
    groups: dict[object, list[Gap]] = defaultdict(list)
    for key, gap in gaps.items():
        groups[sets.root(key)].append(gap)
    yield from groups.values()


def going_on(
    gaps: Mapping[Key, Gap], boxes: Sequence[Box], below: Mapping[int, Sequence[int]]
) -> Iterator[tuple[Key, Key]]:
    """Yield gaps with those of the next row that go on below them."""
    lefts: dict[int, set[int]] = {}
    rights: dict[int, set[int]] = {}
    for index, others in below.items():
        nearest = min(others, key=lambda other: (boxes[other].top, other))
        lefts[index] = {index, nearest, max(others, key=lambda other: boxes[other].right)}
        rights[index] = {index, nearest, min(others, key=lambda other: boxes[other].left)}
    for key, gap in gaps.items():
        for left in sorted(lefts.get(gap.left, (gap.left,))):
            for right in sorted(rights.get(gap.right, (gap.right,))):
                other = (left, right)
                if other != key and other in gaps and _goes_on(gap, gaps[other]):
                    yield key, other


def _goes_on(gap: Gap, other: Gap) -> bool:
    slack = _SLACK_HEIGHTS * min(gap.height, other.height)
    low, high = min(gap.low, gap.high), max(gap.low, gap.high)
    return min(other.low, other.high) - slack <= high and low <= max(other.low, other.high) + slack


def rows_in(gutter: Collection[Gap]) -> int:
    """Return how many rows a gutter parts."""
    return min(len({gap.left for gap in gutter}), len({gap.right for gap in gutter}))


def is_space(gutter: Sequence[Gap], boxes: Sequence[Box], leading: float, edges: Edges) -> bool:
    """Whether the white is too narrow, and too short, to part columns by itself.

    Parameters
    ----------
    leading : the usual white between two lines
    edges : where the columns of the page begin
    """
    height, width, left, right = _measures(gutter, boxes)
    if width >= max(_NARROW_HEIGHTS * height, leading) or edges.bounds(gutter):
        return False
    return rows_in(gutter) < _MIN_NARROW_ROWS or min(left, right) < _MIN_COLUMN_HEIGHTS * height


def is_behind_number(gutter: Sequence[Gap], boxes: Sequence[Box]) -> bool:
    """Whether the white stands between the numbers of lines, or their marks, and the lines."""
    height, width, left, _ = _measures(gutter, boxes)
    return (
        rows_in(gutter) > 1
        and sum(gap.level for gap in gutter) >= _MIN_LEVEL_ROWS * len(gutter)
        and left <= _MAX_NUMBER_HEIGHTS * height
        and width < _MAX_NUMBER_GAP_HEIGHTS * height
    )


def _measures(gutter: Sequence[Gap], boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Return the median height of the lines, and widths of the white and of what is beside it."""
    return (
        median(gap.height for gap in gutter),
        median(gap.width for gap in gutter),
        median(boxes[gap.left].width for gap in gutter),
        median(boxes[gap.right].width for gap in gutter),
    )


def bridges(
    gutter: Sequence[Gap],
    boxes: Sequence[Box],
    stack: tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]]],
) -> int:
    """Return on how many sides, above and below, a line of the same print stands over the white.

    Parameters
    ----------
    stack : the boxes that each box sees above it, and those below it
    """
    members = {index for gap in gutter for index in (gap.left, gap.right)}

    def bridge(gap: Gap, index: int) -> bool:
        slack = _BRIDGE_HEIGHTS * gap.height
        box = boxes[index]
        return (
            index not in members
            and box.left < min(gap.low, gap.high) - slack
            and box.right > max(gap.low, gap.high) + slack
            and box.height <= _MAX_BRIDGE_RATIO * gap.height
        )

    return sum(
        any(
            bridge(gap, index)
            for gap in gutter
            for index in (*side.get(gap.left, ()), *side.get(gap.right, ()))
        )
        for side in stack
    )


class Edges:
    """Where lines begin: many at one place, one below the other, are the left edge of a column."""

    def __init__(self, boxes: Sequence[Box], height: float) -> None:
        self._height = height
        self._found = sorted(box.left for box in boxes if box.width >= _MIN_COLUMN_HEIGHTS * height)

    def bounds(self, gutter: Sequence[Gap]) -> bool:
        """Whether the right side of the white is the left edge of a column."""
        if len(gutter) < _MIN_EDGE_ROWS:
            return False
        place = median(gap.high for gap in gutter)
        slack = _EDGE_HEIGHTS * self._height
        found = bisect_right(self._found, place + slack) - bisect_left(self._found, place - slack)
        return found >= _MIN_EDGE_LINES
