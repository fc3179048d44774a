"""One pass of a stage over a document: proposals judged, conflicts settled, edits applied.

Whatever the stages propose, a document that has text keeps some: a pass that would take the last
word away points at what it would take instead. Only a reviewer may empty a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from restore.document import Document
from restore.edits import Decision, Edit, Proposal, Reason, edit_ids
from restore.gate import Protector, judge
from restore.log import Pass
from restore.rulings import Judged, Rulings
from restore.settings import GateSettings

__all__ = ["PassResult", "run_pass"]


class PassResult(NamedTuple):
    """The document after a pass, its edits, and what the gate refused, by reason."""

    document: Document
    log: Pass
    refused: Counter[str]


# What text is made of: a letter, a Chinese character, a digit.
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
        if item.verdict.decision is None:
            refused[item.verdict.reason.value] += 1
        else:
            (rejected if item.verdict.decision is Decision.REJECTED else kept).append(item)
    kept = _without_overlaps(kept, refused)
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


def _without_overlaps(items: list[Judged], refused: Counter[str]) -> list[Judged]:
    """Keep the stronger of two overlapping proposals; a group stands or falls together."""
    if _disjoint([item.proposal for item in items]):
        return items
    order = sorted(
        range(len(items)),
        key=lambda index: (
            not items[index].ruled,
            _RANK[items[index].verdict.decision or Decision.FLAGGED],
            -items[index].proposal.confidence,
            -(items[index].proposal.end - items[index].proposal.start),
            items[index].proposal.start,
            index,
        ),
    )
    chosen: list[tuple[int, int]] = []
    # Blocks may move to one place; two words are not written to it.
    written: set[int] = set()
    keep: set[int] = set()
    lost_groups: set[str] = set()
    for index in order:
        proposal = items[index].proposal
        spot = bisect_left(chosen, (proposal.start, proposal.end))
        clash = (spot > 0 and _overlap(chosen[spot - 1], proposal)) or (
            spot < len(chosen) and _overlap(chosen[spot], proposal)
        )
        insertion = _writes(proposal)
        if clash or (insertion and proposal.start in written):
            refused[Reason.OVERLAPPED.value] += 1
            if proposal.group is not None:
                lost_groups.add(proposal.group)
            continue
        chosen.insert(spot, (proposal.start, proposal.end))
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


def _disjoint(proposals: Sequence[Proposal]) -> bool:
    position, inserted = 0, -1
    for proposal in proposals:
        insertion = _writes(proposal)
        if proposal.start < position or (insertion and proposal.start == inserted):
            return False
        position = proposal.end
        inserted = proposal.start if insertion else -1
    return True


def _overlap(span: tuple[int, int], proposal: Proposal) -> bool:
    """Whether two spans share a character; insertions clash only strictly inside a span."""
    return span[0] < proposal.end and proposal.start < span[1]


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
