"""Gives each group of claims its verdict: agree, conflict, not comparable, unconfirmed.

A conflict is explained: which digits differ, whether a known misreading would explain it, which
value more documents give. A person decides; nothing is changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from hashlib import sha256
from itertools import combinations, islice, product
from typing import NamedTuple

import msgspec

from restore.core.claims import Claim, ClaimGroup, Evidence, Verdict
from restore.figures.dictionary import FigureDictionary
from restore.figures.pairs import Relation
from restore.figures.slips import misreadings
from restore.figures.values import Statement, parted, statement, values_agree

__all__ = ["identity", "judge", "judge_pair", "rank_of"]

#: Of a group with more different values than this, the best witnessed are compared and shown.
_MAX_SHOWN_VALUES = 8

#: The order in which groups are shown.
_VERDICT_ORDER: dict[Verdict, int] = {
    "conflict": 0,
    "agree": 1,
    "not-comparable": 2,
    "unconfirmed": 3,
}


#: What makes a conflict worth a look, in points of likeness: a misreading that explains it (a look-alike
#: digit most), and a value that others witness.
_CARE = {"digit": 30.0, "exchange": 30.0, "scale": 40.0, "decimal-point": 40.0, "lost-digit": 20.0,
         "witnesses": 20.0}  # fmt: skip


def rank_of(group: ClaimGroup) -> float:
    """Return where a group stands, the lowest first: by verdict, then by what a reviewer will care for."""
    care = sum(_CARE.get(kind, 0.0) for kind in {item.kind for item in group.evidence})
    return 1000 * _VERDICT_ORDER[group.verdict] - group.score - care


class _Member(NamedTuple):
    """What a verdict needs of a claim: a group of thousands is held in memory as these."""

    id: str
    document: str
    article: int
    text: str
    stated: Statement


def identity(prefix: str, ids: Iterable[str]) -> str:
    """Return an id made of the ids of claims, the same in any order."""
    return prefix + sha256("\x1f".join(sorted(ids)).encode()).hexdigest()[:12]


def judge(
    claims: Iterable[Claim], score: float, reasons: set[str], dictionary: FigureDictionary
) -> ClaimGroup:
    """Judge claims that state one fact.

    Parameters
    ----------
    claims : in the order in which they are shown
    score : the weakest likeness that holds them together
    reasons : why pairs of them were taken to be the same or to differ
    """
    members: list[_Member] = []
    longest: Claim | None = None
    period = ""
    for claim in claims:
        members.append(
            _Member(claim.id, claim.document, claim.article, claim.text, statement(claim))
        )
        if longest is None or (len(claim.subject), claim.subject) > (
            len(longest.subject),
            longest.subject,
        ):
            longest = claim
        period = period or (claim.period.label if claim.period else "")
    key = _key(longest.subject, longest.predicate, period) if longest else ""
    distinct = dict.fromkeys(member.stated for member in members)
    if not all(values_agree(a, b) for a, b in combinations(distinct, 2)):
        found = _conflict(members, key, score, dictionary)
        return _moving(found) if _moves(members) else found
    reason = next(r for r in _AGREEMENT if r in reasons)
    documents = len({member.document for member in members})
    places = "同一文件" if documents == 1 else f"{documents} 份文件"
    text = f"{places} {len(members)} 处说的是同一件事，{_AGREEMENT[reason]}"
    ids = tuple(member.id for member in members)
    return ClaimGroup(identity("g", ids), ids, key, "agree", reason, text, score)


def _moves(members: Sequence[_Member]) -> bool:
    """Tell whether a figure changes from text to text, as a running total does: more values than half the texts."""
    texts = {(member.document, member.article) for member in members}
    # 超过6万亿元 is no other value than 6.13万亿元.
    apart = parted(member.stated for member in members)
    return len(apart) >= _MIN_MOVES and 2 * len(apart) > len(texts)


def _moving(group: ClaimGroup) -> ClaimGroup:
    """Make of a conflict what nothing shows to be one."""
    return msgspec.structs.replace(
        group,
        verdict="unconfirmed",
        reason="nothing-shown",
        explanation=f"{group.explanation}；各处数值都不同，多半是先后变化的数",
        suggestion=None,
    )


#: So many values of one figure tell that it changes.
_MIN_MOVES = 3

#: The widest reason that holds for a pair of a group names the whole.
_AGREEMENT = {
    "within-qualifier": "数值在“约”“多”“超过”等词允许的范围之内一致",
    "within-precision": "四舍五入之后数值一致",
    "equal": "数值相同",
}


def _key(subject: str, predicate: str, period: str) -> str:
    return " · ".join(part for part in (subject, predicate, period) if part)


class _Part(NamedTuple):
    """Values that can be right together, with their wording, and how many articles give any of them."""

    witnesses: int
    texts: dict[Decimal, str]


def _parts(members: Sequence[_Member]) -> list[_Part]:
    """Sort the values of a conflict, the best witnessed first; roundings of one number are one part."""
    given: dict[Statement, list[_Member]] = defaultdict(list)
    for member in members:
        given[member.stated].append(member)
    parts = []
    for part in parted(given):
        places = {(member.document, member.article) for one in part for member in given[one]}
        texts: dict[Decimal, str] = {}
        for one in sorted(part, key=lambda stated: (-len(given[stated]), stated.value)):
            texts.setdefault(one.value, given[one][0].text)
        parts.append(_Part(len(places), dict(islice(texts.items(), _MAX_SHOWN_VALUES))))
    return sorted(parts, key=lambda part: (-part.witnesses, min(part.texts)))


def _conflict(
    members: Sequence[_Member], key: str, score: float, dictionary: FigureDictionary
) -> ClaimGroup:
    parts = _parts(members)
    evidence = [
        item
        for part, other in combinations(parts[:_MAX_SHOWN_VALUES], 2)
        for value, another in product(part.texts, other.texts)
        for item in misreadings(value, another, dictionary)
    ]
    most, next_most = (part.witnesses for part in (*parts, parts[0])[:2])
    suggestion = None
    if len(parts) > 1 and most > next_most:
        suggestion = next(iter(parts[0].texts.values()))
        evidence.append(
            Evidence("witnesses", f"{suggestion} 有 {most} 处，另一数值 {next_most} 处",
                     (suggestion, str(most), str(next_most)))
        )  # fmt: skip
    named = ("、".join(part.texts.values()) for part in parts[:_MAX_SHOWN_VALUES])
    text = "同一事项数值不同：" + " ≠ ".join(named)
    if len(parts) > _MAX_SHOWN_VALUES:
        text += f" ≠ …（共 {len(parts)} 种）"
    if evidence:
        text += "；" + "；".join(item.detail for item in evidence)
    ids = tuple(member.id for member in members)
    return ClaimGroup(
        identity("g", ids), ids, key, "conflict", "values-differ", text, score, tuple(evidence),
        suggestion,
    )  # fmt: skip


_WHY = {
    "body-differs": "所说的地区或单位不同",
    "unit-differs": "计量单位不同，数值不能直接比较",
    "period-within": "时间范围一大一小",
    "period-unknown": "数值不同，但无法确定是否同一时间",
    "nothing-shown": "文中没有写明是同一地区、同一时间、同一事项",
    "likeness-low": "措辞相近而数值不同，不足以断定是同一事项",
}


def judge_pair(a: Claim, b: Claim, score: float, relation: Relation, reason: str) -> ClaimGroup:
    """Say why two like claims are no statement of one fact."""
    longest = max((a, b), key=lambda claim: (len(claim.subject), claim.subject))
    period = next((claim.period.label for claim in (a, b) if claim.period), "")
    key = _key(longest.subject, longest.predicate, period)
    verdict: Verdict = "unconfirmed" if relation == "unconfirmed" else "not-comparable"
    return ClaimGroup(
        identity("g", (a.id, b.id)), (a.id, b.id), key, verdict, reason,
        f"{a.text} 与 {b.text}：{_WHY[reason]}", score,
    )  # fmt: skip
