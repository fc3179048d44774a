"""Which way the lines of a page run, and pages that are turned so that one way serves both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from restore.readers.geometry import Box
from restore.readers.order.gutters import Sets
from restore.readers.order.sweep import beside

__all__ = ["blocks_of_the_other", "turned", "upright"]

# A line of two characters or more that is so many times as high as wide is written downwards.
_TALL_RATIO = 1.4
# Lines of a block stand no further apart than so many of their widths.
_BLOCK_SPACE_WIDTHS = 1.5
_MIN_BESIDE_SHARE = 0.3


def upright(box: Box, text: str) -> bool:
    """Whether a line may run from left to right: a single character says nothing."""
    return len(text.strip()) == 1 or box.height <= _TALL_RATIO * box.width


def turned(box: Box) -> Box:
    """Turn a page of columns that are read from right to left, so that they become lines."""
    return Box(box.top, -box.right, box.bottom, -box.left)


def blocks_of_the_other(
    boxes: Sequence[Box], members: Sequence[int], vertical: bool
) -> list[list[int]]:
    """Group lines that run the other way than those of the page, each group in its order.

    Parameters
    ----------
    vertical : the page was turned, and these lines run from left to right
    """
    sets = Sets()
    for left, right, shared in beside(boxes, members):
        first, second = boxes[left], boxes[right]
        wide = min(first.width, second.width)
        if (
            second.left - first.right <= _BLOCK_SPACE_WIDTHS * wide
            and shared >= _MIN_BESIDE_SHARE * min(first.height, second.height)
        ):
            sets.join(left, right)
    groups: dict[object, list[int]] = defaultdict(list)
    for index in members:
        groups[sets.root(index)].append(index)
    # On a turned page what was above stands to the left; else columns go from right to left.
    return [
        sorted(
            group, key=lambda index: (boxes[index].left if vertical else -boxes[index].left, index)
        )
        for group in groups.values()
    ]
