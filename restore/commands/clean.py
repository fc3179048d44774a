"""``restore clean``: write the output folder, or the clean text to standard output."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from restore.commands.console import colour_wanted, emit, note, work_bar
from restore.commands.elsewhere import Elsewhere
from restore.commands.input_table import documents_counted, input_table
from restore.commands.options import FORCE, NO_REPORT, PATH, RUN, STORAGE, WORKERS
from restore.commands.run import RunOptions, local_run, restored, tell_asked, tell_decisions
from restore.errors import RestoreError
from restore.files import copy_file
from restore.messages import language, translated
from restore.readers import printable
from restore.writers.articles import article_records
from restore.writers.output import MANIFEST, edit_counts, read_manifest
from restore.writers.pretty import Each, pretty_parts
from restore.writers.records import Manifest, RepeatsFile

if TYPE_CHECKING:
    from restore.core.notices import Notice
    from restore.executors.engine import Engine
    from restore.executors.local import Finished, Run
    from restore.pipeline.work import Restored

__all__ = ["Written", "clean", "clean_command"]


_MOST_TOLD = 100
_CHUNK = 1 << 20
_HERE = Elsewhere()
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
    help="Put the corrections into a copy of the file: to stdout, with -o into OUT/pages or OUT/rows.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Standard output: clean text, or records (with -o: the manifest).",
)
@WORKERS
@STORAGE
@FORCE
def clean_command(
    output: Path | None,
    edits: Path | None,
    no_report: bool,
    write_back: bool,
    format: str,
    workers: int | None,
    force: bool,
    fetch_to: Path | None,
    send_to: str | None,
    storage: dict[str, Any],
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
        Written(edits, not no_report, format, force),
        write_back=write_back,
        workers=workers,
        elsewhere=Elsewhere(fetch_to, send_to, storage),
    )


@dataclass(frozen=True)
class Written:
    """What is to be written beside the texts.

    Parameters
    ----------
    edits : a file for the edit log
    report : whether a folder is to have a report
    format : of standard output
    force : write to a folder that holds files of others, too
    """

    edits: Path | None = None
    report: bool = True
    format: str = "text"
    force: bool = False


def clean(
    options: RunOptions,
    written: Written,
    *,
    write_back: bool = False,
    workers: int | None = None,
    engine: Engine | None = None,
    elsewhere: Elsewhere = _HERE,
) -> int:
    """Restore the inputs; return the exit code.

    Parameters
    ----------
    write_back : put the corrections into copies of OCR files
    workers : processes; None: as many as are of use
    engine : runs the phases elsewhere, where there is a folder to write to
    elsewhere : where inputs come from and results go to, beyond this file system
    """
    if elsewhere.send_to is not None and options.output is None:
        raise RestoreError("--send-to needs a folder to write to first; name it with -o OUT")
    options = elsewhere.fetched(options)
    edits, format = written.edits, written.format
    started = time.perf_counter()
    if options.output is None and format == "text" and len(options.inputs) > 1:
        raise RestoreError("several inputs need a folder to write to; name it with -o OUT")
    if options.output is not None:
        if options.output.exists() and not options.output.is_dir():
            raise RestoreError(f"{options.output}: is a file; name a folder to write to with -o")
        finished = _to_folder(
            options,
            written,
            started,
            write_back=write_back,
            workers=workers,
            engine=engine,
        )
        _tell(options.output, finished, format)
        if edits is not None:
            copy_file(options.output / "edits.jsonl", edits)
        elsewhere.sent(options.output)
        return 2 if finished.manifest.failed else 0
    with restored(options, workers, write_back=write_back, figures=False) as run:
        _to_stdout(run, format)
        if edits is not None:
            run.assembly.lines()
            copy_file(run.assembly.path_of("edits.jsonl"), edits)
    return 2 if run.failed else 0


def _to_stdout(run: Run, format: str) -> None:
    assembly = run.assembly
    first = next(assembly.documents())
    if first.done.record.format not in {first.done.format, "text"}:
        note(f"restore: {first.id}: is read as {first.done.record.format}")
    for document, told in assembly.gathered.told:
        note(f"restore: {document}: {told}")
    rows = all(item.done.row is not None for item in assembly.documents())
    if run.wanted.write_back and not rows:
        _only(run)
        if first.done.page is None:
            from restore.writers.pages import cannot_be_written_back

            raise cannot_be_written_back(first.id, first.done.format)
        for text in first.done.notes:
            note(f"restore: {first.id}: {text}")
        _emit_file(assembly.path_of(assembly.gathered.pages[first.id]))
    elif format == "text":
        if not rows:
            _only(run)
        for name in dict.fromkeys(map(assembly.output_of, assembly.documents())):
            _emit_file(assembly.path_of(name))
    elif format == "jsonl":
        encode = msgspec.json.Encoder(order="sorted").encode_lines
        for item in assembly.restored():
            emit(encode([_record(item)]))
    else:
        fields = {
            "documents": Each(map(_record, assembly.restored())),
            "joined": Each(assembly.joined()),
            "failed": run.failed,
            "refused": dict(sorted(assembly.gathered.refused.items())),
        }
        for part in pretty_parts(fields):
            emit(part)


def _only(run: Run) -> None:
    """Refuse to print several documents as one.

    Raises
    ------
    RestoreError
        If there are several.
    """
    number = len(run.assembly.gathered.restored)
    if number == 1:
        return
    if run.wanted.write_back:
        raise RestoreError("several pages need a folder to write to; name it with -o OUT")
    raise RestoreError(
        f"the input holds {number} documents; write them to a folder with -o OUT, "
        "or print them with --format jsonl"
    )


def _emit_file(path: Path) -> None:
    with path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            emit(data)


def _record(item: Restored) -> dict[str, Any]:
    return {
        "document": item.document.id,
        "digest": item.document.digest,
        "text": item.document.text,
        "articles": article_records(item.document, item.articles, item.edits),
        "edits": item.edits,
        "counts": edit_counts(item.edits),
        "notices": item.notices,
    }


def _to_folder(options: RunOptions, written: Written, started: float, **given: Any) -> Finished:
    """Write an output folder; ``given`` are further fields of the run."""
    from restore.executors.local import Publication, run

    path, folder = options.decisions_path(), options.input_folder()

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
            local_run(options, progress, input_folder=folder, **given),
            Publication(facts, _report if written.report else None, written.force),
        )
    tell_decisions(finished.manifest.decisions, path)
    tell_asked(finished.asked)
    return finished


def _report(run: Run, manifest: Manifest) -> Mapping[str, str]:
    """Render the report of what is about to be published."""
    assembly = run.assembly
    if len(assembly.gathered.restored) > _MOST_IN_REPORT:
        note(f"restore: no report is written for more than {_MOST_IN_REPORT} documents")
        return {}
    if assembly.gathered.characters > _MOST_CHARACTERS:
        note(f"restore: no report is written for more than {_MOST_CHARACTERS:,} characters")
        return {}
    from restore.core.blame import without_failing
    from restore.executors.assembling import REPORT_LEFT_OUT
    from restore.report import render_report_files
    from restore.report.stored import corpus_view
    from restore.review.known_again import adopt

    with run.texts_before() as before:
        repeats = RepeatsFile(tuple(assembly.removed(before)), tuple(assembly.variants(before)))
    figures = None if run.figures_found is None else run.figures_found.report()
    said = run.wanted.decided.decisions
    if figures is not None and said:
        figures = adopt(figures, said)
    corpus = corpus_view(manifest, repeats, figures, said)
    return without_failing(
        list(assembly.views()),
        lambda views: render_report_files(views, corpus),
        lambda view, error: assembly.fail("report", view.id, error, REPORT_LEFT_OUT),
    )


def _notices(notices: Sequence[Notice]) -> Sequence[str]:
    """Return what is to be told of a document as a whole; seldom anything."""
    if not notices:
        return ()
    from restore.report.summary import notice_words

    return notice_words(notices, language=language())


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
        for told in _notices(record.notices):
            note(f"  {told}")
    manifest = finished.manifest
    for line in input_table(finished):
        note(line)
    parts = [f"{bold}{documents_counted(number)}{plain}"]
    if manifest.failed:
        parts.append(translated(f"{len(manifest.failed)} could not be processed"))
    parts += [_sum(manifest.counts), translated(f"{manifest.run['seconds_total']:.1f} s")]
    note(translated(", ").join(parts))
    note(f"{folder / 'report' / 'index.html' if finished.report else folder}")


def _sum(counts: dict[str, dict[str, int]]) -> str:
    totals: dict[str, int] = {}
    for decisions in counts.values():
        for decision, number in decisions.items():
            totals[decision] = totals.get(decision, 0) + number
    applied, suggested, flagged = (
        totals.get(decision, 0) for decision in ("applied", "suggested", "flagged")
    )
    return translated(f"{applied} applied, {suggested} suggested, {flagged} flagged")
