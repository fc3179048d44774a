"""Writes a figure report as a workbook (XLSX), with the extra ``xlsx``."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from restore.core.claims import FigureReport
from restore.errors import RestoreError
from restore.figures.rows import (
    NUMBERS,
    Rows,
    checks_rows,
    claims_rows,
    failed_first,
    groups_rows,
    heading,
    inert,
    series_rows,
)
from restore.figures.tables import cell_width, digit_parts
from restore.figures.words import WORDS, Language

__all__ = ["workbook"]

#: Excel takes no more characters in a cell, and no more digits of a number.
_MAX_CELL_LENGTH = 32_767
_MAX_DIGITS = 15
_MIN_GROUPED = 10_000
#: Widths of columns, in digits of the normal font: no narrower, no wider; longer texts are broken.
_WIDTHS = (8, 48)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
#: The earliest date of a ZIP entry: the same findings give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RED = "A5281B"


def workbook(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> bytes:
    """Return a workbook with sheets for groups, series, checks and all figures.

    Heads stay in sight, numbers are numbers, and an id leads to the figure's row. In a conflict the
    digits that differ are red.

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
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.created = datetime(*_EPOCH)
    rows = {claim.id: number for number, claim in enumerate(report.claims, 2)}
    groups = groups_rows(report, language, decided)
    why = words["none"] if report.claims else words["no_figures"]
    sheet = _sheet(book, words["groups"], groups, why, language)
    _link(sheet, [row[-1] for row in groups.rows], len(groups.columns), rows, words["figures"])
    _mark(sheet, report, groups.columns.index("clause") + 1)
    _sheet(book, words["series"], series_rows(report, language), words["no_series"], language)
    checks = checks_rows(report, language, decided)
    sheet = _sheet(book, words["checks"], checks, words["no_checks"], language)
    firsts = [check.claims[0] if check.claims else "" for check in failed_first(report.checks)]
    _link(sheet, firsts, 1, rows, words["figures"])
    claims = claims_rows(report, language)
    _sheet(book, words["figures"], claims, words["no_figures"], language)
    made = io.BytesIO()
    book.save(made)
    return _undated(made.getvalue())


def _sheet(book: Any, title: str, made: Rows, why: str, language: Language) -> Any:
    """Add a sheet; one without rows says why."""
    styles = importlib.import_module("openpyxl.styles")
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(heading(made.columns, language))
    for row in made.rows:
        sheet.append([_cell(*pair) for pair in zip(made.columns, row, strict=True)])
    if made.rows:
        sheet.auto_filter.ref = sheet.dimensions
    else:
        sheet.append([why])
    for cells, name in zip(sheet.columns, made.columns, strict=True):
        width = max(cell_width(str(cell.value or "")) for cell in cells[: len(made.rows) + 1])
        least, most = _WIDTHS
        sheet.column_dimensions[cells[0].column_letter].width = min(most, max(least, width + 2))
        for cell in cells:
            cell.alignment = styles.Alignment(vertical="top", wrap_text=name not in NUMBERS)
            if isinstance(cell.value, int | float):
                cell.number_format = _number_format(cell.value)
        cells[0].font = styles.Font(bold=True)
    return sheet


def _cell(name: str, text: str) -> str | int | float | None:
    if not text:
        return None
    if name in NUMBERS and sum(map(str.isdigit, text)) <= _MAX_DIGITS:
        return float(text) if "." in text else int(text)
    return inert(text)[:_MAX_CELL_LENGTH]


def _number_format(value: float) -> str:
    """Return the format that groups digits and keeps the places of a number; 2024 may be a year."""
    _, _, places = format(value, ".10f").rstrip("0").partition(".")
    whole = "#,##0" if abs(value) >= _MIN_GROUPED else "0"
    return whole + ("." + "0" * len(places) if places and isinstance(value, float) else "")


def _link(sheet: Any, claims: Iterable[str], column: int, rows: Mapping[str, int], to: str) -> None:
    """Make the cells of a column lead to the rows of figures."""
    styles = importlib.import_module("openpyxl.styles")
    link = importlib.import_module("openpyxl.worksheet.hyperlink").Hyperlink
    for number, claim in enumerate(claims, 2):
        if claim in rows:
            cell = sheet.cell(number, column)
            cell.hyperlink = link(ref=cell.coordinate, location=f"'{to}'!A{rows[claim]}")
            cell.font = styles.Font(color="1F5FBF", underline="single")


def _mark(sheet: Any, report: FigureReport, column: int) -> None:
    """Make the digits red in which the sentences of a conflict differ."""
    rich = importlib.import_module("openpyxl.cell.rich_text")
    font = importlib.import_module("openpyxl.cell.text").InlineFont
    by_id = {claim.id: claim for claim in report.claims}
    number = 2
    for group in report.groups:
        claims = [by_id[name] for name in group.claims]
        for claim in claims:
            other = next((c for c in claims if c.value != claim.value), claim)
            if group.verdict == "conflict" and len(claim.clause.text) <= _MAX_CELL_LENGTH:
                start, end = (offset - claim.clause.span[0] for offset in claim.span)
                parts = [(claim.clause.text[:start], False), *digit_parts(claim.text, other.text),
                         (claim.clause.text[end:], False)]  # fmt: skip
                marked = [
                    rich.TextBlock(font(b=True, color=_RED), text) if differs else text
                    for text, differs in parts
                    if text
                ]
                sheet.cell(number, column).value = rich.CellRichText(*marked)
            number += 1


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
