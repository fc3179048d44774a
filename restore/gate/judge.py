"""The gate: the one judge of every automatic change.

``judge`` says of a proposal *applied*, *suggested*, *flagged* or (None) not worth showing, always
with a reason. Order: what is no change or is protected; locks; the evidence that the stage's rules
need. Stages propose, only the gate decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import (
    Channel,
    CopyKept,
    Evidence,
    LanguageMargin,
    LexiconEntry,
    Pattern,
    Recognised,
    Repetition,
    Seam,
    Witness,
)
from restore.gate.locks import Change, changes_figure, locked
from restore.lexicon.lexicon import ProtectedKind
from restore.settings import GateSettings
from restore.text.characters import JOINING_WORDS

__all__ = ["Verdict", "judge"]


class Verdict(NamedTuple):
    """The gate's word on a proposal; ``decision`` None means: count it, do not show it."""

    decision: Decision | None
    reason: Reason


# Says what kind of expression that looks wrong and is right covers the change text[start:end].
Protector = Callable[[str, int, int], ProtectedKind | None]


def judge(
    proposal: Proposal,
    text: str,
    settings: GateSettings,
    protector: Protector | None = None,
) -> Verdict:
    """Judge one proposal over the text of its pass.

    Parameters
    ----------
    proposal : offsets are code points into ``text``
    protector : asked only about corrections
    """
    before = text[proposal.start : proposal.end]
    if proposal.veto is not None:
        return Verdict(None, proposal.veto)
    if proposal.flag is not None:
        return Verdict(Decision.FLAGGED, proposal.flag)
    if before == proposal.after:
        return Verdict(None, Reason.NO_CHANGE)
    if proposal.stage == "correction":
        return _judge_correction(proposal, text, settings, protector)
    if proposal.stage == "characters":
        change = Change(text, proposal.start, proposal.end, proposal.after)
        # Width, spaces and variants never touch a figure; the other locks guard words. A mark-up
        # comment holds no text, whatever figures it holds.
        if proposal.rule != "markdown" and changes_figure(change):
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
        return _judge_merge(proposal, text, settings)
    return _judge_layout(proposal, text, settings)


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


def _judge_merge(proposal: Proposal, text: str, settings: GateSettings) -> Verdict:
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
    agreed = Reason.WITNESSES if readings > 1 else Reason.WITNESS_AND_LANGUAGE
    if proposal.confidence >= settings.apply_merge:
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


# Small words between which a language model decides by taste.
_JOINING = frozenset(JOINING_WORDS)


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


def _judge_correction(
    proposal: Proposal,
    text: str,
    settings: GateSettings,
    protector: Protector | None,
) -> Verdict:
    change = Change(text, proposal.start, proposal.end, proposal.after)
    core = change.trimmed()
    lexicon = [item for item in proposal.evidence if isinstance(item, LexiconEntry)]
    # The longer expression wins: one that is protected guards against an exact entry only where it
    # covers all of the entry's wrong form.
    exact = any(entry.similarity == 1.0 for entry in lexicon)
    span = change if exact else core
    protected = None if protector is None else protector(text, span.start, span.end)
    witnesses = [item for item in proposal.evidence if isinstance(item, Witness)]
    repeated = max(
        (len(item.unit) for item in proposal.evidence if isinstance(item, Repetition)), default=0
    )
    margin = max(
        (item.margin for item in proposal.evidence if isinstance(item, LanguageMargin)),
        default=None,
    )
    if protected is not None and not (
        # One character too many in a word (就业业优先), where the word may double elsewhere.
        protected == "reduplication"
        and repeated == 1
        and margin is not None
        and margin >= settings.margin_with_reduplication
    ):
        return Verdict(None, Reason.PROTECTED)
    alone = not (lexicon or witnesses or repeated)
    sure = _was_sure(proposal, settings)
    weight = 1 / settings.sure_factor if sure and margin is not None and margin > 0 else 1.0
    weighed = None if margin is None else margin * weight
    reason = _grounds(lexicon, witnesses, repeated, weighed, settings)
    # What the engine read without a doubt is a misreading only where the sentence leaves none.
    if reason is None and (not sure or (margin is not None and margin >= settings.sure_margin)):
        known = [item for item in proposal.evidence if isinstance(item, Channel)]
        if any(item.probability >= settings.apply_channel for item in known):
            reason = Reason.CHANNEL_AND_LANGUAGE
    # The channel's probabilities are calibrated, so that less may be asked of them; a recogniser's
    # digit is pointed at whatever its rank.
    channel = [item for item in proposal.evidence if isinstance(item, Channel)]
    asked = settings.suggest_channel if channel else settings.suggest_confidence
    unlikely = proposal.confidence < asked
    if channel and unlikely and reason is None and all(item.kind != "digit" for item in channel):
        return Verdict(None, Reason.NO_EVIDENCE)
    # Of fifteen such findings on five sets of pairs none was right: authors choose among them.
    if channel and alone and core.before in _JOINING and core.after in _JOINING:
        return Verdict(None, Reason.NO_EVIDENCE)
    lock = locked(change, language_model_alone=alone)
    if lock is not None:
        # A figure is only pointed at; a name or a quotation may be offered on good ground.
        if lock in (Reason.LOCKED_FIGURE, Reason.LOCKED_DATE):
            return Verdict(Decision.FLAGGED, lock)
        weak = reason is None and (margin is None or margin < settings.suggest_margin)
        return Verdict(None, lock) if weak else Verdict(Decision.SUGGESTED, lock)
    if reason is not None and proposal.confidence >= settings.apply_confidence:
        return Verdict(Decision.APPLIED, reason)
    if not unlikely:
        return Verdict(Decision.SUGGESTED, Reason.EVIDENCE_WEAK)
    return Verdict(None, Reason.NO_EVIDENCE)


def _was_sure(proposal: Proposal, settings: GateSettings) -> bool:
    """Whether the OCR engine was sure of every character that the change would remove."""
    return any(
        isinstance(item, Recognised) and item.probability >= settings.sure_probability
        for item in proposal.evidence
    )


def _grounds(
    lexicon: list[LexiconEntry],
    witnesses: list[Witness],
    repeated: int,
    margin: float | None,
    settings: GateSettings,
) -> Reason | None:
    """Return the evidence that suffices for an automatic correction, or None.

    ``repeated`` is the length of the repeated unit, 0 where nothing is repeated.
    """
    if any(entry.certain for entry in lexicon):
        return Reason.LEXICON_CERTAIN
    if repeated and margin is not None:
        # Two characters or more stand twice by right so seldom (twice in 0.83 million characters
        # of clean reports and news) that half the margin is enough.
        asked = settings.margin_with_repetition * (0.5 if repeated > 1 else 1.0)
        if margin >= asked:
            return Reason.REPETITION_REJECTED
    if lexicon and margin is not None and margin >= settings.margin_with_lexicon:
        return Reason.LEXICON_AND_LANGUAGE
    if lexicon and witnesses:
        return Reason.LEXICON_AND_WITNESS
    if sum(witness.count for witness in witnesses) >= 2:
        return Reason.WITNESSES
    if witnesses and margin is not None and margin >= settings.margin_with_witness:
        return Reason.WITNESS_AND_LANGUAGE
    return None
