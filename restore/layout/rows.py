"""Columns of a page that was read row by row, found by a beam search."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from restore.layout.lines import ends_sentence
from restore.layout.seams import BEGINNING_WEIGHT, SeamScorer, beginning, seam

__all__ = ["read_rows"]

_MAX_COLUMNS = 6
# Lines between two lines of a column: a row of the others, and what stands between the rows.
_MAX_GAP_LINES = 12
# What a reading of the page pays (log10): for a column without a line in a row, for a column that
# goes on after more than _MAX_GAP_LINES, for one column more.
_SKIPPED_COLUMN_LOG10, _LOST_LINE_LOG10, _EXTRA_COLUMN_LOG10 = 0.7, 2.0, 3.0
# What it must gain for each line, on average, over the order in which the lines stand.
_MIN_GAIN_PER_LINE_LOG10 = 0.5
# The most that one seam says for or against a reading.
_MAX_SEAM_LOG10 = 3.0
# Two lines of a column with so weak a seam are set apart.
_APART_LOG10 = -1.0
# By so much (log10) another column must go on worse than the last does for the columns to be
# turned.
_MIN_TURN_LOG10 = 0.0
# A line that is neither a headline nor the end of a paragraph has so much of the usual width.
_FULL_LINE_SHARE = 0.8
# Readings that are kept at each line.
_BEAM_STATES = 48


class Rows(NamedTuple):
    """A page read row by row: its columns from left to right, and the score of the reading.

    ``slots`` holds the lines of each column from top to bottom; ``apart`` those that do not go
    on with the line over them.
    """

    slots: tuple[tuple[int, ...], ...]
    apart: frozenset[int]
    score: float


class _State(NamedTuple):
    """A reading up to some line: the last line of each column, and the column read last."""

    score: float
    lasts: tuple[int, ...]
    slot: int
    path: _Path | None


class _Path(NamedTuple):
    slot: int
    before: _Path | None


def read_rows(texts: Sequence[str], scorer: SeamScorer) -> Rows | None:
    """Find the columns of lines that were read row by row.

    A row gives at most one line to a column, from left to right; columns without a line in a row
    cost a little. Of all ways to deal the lines out to 2 to 6 columns the one is taken in which
    the lines of each column go on with each other best (beam search).

    Returns
    -------
    None where no number of columns makes more sense of the lines than the order they stand in.
    """
    seams = _Seams(texts, scorer)
    alone = sum(seams.score(index, index + 1) for index in range(len(texts) - 1))
    if seams.most() - 2 * _EXTRA_COLUMN_LOG10 < alone + _MIN_GAIN_PER_LINE_LOG10 * len(texts):
        return None
    best: tuple[float, tuple[int, ...]] | None = None
    for count in range(2, _MAX_COLUMNS + 1):
        found = _deal(len(texts), count, seams)
        score = found[0] - _EXTRA_COLUMN_LOG10 * count
        if best is None or score > best[0]:
            best = score, found[1]
    if best is None or best[0] < alone + _MIN_GAIN_PER_LINE_LOG10 * len(texts):
        return None
    dealt: list[list[int]] = [[] for _ in range(max(best[1]) + 1)]
    for line, slot in enumerate(best[1]):
        dealt[slot].append(line)
    slots = _turned([slot for slot in dealt if slot], texts, seams)
    apart = {
        right
        for slot in slots
        for left, right in pairwise(slot)
        if seams.score(left, right) <= _APART_LOG10 and not ends_sentence(texts[left])
    }
    return Rows(tuple(tuple(slot) for slot in slots), frozenset(apart), best[0])


def _turned(slots: list[list[int]], texts: Sequence[str], seams: _Seams) -> list[list[int]]:
    """Turn the columns so that the first of them comes first.

    A headline over the first column lets the others begin higher, and so be met before it. Text
    goes on from the foot of each column to the head of the next, but not from the last to the
    first: there the seam is weakest.
    """
    widths = sorted(len(text) for text in texts)
    full = _FULL_LINE_SHARE * widths[len(widths) // 2]
    running = [[line for line in slot if len(texts[line]) >= full] or slot for slot in slots]
    turns = [
        seams.turn(slot[-1], running[(place + 1) % len(slots)][0])
        for place, slot in enumerate(slots)
    ]
    last = min(range(len(slots)), key=lambda place: (turns[place], -place))
    if turns[last] > turns[-1] - _MIN_TURN_LOG10:
        return slots
    return slots[last + 1 :] + slots[: last + 1]


def _deal(count: int, columns: int, seams: _Seams) -> tuple[float, tuple[int, ...]]:
    states = [_State(0.0, (-1,) * columns, columns - 1, None)]
    for line in range(count):
        following: dict[tuple[tuple[int, ...], int], _State] = {}
        for state in states:
            for slot in range(columns):
                skipped = (slot - state.slot - 1) % columns
                last = state.lasts[slot]
                score = state.score - _SKIPPED_COLUMN_LOG10 * skipped
                if last >= 0:
                    if line - last > _MAX_GAP_LINES:
                        score -= _LOST_LINE_LOG10
                    else:
                        score += seams.score(last, line)
                key = ((*state.lasts[:slot], line, *state.lasts[slot + 1 :]), slot)
                known = following.get(key)
                if known is None or score > known.score:
                    following[key] = _State(score, key[0], slot, _Path(slot, state.path))
        states = sorted(following.values(), key=lambda state: -state.score)[:_BEAM_STATES]
    path = states[0].path
    dealt: list[int] = []
    while path is not None:
        dealt.append(path.slot)
        path = path.before
    return states[0].score, tuple(reversed(dealt))


class _Seams:
    """How well lines go on with each other (log10), each pair scored once and kept in bounds."""

    def __init__(self, texts: Sequence[str], scorer: SeamScorer) -> None:
        self._texts = texts
        self._scorer = scorer
        self._ended = [ends_sentence(text) for text in texts]
        self._known: dict[tuple[int, int], float] = {}

    def score(self, left: int, right: int) -> float:
        """The score of a pair; the end of a sentence says nothing about what comes next."""
        if self._ended[left]:
            return 0.0
        pair = left, right
        known = self._known.get(pair)
        if known is None:
            value = seam(self._scorer, self._texts[left], self._texts[right])
            known = self._known[pair] = max(-_MAX_SEAM_LOG10, min(_MAX_SEAM_LOG10, value))
        return known

    def most(self) -> float:
        """An upper bound on the score of any assignment: each line after the line that suits it
        best, the first line of each column after none.

        Of ``_MAX_GAP_LINES`` + 1 lines in a row only the first of each column can be lost.
        """
        best = [
            max(self.score(left, line) for left in range(max(0, line - _MAX_GAP_LINES), line))
            for line in range(1, len(self._texts))
        ]
        lost = (
            sorted(
                max(0.0, -_LOST_LINE_LOG10 - value)
                for value in best[first : first + _MAX_GAP_LINES + 1]
            )
            for first in range(0, len(best), _MAX_GAP_LINES + 1)
        )
        return (
            _MAX_COLUMNS * _MAX_SEAM_LOG10 + sum(best) + sum(sum(x[-_MAX_COLUMNS:]) for x in lost)
        )

    def turn(self, foot: int, head: int) -> float:
        """How well the head of one column continues the foot of another."""
        return self.score(foot, head) - BEGINNING_WEIGHT * beginning(
            self._scorer, self._texts[head]
        )
