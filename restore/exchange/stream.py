"""One stream of kept, deleted and inserted text, in which moved text is deleted and inserted.

Kept and inserted text, joined, is the clean text; kept and deleted text is the source, or the
source as it was laid out. So whoever accepts every change gets the one, and whoever rejects every
change the other, exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from restore.core.edits import Decision, Edit, moved_back_in
from restore.core.log import EditLog
from restore.report.marks import Segment, fold

__all__ = ["Item", "Layout", "change_stream", "laid_out", "with_offers"]

# Whether a stream tells how the text was set (source), or takes that as given (applied).
Layout = Literal["source", "applied"]
_SETTING = frozenset({"characters", "layout"})


class Item(NamedTuple):
    """A run of the stream; ``edit`` deleted or inserted it, ``notes`` only speak of it. What is
    ``offered`` is not done: kept text, and what a suggestion would put there."""

    kind: Literal["keep", "del", "ins"]
    text: str
    edit: str | None = None
    notes: tuple[str, ...] = ()
    offered: bool = False


def change_stream(source: str, log: EditLog, layout: Layout = "source") -> list[Item]:
    """Return the stream of a restored document.

    Parameters
    ----------
    layout : with ``applied`` only what changes words is deleted and inserted

    Raises
    ------
    LogMismatchError
        If the log does not fit the source.
    """
    segments = fold(source, log)
    if layout == "applied":
        worded = {edit.id for edit in log.edits if edit.stage not in _SETTING}
        return list(_merged(list(_laid_out(segments, worded))))
    partners = _origins(log)
    live = [item for item in segments if item.live and (item.text or item.notes)]
    takers = _Takers(segments, partners)
    items: list[Item] = []
    position = 0
    waiting: list[Item] = []
    for segment in live:
        # What no edit moved stands in the order of the source.
        if segment.source is not None and segment.text and segment.moved is None:
            start = segment.source
            items += takers.between(source, position, start)
            items += waiting
            waiting = []
            items.append(Item("keep", segment.text, None, segment.notes))
            position = start + len(segment.text)
        elif segment.source is None and not segment.text:
            waiting.append(Item("keep", "", None, segment.notes))
        else:
            edit = segment.moved if segment.source is not None else segment.inserted
            waiting.append(Item("ins", segment.text, edit, segment.notes))
    items += takers.between(source, position, len(source))
    return list(_merged([*items, *waiting]))


def _laid_out(segments: Sequence[Segment], worded: set[str]) -> Iterator[Item]:
    """Yield the stream in the order of the clean text, in which a moved text has its own marks."""
    for item in segments:
        if item.ghost or (item.inserted in worded and not item.live):
            continue
        if not item.live:
            if item.deleted in worded and item.text:
                yield Item("del", item.text, item.deleted)
        elif item.inserted in worded:
            yield Item("ins", item.text, item.inserted, item.notes)
        elif item.text or item.notes:
            yield Item("keep", item.text, None, item.notes)


def laid_out(source: str, log: EditLog) -> tuple[str, tuple[Edit, ...]]:
    """Return the source as it was laid out, and the edits that change words, with their spans in
    that text for those in the source.

    What changes words in two passes one over the other stands once in that text; an edit that has
    no place of its own there is left out.
    """
    spans: dict[str, tuple[int, int]] = {}
    parts: list[str] = []
    position = 0
    for item in change_stream(source, log, "applied"):
        end = position + (len(item.text) if item.kind != "ins" else 0)
        for name in (*item.notes, *([item.edit] if item.edit is not None else [])):
            start, stop = spans.get(name, (position, end))
            spans[name] = (start, max(stop, end))
        if item.kind != "ins":
            parts.append(item.text)
        position = end
    text = "".join(parts)
    edits = []
    for edit in log.edits:
        if edit.stage in _SETTING or edit.id not in spans:
            continue
        start, end = spans[edit.id]
        # Of a change only what differs is marked; the rest of its words stands around that.
        offset = edit.before.find(text[start:end]) if edit.before else 0
        whole = (start - max(offset, 0), start - max(offset, 0) + len(edit.before))
        stands = offset >= 0 and text[slice(*whole)] == edit.before
        edits.append(msgspec.structs.replace(edit, source=whole if stands else (start, end)))
    return text, tuple(edits)


def with_offers(items: Sequence[Item], edits: Iterable[Edit]) -> list[Item]:
    """Return a stream in which suggestions stand as changes that may be taken or turned down.

    A suggestion that overlaps another change, or that breaks lines, stays a note.
    """
    wanted = {
        edit.id: edit
        for edit in edits
        if edit.decision is Decision.SUGGESTED
        and edit.group is None
        and edit.before != edit.after
        and "\n" not in edit.before + edit.after
    }
    out: list[Item] = []
    at = 0
    while at < len(items):
        name = next((note for note in items[at].notes if note in wanted), None)
        stop = at
        while name is not None and stop < len(items) and name in items[stop].notes:
            stop += 1
        run = items[at:stop]
        if name is None or not _offers(run, wanted[name]):
            out.append(items[at])
            at += 1
            continue
        edit = wanted.pop(name)
        notes = tuple(dict.fromkeys(note for item in run for note in item.notes))
        if edit.before:
            out.append(Item("del", edit.before, name, notes, offered=True))
        if edit.after:
            out.append(Item("ins", edit.after, name, () if edit.before else notes, offered=True))
        at = stop
    return out


def _offers(run: Sequence[Item], edit: Edit) -> bool:
    kept = all(item.kind == "keep" for item in run)
    return kept and "".join(item.text for item in run) == edit.before


def _origins(log: EditLog) -> dict[str, str]:
    """Return, for the insertion of a move, the deletion that took the text away."""
    found = {}
    for layer in log.passes:
        applied = layer.applied
        for place, origin in moved_back_in(applied).items():
            found[applied[place].id] = applied[origin].id
    return found


class _Takers:
    """Says which edit took each stretch of the source away."""

    def __init__(self, segments: Sequence[Segment], partners: dict[str, str]) -> None:
        spans = sorted(
            (
                (item.source, item.source + len(item.text), _taker(item, partners))
                for item in segments
                if item.source is not None and item.text
            ),
            key=lambda span: span[0],
        )
        self._starts = [start for start, _, _ in spans]
        self._spans = spans

    def between(self, source: str, start: int, end: int) -> Iterator[Item]:
        """Yield the deletions that make up ``source[start:end]``."""
        number = max(0, bisect_right(self._starts, start) - 1)
        while start < end and number < len(self._spans):
            first, last, edit = self._spans[number]
            stop = min(end, last)
            if stop > start >= first:
                yield Item("del", source[start:stop], edit)
                start = stop
            number += 1


def _taker(item: Segment, partners: dict[str, str]) -> str | None:
    if item.deleted is not None:
        return item.deleted
    return partners.get(item.moved or "", item.moved)


def _merged(items: Sequence[Item]) -> Iterator[Item]:
    last: Item | None = None
    for item in items:
        alike = last is not None and last[2:] == item[2:] and last.kind == item.kind
        if last is not None and alike and last.text and item.text:
            last = last._replace(text=last.text + item.text)
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last
