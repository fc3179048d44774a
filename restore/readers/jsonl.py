"""JSON Lines: one document a row, its other fields untouched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import msgspec

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions
from restore.readers.row_documents import RowDocuments
from restore.readers.source import Source

__all__ = ["Row", "holds_rows", "looks_like_jsonl", "read_jsonl", "row_text", "rows"]

# A longer line is no row of text.
MAX_LINE_BYTES = 32 << 20
_BOM = b"\xef\xbb\xbf"
_CURE = "give one JSON object a line, in UTF-8"
_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Row(NamedTuple):
    """A row: its line in the file (from 1), its bytes without line end, its fields undecoded, and
    its bytes as they stand in the file."""

    line: int
    data: bytes
    fields: dict[str, msgspec.Raw]
    raw: bytes

    @property
    def ending(self) -> bytes:
        """Its line end; none at the end of a file that has none."""
        return self.raw[len(self.raw.rstrip(b"\r\n")) :]


def looks_like_jsonl(head: bytes) -> bool:
    """Whether the first line is a JSON object by itself."""
    line = head.removeprefix(_BOM).lstrip(b"\r\n").partition(b"\n")[0]
    if not line.startswith(b"{"):
        return False
    try:
        _ROW.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True


def holds_rows(head: bytes, field: str) -> bool:
    """Whether the first line, an object, is one of several, or has the field of the text."""
    line, _, rest = head.removeprefix(_BOM).lstrip(b"\r\n").partition(b"\n")
    return rest.lstrip().startswith(b"{") or field in _ROW.decode(line)


def rows(blob: Blob) -> Iterator[Row | InputError | bytes]:
    """Yield every line: a row, an error, or the bytes of an empty line.

    Raises
    ------
    InputError
        If a line is longer than 32 MiB.
    """
    with closing(blob.open()) as stream:
        number = 0
        while line := stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES:
                raise InputError(
                    blob.name,
                    f"line {number}: is longer than {MAX_LINE_BYTES >> 20} MiB",
                    "give one JSON object a line",
                )
            data = line.removeprefix(_BOM) if number == 1 else line
            data = data.rstrip(b"\r\n")
            if not data.strip():
                yield line
                continue
            try:
                yield Row(number, data, _ROW.decode(data), line)
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
                yield InputError(f"{blob.name}:{number}", f"is no JSON object ({error})", _CURE)


def read_jsonl(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text; rows without are passed over.

    A document's id is the file's, ``#``, and the row's id field (its line number if it has none);
    an id that another row has already gets ``@`` and the line number.
    """
    documents = RowDocuments(blob, "jsonl")
    found = False
    for row in rows(blob):
        if isinstance(row, InputError):
            found = True
            yield row
        elif isinstance(row, Row):
            place = f"{blob.name}:{row.line}"
            try:
                text = row_text(row, options.text_field, place)
                name = _row_id(row, options.id_field, place)
                found = True
                source = documents.source(name, row.line, text, place)
                if source is not None:
                    yield source
            except InputError as error:
                yield error
    if not found:
        yield InputError(blob.name, "holds no rows", _CURE)


def row_text(row: Row, field: str, place: str) -> str | None:
    """Return the text of a row, None for null.

    Raises
    ------
    InputError
        If the field is not there, or no string.
    """
    if field not in row.fields:
        known = ", ".join(sorted(row.fields)[:12]) or "none"
        raise InputError(
            place, f"has no field {field!r} (there are: {known})", "name it with --text-field"
        )
    try:
        text: str | None = msgspec.json.decode(row.fields[field], type=str | None)
        return text
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            place, f"field {field!r} is no text ({error})", "name another with --text-field"
        ) from error


def _row_id(row: Row, field: str, place: str) -> str:
    if field not in row.fields:
        return str(row.line)
    try:
        return str(msgspec.json.decode(row.fields[field], type=str | int | float))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            place, f"field {field!r} is no id ({error})", "name another with --id-field"
        ) from error
