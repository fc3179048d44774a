"""``restore report``: render the report of an output folder again, or for another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.console import note
from restore.commands.options import DECISIONS, FOLDER, LANGUAGE, PATH
from restore.commands.review import decisions_of
from restore.files import Transaction, write_file
from restore.report import render_report, render_report_files
from restore.report.stored import read_views
from restore.review.store import read_decisions

if TYPE_CHECKING:
    from restore.exchange.stream import Layout
    from restore.exchange.words import Language

__all__ = ["report"]


@click.command()
@click.argument("folder", type=FOLDER, metavar="OUT")
@click.option("-o", "--output", type=PATH, metavar="FILE", help="Write the report here.")
@click.option(
    "--format",
    type=click.Choice(["html", "docx", "sarif", "diff", "markdown", "github"]),
    default="html",
    show_default=True,
    help="docx: Word files with tracked changes, into a folder.",
)
@click.option(
    "--layout",
    type=click.Choice(["source", "applied"]),
    default="source",
    show_default=True,
    help="applied: show the text as laid out, and only changes of words (not for html).",
)
@LANGUAGE
@click.option("--effort", is_flag=True, help="Print what a reviewer has done and has to do.")
@DECISIONS
@click.option("--force", is_flag=True, help="Replace Word files that are not ours, too.")
def report(
    folder: Path,
    output: Path | None,
    format: str,
    layout: Layout,
    language: Language,
    effort: bool,
    decisions: Path | None,
    force: bool,
) -> int:
    """Render the report of an output folder again, or for another program."""
    if effort:
        from restore.commands.effort import effort as count_effort

        return count_effort(folder, decisions=decisions)
    if format != "html":
        from restore.commands.exchange import export

        return export(
            folder, format=format, output=output, language=language, layout=layout, force=force
        )
    said = read_decisions(decisions or decisions_of(folder)).decisions
    documents, corpus = read_views(folder, said)
    if corpus.figures is not None:
        from restore.review.known_again import adopt

        corpus = msgspec.structs.replace(corpus, figures=adopt(corpus.figures, said))
    if output is not None:
        write_file(output, render_report(documents, corpus).encode("utf-8"))
        note(str(output))
        return 0
    with Transaction(folder / "report") as transaction:
        for name, text in render_report_files(documents, corpus).items():
            transaction.write(name, text.encode("utf-8"))
    note(str(folder / "report" / "index.html"))
    return 0
