"""Detect columns that were read row by row, and propose to put them one after the other.

Some readers sort the lines of a page from top to bottom, across its columns. The next line of print
is then not the next line of text. Such a page shows by its seams: its full lines do not continue
each other, but lines a few places further on do. ``rows`` assigns the lines to columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.core.blocks import Role
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern, Seam
from restore.layout.lines import Column, Line, ends_sentence, lines_and_columns
from restore.layout.moves import Reordering, reorder_proposals
from restore.layout.quoting import seam_evidence
from restore.layout.roles import role_by_form
from restore.layout.rows import read_rows
from restore.layout.seams import SeamScorer, seam
from restore.settings import LayoutSettings

__all__ = ["propose_columns"]

# Seams between neighbouring full lines average 2.7 (log10) in text, -0.9 where columns alternate:
# below this mean the lines of a page do not go on with each other.
_TORN_MEAN_LOG10 = 0.3
# A page of fewer lines, or with fewer full lines that stop in mid-sentence, says too little.
_MIN_LINES = 12
# A line is full whose width differs from its column's by so many characters at most.
_FULL_LINE_SLACK = 2.5
# Lines so many times as wide as the column are paragraphs, not lines of print: where they hold so
# much of the text somebody joined what goes on, and only what does not was left to be judged.
_BROAD_COLUMN_WIDTHS, _MAX_BROAD_SHARE = 1.5, 0.3
# A page has a few hundred lines; dealing out costs about a millisecond a line.
_MAX_LINES = 10_000
_FIXED = {Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE, Role.DATELINE}


class _Region(NamedTuple):
    first: int
    last: int


def propose_columns(
    text: str, settings: LayoutSettings, scorer: SeamScorer | None
) -> list[Proposal]:
    """Propose the moves that put columns that were read row by row one after the other.

    Nothing is proposed unless the lines of the page clearly do not go on with each other.
    """
    if scorer is None or not settings.reorder or text.count("\n") < _MIN_LINES:
        return []
    lines, cols = lines_and_columns(text)
    region = _torn_region(lines, cols, scorer)
    if region is None:
        return []
    members = [
        index
        for index in range(region.first, region.last + 1)
        if role_by_form(lines[index].text)[0] not in _FIXED
    ]
    body = [lines[index] for index in members]
    if len(body) > _MAX_LINES:
        return [_not_looked_at(body[0])]
    rows = read_rows([line.text for line in body], scorer)
    if rows is None:
        return []
    order = [members[index] for slot in rows.slots for index in slot]
    if order == members:
        return []

    def seam_of(left: int, right: int) -> Seam | None:
        before, behind = lines[left].text, lines[right].text
        if ends_sentence(before):
            return None
        return seam_evidence(before, behind, seam(scorer, before, behind))

    return reorder_proposals(
        text,
        [(line.start, line.end) for line in lines],
        order,
        apart={members[slot[0]] for slot in rows.slots if slot}
        | {members[index] for index in rows.apart},
        told=Reordering(
            "column", (Pattern("columns read row by row", f"{len(members)} lines"),), seam_of
        ),
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


def _torn_region(
    lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer
) -> _Region | None:
    places = [
        index
        for index in range(len(lines) - 1)
        if cols[index].wrapped
        and abs(lines[index].width - cols[index].width) <= _FULL_LINE_SLACK
        and not ends_sentence(lines[index].text)
    ]
    if len(places) < _MIN_LINES:
        return None
    total = sum(seam(scorer, lines[index].text, lines[index + 1].text) for index in places)
    if total >= _TORN_MEAN_LOG10 * len(places):
        return None
    wrapped = [index for index in range(len(lines)) if cols[index].wrapped]
    region = _Region(wrapped[0], wrapped[-1])
    widths = sorted(cols[index].width for index in wrapped)
    broad = _BROAD_COLUMN_WIDTHS * widths[len(widths) // 2]
    inside = [line.width for line in lines[region.first : region.last + 1]]
    if sum(width for width in inside if width > broad) > _MAX_BROAD_SHARE * sum(inside):
        return None
    return region
