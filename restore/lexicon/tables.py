"""Dictionary files: tab-separated tables with a commented header, checked row by row.

A table is UTF-8. Lines that begin with ``#`` are comments, blank lines are skipped, and the first
other line names the columns. Every error names file, line and cure.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from restore.errors import SettingsError

__all__ = ["DictionaryError", "Row", "read_table"]


class DictionaryError(SettingsError):
    """A dictionary that cannot be used: names file, line (from 1; 0 for the whole file), cure."""

    def __init__(self, file: str, line: int, problem: str, cure: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        self.cure = cure
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}; {cure}")


class Row(NamedTuple):
    """One line of a table: the file's name, the line's number from 1, the cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    def error(self, problem: str, cure: str) -> DictionaryError:
        """Return an error that points at this row."""
        return DictionaryError(self.file, self.line, problem, cure)


def read_table(path: Path, columns: Sequence[str], required: Sequence[str]) -> list[Row]:
    """Read a table with exactly these columns in this order.

    Trailing empty cells may be left out.

    Parameters
    ----------
    path : the file
    columns : the names that the header line must hold
    required : columns that may not be empty

    Raises
    ------
    DictionaryError
        If the file cannot be read, its header differs, or a row has too many or empty cells.
    """
    name = path.name
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DictionaryError(
            str(path), 0, f"cannot be read ({error})", "save it as UTF-8"
        ) from None
    rows: list[Row] = []
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            if header != list(columns):
                raise DictionaryError(
                    name, number, f"header {header}", f"the columns must be {', '.join(columns)}"
                )
            continue
        if len(cells) > len(columns):
            raise DictionaryError(
                name, number, f"{len(cells)} cells", f"use {len(columns)} cells, tabs between them"
            )
        cells += [""] * (len(columns) - len(cells))
        row = Row(name, number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
        for column in required:
            if not row.cells[column]:
                raise row.error(f"column {column} is empty", f"give a {column}")
        rows.append(row)
    if header is None:
        raise DictionaryError(name, 0, "no header line", f"begin with {', '.join(columns)}")
    return rows
