"""White between two columns of text that crosses the whole page: nothing is a row over it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from restore.readers.geometry import Box
from restore.readers.order.tables import Cell

__all__ = ["column_bounds"]

# At both sides stand so many lines of so many characters, which end or begin so near, in heights.
_MIN_LINES, _MIN_CHARACTERS, _NEAR_HEIGHTS = 4, 12, 1.5
# Heads over both columns cross it, and no more lines than these; the white is so wide, in heights.
_MAX_CROSSING_SHARE, _MIN_WHITE_HEIGHTS = 0.05, 0.25
# The page is looked at in steps of so many heights.
_STEP_HEIGHTS = 0.125
# A sheet so many lines wide has no lines.
_MAX_STEPS = 100_000


def column_bounds(
    boxes: Sequence[Box], cells: Sequence[Cell], members: Sequence[int], height: float
) -> list[float]:
    """Return where white parts columns of text, from left to right.

    Parameters
    ----------
    members : the boxes that are asked about
    height : of the page's usual line
    """
    low = min((boxes[index].left for index in members), default=0.0)
    step = _STEP_HEIGHTS * height
    count = int((max((boxes[index].right for index in members), default=0.0) - low) / step) + 2
    if count > _MAX_STEPS:
        return []
    changes = [0] * (count + 1)
    for index in members:
        changes[int((boxes[index].left - low) / step)] += 1
        changes[int((boxes[index].right - low) / step) + 1] -= 1
    most = _MAX_CROSSING_SHARE * len(members)
    free = [covered <= most for covered in accumulate(changes[:count])]
    long = [index for index in members if cells[index].length >= _MIN_CHARACTERS]
    ends = sorted(boxes[index].right for index in long)
    begins = sorted(boxes[index].left for index in long)
    near = _NEAR_HEIGHTS * height
    found = []
    start = None
    for place, white in enumerate([*free, False]):
        if white and start is None:
            start = place
        elif not white and start is not None:
            left, right = low + start * step, low + place * step
            start = None
            if (
                right - left >= _MIN_WHITE_HEIGHTS * height
                and bisect_right(ends, right) - bisect_left(ends, left - near) >= _MIN_LINES
                and bisect_right(begins, right + near) - bisect_left(begins, left) >= _MIN_LINES
            ):
                found.append((left + right) / 2)
    return found
