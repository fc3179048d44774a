"""Document: a source text that never changes, and its present text as a piece table.

A piece is a run of the source or a string that an edit inserted. Applying a pass of edits costs
time linear in pieces and edits; where every character came from stays known through any number of
passes, through moves too: the insertion half of a move takes over the pieces that its deletion
half removed, and lines that one edit puts in a new order keep theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple, cast

import msgspec

from restore.core.edits import Edit, moved_back_in, regrouped
from restore.errors import LogMismatchError

__all__ = ["UTF8", "Document", "Encoding", "Origin", "Piece"]


class Piece(NamedTuple):
    """A run of the present text: from the source (``text`` is None) or inserted by an edit."""

    start: int
    length: int
    text: str | None = None
    edit: str | None = None


class Origin(NamedTuple):
    """Where the present text ``[start, end)`` came from: source offsets, or the edit's id."""

    start: int
    end: int
    source: tuple[int, int] | None
    edit: str | None


class Encoding(NamedTuple):
    """How the bytes of a source were decoded; enough to write the same bytes again."""

    name: str = "utf-8"
    bom: bool = False
    replaced: int = 0


UTF8 = Encoding()


class Document(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """One source and its present text.

    ``id`` is the input's path relative to the input folder. ``digest`` is the SHA-256 of the
    source's bytes.
    """

    id: str
    source: str
    digest: str
    encoding: Encoding = UTF8
    text: str = ""
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        id: str = "text",
        digest: str | None = None,
        encoding: Encoding = UTF8,
    ) -> Document:
        """Build a document whose present text is its source."""
        if digest is None:
            digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        pieces = (Piece(0, len(text)),) if text else ()
        return cls(id, text, digest, encoding, text, pieces)

    def apply(self, edits: Sequence[Edit]) -> Document:
        """Apply one pass of applied edits (sorted, not overlapping).

        Raises
        ------
        LogMismatchError
            If an edit does not fit the present text.
        """
        if not edits:
            return self
        cursor = _PieceCursor(self.pieces)
        take = cursor.take
        text = self.text
        pieces: list[Piece | int] = []
        parts: list[str] = []
        moved = moved_back_in(edits)
        removed: dict[int, list[Piece]] = {}
        position = 0
        for place, edit in enumerate(edits):
            start, end = edit.span
            if start < position or end < start or text[start:end] != edit.before:
                raise LogMismatchError(edit.pass_number, start, edit.before, text[start:end])
            pieces += take(start - position)
            taken = take(end - start)
            if edit.group is not None and edit.before and edit.after:
                pieces.extend(_regrouped(edit, taken))
            elif place in moved:
                pieces.append(place)
            elif edit.after:
                pieces.append(Piece(0, len(edit.after), edit.after, edit.id))
            elif edit.group is not None:
                removed[place] = taken
            parts.append(text[position:start])
            parts.append(edit.after)
            position = end
        pieces += cursor.take(len(text) - position)
        parts.append(text[position:])
        if not moved:
            placed = cast("list[Piece]", pieces)
        else:
            placed = []
            for item in pieces:
                placed += [item] if isinstance(item, Piece) else removed[moved[item]]
        return msgspec.structs.replace(self, text="".join(parts), pieces=_settled(placed))

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((piece.length for piece in self.pieces), initial=0))[:-1]

    def origins(self, start: int = 0, end: int | None = None) -> Iterator[Origin]:
        """Yield where each run of the present text ``[start, end)`` came from, in order."""
        stop = len(self.text) if end is None else end
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.pieces):
            piece = self.pieces[index]
            piece_start = self._starts[index]
            if piece_start >= stop:
                return
            left, right = max(start, piece_start), min(stop, piece_start + piece.length)
            if left < right:
                if piece.text is None:
                    offset = piece.start - piece_start
                    yield Origin(left, right, (left + offset, right + offset), None)
                else:
                    yield Origin(left, right, None, piece.edit)
            index += 1

    def within_piece(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the source span of the present text ``[start, end)`` where it stands there as one,
        character by character; else None."""
        starts = self._starts
        if not (starts and 0 <= start < end):
            return None
        index = bisect_right(starts, start) - 1
        place, length, inserted, _ = self.pieces[index]
        by = place - starts[index]
        whole = inserted is None and end + by <= place + length
        return (start + by, end + by) if whole else None

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of the present text ``[start, end)``.

        For text that was moved together from several places, the span of the longest run that
        stands in source order. For inserted text (or an empty span) the empty span in the source
        after the text before it.
        """
        # As :meth:`origins` does, without a record for each piece: many places are asked for, most
        # of them within one piece.
        whole = self.within_piece(start, end)
        if whole is not None:
            return whole
        starts = self._starts
        first_piece = max(0, bisect_right(starts, start) - 1)
        best: tuple[int, int, int] | None = None
        run: tuple[int, int, int] | None = None
        for index in range(first_piece, len(starts)):
            here, piece = starts[index], self.pieces[index]
            if here >= end:
                break
            left, right = max(start, here), min(end, here + piece.length)
            if piece.text is not None or left >= right:
                continue
            first, last = piece.start + left - here, piece.start + right - here
            if run is not None and first >= run[1]:
                run = (run[0], last, run[2] + last - first)
            else:
                run = (first, last, last - first)
            if best is None or run[2] > best[2]:
                best = run
        if best is not None:
            return (best[0], best[1])
        return self._source_anchor(start)

    def _source_anchor(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        while index >= 0:
            piece = self.pieces[index]
            if piece.text is None and position > self._starts[index]:
                point = piece.start + min(piece.length, position - self._starts[index])
                return (point, point)
            index -= 1
        return (0, 0)

    def from_source(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the present spans that came from the source ``[start, end)``, in source order."""
        found = []
        for piece, here in zip(self.pieces, self._starts, strict=True):
            if piece.text is not None:
                continue
            left, right = max(start, piece.start), min(end, piece.start + piece.length)
            if left < right:
                offset = here - piece.start
                found.append((left, (left + offset, right + offset)))
        return [span for _, span in sorted(found)]


class _PieceCursor:
    """Takes pieces off the front of a piece table, splitting the last one where needed."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._index = 0
        self._offset = 0

    def take(self, length: int) -> list[Piece]:
        if length <= 0:
            return []
        index, offset = self._index, self._offset
        piece = self._pieces[index]
        if piece.text is None and offset + length < piece.length:
            # Most edits stand within one piece of the source.
            self._offset = offset + length
            return [Piece(piece.start + offset, length)]
        taken: list[Piece] = []
        while length > 0:
            piece = self._pieces[index]
            available = piece.length - offset
            if length < available:
                taken.append(_slice(piece, offset, length))
                offset += length
                break
            taken.append(_slice(piece, offset, available) if offset else piece)
            length -= available
            index, offset = index + 1, 0
        self._index, self._offset = index, offset
        return taken


def _slice(piece: Piece, offset: int, length: int) -> Piece:
    if piece.text is None:
        return Piece(piece.start + offset, length)
    return Piece(0, length, piece.text[offset : offset + length], piece.edit)


def _regrouped(edit: Edit, taken: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces of lines that an edit puts in a new order, in that order."""
    parts = regrouped(edit.before, edit.after)
    cursor, position = _PieceCursor(taken), 0
    found: dict[int, list[Piece]] = {}
    for start, end in sorted(part for part in parts if not isinstance(part, str)):
        cursor.take(start - position)
        found[start] = cursor.take(end - start)
        position = end
    for part in parts:
        if isinstance(part, str):
            yield Piece(0, len(part), part, edit.id)
        else:
            yield from found[part[0]]


def _settled(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Merge pieces that are contiguous in the source."""
    settled: list[Piece] = []
    # Where the last piece ends in the source, if it is from there.
    reached = -1
    for item in pieces:
        start, length, inserted, _ = item
        if inserted is not None:
            reached = -1
            settled.append(item)
            continue
        if start == reached:
            item = Piece(settled[-1].start, settled[-1].length + length)
            settled.pop()
        settled.append(item)
        reached = start + length
    return tuple(settled)
