"""Decide on proposals: every automatic change of a text passes through :func:`judge`.

A stage proposes; the gate answers *applied*, *suggested*, *flagged* or None (counted, not shown),
always with a reason. It checks in this order: proposals that change nothing or touch a protected
expression, locks (figures, dates, names), then the evidence that the stage's rules ask for.
"""

from __future__ import annotations

import re

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import CopyKept, Evidence, Pattern, Seam, Witness
from restore.gate.corrections import judge_correction, weighed_by_familiarity
from restore.gate.locks import Change, changes_figure
from restore.gate.script_guard import ScriptGuard
from restore.gate.verdict import Protector, Verdict
from restore.settings import GateSettings

__all__ = ["judge"]

# A mark-up comment holds no text, whatever figures it holds; a radical (⼀) is the numeral with another
# code point; where 一一 is proposed to be a dash no numeral stands beside it; damaged bytes hold no figure
# yet, but for the digits of ASCII, which no encoding changes.
_SAME_FIGURE = frozenset({"markdown", "compatibility", "dash", "encoding"})
_ASCII_NUMBER = re.compile("[0-9]+")


def judge(
    proposal: Proposal,
    text: str,
    settings: GateSettings,
    protector: Protector | None = None,
    scripts: ScriptGuard | None = None,
) -> Verdict:
    """Judge one proposal over the text of its pass.

    Parameters
    ----------
    proposal : offsets are code points into ``text``
    protector : asked only about corrections
    scripts : knows the scripts of ``text``; asked about corrections and merged readings
    """
    scripts = scripts or ScriptGuard(text)
    before = text[proposal.start : proposal.end]
    if proposal.veto is not None:
        return Verdict(None, proposal.veto)
    if proposal.flag is not None:
        return Verdict(Decision.FLAGGED, proposal.flag)
    if before == proposal.after:
        return Verdict(None, Reason.NO_CHANGE)
    if proposal.stage == "correction":
        verdict = judge_correction(proposal, text, settings, protector)
        return weighed_by_familiarity(proposal, scripts.corrected(proposal, verdict), settings)
    if proposal.stage == "characters":
        change = Change(text, proposal.start, proposal.end, proposal.after)
        # Width, spaces and variants never touch a figure; the other locks guard words.
        if proposal.rule not in _SAME_FIGURE and changes_figure(change):
            return Verdict(Decision.FLAGGED, Reason.LOCKED_FIGURE)
        if proposal.rule == "encoding" and _ascii_digits(before) != _ascii_digits(proposal.after):
            return Verdict(Decision.FLAGGED, Reason.LOCKED_FIGURE)
        return _by_confidence(proposal, settings, Reason.FORM)
    if proposal.stage == "dedup":
        if not any(_is_copy(item) for item in proposal.evidence):
            return Verdict(None, Reason.NO_EVIDENCE)
        return _by_confidence(proposal, settings, Reason.COVERED_BY_COPY)
    if proposal.stage == "review":
        # A person's own change: nothing is known better here.
        return Verdict(Decision.APPLIED, Reason.REVIEWER_ACCEPTED)
    if proposal.stage == "merge":
        return _judge_merge(proposal, text, settings, scripts)
    return _judge_layout(proposal, text, settings)


def _ascii_digits(text: str) -> list[str]:
    return _ASCII_NUMBER.findall(text)


def _is_copy(item: Evidence) -> bool:
    """Whether evidence says that what goes stands elsewhere, or beside itself in a loop."""
    return isinstance(item, CopyKept) or (
        isinstance(item, Pattern) and item.description.startswith("loop")
    )


def _by_confidence(proposal: Proposal, settings: GateSettings, reason: Reason) -> Verdict:
    if proposal.confidence >= settings.apply_confidence:
        return Verdict(Decision.APPLIED, reason)
    if proposal.confidence >= settings.suggest_confidence:
        return Verdict(Decision.SUGGESTED, Reason.EVIDENCE_WEAK)
    return Verdict(None, Reason.NO_EVIDENCE)


def _judge_merge(
    proposal: Proposal, text: str, settings: GateSettings, scripts: ScriptGuard
) -> Verdict:
    """Judge a reading of the same page; what two agree on is only suggested where it is a figure.

    Readings of one engine are no independent witnesses: two lost the point of 13.3% together.
    """
    readings = sum(isinstance(item, Witness) for item in proposal.evidence)
    if readings == 0:
        return Verdict(None, Reason.NO_EVIDENCE)
    change = Change(text, proposal.start, proposal.end, proposal.after)
    if changes_figure(change):
        decision = Decision.SUGGESTED if readings > 1 else Decision.FLAGGED
        return Verdict(decision, Reason.LOCKED_FIGURE)
    if scripts.converts(proposal):
        return Verdict(None, Reason.OTHER_SCRIPT)
    agreed = Reason.WITNESSES if readings > 1 else Reason.WITNESS_AND_LANGUAGE
    if proposal.confidence >= settings.apply_merge:
        # One reading alone rests on the language model.
        if readings == 1 and scripts.is_foreign(proposal):
            return Verdict(Decision.SUGGESTED, Reason.OTHER_SCRIPT)
        return Verdict(Decision.APPLIED, agreed)
    return _by_confidence(proposal, settings, agreed)


def _judge_layout(proposal: Proposal, text: str, settings: GateSettings) -> Verdict:
    if _glues_figures(proposal, text):
        asked = proposal.confidence >= settings.suggest_confidence
        return Verdict(Decision.SUGGESTED if asked else None, Reason.LOCKED_FIGURE)
    reason = Reason.FORM
    if proposal.group is not None:
        # Its evidence says why the lines stand where they are put, seams among others.
        return _by_confidence(proposal, settings, Reason.ORDER)
    for item in proposal.evidence:
        if isinstance(item, Seam):
            reason = Reason.SEAM_CONTINUES
        elif isinstance(item, Pattern) and item.description.startswith("furniture"):
            reason = Reason.FURNITURE
    return _by_confidence(proposal, settings, reason)


def _glues_figures(proposal: Proposal, text: str) -> bool:
    """Whether two figures on two lines would become one."""
    start, end = proposal.start, proposal.end
    return (
        proposal.group is None
        and not proposal.after.strip()
        and "\n" not in proposal.after
        and "\n" in text[start:end]
        and not text[start:end].strip()
        and text[start - 1 : start].isdigit()
        and text[end : end + 1].isdigit()
    )
