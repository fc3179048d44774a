"""How sure a finding is, and by what its figures were taken for one fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, ClaimGroup

__all__ = ["Confidence", "Matched", "confidence_of", "matched"]

#: Ordinal, no probability: how much in the text shows what is said.
Confidence = Literal["strong", "fair", "weak"]

#: Likeness (0 to 100) from which an agreement of equal numbers is strong, and from which it is fair.
_STRONG_AGREEMENT = 80.0
_FAIR_AGREEMENT = 65.0
#: Slips that an engine or a hand makes: where one parts the values, the conflict is surer.
_SLIPS = frozenset({"digit", "exchange", "decimal-point", "scale", "lost-digit"})


def confidence_of(found: ClaimGroup | ArithmeticCheck) -> Confidence | None:
    """Return how much shows that what was found is so; ``None`` where nothing is claimed.

    A conflict is *strong* where the texts are equal but for the figures, or where another telling number
    ties them and one slip parts the values; *fair* where only one of the two holds; else *weak*. An
    agreement is graded by likeness. A check that does not come out is *strong* where the sentence gives
    every figure of the relation, *fair* where the whole is a list or another place, *weak* if doubtful, nothing where it could not be made.
    """
    if isinstance(found, ArithmeticCheck):
        if found.outcome == "unmade":
            return None
        if found.outcome == "possible":
            return "weak"
        return "strong" if len(found.claims) > 1 or found.rule == "date" else "fair"
    if found.verdict == "agree":
        equal = found.reason == "equal"
        if equal and found.score >= _STRONG_AGREEMENT:
            return "strong"
        return "fair" if found.score >= _FAIR_AGREEMENT else "weak"
    if found.verdict == "not-comparable":
        return None
    if found.verdict == "unconfirmed" or not found.ground:
        return "weak"
    slip = any(item.kind in _SLIPS for item in found.evidence)
    tied = {"statement": 2, "neighbour": 1}.get(found.ground, 0)
    return ("weak", "fair", "strong")[min(2, tied + slip)]


class Matched(NamedTuple):
    """What claims were compared by: ``name`` (body, period, subject, unit) and the words of each, once."""

    name: str
    values: tuple[str, ...]


def matched(claims: Sequence[Claim]) -> list[Matched]:
    """Return by what claims were taken for one fact; what no text gives is left out."""
    told = {
        "body": [claim.body for claim in claims],
        "period": [claim.period.label if claim.period else "" for claim in claims],
        "subject": [" ".join(filter(None, (c.subject, c.predicate))) for c in claims],
        "unit": [claim.unit for claim in claims],
    }
    return [
        Matched(name, tuple(dict.fromkeys(filter(None, values))))
        for name, values in told.items()
        if any(values)
    ]
