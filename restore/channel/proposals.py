"""Findings of the channel as proposals of the correction stage."""

from __future__ import annotations

import msgspec

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Channel, Evidence, LanguageMargin

__all__ = ["UNSURE_PROBABILITY", "channel_proposal"]

#: What a reviewer should decide counts as no surer than this: below what the gate applies.
UNSURE_PROBABILITY = 0.6


def channel_proposal(
    span: tuple[int, int],
    after: str,
    channel: Channel,
    *,
    margin: float | None = None,
    veto: Reason | None = None,
) -> Proposal:
    """Return a proposal whose confidence is the calibrated probability of its evidence.

    Parameters
    ----------
    span : code points of the text; ``after`` is what they become
    channel : the evidence; its weight and probability are rounded to three decimals here
    margin : log10 gain under the language model, where it was asked
    veto : why it is not even to be shown
    """
    channel = msgspec.structs.replace(
        channel, weight=round(channel.weight, 3), probability=round(channel.probability, 3)
    )
    evidence: tuple[Evidence, ...] = (channel,)
    if margin is not None:
        evidence = (LanguageMargin(margin=round(margin, 3)), channel)
    return Proposal(
        stage="correction",
        rule="channel",
        start=span[0],
        end=span[1],
        after=after,
        confidence=channel.probability,
        evidence=evidence,
        veto=veto,
    )
