"""Columns of lines that were read row by row: a beam search deals the lines out, then the pieces of
the columns are put one behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations
from operator import itemgetter
from typing import NamedTuple

from restore.layout.lines import ends_sentence
from restore.layout.seams import BEGINNING_WEIGHT, SeamScorer, beginning, seam

__all__ = ["Rows", "read_rows"]

_MAX_COLUMNS = 6
# A column goes on after so many lines at most: a picture as high as twenty rows may interrupt it.
_MAX_GAP_LINES = 100
# What a reading of the page pays (log10): for a column that is overtaken by another or comes late,
# and for one column more.
_OVERTAKEN_LOG10, _EXTRA_COLUMN_LOG10 = 2.0, 3.0
# The most that one seam, and one beginning of a sentence, says for or against a reading.
_MAX_SEAM_LOG10, _MAX_BEGINNING_LOG10 = 3.0, 2.0
# Readings that are kept at each line.
_BEAM_STATES = 64
# A column is cut where its lines so clearly do not go on with each other; such a line is set apart
# from the one over it.
_CUT_LOG10 = -1.0
# A piece that ends in mid-sentence goes on with the piece whose head continues it best, if it does
# so well; the one that stands below it has a lead, less of it for each of two other cuts nearby:
# where a story ends all its columns are cut at one height.
_LINK_LOG10, _BELOW_LEAD_LOG10, _OTHER_CUT_LOG10 = 2.0, 5.0, 0.8
_NEXT_LOG10, _NEXT_LEAD_LOG10 = 0.0, 1.5
_MAX_OTHER_CUTS = 2
# So many pieces at most are linked, which takes the square of it; no page has a tenth of them.
_MAX_PIECES = 200
# What is not linked is put in the order that suits best, as long as it is so few pieces: each pair
# that stands the other way round than the columns do counts against it, the end of a sentence at
# the very end for it (log10).
_MAX_TURNED_PIECES = 6
_INVERSION_LOG10, _END_LOG10 = 1.0, 0.5


class Rows(NamedTuple):
    """Lines read row by row, put in order.

    ``pieces`` hold the lines of each piece of a column, in reading order; ``apart`` those that do
    not go on with the line before them. ``gains`` say, for each line, by how much (log10) it
    goes on better with the line before it in the new order than in the old; ``lead`` by how much
    this order of the pieces suits better than any other.
    """

    pieces: tuple[tuple[int, ...], ...]
    apart: frozenset[int]
    columns: int
    gains: tuple[float, ...]
    lead: float


class _State(NamedTuple):
    """A reading up to some line: the last line of each column, and the line that stood last in the
    column of the line read last, before that came."""

    score: float
    lasts: tuple[int, ...]
    over: int
    path: _Path | None


class _Path(NamedTuple):
    slot: int
    before: _Path | None


def read_rows(texts: Sequence[str], scorer: SeamScorer) -> Rows | None:
    """Find the columns of lines that were read row by row.

    A row gives at most one line to a column, always in the same order of columns; a column that is
    left out, or comes late, costs a little. Of all ways to deal the lines out to 2 to 6 columns the
    one is taken in which the lines of each column go on with each other best (beam search). The
    columns are then cut where they do not go on, and their pieces linked to what continues them.

    Returns
    -------
    None where there are not two columns, or so many pieces that nothing is sure.
    """
    if len(texts) < 2:
        return None
    seams = _Seams(texts, scorer)
    readings = (_deal(len(texts), count, seams) for count in range(2, _MAX_COLUMNS + 1))
    dealt = max(readings, key=lambda reading: reading[0])[1]
    slots: list[list[int]] = [[] for _ in range(max(dealt) + 1)]
    for line, slot in enumerate(dealt):
        slots[slot].append(line)
    if len(slots) < 2:
        return None
    slots.sort()
    parts = _cut(slots, seams)
    if len(parts) > _MAX_PIECES:
        return None
    pieces, lead = _in_order(_linked(parts, slots, seams), slots, seams)
    order = [line for piece in pieces for line in piece]
    apart = {piece[0] for piece in pieces} | {
        right for left, right in pairwise(order) if seams.score(left, right) <= _CUT_LOG10
    }
    return Rows(
        tuple(tuple(piece) for piece in pieces),
        frozenset(apart),
        len(slots),
        tuple(_gains(order, seams)),
        lead,
    )


def _gains(order: Sequence[int], seams: _Seams) -> Iterator[float]:
    over = {right: left for left, right in pairwise(order)}
    for line in range(len(order)):
        new = seams.score(over[line], line) if line in over else 0.0
        yield new - (seams.score(line - 1, line) if line else 0.0)


def _deal(count: int, columns: int, seams: _Seams) -> tuple[float, tuple[int, ...]]:
    """Deal the lines out to so many columns at most; the score, and the column of each line."""
    states = [_State(0.0, (), -1, None)]
    for line in range(count):
        choices = [
            (score, state, slot)
            for state in states
            for slot, score in _choices(state, line, columns, seams)
        ]
        choices.sort(key=itemgetter(0), reverse=True)
        # Of two readings that end alike the better is met first.
        following: dict[tuple[tuple[int, ...], int], _State] = {}
        for score, state, slot in choices:
            over = state.lasts[slot] if slot < len(state.lasts) else state.over
            lasts = (*state.lasts[:slot], line, *state.lasts[slot + 1 :])
            if (lasts, over) not in following:
                following[lasts, over] = _State(score, lasts, over, _Path(slot, state.path))
                if len(following) == _BEAM_STATES:
                    break
        states = list(following.values())
    path = states[0].path
    dealt: list[int] = []
    while path is not None:
        dealt.append(path.slot)
        path = path.before
    return states[0].score - _EXTRA_COLUMN_LOG10 * columns, tuple(reversed(dealt))


def _choices(state: _State, line: int, columns: int, seams: _Seams) -> Iterator[tuple[int, float]]:
    """Yield the columns that a line may stand in, each with the score of the reading then.

    Columns take turns: the next is the one whose last line comes right behind ``state.over``.
    """
    before, lasts, over = state.score, state.lasts, state.over
    for slot, last in enumerate(lasts):
        if line - last > _MAX_GAP_LINES:
            continue
        late = 1 if last < over else sum([over < other < last for other in lasts])
        yield slot, before - _OVERTAKEN_LOG10 * late + seams.score(last, line)
    if len(lasts) < columns:
        yield len(lasts), before - _OVERTAKEN_LOG10 * (over >= 0)


def _cut(slots: list[list[int]], seams: _Seams) -> list[list[int]]:
    """Cut the columns where their lines do not go on with each other."""
    parts: list[list[int]] = []
    for slot in slots:
        parts.append([slot[0]])
        for left, right in pairwise(slot):
            if seams.score(left, right) <= _CUT_LOG10 and not seams.ended[left]:
                parts.append([])
            parts[-1].append(right)
    return parts


def _linked(
    parts: list[list[int]], slots: Sequence[Sequence[int]], seams: _Seams
) -> list[list[int]]:
    """Put each part that ends in mid-sentence before the one that goes on with it, the best first."""
    heads = [part[0] for part in parts]
    following = {left[-1]: right[0] for left, right in pairwise([*slots, slots[0]])}
    starts = {slot[0] for slot in slots}
    cuts = [head for head in heads if head not in starts]
    reach = 2 * len(slots)
    lead = {}
    for head in cuts:
        others = sum(abs(head - other) <= reach for other in cuts) - 1
        lead[head] = _BELOW_LEAD_LOG10 - _OTHER_CUT_LOG10 * min(_MAX_OTHER_CUTS, others)
    found = []
    for number, part in enumerate(parts):
        foot = part[-1]
        for other, head in enumerate(heads):
            if other == number or seams.ended[foot]:
                continue
            turn = seams.turn(foot, head)
            if other == number + 1 and head in lead:
                if foot >= len(slots):
                    found.append((-turn - lead[head], foot, head))
            elif following.get(foot) == head and turn >= _NEXT_LOG10:
                found.append((-turn - _NEXT_LEAD_LOG10, foot, head))
            elif turn >= _LINK_LOG10:
                found.append((-turn, foot, head))
    by_head = {part[0]: part for part in parts}
    by_foot = {part[-1]: part for part in parts}
    for _, foot, head in sorted(found):
        before, behind = by_foot.get(foot), by_head.get(head)
        if before is None or behind is None or before is behind:
            continue
        del by_foot[foot], by_head[head]
        before += behind
        by_foot[before[-1]] = before
    return list(by_head.values())


def _in_order(
    pieces: list[list[int]], slots: list[list[int]], seams: _Seams
) -> tuple[list[list[int]], float]:
    """Return the pieces in the order that suits best, and by how much the next best suits less.

    The first row or the last gives the columns from left to right: a headline lets some begin
    lower, and so be met late; a text may end before the foot of its column. Whole columns of which
    none goes on in another stay as they stand.
    """
    if sorted(pieces) == slots:
        return sorted(pieces), _MAX_SEAM_LOG10
    column = {line: number for number, slot in enumerate(slots) for line in slot}
    feet = sorted(range(len(slots)), key=lambda number: slots[number][-1])
    placed = sorted(pieces, key=lambda piece: (column[piece[0]], piece[0]))
    top = [piece for piece in placed if max(piece) < len(slots)]
    placed = [piece for piece in placed if max(piece) >= len(slots)]
    if len(placed) > _MAX_TURNED_PIECES:
        return [*top, *placed], 0.0
    from_last = [(feet.index(column[piece[0]]), number) for number, piece in enumerate(placed)]

    def suits(order: tuple[int, ...]) -> float:
        turns = sum(
            seams.turn(placed[left][-1], placed[right][0]) for left, right in pairwise(order)
        )
        begins = BEGINNING_WEIGHT * seams.begins(placed[order[0]][0])
        ends = _END_LOG10 * seams.ended[placed[order[-1]][-1]]
        by_first = sum(left > right for left, right in combinations(order, 2))
        by_last = sum(from_last[left] > from_last[right] for left, right in combinations(order, 2))
        return turns + begins + ends - _INVERSION_LOG10 * min(by_first, by_last)

    orders = ((suits(order), order) for order in permutations(range(len(placed))))
    ranked = sorted(orders, key=lambda item: -item[0])
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else _MAX_SEAM_LOG10
    return [*top, *(placed[number] for number in ranked[0][1])], lead


class _Seams:
    """How well lines go on with each other (log10), each pair scored once and kept in bounds."""

    def __init__(self, texts: Sequence[str], scorer: SeamScorer) -> None:
        self._texts = texts
        self._scorer = scorer
        self._known: dict[tuple[int, int], float] = {}
        self._begins: dict[int, float] = {}
        self.ended = [ends_sentence(text) for text in texts]

    def score(self, left: int, right: int) -> float:
        """The score of a pair; behind the end of a sentence another begins."""
        if self.ended[left]:
            return BEGINNING_WEIGHT * self.begins(right)
        pair = left, right
        known = self._known.get(pair)
        if known is None:
            value = seam(self._scorer, self._texts[left], self._texts[right])
            known = self._known[pair] = max(-_MAX_SEAM_LOG10, min(_MAX_SEAM_LOG10, value))
        return known

    def begins(self, line: int) -> float:
        """How much likelier the line begins a paragraph than stands anywhere."""
        known = self._begins.get(line)
        if known is None:
            value = beginning(self._scorer, self._texts[line])
            bounds = -_MAX_BEGINNING_LOG10, _MAX_BEGINNING_LOG10
            known = self._begins[line] = max(bounds[0], min(bounds[1], value))
        return known

    def turn(self, foot: int, head: int) -> float:
        """How well the head of one column continues the foot of another."""
        score = self.score(foot, head)
        return score if self.ended[foot] else score - BEGINNING_WEIGHT * self.begins(head)
