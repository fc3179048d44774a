"""CSV and spreadsheets with the results: in columns of their own, or (written back) in place of the
texts. All other bytes of a CSV, and all other parts of a spreadsheet, stay as they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html import escape

from restore.errors import RestoreError
from restore.readers.blob import Blob
from restore.readers.csv_rows import CsvFile, open_csv
from restore.readers.csv_text import Record, written_field
from restore.readers.encoding import encode
from restore.readers.markup import parse_markup
from restore.readers.ods import CONTENT, OdsRow, ods_rows, ods_sheets
from restore.readers.options import ReadOptions
from restore.readers.sheets import TextSheet, members_of, text_sheets
from restore.readers.xlsx import xlsx_sheets
from restore.text.characters import UNFIT_FOR_XML

__all__ = ["put_back", "written_csv", "written_sheets"]

#: Gives the text and the edits (JSON) of a row by its number and what it held; None: it has none.
Results = Callable[[int, str], tuple[str, str] | None]

_UNFIT = re.compile(f"[{UNFIT_FOR_XML}]")
_BREAK = re.compile(r"\r\n|\n|\r")
# Rows and cells of a worksheet (ECMA-376 part 1, 18.3.1), with or without a prefix.
_ROW = re.compile(
    rb"<(?P<prefix>(?:\w+:)?)row(?P<attributes>(?:\s[^<>]*?)?)(?:/>|>(?P<cells>.*?)</(?:\w+:)?row>)",
    re.DOTALL,
)
_CELL = re.compile(rb"<(?:\w+:)?c(?P<attributes>(?:\s[^<>]*?)?)(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_NUMBER = re.compile(rb'\sr="(\d+)"')
_STYLE = re.compile(rb'\ss="\d+"')
# Excel takes no longer cell.
_MAX_CELL_CHARACTERS = 32_767


def written_csv(
    blob: Blob, results: Results, options: ReadOptions, names: tuple[str, str], *, back: bool
) -> Iterator[bytes]:
    """Yield a CSV file with its results, in its own dialect.

    Parameters
    ----------
    names : of the two columns that come behind the others
    back : the texts themselves are replaced, and no column is added

    Raises
    ------
    RestoreError
        If the file has one of the columns already, or its encoding lacks a character.
    """
    file = open_csv(blob, options)
    taken = [name for name in names if name in file.columns.names]
    if taken and not back:
        raise RestoreError(
            f"{blob.name}: has a column {taken[0]!r} already; rename it, or give the file as it was "
            "before restore"
        )
    first = True
    for record in file.records():
        start = record.fields[0].start
        line = file.text[start : record.stop]
        if file.is_row(record) and len(record.fields) == len(file.columns.names):
            value = record.value(file.text, file.columns.text)
            line = _line(file, record, results(record.number, value), back=back)
        elif not back and file.columns.head and record.number == 1:
            line = file.text[start : record.end]
            line += "".join(file.delimiter + name for name in names)
            line += file.text[record.end : record.stop]
        elif not back and not record.blank():
            line = file.text[start : record.end] + 2 * file.delimiter
            line += file.text[record.end : record.stop]
        encoding = file.encoding if first else file.encoding._replace(bom=False)
        data = encode(line, encoding)
        if data is None:
            raise RestoreError(
                f"{blob.name}: row {record.number}: the corrected text cannot be written as "
                f"{encoding.name}; convert the file to UTF-8 first"
            )
        first = False
        yield data


def _line(file: CsvFile, record: Record, result: tuple[str, str] | None, *, back: bool) -> str:
    text, delimiter = file.text, file.delimiter
    start, end = record.fields[0].start, record.end
    field = record.fields[file.columns.text]
    quoted = text[field.start : field.end].startswith('"')
    if not back:
        restored, edits = ("", "") if result is None else result
        added = (
            written_field(restored, delimiter, quoted=quoted),
            written_field(edits, delimiter, quoted=False),
        )
        added_text = "".join(delimiter + item for item in added)
        return text[start:end] + added_text + text[end : record.stop]
    value = record.value(text, file.columns.text)
    clean = value if result is None else put_back(result[0], value)
    if clean == value:
        return text[start : record.stop]
    new = written_field(clean, delimiter, quoted=quoted)
    return text[start : field.start] + new + text[field.end : record.stop]


def put_back(text: str, old: str) -> str:
    """Return the clean text of a row as it takes the old one's place: with its line breaks, and none
    at the end where it had none."""
    if not old.endswith(("\n", "\r")):
        text = text.rstrip("\n")
    found = _BREAK.search(old)
    return text if found is None or found[0] == "\n" else text.replace("\n", found[0])


def written_sheets(
    blob: Blob, format: str, results: Results, options: ReadOptions, name: str, *, back: bool
) -> Iterator[bytes]:
    """Yield a spreadsheet with its results; its other parts are copied as they are.

    Parameters
    ----------
    format : ``xlsx`` or ``ods``
    name : of the column that comes behind the others
    back : as for :func:`written_csv`

    Raises
    ------
    RestoreError
        If the file has the column already, or a text is too long for a cell.
    """
    sheets = xlsx_sheets(blob) if format == "xlsx" else ods_sheets(blob)
    found, _ = text_sheets(sheets, options, blob.name)
    changes: dict[int, dict[int, tuple[int, str]]] = {}
    for sheet in found:
        if name in sheet.columns.names and not back:
            raise RestoreError(
                f"{blob.name}: has a column {name!r} already; rename it, or give the file as it was "
                "before restore"
            )
        changes[sheet.place] = _changes(blob, sheet, results, name, back=back)
    members = members_of(blob, "spreadsheet")
    if format == "ods":
        members[CONTENT] = _ods(members[CONTENT], blob.name, changes)
    else:
        for place, cells in changes.items():
            part = _xlsx_parts(members)[place]
            members[part] = _xlsx(members[part], cells)
    yield _zipped(blob, members)


def _changes(
    blob: Blob, sheet: TextSheet, results: Results, name: str, *, back: bool
) -> dict[int, tuple[int, str]]:
    """Return the new cells of a sheet: by row (from 1), the column (from 0) and the text."""
    column = sheet.columns.text if back else max(map(len, sheet.sheet.rows))
    found = {}
    if sheet.columns.head and not back:
        found[sheet.head] = (column, name)
    for number, row in sheet.data():
        value = row[sheet.columns.text] if sheet.columns.text < len(row) else None
        result = None if value is None else results(sheet.before + number, value)
        if result is None or value is None:
            continue
        clean = put_back(result[0], value) if back else result[0]
        if back and clean == value:
            continue
        if len(clean) > _MAX_CELL_CHARACTERS:
            raise RestoreError(
                f"{blob.name}: row {number}: its text is longer than a cell can be "
                f"({_MAX_CELL_CHARACTERS:,} characters); convert the file to CSV first"
            )
        found[number] = (column, _UNFIT.sub("", clean))
    return found


# Excel


def _xlsx_parts(members: Mapping[str, bytes]) -> list[str]:
    """Return the parts of the sheets, in the order of the workbook."""
    from openpyxl.xml.functions import fromstring

    book = next(name for name in members if name.endswith("workbook.xml"))
    folder, _, own = book.rpartition("/")
    relations = fromstring(members[f"{folder}/_rels/{own}.rels"])
    targets = {
        item.get("Id"): (item.get("Target"), item.get("Type", ""))
        for item in relations.iter()
        if item.get("Id")
    }
    found = []
    for item in fromstring(members[book]).iter():
        if item.tag.rpartition("}")[2] == "sheet":
            key = next(value for name, value in item.items() if name.rpartition("}")[2] == "id")
            target, kind = targets[key]
            if kind.endswith("/worksheet"):
                found.append(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
    return found


def _xlsx(data: bytes, cells: Mapping[int, tuple[int, str]]) -> bytes:
    parts: list[bytes] = []
    position = row = 0
    for match in _ROW.finditer(data):
        numbered = _NUMBER.search(match["attributes"])
        row = int(numbered[1]) if numbered is not None else row + 1
        if row not in cells or match["cells"] is None:
            continue
        column, text = cells[row]
        start, end = match.span("cells")
        parts += [
            data[position:start],
            _xlsx_row(match["cells"], match["prefix"], row, column, text),
        ]
        position = end
    return b"".join([*parts, data[position:]])


def _xlsx_row(cells: bytes, prefix: bytes, row: int, column: int, text: str) -> bytes:
    """Return the cells of a row with one of them new; its style stays."""
    here = -1
    for match in _CELL.finditer(cells):
        reference = _REFERENCE.search(match["attributes"])
        here = _column(reference[1]) if reference is not None else here + 1
        if here == column:
            style = _STYLE.search(match["attributes"])
            new = _xlsx_cell(prefix, row, column, text, b"" if style is None else style[0])
            return cells[: match.start()] + new + cells[match.end() :]
        if here > column:
            new = _xlsx_cell(prefix, row, column, text, b"")
            return cells[: match.start()] + new + cells[match.start() :]
    return cells + _xlsx_cell(prefix, row, column, text, b"")


def _xlsx_cell(prefix: bytes, row: int, column: int, text: str, style: bytes) -> bytes:
    name = f"{_letters(column)}{row}".encode()
    inner = escape(text, quote=False).replace("\r", "&#13;").encode()
    return b"".join(
        [
            b"<", prefix, b'c r="', name, b'"', style, b' t="inlineStr"><', prefix, b"is><", prefix,
            b't xml:space="preserve">', inner, b"</", prefix, b"t></", prefix, b"is></", prefix, b"c>",
        ]
    )  # fmt: skip


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# OpenDocument


def _ods(data: bytes, source: str, changes: Mapping[int, Mapping[int, tuple[int, str]]]) -> bytes:
    markup = parse_markup(data, f"{source}:{CONTENT}")
    spliced: list[tuple[int, int, bytes]] = []
    for place, (_, rows) in enumerate(ods_rows(markup.root)):
        number = 0
        for row in rows:
            number += row.repeated
            if number in changes.get(place, {}) and row.repeated == 1:
                spliced.append(_ods_cell(markup.data, row, *changes[place][number]))
    parts: list[bytes] = []
    position = 0
    for start, end, new in sorted(spliced):
        parts += [markup.data[position:start], new]
        position = end
    return b"".join([*parts, markup.data[position:]])


def _ods_cell(data: bytes, row: OdsRow, column: int, text: str) -> tuple[int, int, bytes]:
    """Return what is to be replaced by what, so that a row has a text in a column."""
    lines = [escape(line, quote=False).encode() for line in text.split("\n")]
    words = b"".join(b"<text:p>" + line + b"</text:p>" for line in lines)
    cell = b'<table:table-cell office:value-type="string">' + words + b"</table:table-cell>"
    here = 0
    for item in row.cells:
        low, high = item.element.low, _end(data, item.element.closed)
        if here <= column < here + item.repeated:
            if item.repeated == 1 and not item.element.empty:
                # Its style and its other attributes stay.
                return item.element.opened, item.element.closed, words
            before, after = column - here, here + item.repeated - column - 1
            blank = b'<table:table-cell table:number-columns-repeated="%d"/>'
            sides = [blank % count if count else b"" for count in (before, after)]
            return low, high, sides[0] + cell + sides[1]
        here += item.repeated
    place = row.element.closed
    gap = column - here
    blank = b'<table:table-cell table:number-columns-repeated="%d"/>' % gap if gap else b""
    return place, place, blank + cell


def _end(data: bytes, closed: int) -> int:
    """Return where an element ends whose end tag begins at a place."""
    return data.index(b">", closed) + 1 if data[closed : closed + 2] == b"</" else closed


def _zipped(blob: Blob, members: Mapping[str, bytes]) -> bytes:
    """Return the zip with its parts in their order, each as it was compressed."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blob.read())) as old,
        zipfile.ZipFile(sink, "w") as archive,
    ):
        for info in old.infolist():
            fresh = zipfile.ZipInfo(info.filename, info.date_time)
            fresh.compress_type, fresh.external_attr = info.compress_type, info.external_attr
            archive.writestr(fresh, members[info.filename])
    return sink.getvalue()
