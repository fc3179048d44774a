"""One pass of a stage over a document: proposals judged, conflicts settled, edits applied.

Two proposals conflict where they share a character. Two corrections of words conflict also where
they touch, or where a repeated run lies in what both change: then both may repair one slip, and the
gate takes one of them, the stronger (加强舆论论监督: of the two 论 one rule takes the first, another
the second).

Whatever the stages propose, a document that has text keeps some: a pass that would take the last
word away points at what it would take instead. Only a reviewer may empty a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason, edit_ids
from restore.core.evidence import Repetition
from restore.core.log import Pass
from restore.gate.decision_matching import Judged, Rulings
from restore.gate.judge import Protector, judge
from restore.gate.locks import Change
from restore.settings import GateSettings
from restore.text.doubles import repeated_runs

__all__ = ["PassResult", "run_pass"]


class PassResult(NamedTuple):
    """The document after a pass, its edits, and what the gate refused, by reason."""

    document: Document
    log: Pass
    refused: Counter[str]


# What words are made of: a letter, a Chinese character, a digit.
_WORD = re.compile(r"[^\W_]")
_RANK = {Decision.APPLIED: 0, Decision.SUGGESTED: 1, Decision.FLAGGED: 2}


def run_pass(
    document: Document,
    proposals: Iterable[Proposal],
    *,
    number: int,
    stage: str,
    settings: GateSettings,
    taken: Counter[tuple[str, ...]],
    protector: Protector | None = None,
    rulings: Rulings | None = None,
    sure_only: bool = False,
) -> PassResult:
    """Judge the proposals, settle their overlaps, apply what is to be applied.

    What a reviewer decided goes before the gate's word and before what overlaps it; a rejected
    edit is kept in the log, so that it is seen that it was settled.

    Parameters
    ----------
    proposals : offsets into the document's present text
    number : number of this pass in the document's log, from 1
    taken : ids given so far, for telling equal edits apart; updated
    rulings : what reviewers decided on this document
    sure_only : leave out what would only be suggested or flagged
    """
    refused: Counter[str] = Counter()
    judged = [
        Judged(proposal, judge(proposal, document.text, settings, protector), proposal.after)
        for proposal in proposals
    ]
    judged.sort(key=lambda item: (item.proposal.start, item.proposal.end))
    if rulings is not None:
        judged = rulings.honour(document, judged, taken)
    kept: list[Judged] = []
    rejected: list[Judged] = []
    for item in judged:
        decision = item.verdict.decision
        if decision is None:
            refused[item.verdict.reason.value] += 1
        elif decision is Decision.REJECTED:
            rejected.append(item)
        elif decision is Decision.APPLIED or item.ruled or not sure_only:
            kept.append(item)
    kept = _without_conflicts(document.text, kept, refused)
    if rejected:
        kept = sorted([*kept, *rejected], key=lambda item: (item.proposal.start, item.proposal.end))
    edits = _edits(document, kept, number, stage, taken)
    log = Pass(number=number, stage=stage, edits=edits)
    result = document.apply(log.applied)
    if _WORD.search(result.text) is None and _WORD.search(document.text) is not None:
        spared = tuple(
            edit if item.ruled else _spared(edit) for item, edit in zip(kept, edits, strict=True)
        )
        log = Pass(number=number, stage=stage, edits=spared)
        result = document.apply(log.applied)
    return PassResult(result, log, refused)


def _spared(edit: Edit) -> Edit:
    """Point at the words that the edit would take, where they are the last of a document."""
    if not edit.applied or _WORD.search(edit.before) is None:
        return edit
    return msgspec.structs.replace(edit, decision=Decision.FLAGGED, reason=Reason.LAST_TEXT)


def _without_conflicts(text: str, items: list[Judged], refused: Counter[str]) -> list[Judged]:
    """Keep the stronger of two proposals in conflict; a group stands or falls together."""
    reaches = _reaches(text, [item.proposal for item in items])
    if _disjoint([item.proposal for item in items], reaches):
        return items
    order = sorted(
        range(len(items)),
        key=lambda index: (
            not items[index].ruled,
            _RANK[items[index].verdict.decision or Decision.FLAGGED],
            -items[index].proposal.confidence,
            # One character too many is a simpler slip than two others (事业业单位, 企事业单位).
            not any(isinstance(item, Repetition) for item in items[index].proposal.evidence),
            -(items[index].proposal.end - items[index].proposal.start),
            items[index].proposal.start,
            index,
        ),
    )
    chosen: list[_Reach] = []
    # Blocks may move to one place; two words are not written to it.
    written: set[int] = set()
    keep: set[int] = set()
    lost_groups: set[str] = set()
    for index in order:
        proposal, reach = items[index].proposal, reaches[index]
        spot = bisect_left(chosen, reach)
        clash = (spot > 0 and chosen[spot - 1].meets(reach)) or (
            spot < len(chosen) and chosen[spot].meets(reach)
        )
        insertion = _writes(proposal)
        if clash or (insertion and proposal.start in written):
            refused[Reason.OVERLAPPED.value] += 1
            if proposal.group is not None:
                lost_groups.add(proposal.group)
            continue
        chosen.insert(spot, reach)
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


def _disjoint(proposals: Sequence[Proposal], reaches: Sequence[_Reach]) -> bool:
    inserted = -1
    last: _Reach | None = None
    for proposal, reach in zip(proposals, reaches, strict=True):
        insertion = _writes(proposal)
        if insertion and proposal.start == inserted:
            return False
        if last is not None and (reach.low < last.low or last.meets(reach)):
            return False
        last = reach
        inserted = proposal.start if insertion else -1
    return True


class _Reach(NamedTuple):
    """What a proposal keeps from others, in quarters of a character.

    A repair of words reaches a quarter into its neighbours, so that it meets one that touches it;
    all else keeps a quarter away from its own ends, so that it meets only what shares a character.
    An insertion that is no repair has its ends crossed: it meets only what has it strictly inside.
    """

    low: int
    high: int

    def meets(self, other: _Reach) -> bool:
        """Whether two reaches have more than a point in common."""
        return self.low < other.high and other.low < self.high


def _reaches(text: str, proposals: Sequence[Proposal]) -> list[_Reach]:
    """Return the reach of every proposal; that of a repair takes in the repeated runs it is in."""
    cores = [_repaired(text, proposal) for proposal in proposals]
    # Where there is one repair there is none that it could be in conflict with.
    runs = repeated_runs(text) if sum(core is not None for core in cores) > 1 else ()
    starts, ends = [start for start, _ in runs], [end for _, end in runs]
    reaches = []
    for proposal, core in zip(proposals, cores, strict=True):
        if core is None:
            reaches.append(_Reach(4 * proposal.start + 1, 4 * proposal.end - 1))
            continue
        start, end = core
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        reaches.append(_Reach(4 * start - 1, 4 * end + 1))
    return reaches


def _repaired(text: str, proposal: Proposal) -> tuple[int, int] | None:
    """Return the characters that a correction of words changes, None for anything else."""
    if proposal.stage != "correction" or proposal.flag is not None:
        return None
    core = Change(text, proposal.start, proposal.end, proposal.after).trimmed()
    return (core.start, core.end) if _WORD.search(core.before + core.after) else None


def _edits(
    document: Document,
    items: Sequence[Judged],
    number: int,
    stage: str,
    taken: Counter[tuple[str, ...]],
) -> tuple[Edit, ...]:
    """Build the edits. An edit that a reviewer amended keeps the id of what was proposed."""
    spans = [(item.proposal.start, item.proposal.end) for item in items]
    sources = [document.to_source(*span) for span in spans]
    befores = [document.text[slice(*span)] for span in spans]
    ids = edit_ids(
        document.id,
        document.source,
        (
            (item.proposal.rule, before, item.proposed, source)
            for item, before, source in zip(items, befores, sources, strict=True)
        ),
        taken,
    )
    return tuple(
        Edit(
            id=identity,
            document=document.id,
            pass_number=number,
            stage=stage,
            rule=proposal.rule,
            span=(proposal.start, proposal.end),
            source=source,
            before=before,
            after=proposal.after,
            group=proposal.group,
            confidence=round(proposal.confidence, 4),
            decision=verdict.decision or Decision.FLAGGED,
            reason=verdict.reason,
            evidence=proposal.evidence,
        )
        for (proposal, verdict, *_), before, source, identity in zip(
            items, befores, sources, ids, strict=True
        )
    )
