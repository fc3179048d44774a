"""``restore clean``: write the output folder, or the clean text to standard output."""

from __future__ import annotations

import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from restore.commands.console import colour_wanted, emit, note
from restore.commands.run import CorpusRun, RunOptions, outcomes, run_corpus
from restore.commands.views import run_views
from restore.errors import RestoreError
from restore.log import encode_edits
from restore.writers.articles import article_records
from restore.writers.atomic import write_file
from restore.writers.joined import joined_records
from restore.writers.outcome import Outcome
from restore.writers.output import RunOutput, edit_counts, write_run
from restore.writers.pages import write_back as write_pages
from restore.writers.records import Manifest
from restore.writers.results import rows_of

__all__ = ["clean"]


_MOST_TOLD = 100
# A page about more documents serves no reader.
_MOST_IN_REPORT = 2_000


def clean(
    options: RunOptions,
    *,
    edits: Path | None,
    report: bool,
    format: str,
    write_back: bool = False,
) -> int:
    """Restore the inputs; return the exit code."""
    started = time.perf_counter()
    if options.output is None and format == "text" and len(options.inputs) > 1:
        raise RestoreError("several inputs need a folder to write to; name it with -o OUT")
    if options.output is not None and options.output.exists() and not options.output.is_dir():
        raise RestoreError(f"{options.output}: is a file; name a folder to write to with -o")
    run = run_corpus(options)
    done = outcomes(run)
    if options.output is None:
        _to_stdout(options, run, done, format, write_back=write_back)
    else:
        if report and len(done) > _MOST_IN_REPORT:
            note(f"restore: no report is written for more than {_MOST_IN_REPORT} documents")
            report = False
        manifest = _to_folder(
            options, run, done, report=report, started=started, write_back=write_back
        )
        _tell(options.output, manifest, format)
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
        for _, data in rows_of(done, options.reading):
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
    whole = {
        "documents": records,
        "joined": joined_records((outcome.document, outcome.articles) for outcome in done),
        "failed": run.failures,
        "refused": run.refused,
    }
    emit(msgspec.json.format(msgspec.json.encode(whole, order="sorted"), indent=2) + b"\n")


def _written_back(done: list[Outcome]) -> bytes:
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
        "articles": article_records(outcome.document, outcome.articles),
        "edits": outcome.edits,
        "counts": edit_counts(outcome.edits),
    }


def _to_folder(
    options: RunOptions,
    run: CorpusRun,
    done: list[Outcome],
    *,
    report: bool,
    started: float,
    write_back: bool,
) -> Manifest:
    assert options.output is not None
    documents, corpus = run_views(run)
    pages: dict[str, str] = {}
    if report:
        from restore.report import render_report_files

        pages = render_report_files(documents, corpus)
    seconds = {**run.seconds, **{f"stage {k}": v for k, v in run.result.timings.items()}}
    total = time.perf_counter() - started
    characters = sum(len(outcome.document.source) for outcome in done)
    decisions, folder = options.decisions_path(), options.input_folder()
    return write_run(
        options.output,
        RunOutput(
            outcomes=done,
            settings=run.settings,
            failures=run.failures,
            figures=run.result.figures,
            repeats=corpus.repeats,
            variants=corpus.variants,
            refused=run.refused,
            report=pages,
            reading=options.reading,
            write_back=write_back,
            dictionaries_digest=run.result.lexicon_digest,
            model_digest=run.result.model_digest,
            decisions=run.decisions,
            input_folder=folder,
            run={
                "ended": datetime.now(UTC).isoformat(timespec="seconds"),
                "inputs": list(options.inputs),
                "decisions": str(decisions) if decisions is not None else None,
                "input_folder": str(folder) if folder is not None else None,
                "seconds": {name: round(value, 4) for name, value in sorted(seconds.items())},
                "seconds_total": round(total, 4),
                "characters_per_second": round(characters / total),
                "python": platform.python_version(),
                "platform": platform.platform(),
            },
        ),
    )


def _tell(folder: Path, manifest: Manifest, format: str) -> None:
    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n")
        return
    if format == "jsonl":
        emit(msgspec.json.Encoder(order="sorted").encode_lines(manifest.inputs))
        return
    bold, plain = ("\x1b[1m", "\x1b[0m") if colour_wanted(sys.stderr) else ("", "")
    for record in manifest.inputs if len(manifest.inputs) <= _MOST_TOLD else ():
        note(f"{record.output}  {_sum(record.counts)}")
    number = len(manifest.inputs)
    lost = f", {len(manifest.failed)} could not be processed" if manifest.failed else ""
    note(
        f"{bold}{number} document{'' if number == 1 else 's'}{plain}{lost}, "
        f"{_sum(manifest.counts)}, {manifest.run['seconds_total']:.1f} s"
    )
    page = folder / "report" / "index.html"
    note(f"{page if 'report/index.html' in manifest.files else folder}")


def _sum(counts: dict[str, dict[str, int]]) -> str:
    totals: dict[str, int] = {}
    for decisions in counts.values():
        for decision, number in decisions.items():
            totals[decision] = totals.get(decision, 0) + number
    return ", ".join(
        f"{totals.get(decision, 0)} {decision}" for decision in ("applied", "suggested", "flagged")
    )
