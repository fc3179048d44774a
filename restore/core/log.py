"""The edit log: passes of edits over one document, replayed and reverted exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from restore.core.edits import Decision, Edit, apply_edits, undo_edits
from restore.errors import RestoreError

__all__ = ["EditLog", "Pass", "decode_edits", "encode_edits", "logs_by_document"]


class Pass(msgspec.Struct, frozen=True):
    """One pass of a stage: every decided edit, in the offsets of the text it began with."""

    number: int
    stage: str
    edits: tuple[Edit, ...]

    @property
    def applied(self) -> tuple[Edit, ...]:
        """The edits that changed the text, in order."""
        return tuple([edit for edit in self.edits if edit.decision is Decision.APPLIED])


class EditLog(msgspec.Struct, frozen=True):
    """All passes over one document, in order."""

    document: str
    passes: tuple[Pass, ...] = ()

    @property
    def edits(self) -> Iterator[Edit]:
        """Every edit of every pass."""
        return (edit for layer in self.passes for edit in layer.edits)

    def replay(self, source: str) -> str:
        """Return the clean text of ``source``; raise LogMismatchError if the log does not fit."""
        text = source
        for layer in self.passes:
            text = apply_edits(text, layer.applied)
        return text

    def revert(self, text: str) -> str:
        """Return the source of the clean ``text``; raise LogMismatchError if it does not fit."""
        for layer in reversed(self.passes):
            text = undo_edits(text, layer.applied)
        return text

    @classmethod
    def of(cls, document: str, edits: Iterable[Edit]) -> EditLog:
        """Build a log from edits that stand in the order of their passes and spans.

        Edits of equal span keep their order: two insertions at one place depend on it.
        """
        ordered = sorted(edits, key=lambda edit: (edit.pass_number, edit.span))
        passes = []
        for number, members in groupby(ordered, key=lambda edit: edit.pass_number):
            layer = tuple(members)
            passes.append(Pass(number=number, stage=layer[0].stage, edits=layer))
        return cls(document=document, passes=tuple(passes))


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Edit)


def encode_edits(edits: Iterable[Edit]) -> bytes:
    """Encode edits as JSON lines (UTF-8, one edit a line)."""
    return _ENCODER.encode_lines(list(edits))


def decode_edits(data: bytes, name: str = "edits.jsonl") -> list[Edit]:
    """Decode JSON lines of edits.

    Raises
    ------
    RestoreError
        If a line is no edit; names the file and the line.
    """
    edits = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            edits.append(_DECODER.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RestoreError(
                f"{name}: line {number} is no edit ({error}); use an edits.jsonl of this version"
            ) from error
    return edits


def logs_by_document(edits: Iterable[Edit]) -> dict[str, EditLog]:
    """Sort the edits of a corpus into one log per document."""
    members: dict[str, list[Edit]] = {}
    for edit in edits:
        members.setdefault(edit.document, []).append(edit)
    return {name: EditLog.of(name, edits) for name, edits in members.items()}
