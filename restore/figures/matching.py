"""Turns candidate pairs of claims into edges and matches them greedily, one to one.

An edge joins two claims with a likeness and a relation. A claim has at most one partner in each
other article. Neighbours that agree add to the likeness of a pair (新制定制度13项，修订制度81项).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from restore.figures.dictionary import FigureDictionary
from restore.figures.index import comparable_group
from restore.figures.likeness import Context, likeness
from restore.figures.pairs import REASONS, RELATIONS, Thresholds
from restore.figures.relating import least_likeness, relate
from restore.figures.store import RecordFile, Rows
from restore.figures.values import telling_digits, values_agree

__all__ = [
    "EDGE",
    "NEIGHBOUR_CLAIMS",
    "STRONGEST",
    "edges_between",
    "one_to_one",
    "pair_buckets",
    "strength",
    "strongest_first",
]

#: ``score`` is in tenths; ``relation`` and ``reason`` index :data:`RELATIONS` and :data:`REASONS`; ``telling`` is the
#: number of telling digits where the two values agree.
EDGE = np.dtype(
    [
        ("first", "<u4"),
        ("second", "<u4"),
        ("score", "<u2"),
        ("telling", "u1"),
        ("relation", "u1"),
        ("reason", "u1"),
    ]
)
#: What each telling digit that agrees adds to the strength of an edge, in tenths.
_DIGIT_STRENGTH = 40
#: No edge is stronger: full likeness, and three digits that agree.
STRONGEST = 1000 + 3 * _DIGIT_STRENGTH
#: A neighbour that agrees in a value of so many telling digits supports a match.
_MIN_ANCHOR_DIGITS = 2
#: How many claims away a neighbour may stand.
NEIGHBOUR_CLAIMS = 2
_STEPS = [step for step in range(-NEIGHBOUR_CLAIMS, NEIGHBOUR_CLAIMS + 1) if step]
_SERIES = RELATIONS.index("series")


def edges_between(
    pairs: Iterable[tuple[int, int]],
    first: int,
    end: int,
    contexts: RecordFile[Context],
    dictionary: FigureDictionary,
    limits: Thresholds,
) -> Rows:
    """Return the edges whose first claim is in ``[first, end)``.

    ``pairs`` must hold the candidates of these claims and of the :data:`NEIGHBOUR_CLAIMS` claims on both
    sides; then the result does not depend on where the batches are cut.
    """
    pairs = list(pairs)
    # Partners stand anywhere, and are asked for twice: each is read once.
    near = {number: contexts[number] for number in sorted({n for pair in pairs for n in pair})}
    scored: dict[tuple[int, int], float] = {}
    anchors: set[tuple[int, int]] = set()
    for i, j in pairs:
        a, b = near[i], near[j]
        one, two = a.claim, b.claim
        if one.unit_group != two.unit_group and comparable_group(a) != comparable_group(b):
            continue
        if one.clause.span == two.clause.span and one.document == two.document:
            continue
        score = likeness(a, b)
        if score < limits.keep and not _one_deed(a, b):
            continue
        scored[i, j] = score
        if (
            score >= limits.agree[1]
            and values_agree(one, two)
            and telling_digits(one) >= _MIN_ANCHOR_DIGITS
        ):
            anchors.add((i, j))
    edges = []
    least = least_likeness(limits)
    beside_anchors = {i + step for i, _ in anchors for step in _STEPS}
    for (i, j), score in scored.items():
        if not first <= i < end:
            continue
        supported = i in beside_anchors and _supported(i, j, anchors, near)
        if supported:
            score = min(100.0, score + limits.support)
        if score < least and not _one_deed(near[i], near[j]):
            continue
        decided = relate(near[i], near[j], score, limits, dictionary, supported=supported)
        if decided:
            relation, reason = decided
            telling = telling_digits(near[i].claim) if relation == "agree" else 0
            edges.append(
                (i, j, round(10 * score), telling, RELATIONS.index(relation), REASONS.index(reason))
            )
    return np.array(edges, EDGE) if edges else np.empty(0, EDGE)


def _one_deed(a: Context, b: Context) -> bool:
    return bool(a.deed) and a.deed == b.deed


def _supported(
    i: int, j: int, anchors: set[tuple[int, int]], contexts: Mapping[int, Context]
) -> bool:
    """Tell whether neighbours of the two in the text agree in value and are alike themselves."""
    return any(
        (i + di, j + dj) in anchors
        and contexts[i].claim.document == contexts[i + di].claim.document
        for di in _STEPS
        for dj in _STEPS
    )


def pair_buckets(edges: Rows, homes: NDArray[np.uint32], count: int) -> NDArray[np.int64]:
    """Return a bucket for each edge that is the same for all edges between two articles."""
    one, two = homes[edges["first"]].astype(np.uint64), homes[edges["second"]].astype(np.uint64)
    mixed = np.minimum(one, two) * np.uint64(0x9E3779B97F4A7C15) + np.maximum(one, two)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    buckets: NDArray[np.int64] = ((mixed >> np.uint64(32)) % np.uint64(count)).astype(np.int64)
    return buckets


def strength(edges: Rows) -> NDArray[np.int32]:
    """Return how strong edges are, in tenths: a value that agrees in many digits adds to it."""
    strong: NDArray[np.int32] = edges["score"].astype(np.int32) + _DIGIT_STRENGTH * edges["telling"]
    return strong


def strongest_first(edges: Rows) -> Rows:
    """Sort edges; among equals the relation decides, then the places."""
    order = np.lexsort((edges["second"], edges["first"], edges["relation"], -strength(edges)))
    ordered: Rows = edges[order]
    return ordered


def one_to_one(edges: Rows, homes: NDArray[np.uint32]) -> Rows:
    """Keep the best edge of each claim towards each other article, strongest first.

    A series and a fact do not compete. Edges inside one article are kept as they are. So a conflict
    never stands where one of its claims agrees with the other document elsewhere. Only edges between
    the same two articles compete: the edges of each such pair may be given apart from the rest.

    Parameters
    ----------
    homes : the number of the article of every claim
    """
    edges = strongest_first(edges)
    homes_of = homes[edges["first"]].astype(np.uint64), homes[edges["second"]].astype(np.uint64)
    series = (edges["relation"] == _SERIES).astype(np.uint64)

    def end(claims: NDArray[np.uint32], others: NDArray[np.uint64]) -> NDArray[np.uint64]:
        wide = claims.astype(np.uint64)
        keys: NDArray[np.uint64] = wide << np.uint64(32) | others << np.uint64(1) | series
        return keys

    ends = np.concatenate([end(edges["first"], homes_of[1]), end(edges["second"], homes_of[0])])
    distinct, numbers = np.unique(ends, return_inverse=True)
    inside = (homes_of[0] == homes_of[1]).tolist()
    taken = bytearray(len(distinct))
    kept = np.zeros(len(edges), bool)
    half = len(edges)
    for place, (one, two) in enumerate(
        zip(numbers[:half].tolist(), numbers[half:].tolist(), strict=True)
    ):
        if inside[place]:
            kept[place] = True
        elif not (taken[one] or taken[two]):
            taken[one] = taken[two] = 1
            kept[place] = True
    result: Rows = edges[kept]
    return result
