"""Level the boxes of a page that lay askew under the scanner.

An upright box around a tilted line is higher than the line, by its width times the tilt, so that
neighbours overlap. The tilt is what the corners of the lines say; where only upright boxes are known,
their heights say how much it is, as characters are about as wide as high, and the margins of
columns, which way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from restore.readers.geometry import Box
from restore.readers.order.sweep import beside, stacked

__all__ = ["level"]

# A tilt that lifts no line's end by so much of its height changes nothing.
_MIN_LIFT_HEIGHTS = 0.25
# No scan is so askew that it is more than this.
_MAX_TILT = 0.35
# Lines of a few characters and of many are compared, where lengths differ by so many characters.
_MIN_CHARACTERS, _MIN_SPREAD = 3.0, 2.0
_SHORT_SHARE = 0.7
# Boxes are so many times as high as their characters are wide.
_USUAL_RATIO, _TILTED_RATIO = 1.2, 1.7
# So many lines say something; margins must drift by so much of the tilt.
_MIN_LINES, _MIN_DRIFT_SHARE = 4, 0.3
# A smaller drift of the margins may be chance.
_MIN_DRIFT = 0.01
_SURE_SPREADS = 5.0
# What is left of a box is at least so much of it, and as high as its characters are wide.
_MIN_HEIGHT_SHARE = 0.05
# Boxes are level if their middles differ by so small a part of their height; one way must level so
# many times as many as the other.
_LEVEL_PART, _CLEARLY = 4, 1.3


def level(
    boxes: Sequence[Box],
    members: Sequence[int],
    lengths: Sequence[float],
    slopes: Sequence[float | None] | None = None,
) -> list[Box]:
    """Turn the page so that its lines are level.

    Parameters
    ----------
    members : the lines that are asked
    lengths : how many full-width characters are as long as each
    slopes : by how much each line falls per unit of its length, where that is known
    """
    known = [slopes[index] for index in members] if slopes is not None else []
    stated = [slope for slope in known if slope is not None]
    if 2 * len(stated) > len(members):
        tilt = median(stated)
        steep = abs(tilt)
    else:
        tilt = 0.0
        steep, lift = _steepness([(boxes[index], lengths[index]) for index in members])
        drift = abs(_drift(boxes, members))
        if lift < _MIN_LIFT_HEIGHTS and _MIN_DRIFT <= drift <= steep / _MIN_DRIFT_SHARE:
            # Columns are narrow, so that a tilt hardly shows in a line; in their margins it does.
            steep = (steep + drift) / 2
        elif lift < _MIN_LIFT_HEIGHTS:
            steep = 0.0
    if not steep:
        return list(boxes)
    thin = [_thinned(box, length, steep) for box, length in zip(boxes, lengths, strict=True)]
    drift = _drift(thin, members)
    if not tilt and abs(drift) >= _MIN_DRIFT_SHARE * steep:
        tilt = steep if drift < 0 else -steep
    elif not tilt:
        tilt = _levelling(thin, members, steep)
    turned = abs(drift) >= _MIN_DRIFT_SHARE * steep and drift * tilt < 0
    return [_moved(box, tilt, -tilt if turned else 0.0) for box in thin]


def _levelling(boxes: Sequence[Box], members: Sequence[int], steep: float) -> float:
    """Return the tilt, one way or the other, that puts boxes level with their neighbours; 0.0 where
    neither does clearly better than none: such a page is curved."""
    counts = []
    for tilt in (steep, -steep, 0.0):
        moved = [_moved(box, tilt, 0.0) for box in boxes]
        counts.append(
            sum(
                abs(moved[left].middle - moved[right].middle) <= moved[left].height / _LEVEL_PART
                for left, right, _ in beside(moved, members)
            )
        )
    *others, most = sorted(counts)
    if most < _MIN_LINES or most < _CLEARLY * others[-1]:
        return 0.0
    return (steep, -steep, 0.0)[counts.index(most)]


def _steepness(lines: Sequence[tuple[Box, float]]) -> tuple[float, float]:
    """Return the tilt, without its direction, that the heights of boxes show, and how much it lifts
    the end of a long line, in heights of characters."""
    found = sorted(
        (length, box.height * length / box.width)
        for box, length in lines
        if length >= _MIN_CHARACTERS and box.width > 0
    )
    if len(found) < _MIN_LINES:
        return 0.0, 0.0
    long = found[-max(1, len(found) // 3) :]
    length = median(length for length, _ in long)
    ratio = median(ratio for _, ratio in long)
    short = [pair for pair in found if pair[0] <= length * _SHORT_SHARE]
    if len(short) >= _MIN_LINES and length - short[-1][0] >= _MIN_SPREAD:
        other = median(length for length, _ in short)
        steep = (ratio - median(ratio for _, ratio in short)) / (length - other)
    else:
        steep = (ratio - (_USUAL_RATIO if ratio >= _TILTED_RATIO else 1.0)) / length
        if ratio < _TILTED_RATIO:
            return min(max(0.0, steep), _MAX_TILT), 0.0
    steep = min(max(0.0, steep), _MAX_TILT)
    return steep, steep * length


def _thinned(box: Box, length: float, steep: float) -> Box:
    least = _MIN_HEIGHT_SHARE * box.height
    if length >= _MIN_CHARACTERS:
        least = max(least, box.width / length)
    height = min(box.height, max(box.height - steep * box.width, least))
    return box._replace(top=box.middle - height / 2, bottom=box.middle + height / 2)


def _drift(boxes: Sequence[Box], members: Sequence[int]) -> float:
    """Return by how much margins go to the right per unit of height."""
    if not members:
        return 0.0

    def steps() -> Iterator[float]:
        height = median(boxes[index].height for index in members)
        for upper, lower, shared in stacked(boxes, members, height):
            first, second = boxes[upper], boxes[lower]
            down = second.middle - first.middle
            wide = max(first.width, second.width)
            if down > 0 and shared > 0.7 * wide and second.width > 0.9 * wide < first.width / 0.81:
                across = (second.left + second.right - first.left - first.right) / 2
                yield across / down

    found = list(steps())
    if len(found) < _MIN_LINES - 1:
        return 0.0
    middle = median(found)
    spread = median(abs(step - middle) for step in found)
    # Edges waver: the median must stand out from what is left to chance.
    return middle if abs(middle) >= _SURE_SPREADS * spread / len(found) ** 0.5 else 0.0


def _moved(box: Box, tilt: float, drift: float) -> Box:
    across = (box.left + box.right) / 2
    down = -tilt * across
    aside = -drift * box.middle
    return Box(box.left + aside, box.top + down, box.right + aside, box.bottom + down)
