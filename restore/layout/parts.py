"""Parts of articles in different documents, and which part continues which.

A part begins or ends on another page, as a jump mark or its own open end says. Each pair of a part
that leaves and a part that arrives is described by features of marks, pages and words; a logistic
model gives log-odds; the set of pairs with the greatest total is chosen, at most one continuation
per part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from restore.layout.assignment import best_pairs
from restore.layout.part_features import Part, leaves_open, part_pairs
from restore.layout.seams import SeamScorer, continuity
from restore.layout.sections import begins_part

__all__ = ["PART_WEIGHTS", "Joint", "join_parts"]


# Fitted by tools/fit_parts.py on 60 corpora of six made issues (seed 7) from half of the
# development reports and news; on corpora from the other half, at log-odds -0.5, .983 of the
# joints are right and .845 found; at -2, .968 and .905; at 1, .993 and .754.
PART_WEIGHTS = (
    0.32, 0.57, 0.67, 1.54, -0.23,
    -0.55, 0.60, 0.82,
    3.01, -1.05, -1.11, -0.88,
)  # fmt: skip
# Log-odds (base e) of a joint.
_MIN_JOINT_LOG_ODDS = -0.5
# A joint is no proof of a sentence: its halves stay apart where the seam speaks against them (log10).
_MIN_GLUED_LOG10 = 0.0


class Joint(NamedTuple):
    """Part ``right`` (an index) continues part ``left``.

    ``score`` in log-odds (base e); ``seam`` in log10, None where the left part ends a sentence;
    ``runs_on``: the sentence that the left part leaves open goes on in the right one.
    """

    left: int
    right: int
    score: float
    seam: float | None
    runs_on: bool


def join_parts(
    parts: Sequence[Part], scorer: SeamScorer, *, least: float = _MIN_JOINT_LOG_ODDS
) -> list[Joint]:
    """Choose which part continues which: one continuation each, no cycles.

    Parameters
    ----------
    least : the least log-odds of a joint
    """
    scores = {}
    for pair in part_pairs(parts, scorer):
        score = math.fsum(
            weight * value for weight, value in zip(PART_WEIGHTS, pair.features, strict=True)
        )
        if score > least:
            scores[pair.left, pair.right] = score
    chosen = best_pairs({pair: score - least for pair, score in scores.items()})
    # Two marks at one end of an article tell of two stories that layout took for one: the surer
    # joint stands.
    following: dict[tuple[int, int], tuple[int, int]] = {}
    arrived: set[tuple[int, int]] = set()
    joints = []
    for left, right in sorted(chosen, key=lambda pair: (-scores[pair], pair)):
        here, there = parts[left][:2], parts[right][:2]
        behind: tuple[int, int] | None = there
        while behind is not None and behind != here:
            behind = following.get(behind)
        if behind is not None or here in following or there in arrived:
            continue
        following[here] = there
        arrived.add(there)
        joints.append(_joint(parts, left, right, scores[left, right], scorer))
    return sorted(joints, key=lambda joint: joint.left)


def _joint(parts: Sequence[Part], left: int, right: int, score: float, scorer: SeamScorer) -> Joint:
    tail, head = parts[left].edge, parts[right].edge
    if not leaves_open(tail):
        return Joint(left, right, score, None, runs_on=False)
    found = continuity(scorer, tail, head)
    return Joint(left, right, score, found, found >= _MIN_GLUED_LOG10 and not begins_part(head))
