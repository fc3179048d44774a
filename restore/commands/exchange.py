"""Reports for other programs, and decisions that come back from them."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from restore.commands.console import emit, note
from restore.commands.review import decisions_of, reviewer_name
from restore.commands.views import read_views
from restore.decisions import Choice, ReviewDecision, amendable, decision_on, proposed
from restore.errors import RestoreError
from restore.exchange.review_tools import Reviewed, github, markdown, sarif, unified
from restore.exchange.words import Language, Words
from restore.report.model import DocumentView
from restore.review.store import DecisionStore, read_decisions
from restore.writers.atomic import Transaction, write_file
from restore.writers.names import output_names

__all__ = ["Format", "export", "import_decisions", "rendered"]

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
    folder: Path, *, format: str, output: Path | None, language: Language, force: bool = False
) -> int:
    """Write an output folder's edits for another program; Word files into a folder.

    Parameters
    ----------
    force : replace Word files that are not ours, too
    """
    views, _ = read_views(folder)
    if format == "docx":
        return _export_docx(views, output or folder / "docx", language, force)
    documents = [Reviewed(view.id, view.source, view.text, tuple(view.log.edits)) for view in views]
    data = rendered(documents, format, language)
    if output is None:
        emit(data)
    else:
        write_file(output, data)
        note(str(output))
    return 0


def _export_docx(
    views: Sequence[DocumentView], target: Path, language: Language, force: bool
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
            transaction.write(name, docx_bytes(view, date=_date(), language=language))
    note(f"{target}: {len(views)} Word files with tracked changes")
    return 0


def _date() -> str:
    """Return the date of the tracked changes: SOURCE_DATE_EPOCH, or a fixed one."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given.isdecimal():
        return _EPOCH
    return datetime.fromtimestamp(int(given), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def import_decisions(
    files: Sequence[Path], *, folder: Path | None, decisions: Path | None, name: str | None
) -> int:
    """Add the decisions in Word files and in exported ``decisions.jsonl`` files to ours.

    Parameters
    ----------
    folder : the output folder; None: the nearest one above the first file
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
    from restore.exchange.docx_read import docx_text, read_docx
    from restore.exchange.fates import Fate, fates

    pieces = read_docx(file)
    view = _belonging(docx_text(pieces, accept=True), list(views), file)
    store.refresh()
    edits = {edit.id: edit for edit in view.log.edits}
    when = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    batch = secrets.token_hex(6)
    lines = []
    counts: Counter[str] = Counter()
    for identity, outcome in fates(view, pieces).items():
        edit, text = edits[identity], outcome.text
        counts[outcome.fate.value] += 1
        choice = {
            Fate.ACCEPTED: Choice.ACCEPT,
            Fate.REJECTED: Choice.REJECT,
            Fate.AMENDED: Choice.AMEND,
        }.get(outcome.fate)
        if choice is None:
            continue
        if choice is Choice.AMEND and (
            text is None or not amendable(edit.stage, edit.before, proposed(edit), text, edit.group)
        ):
            counts["amended"] -= 1
            counts["mixed"] += 1
            continue
        heads = store.heads(identity)
        if [head.meaning for head in heads] == [(choice, text)]:
            continue
        lines.append(
            decision_on(
                edit,
                view.source,
                choice,
                id=secrets.token_hex(8),
                who=who,
                when=when,
                text=text,
                comment=file.name,
                over=tuple(head.id for head in heads),
                batch=batch,
            )
        )
    told = ", ".join(f"{number} {fate}" for fate, number in sorted(counts.items()) if number)
    note(f"{file}: {view.id}: {told}; {len(lines)} new decisions")
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
