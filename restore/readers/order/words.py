"""Words of a line that wide white space parts: a column may begin there."""

from __future__ import annotations

from collections.abc import Sequence

from restore.readers.geometry import Box

__all__ = ["split_at_gaps"]

# Atoms of one line that are so many line heights apart may stand in two columns.
_WORD_GAP_HEIGHTS = 1.0


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
