"""Writes a figure report as a workbook (XLSX), with the extra ``xlsx``."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime

from restore.core.claims import FigureReport
from restore.errors import RestoreError
from restore.figures.tables import Rows, checks_rows, claims_rows, groups_rows, inert, series_rows
from restore.figures.words import WORDS, Language

__all__ = ["workbook"]

#: Excel takes no more characters in a cell.
_MAX_CELL_LENGTH = 32_767
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
#: The earliest date of a ZIP entry: the same findings give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def workbook(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> bytes:
    """Return a workbook with sheets for groups, series, checks and all figures.

    Raises
    ------
    RestoreError
        If openpyxl is not installed.
    """
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise RestoreError(
            "figures as XLSX need openpyxl; install it with: pip install 'restore-zh[xlsx]' "
            "(--format csv needs nothing)"
        ) from None
    words = WORDS[language]
    sheets: list[tuple[str, Rows]] = [
        (words["groups"], groups_rows(report, language, decided)),
        (words["series"], series_rows(report, language)),
        (words["checks"], checks_rows(report, language, decided)),
        (words["figures"], claims_rows(report, language)),
    ]
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = datetime(*_EPOCH)
    for title, (head, rows) in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append(head)
        for row in rows:
            sheet.append([inert(cell)[:_MAX_CELL_LENGTH] for cell in row])
    made = io.BytesIO()
    book.save(made)
    return _undated(made.getvalue())


def _undated(data: bytes) -> bytes:
    """Write a ZIP file again with entries that bear no time, nor one of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # openpyxl puts the time of writing there.
            new.writestr(entry, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
    return out.getvalue()
