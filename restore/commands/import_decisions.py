"""``restore import-decisions``: decisions that were made in Word or exported from the report."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

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
from restore.report.model import DocumentView, present
from restore.report.stored import read_views
from restore.review.store import DecisionStore, read_decisions

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
    from restore.exchange.fates import Fate, came_back

    pieces = read_docx(file)
    view = _belonging(docx_text(pieces, accept=True), list(views), file)
    store.refresh()
    edits = {edit.id: edit for edit in view.log.edits}
    once = {edit.id for edit in decided_once(edits.values())}
    document = present(view)
    when = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    batch = secrets.token_hex(6)
    lines = []
    counts: Counter[str] = Counter()
    came = came_back(view, pieces, layout_of(file))
    unplaced = []
    for identity, outcome in came.outcomes.items():
        edit, text = edits[identity], outcome.text
        fate = outcome.fate
        if fate is Fate.AMENDED and (
            text is None or not amendable(edit.stage, edit.before, proposed(edit), text, edit.group)
        ):
            fate = Fate.MIXED
        counts[fate.value] += 1
        if fate is Fate.MIXED and edit.id in once:
            unplaced.append(edit.before.strip() or edit.after.strip())
        choice = {
            Fate.ACCEPTED: Choice.ACCEPT,
            Fate.REJECTED: Choice.REJECT,
            Fate.AMENDED: Choice.AMEND,
        }.get(fate)
        if choice is None:
            continue
        heads = store.heads(identity)
        if [head.meaning for head in heads] == [(choice, text)]:
            continue
        lines.append(
            decision_on(
                edit,
                view.source,
                choice,
                Made(
                    id=secrets.token_hex(8),
                    who=who,
                    when=when,
                    text=text,
                    comment=file.name,
                    over=tuple(head.id for head in heads),
                    batch=batch,
                ),
            )
        )
    for typed in came.typed:
        if not typed.before or "\n" in typed.before + typed.after:
            unplaced.append(typed.after.strip() or typed.before.strip())
            continue
        made = Made(secrets.token_hex(8), who, when, comment=file.name, batch=batch)
        line = own_decision(document, typed.start, typed.before, typed.after, made)
        heads = store.heads(line.edit)
        if [head.meaning for head in heads] != [line.meaning]:
            over = tuple(head.id for head in heads)
            lines.append(msgspec.structs.replace(line, over=over))
        counts["typed"] += 1
    told = ", ".join(f"{number} {fate}" for fate, number in sorted(counts.items()) if number)
    note(f"{file}: {view.id}: {told}; {len(lines)} new decisions")
    for words in unplaced[:_TOLD]:
        note(
            f"  not taken over: {short(words)!r} (typed over a change or its lines; decide it with restore review)"
        )
    if len(unplaced) > _TOLD:
        note(f"  not taken over: {len(unplaced) - _TOLD} more")
    return lines


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
