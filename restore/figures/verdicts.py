"""Groups aligned claims and says about each group: agree, conflict, not comparable, unconfirmed.

A conflict explains itself: which digits differ, whether a known misreading would explain it, which
value has more witnesses. A person decides; nothing is changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from restore.claims import Claim, ClaimGroup, Evidence, Series, Verdict
from restore.figures.alignment import Edge, values_agree
from restore.figures.dictionary import FigureDictionary
from restore.figures.likeness import Context, subject_likeness
from restore.figures.slips import misreadings

__all__ = ["group_claims", "series_of"]


#: How many members of a group a newcomer is compared with.
_CHAIN = 8


class _Groups:
    """Union-find over claim indexes that refuses a union which would hide a contradiction."""

    def __init__(self, contexts: Sequence[Context]) -> None:
        self.contexts = contexts
        self.claims = [context.claim for context in contexts]
        self.parent: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.broken: set[int] = set()

    def find(self, index: int) -> int:
        self.parent.setdefault(index, index)
        self.members.setdefault(index, [index])
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, a: int, b: int, conflict: bool) -> bool:
        root, other = self.find(a), self.find(b)
        if root == other:
            return True
        if not conflict:
            mixed = any(
                not values_agree(self.claims[i], self.claims[j])
                for i in self.members[root]
                for j in self.members[other]
            )
            if mixed and not (root in self.broken or other in self.broken):
                return False
        elif any(
            subject_likeness(self.contexts[i].subject, self.contexts[j].subject) < 60
            for i in self.members[root][:_CHAIN]
            for j in self.members[other][:_CHAIN]
        ):
            return False
        low, high = min(root, other), max(root, other)
        self.parent[high] = low
        self.members[low] += self.members.pop(high)
        if conflict or high in self.broken:
            self.broken.add(low)
        return True


def group_claims(
    contexts: Sequence[Context], edges: Sequence[Edge], book: FigureDictionary
) -> list[ClaimGroup]:
    """Build the groups of claims that state one fact, and judge each."""
    claims = [context.claim for context in contexts]
    groups = _Groups(contexts)
    scores: dict[int, list[Edge]] = defaultdict(list)
    used: list[Edge] = []
    for edge in edges:
        if edge.relation in {"agree", "conflict"} and groups.join(
            edge.first, edge.second, edge.relation == "conflict"
        ):
            used.append(edge)
    for edge in used:
        scores[groups.find(edge.first)].append(edge)
    made = [
        _judge([claims[i] for i in sorted(groups.members[root])], own, book)
        for root, own in scores.items()
    ]
    for edge in edges:
        if edge.relation in {"not-comparable", "unconfirmed"}:
            made.append(_pair(claims[edge.first], claims[edge.second], edge))
    return sorted(made, key=lambda group: (_ORDER[group.verdict], -group.score, group.id))


_ORDER = {"conflict": 0, "agree": 1, "not-comparable": 2, "unconfirmed": 3}


def _identity(prefix: str, claims: Sequence[Claim]) -> str:
    digest = sha256("\x1f".join(sorted(claim.id for claim in claims)).encode()).hexdigest()
    return prefix + digest[:12]


def _key(claims: Sequence[Claim]) -> str:
    longest = max(claims, key=lambda c: (len(c.subject), c.subject))
    period = next((c.period.label for c in claims if c.period), "")
    return " · ".join(part for part in (longest.subject, longest.predicate, period) if part)


def _judge(claims: list[Claim], edges: list[Edge], book: FigureDictionary) -> ClaimGroup:
    conflict = any(not values_agree(a, b) for i, a in enumerate(claims) for b in claims[i + 1 :])
    score = min(edge.score for edge in edges)
    if not conflict:
        reasons = {edge.reason for edge in edges}
        reason = next(r for r in ("within-qualifier", "within-precision", "equal") if r in reasons)
        documents = len({claim.document for claim in claims})
        words = {"equal": "数值相同", "within-precision": "在印出的精度之内一致",
                 "within-qualifier": "在约数词允许的范围之内一致"}[reason]  # fmt: skip
        text = f"{documents} 份文件共 {len(claims)} 处：{words}"
        return ClaimGroup(
            _identity("g", claims), tuple(c.id for c in claims), _key(claims), "agree", reason,
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
        _identity("g", claims), tuple(c.id for c in claims), _key(claims), "conflict",
        "values-differ", text, score, tuple(evidence), suggestion,
    )  # fmt: skip


_WHY = {
    "body-differs": "所说的地区或单位不同",
    "unit-differs": "计量单位不同，数值不能直接比较",
    "period-within": "时间范围一大一小",
    "period-unknown": "数值不同，但无法确定是否同一时间",
    "likeness-low": "措辞相近而数值不同，不足以断定是同一事项",
}


def _pair(a: Claim, b: Claim, edge: Edge) -> ClaimGroup:
    verdict: Verdict = "unconfirmed" if edge.relation == "unconfirmed" else "not-comparable"
    return ClaimGroup(
        _identity("g", (a, b)), (a.id, b.id), _key((a, b)), verdict, edge.reason,
        f"{a.text} 与 {b.text}：{_WHY[edge.reason]}", edge.score,
    )  # fmt: skip


def series_of(contexts: Sequence[Context], edges: Sequence[Edge]) -> list[Series]:
    """Chain the claims of one indicator through its periods, oldest first."""
    claims = [context.claim for context in contexts]
    neighbours: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for edge in edges:
        if edge.relation == "series":
            neighbours[edge.first].append((edge.score, edge.second))
            neighbours[edge.second].append((edge.score, edge.first))
    made, seen = [], set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        chosen: dict[tuple[str, str], int] = {}
        queue = [start]
        while queue:
            index = queue.pop(0)
            period = claims[index].period
            if index in seen or period is None or (period.start, period.end) in chosen:
                continue
            seen.add(index)
            chosen[period.start, period.end] = index
            queue += [other for _, other in sorted(neighbours[index], key=lambda n: (-n[0], n[1]))]
        if len(chosen) >= 2:
            ordered = [claims[chosen[period]] for period in sorted(chosen)]
            made.append(
                Series(
                    _identity("s", ordered),
                    " · ".join(p for p in (ordered[0].subject, ordered[0].predicate) if p),
                    ordered[0].unit,
                    tuple(claim.id for claim in ordered),
                    tuple(_period_label(claim) for claim in ordered),
                    tuple(claim.value for claim in ordered),
                )
            )
    return sorted(made, key=lambda series: (series.key, series.id))


def _period_label(claim: Claim) -> str:
    period = claim.period
    if period is None:
        return ""
    first, last = period.start[:4], period.end[:4]
    whole = len(period.start) == 7 and period.start.endswith("-01") and period.end.endswith("-12")
    if whole:
        return first if first == last else f"{first}—{last}"
    return period.start if period.start == period.end else f"{period.start}—{period.end}"
