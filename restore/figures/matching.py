"""Matches claims: candidate pairs become edges, and edges are taken best first, one to one.

An edge joins two claims with a likeness and a relation. Inside one document a claim has at most one
partner in another document. What the neighbours of a figure match helps to decide
(新制定制度13项，修订制度81项).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from restore.figures.dictionary import FigureDictionary
from restore.figures.index import comparable_group
from restore.figures.likeness import Context, likeness
from restore.figures.relating import (
    REASONS,
    RELATIONS,
    Thresholds,
    relate,
    telling_digits,
    values_agree,
)
from restore.figures.spill import Rows
from restore.figures.store import RecordFile

__all__ = ["EDGE", "MARGIN", "edges_between", "one_to_one"]

#: ``relation`` and ``reason`` index :data:`RELATIONS` and :data:`REASONS`; ``telling`` is the
#: number of telling digits where the two values agree.
EDGE = np.dtype(
    [
        ("first", "<u4"),
        ("second", "<u4"),
        ("score", "<f8"),
        ("telling", "u1"),
        ("relation", "u1"),
        ("reason", "u1"),
    ]
)
#: How many claims away a neighbour may stand.
MARGIN = 2
_STEPS = [step for step in range(-MARGIN, MARGIN + 1) if step]
_SERIES = RELATIONS.index("series")


def edges_between(
    pairs: Iterable[tuple[int, int]],
    first: int,
    end: int,
    contexts: RecordFile[Context],
    book: FigureDictionary,
    limits: Thresholds,
) -> Rows:
    """Return the edges whose first claim is in ``[first, end)``.

    ``pairs`` must hold the candidates of these claims and of the :data:`MARGIN` claims on both
    sides; then the result does not depend on where the batches are cut.
    """
    scored: dict[tuple[int, int], float] = {}
    anchors: set[tuple[int, int]] = set()
    for i, j in pairs:
        a, b = contexts[i], contexts[j]
        one, two = a.claim, b.claim
        if one.unit_group != two.unit_group and comparable_group(a) != comparable_group(b):
            continue
        if one.clause.span == two.clause.span and one.document == two.document:
            continue
        score = likeness(a, b)
        if score < limits.keep:
            continue
        scored[i, j] = score
        if score >= limits.agree[1] and values_agree(one, two) and telling_digits(one) >= 2:
            anchors.add((i, j))
    edges = []
    for (i, j), score in scored.items():
        if not first <= i < end:
            continue
        supported = _supported(i, j, anchors, contexts)
        if supported:
            score = min(100.0, score + limits.support)
        decided = relate(contexts[i], contexts[j], score, limits, book, supported=supported)
        if decided:
            relation, reason = decided
            telling = telling_digits(contexts[i].claim) if relation == "agree" else 0
            edges.append(
                (i, j, round(score, 1), telling, RELATIONS.index(relation), REASONS.index(reason))
            )
    return np.array(edges, EDGE) if edges else np.empty(0, EDGE)


def _supported(
    i: int, j: int, anchors: set[tuple[int, int]], contexts: RecordFile[Context]
) -> bool:
    """Tell whether neighbours of the two in the text agree in value and are alike themselves."""
    return any(
        (i + di, j + dj) in anchors
        and contexts[i].claim.document == contexts[i + di].claim.document
        for di in _STEPS
        for dj in _STEPS
    )


def one_to_one(edges: Rows, homes: NDArray[np.uint32]) -> Rows:
    """Keep the best edge of each claim towards each other article, strongest first.

    A series and a fact do not compete. Edges inside one article are kept as they are. So a conflict
    never stands where one of its claims agrees with the other document elsewhere.

    Parameters
    ----------
    homes : the number of the article of every claim
    """
    strength = edges["score"] + 4.0 * edges["telling"]
    order = np.lexsort((edges["second"], edges["first"], edges["relation"], -strength))
    edges = edges[order]
    homes_of = homes[edges["first"]].astype(np.uint64), homes[edges["second"]].astype(np.uint64)
    series = (edges["relation"] == _SERIES).astype(np.uint64)

    def end(claims: NDArray[np.uint32], others: NDArray[np.uint64]) -> NDArray[np.uint64]:
        wide = claims.astype(np.uint64)
        keys: NDArray[np.uint64] = wide << np.uint64(32) | others << np.uint64(1) | series
        return keys

    ends = np.concatenate([end(edges["first"], homes_of[1]), end(edges["second"], homes_of[0])])
    distinct, places = np.unique(ends, return_inverse=True)
    numbers = array("I", places.astype(np.uint32).tobytes())
    inside = (homes_of[0] == homes_of[1]).tobytes()
    taken = bytearray(len(distinct))
    kept = np.zeros(len(edges), bool)
    half = len(edges)
    for place in range(half):
        one, two = numbers[place], numbers[place + half]
        if inside[place]:
            kept[place] = True
        elif not (taken[one] or taken[two]):
            taken[one] = taken[two] = 1
            kept[place] = True
    result: Rows = edges[kept]
    return result
