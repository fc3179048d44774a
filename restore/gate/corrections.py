"""The gate's rules for corrections of words: how much evidence each kind of change needs."""

from __future__ import annotations

from typing import NamedTuple

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import (
    Channel,
    LanguageMargin,
    LanguageModelProposal,
    LexiconEntry,
    Recognised,
    Repetition,
    Unfamiliar,
    Witness,
)
from restore.gate.locks import Change, locked
from restore.gate.verdict import Protector, Verdict
from restore.settings import GateSettings
from restore.text.characters import JOINING_WORDS

__all__ = ["judge_correction", "least_applied", "weighed_by_familiarity"]

# Two characters or more stand twice by right so seldom (twice in 0.83 million characters of clean
# reports and news) that this share of the margin for one character is enough.
_LONG_UNIT_MARGIN_SHARE = 0.5
# Places in the run that make witnesses enough without a margin.
_MIN_WITNESS_PLACES = 2
# Places that have the single form of a protected double, for it to be shown.
_MIN_OUTVOTING_PLACES = 3
# Reasons that need no confidence of the proposer beside them.
_CALIBRATED = (
    Reason.CHANNEL_AND_LANGUAGE,
    Reason.PROPOSAL_AND_GROUND,
    Reason.PROPOSAL_CALIBRATED,
)
# The error profiles of OCR engines.
_SCANNED = frozenset({"ppocr", "tesseract"})
# The probabilities that are judged are rounded by less.
_ROUNDED_BY = 0.001
# Small words between which a language model decides by taste.
_JOINING = frozenset(JOINING_WORDS)


class _Evidence(NamedTuple):
    """The evidence of a correction by kind.

    ``repeated`` is the length of the repeated unit in characters, 0 where nothing is repeated;
    ``margin`` the language model's best margin (log10), None where it was not asked.
    """

    lexicon: tuple[LexiconEntry, ...]
    witnesses: tuple[Witness, ...]
    channel: tuple[Channel, ...]
    proposals: tuple[LanguageModelProposal, ...]
    repeated: int
    margin: float | None

    @classmethod
    def of(cls, proposal: Proposal) -> _Evidence:
        """Sort the evidence of a proposal."""
        lexicon: list[LexiconEntry] = []
        witnesses: list[Witness] = []
        channel: list[Channel] = []
        proposals: list[LanguageModelProposal] = []
        repeated, margins = 0, []
        for item in proposal.evidence:
            if isinstance(item, Channel):
                channel.append(item)
            elif isinstance(item, LanguageMargin):
                margins.append(item.margin)
            elif isinstance(item, LexiconEntry):
                lexicon.append(item)
            elif isinstance(item, Witness):
                witnesses.append(item)
            elif isinstance(item, Repetition):
                repeated = max(repeated, len(item.unit))
            elif isinstance(item, LanguageModelProposal):
                proposals.append(item)
        return cls(
            tuple(lexicon),
            tuple(witnesses),
            tuple(channel),
            tuple(proposals),
            repeated,
            max(margins, default=None),
        )

    @property
    def model_alone(self) -> bool:
        """Whether no lexicon entry, witness or repetition supports the change."""
        return not (self.lexicon or self.witnesses or self.repeated)


