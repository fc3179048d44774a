"""``restore clean``: write the output folder, or the clean text to standard output."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from restore.commands.console import colour_wanted, emit, note, standard_input, work_bar
from restore.commands.options import FORCE, NO_REPORT, PATH, RUN
from restore.commands.run import (
    CorpusRun,
    RunOptions,
    outcomes,
    run_corpus,
    tell_decisions,
    tell_skipped,
)
from restore.commands.views import stored_corpus
from restore.errors import RestoreError
from restore.log import encode_edits
from restore.readers import printable
from restore.readers.registry import reader_named
from restore.review.store import DecisionsFile, read_decisions
from restore.writers.articles import article_records
from restore.writers.atomic import copy_file, write_file
from restore.writers.outcome import Outcome
from restore.writers.output import MANIFEST, edit_counts, read_manifest
from restore.writers.records import Manifest
from restore.writers.results import rows_of

if TYPE_CHECKING:
    from restore.executors.assembling import Assembly
    from restore.executors.engine import Engine
    from restore.executors.local import Finished

__all__ = ["clean", "clean_command"]


_MOST_TOLD = 100
_CHUNK = 1 << 20
# A report about more documents, or more characters, serves no reader, and is made in memory.
_MOST_IN_REPORT = 2_000
_MOST_CHARACTERS = 5_000_000


@click.command("clean")
@RUN
@click.option("-o", "--output", type=PATH, metavar="OUT", help="Folder to write to.")
@click.option("--edits", type=PATH, metavar="FILE", help="Write the edit log to this file too.")
@NO_REPORT
@click.option(
    "--write-back",
    is_flag=True,
    help="Put the corrections into a copy of the OCR file: to stdout, with -o into OUT/pages.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Standard output: clean text, or records (with -o: the manifest).",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes, with -o; as many as are of use if not given.",
)
@FORCE
def clean_command(
    output: Path | None,
    edits: Path | None,
    no_report: bool,
    write_back: bool,
    format: str,
    workers: int | None,
    force: bool,
    **run: Any,
) -> int:
    """Restore documents: into a folder with -o, else to standard output.

    \b
    restore clean reports/ -o out    text, edit log, figures, report, manifest
    restore clean - < in > out       a filter
    restore clean page.xml --write-back > corrected.xml
    restore clean corpus.jsonl --text-field body -o out
    """
    return clean(
        RunOptions(output=output, **run),
        edits=edits,
        report=not no_report,
        format=format,
        write_back=write_back,
        workers=workers,
        force=force,
    )


def clean(
    options: RunOptions,
    *,
    edits: Path | None,
    report: bool,
    format: str,
    write_back: bool = False,
    workers: int | None = None,
    engine: Engine | None = None,
    force: bool = False,
) -> int:
    """Restore the inputs; return the exit code.

    Parameters
    ----------
    workers : processes to use where there is a folder to write to; None: as many as are of use
    engine : runs the phases elsewhere, where there is a folder to write to
    force : write to a folder that holds files of others, too
    """
    started = time.perf_counter()
    if options.output is None and format == "text" and len(options.inputs) > 1:
        raise RestoreError("several inputs need a folder to write to; name it with -o OUT")
    if options.output is not None:
        if options.output.exists() and not options.output.is_dir():
            raise RestoreError(f"{options.output}: is a file; name a folder to write to with -o")
        finished = _to_folder(
            options,
            options.output,
            report,
            started,
            write_back=write_back,
            workers=workers,
            engine=engine,
            force=force,
        )
        _tell(options.output, finished, format)
        if edits is not None:
            copy_file(options.output / "edits.jsonl", edits)
        return 2 if finished.manifest.failed else 0
    run = run_corpus(options)
    done = outcomes(run)
    _to_stdout(options, run, done, format, write_back=write_back)
    if edits is not None:
        write_file(edits, encode_edits(edit for outcome in done for edit in outcome.edits))
    return 2 if run.failures else 0


def _to_stdout(
    options: RunOptions, run: CorpusRun, done: list[Outcome], format: str, *, write_back: bool
) -> None:
    if write_back:
        emit(_written_back(done))
        return
    if format == "text" and all(outcome.source.row is not None for outcome in done):
        for _, parts in rows_of(done, options.reading):
            for data in parts:
                emit(data)
        return
    if format == "text":
        if len(done) > 1:
            raise RestoreError(
                f"the input holds {len(done)} documents; write them to a folder with -o OUT, "
                "or print them with --format jsonl"
            )
        emit(done[0].document.text)
        return
    records = [_record(outcome) for outcome in done]
    if format == "jsonl":
        emit(msgspec.json.Encoder(order="sorted").encode_lines(records))
        return
    from restore.writers.joined import joined_records

    whole = {
        "documents": records,
        "joined": joined_records((outcome.document, outcome.articles) for outcome in done),
        "failed": run.failures,
        "refused": run.refused,
    }
    emit(msgspec.json.format(msgspec.json.encode(whole, order="sorted"), indent=2) + b"\n")


def _written_back(done: list[Outcome]) -> bytes:
    from restore.writers.pages import write_back as write_pages

    if len(done) > 1:
        raise RestoreError("several pages need a folder to write to; name it with -o OUT")
    outcome = done[0]
    result = write_pages(outcome.source, outcome.document, outcome.log)
    for text in result.notes:
        note(f"restore: {outcome.document.id}: {text}")
    return result.data


def _record(outcome: Outcome) -> dict[str, Any]:
    return {
        "document": outcome.document.id,
        "digest": outcome.document.digest,
        "text": outcome.document.text,
        "articles": article_records(outcome.document, outcome.articles, outcome.edits),
        "edits": outcome.edits,
        "counts": edit_counts(outcome.edits),
    }


def _to_folder(
    options: RunOptions,
    output: Path,
    report: bool,
    started: float,
    *,
    write_back: bool,
    workers: int | None,
    engine: Engine | None,
    force: bool,
) -> Finished:
    from restore.executors.local import LocalRun, run

    settings = options.load_settings()
    if options.input_format is not None:
        reader_named(options.input_format)
    path, folder = options.decisions_path(), options.input_folder()
    decided = DecisionsFile() if path is None else read_decisions(path)

    def facts(seconds: dict[str, float], characters: int) -> dict[str, Any]:
        total = time.perf_counter() - started
        return {
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "inputs": [printable(item) for item in options.inputs],
            "decisions": printable(path) if path is not None else None,
            "input_folder": printable(folder) if folder is not None else None,
            "seconds": {name: round(value, 4) for name, value in sorted(seconds.items())},
            "seconds_total": round(total, 4),
            "characters_per_second": round(characters / total),
            "python": platform.python_version(),
            "platform": platform.platform(),
        }

    with work_bar() as progress:
        finished = run(
            LocalRun(
                options.inputs,
                output,
                settings,
                options.reading,
                told=lambda message: note(f"restore: {message}"),
                facts=facts,
                decided=decided,
                input_folder=folder,
                write_back=write_back,
                report=_report if report else None,
                stdin=standard_input(),
                workers=workers,
                progress=progress,
                engine=engine,
                skipped=tell_skipped,
                force=force,
            )
        )
    tell_decisions(finished.manifest.decisions, path)
    return finished


def _report(assembly: Assembly, manifest: Manifest) -> Mapping[str, str]:
    """Render the report from the files that are about to be published."""
    if len(assembly.gathered.restored) > _MOST_IN_REPORT:
        note(f"restore: no report is written for more than {_MOST_IN_REPORT} documents")
        return {}
    if assembly.gathered.characters > _MOST_CHARACTERS:
        note(f"restore: no report is written for more than {_MOST_CHARACTERS:,} characters")
        return {}
    from restore.blame import without_failing
    from restore.executors.assembling import REPORT_LEFT_OUT
    from restore.report import render_report_files

    corpus = stored_corpus(assembly.path_of, manifest, figures="figures.json" in assembly.files)
    return without_failing(
        list(assembly.views()),
        lambda views: render_report_files(views, corpus),
        lambda view, error: assembly.fail("report", view.id, error, REPORT_LEFT_OUT),
    )


def _tell(folder: Path, finished: Finished, format: str) -> None:
    if format == "json":
        with (folder / MANIFEST).open("rb") as stream:
            while data := stream.read(_CHUNK):
                emit(data)
        return
    number = finished.documents
    written = read_manifest(folder) if format == "jsonl" or number <= _MOST_TOLD else None
    inputs = written.inputs if written is not None else ()
    if format == "jsonl":
        emit(msgspec.json.Encoder(order="sorted").encode_lines(inputs))
        return
    bold, plain = ("\x1b[1m", "\x1b[0m") if colour_wanted(sys.stderr) else ("", "")
    for record in inputs:
        note(f"{record.output}  {_sum(record.counts)}")
    manifest = finished.manifest
    lost = f", {len(manifest.failed)} could not be processed" if manifest.failed else ""
    note(
        f"{bold}{number} document{'' if number == 1 else 's'}{plain}{lost}, "
        f"{_sum(manifest.counts)}, {manifest.run['seconds_total']:.1f} s"
    )
    note(f"{folder / 'report' / 'index.html' if finished.report else folder}")


def _sum(counts: dict[str, dict[str, int]]) -> str:
    totals: dict[str, int] = {}
    for decisions in counts.values():
        for decision, number in decisions.items():
            totals[decision] = totals.get(decision, 0) + number
    return ", ".join(
        f"{totals.get(decision, 0)} {decision}" for decision in ("applied", "suggested", "flagged")
    )
