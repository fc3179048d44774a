"""``restore report --effort``: what a reviewer has done and has still to do."""

from __future__ import annotations

from pathlib import Path

from restore.commands.console import emit
from restore.commands.review import decisions_of
from restore.core.decisions import Choice, Standing, standings
from restore.report.causes import causes
from restore.report.stored import read_views
from restore.review.effort import done, to_do
from restore.review.known_again import adopt
from restore.review.store import read_decisions

__all__ = ["effort"]


def effort(folder: Path, *, decisions: Path | None) -> int:
    """Print what is left to a finished text, per document and in all: causes, and their places."""
    views, corpus = read_views(folder)
    lines = read_decisions(decisions or decisions_of(folder)).decisions
    standing = standings(lines)
    rows: list[tuple[str, ...]] = [
        ("", "characters", "to decide", "causes", "to look at", "causes")
    ]
    every = [edit for view in views for edit in view.log.edits]
    found = causes([list(view.log.edits) for view in views])
    members = [(view.id, len(view.text), list(view.log.edits)) for view in views]
    for name, length, edits in [*members, ("all", sum(item[1] for item in members), every)]:
        must = to_do(edits, standing, found)
        may = to_do(edits, standing, found, everything=True)
        numbers = (length, must.decisions, must.causes, may.decisions, may.causes)
        rows.append((name, *map(str, numbers)))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        emit("  ".join(cells).rstrip() + "\n")
    emit(
        "to decide: suggestions and flags; to look at: those, and every correction, removal and "
        "move\ncauses: what came about in one way, shown and decided as one\n"
    )
    if corpus.figures is not None:
        said = {
            name for name, item in standing.items() if not item.conflict and not _is_comment(item)
        }
        left = sum(name not in said for name, _ in adopt(corpus.figures, lines).to_decide)
        emit(f"figures: {left} conflicts and sums to decide\n")
    made = done(lines)
    if made.presses:
        pace = "" if made.seconds is None else f", {made.seconds:.1f} s each (median)"
        emit(
            f"done: {made.standing} edits and figures decided in {made.presses} presses, {made.keys} keys"
            f"{pace}, {made.undone} undone\n"
        )
    return 0


def _is_comment(standing: Standing) -> bool:
    return standing.heads[-1].decision is Choice.COMMENT
