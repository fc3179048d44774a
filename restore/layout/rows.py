"""Columns of lines that were read row by row: put one behind the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from restore.layout.column_order import ALONE_LOG10, SURE_LOG10, Block, in_order
from restore.layout.dealing import deal
from restore.layout.row_odds import LineOdds
from restore.layout.seams import SeamScorer

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Rows", "read_rows"]

# A line is set apart from the one over it that it so clearly does not go on with (log10), the head
# of a column from the foot before it sooner.
_CUT_LOG10, _TURN_LOG10 = -1.0, 0.0
# Columns are as many as lines lie between one and the next of a column, by the median about a line.
_NEIGHBOUR_LINES = 8
# Where most columns seem to end at one height, they are read above it first if that reads better by
# so much (log10). One line may go on there: the last foot above in the first head below. So many
# heights are tried, the likeliest first, in parts of so many lines.
_MIDDLE_LOG10, _MAX_END_LOG10, _GAIN_LOG10 = 0.3, 2.5, 2.0
_MAX_HEIGHTS, _MIN_LINES, _NEAR_LINES = 4, 8, 3
# So many lines at the top may be headlines, each for a price (log10).
_MAX_HEADLINES, _HEADLINE_LOG10 = 2, 0.5
# What the turns between columns side by side are taken to be at least (log10).
_BESIDE_LOG10 = 1.0
# No page has so many lines; longer parts are cut at their likeliest height.
_MAX_PAGE_LINES = 400


class Rows(NamedTuple):
    """Lines read row by row, put in order.

    ``pieces`` hold the lines of each column, in reading order; ``apart`` those that do not go on
    with the line before them. ``gains`` say, for each line, by how much (log10) it goes on better
    with the line before it in the new order than in the old; ``lead`` by how much this order of the
    columns suits better than any other; ``turns`` how well columns that stop in mid-sentence go on
    in the next, on average. ``columns`` counts those side by side, at most.
    """

    pieces: tuple[tuple[int, ...], ...]
    apart: frozenset[int]
    columns: int
    gains: tuple[float, ...]
    lead: float
    turns: float


class _Reading(NamedTuple):
    """Lines in order, a column with what stands at it as one piece; how well they read."""

    pieces: list[list[int]]
    lead: float
    reads: float


def read_rows(texts: Sequence[str], scorer: SeamScorer) -> Rows | None:
    """Find the columns of lines that were read row by row, and their order.

    Returns
    -------
    None where no line stands in another column than the next.
    """
    if len(texts) < 2:
        return None
    page = _Page(texts, scorer)
    readings = [reading for first, stop in page.parts() for reading in page.split(first, stop)]
    pieces = [piece for reading in readings for piece in reading.pieces]
    order = [line for piece in pieces for line in piece]
    if order == sorted(order):
        return None
    odds = page.odds
    heads = {piece[0] for piece in pieces}
    apart = {order[0]} | {
        right
        for left, right in pairwise(order)
        if odds.score(left, right) <= (_CUT_LOG10 if right not in heads else _TURN_LOG10)
        or (right in heads and odds.ended[left])
    }
    return Rows(
        tuple(tuple(piece) for piece in pieces),
        frozenset(apart),
        int(page.width.max()),
        tuple(_gains(order, odds)),
        min(reading.lead for reading in readings),
        _turns([piece for piece in pieces if len(piece) > 1], odds),
    )


def _gains(order: Sequence[int], odds: LineOdds) -> Iterator[float]:
    over = {right: left for left, right in pairwise(order)}
    for line in range(len(order)):
        new = odds.score(over[line], line) if line in over else 0.0
        yield new - (odds.score(line - 1, line) if line else 0.0)


def _turns(columns: Sequence[Sequence[int]], odds: LineOdds) -> float:
    scores = [
        odds.score(left[-1], right[0])
        for left, right in pairwise(columns)
        if not odds.ended[left[-1]]
    ]
    mean = math.fsum(scores) / len(scores) if scores else 0.0
    heads, feet = [column[0] for column in columns], [column[-1] for column in columns]
    # Columns side by side may hold a text each: then none goes on, and nothing is wrong with that.
    beside = heads == sorted(heads) and heads[-1] < min(feet)
    return max(mean, _BESIDE_LOG10) if beside else mean


class _Page:
    """Lines that were dealt out to columns."""

    def __init__(self, texts: Sequence[str], scorer: SeamScorer) -> None:
        self.odds = LineOdds(texts, scorer)
        self.under = deal(self.odds.near)
        lines = np.arange(len(texts))
        dealt = self.under >= 0
        lags = np.where(dealt, self.under - lines, 0)
        self.width = _medians(lags)
        # How much speaks, at each height, against the lines that go on across it.
        odds = self.odds.near[lines, lags]
        against = np.clip(_MIDDLE_LOG10 - odds, -_MAX_END_LOG10, _MAX_END_LOG10)
        against[self.odds.ended | ~dealt] = 0.0
        change = np.zeros(len(texts) + 1)
        np.add.at(change, lines[dealt] + 1, against[dealt])
        np.add.at(change, np.minimum(self.under[dealt] + 1, len(texts)), -against[dealt])
        self._ends = change.cumsum()

    def parts(self) -> Iterator[tuple[int, int]]:
        """Yield the spans of lines that are looked at together."""
        first, count = 0, len(self.under)
        while count - first > _MAX_PAGE_LINES:
            middle = first + _MAX_PAGE_LINES // 2
            height = middle + int(np.argmax(self._ends[middle : first + _MAX_PAGE_LINES]))
            yield first, height
            first = height
        yield first, count

    def split(self, first: int, stop: int) -> list[_Reading]:
        """Read the lines from ``first`` to ``stop``, above some height first if that is better."""
        whole = self._read(first, stop)
        if stop - first >= _MIN_LINES:
            for height in self._heights(first, stop):
                above, below = self._read(first, height), self._read(height, stop)
                if above.reads + below.reads > whole.reads + _GAIN_LOG10:
                    return self.split(first, height) + self.split(height, stop)
        return [whole]

    def _heights(self, first: int, stop: int) -> list[int]:
        """Return the heights at which most columns seem to end, the likeliest first."""
        ends = self._ends
        found = [
            height
            for height in range(first + _NEAR_LINES, stop - _NEAR_LINES + 1)
            if ends[height] >= -_MAX_END_LOG10
            and ends[height]
            >= ends[max(first + 1, height - _NEAR_LINES) : height + _NEAR_LINES + 1].max()
        ]
        return sorted(found, key=lambda height: -ends[height])[:_MAX_HEIGHTS]

    def _read(self, first: int, stop: int) -> _Reading:
        """Read lines as one block, with as many headlines above it as suits best."""
        best: _Reading | None = None
        for count in range(_MAX_HEADLINES + 1):
            if stop - first - count < 4 or (count and self._goes_on(first + count - 1)):
                break
            found = self._block(first + count, stop)
            pieces = [[line] for line in range(first, first + count)] + found.pieces
            reads = found.reads - _HEADLINE_LOG10 * count
            if best is None or reads > best.reads + 1e-9:
                best = _Reading(pieces, found.lead, reads)
        return best or _Reading([[line] for line in range(first, stop)], ALONE_LOG10, 0.0)

    def _goes_on(self, line: int) -> bool:
        """Whether a line surely stands in a column, and so is no headline."""
        under = int(self.under[line])
        if under < 0:
            return False
        return bool(self.odds.ended[line] or self.odds.near[line, under - line] > SURE_LOG10)

    def _block(self, first: int, stop: int) -> _Reading:
        chains = _chains(self.under, first, stop)
        columns = [chain for chain in chains if len(chain) > 1]
        single = {chain[0] for chain in chains if len(chain) == 1}
        if not columns:
            pieces = [[line] for line in range(first, stop)]
            return _Reading(pieces, ALONE_LOG10, self.odds.reads(range(first, stop)))
        order, lead = in_order(Block(columns, self.under, self.odds, self.width))
        before, behind = _carried(single, {column[0] for column in columns}, first)
        pieces = []
        for number in order:
            head = columns[number][0]
            pieces += [[line] for line in before.get(head, ())]
            piece: list[int] = []
            for line in columns[number]:
                piece += [line, *behind.get(line, ())]
            pieces.append(piece)
        lines = [line for piece in pieces for line in piece]
        return _Reading(pieces, lead, self.odds.reads(lines))


def _medians(lags: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the median distance between the lines of a column about each line, 1 if unknown."""
    size = 2 * _NEIGHBOUR_LINES + 1
    padded = np.pad(lags.astype(float), _NEIGHBOUR_LINES)
    padded[padded == 0.0] = np.nan
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, size), axis=1)
    known = (~np.isnan(windows)).sum(axis=1)
    middle = np.take_along_axis(windows, np.maximum(known - 1, 0)[:, None] // 2, 1)[:, 0]
    return np.where(known > 0, np.nan_to_num(middle, nan=1.0), 1.0).astype(np.intp)


def _chains(under: NDArray[np.intp], first: int, stop: int) -> list[list[int]]:
    """Return the lines of each column between two heights, from top to bottom."""
    chains: list[list[int]] = []
    of: dict[int, list[int]] = {}
    for line in range(first, stop):
        chain = of.pop(line, None)
        if chain is None:
            chains.append(chain := [])
        chain.append(line)
        if first <= under[line] < stop:
            of[int(under[line])] = chain
    return chains


def _carried(
    single: set[int], heads: set[int], first: int
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return the lines that stand in no column: before the head that comes next, as a headline does,
    or else behind the line before them."""
    before: dict[int, list[int]] = {}
    behind: dict[int, list[int]] = {}
    for line in sorted(single):
        after = line + 1
        while after in single:
            after += 1
        if after in heads:
            before.setdefault(after, []).append(line)
            continue
        above = line - 1
        while above in single:
            above -= 1
        if above >= first:
            behind.setdefault(above, []).append(line)
        else:
            before.setdefault(min(heads), []).append(line)
    return before, behind
