"""How many characters the evidence and flags of layout show."""

from __future__ import annotations

from restore.core.evidence import Seam

__all__ = ["FLAGGED_CHARACTERS", "QUOTED_CHARACTERS", "seam_evidence"]

#: Code points on either side of a seam, or of a line, that evidence quotes.
QUOTED_CHARACTERS = 16
#: Code points that a flag on the end of a paragraph covers.
FLAGGED_CHARACTERS = 8


def seam_evidence(left: str, right: str, score: float) -> Seam:
    """Return the evidence that ``right`` continues ``left``; ``score`` as in ``Seam``."""
    return Seam(left[-QUOTED_CHARACTERS:], right[:QUOTED_CHARACTERS], round(score, 2))
