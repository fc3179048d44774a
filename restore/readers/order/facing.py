"""Facing pages: one picture of an open book, or of two pages laid side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from restore.readers.geometry import Box
from restore.readers.order.sweep import beside
from restore.readers.order.tables import Cell

__all__ = ["facing_pages"]

# A line of a page has so many characters; what has fewer says nothing of where the pages meet.
_MIN_CHARACTERS = 10
# Each page has so many such lines, and most of its characters stand in them: else it is a table.
_MIN_LINES, _MIN_SHARE = 5, 0.5
# The text of two pages is wider than high, or nearly, and no strip of a newspaper; the white between them, in widths of a character,
# is that of no gutter, and stands in the middle but for so much.
_MIN_ASPECT, _MAX_ASPECT, _MIN_WHITE = 0.9, 2.2, 2.5
_MIN_MIDDLE, _MAX_MIDDLE = 0.35, 0.65


def facing_pages(
    boxes: Sequence[Box], cells: Sequence[Cell], members: Sequence[int], *, vertical: bool
) -> list[list[int]]:
    """Part lines that stand on two pages: the page that is read first comes first.

    Parameters
    ----------
    members : the lines that run the way of the page; the others say nothing of where pages meet
    vertical : the page was turned: what stood side by side stands under each other

    Returns
    -------
    list of list of int
        All lines once, in one list where there is but one page.
    """
    sides = [(box.top, box.bottom) if vertical else (box.left, box.right) for box in boxes]
    long = [index for index in members if cells[index].length >= _MIN_CHARACTERS]
    if len(long) >= 2 * _MIN_LINES and _is_wide([boxes[index] for index in long], vertical):
        for fold in _folds([sides[index] for index in long]):
            pages: tuple[list[int], list[int]] = ([], [])
            for index, (low, high) in enumerate(sides):
                pages[low + high > 2 * fold].append(index)
            if all(_is_page(page, set(long), cells) for page in pages) and _apart(
                [boxes[index] for index in long],
                [cells[index] for index in long],
                fold,
                vertical=vertical,
            ):
                return list(pages)
    return [list(range(len(boxes)))]


def _is_wide(boxes: Sequence[Box], vertical: bool) -> bool:
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    height = max(box.bottom for box in boxes) - min(box.top for box in boxes)
    across, down = (height, width) if vertical else (width, height)
    return _MIN_ASPECT * down <= across <= _MAX_ASPECT * down


def _folds(sides: Sequence[tuple[float, float]]) -> Iterator[float]:
    """Yield where white stands between lines, near the middle."""
    ends = sorted(sides)
    first, last = ends[0][0], max(high for _, high in ends)
    reach = first
    for (_, high), (low, _) in pairwise(ends):
        reach = max(reach, high)
        if low >= reach and (
            _MIN_MIDDLE * (last - first)
            <= (low + reach) / 2 - first
            <= _MAX_MIDDLE * (last - first)
        ):
            yield (low + reach) / 2


def _is_page(page: Sequence[int], long: set[int], cells: Sequence[Cell]) -> bool:
    lines = [cells[index].length for index in page if index in long]
    return len(lines) >= _MIN_LINES and sum(lines) >= _MIN_SHARE * sum(
        cells[index].length for index in page
    )


def _apart(
    boxes: Sequence[Box],
    cells: Sequence[Cell],
    fold: float,
    *,
    vertical: bool,
) -> bool:
    """Whether there is more white between the pages than between columns, or tiers of columns.

    Parameters
    ----------
    boxes, cells : of long lines only
    """
    # The box of a line that lies askew is high; its characters are as wide as ever.
    size = median(box.width / cell.length for box, cell in zip(boxes, cells, strict=True))
    if vertical:
        above = max(box.bottom for box in boxes if box.middle < fold)
        below = min(box.top for box in boxes if box.middle > fold)
        return below - above >= _MIN_WHITE * size
    spaces = sorted(
        boxes[right].left - boxes[left].right
        for left, right, _ in beside(boxes, range(len(boxes)))
        if boxes[left].right <= fold <= boxes[right].left
    )
    # Where lines end early the white is wider.
    return bool(spaces) and spaces[len(spaces) // 4] >= _MIN_WHITE * size
