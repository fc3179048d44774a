"""``restore check`` and ``restore diff``: what cleaning would change, without writing anything."""

from __future__ import annotations

import difflib
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from restore.commands.console import colour_wanted, emit, note
from restore.commands.options import LANGUAGE, RUN, WORKERS
from restore.commands.run import RunOptions, restored
from restore.core.edits import Decision, Edit, Reason
from restore.exchange.review_tools import split_lines
from restore.exchange.words import Language, Words
from restore.messages import language as users_language
from restore.messages import translated
from restore.report.summary import notice_words
from restore.writers.output import edit_counts
from restore.writers.pretty import Each, pretty_parts
from restore.writers.records import FailureRecord

if TYPE_CHECKING:
    from restore.executors.local import Run
    from restore.pipeline.work import Restored

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
    help="Instead: exit 1 if more than N edits and figures wait for a reviewer.",
)
@LANGUAGE
@WORKERS
def check_command(
    verbose: bool,
    format: str,
    max_undecided: int | None,
    language: Language,
    workers: int | None,
    **run: Any,
) -> int:
    """Say what would change, write nothing; exit 1 if anything would."""
    return check(
        RunOptions(**run),
        verbose=verbose,
        format=format,
        max_undecided=max_undecided,
        language=language,
        workers=workers,
    )


@click.command("diff")
@RUN
@WORKERS
def diff_command(workers: int | None, **run: Any) -> int:
    """Print a unified diff from source to clean text."""
    return diff(RunOptions(**run), workers=workers)


def check(
    options: RunOptions,
    *,
    verbose: bool,
    format: str,
    max_undecided: int | None = None,
    language: Language = "zh",
    workers: int | None = None,
) -> int:
    """Print what would change; return 1 if anything would, 2 if an input could not be read.

    Parameters
    ----------
    max_undecided : return 1 only if more suggestions, flags, and conflicts and sums of figures that do not
        come out wait for a reviewer
    workers : processes; None: as many as are of use
    """
    figures = None if max_undecided is not None else False
    with restored(options, workers, figures=figures) as run:
        tally = _Tally()
        documents = map(tally.seen, run.assembly.restored())
        if format == "json":
            for part in _summary(documents, run.failed):
                emit(part)
        elif format == "text":
            for item in documents:
                emit("".join(f"{line}\n" for line in _lines(item, verbose)))
        else:
            from restore.commands.exchange import rendered
            from restore.exchange.review_tools import Reviewed

            reviewed = [
                Reviewed(item.document.id, item.document.source, item.text, item.edits)
                for item in documents
            ]
            emit(rendered(reviewed, format, language))
        waiting = 0 if max_undecided is None else tally.waiting + _open_findings(run)
    if run.failed:
        return 2
    if max_undecided is not None:
        if waiting > max_undecided:
            note(f"restore: {waiting} edits and figures wait for a reviewer, {max_undecided} may")
        return 1 if waiting > max_undecided else 0
    return 1 if tally.changed else 0


def _open_findings(run: Run) -> int:
    """Count what is wrong with the figures of a run, and not decided."""
    from restore.commands.figures import open_findings, said_of
    from restore.figures.tables import unmade_words

    if not run.wanted.settings.figures.enabled:
        return 0
    with run.assembly.check_figures(run.figures) as found:
        unmade = found.counts.get("checks:unmade", 0)
        if unmade:
            kinds = unmade_words(found.counts, users_language())
            note(f"restore: {unmade} checks of figures could not be made: {kinds}")
        return open_findings(found, said_of(found, run.wanted.decided.decisions))


class _Tally:
    """Counts what the exit code depends on while documents pass."""

    def __init__(self) -> None:
        self.changed = False
        self.waiting = 0

    def seen(self, item: Restored) -> Restored:
        self.changed = self.changed or any(edit.applied for edit in item.edits)
        self.waiting += sum(map(undecided, item.edits))
        return item


def undecided(edit: Edit) -> bool:
    """Whether an edit waits for a reviewer's word."""
    return (
        edit.decision in (Decision.SUGGESTED, Decision.FLAGGED)
        and edit.reason is not Reason.REVIEWER_ACCEPTED
    )


def diff(options: RunOptions, *, workers: int | None = None) -> int:
    """Print a unified diff from the source to the clean text of every document."""
    paint = _painted if colour_wanted(sys.stdout) else str
    with restored(options, workers, figures=False) as run:
        for item in run.assembly.restored():
            document = item.document
            for line in difflib.unified_diff(
                split_lines(document.source),
                split_lines(document.text),
                fromfile=f"{document.id} (source)",
                tofile=f"{document.id} (clean)",
            ):
                ending = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
                emit(paint(line) + ending)
    return 2 if run.failed else 0


def _summary(documents: Iterable[Restored], failed: Sequence[FailureRecord]) -> Iterator[bytes]:
    """Yield the parts of the JSON output."""
    records = (
        {
            "document": item.document.id,
            "changes": any(edit.applied for edit in item.edits),
            "counts": edit_counts(item.edits),
            "notices": item.notices,
            "edits": item.edits,
        }
        for item in documents
    )
    return pretty_parts({"documents": Each(records), "failed": failed}, order=None)


def _lines(outcome: Restored, verbose: bool) -> Iterator[str]:
    by_decision = {
        decision: sum(edit.decision is decision for edit in outcome.edits) for decision in Decision
    }
    applied = by_decision[Decision.APPLIED]
    waiting = (
        f"{by_decision[Decision.SUGGESTED]} suggested, {by_decision[Decision.FLAGGED]} flagged"
    )
    told = translated(", ").join((_edits(applied), translated(waiting)))
    yield f"{outcome.document.id}{translated(': ')}{told}"
    for told in notice_words(outcome.notices, language=users_language()):
        yield f"{outcome.document.id}{translated(': ')}{told}"
    if not verbose:
        return
    starts = _line_starts(outcome.document.source)
    for edit in outcome.edits:
        yield f"{outcome.document.id}:{_place(starts, edit)}: {_describe(edit)}"


def _edits(applied: int) -> str:
    if not applied:
        return translated("clean")
    if applied == 1:
        return translated("1 edit would be applied")
    return translated(f"{applied} edits would be applied")


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
    if users_language() == "zh":
        return f"{change}（{Words().headline(edit)}）"
    return f"{edit.decision.value} {edit.stage}/{edit.rule} {change} ({edit.reason.value})"


def _short(text: str, limit: int = 30) -> str:
    return repr(text if len(text) <= limit else f"{text[: limit - 1]}…")


def _painted(line: str) -> str:
    for start, code in (("---", "1"), ("+++", "1"), ("@@", "36"), ("-", "31"), ("+", "32")):
        if line.startswith(start):
            body = line.rstrip("\n")
            return f"\x1b[{code}m{body}\x1b[0m{line[len(body) :]}"
    return line
