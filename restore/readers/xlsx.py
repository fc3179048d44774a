"""Excel workbooks (extra ``xlsx``): one document a row of each sheet that holds texts."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions
from restore.readers.sheets import Sheet, check_cells, members_of, sheet_sources
from restore.readers.source import Source

__all__ = ["read_xlsx", "xlsx_sheets"]


def read_xlsx(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text.

    Raises
    ------
    InputError
        If openpyxl is not installed, the file cannot be read, or no column holds text.
    """
    yield from sheet_sources(blob, "xlsx", xlsx_sheets(blob), options)


def xlsx_sheets(blob: Blob) -> list[Sheet]:
    """Return the sheets of a workbook; of formulas the values that were saved.

    Raises
    ------
    InputError
        As :func:`read_xlsx`.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise InputError(
            blob.name,
            "is an Excel workbook, and the package for it is not installed",
            "install restore-zh[xlsx]",
        ) from error
    members_of(blob, "Excel")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(blob.read()), read_only=True, data_only=True)
            found: list[Sheet] = []
            cells = 0
            for sheet in book.worksheets:
                # A size that the file states wrongly would cut rows off.
                sheet.reset_dimensions()
                rows = []
                for row in sheet.iter_rows(values_only=True):
                    rows.append([_text(value) for value in row])
                    cells += 1 + len(row)
                    check_cells(cells, blob.name)
                found.append(Sheet(sheet.title, rows))
            book.close()
    except InputError:
        raise
    except Exception as error:
        # Whatever openpyxl stumbles on: the file cannot be read.
        raise InputError(
            blob.name,
            f"is a damaged Excel workbook ({type(error).__name__}: {error})",
            "open it in a spreadsheet program and save it again",
        ) from error
    return found


def _text(value: object) -> str | None:
    return None if value is None else value if isinstance(value, str) else str(value)
