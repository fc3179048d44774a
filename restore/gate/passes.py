"""Run one pass of a stage over a document: judge its proposals, settle conflicts, apply the edits.

Whatever the stages propose, a document that has text keeps some: a pass that would take the last
word away flags what it would take instead. Only a reviewer may empty a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason, edit_ids
from restore.core.log import Pass
from restore.gate.conflicts import WORD, without_conflicts
from restore.gate.decision_matching import OpenDecisions
from restore.gate.judge import judge
from restore.gate.overrides import Judged
from restore.gate.script_guard import ScriptGuard
from restore.gate.verdict import Protector
from restore.settings import GateSettings
from restore.text.script import Script

__all__ = ["Gate", "PassResult", "run_pass"]

_PLACE = attrgetter("proposal.start", "proposal.end")


@dataclass
class Gate:
    """What the passes over one document are judged by.

    Parameters
    ----------
    settings : thresholds
    protector : finds protected expressions; None where there are none
    decisions : what reviewers decided on this document; None if nothing
    taken : ids given in the passes so far, for telling equal edits apart; passes update it
    asked : the script into which the user has the text converted; None if it stays as it is
    """

    settings: GateSettings
    protector: Protector | None = None
    decisions: OpenDecisions | None = None
    taken: Counter[tuple[str, ...]] = field(default_factory=Counter)
    asked: Script | None = None


class PassResult(NamedTuple):
    """The document after a pass, its edits, and what the gate refused, by reason."""

    document: Document
    log: Pass
    refused: Counter[str]


def run_pass(
    document: Document,
    proposals: Iterable[Proposal],
    gate: Gate,
    *,
    number: int,
    stage: str,
    sure_only: bool = False,
) -> PassResult:
    """Judge the proposals, settle their conflicts, apply what is to be applied.

    A reviewer's decision replaces the gate's verdict and wins every conflict. A rejected edit is
    kept in the log as rejected.

    Parameters
    ----------
    proposals : offsets are code points into the document's present text
    number : number of this pass in the document's log; they grow
    sure_only : leave out what would only be suggested or flagged
    """
    refused: Counter[str] = Counter()
    proposals = list(proposals)
    if not proposals and gate.decisions is None:
        return PassResult(document, Pass(number=number, stage=stage, edits=()), refused)
    text, scripts = document.text, ScriptGuard(document.text, gate.asked)
    judged = [
        Judged(
            proposal,
            judge(proposal, text, gate.settings, gate.protector, scripts),
            proposal.after,
        )
        for proposal in proposals
    ]
    judged.sort(key=_PLACE)
    if gate.decisions is not None:
        judged = gate.decisions.override(document, judged, gate.taken)
    kept: list[Judged] = []
    for item in judged:
        decision = item.verdict.decision
        if decision is None:
            refused[item.verdict.reason.value] += 1
        elif decision is Decision.APPLIED or item.reviewed or not sure_only:
            kept.append(item)
    kept = without_conflicts(document.text, kept, refused)
    edits = _edits(document, kept, number, stage, gate.taken)
    log = Pass(number=number, stage=stage, edits=edits)
    result = document.apply(log.applied)
    if WORD.search(result.text) is None and WORD.search(document.text) is not None:
        spared = tuple(
            edit if item.reviewed else _spared(edit) for item, edit in zip(kept, edits, strict=True)
        )
        log = Pass(number=number, stage=stage, edits=spared)
        result = document.apply(log.applied)
    return PassResult(result, log, refused)


def _spared(edit: Edit) -> Edit:
    """Return the edit as a flag if it would take words, the last of its document."""
    if not edit.applied or WORD.search(edit.before) is None:
        return edit
    return msgspec.structs.replace(edit, decision=Decision.FLAGGED, reason=Reason.LAST_TEXT)


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
