"""Marks: the passes of a log folded into one stream that shows what was, what is, and why.

The stream is the clean text with everything that was taken away still lying in its place: kept
text, text that an edit inserted, text that an edit deleted. Edits of all passes stand in it side
by side, so a reader sees one marked text and not a pile of layers. Cost: pieces times passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from restore.core.edits import Edit, moved_back_in, regrouped
from restore.core.log import EditLog
from restore.errors import LogMismatchError

__all__ = ["Segment", "fold"]


class Segment(NamedTuple):
    """A run of the marked text; edits are named by their ids.

    ``source`` is the offset of its first character in the source (None for inserted text).
    A segment is *live* (part of the clean text) while ``deleted`` is None. One that has neither
    source nor life was inserted by one edit and deleted by a later one, or (``ghost``) it shows
    where a moved text stood; the moved text itself stands, with its own marks, where it went,
    and names the insertion that brought it in ``moved``. ``notes`` are the edits that only
    suggest or flag something here; one that would insert stands on an empty segment.
    """

    text: str
    source: int | None = None
    inserted: str | None = None
    deleted: str | None = None
    moved: str | None = None
    notes: tuple[str, ...] = ()
    ghost: bool = False

    @property
    def live(self) -> bool:
        """Whether the segment is part of the clean text."""
        return self.deleted is None


def fold(source: str, log: EditLog) -> list[Segment]:
    """Fold all passes of ``log`` over ``source`` into one stream of segments.

    The live segments, joined, are the clean text. All segments with a ``source`` offset, sorted
    by it and joined, are the source. What an edit leaves as it was (the common beginning and end
    of ``before`` and ``after``) stays kept text.

    Raises
    ------
    LogMismatchError
        If the log does not fit the source.
    """
    segments = [Segment(source, 0)] if source else []
    for layer in log.passes:
        segments = _annotate(segments, [edit for edit in layer.edits if not edit.applied])
        segments = _apply(segments, layer.applied)
    return list(_merged(segments))


def _annotate(segments: list[Segment], edits: Sequence[Edit]) -> list[Segment]:
    """Name suggested and flagged edits on the text they speak of; they may overlap."""
    for edit in _waves(edits):
        segments = _annotate_disjoint(segments, edit)
    return segments


def _waves(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Part edits into lists that do not overlap within themselves (one list, as a rule)."""
    rest = sorted(edits, key=lambda edit: edit.span)
    while rest:
        wave: list[Edit] = []
        left: list[Edit] = []
        end = -1
        for edit in rest:
            fits = edit.span[0] >= end
            (wave if fits else left).append(edit)
            end = max(edit.span[1], edit.span[0] + 1) if fits else end
        yield wave
        rest = left


def _annotate_disjoint(segments: list[Segment], edits: Sequence[Edit]) -> list[Segment]:
    tape = _Tape(segments)
    out: list[Segment] = []
    for edit in edits:
        start, end = edit.span
        out += tape.until(start, edit)
        if start == end:
            out += tape.dead()
            out.append(Segment("", notes=(edit.id,)))
            continue
        taken = tape.until(end, edit)
        _check(edit, taken)
        for item in taken:
            out.append(item._replace(notes=(*item.notes, edit.id)) if item.live else item)
    return out + tape.rest()


def _apply(segments: list[Segment], edits: Sequence[Edit]) -> list[Segment]:
    if not edits:
        return segments
    tape = _Tape(segments)
    out: list[Segment | Edit] = []
    moved = {edits[to].id: edits[origin].id for to, origin in moved_back_in(edits).items()}
    lifted: dict[str, list[Segment]] = {}
    for edit in edits:
        if edit.group is not None and edit.before and edit.after:
            out += tape.until(edit.span[0], edit)
            out += _regrouped(edit, tape.until(edit.span[1], edit))
            continue
        head, tail = _common(edit.before, edit.after)
        start, end = edit.span[0] + head, edit.span[1] - tail
        out += tape.until(start, edit)
        out += tape.dead()
        taken = tape.until(end, edit)
        _check(edit, taken, head, tail)
        if edit.group is not None and edit.before and not edit.after:
            lifted[edit.id] = [*_belonging(out, taken), *taken]
            out.append(Segment(edit.before, deleted=edit.id, ghost=True))
            continue
        out += [_deleted(item, edit.id) for item in taken]
        if edit.id in moved:
            out.append(edit)
        elif len(edit.after) > head + tail:
            inserted = edit.after[head : len(edit.after) - tail]
            out.append(Segment(inserted, inserted=edit.id))
    out += tape.rest()
    return _settled(out, lifted, moved)


