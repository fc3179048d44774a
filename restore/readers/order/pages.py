"""Reading order of a page's lines from their boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from statistics import median

from restore.readers.geometry import Box, union
from restore.readers.order.columns import column_bounds
from restore.readers.order.direction import (
    blocks_of_the_other,
    runs_downwards,
    turned,
    turned_back,
    upright,
)
from restore.readers.order.facing import facing_pages
from restore.readers.order.regions import HEADLINE_RATIO, Region, ordered
from restore.readers.order.rows import rows_of
from restore.readers.order.runs import runs_of
from restore.readers.order.tables import Cell
from restore.readers.order.tilt import level

__all__ = ["reading_order"]


# Regions of one column share so much of the narrower one's width, and have the same print.
_MIN_SHARED, _MAX_HEIGHT_RATIO = 0.5, 1.5
# Of so many lines of a column one may stick out.
_OUTLIERS = 6
# Stands for a character that is not known.
_PLACEHOLDER = "一"


def _fits(box: Box) -> int:
    """Return how many characters fit into a box."""
    low, high = sorted((box.width, box.height))
    return max(1, round(high / low)) if low > 0 else 1


def reading_order(
    boxes: Sequence[Box],
    texts: Sequence[str] | None = None,
    slopes: Sequence[float | None] | None = None,
    *,
    vertical: bool | None = None,
) -> list[list[int]]:
    """Put lines in reading order: groups of indices, one for each undivided region.

    Parameters
    ----------
    boxes : boxes of lines
    texts : what was read in them
    slopes : by how much each line falls per unit of its length, where that is known
    vertical : whether the page is written from top to bottom; found from the boxes if None

    Returns
    -------
    list of list of int
        Every index once. Lines of one group stand under each other in one column.
    """
    if not boxes:
        return []
    words = list(texts) if texts is not None else [_PLACEHOLDER * _fits(box) for box in boxes]
    tall = [not upright(box, text) for box, text in zip(boxes, words, strict=True)]
    if vertical is None:
        vertical = runs_downwards(boxes, words)
    if vertical:
        boxes = [turned(box) for box in boxes]
        tall = [
            not is_tall and len(text.strip()) > 1 for is_tall, text in zip(tall, words, strict=True)
        ]
    cells = [Cell.of(text) for text in words]
    plain = [index for index, is_tall in enumerate(tall) if not is_tall]
    found = []
    for page in facing_pages(boxes, cells, plain, vertical=vertical):
        own = [slopes[index] for index in page] if slopes is not None else None
        groups = _page_order(
            [boxes[index] for index in page],
            [cells[index] for index in page],
            [tall[index] for index in page],
            own,
            vertical=vertical,
        )
        found += [[page[index] for index in group] for group in groups]
    return found


def _page_order(
    boxes: Sequence[Box],
    cells: Sequence[Cell],
    others: Sequence[bool],
    slopes: Sequence[float | None] | None,
    *,
    vertical: bool,
) -> list[list[int]]:
    """Put the lines of one page in reading order.

    Parameters
    ----------
    others : which lines run the other way than those of the page
    """
    plain = [index for index, other in enumerate(others) if not other]
    boxes = level(boxes, plain, [cell.length for cell in cells], slopes)
    height = median(boxes[index].height for index in plain or range(len(boxes))) or 1.0
    bounds = column_bounds(boxes, cells, plain, height)
    rows, leading = rows_of(boxes, cells, plain, height, bounds)
    groups: list[list[int]] = []
    regions: list[Region] = []
    for run in runs_of(rows, height, leading):
        groups.append([index for number in run.rows for index in rows[number].members])
        print_height = median(rows[number].height for number in run.rows)
        column = _column([rows[number].box for number in run.rows])
        regions.append(Region(len(regions), column, print_height, len(groups[-1])))
    turn = turned_back if vertical else turned
    for block in blocks_of_the_other(boxes, list(compress(range(len(boxes)), others))):
        inner = _page_order(
            [turn(boxes[index]) for index in block],
            [cells[index] for index in block],
            [False] * len(block),
            None,
            vertical=not vertical,
        )
        groups.append([block[index] for group in inner for index in group])
        regions.append(_block(len(regions), [boxes[index] for index in block], height))
    return _joined(groups, regions, height, leading, bounds)


def _block(number: int, boxes: Sequence[Box], height: float) -> Region:
    """Return the region of lines that run the other way: a title at the right comes first."""
    around = union(boxes)
    assert around is not None
    size = max(box.width for box in boxes)
    return Region(number, around, height, len(boxes), size >= HEADLINE_RATIO * height)


def _joined(
    groups: Sequence[list[int]],
    regions: Sequence[Region],
    height: float,
    leading: float,
    bounds: Sequence[float],
) -> list[list[int]]:
    """Order the groups, and join those that turn out to be one column."""
    found: list[list[int]] = []
    last = None
    for number in ordered(regions, height, bounds):
        if last is not None and _goes_on(regions[last], regions[number], leading + height):
            found[-1] += groups[number]
        else:
            found.append(list(groups[number]))
        last = number
    return found


def _goes_on(upper: Region, lower: Region, space: float) -> bool:
    """Whether two regions, one read behind the other, are one column."""
    shared = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
    low, high = sorted((upper.height, lower.height))
    return (
        lower.box.middle > upper.box.middle
        and lower.box.top - upper.box.bottom <= space
        and high <= _MAX_HEIGHT_RATIO * low
        and shared >= _MIN_SHARED * min(upper.box.width, lower.box.width)
    )


def _column(boxes: Sequence[Box]) -> Box:
    """Return the bounds of a column: a line or two that stick out do not widen it."""
    out = len(boxes) // _OUTLIERS
    return Box(
        sorted(box.left for box in boxes)[out],
        min(box.top for box in boxes),
        sorted(box.right for box in boxes)[-1 - out],
        max(box.bottom for box in boxes),
    )
