"""Reading order from boxes: recursive XY-cut over sections with common column gaps.

After the recursive XY-cut of Nagy and Seth (1984) on bounding boxes (Ha, Haralick, Phillips 1995).
Cutting rows first would read columns of equal line pitch across; so a region is first cut at its
column gaps; where something spans them, it is taken apart into sections from top to bottom, each
the longest run of rows that keeps a column gap open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from restore.readers.geometry import Box, union

__all__ = ["reading_order", "split_at_gaps"]

# A column gap in line heights (boxes reach into it). Lines are not parted at smaller gaps.
_COLUMN_GAP_HEIGHTS = 0.4
# Atoms of one line that are so many line heights apart may stand in two columns.
_WORD_GAP_HEIGHTS = 1.0
# Where no column has more lines, the rows are read across: dates and page numbers in a header.
_MIN_ROWS = 3
# Rows overlap by ascenders and descenders: so much of the height does not count.
_SHRINK_SHARE = 0.25
# Columns run beside each other over so much of the shorter one.
_MIN_BESIDE_SHARE = 0.5
# Lines of a headline are so much higher than those of the text; white space over the whole width
# of so many lines parts two stories.
_HEADLINE_HEIGHT_RATIO, _STORY_GAP_HEIGHTS, _STORY_GAP_RATIO = 1.4, 1.2, 1.5
# One line in so many may span a column gap.
_ROWS_PER_CROSSING = 6
_WIDE_HEIGHTS = 1.5
_MAX_DEPTH = 40

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
        if (
            left is not None
            and right is not None
            and right.left - left.right > _WORD_GAP_HEIGHTS * height
        ):
            cuts.append(index)
    return [range(start, end) for start, end in zip(cuts, [*cuts[1:], len(boxes)], strict=True)]


def _cut(
    members: list[int], boxes: Sequence[Box], height: float, depth: int
) -> Iterator[list[int]]:
    if len(members) == 1 or depth > _MAX_DEPTH:
        yield _across(members, boxes)
        return
    bands = _bands(members, boxes, height)
    if len(bands) > 1:
        for band in bands:
            yield from _cut(band, boxes, height, depth + 1)
        return
    columns = _columns(members, boxes, height)
    if len(columns) > 1:
        if max(map(len, columns)) < _MIN_ROWS:
            yield _across(members, boxes)
            return
        for column in columns:
            yield from _cut(column, boxes, height, depth + 1)
        return
    sections = _around_spanning(members, boxes, height) or _sections(members, boxes, height)
    if len(sections) > 1:
        for section in sections:
            yield from _cut(section, boxes, height, depth + 1)
        return
    yield _across(members, boxes)


def _bands(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Cut a region at white space over its whole width where a story or the page's head ends.

    White space alone may lie between columns whose lines stand level: it counts before a row of
    headlines, and where one row is all that stands above or below.
    """
    rows = _rows(members, boxes)
    edges = [(min(boxes[i].top for i in row), max(boxes[i].bottom for i in row)) for row in rows]
    spaces = [low[0] - high[1] for high, low in pairwise(edges)]
    if not spaces:
        return [list(members)]
    wide = max(_STORY_GAP_HEIGHTS * height, _STORY_GAP_RATIO * median(spaces))
    bands = [list(rows[0])]
    for number, row in enumerate(rows[1:], 1):
        alone = number == 1 or number == len(rows) - 1
        headline = all(boxes[index].height >= _HEADLINE_HEIGHT_RATIO * height for index in row)
        if spaces[number - 1] > wide and (alone or headline):
            bands.append([])
        bands[-1] += row
    return bands


