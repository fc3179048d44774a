"""Detect columns that were read row by row, and propose to put them one after the other.

Some readers sort the lines of a page from top to bottom, across its columns. The next line of print
is then not the next line of text. Such a page shows by its seams: its full lines do not continue
each other, but lines a few places further on do. ``rows`` assigns the lines to columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from restore.core.blocks import Role
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.layout.lines import Column, Line, ends_sentence, lines_and_columns
from restore.layout.roles import role_by_form
from restore.layout.rows import Rows, read_rows
from restore.layout.seams import SeamScorer, seam
from restore.settings import LayoutSettings

__all__ = ["propose_columns"]

# Seams between neighbouring full lines average 2.7 (log10) in text, -0.9 where columns alternate:
# below this mean the lines of a stretch do not go on with each other.
_TORN_MEAN_LOG10 = 0.3
# A line at the edge of a stretch that goes on so well with it is no part of it.
_GOES_ON_LOG10 = 2.0
# Over so many full lines that stop in mid-sentence the mean is taken; fewer say too little.
_MIN_LINES = 12
# A line is full whose width differs from its column's by so many characters at most.
_FULL_LINE_SLACK = 2.5
# What lines must gain by the new order, on average, for it to be suggested.
_MIN_GAIN_LOG10 = 1.0
# To be applied, any _MIN_LINES lines in a row must gain as much, the order must lead any other, and
# the lines must gain more where columns go on in each other less well: of 232 made pages those that
# got worse had such an order or no lead.
_CLEAR_GAIN_LOG10, _CLEAR_LEAD_LOG10, _CLEAR_SUM_LOG10, _TURN_WEIGHT = 1.0, 0.05, 2.2, 0.5
_SURE, _DOUBTFUL = 0.95, 0.7
# Lines so many times as wide as the column are paragraphs, not lines of print: where they hold so
# much of the text somebody joined what goes on, and only what does not was left to be judged.
_BROAD_COLUMN_WIDTHS, _MAX_BROAD_SHARE = 1.5, 0.3
# A document has so many torn lines at most that are looked at; they take a third of a millisecond
# each.
_MAX_LINES = 100_000
# The first and the last row of a stretch may hold so many lines that are not full.
_MAX_ROW_LINES = 6
# ... and the first line of a text is indented by so many characters, which no reader keeps.
_INDENT_CHARACTERS = 2.0
_FIXED = {Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE, Role.DATELINE}


class _Stretch(NamedTuple):
    """Lines from the first to the last, both included."""

    first: int
    last: int


def propose_columns(
    text: str, settings: LayoutSettings, scorer: SeamScorer | None
) -> list[Proposal]:
    """Propose to put columns that were read row by row one after the other, stretch by stretch.

    Nothing is proposed unless the lines of a stretch clearly do not go on with each other, and do
    so in the new order, all along it.
    """
    if scorer is None or not settings.reorder or text.count("\n") < _MIN_LINES:
        return []
    lines, cols = lines_and_columns(text)
    proposals: list[Proposal] = []
    looked_at = 0
    for number, stretch in enumerate(_torn_stretches(lines, cols, scorer), 1):
        members = [
            index
            for index in range(stretch.first, stretch.last + 1)
            if role_by_form(lines[index].text)[0] not in _FIXED
        ]
        looked_at += len(members)
        if looked_at > _MAX_LINES:
            return [*proposals, _not_looked_at(lines[members[0]])]
        rows = read_rows([lines[index].text for index in members], scorer)
        if rows is not None and sum(rows.gains) >= _MIN_GAIN_LOG10 * len(rows.gains):
            proposals.append(_regrouped(text, lines, members, rows, f"column-{number}"))
    return proposals


def _regrouped(
    text: str, lines: Sequence[Line], members: Sequence[int], rows: Rows, group: str
) -> Proposal:
    """Propose one edit for a whole stretch: the lines column by column, the others behind the line
    that they stood behind."""
    places = range(members[0], members[-1] + 1)
    raw = {index: _whole_line(text, lines[index]) for index in places}
    own = set(members)
    carried: dict[int, list[int]] = {}
    for index in places:
        if index in own:
            last = index
            carried[last] = []
        carried[last].append(index)
    parts: list[str] = []
    for piece in rows.pieces:
        for place in piece:
            if parts and place in rows.apart:
                parts.append("")
            parts += [text[slice(*raw[index])] for index in carried[members[place]]]
    start, end = raw[members[0]][0], raw[members[-1]][1]
    gain = sum(rows.gains) / len(rows.gains)
    evidence = (
        Pattern("columns read row by row", f"{len(members)} lines, {rows.columns} columns"),
        Pattern("lines go on better in the new order", f"log10 {gain:+.2f} a line"),
    )
    confidence = _SURE if _is_clear(rows) else _DOUBTFUL
    return Proposal("layout", "column", start, end, "\n".join(parts), confidence, evidence, group)


def _whole_line(text: str, line: Line) -> tuple[int, int]:
    """Return the span of a line with the white space around its words."""
    end = text.find("\n", line.end)
    return text.rfind("\n", 0, line.start) + 1, len(text) if end < 0 else end


def _is_clear(rows: Rows) -> bool:
    """Whether the lines go on better all along the stretch, and the columns in no other order."""
    sums = [0.0, *accumulate(rows.gains)]
    least = _CLEAR_GAIN_LOG10 * _MIN_LINES
    clear = sums[-1] / len(rows.gains) + _TURN_WEIGHT * rows.turns >= _CLEAR_SUM_LOG10
    return (
        clear
        and rows.lead >= _CLEAR_LEAD_LOG10
        and all(
            sums[stop] - sums[stop - _MIN_LINES] >= least for stop in range(_MIN_LINES, len(sums))
        )
    )


def _not_looked_at(line: Line) -> Proposal:
    """Tell that so many torn lines are too many to be taken apart."""
    return Proposal(
        "layout",
        "column",
        line.start,
        line.end,
        line.text,
        1.0,
        (Pattern("columns not looked for", f"> {_MAX_LINES} lines"),),
        flag=Reason.BEYOND_BOUNDS,
    )


def _torn_stretches(
    lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer
) -> list[_Stretch]:
    """Return the runs of lines of which none goes on with the next, wherever one looks."""
    places = [
        index
        for index in range(len(lines) - 1)
        if cols[index].wrapped
        and abs(lines[index].width - cols[index].width) <= _FULL_LINE_SLACK
        and not ends_sentence(lines[index].text)
    ]
    sums = [0.0]
    for index in places:
        sums.append(sums[-1] + seam(scorer, lines[index].text, lines[index + 1].text))
    found: list[_Stretch] = []
    for first in range(len(places) - _MIN_LINES + 1):
        stop = first + _MIN_LINES
        if sums[stop] - sums[first] >= _TORN_MEAN_LOG10 * _MIN_LINES:
            continue
        stretch = _Stretch(places[first], places[stop - 1] + 1)
        if found and stretch.first <= found[-1].last + 1:
            stretch = _Stretch(found.pop().first, stretch.last)
        found.append(stretch)
    grown = [_with_edges(stretch, lines, cols, scorer) for stretch in found]
    return [stretch for stretch in grown if not _broad(stretch, lines, cols)]


def _with_edges(
    stretch: _Stretch, lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer
) -> _Stretch:
    """Take in the lines of the first and the last row that say nothing by themselves."""
    first, last = stretch
    while (
        first > max(0, stretch.first - _MAX_ROW_LINES)
        and _of_column(lines[first - 1], cols[first])
        and _parted(lines[first - 1], lines[first], scorer)
    ):
        first -= 1
    while (
        last < min(len(lines) - 1, stretch.last + _MAX_ROW_LINES)
        and _of_column(lines[last + 1], cols[last])
        and _parted(lines[last], lines[last + 1], scorer)
    ):
        last += 1
    return _Stretch(first, last)


def _of_column(line: Line, column: Column) -> bool:
    role = role_by_form(line.text)[0]
    missing = column.width - line.width
    full = missing <= _FULL_LINE_SLACK + _INDENT_CHARACTERS
    return role not in _FIXED and missing >= -_FULL_LINE_SLACK and (full or role is Role.BODY)


def _parted(left: Line, right: Line, scorer: SeamScorer) -> bool:
    ended = ends_sentence(left.text) or left.text[-1] in "：:"
    return ended or seam(scorer, left.text, right.text) < _GOES_ON_LOG10


def _broad(stretch: _Stretch, lines: Sequence[Line], cols: Sequence[Column]) -> bool:
    inside = range(stretch.first, stretch.last + 1)
    widths = sorted(cols[index].width for index in inside if cols[index].wrapped)
    broad = _BROAD_COLUMN_WIDTHS * widths[len(widths) // 2]
    measures = [lines[index].width for index in inside]
    return sum(width for width in measures if width > broad) > _MAX_BROAD_SHARE * sum(measures)
