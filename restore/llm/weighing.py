"""Gives each proposal of a user's model the bound that the user's own pairs showed of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from restore.core.edits import Proposal
from restore.core.evidence import Channel, Evidence, LanguageModelProposal, LexiconEntry, Witness
from restore.llm.calibration import Calibration, Kind, Support

__all__ = ["calibrated", "kind_of"]

#: Probabilities at which kinds part: those of an error profile at what the gate asks for to suggest, to
#: second a model, and to apply; those of a corrector where its own scale bends.
_CHANNEL_STEPS = (0.2, 0.4, 0.7)
_CORRECTOR_STEPS = (0.9, 0.99, 0.999)


def kind_of(item: LanguageModelProposal, evidence: Sequence[Evidence]) -> Kind:
    """Return the kind of a proposal, given all the evidence of its change."""
    channel = [other.probability for other in evidence if isinstance(other, Channel)]
    support: Support = "alone"
    if any(isinstance(other, LexiconEntry) for other in evidence):
        support = "lexicon"
    elif any(isinstance(other, Witness) for other in evidence):
        support = "witness"
    elif channel:
        support = "channel"
    reached = _step(max(channel), _CHANNEL_STEPS) if support == "channel" else 0.0
    if item.probability is not None:
        return Kind(support, reached, _step(item.probability, _CORRECTOR_STEPS))
    return Kind(support, reached, 1.0 if item.agreement == item.samples else 0.5)


def _step(value: float, steps: Sequence[float]) -> float:
    return max((step for step in steps if value >= step), default=0.0)


def calibrated(proposals: Iterable[Proposal], calibration: Calibration) -> list[Proposal]:
    """Give the proposals of the calibration's model the bound of their kind; 0 where none was seen."""
    bounds, proposer = calibration.bounds, calibration.proposer

    def weighed(item: Evidence, evidence: Sequence[Evidence]) -> Evidence:
        if not isinstance(item, LanguageModelProposal) or item.model != proposer.model:
            return item
        bound = bounds.get(kind_of(item, evidence), 0.0)
        return msgspec.structs.replace(item, precision=bound)

    return [
        msgspec.structs.replace(
            proposal, evidence=tuple(weighed(item, proposal.evidence) for item in proposal.evidence)
        )
        for proposal in proposals
    ]
