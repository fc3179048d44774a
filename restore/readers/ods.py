"""OpenDocument spreadsheets (1.3, part 3, 9.1): one document a row of each sheet that holds texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.markup import parse_markup
from restore.readers.options import ReadOptions
from restore.readers.sheets import Sheet, check_cells, members_of, sheet_sources
from restore.readers.source import Source
from restore.readers.tree import Element, Run

__all__ = ["CONTENT", "OdsCell", "OdsRow", "ods_rows", "ods_sheets", "read_ods"]

#: The part that holds the cells.
CONTENT = "content.xml"
# Empty rows and cells repeat to the end of a sheet; what repeats that often says nothing.
_MAX_REPEATED = 1000


class OdsCell(NamedTuple):
    """A cell: its element, and how many columns it stands for."""

    element: Element
    repeated: int

    @property
    def text(self) -> str | None:
        """Its text, its paragraphs as lines; None if it has none."""
        lines = [_paragraph(part) for part in self.element.elements("p")]
        return "\n".join(lines) if lines else None


class OdsRow(NamedTuple):
    """A row: its element, its cells, and how many rows it stands for."""

    element: Element
    cells: tuple[OdsCell, ...]
    repeated: int


def read_ods(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text.

    Raises
    ------
    InputError
        If the file cannot be read, or no column holds text.
    """
    yield from sheet_sources(blob, "ods", ods_sheets(blob), options)


def ods_sheets(blob: Blob) -> list[Sheet]:
    """Return the sheets of a file.

    Raises
    ------
    InputError
        As :func:`read_ods`.
    """
    members = members_of(blob, "OpenDocument")
    if CONTENT not in members:
        raise InputError(blob.name, "holds no sheets", "save it again as a spreadsheet (.ods)")
    root = parse_markup(members[CONTENT], f"{blob.name}:{CONTENT}").root
    found = []
    count = 0
    for name, rows in ods_rows(root):
        lines: list[list[str | None]] = []
        for row in rows:
            cells: list[str | None] = []
            for cell in row.cells:
                cells += [cell.text] * (cell.repeated if cell.repeated <= _MAX_REPEATED else 0)
            while cells and cells[-1] is None:
                cells.pop()
            if cells or row.repeated <= _MAX_REPEATED:
                count += (1 + len(cells)) * min(row.repeated, _MAX_REPEATED)
                check_cells(count, blob.name)
                lines += [cells] * min(row.repeated, _MAX_REPEATED)
        found.append(Sheet(name, lines))
    return found


def ods_rows(root: Element) -> Iterator[tuple[str, list[OdsRow]]]:
    """Yield the name and the rows of each sheet."""
    for table in root.walk():
        if table.name != "table":
            continue
        rows = [
            OdsRow(item, tuple(_cells(item)), _count(item, "number-rows-repeated"))
            for item in table.outermost(lambda element: element.name == "table-row")
        ]
        yield _attribute(table, "name"), rows


def _cells(row: Element) -> Iterator[OdsCell]:
    for item in row.elements():
        if item.name in {"table-cell", "covered-table-cell"}:
            yield OdsCell(item, _count(item, "number-columns-repeated"))


def _count(element: Element, name: str) -> int:
    value = _attribute(element, name)
    return int(value) if value.isascii() and value.isdigit() and value != "0" else 1


def _attribute(element: Element, name: str) -> str:
    return next(
        (value for key, value in element.attributes.items() if key.rpartition(":")[2] == name), ""
    )


def _paragraph(element: Element) -> str:
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, Run):
            parts.append(child.text)
        elif child.name == "s":
            parts.append(" " * min(_count(child, "c"), _MAX_REPEATED))
        elif child.name == "tab":
            parts.append("\t")
        elif child.name == "line-break":
            parts.append("\n")
        elif child.name not in {"annotation", "note"}:
            parts.append(_paragraph(child))
    return "".join(parts)
