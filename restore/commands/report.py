"""``restore report``: render the report of an output folder again."""

from __future__ import annotations

from pathlib import Path

from restore.commands.console import note
from restore.commands.views import read_views
from restore.report import render_report, render_report_files
from restore.writers.atomic import Transaction, write_file

__all__ = ["report"]


def report(folder: Path, *, output: Path | None) -> int:
    """Write the report of an output folder anew (or as one file ``output``) from its other files."""
    documents, corpus = read_views(folder)
    if output is not None:
        write_file(output, render_report(documents, corpus).encode("utf-8"))
        note(str(output))
        return 0
    with Transaction(folder / "report") as transaction:
        for name, text in render_report_files(documents, corpus).items():
            transaction.write(name, text.encode("utf-8"))
    note(str(folder / "report" / "index.html"))
    return 0
