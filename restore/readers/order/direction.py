"""Which way the lines of a page run, and pages that are turned so that one way serves both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import compress
from statistics import median

from restore.readers.geometry import Box
from restore.readers.order.gutters import Sets
from restore.readers.order.sweep import beside, stacked

__all__ = ["blocks_of_the_other", "runs_downwards", "turned", "turned_back", "upright"]

# A line of two characters or more that is so many times as high as wide is written downwards.
_TALL_RATIO = 1.4
# Small print (figures, notes) says less of the way of a page than its text, and large no more: a line
# counts for its characters and their size, up to so many times the usual one.
_MAX_SIZE_RATIO = 1.5
# Lines of a block stand no further apart than so many of their widths.
_BLOCK_SPACE_WIDTHS = 1.5
# Parts of one line stand nearer.
_LINE_SPACE_WIDTHS = 0.5
_MIN_BESIDE_SHARE, _MIN_OVER_SHARE = 0.3, 0.6


def upright(box: Box, text: str) -> bool:
    """Whether a line may run from left to right: a single character says nothing."""
    return len(text.strip()) == 1 or box.height <= _TALL_RATIO * box.width


def runs_downwards(boxes: Sequence[Box], texts: Sequence[str]) -> bool:
    """Whether most of a page is written from top to bottom."""
    sizes = [min(box.width, box.height) for box in boxes]
    most = _MAX_SIZE_RATIO * median(sizes) if sizes else 0.0
    weights = [max(1, len(text)) * min(size, most) for size, text in zip(sizes, texts, strict=True)]
    tall = (not upright(box, text) for box, text in zip(boxes, texts, strict=True))
    return 2 * sum(compress(weights, tall)) > sum(weights)


def turned(box: Box) -> Box:
    """Turn a page of columns that are read from right to left, so that they become lines."""
    return Box(box.top, -box.right, box.bottom, -box.left)


def turned_back(box: Box) -> Box:
    """Undo what ``turned`` does."""
    return Box(-box.bottom, box.left, -box.top, box.right)


def blocks_of_the_other(boxes: Sequence[Box], members: Sequence[int]) -> list[list[int]]:
    """Group lines that run the other way than those of the page, and stand close together."""
    sets = Sets()
    for left, right, shared in beside(boxes, members):
        first, second = boxes[left], boxes[right]
        wide = min(first.width, second.width)
        if (
            second.left - first.right <= _BLOCK_SPACE_WIDTHS * wide
            and shared >= _MIN_BESIDE_SHARE * min(first.height, second.height)
        ):
            sets.join(left, right)
    for upper, lower, shared in stacked(boxes, members, 0.0):
        first, second = boxes[upper], boxes[lower]
        wide = min(first.width, second.width)
        if (
            second.top - first.bottom <= _LINE_SPACE_WIDTHS * wide
            and shared >= _MIN_OVER_SHARE * wide
        ):
            sets.join(upper, lower)
    groups: dict[object, list[int]] = defaultdict(list)
    for index in members:
        groups[sets.root(index)].append(index)
    return list(groups.values())
