"""``restore import-decisions``: decisions that were made in Word or exported from the report."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.console import note
from restore.commands.options import DECISIONS, FILE, FOLDER, REVIEWER
from restore.commands.review import decisions_of, reviewer_name
from restore.core.decisions import (
    Choice,
    Made,
    ReviewDecision,
    amendable,
    decision_on,
    own_decision,
    proposed,
)
from restore.core.edits import decided_once
from restore.errors import RestoreError
from restore.exchange.words import short
from restore.messages import translated
from restore.report.model import DocumentView, present
from restore.report.stored import read_views
from restore.review.store import DecisionStore, read_decisions

if TYPE_CHECKING:
    from restore.exchange.fates import Outcome, Typed

__all__ = ["import_decisions"]

# So many places that could not be taken over are told one by one.
_TOLD = 20


@click.command("import-decisions")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--run",
    "folder",
    type=FOLDER,
    metavar="OUT",
    help="The output folder; the one that FILE lies in if not given.",
)
@DECISIONS
@REVIEWER
def import_decisions(
    files: tuple[Path, ...], folder: Path | None, decisions: Path | None, name: str | None
) -> int:
    """Take over decisions that were made elsewhere.

    FILE is a .docx of `restore report --format docx` in which changes were
    accepted or rejected, or a decisions.jsonl that the report exported.
    """
    if folder is None:
        above = (item for item in files[0].resolve().parents if (item / "manifest.json").is_file())
        folder = next(above, None)
        if folder is None:
            raise RestoreError(f"{files[0]}: lies in no output folder; name it with --run OUT")
    store = DecisionStore(decisions or decisions_of(folder))
    views, _ = read_views(folder)
    for file in files:
        if file.suffix.lower() == ".docx":
            lines = _from_docx(file, views, store, reviewer_name(name))
            store.append(lines)
        else:
            read = read_decisions(file)
            if read.damaged:
                line, problem = read.damaged[0]
                raise RestoreError(
                    f"{file}: line {line} is no decision ({problem}); give a .docx file that restore "
                    "report wrote, or a decisions.jsonl"
                )
            new = store.merge(read.decisions)
            note(f"{file}: {new} new decisions, {len(read.decisions) - new} known already")
    note(f"decisions are in {store.path}")
    return 0


def _from_docx(
    file: Path, views: Iterable[DocumentView], store: DecisionStore, who: str
) -> list[ReviewDecision]:
    from restore.exchange.docx_read import docx_text, layout_of, read_docx
    from restore.exchange.fates import came_back

    pieces = read_docx(file)
    view = _belonging(docx_text(pieces, accept=True), list(views), file)
    store.refresh()
    came = came_back(view, pieces, layout_of(file))
    made = _Maker(file.name, who)
    counts: Counter[str] = Counter()
    unplaced: list[str] = []
    lines = [
        *_settled(view, came.outcomes, made, counts, unplaced),
        *_typed(view, came.typed, made, counts, unplaced),
    ]
    new = []
    for line in lines:
        heads = store.heads(line.edit)
        if [head.meaning for head in heads] != [line.meaning]:
            new.append(msgspec.structs.replace(line, over=tuple(head.id for head in heads)))
    fates = (translated(f"{number} {fate}") for fate, number in sorted(counts.items()) if number)
    told = translated(", ").join(fates)
    note(f"{file}: {view.id}: {told}; {len(new)} new decisions")
    for words in unplaced[:_TOLD]:
        note(f"  not taken over: {short(words)!r} (typed over a change, or lines were broken)")
    if unplaced:
        note(f"  not taken over: {len(unplaced)} in all; decide them with restore review")
    return new


class _Maker:
    """Makes decisions of one file: one batch, one time."""

    def __init__(self, name: str, who: str) -> None:
        self._name, self._who = name, who
        when = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._when = when.replace("+00:00", "Z")
        self._batch = secrets.token_hex(6)

    def __call__(self, text: str | None = None) -> Made:
        identity = secrets.token_hex(8)
        return Made(identity, self._who, self._when, text, comment=self._name, batch=self._batch)


def _settled(
    view: DocumentView,
    outcomes: Mapping[str, Outcome],
    made: _Maker,
    counts: Counter[str],
    unplaced: list[str],
) -> Iterator[ReviewDecision]:
    """Yield what was settled; count the fates, and keep the words of what cannot be told."""
    edits = {edit.id: edit for edit in view.log.edits}
    once = {edit.id for edit in decided_once(edits.values())}
    choices = {"accepted": Choice.ACCEPT, "rejected": Choice.REJECT, "amended": Choice.AMEND}
    for identity, (fate, text) in outcomes.items():
        edit, name = edits[identity], fate.value
        if name == "amended" and (
            text is None or not amendable(edit.stage, edit.before, proposed(edit), text, edit.group)
        ):
            name = "mixed"
        counts[name] += 1
        if name == "mixed" and edit.id in once:
            unplaced.append(edit.before.strip() or edit.after.strip())
        if name in choices:
            yield decision_on(edit, view.source, choices[name], made(text))


def _typed(
    view: DocumentView,
    typed: Sequence[Typed],
    made: _Maker,
    counts: Counter[str],
    unplaced: list[str],
) -> Iterator[ReviewDecision]:
    """Yield what was typed where no change was, as the reviewer's own corrections."""
    document = present(view) if typed else None
    for start, before, after in typed:
        if document is None or not before or "\n" in before + after:
            unplaced.append(after.strip() or before.strip())
            continue
        counts["typed"] += 1
        yield own_decision(document, start, before, after, made())


def _belonging(text: str, views: Sequence[DocumentView], file: Path) -> DocumentView:
    """Find the document that a Word file was made from: the one whose text is most like it."""
    from rapidfuzz import fuzz

    alike = [
        (fuzz.ratio(text, view.text, score_cutoff=60), number) for number, view in enumerate(views)
    ]
    score, number = max(alike, default=(0.0, 0))
    if score < 60:
        raise RestoreError(f"{file}: belongs to no document of this folder")
    return views[number]
