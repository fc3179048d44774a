"""Reading order from boxes: recursive XY-cut over sections with common column gaps.

After the recursive XY-cut of Nagy and Seth (1984) on bounding boxes (Ha, Haralick, Phillips 1995).
Cutting rows first would read columns of equal line pitch across; so a region is first cut at its
column gaps; where something spans them, it is taken apart into sections from top to bottom, each
the longest run of rows that keeps a column gap open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from restore.readers.geometry import Box, union

__all__ = ["reading_order", "split_at_gaps"]

# A column gap in line heights (boxes reach into it). Lines are not parted at smaller gaps.
_COLUMN_GAP = 0.4
# Atoms of one line that are so many line heights apart may stand in two columns.
_WORD_GAP = 1.0
# Where no column has more lines, the rows are read across: dates and page numbers in a header.
_LEAST_ROWS = 3
# Rows overlap by ascenders and descenders: so much of the height does not count.
_SHRINK = 0.25
# Columns run beside each other over so much of the shorter one.
_BESIDE = 0.5
_WIDE = 1.5
_DEEPEST = 40

Interval = tuple[float, float]


def reading_order(boxes: Sequence[Box]) -> list[list[int]]:
    """Put lines in reading order: groups of indices, one for each undivided region.

    Parameters
    ----------
    boxes : boxes of lines, in the order of the engine, which decides where geometry does not

    Returns
    -------
    list of list of int
        Every index once. Lines of one group stand under each other in one column.
    """
    if not boxes:
        return []
    height = median(box.height for box in boxes) or 1.0
    return list(_cut(list(range(len(boxes))), boxes, height, 0))


def split_at_gaps(boxes: Sequence[Box | None], height: float) -> list[range]:
    """Split the atoms of a line where wide white space may be a column gap.

    Parameters
    ----------
    boxes : boxes of the atoms, from left to right
    height : height of the line
    """
    cuts = [0]
    for index in range(1, len(boxes)):
        left, right = boxes[index - 1], boxes[index]
        if left is not None and right is not None and right.left - left.right > _WORD_GAP * height:
            cuts.append(index)
    return [range(start, end) for start, end in zip(cuts, [*cuts[1:], len(boxes)], strict=True)]


def _cut(
    members: list[int], boxes: Sequence[Box], height: float, depth: int
) -> Iterator[list[int]]:
    if len(members) == 1 or depth > _DEEPEST:
        yield members
        return
    columns = _columns(members, boxes, height)
    if len(columns) > 1:
        if max(map(len, columns)) < _LEAST_ROWS:
            yield _across(members, boxes)
            return
        for column in columns:
            yield from _cut(column, boxes, height, depth + 1)
        return
    sections = _sections(members, boxes, height)
    if len(sections) > 1:
        for section in sections:
            if len(_columns(section, boxes, height)) > 1:
                yield from _cut(section, boxes, height, depth + 1)
            else:
                yield _downwards(section, boxes)
        return
    yield _downwards(members, boxes)


def _columns(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Group boxes by column, from left to right; each group keeps its order."""
    wide = _wide(members, boxes, height)
    by_left = sorted(wide, key=lambda index: (boxes[index].left, index))
    groups: list[list[int]] = []
    reach = float("-inf")
    for index in by_left:
        if not groups or boxes[index].left - reach >= _COLUMN_GAP * height:
            groups.append([])
        groups[-1].append(index)
        reach = max(reach, boxes[index].right)
    beside = groups[:1]
    for group in groups[1:]:
        if _beside(beside[-1], group, boxes):
            beside.append(group)
        else:
            beside[-1] = beside[-1] + group
    edges = [union([boxes[index] for index in group]) for group in beside]
    for index in set(members).difference(wide):
        box = boxes[index]
        distances = [
            max(edge.left - box.right, box.left - edge.right, 0.0) for edge in edges if edge
        ]
        beside[distances.index(min(distances))].append(index)
    return [sorted(group) for group in beside]


def _wide(members: Sequence[int], boxes: Sequence[Box], height: float) -> Sequence[int]:
    """Leave out what is too narrow to say where a column ends: a mark, a speck in a gap."""
    wide = [item for item in members if boxes[item].right - boxes[item].left >= _WIDE * height]
    return wide or members


def _beside(left: Sequence[int], right: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Whether two groups stand beside each other, and not one below the other."""
    first, second = union([boxes[item] for item in left]), union([boxes[item] for item in right])
    if first is None or second is None:
        return False
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared >= _BESIDE * min(first.height, second.height)


def _rows(members: Sequence[int], boxes: Sequence[Box]) -> list[list[int]]:
    """Group boxes that stand beside each other, from top to bottom."""
    rows: list[list[int]] = []
    reach = float("-inf")
    for index in sorted(members, key=lambda item: (boxes[item].top, item)):
        box = boxes[index]
        margin = _SHRINK * box.height
        if not rows or box.top + margin >= reach:
            rows.append([])
        rows[-1].append(index)
        reach = max(reach, box.bottom - margin)
    return rows


def _sections(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Cut a region into sections, each the longest run of rows with a common column gap."""
    sections: list[list[int]] = []
    covered: list[Interval] = []
    for row in _rows(members, boxes):
        wide = _wide(row, boxes, height)
        own = _merged([(boxes[index].left, boxes[index].right) for index in wide], height)
        both = _merged([*covered, *own], height)
        # A row goes on with a section if the columns of neither are closed by the other.
        if not sections or ((len(covered) > 1 or len(own) > 1) and len(both) == 1):
            sections.append([])
            both = own
        sections[-1] += row
        covered = both
    return sections


def _merged(intervals: list[Interval], height: float) -> list[Interval]:
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if merged and left - merged[-1][1] < _COLUMN_GAP * height:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _across(members: Sequence[int], boxes: Sequence[Box]) -> list[int]:
    return [
        index
        for row in _rows(members, boxes)
        for index in sorted(row, key=lambda item: (boxes[item].left, item))
    ]


def _downwards(members: Sequence[int], boxes: Sequence[Box]) -> list[int]:
    """Order the lines of one column by row, and within a row by the left edge."""
    return _across(members, boxes)
