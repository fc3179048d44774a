"""``restore learn``: dictionary rows from decisions, confirmed one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from restore.commands.console import emit, note
from restore.commands.options import FILE, PATH
from restore.core.decisions import ReviewDecision
from restore.errors import RestoreError
from restore.files import Transaction
from restore.messages import translated
from restore.resources import dictionary_directory
from restore.review.store import read_decisions

if TYPE_CHECKING:
    from restore.review.learn import Lesson

__all__ = ["learn"]

_HEADERS = {
    "confusions.tsv": "wrong\tright\tcertainty\tleft\tfollowing\tground",
    "protected.tsv": "expression\tkind\tground",
}


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="DECISIONS...")
@click.option(
    "--reviewers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="So many reviewers must agree,",
)
@click.option(
    "--places",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="or one in so many places.",
)
@click.option("--into", type=PATH, metavar="DIR", help="Dictionaries to add to, after asking.")
@click.option("--yes", is_flag=True, help="Add all without asking.")
def learn(
    files: tuple[Path, ...], reviewers: int, places: int, into: Path | None, yes: bool
) -> int:
    """Propose dictionary entries from decisions; a person confirms each.

    What reviewers accepted becomes a confusion, what they rejected a
    protected expression. Without --into the proposal is only printed.
    """
    from restore.lexicon.lexicon import Lexicon
    from restore.review.learn import lessons

    decisions: list[ReviewDecision] = []
    for file in files:
        read = read_decisions(file)
        if read.damaged and not read.decisions:
            raise RestoreError(f"{file}: holds no decisions; give a decisions.jsonl of a review")
        if read.damaged:
            note(f"{file}: {len(read.damaged)} lines are no decisions; left out")
        decisions += read.decisions
    own = into is not None and into.is_dir() and into.resolve() != dictionary_directory().resolve()
    known = Lexicon.load(into if own else None)
    found, contested = lessons(decisions, known, reviewers=reviewers, places=places)
    for form in contested:
        note(f"restore: decisions on {form} contradict each other or the dictionary; left out")
    if into is None:
        for table in _HEADERS:
            rows = [lesson.row for lesson in found if lesson.table == table]
            if rows:
                emit("\n".join([f"# {table}", _HEADERS[table], *rows]) + "\n")
        if not found:
            note("nothing to learn: too few decisions, or all is in the dictionaries")
        return 0
    chosen = [lesson for lesson in found if yes or click.confirm(_question(lesson), err=True)]
    if chosen:
        _add(into, chosen)
    note(f"{into}: {len(chosen)} of {len(found)} rows added")
    return 0


def _question(lesson: Lesson) -> str:
    what = f"{lesson.wrong} → {lesson.right}"
    if lesson.right is None:
        what = translated(f"protect {lesson.wrong}")
    return f"{lesson.table}: {what} ({lesson.certainty or 'literal'}; {lesson.ground})?"


def _add(folder: Path, chosen: Sequence[Lesson]) -> None:
    """Write the rows in their order into the tables, unless the tables would not load then."""
    from restore.lexicon.lexicon import Lexicon

    texts = {}
    for table, header in _HEADERS.items():
        rows = [lesson.row for lesson in chosen if lesson.table == table]
        if rows:
            path = folder / table
            old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else [header]
            texts[table] = _merged(old, header, rows)
    with tempfile.TemporaryDirectory() as place:
        for name in (path.name for path in folder.glob("*.tsv")):
            Path(place, name).write_bytes((folder / name).read_bytes())
        for name, text in texts.items():
            Path(place, name).write_text(text, encoding="utf-8")
        if folder.resolve() != dictionary_directory().resolve():
            try:
                Lexicon.load(Path(place))
            except RestoreError as error:
                raise RestoreError(f"nothing was added: {error}") from error
    with Transaction(folder) as transaction:
        for name, text in texts.items():
            transaction.write(name, text.encode("utf-8"))


def _merged(old: Sequence[str], header: str, rows: Sequence[str]) -> str:
    """Return a table with further rows in the order of their code points."""
    at = old.index(header) + 1 if header in old else len(old)
    kept = [line for line in old[at:] if line.strip()]
    return "\n".join([*old[:at], *sorted([*kept, *rows], key=lambda line: line.split("\t")[0]), ""])
