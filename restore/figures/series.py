"""Chains the claims of one indicator through its periods, oldest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np

from restore.claims import Claim, Series
from restore.figures.likeness import Context
from restore.figures.relating import RELATIONS
from restore.figures.spill import Rows
from restore.figures.store import RecordFile
from restore.figures.verdicts import identity

__all__ = ["series_of"]


def series_of(contexts: RecordFile[Context], edges: Rows) -> Iterator[Series]:
    """Yield the series that edges make up, each claim in at most one.

    Parameters
    ----------
    edges : edges of any relation (:data:`restore.figures.matching.EDGE`)
    """
    rows = edges[edges["relation"] == RELATIONS.index("series")]
    both = np.concatenate([rows["first"], rows["second"]])
    others = np.concatenate([rows["second"], rows["first"]])
    scores = np.concatenate([rows["score"], rows["score"]])
    order = np.lexsort((others, -scores, both))
    both, others = both[order], others[order]
    nodes, starts = np.unique(both, return_index=True)
    ends = np.append(starts[1:], len(both))
    place = np.full(len(contexts), -1, np.int32)
    place[nodes] = np.arange(len(nodes))
    seen = bytearray(len(contexts))
    for start in nodes.tolist():
        if seen[start]:
            continue
        chosen: dict[tuple[str, str], int] = {}
        queue = deque([start])
        while queue:
            index = queue.popleft()
            if seen[index]:
                continue
            period = contexts[index].claim.period
            if period is None or (period.start, period.end) in chosen:
                continue
            seen[index] = 1
            chosen[period.start, period.end] = index
            node = int(place[index])
            queue.extend(others[starts[node] : ends[node]].tolist())
        if len(chosen) >= 2:
            yield _series([contexts[chosen[period]].claim for period in sorted(chosen)])


def _series(claims: list[Claim]) -> Series:
    return Series(
        identity("s", claims),
        " · ".join(p for p in (claims[0].subject, claims[0].predicate) if p),
        claims[0].unit,
        tuple(claim.id for claim in claims),
        tuple(_period_label(claim) for claim in claims),
        tuple(claim.value for claim in claims),
    )


def _period_label(claim: Claim) -> str:
    period = claim.period
    if period is None:
        return ""
    first, last = period.start[:4], period.end[:4]
    whole = len(period.start) == 7 and period.start.endswith("-01") and period.end.endswith("-12")
    if whole:
        return first if first == last else f"{first}—{last}"
    return period.start if period.start == period.end else f"{period.start}—{period.end}"
