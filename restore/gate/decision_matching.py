"""Rulings: reviewers' decisions brought to bear on the proposals of a pass.

A decision finds its proposal by the edit's content-derived id; where the source changed a little,
by what it changes and the words around it. What finds nothing is an orphan and is reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from restore.core.decisions import (
    OWN_RULE,
    OWN_STAGE,
    Choice,
    ReviewDecision,
    Standing,
    amendable,
    context_of,
    standings,
)
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason, edit_id
from restore.core.evidence import Reviewed
from restore.gate.judge import Verdict

__all__ = ["Judged", "Rulings", "RulingsPlace", "RulingsReport", "rulings_for"]

# What edit ids are made of (edits.py) and how alike both sides must be to be the same place: of
# 32 characters six may have changed.
_ID_CONTEXT = 8
_ALIKE = 80.0


class Judged(NamedTuple):
    """A proposal with its verdict; ``proposed`` is the stage's own text, for the edit's id.

    ``ruled`` says that a reviewer decided.
    """

    proposal: Proposal
    verdict: Verdict
    proposed: str
    ruled: bool = False


class RulingsReport(NamedTuple):
    """What became of the decisions: ids of edits per choice, of conflicts, and the orphans."""

    honoured: dict[str, int]
    conflicts: tuple[Standing, ...]
    orphans: tuple[Standing, ...]


class RulingsPlace(NamedTuple):
    """How far the decisions on a document have come: ids of the edits that are still looked for,
    and of those that were found, in order."""

    open: tuple[str, ...]
    met: tuple[str, ...]


class _Place(NamedTuple):
    row: int
    source: tuple[int, int]
    context: tuple[str, str]


class Rulings:
    """The standing decisions on one document; remembers which of them found their edit."""

    def __init__(self, standing: Mapping[str, Standing], place: RulingsPlace | None = None) -> None:
        if place is None:
            place = RulingsPlace(tuple(standing), ())
        self.standing = standing
        self._open = {edit: standing[edit] for edit in place.open}
        self._met = {edit: standing[edit] for edit in place.met}
        self._changes = Counter(_change(item.heads[-1]) for item in self._open.values())

    @property
    def place(self) -> RulingsPlace:
        """How far the decisions have come; with ``standing`` enough to go on from there."""
        return RulingsPlace(tuple(self._open), tuple(self._met))

    def honour(
        self,
        document: Document,
        judged: Sequence[Judged],
        taken: Counter[tuple[str, ...]],
    ) -> list[Judged]:
        """Put the reviewers' word in place of the gate's, for the proposals of one pass.

        Parameters
        ----------
        judged : offsets into the document's present text
        taken : equal edits of earlier passes (see :func:`restore.core.edits.edit_ids`)
        """
        found = self._matched(document, judged, taken)
        if not found:
            return list(judged)
        out = [
            _ruled(document.text, item, found[index]) if index in found else item
            for index, item in enumerate(judged)
        ]
        return list(_without_echoes(document.text, _whole_groups(out)))

    def own_proposals(self, document: Document) -> list[Proposal]:
        """Propose the changes that reviewers made where no stage had proposed one.

        Each is looked for by its words in the present text; of several places the one whose
        surroundings are most like those it was made in.
        """
        found = []
        for standing in self._open.values():
            head = standing.effective
            if head is None or head.rule != OWN_RULE or head.decision is not Choice.ACCEPT:
                continue
            best: tuple[float, int, int] | None = None
            start = document.text.find(head.before) if head.before else -1
            while start >= 0:
                source = document.to_source(start, start + len(head.before))
                score = _likeness(head.context, context_of(document.source, source))
                place = (score, -abs(source[0] - head.source[0]), start)
                if score >= _ALIKE and (best is None or place > best):
                    best = place
                start = document.text.find(head.before, start + 1)
            if best is not None:
                end = best[2] + len(head.before)
                found.append(Proposal(OWN_STAGE, OWN_RULE, best[2], end, head.after, 1.0))
        return found

    def report(self) -> RulingsReport:
        """Return what the decisions came to, after the last pass."""
        choices = Counter(
            "conflict" if item.effective is None else item.effective.decision.value
            for item in self._met.values()
        )
        return RulingsReport(
            honoured=dict(sorted(choices.items())),
            conflicts=tuple(item for item in self._met.values() if item.conflict),
            orphans=tuple(self._open.values()),
        )

    def _matched(
        self,
        document: Document,
        judged: Sequence[Judged],
        taken: Counter[tuple[str, ...]],
    ) -> dict[int, Standing]:
        places: list[_Place] = []
        for index, (proposal, *_) in enumerate(judged):
            before = document.text[proposal.start : proposal.end]
            if (before, proposal.after) in self._changes:
                source = document.to_source(proposal.start, proposal.end)
                places.append(_Place(index, source, context_of(document.source, source)))
        found = self._by_id(document, judged, places, taken)
        for index, edit in self._by_context(judged, places, found, document).items():
            found[index] = edit
        return {index: self._claim(edit) for index, edit in found.items()}

    def _claim(self, edit: str) -> Standing:
        standing = self._open.pop(edit)
        self._met[edit] = standing
        self._changes[_change(standing.heads[-1])] -= 1
        self._changes = +self._changes
        return standing

    def _by_id(
        self,
        document: Document,
        judged: Sequence[Judged],
        places: Sequence[_Place],
        taken: Counter[tuple[str, ...]],
    ) -> dict[int, str]:
        found: dict[int, str] = {}
        ordinals = Counter(taken)
        for place in places:
            proposal, verdict = judged[place.row][:2]
            left, right = place.context
            before = document.text[proposal.start : proposal.end]
            key = (proposal.rule, before, proposal.after, left[-_ID_CONTEXT:], right[:_ID_CONTEXT])
            identity = edit_id(document.id, *key[:3], (key[3], key[4]), ordinals[key])
            known = identity in self._open
            if known:
                found[place.row] = identity
            if known or verdict.decision is not None:
                ordinals[key] += 1
        return found

    def _by_context(
        self,
        judged: Sequence[Judged],
        places: Sequence[_Place],
        found: dict[int, str],
        document: Document,
    ) -> dict[int, str]:
        """Match what is left by sort and words, the likest places first, the nearer of equals."""
        known = set(found.values())
        rest: dict[tuple[str, str, str, str], list[tuple[str, ReviewDecision]]] = {}
        for edit, standing in self._open.items():
            if edit not in known:
                head = standing.heads[-1]
                rest.setdefault((*_sort(head), *_change(head)), []).append((edit, head))
        if not rest:
            return {}
        scored = []
        for place in places:
            if place.row in found:
                continue
            proposal = judged[place.row].proposal
            before = document.text[proposal.start : proposal.end]
            for edit, head in rest.get((*_sort(proposal), before, proposal.after), ()):
                score = _likeness(head.context, place.context)
                if score >= _ALIKE:
                    distance = abs(head.source[0] - place.source[0])
                    scored.append((-score, distance, place.row, edit))
        matched: dict[int, str] = {}
        used: set[str] = set()
        for _, _, index, edit in sorted(scored):
            if index not in matched and edit not in used:
                matched[index] = edit
                used.add(edit)
        return matched


def rulings_for(
    decisions: Iterable[ReviewDecision], documents: Collection[str]
) -> tuple[dict[str, Rulings], tuple[Standing, ...]]:
    """Sort decisions by document.

    Decisions on a document that is not there go to the one that bears its file name, if there is
    exactly one such: a folder was renamed, or a file named on the command line alone.

    Parameters
    ----------
    documents : ids of the documents of the run

    Returns
    -------
    rulings by document id; what stands on documents that are not there
    """
    names = Counter(PurePosixPath(item).name for item in documents)
    ids = {PurePosixPath(item).name: item for item in documents}
    sorted_by: dict[str, dict[str, Standing]] = {item: {} for item in documents}
    absent = []
    for edit, standing in standings(decisions).items():
        name = standing.heads[-1].document
        if name not in sorted_by:
            name = PurePosixPath(name).name
            if names[name] != 1:
                absent.append(standing)
                continue
            name = ids[name]
        sorted_by[name][edit] = standing
    return {name: Rulings(items) for name, items in sorted_by.items() if items}, tuple(absent)


def _sort(item: ReviewDecision | Proposal) -> tuple[str, str]:
    """What a decision and a proposal must share, whatever their rules.

    In the layout the same line break goes for several causes: a word on a joint is none on a move.
    """
    family = item.rule.partition(".")[0] if item.stage == "layout" else ""
    return item.stage, family


def _change(decision: ReviewDecision) -> tuple[str, str]:
    return decision.before, decision.after


def _likeness(first: tuple[str, str], second: tuple[str, str]) -> float:
    """How alike two contexts are, 0 to 100, by their characters on both sides.

    A side that the beginning or end of a document cut short is compared as far as it goes.
    """
    lefts, rights = (len(first[0]), len(second[0])), (len(first[1]), len(second[1]))
    left, right = min(lefts), min(rights)
    if not left + right:
        return 100.0 if max(*lefts, *rights) == 0 else 0.0
    alike = left * fuzz.ratio(first[0][-left:] if left else "", second[0][-left:] if left else "")
    alike += right * fuzz.ratio(first[1][:right], second[1][:right])
    return alike / (left + right)


def _ruled(document_text: str, item: Judged, standing: Standing) -> Judged:
    proposal, verdict = item.proposal, item.verdict
    decision = standing.effective
    if decision is None:
        open_decision = Decision.FLAGGED if proposal.flag is not None else Decision.SUGGESTED
        return Judged(
            _witnessed(proposal, standing.heads),
            Verdict(open_decision, Reason.REVIEWERS_DISAGREE),
            item.proposed,
            ruled=True,
        )
    if decision.decision is Choice.AMEND and decision.text is not None:
        return _amended(document_text, item, decision)
    told = _witnessed(proposal, standing.heads)
    if decision.decision is Choice.REJECT:
        return Judged(
            told, Verdict(Decision.REJECTED, Reason.REVIEWER_REJECTED), item.proposed, ruled=True
        )
    if proposal.flag is not None:
        verdict = Verdict(Decision.FLAGGED, Reason.REVIEWER_ACCEPTED)
    elif verdict.decision is not Decision.APPLIED:
        verdict = Verdict(Decision.APPLIED, Reason.REVIEWER_ACCEPTED)
    return Judged(told, verdict, item.proposed, ruled=True)


def _amended(document_text: str, item: Judged, decision: ReviewDecision) -> Judged:
    """Put the reviewer's words, unless they would tear the lines that later passes build on."""
    proposal, text = item.proposal, decision.text or ""
    before = document_text[proposal.start : proposal.end]
    told = _witnessed(proposal, (decision,), proposed=item.proposed)
    if not amendable(proposal.stage, before, proposal.after, text, proposal.group):
        verdict = Verdict(Decision.SUGGESTED, Reason.REVIEWER_AMENDED)
        return Judged(told, verdict, item.proposed, ruled=True)
    if text == before:
        rejection = Verdict(Decision.REJECTED, Reason.REVIEWER_REJECTED)
        return Judged(told, rejection, item.proposed, ruled=True)
    amended = msgspec.structs.replace(told, after=text, flag=None)
    verdict = Verdict(Decision.APPLIED, Reason.REVIEWER_AMENDED)
    return Judged(amended, verdict, item.proposed, ruled=True)


