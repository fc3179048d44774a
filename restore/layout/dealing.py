"""Deal lines that were read row by row out to their columns: an alignment of the lines with themselves.

Columns take turns. So if one line stands above another, the line under the first stands above the
line under the second: *which line goes on with which* is monotone, whatever the number of columns,
and where a column begins or ends the distance changes by one. The best such alignment is found as
for two strings (Needleman and Wunsch 1970), with a swap of neighbours as a further step: boxes of
one row are not always sorted alike. Time is linear in the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["deal"]

# What a line pays (log10) that nothing goes on with, or that goes on with nothing; less at the
# edges, where all columns begin and end. What two neighbours pay that change places.
_GAP_LOG10, _HEAD_LOG10, _EDGE_LOG10, _SWAP_LOG10 = 2.0, 0.75, 0.5, 3.0
# No line pays more for standing under one that it does not continue: a column may be interrupted.
_LEAST_LOG10 = -2.0
_IMPOSSIBLE = -1e9
_SKIP_RIGHT, _PAIR, _SKIP_LEFT, _SKIP_BOTH, _SWAP = range(5)


def deal(near: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the line that stands under each line in its column, -1 where there is none.

    Parameters
    ----------
    near : log10 odds, shape (lines, reach + 1): column ``d`` is the line ``d`` places below; rows
        that reach past the end are below -5 there
    """
    count, reach = near.shape[0], near.shape[1] - 1
    odds = np.where(near < -5.0, _IMPOSSIBLE, np.maximum(near, _LEAST_LOG10))
    ramp = _GAP_LOG10 * np.arange(reach + 1)
    # best[d]: all lines up to some line are paired as left sides, all up to d below it as right.
    best = -_EDGE_LOG10 * np.arange(reach + 1.0)
    before: NDArray[np.float64] | None = None
    steps = np.zeros((count, reach + 1), dtype=np.int8)
    swapped = np.full(reach + 1, _IMPOSSIBLE)
    for line in range(count):
        gap = _HEAD_LOG10 if line < reach else _GAP_LOG10
        paired = best + odds[line]
        skipped = np.append(best[1:] - gap, _IMPOSSIBLE)
        if (last := count - 1 - line) < reach:
            # No line is left below that could stand under it.
            skipped[last] = best[last + 1] - _EDGE_LOG10
        step = np.where(paired >= skipped, _PAIR, _SKIP_LEFT)
        found = np.maximum(paired, skipped)
        if (both := best[0] - gap - _GAP_LOG10) > found[0]:
            found[0], step[0] = both, _SKIP_BOTH
        if before is not None:
            swapped[2:reach] = (
                before[2:reach] + odds[line - 1, 3:] + odds[line, 1 : reach - 1] - _SWAP_LOG10
            )
            step[swapped > found] = _SWAP
            found = np.maximum(found, swapped)
        following = np.maximum.accumulate(found + ramp) - ramp
        step[following > found + 1e-9] = _SKIP_RIGHT
        steps[line] = step
        before, best = best, following
    return _traced(steps)


def _traced(steps: NDArray[np.int8]) -> NDArray[np.intp]:
    """Follow the best steps from the end to the beginning."""
    under = np.full(len(steps), -1, dtype=np.intp)
    line, lag = len(steps) - 1, 0
    while line >= 0:
        step = steps[line, lag]
        if step == _SKIP_RIGHT:
            lag -= 1
            continue
        if step == _PAIR:
            under[line] = line + lag
        elif step == _SKIP_LEFT:
            lag += 1
        elif step == _SWAP:
            under[line - 1], under[line] = line + lag, line + lag - 1
            line -= 1
        line -= 1
    return under
