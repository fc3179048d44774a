"""What spreadsheets have in common: a zip that is read in bounds, sheets, and cells by their place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.columns import Columns, choose_columns
from restore.readers.csv_rows import row_sources
from restore.readers.options import ReadOptions
from restore.readers.source import Source

__all__ = [
    "MAX_CELLS",
    "MAX_PART_BYTES",
    "Sheet",
    "TextSheet",
    "check_cells",
    "members_of",
    "sheet_sources",
    "text_sheets",
]

#: A part of a spreadsheet is no larger, unpacked; nor are all of them together twice that.
MAX_PART_BYTES = 128 << 20
#: So many cells are held in memory.
MAX_CELLS = 5_000_000
_SAMPLED_ROWS = 200


class Sheet(NamedTuple):
    """A sheet: its name, and its rows (None: a cell that holds no text)."""

    name: str
    rows: Sequence[Sequence[str | None]]


class TextSheet(NamedTuple):
    """A sheet that holds texts: its place in the file, its columns, and how many rows of the file
    stand before its own."""

    place: int
    sheet: Sheet
    columns: Columns
    before: int

    def data(self) -> Iterator[tuple[int, Sequence[str | None]]]:
        """Yield the rows of data, with their numbers in the sheet, from 1."""
        for number, row in enumerate(self.sheet.rows, 1):
            if any(row) and not (self.columns.head and number == self.head):
                yield number, row

    @property
    def head(self) -> int:
        """The number of the first row that holds anything."""
        return next(number for number, row in enumerate(self.sheet.rows, 1) if any(row))


def check_cells(count: int, source: str) -> None:
    """Raise InputError if there are more cells than can be held."""
    if count > MAX_CELLS:
        raise InputError(
            source, f"has more than {MAX_CELLS:,} cells", "split it, or export it as CSV"
        )


def members_of(blob: Blob, what: str) -> dict[str, bytes]:
    """Return the parts of a spreadsheet.

    Raises
    ------
    InputError
        If it is damaged or encrypted, unpacks beyond the bounds, or declares an entity.
    """
    cure = "open it in a spreadsheet program and save it again"
    found: dict[str, bytes] = {}
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(blob.read())) as archive:
            for info in archive.infolist():
                with archive.open(info) as stream:
                    data = stream.read(MAX_PART_BYTES + 1)
                size += len(data)
                if len(data) > MAX_PART_BYTES or size > 2 * MAX_PART_BYTES:
                    break
                found[info.filename] = data
            else:
                size = 0
    except InputError:
        raise
    except Exception as error:
        # zipfile, zlib and bz2 have errors of their own for whatever is damaged or encrypted.
        raise InputError(blob.name, f"is a damaged {what} file ({error})", cure) from error
    if size:
        raise InputError(
            blob.name,
            f"unpacks to a part of more than {MAX_PART_BYTES >> 20} MiB",
            "split it into smaller files",
        )
    for name, data in found.items():
        if name.endswith((".xml", ".rels")) and b"<!ENTITY" in data:
            raise InputError(blob.name, f"declares an entity in {name}", cure)
    return found


def text_sheets(
    sheets: Iterable[Sheet], options: ReadOptions, source: str
) -> tuple[list[TextSheet], list[str]]:
    """Return the sheets that hold texts, and the names of the others.

    Raises
    ------
    InputError
        If the column that the user names is in no sheet.
    """
    found: list[TextSheet] = []
    others: list[str] = []
    refused: InputError | None = None
    before = 0
    for place, sheet in enumerate(sheets):
        sample = [[cell or "" for cell in row] for row in islice(sheet.rows, _SAMPLED_ROWS)]
        try:
            columns = choose_columns([row for row in sample if any(row)], options, source)
        except InputError as error:
            columns, refused = None, refused or error
        if columns is None:
            others.append(sheet.name)
        else:
            found.append(TextSheet(place, sheet, columns, before))
        before += len(sheet.rows)
    if not found:
        raise refused or InputError(
            source, "has no column that holds Chinese text", "name one with --text-field"
        )
    return found, others


def sheet_sources(
    blob: Blob, format: str, sheets: Sequence[Sheet], options: ReadOptions
) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text; where several sheets hold texts, its name says
    which (``Sheet1!5``)."""
    found, others = text_sheets(sheets, options, blob.name)
    for sheet in found:
        columns = sheet.columns
        told = [f"sheet {sheet.sheet.name!r}: {columns.told}"] if columns.told else []
        if others and sheet is found[0]:
            told.append(f"sheets that hold no texts are left out: {', '.join(others)}")
        prefix = f"{sheet.sheet.name}!" if len(found) > 1 else ""
        yield from row_sources(blob, format, _rows(blob, sheet, prefix), columns, tuple(told))


def _rows(
    blob: Blob, sheet: TextSheet, prefix: str
) -> Iterator[tuple[int, str, str | None, str | None]]:
    text, own = sheet.columns.text, sheet.columns.id
    for number, row in sheet.data():
        name = row[own] if own is not None and own < len(row) else None
        shown = f"{prefix}{name or number}"
        place = f"{blob.name}: sheet {sheet.sheet.name}, row {number}"
        yield sheet.before + number, place, shown, row[text] if text < len(row) else None
