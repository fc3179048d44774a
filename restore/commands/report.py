"""``restore report``: render the report of an output folder again."""

from __future__ import annotations

from pathlib import Path

from restore.commands.console import note
from restore.commands.views import read_views
from restore.report import render_report
from restore.writers.atomic import write_file

__all__ = ["report"]


def report(folder: Path, *, output: Path | None) -> int:
    """Write ``report/index.html`` of an output folder (or ``output``) from its other files."""
    documents, corpus = read_views(folder)
    target = output or folder / "report" / "index.html"
    write_file(target, render_report(documents, corpus).encode("utf-8"))
    note(str(target))
    return 0
