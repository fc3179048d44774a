"""What a finished text costs its reviewer: decisions, keystrokes, time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from restore.core.decisions import Choice, ReviewDecision, Standing, proposed, standings
from restore.core.edits import Decision, Edit, Reason, decided_once
from restore.report.kinds import Kind, kind_of

__all__ = ["Done", "Effort", "done", "to_do"]

_WEIGHTY = frozenset({Kind.CORRECTION, Kind.REMOVAL, Kind.MOVE})


class Effort(NamedTuple):
    """A way through a text: decisions to be made, and keys if equal ones are decided together.

    A key decides and goes on to the next edit; deciding all equal ones is one key too.
    """

    decisions: int
    keys: int


class Done(NamedTuple):
    """What was done: standing decisions, presses, keys (amendments count their text), median
    seconds for each press (None if no time was taken), and undone presses."""

    standing: int
    presses: int
    keys: int
    seconds: float | None
    undone: int


def to_do(
    edits: Iterable[Edit], standing: dict[str, Standing], *, everything: bool = False
) -> Effort:
    """Count what is left: suggestions and flags, or every edit that changes words or order.

    A group is one decision: the halves of a move, the moves of one cause.
    """
    places = 0
    changes: set[tuple[str, str, Kind]] = set()
    for edit in decided_once(edits):
        kind = kind_of(edit)
        wanted = kind in (Kind.FLAG, Kind.SUGGESTION) and (
            edit.reason is not Reason.REVIEWER_ACCEPTED
        )
        wanted = wanted or (everything and kind in _WEIGHTY and edit.decision is Decision.APPLIED)
        found = standing.get(edit.id)
        if not wanted or (found is not None and not found.conflict):
            continue
        places += 1
        # Moves and passages taken out are hardly ever equal; words are.
        changes.add((edit.before, proposed(edit), kind))
    return Effort(places, len(changes))


def done(decisions: Sequence[ReviewDecision]) -> Done:
    """Count what reviewers did."""
    presses: dict[str, list[ReviewDecision]] = {}
    for decision in decisions:
        presses.setdefault(decision.batch or decision.id, []).append(decision)
    firsts = [members[0] for members in presses.values()]
    made = [first for first in firsts if first.undoes is None]
    seconds = [first.seconds for first in made if first.seconds is not None]
    # An amendment is its key, its text and Enter; a comment its key, its text and Enter.
    keys = len(firsts)
    keys += sum(len(f.text or "") + 1 for f in made if f.decision is Choice.AMEND)
    keys += sum(len(f.comment) + 2 for f in made if f.comment)
    return Done(
        standing=len(standings(decisions)),
        presses=len(made),
        keys=keys,
        seconds=median(seconds) if seconds else None,
        undone=len(firsts) - len(made),
    )
