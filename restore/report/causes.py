"""Causes: what came about in one way is decided as one thing, however many places it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from restore.core.decisions import proposed
from restore.core.edits import Edit, decided_once
from restore.report.kinds import Kind, kind_of

__all__ = ["OFTEN", "Cause", "Sort", "causes"]

# So many equal edits are one slip wherever they stand; fewer go with the others of their rule in
# the document.
OFTEN = 3


class Sort(str, Enum):
    """What a cause is: one place, a stretch moved or set in a new order, a passage taken out, one
    slip wherever it stands, the joins of a document's lines, a rule in a document."""

    PLACE = "place"
    STRETCH = "stretch"
    PASSAGE = "passage"
    SLIP = "slip"
    JOINS = "joins"
    RULE = "rule"


class Cause(NamedTuple):
    """A cause: what it is, and what tells it from others."""

    sort: Sort
    key: tuple[object, ...]


def causes(documents: Iterable[Sequence[Edit]]) -> dict[str, Cause]:
    """Return the cause of every edit by its id.

    Parameters
    ----------
    documents : the edits of each document, as its log has them
    """
    documents = list(documents)
    slips = Counter(
        _slip(edit) for edits in documents for edit in decided_once(edits) if edit.group is None
    )
    found: dict[str, Cause] = {}
    for edits in documents:
        last: Edit | None = None
        for edit in edits:
            kind = kind_of(edit)
            if edit.group is not None:
                cause = Cause(Sort.STRETCH, (edit.document, edit.pass_number, edit.group))
            elif kind is Kind.REMOVAL and slips[_slip(edit)] < OFTEN and edit.stage == "dedup":
                goes_on = last is not None and _goes_on(last, edit)
                cause = found[last.id] if last and goes_on else Cause(Sort.PASSAGE, (edit.id,))
                last = edit
            else:
                cause = _cause(edit, kind, slips)
            found[edit.id] = cause
    return found


def _cause(edit: Edit, kind: Kind, slips: Counter[tuple[object, ...]]) -> Cause:
    if kind is Kind.SPACE and edit.rule.startswith("join"):
        return Cause(Sort.JOINS, (edit.document, kind))
    slip = _slip(edit)
    # Marks and figures are right or wrong by what stands around them.
    worded = any(char.isalpha() for char in edit.before)
    if worded and kind not in (Kind.SPACE, Kind.FORM) and slips[slip] >= OFTEN:
        return Cause(Sort.SLIP, slip)
    # What changes a text's order does it each time in its own way.
    if kind is Kind.MOVE or "\n" in edit.before.strip():
        return Cause(Sort.PLACE, (edit.id,))
    # What is locked (names, quoted speech, figures) is not decided along with what is only weak.
    return Cause(Sort.RULE, (edit.document, edit.rule, kind, edit.reason, worded))


def _slip(edit: Edit) -> tuple[object, ...]:
    return edit.before, proposed(edit), kind_of(edit)


def _goes_on(last: Edit, edit: Edit) -> bool:
    """Whether a passage taken out begins where the last one ended."""
    return (last.rule, last.pass_number) == (edit.rule, edit.pass_number) and (
        last.source[1] == edit.source[0]
    )
