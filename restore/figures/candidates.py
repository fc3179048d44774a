"""Finds the claims that may state the same fact, from an index: no pair of all with all.

Every claim is filed under the character bigrams of what it counts, its whole clause, its left
neighbourhood and its value. A claim then meets those with which it shares the rarest of these.
The postings of a token that too many claims share are not walked, so that the work grows with the
number of claims and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log

from restore.figures.likeness import Context

__all__ = ["candidate_pairs", "comparable_group"]

_COUNTERS = frozenset(
    [
        "item",
        "event",
        "case",
        "paper",
        "issue",
        "kind",
        "site",
        "place",
        "volume",
        "thing",
        "session",
        "sheet",
        "batch",
        "bare",
    ]
)


def comparable_group(context: Context) -> str:
    """Return the class of units a claim may be compared within.

    Measure words of plain counting are one class: 五项 and 5次 may count the same activities.
    """
    claim = context.claim
    if claim.kind == "ordinal":
        return "ordinal" + claim.unit
    return "count" if claim.unit_group in _COUNTERS else claim.unit_group


def _tokens(context: Context) -> set[str]:
    group = comparable_group(context)
    subject = context.subject[-12:]
    tokens = {f"{group}|{subject[i : i + 2]}" for i in range(len(subject) - 1)}
    tokens.add(f"{group}=|{context.clause}")
    tokens.add(f"{group}<|{context.left[-8:]}")
    tokens.add(f"{group}>|{context.right[:8]}")
    digits = str(context.claim.value).strip("0")
    if len(digits.replace(".", "")) >= 3:
        tokens.add(f"{group}#|{context.claim.value}")
    return tokens


def candidate_pairs(
    contexts: Sequence[Context], *, width: int = 16, posting_limit: int = 400
) -> Iterator[tuple[int, int]]:
    """Yield index pairs ``(i, j)``, ``i < j``, each once, in a deterministic order.

    Parameters
    ----------
    width : how many partners a claim keeps, those with the greatest weight of shared tokens
    posting_limit : tokens shared by more claims than this are not walked
    """
    postings: dict[str, list[int]] = defaultdict(list)
    tokens = [_tokens(context) for context in contexts]
    for index, own in enumerate(tokens):
        for token in own:
            postings[token].append(index)
    total = len(contexts) + 1
    seen: set[tuple[int, int]] = set()
    for index, own in enumerate(tokens):
        weights: dict[int, float] = defaultdict(float)
        for token in sorted(own):
            posting = postings[token]
            if 1 < len(posting) <= posting_limit:
                weight = log(total / len(posting)) * (3.0 if "=|" in token else 1.0)
                for other in posting:
                    weights[other] += weight
        weights.pop(index, None)
        best = nlargest(width, weights.items(), key=lambda item: (item[1], -item[0]))
        for other, _ in best:
            pair = (index, other) if index < other else (other, index)
            if pair not in seen:
                seen.add(pair)
                yield pair
