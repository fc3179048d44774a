"""What an edit means to a reader: the kinds by which the report sorts and colours edits."""

from __future__ import annotations

from enum import Enum

from restore.core.edits import Decision, Edit, Reason

__all__ = ["Kind", "kind_of", "needs_person"]


class Kind(str, Enum):
    """Kinds of edits, the weightiest first.

    The last three change how the text is set and not what it says; a report hides them until
    they are asked for.
    """

    FLAG = "flag"
    SUGGESTION = "suggestion"
    CORRECTION = "correction"
    REMOVAL = "removal"
    MOVE = "move"
    FORM = "form"
    SPACE = "space"
    REJECTED = "rejected"


# Two blocks that stood apart were made one sentence: as weighty as a move, though only a line
# break goes.
_SEAM = "join.seam"
_REMOVALS = frozenset({Reason.FURNITURE, Reason.COVERED_BY_COPY})


def kind_of(edit: Edit) -> Kind:
    """Return the kind of an edit: by its decision, else by what it did to the text."""
    if edit.decision is Decision.REJECTED:
        return Kind.REJECTED
    if edit.decision is Decision.FLAGGED:
        return Kind.FLAG
    if edit.decision is Decision.SUGGESTED:
        return Kind.SUGGESTION
    if edit.rule == _SEAM:
        return Kind.MOVE
    if "".join(edit.before.split()) == "".join(edit.after.split()):
        return Kind.SPACE
    if edit.stage in ("correction", "review"):
        return Kind.CORRECTION
    if edit.reason in _REMOVALS or edit.stage == "dedup":
        return Kind.REMOVAL
    if edit.stage == "layout" and edit.group is not None:
        return Kind.MOVE
    return Kind.FORM


def needs_person(edit: Edit) -> bool:
    """Whether the gate left an edit to a person who has not spoken yet."""
    left = edit.decision in (Decision.FLAGGED, Decision.SUGGESTED)
    return left and edit.reason is not Reason.REVIEWER_ACCEPTED
