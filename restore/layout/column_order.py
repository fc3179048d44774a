"""The order in which the columns of a page are to be read whose lines came row by row.

Nothing is known of places but the order of the lines: columns take turns, so they stand in a ring.
Where the ring begins, at the left, the first row tells, the last one, and how well the foot of a
column goes on at the head of the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from restore.layout.row_odds import LineOdds

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALONE_LOG10", "SURE_LOG10", "Block", "in_order"]

# The lead of an order that has no rival.
ALONE_LOG10 = 9.0
# Below these odds a line may end its column although another stands under it; what a turn from or
# to such a line is worth less (log10).
_WEAK_LOG10, _INNER_LOG10 = 0.5, -0.7
_MAX_INNER = 2
# What speaks for an order (log10), besides the turns from foot to head: that the first line stands
# in the first column; if it may be a headline, that it or the next does; that the last line stands
# in the last; that the columns run from right to left (a page that was turned a little); that the
# first head begins a paragraph and the last foot ends a sentence. Chosen on half of the development
# pages and made pages of ten templates.
_FIRST, _PERHAPS_FIRST, _LAST, _BACKWARD, _BEGINS, _ENDS = 3.0, 2.0, 0.7, -3.0, 0.4, 0.7
SURE_LOG10, _NEXT_FIRST = 1.5, 0.9
# ... and that columns are read to their foot where others end at one height beside them.
_PLAIN = -1.0


class Block(NamedTuple):
    """A part of a page.

    ``columns`` hold the lines of each column; ``under`` the line under each line of the page in its
    column (-1: none); ``odds`` what is known of the lines; ``width`` how many columns there are
    about each line.
    """

    columns: list[list[int]]
    under: NDArray[np.intp]
    odds: LineOdds
    width: NDArray[np.intp]


class _Turns:
    """The odds (log10) that one column goes on in another, at its foot or a little above."""

    def __init__(self, block: Block) -> None:
        self._feet = [_ends(block, column, last=True) for column in block.columns]
        self._heads = [_ends(block, column, last=False) for column in block.columns]
        feet = sorted({line for lines in self._feet for line in lines})
        heads = sorted({line for lines in self._heads for line in lines})
        self._row = {line: number for number, line in enumerate(feet)}
        self._column = {line: number for number, line in enumerate(heads)}
        self._odds: list[list[float]] = block.odds.between(feet, heads).tolist()

    def turn(self, left: int, right: int) -> float:
        foot, *feet = self._feet[left]
        head, *heads = self._heads[right]
        inner = [(line, head) for line in feet] + [(foot, line) for line in heads]
        values = [self._odds[self._row[one]][self._column[other]] for one, other in inner]
        outer = self._odds[self._row[foot]][self._column[head]]
        return max([outer, *(value + _INNER_LOG10 for value in values)])


def _ends(block: Block, column: Sequence[int], *, last: bool) -> list[int]:
    """Return the foot of a column, or its head, and then the lines that might be it as well."""
    near, ended = block.odds.near, block.odds.ended
    weak = [
        number
        for number, (line, under) in enumerate(pairwise(column))
        if near[line, under - line] < _WEAK_LOG10 and not ended[line]
    ]
    if last:
        return [column[-1], *(column[number] for number in weak[-_MAX_INNER:])]
    return [column[0], *(column[number + 1] for number in weak[:_MAX_INNER])]


def in_order(block: Block) -> tuple[list[int], float]:
    """Return the numbers of the columns in reading order, and by how much no other suits so well."""
    turns = _Turns(block)
    order: list[int] = []
    lead = ALONE_LOG10
    for members in _regions(block):
        found, distance = _region(block, members, turns)
        order += found
        lead = min(lead, distance)
    return order, lead


def _regions(block: Block) -> Iterator[list[int]]:
    """Yield the columns between heights that no column reaches across by more than a row."""
    columns, width = block.columns, block.width
    start = min(column[0] for column in columns)
    size = max(column[-1] for column in columns) + 2 - start
    across = np.zeros(size + 1, dtype=np.intp)
    reaching = np.zeros(size + 1, dtype=np.intp)
    for column in columns:
        first, stop = column[0] + 1 - start, column[-1] + 1 - start
        trim = min(int(width[column[0]]) - 1, (stop - first) // 2)
        reaching[first] += 1
        reaching[stop] -= 1
        if first + trim < stop - trim:
            across[first + trim] += 1
            across[stop - trim] -= 1
    across, reaching = across.cumsum(), reaching.cumsum()
    open_places = np.flatnonzero(across[1 : size - 1] == 0) + 1
    runs = np.split(open_places, np.flatnonzero(np.diff(open_places) > 1) + 1)
    bounds = [start + int(run[np.argmin(reaching[run])]) for run in runs if len(run)]
    middles = [(column[0] + column[-1]) // 2 for column in columns]
    places = np.searchsorted(bounds, middles, side="right")
    for place in sorted(set(places.tolist())):
        yield [number for number in range(len(columns)) if places[number] == place]


def _region(block: Block, members: list[int], turns: _Turns) -> tuple[list[int], float]:
    if len(members) == 1:
        return members, ALONE_LOG10
    slots = _slots(block, members)
    count = max(slots.values()) + 1
    columns, odds = block.columns, block.odds
    first, second = sorted(members, key=lambda number: columns[number][0])[:2]
    last = max(members, key=lambda number: columns[number][-1])
    line, under = columns[first][:2]
    sure = odds.ended[line] or odds.near[line, under - line] > SURE_LOG10
    ranked = []
    for backward in (False, True):
        for turned in range(count):
            place = {
                number: (turned - slot if backward else slot - turned) % count
                for number, slot in slots.items()
            }
            seats = 0.0
            if sure:
                seats += _FIRST * (place[first] == 0)
            elif place[first] == 0:
                seats += _PERHAPS_FIRST
            elif place[second] == 0:
                seats += _PERHAPS_FIRST * _NEXT_FIRST
            seats += _LAST * (place[last] == count - 1) + _BACKWARD * backward
            stacked = _stacked(block, members, place)
            plain = sorted(members, key=lambda one: (place[one], columns[one][0]))
            for order in (stacked, plain) if stacked != plain else (stacked,):
                suits = seats + sum(turns.turn(left, right) for left, right in pairwise(order))
                suits += _BEGINS * float(odds.begins[columns[order[0]][0]])
                suits += _ENDS * float(odds.ended[columns[order[-1]][-1]])
                suits += _PLAIN * (order is not stacked)
                ranked.append((-suits, backward, turned, order))
    ranked.sort()
    return ranked[0][3], ranked[1][0] - ranked[0][0]


def _slots(block: Block, members: Sequence[int]) -> dict[int, int]:
    """Return the place of each column in the ring: a new one comes behind the line before its head,
    where an old one that has ended leaves room."""
    owner = {line: number for number in members for line in block.columns[number]}
    ring: list[int] = []
    slot: dict[int, int] = {}
    alive: dict[int, bool] = {}
    here = -1
    for line in sorted(owner):
        number = owner[line]
        if number not in slot:
            after = (here + 1) % len(ring) if ring else 0
            if len(ring) > 1 and after != here and not alive[ring[after]]:
                slot[number] = ring[after]
            else:
                slot[number] = len(ring)
                ring.insert(here + 1, len(ring))
        alive[slot[number]] = line != block.columns[number][-1]
        here = ring.index(slot[number])
    return {number: ring.index(place) for number, place in slot.items()}


def _stacked(block: Block, members: Sequence[int], place: Mapping[int, int]) -> list[int]:
    """Order columns by their places: at a height where all of them end and others begin the upper
    ones come first; so they do beside a column that goes on."""
    if len(members) < 2:
        return list(members)
    span = {number: (block.columns[number][0], block.columns[number][-1]) for number in members}
    row = sorted(int(block.width[first]) for first, _ in span.values())[len(members) // 2]
    heads = sorted(first for first, _ in span.values())[1:]
    across = [_across(span, height, row) for height in heads]
    for height, crossing in zip(heads, across, strict=True):
        above, below = _parted(span, members, height)
        if above and below and not crossing:
            return _stacked(block, above, place) + _stacked(block, below, place)
    places = sorted({place[number] for number in members})
    if len(places) == 1:
        return sorted(members, key=lambda number: span[number][0])
    runs = [[each] for each in places]
    most = 2
    for height, crossing in zip(heads, across, strict=True):
        found = _beside(places, {place[number] for number in crossing})
        if len(found) < 2:
            continue
        for run in found:
            inside = [number for number in members if place[number] in run]
            above, below = _parted(span, inside, height)
            if above and below:
                tall = len({place[number] for number in above})
                tall += len({place[number] for number in below})
                if tall > most:
                    most, runs = tall, found
    return [
        number
        for run in runs
        for number in _stacked(block, [one for one in members if place[one] in run], place)
    ]


def _across(span: Mapping[int, tuple[int, int]], height: int, row: int) -> list[int]:
    """Return the columns that reach across a height by a row on either side."""
    return [
        number
        for number, (first, last) in span.items()
        if first < height <= last
        and min(height - first, last - height + 1) > min(row - 1, (last - first) // 2)
    ]


def _parted(
    span: Mapping[int, tuple[int, int]], members: Sequence[int], height: int
) -> tuple[list[int], list[int]]:
    above = [number for number in members if sum(span[number]) < 2 * height]
    return above, [number for number in members if sum(span[number]) >= 2 * height]


def _beside(places: Sequence[int], crossing: set[int]) -> list[list[int]]:
    """Return the places that stand together, those of columns that go on by themselves."""
    runs: list[list[int]] = []
    for each in places:
        if each in crossing or not runs or runs[-1][0] in crossing:
            runs.append([each])
        else:
            runs[-1].append(each)
    return runs
