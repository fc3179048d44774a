"""What decisions teach: proposals of dictionary rows, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from restore.core.decisions import Choice, ReviewDecision, standings
from restore.lexicon.lexicon import Lexicon
from restore.text.characters import DIGITS, HAN

__all__ = ["Lesson", "lessons"]

# A shorter wrong form would hit what it must not; two more characters make most words unique.
_LEAST = 2
_WORDS_LEFT = re.compile(rf"[{HAN}]*\Z")
_WORDS_RIGHT = re.compile(f"[{HAN}]*")
_FIGURE = re.compile(f"[{DIGITS}]")
_LONGEST = 24
_PLACES_NAMED = 3


class Lesson(NamedTuple):
    """A row to be added to a dictionary; ``right`` is None for a protected expression."""

    table: Literal["confusions.tsv", "protected.tsv"]
    wrong: str
    right: str | None
    certainty: str
    ground: str

    @property
    def row(self) -> str:
        """The row as it stands in the table."""
        if self.right is None:
            return "\t".join((self.wrong, "literal", self.ground))
        return "\t".join((self.wrong, self.right, self.certainty, "", "", self.ground))


class _Said(NamedTuple):
    decision: ReviewDecision
    right: str | None


def lessons(
    decisions: Iterable[ReviewDecision],
    known: Lexicon,
    *,
    reviewers: int = 2,
    places: int = 3,
) -> tuple[list[Lesson], list[str]]:
    """Draw dictionary rows from the standing decisions on corrections.

    A change that was accepted (or an amendment that was made) by so many reviewers or in so many
    places becomes a confusion, one that was rejected a protected expression. Figures teach
    nothing: they differ from place to place.

    Parameters
    ----------
    known : what the dictionaries hold already is left out

    Returns
    -------
    the rows, sorted; the forms on which decisions contradict each other
    """
    said: dict[str, list[_Said]] = {}
    for standing in standings(decisions).values():
        for decision in standing.heads:
            if (form := _form(decision)) is not None:
                said.setdefault(form[0], []).append(_Said(decision, form[1]))
    confusions = {item.wrong: item.right for item in known.confusions}
    protected = {item.expression for item in known.protected}
    found, contested = [], []
    for wrong, members in sorted(said.items()):
        if len({item.right for item in members}) > 1:
            contested.append(wrong)
            continue
        people = sorted({item.decision.who for item in members})
        spots = {(item.decision.document, item.decision.edit) for item in members}
        if len(people) < reviewers and len(spots) < places:
            continue
        right = members[0].right
        if (right is None and wrong in protected) or confusions.get(wrong) == right is not None:
            continue
        if right is not None and wrong in known.terms:
            contested.append(wrong)
            continue
        both = len(people) >= reviewers and len(spots) >= places
        found.append(_lesson(wrong, right, people, members, certain=both))
    return found, contested


def _lesson(
    wrong: str, right: str | None, people: list[str], members: list[_Said], *, certain: bool
) -> Lesson:
    names = sorted({item.decision.document for item in members})
    where = "、".join(names[:_PLACES_NAMED]) + (" 等" if len(names) > _PLACES_NAMED else "")
    verb = "拒绝改动" if right is None else "改定"
    ground = " ".join(f"审校者{'、'.join(people)}{verb} {len(members)} 处（{where}）".split())
    if right is None:
        return Lesson("protected.tsv", wrong, None, "", ground)
    return Lesson("confusions.tsv", wrong, right, "certain" if certain else "likely", ground)


def _form(decision: ReviewDecision) -> tuple[str, str | None] | None:
    """Return the wrong form and its right one, with as much context as makes them a word."""
    if decision.stage != "correction":
        return None
    right = decision.text if decision.decision is Choice.AMEND else decision.after
    before, after = decision.before, right or ""
    rejected = decision.decision is Choice.REJECT
    if before == after:
        if decision.decision is not Choice.AMEND:
            return None
        rejected, after = True, decision.after
    head = tail = ""
    if min(len(before), len(after)) < _LEAST:
        wanted = max(_LEAST, len(before))
        left, following = decision.context
        head = (_WORDS_LEFT.search(left) or [""])[0][-wanted:]
        if len(head) < wanted:
            tail = (_WORDS_RIGHT.match(following) or [""])[0][: wanted - len(head)]
    wrong = f"{head}{before}{tail}"
    if not _LEAST <= len(wrong) <= _LONGEST or _FIGURE.search(wrong) or re.search(r"\s", wrong):
        return None
    if rejected:
        return wrong, None
    fixed = f"{head}{after}{tail}"
    return None if _FIGURE.search(fixed) or re.search(r"\s", fixed) else (wrong, fixed)
