"""One pass of a stage over a document: proposals judged, conflicts settled, edits applied."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from restore.document import Document
from restore.edits import Decision, Edit, Proposal, Reason, edit_ids
from restore.gate import Protector, Verdict, judge
from restore.log import Pass
from restore.settings import GateSettings

__all__ = ["PassResult", "run_pass"]


class PassResult(NamedTuple):
    """The document after a pass, its edits, and what the gate refused, by reason."""

    document: Document
    log: Pass
    refused: Counter[str]


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
) -> PassResult:
    """Judge the proposals, settle their overlaps, apply what is to be applied.

    Parameters
    ----------
    proposals : offsets into the document's present text
    number : number of this pass in the document's log, from 1
    taken : ids given so far, for telling equal edits apart; updated
    """
    refused: Counter[str] = Counter()
    kept: list[tuple[Proposal, Verdict]] = []
    for proposal in proposals:
        verdict = judge(proposal, document.text, settings, protector)
        if verdict.decision is None:
            refused[verdict.reason.value] += 1
        else:
            kept.append((proposal, verdict))
    kept.sort(key=lambda item: (item[0].start, item[0].end))
    kept = _without_overlaps(kept, refused)
    edits = _edits(document, kept, number, stage, taken)
    log = Pass(number=number, stage=stage, edits=edits)
    return PassResult(document.apply(log.applied), log, refused)


def _without_overlaps(
    items: list[tuple[Proposal, Verdict]], refused: Counter[str]
) -> list[tuple[Proposal, Verdict]]:
    """Keep the stronger of two overlapping proposals; a group stands or falls together."""
    if _disjoint([proposal for proposal, _ in items]):
        return items
    order = sorted(
        range(len(items)),
        key=lambda index: (
            _RANK[items[index][1].decision or Decision.FLAGGED],
            -items[index][0].confidence,
            -(items[index][0].end - items[index][0].start),
            items[index][0].start,
            index,
        ),
    )
    chosen: list[tuple[int, int]] = []
    keep: set[int] = set()
    lost_groups: set[str] = set()
    for index in order:
        proposal = items[index][0]
        spot = bisect_left(chosen, (proposal.start, proposal.end))
        clash = (spot > 0 and _overlap(chosen[spot - 1], proposal)) or (
            spot < len(chosen) and _overlap(chosen[spot], proposal)
        )
        if clash:
            refused[Reason.OVERLAPPED.value] += 1
            if proposal.group is not None:
                lost_groups.add(proposal.group)
            continue
        chosen.insert(spot, (proposal.start, proposal.end))
        keep.add(index)
    return [
        item
        for index, item in enumerate(items)
        if index in keep and (item[0].group is None or item[0].group not in lost_groups)
    ]


def _disjoint(proposals: Sequence[Proposal]) -> bool:
    position = 0
    for proposal in proposals:
        if proposal.start < position:
            return False
        position = proposal.end
    return True


def _overlap(span: tuple[int, int], proposal: Proposal) -> bool:
    """Whether two spans share a character; insertions clash only strictly inside a span."""
    return span[0] < proposal.end and proposal.start < span[1]


def _edits(
    document: Document,
    items: Sequence[tuple[Proposal, Verdict]],
    number: int,
    stage: str,
    taken: Counter[tuple[str, ...]],
) -> tuple[Edit, ...]:
    sources = [document.to_source(item.start, item.end) for item, _ in items]
    befores = [document.text[item.start : item.end] for item, _ in items]
    ids = edit_ids(
        document.id,
        document.source,
        (
            (item.rule, before, item.after, source)
            for (item, _), before, source in zip(items, befores, sources, strict=True)
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
        for (proposal, verdict), before, source, identity in zip(
            items, befores, sources, ids, strict=True
        )
    )
