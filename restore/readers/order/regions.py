"""Order the regions of a page: cut it where white crosses it, else sort by who comes before whom.

After the recursive XY-cut (Ha, Haralick, Phillips 1995), on whole runs of lines: white between
lines that happen to stand level in neighbouring columns cuts nothing. What no cut takes apart is
sorted by the relation of Breuel (2003).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from restore.readers.geometry import Box

__all__ = ["HEADLINE_RATIO", "Region", "ordered"]

# Regions may reach into the white between them by so much of a line's height.
_REACH_HEIGHTS = 0.3
# White over the whole width that parts stories, in heights of a line.
_STORY_SPACE_HEIGHTS = 1.2
# A headline's print is so much larger than the page's usual one.
HEADLINE_RATIO = 1.25
_MAX_HEAD_LINES = 2
# Two lines at most, far from each other, with one line beside them are rows, and no columns.
_MAX_FEW_LINES, _FEW_SPACE_HEIGHTS = 2, 1.5
# So many regions above a white band are asked whether they end there: no page has more columns.
_MOST_ABOVE = 24
_MAX_DEPTH = 40
# Regions that no cut parts; more of them are sorted by their columns.
_MAX_TANGLED = 150


class Region(NamedTuple):
    """A run of lines, by number, its bounds, the height of its print, how many lines it has, and
    whether it is a title whose lines run the other way than those of the page."""

    number: int
    box: Box
    height: float
    lines: int = 1
    title: bool = False


def ordered(regions: Sequence[Region], height: float, bounds: Sequence[float] = ()) -> list[int]:
    """Return the numbers of the regions in reading order.

    Parameters
    ----------
    height : of the page's usual line
    bounds : where white parts columns of text over the whole page, from left to right
    """
    columns = _between(regions, height, bounds) if bounds else None
    parts = [list(regions)] if columns is None else columns
    return [region.number for part in parts for region in _cut(part, height, 0)]


def _between(
    regions: Sequence[Region], height: float, bounds: Sequence[float]
) -> list[list[Region]] | None:
    """Return what stands over all columns, the columns, and what stands under them; None if a
    headline stands between, or so much white that stories end there."""
    columns: dict[int, list[Region]] = defaultdict(list)
    across: list[Region] = []
    for region in regions:
        first, last = bisect_left(bounds, region.box.left), bisect_left(bounds, region.box.right)
        if first == last:
            columns[first].append(region)
        else:
            across.append(region)
    inside = [region for column in columns.values() for region in column]
    bands = _apart(inside, _upright, 0.0)
    if not inside or any(
        min(region.box.top for region in lower) - max(region.box.bottom for region in upper)
        >= _STORY_SPACE_HEIGHTS * height
        for upper, lower in pairwise(bands)
    ):
        return None
    reach = _REACH_HEIGHTS * height
    over = [r for r in across if r.box.bottom <= min(i.box.top for i in inside) + reach]
    under = [r for r in across if r.box.top >= max(i.box.bottom for i in inside) - reach]
    if len(over) + len(under) < len(across):
        return None
    return [over, *(columns[place] for place in sorted(columns)), under]


def _cut(regions: list[Region], height: float, depth: int) -> Iterator[Region]:
    if len(regions) < 2:
        yield from regions
        return
    if depth > _MAX_DEPTH:
        yield from sorted(regions, key=_place)
        return
    reach = _REACH_HEIGHTS * height
    bands = _apart(regions, _upright, reach)
    if len(bands) > 1:
        bands = _stories(bands, height, reach)
    parts = bands if len(bands) > 1 else _apart(regions, _across, reach)
    if bands is not parts and len(parts) > 1 and _few(parts, height):
        parts = _apart(regions, _upright, reach)
        yield from (
            region for row in parts for region in sorted(row, key=lambda item: item.box.left)
        )
        return
    if len(parts) > 1:
        if bands is not parts and (title := _title(parts)) is not None:
            yield title
            parts = [[region for region in part if region is not title] for part in parts]
        for piece in parts:
            yield from _cut(piece, height, depth + 1)
        return
    yield from _tangled(regions, height)


def _title(parts: Sequence[Sequence[Region]]) -> Region | None:
    """Return the title of what stands to its left, if one stands by itself at the right edge."""
    top = min(parts[-1], key=_place)
    return top if top.title else None


def _few(parts: Sequence[Sequence[Region]], height: float) -> bool:
    """Whether what stands apart is no more than a row or two, with one line at a side."""
    counts = [sum(region.lines for region in part) for part in parts]
    if min(counts) > 1 or max(counts) > _MAX_FEW_LINES:
        return False
    rows = _apart([region for part in parts for region in part], _upright, 0.0)
    return all(
        min(region.box.top for region in lower) - max(region.box.bottom for region in upper)
        >= _FEW_SPACE_HEIGHTS * height
        for upper, lower in pairwise(rows)
    )


def _upright(box: Box) -> tuple[float, float]:
    return box.top, box.bottom


def _across(box: Box) -> tuple[float, float]:
    return box.left, box.right


def _place(region: Region) -> tuple[float, float, int]:
    return region.box.top, region.box.left, region.number


def _apart(
    regions: Sequence[Region], side: Callable[[Box], tuple[float, float]], reach: float
) -> list[list[Region]]:
    """Group regions whose intervals overlap."""

    def bounds(region: Region) -> tuple[float, float]:
        low, high = side(region.box)
        trim = min(reach, (high - low) / 4)
        return low + trim, high - trim

    groups: list[list[Region]] = []
    end = float("-inf")
    for region in sorted(regions, key=lambda item: (bounds(item), item.number)):
        low, high = bounds(region)
        if not groups or low >= end:
            groups.append([])
        groups[-1].append(region)
        end = max(end, high)
    return groups


def _stories(bands: list[list[Region]], height: float, reach: float) -> list[list[Region]]:
    """Join the bands between which columns go on: what stays apart is read one after the other."""
    joined = [list(bands[0])]
    head = _is_head(bands[0], height)
    for number, lower in enumerate(bands[1:], 1):
        upper = joined[-1][-_MOST_ABOVE:]
        edge = number in (1, len(bands) - 1)
        parts = _apart([*upper, *lower], _across, reach)
        if len(parts) == 1 or (
            _heads_all(upper, parts) if head else _ends(upper, lower, parts, height, edge=edge)
        ):
            joined.append(list(lower))
            # What stands alone below a headline, as a byline, belongs to it.
            head = _is_head(lower, height) or (head and len(lower) == 1 and lower[0].lines == 1)
        else:
            joined[-1] += lower
            head = head and _is_head(joined[-1][-_MOST_ABOVE:], height)
    return joined


def _columns(band: Sequence[Region], parts: Sequence[Sequence[Region]]) -> set[int]:
    """Return in which of the parts, from left to right, regions stand."""
    numbers = {region.number for region in band}
    return {
        place
        for place, part in enumerate(parts)
        if any(region.number in numbers for region in part)
    }


def _heads_all(head: Sequence[Region], parts: Sequence[Sequence[Region]]) -> bool:
    """Whether a headline is that of all columns: if others have theirs, it is that of its own."""
    return len(_columns(head, parts)) == 1


def _ends(
    upper: Sequence[Region],
    lower: Sequence[Region],
    parts: Sequence[Sequence[Region]],
    height: float,
    *,
    edge: bool,
) -> bool:
    """Whether the columns above a white band end there.

    Parameters
    ----------
    edge : the band is the first or the last of its region
    """
    over, under = _columns(upper, parts), _columns(lower, parts)
    first = min(region.box.top for region in lower)
    far = first - max(region.box.bottom for region in upper) >= _STORY_SPACE_HEIGHTS * height
    if far and edge and any(max(item.lines for item in band) == 1 for band in (upper, lower)):
        return True
    if len(over) == 1 or len(under) == 1:
        return len(over) == len(under) and over != under
    headed = any(
        region.height >= HEADLINE_RATIO * height and region.box.top <= first + height
        for region in lower
    )
    return headed or far


def _is_head(regions: Sequence[Region], height: float) -> bool:
    """Whether a headline stands there, and no more than a line or two beside it."""
    return any(region.height >= HEADLINE_RATIO * height for region in regions) and all(
        region.lines <= _MAX_HEAD_LINES for region in regions
    )


def _tangled(regions: list[Region], height: float) -> Iterator[Region]:
    """Sort regions that no white parts: each behind those that come before it."""
    regions = sorted(regions, key=lambda item: (item.box.left, item.box.top, item.number))
    if len(regions) > _MAX_TANGLED:
        yield from regions
        return
    reach = _REACH_HEIGHTS * height
    before: dict[int, list[Region]] = {
        region.number: [
            other
            for other in regions
            if other is not region and _before(other, region, regions, reach)
        ]
        for region in regions
    }
    done: set[int] = set()
    for region in sorted(regions, key=_place):
        yield from _behind(region, before, done)


def _behind(region: Region, before: dict[int, list[Region]], done: set[int]) -> Iterator[Region]:
    """Yield a region behind all that come before it and were not yet read."""
    if region.number in done:
        return
    done.add(region.number)
    for other in before[region.number]:
        yield from _behind(other, before, done)
    yield region


def _before(first: Region, second: Region, regions: Sequence[Region], reach: float) -> bool:
    if _share_columns(first.box, second.box, reach):
        return first.box.middle < second.box.middle and first.box.top < second.box.top
    if first.box.left > second.box.left:
        return False
    top, bottom = sorted((first.box.middle, second.box.middle))
    return not any(
        top < other.box.middle < bottom
        and _share_columns(other.box, first.box, reach)
        and _share_columns(other.box, second.box, reach)
        for other in regions
        if other is not first and other is not second
    )


def _share_columns(first: Box, second: Box, reach: float) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared > min(reach * 2, min(first.width, second.width) / 2)
