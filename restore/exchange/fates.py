"""What became of each edit in a text that came back with changes settled, in part or in whole.

Ids and bookmarks do not survive every word processor; the text does. So what came back is laid
along the stream that it was made from: kept text anchors it, and of each change between two
anchors it is seen whether it is still open, was taken or was turned down. Where kept text itself
does not stand any more, somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from restore.core.edits import Edit
from restore.exchange.docx import AUTHOR, OFFERS
from restore.exchange.docx_read import Piece
from restore.exchange.stream import Item, Layout, change_stream, with_offers
from restore.report.model import DocumentView
from restore.text.characters import POINTS

__all__ = ["Came", "Fate", "Outcome", "Typed", "came_back", "fates"]

# Kept text is cut where a reviewer's own typing leaves most of it whole.
_CHUNK = re.compile(rf"[^{POINTS}\n]{{0,24}}[{POINTS}\n]?", re.DOTALL)
_AHEAD = 40
_WINDOW = 2000
# Two changes with fewer characters between them were one to whoever typed.
_BETWEEN = 3


class Fate(str, Enum):
    """What the reviewer did with an edit."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    AMENDED = "amended"
    OPEN = "open"
    MIXED = "mixed"


class Outcome(NamedTuple):
    """The fate of an edit; ``text`` is what stands in its place, where it was amended."""

    fate: Fate
    text: str | None = None


class Typed(NamedTuple):
    """What a person typed where no change was: ``before`` at ``start`` (code points of the clean
    text) became ``after``."""

    start: int
    before: str
    after: str


class Came(NamedTuple):
    """What came back: the outcome of every change, and what was typed elsewhere."""

    outcomes: dict[str, Outcome]
    typed: tuple[Typed, ...]


# How each kind of change shows: its fate by the flag of the text that stands there.
_SHOWS = {
    "keep": ((Fate.OPEN, "p"),),
    "del": ((Fate.OPEN, "d"), (Fate.REJECTED, "p")),
    "ins": ((Fate.OPEN, "i"), (Fate.ACCEPTED, "p")),
}
_ABSENT = {"del": Fate.ACCEPTED, "ins": Fate.REJECTED}


def fates(
    view: DocumentView, pieces: Sequence[Piece], layout: Layout | None = "source"
) -> dict[str, Outcome]:
    """Tell what became of the changes of a document; see :func:`came_back`."""
    return came_back(view, pieces, layout).outcomes


def came_back(
    view: DocumentView, pieces: Sequence[Piece], layout: Layout | None = "source"
) -> Came:
    """Tell what became of the applied edits and suggestions of a document, and what was typed.

    Parameters
    ----------
    view : the document that the file was made from
    pieces : of the file that came back
    layout : what the file was made with; None if it does not say so, and nothing is told of
        suggestions
    """
    text, flags = _returned(pieces if layout else list(_without_offers(pieces)))
    stream = change_stream(view.source, view.log, layout or "source")
    if layout:
        stream = with_offers(stream, view.log.edits)
    items = list(_chunked(stream))
    found: dict[str, set[Fate]] = {}
    amended: dict[str, str] = {}
    typed: list[Typed] = []
    position = 0
    for item, fate, own in _aligned(items, text, flags):
        if item.edit is not None:
            found.setdefault(item.edit, set()).add(fate)
            if own is not None:
                amended[item.edit] = own
        elif own is not None:
            typed.append(Typed(position, item.text, own))
        position += len(item.text) if (item.kind == "del") is item.offered else 0
    edits = {edit.id: edit for edit in view.log.edits}
    outcomes = {
        edit: _outcome(edits[edit], kinds, amended.get(edit), items)
        for edit, kinds in found.items()
    }
    parted = tuple(part for one in typed for part in _parted(one))
    return Came(_as_one(view, outcomes), parted)


