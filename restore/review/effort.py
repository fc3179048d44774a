"""What a finished text costs its reviewer: decisions, keystrokes, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from restore.core.decisions import DOCUMENT_RULES, Choice, ReviewDecision, Standing, standings
from restore.core.edits import Edit, decided_once
from restore.report.causes import Cause, causes
from restore.report.kinds import Kind, kind_of, needs_person

__all__ = ["Done", "Effort", "done", "to_do"]

_WEIGHTY = frozenset({Kind.CORRECTION, Kind.REMOVAL, Kind.MOVE})


class Effort(NamedTuple):
    """A way through a text: decisions to be made one by one, and causes of which each may be
    decided as one (:mod:`restore.report.causes`)."""

    decisions: int
    causes: int


class Done(NamedTuple):
    """What was done: standing decisions, presses, keys (amendments count their text), median
    seconds for each press (None if no time was taken), and undone presses."""

    standing: int
    presses: int
    keys: int
    seconds: float | None
    undone: int


def to_do(
    edits: Iterable[Edit],
    standing: dict[str, Standing],
    found: Mapping[str, Cause] | None = None,
    *,
    everything: bool = False,
) -> Effort:
    """Count what is left: suggestions and flags, or every edit that changes words or order.

    Parameters
    ----------
    found : the cause of every edit, where there are other documents
    """
    edits = list(edits)
    found = causes([edits]) if found is None else found
    places = 0
    left: set[Cause] = set()
    for edit in decided_once(edits):
        kind = kind_of(edit)
        wanted = needs_person(edit) or (everything and kind in _WEIGHTY and edit.applied)
        said = standing.get(edit.id)
        if not wanted or (said is not None and not said.conflict):
            continue
        places += 1
        left.add(found[edit.id])
    return Effort(places, len(left))


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
        standing=len(standings(line for line in decisions if line.rule not in DOCUMENT_RULES)),
        presses=len(made),
        keys=keys,
        seconds=median(seconds) if seconds else None,
        undone=len(firsts) - len(made),
    )
