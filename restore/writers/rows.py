"""JSON Lines and Parquet with the results beside the fields that were there.

A row of JSON Lines keeps its bytes; ``restored`` and ``edits`` are put in before its closing brace.
A row without text, or one that could not be restored, keeps all it has and gets ``null``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Edit
from restore.errors import RestoreError
from restore.readers.blob import Blob
from restore.readers.jsonl import Row, rows
from restore.readers.options import ReadOptions
from restore.readers.parquet import BATCH_ROWS, open_parquet

__all__ = ["EDITS", "RESTORED", "RowResult", "restored_texts", "written_rows"]

RESTORED, EDITS = "restored", "edits"
_ENCODER = msgspec.json.Encoder(order="sorted")
# The keys of an edit that a row carries; the document is the row itself.
_KEYS = ("id", "stage", "rule", "source", "before", "after", "confidence", "decision", "reason")


class RowResult(NamedTuple):
    """What became of a row: its number in the file, the digest of its source, text and edits."""

    row: int
    digest: str
    text: str
    edits: Sequence[Edit]


def written_rows(
    blob: Blob, format: str, results: Iterable[RowResult], options: ReadOptions
) -> Iterator[bytes]:
    """Yield the rows of a file with their results, piece by piece.

    Parameters
    ----------
    blob : the file, read once more
    format : ``jsonl`` or ``parquet``
    results : in the order of the rows (numbers of lines, or of rows of the table, from 1); asked
        for as they are needed

    Raises
    ------
    RestoreError
        If a row already has one of the two fields, or the file has changed since it was read.
    """
    wanted = _Results(results)
    return _parquet(blob, wanted, options) if format == "parquet" else _jsonl(blob, wanted, options)


class _Results:
    """Gives the result of a row; rows are asked for in their order."""

    def __init__(self, results: Iterable[RowResult]) -> None:
        self._rest = iter(results)
        self._next = next(self._rest, None)

    def of(self, row: int) -> RowResult | None:
        if self._next is None or self._next.row != row:
            return None
        found, self._next = self._next, next(self._rest, None)
        return found


def restored_texts(blob: Blob) -> dict[str, str]:
    """Return the clean texts of a file that :func:`written_rows` made, by their SHA-256.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    texts = _parquet_texts(blob) if blob.suffix == ".parquet" else _jsonl_texts(blob)
    return {
        sha256(text.encode("utf-8")).hexdigest(): text for text in texts if isinstance(text, str)
    }


def _parquet_texts(blob: Blob) -> Iterator[Any]:
    for batch in open_parquet(blob).iter_batches(batch_size=BATCH_ROWS, columns=[RESTORED]):
        yield from batch.column(0).to_pylist()


def _jsonl_texts(blob: Blob) -> Iterator[Any]:
    for row in rows(blob):
        if isinstance(row, Row) and RESTORED in row.fields:
            yield msgspec.json.decode(row.fields[RESTORED])


def _jsonl(blob: Blob, results: _Results, options: ReadOptions) -> Iterator[bytes]:
    for row in rows(blob):
        if isinstance(row, bytes):
            yield row
        elif isinstance(row, Row):
            place = f"{blob.name}:{row.line}"
            taken = [key for key in (RESTORED, EDITS) if key in row.fields]
            if taken:
                raise RestoreError(
                    f"{place}: has a field {taken[0]!r} already; rename it, or give the file as it "
                    "was before restore"
                )
            result = results.of(row.line)
            if result is not None:
                field = row.fields.get(options.text_field)
                text = None if field is None else msgspec.json.decode(field)
                _expect(text, result.digest, place)
            addition = _ENCODER.encode(
                {
                    RESTORED: None if result is None else result.text,
                    EDITS: [] if result is None else _brief(result.edits),
                }
            )
            body = row.data.rstrip()
            inner = body[: body.rindex(b"}")].rstrip()
            comma = b"" if inner.endswith(b"{") and not row.fields else b","
            yield b"".join([inner, comma, addition[1:], b"\n"])


def _expect(text: Any, digest: str, place: str) -> None:
    if not isinstance(text, str) or Document.from_text(text).digest != digest:
        raise RestoreError(f"{place}: was changed while it was read; nothing is written; try again")


def _brief(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    return [{key: msgspec.to_builtins(getattr(edit, key)) for key in _KEYS} for edit in edits]


class _Sink(io.RawIOBase):
    """Takes what a writer writes, to be fetched piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        return len(data)

    def tell(self) -> int:
        return self._size

    def fetch(self) -> bytes:
        """Return what has come since the last call."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _parquet(blob: Blob, results: _Results, options: ReadOptions) -> Iterator[bytes]:
    file = open_parquet(blob)
    import pyarrow
    import pyarrow.parquet as parquet

    schema = file.schema_arrow
    taken = [key for key in (RESTORED, EDITS) if key in schema.names]
    if taken:
        raise RestoreError(
            f"{blob.name}: has a column {taken[0]!r} already; rename it, or give the file as it was "
            "before restore"
        )
    kinds = edits_type()
    wider = schema.append(pyarrow.field(RESTORED, pyarrow.string()))
    wider = wider.append(pyarrow.field(EDITS, kinds))
    sink = _Sink()
    number = 0
    with parquet.ParquetWriter(sink, wider, compression=_codec(file)) as writer:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            first = number + 1
            number += batch.num_rows
            found = [results.of(row) for row in range(first, number + 1)]
            sources = batch.column(schema.get_field_index(options.text_field)).to_pylist()
            for row, (source, result) in enumerate(zip(sources, found, strict=True), first):
                if result is not None:
                    _expect(source, result.digest, f"{blob.name}: row {row}")
            texts = [None if item is None else item.text for item in found]
            edits = [[] if item is None else _brief(item.edits) for item in found]
            columns = [
                *batch.columns,
                pyarrow.array(texts, pyarrow.string()),
                pyarrow.array(edits, kinds),
            ]
            writer.write_batch(pyarrow.record_batch(columns, schema=wider))
            yield sink.fetch()
    yield sink.fetch()


def edits_type() -> Any:
    """Return the Arrow type of the column ``edits``."""
    import pyarrow

    text = pyarrow.string()
    kinds = {"source": pyarrow.list_(pyarrow.int64(), 2), "confidence": pyarrow.float64()}
    fields = [pyarrow.field(key, kinds.get(key, text), nullable=False) for key in _KEYS]
    return pyarrow.list_(pyarrow.struct(fields))


def _codec(file: Any) -> str:
    """Return the compression of the file's first column, to write the same."""
    metadata = file.metadata
    if metadata.num_row_groups and metadata.num_columns:
        name = str(metadata.row_group(0).column(0).compression)
        return "none" if name == "UNCOMPRESSED" else name.lower()
    return "snappy"