def _columns(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Group boxes by column, from left to right; each group keeps its order."""
    wide = _wide(members, boxes, height)
    by_left = sorted(wide, key=lambda index: (boxes[index].left, index))
    groups: list[list[int]] = []
    reach = float("-inf")
    for index in by_left:
        if not groups or boxes[index].left - reach >= _COLUMN_GAP_HEIGHTS * height:
            groups.append([])
        groups[-1].append(index)
        reach = max(reach, boxes[index].right)
    beside = groups[:1]
    edges = [union([boxes[index] for index in group]) for group in beside]
    for group in groups[1:]:
        edge = union([boxes[index] for index in group])
        if _beside(edges[-1], edge):
            beside.append(group)
            edges.append(edge)
        else:
            beside[-1] += group
            edges[-1] = union([edges[-1], edge])
    for index in set(members).difference(wide):
        box = boxes[index]
        distances = [
            max(edge.left - box.right, box.left - edge.right, 0.0) for edge in edges if edge
        ]
        beside[distances.index(min(distances))].append(index)
    return [sorted(group) for group in beside]


def _wide(members: Sequence[int], boxes: Sequence[Box], height: float) -> Sequence[int]:
    """Leave out what is too narrow to say where a column ends: a mark, a speck in a gap."""
    wide = [
        item for item in members if boxes[item].right - boxes[item].left >= _WIDE_HEIGHTS * height
    ]
    return wide or members


def _beside(first: Box | None, second: Box | None) -> bool:
    """Whether two groups stand beside each other, and not one below the other."""
    if first is None or second is None:
        return False
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared >= _MIN_BESIDE_SHARE * min(first.height, second.height)


def _rows(members: Sequence[int], boxes: Sequence[Box]) -> list[list[int]]:
    """Group boxes that stand beside each other, from top to bottom."""
    rows: list[list[int]] = []
    reach = float("-inf")
    for index in sorted(members, key=lambda item: (boxes[item].top, item)):
        box = boxes[index]
        margin = _SHRINK_SHARE * box.height
        if not rows or box.top + margin >= reach:
            rows.append([])
        rows[-1].append(index)
        reach = max(reach, box.bottom - margin)
    return rows


def _around_spanning(
    members: Sequence[int], boxes: Sequence[Box], height: float
) -> list[list[int]] | None:
    """Take out the lines that span a gap which few lines cross, and cut the region at them.

    Returns None where there is no such gap, or it would leave no columns.
    """
    gaps = _sparse_gaps(members, boxes, height)
    crossing = [
        index
        for index in members
        if any(boxes[index].left < left and right < boxes[index].right for left, right in gaps)
    ]
    if not crossing or len(crossing) * _ROWS_PER_CROSSING > len(members):
        return None
    crossing.sort(key=lambda index: boxes[index].top)
    levels = [(boxes[index].top + boxes[index].bottom) / 2 for index in crossing]
    between: list[list[int]] = [[] for _ in range(len(crossing) + 1)]
    spanning = [[index] for index in crossing]
    for index in set(members).difference(crossing):
        middle = (boxes[index].top + boxes[index].bottom) / 2
        place = bisect_left(levels, middle)
        beside = [
            near
            for near in (place - 1, place)
            if 0 <= near < len(crossing)
            and boxes[crossing[near]].top < middle < boxes[crossing[near]].bottom
        ]
        (spanning[beside[0]] if beside else between[place]).append(index)
    if not any(len(_columns(part, boxes, height)) > 1 for part in between if part):
        return None
    sections = [between[0]]
    for across, below in zip(spanning, between[1:], strict=True):
        sections += [across, below]
    return [sorted(section) for section in sections if section]


def _sparse_gaps(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[Interval]:
    """Return the intervals that few lines cover, with lines on both sides."""
    steps = sorted(
        [(boxes[index].left, 1) for index in members]
        + [(boxes[index].right, -1) for index in members]
    )
    gaps: list[Interval] = []
    count = 0
    start: float | None = None
    most = len(members) / _ROWS_PER_CROSSING
    for place, step in steps:
        before, count = count, count + step
        if before > most >= count:
            start = place
        elif before <= most < count and start is not None:
            if place - start >= _COLUMN_GAP_HEIGHTS * height:
                gaps.append((start, place))
            start = None
    return gaps


def _sections(members: Sequence[int], boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Cut a region into sections, each the longest run of rows with a common column gap."""
    sections: list[list[int]] = []
    covered: list[Interval] = []
    ended = True
    for row in _rows(members, boxes):
        wide = _wide(row, boxes, height)
        own = _merged([(boxes[index].left, boxes[index].right) for index in wide], height)
        both = _merged([*covered, *own], height)
        headline = all(boxes[index].height >= _HEADLINE_HEIGHT_RATIO * height for index in row)
        # A row goes on with a section if the columns of neither are closed by the other.
        closed = (len(covered) > 1 or len(own) > 1) and len(both) == 1
        if ended or headline or closed:
            sections.append([])
            both = own
        sections[-1] += row
        covered = both
        ended = headline
    return sections


def _merged(intervals: list[Interval], height: float) -> list[Interval]:
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if merged and left - merged[-1][1] < _COLUMN_GAP_HEIGHTS * height:
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
