"""Builds time series: the values of one indicator, one for each period, oldest first."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from restore.core.claims import Claim, Series
from restore.figures.jumps import jump_words, jumps_of, period_label
from restore.figures.likeness import Context
from restore.figures.store import RecordFile, Rows
from restore.figures.verdicts import identity
from restore.text.union_find import root, unite

__all__ = ["Chains", "series_of"]


class Chains:
    """Tells which claims hang together by series, in 4 bytes a claim."""

    def __init__(self, size: int) -> None:
        self._parents = array("I", range(size))

    def join(self, edges: Rows) -> None:
        """Join the ends of edges."""
        for first, second in zip(edges["first"].tolist(), edges["second"].tolist(), strict=True):
            unite(self._parents, first, second)

    def buckets(self, edges: Rows, count: int) -> NDArray[np.int64]:
        """Return a bucket for each edge, the same for all edges that hang together."""
        roots = [root(self._parents, first) % count for first in edges["first"].tolist()]
        return np.array(roots, np.int64)


def series_of(contexts: RecordFile[Context], edges: Rows) -> Iterator[Series]:
    """Yield the series that edges of the relation ``series`` make up, each claim in at most one.

    Edges that hang together must be given together.
    """
    both = np.concatenate([edges["first"], edges["second"]])
    others = np.concatenate([edges["second"], edges["first"]])
    scores = np.tile(edges["score"].astype(np.int32), 2)
    order = np.lexsort((others, -scores, both))
    both, others = both[order], others[order]
    nodes, starts = np.unique(both, return_index=True)
    ends = np.append(starts[1:], len(both))
    place = {node: number for number, node in enumerate(nodes.tolist())}
    seen: set[int] = set()
    for start in nodes.tolist():
        if start in seen:
            continue
        chosen: dict[tuple[str, str], int] = {}
        home = ""
        queue = deque([start])
        while queue:
            index = queue.popleft()
            if index in seen:
                continue
            period, region = contexts[index].claim.period, contexts[index].region
            if period is None or (period.start, period.end) in chosen:
                continue
            # What names no place may go with either of two, and joins them not.
            if home and region and region != home:
                continue
            home = home or region
            seen.add(index)
            chosen[period.start, period.end] = index
            node = place[index]
            queue.extend(others[starts[node] : ends[node]].tolist())
        if len(chosen) >= 2:
            yield _series([contexts[chosen[period]].claim for period in sorted(chosen)])


def _series(claims: list[Claim]) -> Series:
    jumps = tuple(jumps_of(claims))
    return Series(
        identity("s", (claim.id for claim in claims)),
        " · ".join(p for p in (claims[0].subject, claims[0].predicate) if p),
        claims[0].unit,
        tuple(claim.id for claim in claims),
        tuple(period_label(claim) for claim in claims),
        tuple(claim.value for claim in claims),
        "；".join(jump_words(claims[before], claims[after], kind) for before, after, kind in jumps),
        jumps,
    )
