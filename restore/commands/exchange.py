"""Reports for other programs, and decisions that come back from them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from restore.commands.console import emit, note
from restore.errors import RestoreError
from restore.exchange.review_tools import Reviewed, github, markdown, sarif, unified
from restore.exchange.stream import Layout, laid_out
from restore.exchange.words import Language, Words
from restore.files import Transaction, write_file
from restore.report.model import DocumentView
from restore.report.stored import read_views
from restore.writers.names import output_names

__all__ = ["Format", "export", "rendered"]

Format = Literal["docx", "sarif", "diff", "markdown", "github"]
_EPOCH = "1980-01-01T00:00:00Z"


def rendered(documents: Sequence[Reviewed], format: str, language: Language) -> bytes:
    """Return documents in one of the formats for code review."""
    words = Words(language)
    if format == "sarif":
        log = msgspec.json.encode(sarif(documents, words))
        return msgspec.json.format(log, indent=2) + b"\n"
    lines = {
        "diff": lambda: unified(documents),
        "markdown": lambda: markdown(documents, words),
        "github": lambda: github(documents, words),
    }[format]()
    return "".join(lines).encode("utf-8", "surrogateescape")


def export(
    folder: Path,
    *,
    format: str,
    output: Path | None,
    language: Language,
    layout: Layout = "source",
    force: bool = False,
) -> int:
    """Write an output folder's edits for another program; Word files into a folder.

    Parameters
    ----------
    layout : with ``applied`` the text as it was laid out, and only the changes of its words
    force : replace Word files that are not ours, too
    """
    views, _ = read_views(folder)
    if format == "docx":
        return _export_docx(views, output or folder / "docx", language, layout, force)
    documents = [_reviewed(view, layout) for view in views]
    data = rendered(documents, format, language)
    if output is None:
        emit(data)
    else:
        write_file(output, data)
        note(str(output))
    return 0


def _reviewed(view: DocumentView, layout: Layout) -> Reviewed:
    if layout == "source":
        return Reviewed(view.id, view.source, view.text, tuple(view.log.edits))
    source, edits = laid_out(view.source, view.log)
    return Reviewed(view.id, source, view.text, edits)


def _export_docx(
    views: Sequence[DocumentView],
    target: Path,
    language: Language,
    layout: Layout,
    force: bool,
) -> int:
    from restore.exchange.docx import docx_bytes
    from restore.exchange.docx_read import is_ours

    names = output_names(view.id for view in views)
    with Transaction(target) as transaction:
        for view in views:
            name = str(Path(names[view.id]).with_suffix(".docx"))
            if not force and (target / name).exists() and not is_ours(target / name):
                raise RestoreError(
                    f"{target / name}: stands in the way and was not made by restore report; name "
                    "another folder with -o, or give --force to replace it"
                )
            data = docx_bytes(view, date=_date(), language=language, layout=layout)
            transaction.write(name, data)
    note(f"{target}: {len(views)} Word files with tracked changes")
    return 0


def _date() -> str:
    """Return the date of the tracked changes: SOURCE_DATE_EPOCH, or a fixed one."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given.isdecimal():
        return _EPOCH
    return datetime.fromtimestamp(int(given), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
