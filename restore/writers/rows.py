"""Files of rows with the results beside the fields that were there, or in place of the texts.

A row of JSON Lines keeps its bytes; ``restored`` and ``edits`` are put in before its closing brace.
A row without text, or one that could not be restored, keeps all it has and gets ``null``. Written
back, a file is the same but for the texts that were changed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from restore.core.edits import Edit
from restore.errors import RestoreError
from restore.readers.blob import Blob
from restore.readers.json_text import encoded_string, parse_json
from restore.readers.jsonl import Row, rows
from restore.readers.options import ReadOptions
from restore.readers.parquet import BATCH_ROWS, open_parquet
from restore.readers.registry import reader_named
from restore.readers.source import Source
from restore.writers.table_rows import put_back, written_csv, written_sheets

__all__ = ["EDITS", "RESTORED", "RowResult", "restored_texts", "written_rows"]

RESTORED, EDITS = "restored", "edits"
# Readers of tables, by the files that they are for.
_TABLES = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods",
}  # fmt: skip
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
    blob: Blob,
    format: str,
    results: Iterable[RowResult],
    options: ReadOptions,
    *,
    back: bool = False,
) -> Iterator[bytes]:
    """Yield the rows of a file with their results, piece by piece.

    Parameters
    ----------
    blob : the file, read once more
    format : ``jsonl``, ``parquet``, ``csv``, ``xlsx`` or ``ods``
    results : in the order of the rows (numbers of lines, or of rows of the table, from 1); asked
        for as they are needed
    back : the texts themselves are replaced, and no field is added

    Raises
    ------
    RestoreError
        If a row already has one of the two fields, or the file has changed since it was read.
    """
    wanted = _Results(results)
    if format == "parquet":
        return _parquet(blob, wanted, options, back=back)
    if format == "jsonl":
        return _jsonl(blob, wanted, options, back=back)
    given = wanted.checked(blob.name)
    if format == "csv":
        return written_csv(blob, given, options, (RESTORED, EDITS), back=back)
    return written_sheets(blob, format, given, options, RESTORED, back=back)


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

    def checked(self, name: str) -> Callable[[int, str], tuple[str, str] | None]:
        """Return what gives the text of a row, and its edits as JSON; its text must be as it was."""

        def give(row: int, text: str) -> tuple[str, str] | None:
            result = self.of(row)
            if result is None:
                return None
            _expect(text, result.digest, f"{name}: row {row}")
            return result.text, _ENCODER.encode(_brief(result.edits)).decode()

        return give


def restored_texts(blob: Blob, field: str = RESTORED) -> dict[str, str]:
    """Return the clean texts of a file that :func:`written_rows` made, by their SHA-256.

    Parameters
    ----------
    field : the field of the texts, where they were written back

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    found: dict[str, str] = {}
    for name in dict.fromkeys((RESTORED, field)):
        for text in _texts(blob, name):
            if isinstance(text, str):
                found.setdefault(sha256(text.encode("utf-8")).hexdigest(), text)
    return found


def _texts(blob: Blob, field: str) -> Iterator[Any]:
    if blob.suffix == ".parquet":
        file = open_parquet(blob)
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            if field in batch.schema.names:
                yield from batch.column(batch.schema.get_field_index(field)).to_pylist()
    elif (reader := _TABLES.get(blob.suffix)) is not None:
        for item in reader_named(reader).read(blob, ReadOptions(text_field=field)):
            if isinstance(item, Source):
                yield item.document.source
    else:
        for row in rows(blob):
            if isinstance(row, Row) and field in row.fields:
                yield msgspec.json.decode(row.fields[field])


def _jsonl(blob: Blob, results: _Results, options: ReadOptions, *, back: bool) -> Iterator[bytes]:
    for row in rows(blob):
        if isinstance(row, bytes):
            yield row
        elif isinstance(row, Row) and back:
            yield _replaced(row, results.of(row.line), options, f"{blob.name}:{row.line}")
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


def _replaced(row: Row, result: RowResult | None, options: ReadOptions, place: str) -> bytes:
    """Return a row with its text corrected: all else is as it was."""
    field = row.fields.get(options.text_field)
    if result is not None and field is not None:
        _expect(msgspec.json.decode(field), result.digest, place)
        written = row.data.decode("utf-8")
        old = parse_json(written, place)[options.text_field]
        clean = put_back(result.text, old)
        if old != clean:
            like = written[old.start : old.end]
            new = encoded_string(clean, like.encode(), ascii_only=written.isascii())
            mark = row.raw[: row.raw.index(row.data[:1])]
            return mark + (written[: old.start] + new + written[old.end :]).encode() + row.ending
    return row.raw


def _expect(text: Any, digest: str, place: str) -> None:
    if (
        not isinstance(text, str)
        or sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest
    ):
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


def _parquet(blob: Blob, results: _Results, options: ReadOptions, *, back: bool) -> Iterator[bytes]:
    file = open_parquet(blob)
    import pyarrow
    import pyarrow.parquet as parquet

    schema = file.schema_arrow
    taken = [key for key in (RESTORED, EDITS) if key in schema.names]
    if taken and not back:
        raise RestoreError(
            f"{blob.name}: has a column {taken[0]!r} already; rename it, or give the file as it was "
            "before restore"
        )
    kinds = edits_type()
    wider = schema
    if not back:
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
            columns = list(batch.columns)
            if back:
                place = schema.get_field_index(options.text_field)
                texts = [
                    None if new is None else put_back(new, old)
                    for new, old in zip(texts, sources, strict=True)
                ]
                kept = [
                    new if new is not None else old for new, old in zip(texts, sources, strict=True)
                ]
                columns[place] = pyarrow.array(kept, pyarrow.string()).cast(
                    schema.field(place).type
                )
            else:
                columns += [pyarrow.array(texts, pyarrow.string()), pyarrow.array(edits, kinds)]
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
