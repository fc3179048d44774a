"""Whether an order of blocks that a file states can be the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from restore.readers.geometry import Box
from restore.readers.order.direction import turned

__all__ = ["runs_backwards"]

# Blocks of one column share so much of the narrower one's width.
_MIN_SHARED = 0.5
# One step upwards may be a headline below its text; so many, and more than downwards, are none.
_MIN_STEPS = 2


def runs_backwards(blocks: Sequence[Box], *, vertical: bool) -> bool:
    """Whether blocks under each other come from the lowest to the highest.

    Parameters
    ----------
    blocks : in the order that the file states
    vertical : their lines run from top to bottom
    """
    placed = [turned(box) for box in blocks] if vertical else blocks
    steps = [
        after.middle < before.middle
        for before, after in pairwise(placed)
        if min(before.right, after.right) - max(before.left, after.left)
        >= _MIN_SHARED * min(before.width, after.width)
    ]
    return sum(steps) >= _MIN_STEPS and 2 * sum(steps) > len(steps)
