"""Findings of the channel as proposals of the correction stage."""

from __future__ import annotations

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Channel, Evidence, LanguageMargin

__all__ = ["channel_proposal"]


def channel_proposal(
    span: tuple[int, int],
    after: str,
    *,
    profile: str,
    kind: str,
    weight: float,
    chance: float,
    margin: float | None = None,
    rank: int = 0,
    read_probability: float | None = None,
    veto: Reason | None = None,
) -> Proposal:
    """Return a proposal whose confidence is the calibrated probability.

    Parameters
    ----------
    span : code points of the text; ``after`` is what they become
    margin : log10 gain under the language model, where it was asked
    rank, read_probability : the recogniser's own, where a lattice gave them
    veto : why it is not even to be shown
    """
    channel = Channel(
        profile=profile,
        kind=kind,
        weight=round(weight, 3),
        probability=round(chance, 3),
        rank=rank,
        read_probability=read_probability,
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
        confidence=round(chance, 3),
        evidence=evidence,
        veto=veto,
    )