def _parted(typed: Typed) -> Iterator[Typed]:
    """Part what was typed over a stretch where enough of its words stand between."""
    found: list[list[int]] = []
    for step in Levenshtein.opcodes(typed.before, typed.after):
        if step.tag == "equal":
            continue
        span = [step.src_start, step.src_end, step.dest_start, step.dest_end]
        if found and span[0] - found[-1][1] < _BETWEEN:
            found[-1][1], found[-1][3] = span[1], span[3]
        else:
            found.append(span)
    for start, end, first, last in found:
        # An insertion takes a neighbour with it: what nothing stood for cannot be found again.
        near = start == end and start > 0
        after = start == end and not near and end < len(typed.before)
        yield Typed(
            typed.start + start - near,
            typed.before[start - near : end + after],
            typed.after[first - near : last + after],
        )


def _as_one(view: DocumentView, outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
    """Give the members of a group one outcome: what became of all that have words, or mixed."""
    groups: dict[tuple[int, str], list[Edit]] = {}
    for edit in view.log.edits:
        if edit.group is not None and edit.id in outcomes:
            groups.setdefault((edit.pass_number, edit.group), []).append(edit)
    for members in groups.values():
        told = {outcomes[edit.id] for edit in members if (edit.before + edit.after).strip()}
        one = told.pop() if len(told) == 1 else Outcome(Fate.MIXED)
        outcomes.update({edit.id: one for edit in members})
    return outcomes


def _outcome(edit: Edit, kinds: set[Fate], own: str | None, items: Sequence[Item]) -> Outcome:
    if len(kinds) == 1 and Fate.AMENDED not in kinds:
        return Outcome(kinds.pop())
    if kinds != {Fate.AMENDED} or own is None:
        return Outcome(Fate.MIXED)
    inserted = "".join(item.text for item in items if item.edit == edit.id and item.kind == "ins")
    removed = "".join(item.text for item in items if item.edit == edit.id and item.kind == "del")
    frame, core = (edit.after, inserted) if inserted else (edit.before, removed)
    if not core or frame.count(core) != 1:
        return Outcome(Fate.MIXED)
    head, _, tail = frame.partition(core)
    return Outcome(Fate.AMENDED, f"{head}{own}{tail}")


def _returned(pieces: Sequence[Piece]) -> tuple[str, str]:
    """Return the text that is there and a flag for each character: plain, our ins, our del."""
    parts, flags = [], []
    for piece in pieces:
        if piece.change is not None and piece.author in (AUTHOR, OFFERS):
            flag = "i" if piece.change == "ins" else "d"
        elif piece.change == "del":
            continue
        else:
            flag = "p"
        parts.append(piece.text)
        flags.append(flag * len(piece.text))
    return "".join(parts), "".join(flags)


def _without_offers(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.author != OFFERS or piece.change is None:
            yield piece
        elif piece.change == "del":
            yield Piece(piece.text, None, None)


def _chunked(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if item.kind != "keep":
            yield item
            continue
        for match in _CHUNK.finditer(item.text):
            if match[0]:
                yield item._replace(text=match[0])


Step = tuple[Item, Fate, str | None]


def _aligned(items: Sequence[Item], text: str, flags: str) -> Iterator[Step]:
    """Yield every item with its fate; where typing broke the text, go on at the next anchor."""
    index = position = 0
    while index < len(items):
        done, stop, steps = _walk(items, index, text, flags, position)
        yield from steps
        if done == len(items):
            return
        index, position = done, stop
        index_after, position_after = _anchor(items, index, text, position)
        yield from _torn(
            items[index:index_after], text[position:position_after], flags[position:position_after]
        )
        index, position = index_after, position_after


def _walk(
    items: Sequence[Item], index: int, text: str, flags: str, position: int
) -> tuple[int, int, list[Step]]:
    """Follow the stream as far as every kept chunk stands; return item, position, steps."""
    # Per item, each position that can be reached behind it: where it was reached from, and how.
    layers: list[dict[int, tuple[int, Fate]]] = [{position: (position, Fate.OPEN)}]
    at = index
    while at < len(items):
        item = items[at]
        reached: dict[int, tuple[int, Fate]] = {}
        for place in layers[-1]:
            end = place + len(item.text)
            if text.startswith(item.text, place):
                for fate, flag in _SHOWS[item.kind]:
                    if flags.count(flag, place, end) == end - place:
                        reached.setdefault(end, (place, fate))
            if item.kind in _ABSENT:
                reached.setdefault(place, (place, _ABSENT[item.kind]))
        if not reached:
            break
        layers.append(reached)
        at += 1
    # A change before a broken anchor is settled with the anchor: it may be what was typed over.
    while at < len(items) and at > index and items[at - 1].kind != "keep":
        layers.pop()
        at -= 1
    place = max(layers[-1]) if at == len(items) else min(layers[-1])
    stop = place
    steps: list[Step] = []
    for layer, item in zip(reversed(layers[1:]), reversed(items[index:at]), strict=True):
        place, fate = layer[place]
        steps.append((item, fate, None))
    return at, stop, steps[::-1]


def _anchor(items: Sequence[Item], index: int, text: str, position: int) -> tuple[int, int]:
    """Find the next kept chunk that stands in what came back, not too far on."""
    for number in range(index, min(len(items), index + _AHEAD)):
        item = items[number]
        if item.kind == "keep" and len(item.text) > 3:
            place = text.find(item.text, position, position + _WINDOW)
            if place >= 0:
                return number, place
    return len(items), len(text)


def _torn(items: Sequence[Item], text: str, flags: str) -> Iterator[Step]:
    """Settle a stretch that was typed in: changes that still stand there as they were are open, and
    what is between them was typed over; else it is amended if its changes are of one edit."""
    apart = _standing(items, text, flags)
    if apart is not None:
        yield from apart
        return
    changes = [number for number, item in enumerate(items) if item.kind != "keep"]
    if not changes:
        # Changes of ours that were copied here by hand: nothing to be told.
        yield from ((item, Fate.OPEN, None) for item in items)
        return
    first, last = changes[0], changes[-1]
    head = "".join(item.text for item in items[:first])
    tail = "".join(item.text for item in items[last + 1 :])
    one = len({item.edit for item in items if item.kind != "keep"}) == 1
    inner = any(item.kind == "keep" for item in items[first:last])
    fits = text.startswith(head) and text.endswith(tail) and len(text) >= len(head) + len(tail)
    own = text[len(head) : len(text) - len(tail)] if one and fits and not inner else None
    for number, item in enumerate(items):
        if number not in changes:
            yield item, Fate.OPEN, None
        else:
            yield item, Fate.MIXED if own is None else Fate.AMENDED, own


def _standing(items: Sequence[Item], text: str, flags: str) -> list[Step] | None:
    """Return the steps of a stretch in which every change still stands as it was made, or None."""
    steps: list[Step] = []
    position = 0
    kept: list[Item] = []
    for item in [*items, None]:
        if item is not None and item.kind == "keep":
            kept.append(item)
            continue
        end = len(text) if item is None else _tracked(item, text, flags, position)
        if end is None:
            return None
        old, new = "".join(one.text for one in kept), text[position:end]
        if "i" in flags[position:end] or "d" in flags[position:end]:
            return None
        if old == new:
            steps += [(one, Fate.OPEN, None) for one in kept]
        elif kept:
            steps.append((kept[0]._replace(text=old, edit=None), Fate.AMENDED, new))
        else:
            return None
        kept = []
        position = end
        if item is not None:
            steps.append((item, Fate.OPEN, None))
            position += len(item.text)
    return steps


def _tracked(item: Item, text: str, flags: str, position: int) -> int | None:
    """Return where a change stands from a position on, still tracked."""
    flag = "d" if item.kind == "del" else "i"
    start = text.find(item.text, position)
    while start >= 0:
        end = start + len(item.text)
        if flags.count(flag, start, end) == end - start:
            return start
        start = text.find(item.text, start + 1)
    return None
