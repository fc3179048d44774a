"""Decisions on what the figure check found: kept in the file of the decisions on edits, one a line.

A finding is a group of claims, a check, or a slot that is filled differently. Its id is made of the figures
and the words around them, so a decision holds in every later run that finds the same; where another
document joins a group, the finding is a new one, and is looked at again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from restore.core.decisions import FIGURES_STAGE, Choice, Made, ReviewDecision, Standing, standings
from restore.errors import RestoreError
from restore.review.findings import Finding, Findings, decision_on_finding
from restore.review.store import DecisionStore

__all__ = [
    "CHOICES",
    "FigureWish",
    "decide",
    "read_wish",
    "settled",
    "standing_on_figures",
]

#: The words of a reviewer. ``accept``: the texts say so, and it may stay; ``dismiss``: no finding at all;
#: ``correct``: the source is wrong and has to be corrected there; ``reopen``: what was said is taken back.
CHOICES = {
    "accept": Choice.ACCEPT,
    "dismiss": Choice.REJECT,
    "correct": Choice.AMEND,
    "comment": Choice.COMMENT,
    "reopen": Choice.RETRACT,
}
#: After these nothing is left to do; a correction waits until the source is corrected.
_SETTLED = frozenset({Choice.ACCEPT, Choice.REJECT})


class FigureWish(NamedTuple):
    """What to decide: an id (or a pattern with ``*``, a verdict, an outcome), the choice, the right words."""

    target: str
    choice: Choice
    text: str | None = None


def read_wish(words: str) -> FigureWish:
    """Read ``ID=accept``, ``g12*=dismiss``, ``conflict=comment`` or ``ID=correct:5633件``.

    Raises
    ------
    RestoreError
        If it is none of these.
    """
    target, _, rest = words.partition("=")
    name, _, text = rest.partition(":")
    choice = CHOICES.get(name)
    if not target or choice is None or (text and choice is not Choice.AMEND):
        raise RestoreError(
            f"--decide {words}: not understood; write ID=accept, ID=dismiss, ID=correct:WORDS, "
            "ID=comment or ID=reopen, with an id that restore figures shows, a pattern such as g12*, "
            "or a verdict such as conflict or failed"
        )
    return FigureWish(target, choice, text or None)


def standing_on_figures(decisions: Iterable[ReviewDecision]) -> dict[str, Standing]:
    """Return what stands of the decisions on figures, by the id of the finding."""
    return standings(item for item in decisions if item.stage == FIGURES_STAGE)


def settled(standing: Mapping[str, Standing]) -> frozenset[str]:
    """Return the ids of findings with which nothing is left to do."""
    return frozenset(
        name
        for name, item in standing.items()
        if item.effective is not None and item.effective.decision in _SETTLED
    )


def decide(
    wishes: Sequence[FigureWish],
    found: Findings,
    store: DecisionStore,
    *,
    who: str,
    comment: str = "",
) -> list[ReviewDecision]:
    """Keep decisions; the last wish that fits a finding counts, and all are one batch.

    Raises
    ------
    RestoreError
        If a wish fits nothing (then nothing is kept), or the file cannot be written.
    """
    store.refresh()
    findings = list(found.each())
    chosen: dict[str, tuple[Finding, FigureWish]] = {}
    for wish in wishes:
        fitting = [finding for finding in findings if _fits(wish.target, finding)]
        if not fitting:
            raise RestoreError(
                f"there is no finding {wish.target}; restore figures --format json shows the ids"
            )
        chosen.update((finding.id, (finding, wish)) for finding in fitting)
    when = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    batch = secrets.token_hex(6)
    kept = []
    for finding, wish in chosen.values():
        over = tuple(head.id for head in store.heads(finding.id))
        made = Made(secrets.token_hex(8), who, when, wish.text, comment, over, batch=batch)
        kept.append(decision_on_finding(finding, wish.choice, made))
    store.append(kept)
    return kept


def _fits(target: str, finding: Finding) -> bool:
    return target == finding.sort or fnmatchcase(finding.id, target)
