"""``restore report --effort``: what a reviewer has done and has still to do."""

from __future__ import annotations

from pathlib import Path

from restore.commands.console import columns, emit, padded
from restore.commands.review import decisions_of
from restore.core.decisions import Choice, Standing, standings
from restore.messages import translated
from restore.report.causes import causes
from restore.report.stored import read_views
from restore.review.effort import done, to_do
from restore.review.store import read_decisions

__all__ = ["effort"]


def effort(folder: Path, *, decisions: Path | None) -> int:
    """Print what is left to a finished text, per document and in all: causes, and their places."""
    views, corpus = read_views(folder)
    lines = read_decisions(decisions or decisions_of(folder)).decisions
    standing = standings(lines)
    rows: list[tuple[str, ...]] = [
        ("", *map(translated, ("characters", "to decide", "causes", "to look at", "causes")))
    ]
    every = [edit for view in views for edit in view.log.edits]
    found = causes([list(view.log.edits) for view in views])
    members = [(view.id, len(view.text), list(view.log.edits)) for view in views]
    for name, length, edits in [
        *members,
        (translated("all"), sum(item[1] for item in members), every),
    ]:
        must = to_do(edits, standing, found)
        may = to_do(edits, standing, found, everything=True)
        numbers = (length, must.decisions, must.causes, may.decisions, may.causes)
        rows.append((name, *map(str, numbers)))
    widths = [max(columns(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        cells = [padded(row[0], widths[0])]
        cells += [
            " " * (width - columns(cell)) + cell
            for cell, width in zip(row[1:], widths[1:], strict=True)
        ]
        emit("  ".join(cells).rstrip() + "\n")
    key = translated(
        "to decide: suggestions and flags; to look at: those, and every correction, removal and "
        "move\ncauses: what came about in one way, shown and decided as one"
    )
    emit(f"{key}\n")
    if corpus.figures is not None:
        from restore.review.known_again import adopt

        said = {
            name for name, item in standing.items() if not item.conflict and not _is_comment(item)
        }
        left = sum(name not in said for name, _ in adopt(corpus.figures, lines).to_decide)
        words = translated(f"figures: {left} conflicts and sums to decide")
        emit(f"{words}\n")
    made = done(lines)
    if made.presses:
        parts = [
            translated(
                f"done: {made.standing} edits and figures decided in {made.presses} presses, "
                f"{made.keys} keys"
            )
        ]
        if made.seconds is not None:
            parts.append(translated(f"{made.seconds:.1f} s each (median)"))
        parts.append(translated(f"{made.undone} undone"))
        emit(f"{translated(', ').join(parts)}\n")
    return 0


def _is_comment(standing: Standing) -> bool:
    return standing.heads[-1].decision is Choice.COMMENT
