"""Put a reviewer's decision in place of the gate's verdict, and draw its consequences.

A rejected member takes its whole group along, and a rejected edit also rejects proposals of other
rules or spans that would have the same effect.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from restore.core.decisions import Choice, ReviewDecision, Standing, amendable
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Reviewed
from restore.gate.verdict import Verdict

__all__ = ["Judged", "overridden", "whole_groups", "without_echoes"]


class Judged(NamedTuple):
    """A proposal with its verdict; ``proposed`` is the stage's own text, for the edit's id.

    ``reviewed``: a reviewer decided.
    """

    proposal: Proposal
    verdict: Verdict
    proposed: str
    reviewed: bool = False


def overridden(document_text: str, item: Judged, standing: Standing) -> Judged:
    """Return the proposal with the verdict that its reviewers' decision asks for."""
    proposal, verdict = item.proposal, item.verdict
    decision = standing.effective
    if decision is None:
        open_decision = Decision.FLAGGED if proposal.flag is not None else Decision.SUGGESTED
        return Judged(
            _with_decisions(proposal, standing.heads),
            Verdict(open_decision, Reason.REVIEWERS_DISAGREE),
            item.proposed,
            reviewed=True,
        )
    if decision.decision is Choice.AMEND and decision.text is not None:
        return _amended(document_text, item, decision)
    reviewed_proposal = _with_decisions(proposal, standing.heads)
    if decision.decision is Choice.REJECT:
        return Judged(
            reviewed_proposal,
            Verdict(Decision.REJECTED, Reason.REVIEWER_REJECTED),
            item.proposed,
            reviewed=True,
        )
    if proposal.flag is not None:
        verdict = Verdict(Decision.FLAGGED, Reason.REVIEWER_ACCEPTED)
    elif verdict.decision is not Decision.APPLIED:
        verdict = Verdict(Decision.APPLIED, Reason.REVIEWER_ACCEPTED)
    return Judged(reviewed_proposal, verdict, item.proposed, reviewed=True)


def _amended(document_text: str, item: Judged, decision: ReviewDecision) -> Judged:
    """Write the reviewer's own words, unless they would break the lines that later passes need."""
    proposal, text = item.proposal, decision.text or ""
    before = document_text[proposal.start : proposal.end]
    reviewed_proposal = _with_decisions(proposal, (decision,), proposed=item.proposed)
    if not amendable(proposal.stage, before, proposal.after, text, proposal.group):
        verdict = Verdict(Decision.SUGGESTED, Reason.REVIEWER_AMENDED)
        return Judged(reviewed_proposal, verdict, item.proposed, reviewed=True)
    if text == before:
        rejection = Verdict(Decision.REJECTED, Reason.REVIEWER_REJECTED)
        return Judged(reviewed_proposal, rejection, item.proposed, reviewed=True)
    amended = msgspec.structs.replace(reviewed_proposal, after=text, flag=None)
    verdict = Verdict(Decision.APPLIED, Reason.REVIEWER_AMENDED)
    return Judged(amended, verdict, item.proposed, reviewed=True)


def _with_decisions(
    proposal: Proposal, heads: Sequence[ReviewDecision], proposed: str | None = None
) -> Proposal:
    words = tuple(
        Reviewed(head.who, head.when, head.decision.value, head.comment, proposed) for head in heads
    )
    return msgspec.structs.replace(proposal, evidence=(*proposal.evidence, *words))


def whole_groups(items: list[Judged]) -> list[Judged]:
    """Decide every member of a group as the reviewers decided any of them.

    One that was rejected rejects them all, one that is contested keeps them back, and where neither
    is so one that was accepted has them all made: half of a move would lose its lines, or double them.
    """
    settled: dict[str, Verdict] = {}
    for item in items:
        group = item.proposal.group
        if item.reviewed and group is not None:
            known = settled.get(group)
            if known is None or _weight(item.verdict) > _weight(known):
                settled[group] = item.verdict
    return [
        item._replace(verdict=settled[item.proposal.group], reviewed=True)
        if item.proposal.group is not None and item.proposal.group in settled
        else item
        for item in items
    ]


def _weight(verdict: Verdict) -> int:
    return {Decision.APPLIED: 0, Decision.REJECTED: 2}.get(verdict.decision or Decision.FLAGGED, 1)


def without_echoes(text: str, items: Sequence[Judged]) -> Iterator[Judged]:
    """Refuse what would have the same effect as a rejected edit by another rule or span.

    A member of a group has no effect of its own: the break before one article that is moved is none
    before another that moves to the same place.
    """
    rejected = sorted(
        (
            item.proposal
            for item in items
            if item.verdict.reason is Reason.REVIEWER_REJECTED and item.proposal.group is None
        ),
        key=lambda proposal: proposal.start,
    )
    starts = [proposal.start for proposal in rejected]
    longest = max((proposal.end - proposal.start for proposal in rejected), default=0)
    for item in items:
        first = bisect_left(starts, item.proposal.start - longest)
        last = bisect_right(starts, item.proposal.end)
        alone = not item.reviewed and item.proposal.group is None
        if alone and any(
            _same_effect(text, item.proposal, other) for other in rejected[first:last]
        ):
            yield item._replace(verdict=Verdict(None, Reason.REVIEWER_REJECTED))
        else:
            yield item


def _same_effect(text: str, first: Proposal, second: Proposal) -> bool:
    if first.start > second.end or second.start > first.end or first.flag or second.flag:
        return False
    if len(first.after) - first.end + first.start != len(second.after) - second.end + second.start:
        return False
    start, end = min(first.start, second.start), max(first.end, second.end)
    results = [
        text[start : item.start] + item.after + text[item.end : end] for item in (first, second)
    ]
    return results[0] == results[1]
