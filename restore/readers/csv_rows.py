"""CSV and TSV as rows: one document a row, its other columns untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from restore.core.document import Encoding
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.columns import Columns, choose_columns, names_a_text
from restore.readers.csv_text import Record, find_delimiter, records
from restore.readers.encoding import decode
from restore.readers.options import ReadOptions
from restore.readers.row_documents import RowDocuments
from restore.readers.source import Source

__all__ = ["CsvFile", "holds_texts", "looks_like_csv", "open_csv", "read_csv", "row_sources"]

# So many rows tell which column holds the text.
_SAMPLED_ROWS = 200
# The names of columns take no more.
_MAX_HEAD_BYTES = 1000
_SHOWN = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "pipes"}
_CURE = "put texts that hold the delimiter or a line break into quotation marks"


class CsvFile(NamedTuple):
    """A CSV file: its text, how it is encoded, what parts its fields, and its columns."""

    text: str
    encoding: Encoding
    delimiter: str
    columns: Columns

    def records(self) -> Iterator[Record]:
        """Yield its records, the row of names too."""
        return records(self.text, self.delimiter)

    def is_row(self, record: Record) -> bool:
        """Whether a record is a row of data."""
        return not record.blank() and not (self.columns.head and record.number == 1)


def looks_like_csv(head: bytes) -> bool:
    """Whether a file whose name says nothing begins with the names of columns, one of them that of a
    text, and a row of as many fields."""
    if len(head.partition(b"\n")[0]) > _MAX_HEAD_BYTES:
        return False
    text = _head_text(head)
    found = list(islice(records(text, find_delimiter(text)), 2))
    if len(found) < 2 or not len(found[0].fields) == len(found[1].fields) > 1:
        return False
    return names_a_text([cell.strip() for cell in found[0].values(text)])


def holds_texts(head: bytes) -> bool:
    """Whether the first rows of a CSV have a column of Chinese texts."""
    text = _head_text(head)
    found = islice(records(text, find_delimiter(text)), _SAMPLED_ROWS)
    rows = [record.values(text) for record in found if not record.blank()]
    return choose_columns(rows, ReadOptions(), "") is not None


def _head_text(head: bytes) -> str:
    """Decode the first bytes of a file as well as will do to look at it."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(name, "replace")
    text = head.decode("utf-8-sig", "replace")
    return head.decode("gb18030", "replace") if "\ufffd" in text[:_MAX_HEAD_BYTES] else text


def open_csv(blob: Blob, options: ReadOptions) -> CsvFile:
    """Read a file and find out how it is written.

    Raises
    ------
    InputError
        If it cannot be decoded, or no column of it holds a text.
    """
    decoded = decode(
        blob.read(), source=blob.name, encoding=options.encoding, errors=options.errors
    )
    text = decoded.text
    delimiter = find_delimiter(text, blob.suffix)
    sample = [
        record.values(text)
        for record in islice(records(text, delimiter), _SAMPLED_ROWS)
        if not record.blank()
    ]
    columns = choose_columns(sample, options, blob.name)
    if columns is None:
        names = (
            ", ".join(cell.strip()[:20] for cell in (sample[0] if sample else [])[:12]) or "none"
        )
        raise InputError(
            blob.name,
            f"has no column that holds Chinese text (there are: {names})",
            "name one with --text-field",
        )
    return CsvFile(text, decoded.encoding, delimiter, columns)


def read_csv(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text; ids as for JSON Lines, rows count from 1, the
    row of names too."""
    file = open_csv(blob, options)
    width = len(file.columns.names)
    told = [f"fields apart by {_SHOWN[file.delimiter]}"]
    told += [file.columns.told] if file.columns.told else []

    def rows() -> Iterator[tuple[int, str, str | None, str | None] | InputError]:
        for record in file.records():
            if not file.is_row(record):
                continue
            place = f"{blob.name}: row {record.number}"
            if len(record.fields) != width:
                count = len(record.fields)
                yield InputError(place, f"has {count} columns, not {width}", _CURE)
                continue
            own = file.columns.id
            name = None if own is None else record.value(file.text, own)
            yield record.number, place, name, record.value(file.text, file.columns.text)

    return row_sources(blob, "csv", rows(), file.columns, tuple(told))


def row_sources(
    blob: Blob,
    format: str,
    rows: Iterator[tuple[int, str, str | None, str | None] | InputError],
    columns: Columns,
    told: tuple[str, ...],
) -> Iterator[Source | InputError]:
    """Yield the documents of the rows of a table.

    Parameters
    ----------
    rows : of each its number, its place for messages, its own name, its text
    told : what is to be said of the file, once
    """
    documents, field = RowDocuments(blob, format), columns.names[columns.text]
    found = held = False
    for row in rows:
        found = True
        held = held or isinstance(row, InputError) or bool(row[3] and row[3].strip())
        if isinstance(row, InputError):
            yield row
            continue
        number, place, own, text = row
        try:
            source = documents.source(own or str(number), number, text, place, field)
        except InputError as error:
            yield error
            continue
        if source is not None:
            yield replace(source, told=told)
            told = ()
    if not held:
        problem = f"has no text in column {field!r}" if found else "holds no rows"
        yield InputError(blob.name, problem, "nothing to restore; leave it out")