def judge_correction(
    proposal: Proposal,
    text: str,
    settings: GateSettings,
    protector: Protector | None,
) -> Verdict:
    """Judge a correction: protected expressions, locks, then the evidence.

    Parameters
    ----------
    proposal : offsets are code points into ``text``
    protector : None where no expression is protected
    """
    change = Change(text, proposal.start, proposal.end, proposal.after)
    evidence = _Evidence.of(proposal)
    protected = _is_protected(change, evidence, settings, protector)
    if protected and not _is_outvoted(change, evidence, settings):
        return Verdict(None, Reason.PROTECTED)
    reason = _sufficient(evidence, settings, sure=_was_sure(proposal, settings))
    # The channel's probabilities are calibrated, so that less may be asked of them; a recogniser's
    # digit is pointed at whatever its rank.
    channel = evidence.channel
    asked = settings.suggest_channel if channel else settings.suggest_confidence
    unlikely = proposal.confidence < asked
    if channel and unlikely and reason is None and all(item.kind != "digit" for item in channel):
        return Verdict(None, Reason.NO_EVIDENCE)
    if _swaps_joining_words(change, evidence):
        return Verdict(None, Reason.NO_EVIDENCE)
    lock = locked(change, language_model_alone=evidence.model_alone)
    if lock is not None:
        return _locked_verdict(lock, reason, evidence.margin, settings)
    # A calibrated probability that was enough is not asked for twice.
    sure = reason in _CALIBRATED or proposal.confidence >= settings.apply_confidence
    if reason is not None and sure and not protected:
        return Verdict(Decision.APPLIED, reason)
    if not unlikely:
        return Verdict(Decision.SUGGESTED, Reason.EVIDENCE_WEAK)
    return Verdict(None, Reason.NO_EVIDENCE)


def weighed_by_familiarity(proposal: Proposal, verdict: Verdict, settings: GateSettings) -> Verdict:
    """Return the verdict, a step lower in a text of a kind that the language model does not know.

    There the model finds what is usual in official papers likelier than what the author wrote, so
    what would be applied is suggested and the rest is silent; a sure entry of a dictionary needs no
    model and stands. The probabilities of misreadings do not hold there, so that they must be as
    sure as other evidence.
    """
    if verdict.decision is None or not any(
        isinstance(item, Unfamiliar) for item in proposal.evidence
    ):
        return verdict
    if any(isinstance(item, LexiconEntry) and item.certain for item in proposal.evidence):
        return verdict
    sure = proposal.confidence >= settings.apply_confidence
    applied = verdict.decision is Decision.APPLIED and sure
    return Verdict(Decision.SUGGESTED if applied else None, Reason.UNFAMILIAR)


def _is_protected(
    change: Change, evidence: _Evidence, settings: GateSettings, protector: Protector | None
) -> bool:
    """Whether a protected expression covers the change and the evidence does not outweigh it."""
    if protector is None:
        return False
    # The longer expression wins: one that is protected guards against an exact entry only where it
    # covers all of the entry's wrong form.
    exact = any(entry.similarity == 1.0 for entry in evidence.lexicon)
    span = change if exact else change.trimmed()
    kind = protector(change.text, span.start, span.end)
    # One character too many in a word (就业业优先), where the word may double elsewhere.
    outweighed = (
        kind == "reduplication"
        and evidence.repeated == 1
        and evidence.margin is not None
        and evidence.margin >= settings.margin_with_reduplication
    )
    return kind is not None and not outweighed


def _is_outvoted(change: Change, evidence: _Evidence, settings: GateSettings) -> bool:
    """Whether the run writes singly, time and again, what a protected expression has doubled.

    Then it is shown, and never applied: 民商事纠纷多元[化]化解机制.
    """
    core = change.trimmed()
    return (
        not core.after
        and core.before
        in (
            change.text[core.start - len(core.before) : core.start],
            change.text[core.end : core.end + len(core.before)],
        )
        and sum(witness.count for witness in evidence.witnesses) >= _MIN_OUTVOTING_PLACES
        and evidence.margin is not None
        and evidence.margin >= settings.margin_with_reduplication
    )


def _swaps_joining_words(change: Change, evidence: _Evidence) -> bool:
    """Whether only an error profile would put one joining word for another (和 for 与).

    Of fifteen such findings on five sets of pairs none was right: authors choose among them.
    """
    core = change.trimmed()
    return (
        bool(evidence.channel)
        and evidence.model_alone
        and core.before in _JOINING
        and core.after in _JOINING
    )


