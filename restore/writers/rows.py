"""JSON Lines and Parquet with the results beside the fields that were there.

A row of JSON Lines keeps its bytes; ``restored`` and ``edits`` are put in before its closing brace.
A row without text, or one that could not be restored, keeps all it has and gets ``null``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from restore.document import Document
from restore.edits import Edit
from restore.errors import RestoreError
from restore.readers.blob import Blob
from restore.readers.jsonl import Row, rows
from restore.readers.parquet import BATCH, open_parquet
from restore.readers.registry import ReadOptions

__all__ = ["EDITS", "RESTORED", "RowResult", "restored_texts", "written_rows"]

RESTORED, EDITS = "restored", "edits"
_ENCODER = msgspec.json.Encoder(order="sorted")
# The keys of an edit that a row carries; the document is the row itself.
_KEYS = ("id", "stage", "rule", "source", "before", "after", "confidence", "decision", "reason")


class RowResult(NamedTuple):
    """What became of a row."""

    document: Document
    edits: Sequence[Edit]


def written_rows(
    blob: Blob, format: str, results: Mapping[int, RowResult], options: ReadOptions
) -> bytes:
    """Return the rows of a file with their results.

    Parameters
    ----------
    blob : the file, read once more
    format : ``jsonl`` or ``parquet``
    results : by the row's number (line of the file, or row of the table, from 1)

    Raises
    ------
    RestoreError
        If a row already has one of the two fields, or the file has changed since it was read.
    """
    if format == "parquet":
        return _parquet(blob, results, options)
    return b"".join(_jsonl(blob, results, options))


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
    for batch in open_parquet(blob).iter_batches(batch_size=BATCH, columns=[RESTORED]):
        yield from batch.column(0).to_pylist()


def _jsonl_texts(blob: Blob) -> Iterator[Any]:
    for row in rows(blob):
        if isinstance(row, Row) and RESTORED in row.fields:
            yield msgspec.json.decode(row.fields[RESTORED])


def _jsonl(blob: Blob, results: Mapping[int, RowResult], options: ReadOptions) -> Iterator[bytes]:
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
            result = results.get(row.line)
            if result is not None:
                text = msgspec.json.decode(row.fields[options.text_field])
                _expect(text, result.document, place)
            addition = _ENCODER.encode(
                {
                    RESTORED: None if result is None else result.document.text,
                    EDITS: [] if result is None else _brief(result.edits),
                }
            )
            body = row.data.rstrip()
            inner = body[: body.rindex(b"}")].rstrip()
            comma = b"" if inner.endswith(b"{") and not row.fields else b","
            yield b"".join([inner, comma, addition[1:], b"\n"])


def _expect(text: Any, document: Document, place: str) -> None:
    if text != document.source:
        raise RestoreError(f"{place}: was changed while it was read; nothing is written; try again")


def _brief(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    return [{key: msgspec.to_builtins(getattr(edit, key)) for key in _KEYS} for edit in edits]


def _parquet(blob: Blob, results: Mapping[int, RowResult], options: ReadOptions) -> bytes:
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
    sink = io.BytesIO()
    number = 0
    with parquet.ParquetWriter(sink, wider, compression=_codec(file)) as writer:
        for batch in file.iter_batches(batch_size=BATCH):
            first = number + 1
            number += batch.num_rows
            found = [results.get(row) for row in range(first, number + 1)]
            sources = batch.column(schema.get_field_index(options.text_field)).to_pylist()
            for row, (source, result) in enumerate(zip(sources, found, strict=True), first):
                if result is not None:
                    _expect(source, result.document, f"{blob.name}: row {row}")
            texts = [None if item is None else item.document.text for item in found]
            edits = [[] if item is None else _brief(item.edits) for item in found]
            columns = [
                *batch.columns,
                pyarrow.array(texts, pyarrow.string()),
                pyarrow.array(edits, kinds),
            ]
            writer.write_batch(pyarrow.record_batch(columns, schema=wider))
    return sink.getvalue()


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
