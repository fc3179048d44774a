"""Groups matched claims that state one fact (union-find that refuses contradictions)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import combinations, islice

import msgspec

from restore.core.claims import ClaimGroup
from restore.figures.dictionary import FigureDictionary
from restore.figures.grounds import Why, why_one_fact
from restore.figures.likeness import Context, subject_likeness
from restore.figures.pairs import REASONS, RELATIONS, pair_of
from restore.figures.store import RecordFile, Rows
from restore.figures.values import Statement, statement, values_agree
from restore.figures.verdicts import judge, judge_pair
from restore.text.union_find import root

__all__ = ["group_claims"]

#: Members of a group that a newcomer is compared with in a conflict.
_MAX_COMPARED_MEMBERS = 8
#: Likeness (0 to 100) of the subjects of all who are drawn into a conflict.
_MIN_CONFLICT_SUBJECT = 60.0
_CONFLICT = RELATIONS.index("conflict")
_FACTS = (RELATIONS.index("agree"), _CONFLICT)
_SERIES = RELATIONS.index("series")
_NONE = 0xFFFFFFFF


class _Groups:
    """Union-find over claim numbers that refuses a union which would hide a contradiction.

    Members of a group are a chain through ``next``; arrays keep what it takes to 16 bytes a claim.
    """

    def __init__(self, contexts: RecordFile[Context]) -> None:
        self.contexts = contexts
        size = len(contexts)
        self.parent = array("I", range(size))
        self.next = array("I", [_NONE]) * size
        self.last = array("I", range(size))
        #: The weakest likeness that holds a group together (in tenths), and a bit for each reason.
        self.score = array("H", [0xFFFF]) * size
        self.reasons = array("H", [0]) * size
        #: What the members of a group state, each statement once, by the group's first claim.
        self.stated: dict[int, set[Statement]] = {}
        self.broken: set[int] = set()

    def members(self, first: int) -> Iterator[int]:
        while first != _NONE:
            yield first
            first = self.next[first]

    def _statements(self, first: int) -> set[Statement]:
        known = self.stated.get(first)
        if known is None:
            known = self.stated[first] = {statement(self.contexts[first].claim)}
        return known

    def add(self, a: int, b: int, conflict: bool, score: int, reason: int) -> None:
        """Join two claims' groups if nothing speaks against it, and note the edge."""
        if self._join(a, b, conflict):
            first = root(self.parent, a)
            self.score[first] = min(self.score[first], score)
            self.reasons[first] |= 1 << reason

    def _join(self, a: int, b: int, conflict: bool) -> bool:
        group, other = root(self.parent, a), root(self.parent, b)
        if group == other:
            return True
        one, two = self._statements(group), self._statements(other)
        if not conflict:
            broken = group in self.broken or other in self.broken
            if not broken and any(not values_agree(x, y) for x in one for y in two):
                return False
        elif any(
            subject_likeness(self.contexts[i].subject, self.contexts[j].subject)
            < _MIN_CONFLICT_SUBJECT
            for i in islice(self.members(group), _MAX_COMPARED_MEMBERS)
            for j in islice(self.members(other), _MAX_COMPARED_MEMBERS)
        ):
            return False
        low, high = min(group, other), max(group, other)
        self.parent[high] = low
        self.next[self.last[low]] = high
        self.last[low] = self.last[high]
        self.score[low] = min(self.score[low], self.score[high])
        self.reasons[low] |= self.reasons[high]
        self.stated[low] = self.stated.pop(low) | self.stated.pop(high)
        if conflict or high in self.broken:
            self.broken.add(low)
        return True


def group_claims(
    contexts: RecordFile[Context], edges: Iterable[Rows], dictionary: FigureDictionary
) -> Iterator[ClaimGroup]:
    """Build the groups of claims that state one fact, and judge each.

    Parameters
    ----------
    edges : edges of any relation in chunks, strongest first
        (:func:`restore.figures.matching.strongest_first`)
    """
    groups = _Groups(contexts)
    for chunk in edges:
        for first, second, score, _, relation, reason in chunk.tolist():
            if relation in _FACTS:
                groups.add(first, second, relation == _CONFLICT, score, reason)
            elif relation != _SERIES:
                a, b = contexts[first].claim, contexts[second].claim
                yield judge_pair(a, b, score / 10, RELATIONS[relation], REASONS[reason])
    for first in range(len(contexts)):
        if groups.parent[first] == first and groups.next[first] != _NONE:
            claims = (contexts[i].claim for i in sorted(groups.members(first)))
            reasons = {r for bit, r in enumerate(REASONS) if groups.reasons[first] >> bit & 1}
            found = judge(claims, groups.score[first] / 10, reasons, dictionary)
            if found.verdict == "conflict":
                why = _why(groups, first, dictionary)
                if why is not None:
                    found = msgspec.structs.replace(
                        found, why=why.told, ground=why.ground, shared=why.shared
                    )
            yield found


def _why(groups: _Groups, first: int, dictionary: FigureDictionary) -> Why | None:
    """Say what shows that members of a group whose values differ are of one fact."""
    members = [groups.contexts[i] for i in islice(groups.members(first), _MAX_COMPARED_MEMBERS)]
    told = (
        why_one_fact(pair_of(a, b), dictionary)
        for a, b in combinations(members, 2)
        if not values_agree(a.claim, b.claim)
    )
    return next((why for why in told if why), None)