def _regrouped(edit: Edit, taken: list[Segment]) -> Iterator[Segment]:
    """Yield the lines that an edit puts in a new order as moved text, behind what was there."""
    _check(edit, taken)
    yield Segment(edit.before, deleted=edit.id, ghost=True)
    parts = regrouped(edit.before, edit.after)
    tape = _Tape(taken)
    found: dict[int, list[Segment]] = {}
    for start, end in sorted(part for part in parts if not isinstance(part, str)):
        yield from (_deleted(item, edit.id) for item in tape.until(start, edit))
        found[start] = [item._replace(moved=edit.id) for item in tape.until(end, edit)]
    yield from (_deleted(item, edit.id) for item in tape.rest())
    for part in parts:
        if isinstance(part, str):
            yield Segment(part, inserted=edit.id)
        else:
            yield from found[part[0]]


def _deleted(item: Segment, edit: str) -> Segment:
    return item._replace(deleted=edit) if item.live and item.text else item


def _settled(
    items: Sequence[Segment | Edit], lifted: dict[str, list[Segment]], moved: dict[str, str]
) -> list[Segment]:
    """Put moved text where it went; what nothing takes up is a plain deletion."""
    fed = set(moved.values())
    out: list[Segment] = []
    for item in items:
        if isinstance(item, Edit):
            out += [part._replace(moved=item.id) for part in lifted[moved[item.id]]]
        elif item.ghost and item.deleted in lifted and item.deleted not in fed:
            out += [_deleted(part, item.deleted) for part in lifted[item.deleted]]
        else:
            out.append(item)
    return out


def _belonging(out: list[Segment | Edit], taken: Sequence[Segment]) -> list[Segment]:
    """Take from the end of ``out`` the deleted text whose replacement begins ``taken``.

    Where a block that was corrected at its first word moves, the struck word goes along.
    """
    first = next((item for item in taken if item.live), None)
    if first is None or first.inserted is None:
        return []
    wanted = {first.inserted}
    cut = len(out)
    for index in range(len(out) - 1, -1, -1):
        item = out[index]
        if isinstance(item, Edit) or item.live:
            break
        if item.deleted in wanted and not item.ghost:
            cut = index
            if item.inserted is not None:
                wanted.add(item.inserted)
    carried = [item for item in out[cut:] if isinstance(item, Segment)]
    del out[cut:]
    return carried


def _common(before: str, after: str) -> tuple[int, int]:
    """Return the lengths of the common beginning and end (not overlapping)."""
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return head, tail


def _check(edit: Edit, taken: Sequence[Segment], head: int = 0, tail: int = 0) -> None:
    expected = edit.before[head : len(edit.before) - tail]
    found = "".join(item.text for item in taken if item.live)
    if found != expected:
        raise LogMismatchError(edit.pass_number, edit.span[0] + head, expected, found)


class _Tape:
    """Reads segments in order, counting the characters of the live ones."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._index = 0
        self._offset = 0
        self._position = 0

    def until(self, position: int, edit: Edit) -> list[Segment]:
        """Take what stands before live ``position``; deleted text right there stays."""
        taken: list[Segment] = []
        if position < self._position:
            raise LogMismatchError(edit.pass_number, position, edit.before, "")
        while self._position < position:
            if self._index == len(self._segments):
                raise LogMismatchError(edit.pass_number, position, edit.before, "")
            item = self._segments[self._index]
            if not item.live:
                taken.append(item)
                self._index += 1
                continue
            available = len(item.text) - self._offset
            count = min(available, position - self._position)
            taken.append(_slice(item, self._offset, count))
            self._position += count
            self._offset += count
            if count == available:
                self._index += 1
                self._offset = 0
        return taken

    def dead(self) -> list[Segment]:
        """Take the deleted text that stands right here."""
        begin = self._index
        while (
            self._offset == 0
            and self._index < len(self._segments)
            and not (self._segments[self._index].live and self._segments[self._index].text)
        ):
            self._index += 1
        return list(self._segments[begin : self._index])

    def rest(self) -> list[Segment]:
        """Take everything that is left."""
        if self._index == len(self._segments):
            return []
        first = self._segments[self._index]
        rest = [_slice(first, self._offset, len(first.text) - self._offset)]
        rest += self._segments[self._index + 1 :]
        self._index = len(self._segments)
        return rest


def _slice(item: Segment, offset: int, length: int) -> Segment:
    if offset == 0 and length == len(item.text):
        return item
    source = None if item.source is None else item.source + offset
    return item._replace(text=item.text[offset : offset + length], source=source)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join neighbours that differ in nothing but their place."""
    last: Segment | None = None
    for item in segments:
        if last is not None and _joins(last, item):
            last = last._replace(text=last.text + item.text)
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _joins(left: Segment, right: Segment) -> bool:
    if left[2:] != right[2:] or not left.text or not right.text:
        return False
    if left.source is None or right.source is None:
        return left.source is right.source and not left.ghost
    return left.source + len(left.text) == right.source
