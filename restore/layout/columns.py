"""Columns that a reader emitted row by row, taken apart and put one behind the other.

Some readers sort the lines of a page from top to bottom across its columns. Then the next line of
print is not the next line of text, but one of the dozen after it: the one that the language model
finds the sentence goes on with, most often as far away as the lines around go on. Chains of such
lines are columns; the order in which their lines follow each other in a row is the order of the
columns from left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.blocks import Role
from restore.edits import Proposal
from restore.evidence import Pattern
from restore.layout.lines import Line, columns, ends_sentence, lines_of
from restore.layout.moves import reorder_proposals
from restore.layout.roles import role_by_form
from restore.layout.seams import SeamScorer, continuity, seam
from restore.settings import LayoutSettings

__all__ = ["propose_columns"]

# Seams between neighbouring full lines average 2.7 (log10) in text, -0.9 where columns alternate.
_TORN = 0.3
_LEAST_LINES = 12
# Columns on a page, and lines of furniture between them.
_FARTHEST = 12
# Lines on both sides that show how far the next line of the same column is.
_REACH = 14
_LEAST_COLUMNS = 3
# The last column goes on in the first by so much (log10), and much better than elsewhere.
_TURN = 1.0
_STRIDE_WEIGHT = 2.0
# At the distance of the lines around, a line is taken even where the model sees no sense in it.
_LEAST = -1.0
_FIXED = {Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE, Role.DATELINE}
_ALONE = {Role.BYLINE, Role.SUBTITLE}


class _Region(NamedTuple):
    first: int
    last: int


def propose_columns(
    text: str, settings: LayoutSettings, scorer: SeamScorer | None
) -> list[Proposal]:
    """Propose the moves that put columns read row by row one behind the other.

    Nothing is proposed unless the lines of the page clearly do not go on with each other.
    """
    if scorer is None or not settings.reorder or text.count("\n") < _LEAST_LINES:
        return []
    lines = lines_of(text)
    region = _torn_region(lines, scorer)
    if region is None:
        return []
    members = [
        index
        for index in range(region.first, region.last + 1)
        if role_by_form(lines[index].text)[0] not in _FIXED
    ]
    body = [lines[index] for index in members]
    following = _following(body, scorer)
    if len(following) * 2 < len(members):
        return []
    slots = _turned(_slots(len(members), following), body, scorer)
    order = [members[index] for slot in slots for index in slot]
    if order == members:
        return []
    goes_on = set(following.values())
    return reorder_proposals(
        text,
        [(line.start, line.end) for line in lines],
        order,
        apart={members[index] for index in range(len(members)) if index not in goes_on},
        rule="column",
        evidence=(Pattern("columns read row by row", f"{len(members)} lines"),),
    )


def _torn_region(lines: Sequence[Line], scorer: SeamScorer) -> _Region | None:
    cols = columns(list(lines))
    places = [
        index
        for index in range(len(lines) - 1)
        if cols[index].wrapped
        and abs(lines[index].width - cols[index].width) <= 2.5
        and not ends_sentence(lines[index].text)
    ]
    if len(places) < _LEAST_LINES:
        return None
    total = sum(seam(scorer, lines[index].text, lines[index + 1].text) for index in places)
    if total >= _TORN * len(places):
        return None
    wrapped = [index for index in range(len(lines)) if cols[index].wrapped]
    return _Region(wrapped[0], wrapped[-1])


def _following(lines: Sequence[Line], scorer: SeamScorer) -> dict[int, int]:
    """Find for each line the one that goes on with it."""
    count = len(lines)
    alone = [role_by_form(line.text)[0] in _ALONE for line in lines]
    scores: list[list[float | None]] = []
    for index in range(count):
        row: list[float | None] = [None] * (_FARTHEST + 1)
        if not ends_sentence(lines[index].text):
            for distance in range(1, min(_FARTHEST, count - 1 - index) + 1):
                row[distance] = seam(scorer, lines[index].text, lines[index + distance].text)
        scores.append(row)
    pairs = []
    for index in range(count):
        if alone[index]:
            continue
        stride = _strides(scores, index)
        for distance in range(1, min(_FARTHEST, count - 1 - index) + 1):
            score = scores[index][distance]
            # After the end of a sentence the model knows nothing; the columns around it do.
            gain = (score if score is not None else 0.0) + _STRIDE_WEIGHT * stride[distance]
            if gain > _LEAST:
                pairs.append((gain, index, index + distance))
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    following: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in pairs:
        if left not in following and right not in taken:
            following[left] = right
            taken.add(right)
    return following


def _strides(scores: Sequence[Sequence[float | None]], index: int) -> list[float]:
    """Return how well lines go on at each distance around a line, against the best distance."""
    means = [0.0] * (_FARTHEST + 1)
    for distance in range(1, _FARTHEST + 1):
        near = [
            value
            for row in scores[max(0, index - _REACH) : index + _REACH + 1]
            if (value := row[distance]) is not None
        ]
        means[distance] = sum(near) / len(near) if near else -2.0
    best = max(means[1:])
    return [mean - best for mean in means]


def _turned(slots: list[list[int]], lines: Sequence[Line], scorer: SeamScorer) -> list[list[int]]:
    """Turn the columns so that the first of them comes first.

    A headline over the first column lets the others begin higher, and so be met before it. Text
    goes on from the foot of each column to the head of the next, but not from the last to the
    first: there the seam is weakest.
    """
    if len(slots) < _LEAST_COLUMNS:
        return slots
    widths = sorted(line.width for line in lines)
    full = 0.8 * widths[len(widths) // 2]
    running = [[member for member in slot if lines[member].width >= full] for slot in slots]
    if not all(running):
        return slots
    seams = [
        continuity(scorer, lines[slot[-1]].text, lines[running[(place + 1) % len(slots)][0]].text)
        for place, slot in enumerate(running)
    ]
    last = min(range(len(slots)), key=lambda place: (seams[place], -place))
    if seams[-1] < _TURN or seams[last] > seams[-1] - _TURN:
        return slots
    return slots[last + 1 :] + slots[: last + 1]


def _slots(count: int, following: dict[int, int]) -> list[list[int]]:
    """Put the lines into columns, from left to right.

    Columns stand in slots. The reader goes through the slots from left to right, row by row: a
    line that no line goes on to takes the next slot whose chain has ended (it goes on there after
    a paragraph or a gap), or a new slot behind the one before it where all chains still run.
    """
    before = {right: left for left, right in following.items()}
    slots: list[list[int]] = []
    slot_of: dict[int, int] = {}
    pointer = -1
    for line in range(count):
        previous = before.get(line)
        if previous is not None:
            pointer = slot_of[previous]
            slots[pointer].append(line)
        else:
            free = [
                place
                for step in range(1, len(slots) + 1)
                for place in ((pointer + step) % len(slots),)
                if following.get(slots[place][-1], -1) < line
            ]
            if free:
                pointer = free[0]
                slots[pointer].append(line)
            else:
                pointer += 1
                slots.insert(pointer, [line])
                slot_of = {member: place for place, slot in enumerate(slots) for member in slot}
        slot_of[line] = pointer
    return slots