def _witnessed(
    proposal: Proposal, heads: Sequence[ReviewDecision], proposed: str | None = None
) -> Proposal:
    words = tuple(
        Reviewed(head.who, head.when, head.decision.value, head.comment, proposed) for head in heads
    )
    return msgspec.structs.replace(proposal, evidence=(*proposal.evidence, *words))


def _whole_groups(items: list[Judged]) -> list[Judged]:
    """Reject a group of which a reviewer rejected one member, keep back one that is contested."""
    settled: dict[str, Verdict] = {}
    for item in items:
        group = item.proposal.group
        if item.ruled and group is not None and item.verdict.decision is not Decision.APPLIED:
            rejected = item.verdict.decision is Decision.REJECTED
            if rejected or group not in settled:
                settled[group] = item.verdict
    return [
        item._replace(verdict=settled[item.proposal.group], ruled=True)
        if item.proposal.group is not None and item.proposal.group in settled
        else item
        for item in items
    ]


def _without_echoes(text: str, items: Sequence[Judged]) -> Iterator[Judged]:
    """Refuse what would have the same effect as a rejected edit by another rule or span."""
    rejected = sorted(
        (item.proposal for item in items if item.verdict.reason is Reason.REVIEWER_REJECTED),
        key=lambda proposal: proposal.start,
    )
    starts = [proposal.start for proposal in rejected]
    longest = max((proposal.end - proposal.start for proposal in rejected), default=0)
    for item in items:
        first = bisect_left(starts, item.proposal.start - longest)
        last = bisect_right(starts, item.proposal.end)
        if not item.ruled and any(
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
