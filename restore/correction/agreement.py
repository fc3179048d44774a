"""Put together what several proposers found at one place: one change, with all that speaks for it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from restore.edits import Proposal
from restore.evidence import Channel, Evidence

__all__ = ["agreed"]

# A fixed expression and the error profile are grounds of two kinds: where both find the same change
# it was right all 18 times in ECSpell odw and law and all 3 times in 2,500 sentences of MiDu 2022, and
# stood nowhere in 0.86 million characters of clean news and reports, from a probability of .45.
_AGREED = 0.95
_LEAST_PROBABILITY = 0.4


def agreed(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals, equal changes made one, sorted by place.

    The surest keeps its rule; the evidence of the others is added to its own. What a proposer flags
    or vetoes stays as it is.
    """
    groups: dict[tuple[int, int, str], list[Proposal]] = {}
    kept: list[Proposal] = []
    for proposal in proposals:
        if proposal.flag is not None or proposal.veto is not None or proposal.group is not None:
            kept.append(proposal)
        else:
            groups.setdefault((proposal.start, proposal.end, proposal.after), []).append(proposal)
    kept += [_one(group) if len(group) > 1 else group[0] for group in groups.values()]
    return sorted(kept, key=lambda item: (item.start, item.end, item.rule, item.after))


def _one(group: list[Proposal]) -> Proposal:
    ordered = sorted(group, key=lambda item: (-item.confidence, item.rule))
    first = ordered[0]
    evidence = list(
        dict.fromkeys(
            item
            for proposal in ordered
            for item in proposal.evidence
            if proposal is first or not _unlikely(item)
        )
    )
    # Only a near term is judged by what stands there: a common expression is often near by right
    # (雨污合流, 雨污分流).
    known = any(item.rule == "near_term" for item in ordered)
    likely = any(isinstance(item, Channel) and not _unlikely(item) for item in evidence)
    confidence = max(first.confidence, _AGREED) if known and likely else first.confidence
    return msgspec.structs.replace(first, confidence=confidence, evidence=tuple(evidence))


def _unlikely(item: Evidence) -> bool:
    """Whether an error profile holds the change for unlikely: that is no word in its favour."""
    return isinstance(item, Channel) and item.probability < _LEAST_PROBABILITY
