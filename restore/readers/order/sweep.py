"""Which boxes see each other: sweep lines over a skyline, in n log n steps for any boxes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from restore.readers.geometry import Box

__all__ = ["beside", "stacked"]

# Neighbours' boxes reach into each other by a few pixels: a quarter of a line's height at each of
# its sides does not count.
_TRIM_HEIGHTS = 0.25
# Nor does more of a narrow box than so much of its own width.
_MAX_TRIM_SHARE = 0.2


class _Skyline:
    """Disjoint intervals, each with the last box that covered it."""

    def __init__(self) -> None:
        self._lows: list[float] = []
        self._highs: list[float] = []
        self._owners: list[int] = []

    def cover(self, low: float, high: float, owner: int) -> dict[int, float]:
        """Put an interval over the others; return how much of whom it hid."""
        first, last = bisect_right(self._highs, low), bisect_left(self._lows, high)
        hidden: dict[int, float] = {}
        for place in range(first, last):
            shared = min(high, self._highs[place]) - max(low, self._lows[place])
            before = self._owners[place]
            hidden[before] = hidden.get(before, 0.0) + shared
        lows, highs, owners = [low], [high], [owner]
        if first < last and self._lows[first] < low:
            lows.insert(0, self._lows[first])
            highs.insert(0, low)
            owners.insert(0, self._owners[first])
        if first < last and self._highs[last - 1] > high:
            lows.append(high)
            highs.append(self._highs[last - 1])
            owners.append(self._owners[last - 1])
        self._lows[first:last] = lows
        self._highs[first:last] = highs
        self._owners[first:last] = owners
        return hidden


def _seen(
    spans: Iterable[tuple[int, float, float]],
) -> Iterator[tuple[int, int, float]]:
    sky = _Skyline()
    for index, low, high in spans:
        if low < high:
            for other, shared in sky.cover(low, high, index).items():
                yield other, index, shared


def stacked(
    boxes: Sequence[Box], members: Sequence[int], height: float
) -> list[tuple[int, int, float]]:
    """Return the pairs of boxes that see each other vertically: upper, lower, shared width.

    Parameters
    ----------
    height : of a line; decides how much of the sides does not count
    """
    order = sorted(members, key=lambda index: (boxes[index].middle, boxes[index].left, index))

    def spans() -> Iterator[tuple[int, float, float]]:
        for index in order:
            box = boxes[index]
            trim = min(_TRIM_HEIGHTS * height, _MAX_TRIM_SHARE * box.width)
            yield index, box.left + trim, box.right - trim

    return list(_seen(spans()))


def beside(boxes: Sequence[Box], members: Sequence[int]) -> list[tuple[int, int, float]]:
    """Return the pairs of boxes that see each other horizontally: left, right, shared height."""
    order = sorted(
        members, key=lambda index: (boxes[index].left + boxes[index].right, boxes[index].top, index)
    )

    def spans() -> Iterator[tuple[int, float, float]]:
        for index in order:
            box = boxes[index]
            trim = _TRIM_HEIGHTS * box.height
            yield index, box.top + trim, box.bottom - trim

    return list(_seen(spans()))