def _locked_verdict(
    lock: Reason, reason: Reason | None, margin: float | None, settings: GateSettings
) -> Verdict:
    """A figure is only pointed at; a name or a quotation may be offered on good ground."""
    if lock in (Reason.LOCKED_FIGURE, Reason.LOCKED_DATE):
        return Verdict(Decision.FLAGGED, lock)
    weak = reason is None and (margin is None or margin < settings.suggest_margin)
    return Verdict(None, lock) if weak else Verdict(Decision.SUGGESTED, lock)


def _was_sure(proposal: Proposal, settings: GateSettings) -> bool:
    """Whether the OCR engine was sure of every character that the change would remove."""
    return any(
        isinstance(item, Recognised) and item.probability >= settings.sure_probability
        for item in proposal.evidence
    )


def _sufficient(evidence: _Evidence, settings: GateSettings, *, sure: bool) -> Reason | None:
    """Return the evidence that suffices for an automatic correction, or None.

    Parameters
    ----------
    sure : the OCR engine was sure of what the change would remove; then more is asked
    """
    if any((item.precision or 0.0) >= settings.apply_confidence for item in evidence.proposals):
        return Reason.PROPOSAL_CALIBRATED
    if _seconded(evidence, settings):
        return Reason.PROPOSAL_AND_GROUND
    margin = evidence.margin
    weighed = margin
    if sure and margin is not None and margin > 0:
        weighed = margin * (1 / settings.sure_factor)
    reason = _grounds(evidence, weighed, settings)
    if reason is not None:
        return reason
    # What the engine read without a doubt is a misreading only where the sentence leaves none.
    if sure and (margin is None or margin < settings.sure_margin):
        return None
    if any(item.probability >= _asked(item, settings) for item in evidence.channel):
        return Reason.CHANNEL_AND_LANGUAGE
    return None


def _asked(item: Channel, settings: GateSettings) -> float:
    """Return the probability from which a misreading is corrected without other evidence."""
    # What a recogniser thought of besides goes by "ppocr, lattice".
    scanned = item.profile.partition(",")[0] in _SCANNED
    return settings.apply_scanned if scanned else settings.apply_channel


def least_applied(settings: GateSettings) -> float:
    """Return a probability below which no misreading is corrected without other evidence."""
    return min(settings.apply_channel, settings.apply_scanned) - _ROUNDED_BY


def _seconded(evidence: _Evidence, settings: GateSettings) -> bool:
    """Whether most answers of a user's model make the change, and a ground of another kind has it.

    A language model polishes what is right; alone it suggests, however sure it is. Where the user's
    own pairs showed what it is worth, that alone counts.
    """
    unmeasured = (item for item in evidence.proposals if item.precision is None)
    if not any(2 * item.agreement > item.samples for item in unmeasured):
        return False
    likely = any(item.probability >= settings.channel_with_proposal for item in evidence.channel)
    return likely or bool(evidence.lexicon) or bool(evidence.witnesses)


def _grounds(evidence: _Evidence, margin: float | None, settings: GateSettings) -> Reason | None:
    """Return what lexicon, repetition and witnesses say for the change, with the weighed margin."""
    lexicon, witnesses, repeated = evidence.lexicon, evidence.witnesses, evidence.repeated
    if any(entry.certain for entry in lexicon):
        return Reason.LEXICON_CERTAIN
    if repeated and margin is not None:
        share = _LONG_UNIT_MARGIN_SHARE if repeated > 1 else 1.0
        if margin >= settings.margin_with_repetition * share:
            return Reason.REPETITION_REJECTED
    if lexicon and margin is not None and margin >= settings.margin_with_lexicon:
        return Reason.LEXICON_AND_LANGUAGE
    if lexicon and witnesses:
        return Reason.LEXICON_AND_WITNESS
    if sum(witness.count for witness in witnesses) >= _MIN_WITNESS_PLACES:
        return Reason.WITNESSES
    if witnesses and margin is not None and margin >= settings.margin_with_witness:
        return Reason.WITNESS_AND_LANGUAGE
    return None
