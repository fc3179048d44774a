"""Groups aligned claims and says about each group: agree, conflict, not comparable, unconfirmed.

A conflict explains itself: which digits differ, whether a known misreading would explain it, which
value has more witnesses. A person decides; nothing is changed.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import combinations, islice

import numpy as np

from restore.claims import Claim, ClaimGroup, Evidence, Verdict
from restore.figures.dictionary import FigureDictionary
from restore.figures.likeness import Context, subject_likeness
from restore.figures.relating import REASONS, RELATIONS, Relation, values_agree
from restore.figures.slips import misreadings
from restore.figures.spill import Rows
from restore.figures.store import RecordFile

__all__ = ["VERDICT_ORDER", "group_claims", "identity"]


#: How many members of a group a newcomer is compared with.
_CHAIN = 8
_CONFLICT = RELATIONS.index("conflict")
_FACTS = (RELATIONS.index("agree"), _CONFLICT)
_NONE = 0xFFFFFFFF
_CHUNK = 4096

Statement = tuple[Decimal, Decimal | None, Decimal, Decimal | None, str]


class _Groups:
    """Union-find over claim numbers that refuses a union which would hide a contradiction.

    Members of a group are a chain through ``next``; arrays keep what it takes to 12 bytes a claim.
    """

    def __init__(self, contexts: RecordFile[Context]) -> None:
        self.contexts = contexts
        size = len(contexts)
        self.parent = array("I", range(size))
        self.next = array("I", [_NONE]) * size
        self.last = array("I", range(size))
        #: What the members of a group state, each statement once, by the group's first claim.
        self.stated: dict[int, dict[Statement, Claim]] = {}
        self.broken: set[int] = set()

    def find(self, number: int) -> int:
        parent = self.parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def members(self, root: int) -> Iterator[int]:
        while root != _NONE:
            yield root
            root = self.next[root]

    def _statements(self, root: int) -> dict[Statement, Claim]:
        known = self.stated.get(root)
        if known is None:
            claim = self.contexts[root].claim
            known = self.stated[root] = {_statement(claim): claim}
        return known

    def join(self, a: int, b: int, conflict: bool) -> bool:
        root, other = self.find(a), self.find(b)
        if root == other:
            return True
        one, two = self._statements(root), self._statements(other)
        if not conflict:
            mixed = any(not values_agree(x, y) for x in one.values() for y in two.values())
            if mixed and not (root in self.broken or other in self.broken):
                return False
        elif any(
            subject_likeness(self.contexts[i].subject, self.contexts[j].subject) < 60
            for i in islice(self.members(root), _CHAIN)
            for j in islice(self.members(other), _CHAIN)
        ):
            return False
        low, high = min(root, other), max(root, other)
        self.parent[high] = low
        self.next[self.last[low]] = high
        self.last[low] = self.last[high]
        self.stated[low] = self.stated.pop(low) | self.stated.pop(high)
        if conflict or high in self.broken:
            self.broken.add(low)
        return True


def _statement(claim: Claim) -> Statement:
    return claim.value, claim.upper, claim.low, claim.high, claim.qualifier


def group_claims(
    contexts: RecordFile[Context], edges: Rows, book: FigureDictionary
) -> Iterator[ClaimGroup]:
    """Build the groups of claims that state one fact, and judge each.

    Parameters
    ----------
    edges : edges of any relation, strongest first (:func:`restore.figures.matching.one_to_one`)
    """
    groups = _Groups(contexts)
    facts = edges[np.isin(edges["relation"], _FACTS)]
    used = np.fromiter(
        (
            groups.join(first, second, relation == _CONFLICT)
            for first, second, _, _, relation, _ in _each(facts)
        ),
        bool,
        len(facts),
    )
    facts = facts[used]
    roots = np.fromiter(
        (groups.find(first) for first in facts["first"].tolist()), "<u4", len(facts)
    )
    order = np.argsort(roots, kind="stable")
    facts, roots = facts[order], roots[order]
    distinct, starts = np.unique(roots, return_index=True)
    owned = np.split(facts, starts[1:]) if len(facts) else []
    for root, own in zip(distinct.tolist(), owned, strict=True):
        claims = [contexts[i].claim for i in sorted(groups.members(root))]
        reasons = {REASONS[reason] for reason in own["reason"].tolist()}
        yield _judge(claims, float(own["score"].min()), reasons, book)
    loose = edges[~np.isin(edges["relation"], (*_FACTS, RELATIONS.index("series")))]
    for first, second, score, _, relation, reason in _each(loose):
        a, b = contexts[first].claim, contexts[second].claim
        yield _pair(a, b, score, RELATIONS[relation], REASONS[reason])


def _each(edges: Rows) -> Iterator[tuple[int, int, float, int, int, int]]:
    """Yield edges as tuples, a few thousand at a time: a tuple takes ten times its row."""
    for start in range(0, len(edges), _CHUNK):
        yield from edges[start : start + _CHUNK].tolist()


#: The order in which groups are shown.
VERDICT_ORDER: dict[Verdict, int] = {
    "conflict": 0,
    "agree": 1,
    "not-comparable": 2,
    "unconfirmed": 3,
}


def identity(prefix: str, claims: Sequence[Claim]) -> str:
    """Return an id made of the ids of claims, the same in any order."""
    digest = sha256("\x1f".join(sorted(claim.id for claim in claims)).encode()).hexdigest()
    return prefix + digest[:12]


def _key(claims: Sequence[Claim]) -> str:
    longest = max(claims, key=lambda c: (len(c.subject), c.subject))
    period = next((c.period.label for c in claims if c.period), "")
    return " · ".join(part for part in (longest.subject, longest.predicate, period) if part)


def _judge(
    claims: list[Claim], score: float, reasons: set[str], book: FigureDictionary
) -> ClaimGroup:
    distinct = list({_statement(claim): claim for claim in claims}.values())
    if all(values_agree(a, b) for a, b in combinations(distinct, 2)):
        reason = next(r for r in ("within-qualifier", "within-precision", "equal") if r in reasons)
        documents = len({claim.document for claim in claims})
        words = {"equal": "数值相同", "within-precision": "在印出的精度之内一致",
                 "within-qualifier": "在约数词允许的范围之内一致"}[reason]  # fmt: skip
        text = f"{documents} 份文件共 {len(claims)} 处：{words}"
        return ClaimGroup(
            identity("g", claims), tuple(c.id for c in claims), _key(claims), "agree", reason,
            text, score,
        )  # fmt: skip
    return _conflict(claims, score, book)


def _conflict(claims: list[Claim], score: float, book: FigureDictionary) -> ClaimGroup:
    witnesses: dict[Decimal, set[str]] = defaultdict(set)
    shown: dict[Decimal, str] = {}
    for claim in claims:
        witnesses[claim.value].add(f"{claim.document}\x1f{claim.article}")
        shown.setdefault(claim.value, claim.text)
    ranked = sorted(witnesses, key=lambda value: (-len(witnesses[value]), value))
    evidence = []
    for i, value in enumerate(ranked):
        for other in ranked[i + 1 :]:
            evidence += misreadings(value, other, book)
    counts = Counter({value: len(places) for value, places in witnesses.items()})
    top = counts.most_common(2)
    suggestion = None
    if len(top) == 2 and top[0][1] > top[1][1]:
        suggestion = shown[top[0][0]]
        evidence.append(
            Evidence("witnesses", f"{suggestion} 有 {top[0][1]} 处，另一数值 {top[1][1]} 处")
        )
    text = "同一事项数值不同：" + " ≠ ".join(shown[value] for value in ranked)
    if evidence:
        text += "；" + "；".join(item.detail for item in evidence)
    return ClaimGroup(
        identity("g", claims), tuple(c.id for c in claims), _key(claims), "conflict",
        "values-differ", text, score, tuple(evidence), suggestion,
    )  # fmt: skip


_WHY = {
    "body-differs": "所说的地区或单位不同",
    "unit-differs": "计量单位不同，数值不能直接比较",
    "period-within": "时间范围一大一小",
    "period-unknown": "数值不同，但无法确定是否同一时间",
    "likeness-low": "措辞相近而数值不同，不足以断定是同一事项",
}


def _pair(a: Claim, b: Claim, score: float, relation: Relation, reason: str) -> ClaimGroup:
    verdict: Verdict = "unconfirmed" if relation == "unconfirmed" else "not-comparable"
    return ClaimGroup(
        identity("g", (a, b)), (a.id, b.id), _key((a, b)), verdict, reason,
        f"{a.text} 与 {b.text}：{_WHY[reason]}", score,
    )  # fmt: skip
