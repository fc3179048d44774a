"""Notes in two small lines within a line of larger print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from restore.readers.geometry import Box

__all__ = ["holds", "note_pairs"]

# A note's print is about half as high as that of its line, and keeps within it but for so much.
_MIN_RATIO, _MAX_RATIO, _MAX_OUTSIDE = 1.5, 3.0, 0.2
# It follows its line at once; of its two lines the shorter has so much of the longer one's width.
_MAX_SPACE_HEIGHTS, _MIN_SHARED = 0.6, 0.3
# One of its lines may be read as part of its line, whose box then holds so much of the other.
_MIN_HELD, _MAX_HELD_RATIO = 0.8, 0.7


def holds(large: Box, small: Box) -> bool:
    """Whether the box of a line holds that of a smaller line."""
    across = min(large.right, small.right) - max(large.left, small.left)
    down = min(large.bottom, small.bottom) - max(large.top, small.top)
    return (
        across >= _MIN_HELD * small.width
        and down >= _MIN_HELD * small.height
        and small.height <= _MAX_HELD_RATIO * large.height
    )


def note_pairs(
    boxes: Sequence[Box], pairs: Sequence[tuple[int, int, float]]
) -> Iterator[tuple[int, int]]:
    """Yield the boxes of a line together with both lines of a note before or behind it.

    Parameters
    ----------
    pairs : who sees whom beside it
    """
    beside: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for left, right, _ in pairs:
        space = boxes[right].left - boxes[left].right
        for large, small in ((left, right), (right, left)):
            if _within(boxes[large], boxes[small]) and space <= (
                _MAX_SPACE_HEIGHTS * boxes[large].height
            ):
                beside[large, large == left].append(small)
    for (large, _), notes in beside.items():
        if len(notes) == 2 and _of_one_note(boxes[notes[0]], boxes[notes[1]]):
            yield from ((large, note) for note in notes)


def _within(large: Box, small: Box) -> bool:
    slack = _MAX_OUTSIDE * large.height
    return (
        _MIN_RATIO * small.height <= large.height <= _MAX_RATIO * small.height
        and small.top >= large.top - slack
        and small.bottom <= large.bottom + slack
    )


def _of_one_note(first: Box, second: Box) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared >= _MIN_SHARED * max(first.width, second.width)
