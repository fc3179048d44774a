"""Lines that begin a paragraph, as their boxes show: set in from the lines around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from restore.readers.geometry import Box
from restore.readers.order.direction import turned, upright

__all__ = ["cells_among", "paragraph_heads"]

# Paragraphs are set in by two characters; a scan and its boxes leave so much room about them.
_MIN_INDENT_HEIGHTS, _MAX_INDENT_HEIGHTS = 1.2, 3.2
# The margin is where most lines near by begin: it drifts on a page that lies askew.
_NEAR_LINES = 3
_MIN_LINES = 3
# A line is short that ends so far from where its neighbours do.
_SHORT_HEIGHTS = 1.0
# Where more lines are set in, the indent is that of a list or of verse.
_MAX_SHARE = 0.6
# So much white stands between the cells of a table.
_CELL_SPACE_HEIGHTS = 1.2


def cells_among(boxes: Sequence[Box]) -> list[bool]:
    """Say of each line whether it is a cell of a table with another one before it in its row."""
    return [False] + [_beside(before, box) for before, box in pairwise(boxes)]


def _beside(left: Box, right: Box) -> bool:
    height = min(left.height, right.height)
    level = min(left.bottom, right.bottom) - max(left.top, right.top) > height / 2
    return level and right.left - left.right > _CELL_SPACE_HEIGHTS * height


def paragraph_heads(boxes: Sequence[Box], texts: Sequence[str]) -> list[bool]:
    """Say of each line of a column whether an indent begins a paragraph there.

    Parameters
    ----------
    boxes : of the lines, from the first to the last
    """
    if len(boxes) < _MIN_LINES:
        return [False] * len(boxes)
    if 2 * sum(upright(box, text) for box, text in zip(boxes, texts, strict=True)) < len(boxes):
        boxes = [turned(box) for box in boxes]
    height = median(box.height for box in boxes)
    found: list[bool] = []
    for index, box in enumerate(boxes):
        near = boxes[max(0, index - _NEAR_LINES) : index + _NEAR_LINES + 1]
        indent = box.left - min(other.left for other in near)
        begins = _MIN_INDENT_HEIGHTS * height <= indent <= _MAX_INDENT_HEIGHTS * height
        if begins and index and _set_in_too(boxes[index - 1], box, height):
            # Lines set in one below the other are a block, but for paragraphs of one line.
            end = max(other.right for other in near)
            begins = boxes[index - 1].right < end - _SHORT_HEIGHTS * height
        found.append(begins)
    return found if sum(found) <= _MAX_SHARE * len(found) else [False] * len(found)


def _set_in_too(before: Box, box: Box, height: float) -> bool:
    return before.left > box.left - _MIN_INDENT_HEIGHTS * height
