"""One stream of kept, deleted and inserted text, in which moved text is deleted and inserted.

Kept and inserted text, joined, is the clean text; kept and deleted text is the source. So whoever
accepts every change gets the one, and whoever rejects every change the other, exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from restore.core.edits import moved_back_in
from restore.core.log import EditLog
from restore.report.marks import Segment, fold

__all__ = ["Item", "change_stream"]


class Item(NamedTuple):
    """A run of the stream; ``edit`` deleted or inserted it, ``notes`` only speak of it."""

    kind: Literal["keep", "del", "ins"]
    text: str
    edit: str | None = None
    notes: tuple[str, ...] = ()


def change_stream(source: str, log: EditLog) -> list[Item]:
    """Return the stream of a restored document.

    Raises
    ------
    LogMismatchError
        If the log does not fit the source.
    """
    segments = fold(source, log)
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
        alike = last is not None and (last.kind, last.edit, last.notes) == (
            item.kind,
            item.edit,
            item.notes,
        )
        if last is not None and alike and last.text and item.text:
            last = last._replace(text=last.text + item.text)
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last
