"""Match reviewers' decisions with the proposals of a run.

A decision is matched by the edit's content-derived id; where the source has changed a little, by
what the edit changes and the words around it. A decision that matches nothing is an orphan and is
reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from rapidfuzz import fuzz

from restore.core.decisions import (
    DOCUMENT_RULES,
    FIGURES_STAGE,
    OWN_RULE,
    OWN_STAGE,
    Choice,
    ReviewDecision,
    Standing,
    context_of,
    standings,
)
from restore.core.document import Document
from restore.core.edits import Proposal, edit_id
from restore.gate.overrides import Judged, overridden, whole_groups, without_echoes

__all__ = ["MatchingProgress", "MatchingReport", "OpenDecisions", "open_decisions"]

# Characters of context on each side that an edit's id is made of (see core/edits.py).
_ID_CONTEXT = 8
# How alike the words around two places must be to count as the same place: of 32 characters six may
# have changed.
_MIN_LIKENESS_PERCENT = 80.0


class MatchingReport(NamedTuple):
    """What the decisions of a document came to.

    ``honoured`` counts the decisions that found their edit by choice (``conflict`` where reviewers
    disagree), ``orphans`` are those that found none.
    """

    honoured: dict[str, int]
    conflicts: tuple[Standing, ...]
    orphans: tuple[Standing, ...]


class MatchingProgress(NamedTuple):
    """How far matching has come: ids of the edits still looked for, and of those found, in order."""

    open: tuple[str, ...]
    met: tuple[str, ...]


class _Place(NamedTuple):
    row: int
    source: tuple[int, int]
    context: tuple[str, str]


class OpenDecisions:
    """The decisions on one document, and which of them have found their edit.

    Parameters
    ----------
    standing : the decisions that hold, by the edit's id
    progress : where an earlier phase left off; None at the beginning
    """

    def __init__(
        self, standing: Mapping[str, Standing], progress: MatchingProgress | None = None
    ) -> None:
        if progress is None:
            progress = MatchingProgress(tuple(standing), ())
        self.standing = standing
        self._open = {edit: standing[edit] for edit in progress.open}
        self._met = {edit: standing[edit] for edit in progress.met}
        self._changes = Counter(_change(item.heads[-1]) for item in self._open.values())

    @property
    def progress(self) -> MatchingProgress:
        """How far matching has come; with ``standing`` enough to go on from there."""
        return MatchingProgress(tuple(self._open), tuple(self._met))

    def override(
        self,
        document: Document,
        judged: Sequence[Judged],
        taken: Counter[tuple[str, ...]],
    ) -> list[Judged]:
        """Put the reviewers' decisions in place of the gate's verdicts, for the proposals of one pass.

        Parameters
        ----------
        judged : offsets are code points into the document's present text
        taken : equal edits of earlier passes (see :func:`restore.core.edits.edit_ids`)
        """
        found = self._matched(document, judged, taken)
        if not found:
            return list(judged)
        out = [
            overridden(document.text, item, found[index]) if index in found else item
            for index, item in enumerate(judged)
        ]
        return list(without_echoes(document.text, whole_groups(out)))

    def own_proposals(self, document: Document) -> list[Proposal]:
        """Propose the changes that reviewers made where no stage had proposed one.

        Each is searched by its words in the present text; of several places the one whose context
        is most like that of the decision is taken.
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
                if score >= _MIN_LIKENESS_PERCENT and (best is None or place > best):
                    best = place
                start = document.text.find(head.before, start + 1)
            if best is not None:
                end = best[2] + len(head.before)
                found.append(Proposal(OWN_STAGE, OWN_RULE, best[2], end, head.after, 1.0))
        return found

    def report(self) -> MatchingReport:
        """Return what the decisions came to; call it after the last pass."""
        choices = Counter(
            "conflict" if item.effective is None else item.effective.decision.value
            for item in self._met.values()
        )
        return MatchingReport(
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
        """Match the rest by kind, change and context: the most alike first, of equals the nearer."""
        known = set(found.values())
        rest: dict[tuple[str, str, str, str], list[tuple[str, ReviewDecision]]] = {}
        for edit, standing in self._open.items():
            if edit not in known:
                head = standing.heads[-1]
                rest.setdefault((*_kind(head), *_change(head)), []).append((edit, head))
        if not rest:
            return {}
        scored = []
        for place in places:
            if place.row in found:
                continue
            proposal = judged[place.row].proposal
            before = document.text[proposal.start : proposal.end]
            for edit, head in rest.get((*_kind(proposal), before, proposal.after), ()):
                score = _likeness(head.context, place.context)
                if score >= _MIN_LIKENESS_PERCENT:
                    distance = abs(head.source[0] - place.source[0])
                    scored.append((-score, distance, place.row, edit))
        matched: dict[int, str] = {}
        used: set[str] = set()
        for _, _, index, edit in sorted(scored):
            if index not in matched and edit not in used:
                matched[index] = edit
                used.add(edit)
        return matched


def open_decisions(
    decisions: Iterable[ReviewDecision], documents: Collection[str]
) -> tuple[dict[str, OpenDecisions], tuple[Standing, ...]]:
    """Group the decisions on edits by document; those on figures are none.

    Decisions on a document that is not there go to the one that bears its file name, if there is
    exactly one such: a folder was renamed, or a file named on the command line alone.

    Parameters
    ----------
    documents : ids of the documents of the run

    Returns
    -------
    open decisions by document id; the decisions on documents that are not in the run
    """
    on_edits = [
        decision
        for decision in decisions
        if decision.stage != FIGURES_STAGE and decision.rule not in DOCUMENT_RULES
    ]
    if not on_edits:
        return {}, ()
    names = Counter(PurePosixPath(item).name for item in documents)
    ids = {PurePosixPath(item).name: item for item in documents}
    by_document: dict[str, dict[str, Standing]] = {item: {} for item in documents}
    absent = []
    for edit, standing in standings(on_edits).items():
        name = standing.heads[-1].document
        if name not in by_document:
            name = PurePosixPath(name).name
            if names[name] != 1:
                absent.append(standing)
                continue
            name = ids[name]
        by_document[name][edit] = standing
    return {name: OpenDecisions(items) for name, items in by_document.items() if items}, tuple(
        absent
    )


def _kind(item: ReviewDecision | Proposal) -> tuple[str, str]:
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
