"""Decisions: what reviewers said of edits, and what of it stands.

A decision is a line that is only ever added. It names the decisions that its maker had in sight and
replaces (``over``), so what stands does not depend on the order of lines: files of two reviewers
merge line by line. Two decisions of which neither saw the other and which differ are a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Edit, edit_id
from restore.core.evidence import Reviewed

__all__ = [
    "CONTEXT",
    "FIGURES_STAGE",
    "OWN_RULE",
    "OWN_STAGE",
    "SIGN_RULE",
    "Choice",
    "Made",
    "ReviewDecision",
    "Standing",
    "amendable",
    "context_of",
    "decision_on",
    "heads_of",
    "own_decision",
    "proposed",
    "standings",
]

# Stage and rule of a change that a reviewer made where no stage proposed one.
OWN_STAGE, OWN_RULE = "review", "reviewer"
# Stage of a decision on what the figure check found: it changes no text.
FIGURES_STAGE = "figures"
# Rule of a line that signs a whole document off; it decides on no edit.
SIGN_RULE = "sign_off"
# Code points without white space that are kept on both sides: enough to find the place again
# after the source changed a little.
CONTEXT = 32
_REACH = 160


class Choice(str, Enum):
    """What a reviewer said: yes, no, my own words instead, or: I take back what I said.

    ``comment`` leaves open what it is about; only findings of the figure check have it.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    RETRACT = "retract"
    COMMENT = "comment"


class ReviewDecision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision (a line of ``decisions.jsonl``).

    ``edit`` is the edit's id; ``document``, ``stage``, ``rule``, ``before``, ``after`` and
    ``source`` (code points in the decoded source) are the edit's own as it was proposed;
    ``context`` is the source on both sides without white space. ``text`` is the reviewer's own
    text (``amend``). Of a finding of the figure check (stage ``figures``), ``edit`` is the id of the group
    or check, ``rule`` its verdict or rule, ``before`` its first figure and ``after`` the others with what was
    computed, and ``source`` the span of the first in the clean text. ``when`` is UTC in ISO 8601. ``over`` names the decisions this one replaces,
    ``undoes`` the one it undoes; ``batch`` is the same for all decisions of one key press;
    ``seconds`` is how long the reviewer looked.
    """

    id: str
    edit: str
    document: str
    decision: Choice
    who: str
    when: str
    stage: str
    rule: str
    before: str
    after: str
    source: tuple[int, int]
    context: tuple[str, str]
    text: str | None = None
    comment: str = ""
    over: tuple[str, ...] = ()
    undoes: str | None = None
    batch: str | None = None
    seconds: float | None = None

    @property
    def meaning(self) -> tuple[Choice, str | None]:
        """What two decisions must share to agree."""
        return self.decision, self.text if self.decision is Choice.AMEND else None


class Standing(NamedTuple):
    """What stands for one edit: its decisions that nothing replaces, the newest last."""

    heads: tuple[ReviewDecision, ...]

    @property
    def effective(self) -> ReviewDecision | None:
        """The decision that counts; None where reviewers disagree."""
        return None if self.conflict else self.heads[-1]

    @property
    def conflict(self) -> bool:
        """Whether reviewers who did not see each other's word disagree."""
        return len({head.meaning for head in self.heads}) > 1


def standings(decisions: Iterable[ReviewDecision]) -> dict[str, Standing]:
    """Return what stands, by the edit's id; edits whose decisions were all taken back are left out.

    The order of the decisions does not matter.
    """
    members: dict[str, dict[str, ReviewDecision]] = {}
    for decision in decisions:
        members.setdefault(decision.edit, {})[decision.id] = decision
    found = {}
    for edit, lines in members.items():
        heads = heads_of(lines.values())
        standing = tuple(head for head in heads if head.decision is not Choice.RETRACT)
        if standing:
            found[edit] = Standing(standing)
    return found


def heads_of(decisions: Iterable[ReviewDecision]) -> tuple[ReviewDecision, ...]:
    """Return the decisions on one edit that no other replaces, in order of time."""
    lines: Sequence[ReviewDecision] = sorted(decisions, key=lambda line: (line.when, line.id))
    replaced = {earlier for line in lines for earlier in line.over}
    return tuple(line for line in lines if line.id not in replaced)


def context_of(source: str, span: tuple[int, int], length: int = CONTEXT) -> tuple[str, str]:
    """Return the source on both sides of a span without white space."""
    start, end = span
    left = "".join(source[max(0, start - _REACH) : start].split())[-length:]
    return left, "".join(source[end : end + _REACH].split())[:length]


class Made(NamedTuple):
    """How a decision was made; the fields are those of :class:`ReviewDecision`."""

    id: str
    who: str
    when: str
    text: str | None = None
    comment: str = ""
    over: tuple[str, ...] = ()
    undoes: str | None = None
    batch: str | None = None
    seconds: float | None = None


def decision_on(edit: Edit, source: str, choice: Choice, made: Made) -> ReviewDecision:
    """Build a decision on an edit of a log over ``source``."""
    return ReviewDecision(
        edit=edit.id,
        document=edit.document,
        decision=choice,
        stage=edit.stage,
        rule=edit.rule,
        before=edit.before,
        after=proposed(edit),
        source=edit.source,
        context=context_of(source, edit.source),
        **made._asdict(),
    )


def own_decision(
    document: Document, start: int, before: str, after: str, made: Made
) -> ReviewDecision:
    """Build the decision that changes words which nothing proposed to change.

    Parameters
    ----------
    document : with its clean text, in which ``before`` stands at ``start`` (code points)
    """
    span = document.to_source(start, start + len(before))
    left, right = context_of(document.source, span)
    identity = edit_id(document.id, OWN_RULE, before, after, (left[-8:], right[:8]), 0)
    return ReviewDecision(
        edit=identity,
        document=document.id,
        decision=Choice.ACCEPT,
        stage=OWN_STAGE,
        rule=OWN_RULE,
        before=before,
        after=after,
        source=span,
        context=(left, right),
        **made._asdict(),
    )


def proposed(edit: Edit) -> str:
    """Return what the edit's stage proposed, where a reviewer put something else."""
    for item in edit.evidence:
        if isinstance(item, Reviewed) and item.proposed is not None:
            return item.proposed
    return edit.after


def amendable(stage: str, before: str, after: str, text: str, group: str | None) -> bool:
    """Whether a reviewer's own text may take the place of an edit's.

    What moves or takes out whole lines is accepted or rejected as it is: the order of blocks is
    built on it. Other text must break lines where the edit would have broken them.
    """
    if group is not None or text.count("\n") != after.count("\n"):
        return False
    return stage != "layout" or (before != "" and not (before.strip() and "\n" in before))
