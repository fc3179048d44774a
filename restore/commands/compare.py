"""``restore check`` and ``restore diff``: what cleaning would change, without writing anything."""

from __future__ import annotations

import difflib
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from restore.commands.console import colour_wanted, emit, note
from restore.commands.options import LANGUAGE, RUN
from restore.commands.run import CorpusRun, RunOptions, outcomes, run_corpus
from restore.edits import Decision, Edit, Reason
from restore.exchange.review_tools import split_lines
from restore.exchange.words import Language
from restore.writers.outcome import Outcome
from restore.writers.output import edit_counts

__all__ = ["check", "check_command", "diff", "diff_command", "undecided"]


@click.command("check")
@RUN
@click.option("-v", "--verbose", is_flag=True, help="One line for each edit.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "github", "sarif", "markdown"]),
    default="text",
    show_default=True,
)
@click.option(
    "--max-undecided",
    type=click.IntRange(0),
    metavar="N",
    help="Instead: exit 1 if more than N edits wait for a reviewer.",
)
@LANGUAGE
def check_command(
    verbose: bool, format: str, max_undecided: int | None, language: Language, **run: Any
) -> int:
    """Say what would change, write nothing; exit 1 if anything would."""
    return check(
        RunOptions(**run),
        verbose=verbose,
        format=format,
        max_undecided=max_undecided,
        language=language,
    )


@click.command("diff")
@RUN
def diff_command(**run: Any) -> int:
    """Print a unified diff from source to clean text."""
    return diff(RunOptions(**run))


def check(
    options: RunOptions,
    *,
    verbose: bool,
    format: str,
    max_undecided: int | None = None,
    language: Language = "zh",
) -> int:
    """Print what would change; return 1 if anything would, 2 if an input could not be read.

    Parameters
    ----------
    max_undecided : return 1 only if more suggestions and flags wait for a reviewer
    """
    run = run_corpus(options)
    done = outcomes(run)
    changed = any(edit.applied for outcome in done for edit in outcome.edits)
    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(_summary(run, done)), indent=2) + b"\n")
    elif format == "text":
        emit("".join(f"{line}\n" for outcome in done for line in _lines(outcome, verbose)))
    else:
        from restore.commands.exchange import rendered
        from restore.exchange.review_tools import Reviewed

        documents = [
            Reviewed(item.document.id, item.document.source, item.document.text, item.edits)
            for item in done
        ]
        emit(rendered(documents, format, language))
    if run.failures:
        return 2
    if max_undecided is not None:
        waiting = sum(undecided(edit) for outcome in done for edit in outcome.edits)
        if waiting > max_undecided:
            note(f"restore: {waiting} edits wait for a reviewer, {max_undecided} may")
        return 1 if waiting > max_undecided else 0
    return 1 if changed else 0


def undecided(edit: Edit) -> bool:
    """Whether an edit waits for a reviewer's word."""
    return (
        edit.decision in (Decision.SUGGESTED, Decision.FLAGGED)
        and edit.reason is not Reason.REVIEWER_ACCEPTED
    )


def diff(options: RunOptions) -> int:
    """Print a unified diff from the source to the clean text of every document."""
    run = run_corpus(options)
    paint = _painted if colour_wanted(sys.stdout) else str
    for restored in run.result.restored:
        document = restored.document
        for line in difflib.unified_diff(
            split_lines(document.source),
            split_lines(document.text),
            fromfile=f"{document.id} (source)",
            tofile=f"{document.id} (clean)",
        ):
            ending = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
            emit(paint(line) + ending)
    return 2 if run.failures else 0


def _summary(run: CorpusRun, done: list[Outcome]) -> dict[str, Any]:
    return {
        "documents": [
            {
                "document": outcome.document.id,
                "changes": any(edit.applied for edit in outcome.edits),
                "counts": edit_counts(outcome.edits),
                "edits": outcome.edits,
            }
            for outcome in done
        ],
        "failed": run.failures,
    }


def _lines(outcome: Outcome, verbose: bool) -> Iterator[str]:
    by_decision = {
        decision: sum(edit.decision is decision for edit in outcome.edits) for decision in Decision
    }
    applied = by_decision[Decision.APPLIED]
    yield (
        f"{outcome.document.id}: {_edits(applied)}, "
        f"{by_decision[Decision.SUGGESTED]} suggested, {by_decision[Decision.FLAGGED]} flagged"
    )
    if not verbose:
        return
    starts = _line_starts(outcome.document.source)
    for edit in outcome.edits:
        yield f"{outcome.document.id}:{_place(starts, edit)}: {_describe(edit)}"


def _edits(applied: int) -> str:
    if not applied:
        return "clean"
    return f"{applied} edit{'' if applied == 1 else 's'} would be applied"


def _line_starts(text: str) -> list[int]:
    starts = [0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _place(starts: list[int], edit: Edit) -> str:
    """Return line and column in the source, both from 1."""
    line = bisect_right(starts, edit.source[0])
    return f"{line}:{edit.source[0] - starts[line - 1] + 1}"


def _describe(edit: Edit) -> str:
    change = (
        f"{_short(edit.before)}"
        if edit.before == edit.after
        else f"{_short(edit.before)} -> {_short(edit.after)}"
    )
    return f"{edit.decision.value} {edit.stage}/{edit.rule} {change} ({edit.reason.value})"


def _short(text: str, limit: int = 30) -> str:
    return repr(text if len(text) <= limit else f"{text[: limit - 1]}…")


def _painted(line: str) -> str:
    for start, code in (("---", "1"), ("+++", "1"), ("@@", "36"), ("-", "31"), ("+", "32")):
        if line.startswith(start):
            body = line.rstrip("\n")
            return f"\x1b[{code}m{body}\x1b[0m{line[len(body) :]}"
    return line
