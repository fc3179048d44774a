"""Settle conflicts between the proposals of a pass: the stronger of two stays.

Two proposals conflict where they share a character. Two corrections of words conflict also where
they touch, or where a repeated run lies in what both change: then both may repair one slip, and the
gate takes one of them, the stronger (加强舆论论监督: of the two 论 one rule takes the first, another
the second).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Repetition
from restore.gate.locks import Change
from restore.gate.overrides import Judged
from restore.text.doubles import repeated_runs

__all__ = ["WORD", "without_conflicts"]

#: What words are made of: a letter, a Chinese character, a digit.
WORD = re.compile(r"[^\W_]")
_RANK = {Decision.APPLIED: 0, Decision.SUGGESTED: 1, Decision.FLAGGED: 2}


def without_conflicts(text: str, items: list[Judged], refused: Counter[str]) -> list[Judged]:
    """Keep the stronger of two proposals in conflict; a group stands or falls together.

    What a reviewer rejected is in nobody's way. It keeps its place among the others: the ids of equal
    edits at one place count them in this order.
    """
    contenders = [
        index for index, item in enumerate(items) if item.verdict.decision is not Decision.REJECTED
    ]
    proposals = [items[index].proposal for index in contenders]
    extents = _extents(text, proposals)
    if _disjoint(proposals, extents):
        return items
    extent_of = dict(zip(contenders, extents, strict=True))
    order = sorted(
        contenders,
        key=lambda index: (
            not items[index].reviewed,
            _RANK[items[index].verdict.decision or Decision.FLAGGED],
            -items[index].proposal.confidence,
            # One character too many is a simpler slip than two others (事业业单位, 企事业单位).
            not any(isinstance(item, Repetition) for item in items[index].proposal.evidence),
            -(items[index].proposal.end - items[index].proposal.start),
            items[index].proposal.start,
            index,
        ),
    )
    chosen: list[_Extent] = []
    # Blocks may move to one place; two words are not written to it.
    written: set[int] = set()
    keep = set(range(len(items))).difference(contenders)
    lost_groups: set[str] = set()
    for index in order:
        proposal, extent = items[index].proposal, extent_of[index]
        spot = bisect_left(chosen, extent)
        clash = (spot > 0 and chosen[spot - 1].meets(extent)) or (
            spot < len(chosen) and chosen[spot].meets(extent)
        )
        insertion = _writes(proposal)
        if clash or (insertion and proposal.start in written):
            refused[Reason.OVERLAPPED.value] += 1
            if proposal.group is not None:
                lost_groups.add(proposal.group)
            continue
        chosen.insert(spot, extent)
        if insertion:
            written.add(proposal.start)
        keep.add(index)
    return [
        item
        for index, item in enumerate(items)
        if index in keep and (item.proposal.group is None or item.proposal.group not in lost_groups)
    ]


def _writes(proposal: Proposal) -> bool:
    """Whether the proposal writes words where none stand; a flag writes nothing."""
    return proposal.start == proposal.end and proposal.group is None and proposal.flag is None


def _disjoint(proposals: Sequence[Proposal], extents: Sequence[_Extent]) -> bool:
    inserted = -1
    last: _Extent | None = None
    for proposal, extent in zip(proposals, extents, strict=True):
        insertion = _writes(proposal)
        if insertion and proposal.start == inserted:
            return False
        if last is not None and (extent.low < last.low or last.meets(extent)):
            return False
        last = extent
        inserted = proposal.start if insertion else -1
    return True


class _Extent(NamedTuple):
    """What a proposal keeps from others, in quarters of a character.

    A repair of words reaches a quarter into its neighbours, so that it meets one that touches it;
    all else keeps a quarter away from its own ends, so that it meets only what shares a character.
    An insertion that is no repair has its ends crossed: it meets only what has it strictly inside.
    """

    low: int
    high: int

    def meets(self, other: _Extent) -> bool:
        """Whether two extents have more than a point in common."""
        return self.low < other.high and other.low < self.high


def _extents(text: str, proposals: Sequence[Proposal]) -> list[_Extent]:
    """Return the extent of every proposal; that of a repair takes in the repeated runs it is in."""
    cores = [_repaired(text, proposal) for proposal in proposals]
    # Where there is one repair there is none that it could be in conflict with.
    runs = repeated_runs(text) if sum(core is not None for core in cores) > 1 else ()
    starts, ends = [start for start, _ in runs], [end for _, end in runs]
    extents = []
    for proposal, core in zip(proposals, cores, strict=True):
        if core is None:
            extents.append(_Extent(4 * proposal.start + 1, 4 * proposal.end - 1))
            continue
        start, end = core
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        extents.append(_Extent(4 * start - 1, 4 * end + 1))
    return extents


def _repaired(text: str, proposal: Proposal) -> tuple[int, int] | None:
    """Return the characters that a correction of words changes, None for anything else."""
    if proposal.stage != "correction" or proposal.flag is not None:
        return None
    core = Change(text, proposal.start, proposal.end, proposal.after).trimmed()
    return (core.start, core.end) if WORD.search(core.before + core.after) else None
