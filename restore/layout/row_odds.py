"""How likely a line goes on with each of the next ones, judged beside their rivals.

By itself a seam says little: one wrong pairing in a hundred scores as well as most right ones. But
of all lines that might go on with a line only one does, and of all that a line might go on with only
one is right. So a seam is measured against the best rival on either side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from restore.layout.lines import ends_sentence, width_of
from restore.layout.seams import BEGINNING_WEIGHT, SeamScorer, beginning, head, tail

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NEVER", "REACH", "LineOdds"]

# A line goes on at most so many lines below: rows of six columns, and what stands between them.
REACH = 16
# Where there is no line, and what no seam and no odds exceed (log10).
NEVER = -9.0
_MAX_SEAM_LOG10, _MAX_ODDS_LOG10, _MAX_BEGINNING_LOG10 = 4.0, 3.0, 2.0
# A rival counts from here on: of a dozen wrong pairings the best scores about as much.
_LEAST_RIVAL_LOG10 = 0.0
# Logistic fits on 233,000 and 29,000 pairs of lines up to REACH apart, 6 % right, of made pages of
# ten templates (log10 odds above those of any such pair): within a sentence by the lead over the
# rivals of either line, behind the end of one by how much the next line reads like a beginning and
# by how well it continues another. A line that is wider than the one before it has another column's
# measure, and so has a narrower one, unless its sentence ends.
_OPEN, _OPEN_BEGINS, _LEAD_OF_LINE, _LEAD_OF_NEXT = 0.74, -0.25, 0.31, 0.43
_ENDED, _ENDED_BEGINS, _CONTINUES_ANOTHER = 0.27, 0.32, -0.25
_WIDER, _NARROWER, _ENDED_NARROWER = -0.25, -0.77, -0.9
_MAX_WIDER, _MAX_NARROWER = 2.6, 3.1


class LineOdds:
    """Log10 odds that lines go on with each other.

    ``near`` has shape (lines, REACH + 1): column ``d`` is the line ``d`` places below, and NEVER
    where there is none. ``ended`` tells the lines that end a sentence, ``begins`` how much likelier
    a line begins a paragraph than stands anywhere (log10).
    """

    def __init__(self, texts: Sequence[str], scorer: SeamScorer) -> None:
        self._joint = scorer.joint
        self._tails = [tail(scorer, text) for text in texts]
        self._heads = [head(scorer, text) for text in texts]
        self.ended = np.array([ends_sentence(text) for text in texts], dtype=bool)
        begins = [beginning(scorer, text) for text in texts]
        self.begins = np.clip(begins, -_MAX_BEGINNING_LOG10, _MAX_BEGINNING_LOG10)
        self.near = self._near(np.array([width_of(text) for text in texts]))

    def score(self, left: int, right: int) -> float:
        """How well a line goes on with another (log10); behind the end of a sentence one begins."""
        if self.ended[left]:
            return BEGINNING_WEIGHT * float(self.begins[right])
        value = self._joint(self._tails[left], self._heads[right])
        return max(-_MAX_ODDS_LOG10, min(_MAX_ODDS_LOG10, value))

    def reads(self, order: Sequence[int]) -> float:
        """How well lines read in some order (log10): the beginning of a paragraph breaks a sentence."""
        return math.fsum(
            self.score(left, right)
            - (0.0 if self.ended[left] else BEGINNING_WEIGHT * float(self.begins[right]))
            for left, right in pairwise(order)
        )

    def between(self, feet: Sequence[int], heads: Sequence[int]) -> NDArray[np.float64]:
        """Return the odds of each line of ``feet`` with each of ``heads``, all of them rivals."""
        seams = np.array(
            [
                [
                    -_MAX_SEAM_LOG10
                    if foot == top
                    else self._joint(self._tails[foot], self._heads[top])
                    for top in heads
                ]
                for foot in feet
            ]
        )
        seams = np.clip(seams, -_MAX_SEAM_LOG10, _MAX_SEAM_LOG10)
        ended = self.ended[list(feet)][:, None]
        open_seams = np.where(ended, -_MAX_SEAM_LOG10, seams)
        most = np.maximum(open_seams.max(axis=0), _LEAST_RIVAL_LOG10)[None, :]
        return self._odds(
            seams,
            (_best_other(seams, 1), _best_other(open_seams, 0)),
            most,
            self.begins[list(heads)][None, :],
            ended,
        )

    def _near(self, widths: NDArray[np.float64]) -> NDArray[np.float64]:
        count = len(widths)
        seams = np.full((count, REACH + 1), NEVER)
        for line, left in enumerate(self._tails):
            rights = self._heads[line + 1 : line + 1 + REACH]
            seams[line, 1 : len(rights) + 1] = [self._joint(left, right) for right in rights]
        places = np.arange(count)[:, None] + np.arange(REACH + 1)
        known = (places < count) & (np.arange(REACH + 1) > 0)
        places = np.minimum(places, count - 1)
        seams = np.where(known, np.clip(seams, -_MAX_SEAM_LOG10, _MAX_SEAM_LOG10), NEVER)
        # The two best of each line as the right side, by the lines above it that stop in mid-sentence.
        first = np.full(count, -_MAX_SEAM_LOG10)
        second = first.copy()
        for lag in range(1, min(REACH, count - 1) + 1):
            values = np.where(self.ended[:-lag], -_MAX_SEAM_LOG10, seams[:-lag, lag])
            second[lag:] = np.maximum(second[lag:], np.minimum(first[lag:], values))
            first[lag:] = np.maximum(first[lag:], values)
        rivals = np.where(seams == first[places], second[places], first[places])
        change = widths[places] - widths[:, None]
        narrower = (change < -_MAX_NARROWER) & ~self.ended[places]
        ended = self.ended[:, None]
        odds = self._odds(
            seams,
            (_best_other(seams, 1), np.maximum(rivals, _LEAST_RIVAL_LOG10)),
            np.maximum(first[places], _LEAST_RIVAL_LOG10),
            self.begins[places],
            ended,
        )
        odds += np.where(
            ended,
            _ENDED_NARROWER * narrower,
            _NARROWER * narrower + _WIDER * (change > _MAX_WIDER),
        )
        return np.where(known, np.clip(odds, -_MAX_ODDS_LOG10, _MAX_ODDS_LOG10), NEVER)

    @staticmethod
    def _odds(
        seams: NDArray[np.float64],
        rivals: tuple[NDArray[np.float64], NDArray[np.float64]],
        most: NDArray[np.float64],
        begins: NDArray[np.float64],
        ended: NDArray[np.bool_],
    ) -> NDArray[np.float64]:
        inside = (
            _OPEN
            + _OPEN_BEGINS * begins
            + _LEAD_OF_LINE * (seams - rivals[0])
            + _LEAD_OF_NEXT * (seams - rivals[1])
        )
        behind = _ENDED + _ENDED_BEGINS * begins + _CONTINUES_ANOTHER * most
        return np.clip(np.where(ended, behind, inside), -_MAX_ODDS_LOG10, _MAX_ODDS_LOG10)


def _best_other(seams: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return, for each pair, the best of the others along an axis."""
    if seams.shape[axis] < 2:
        return np.full(seams.shape, _LEAST_RIVAL_LOG10)
    ranked = np.sort(seams, axis=axis)
    best = np.take(ranked, [-1], axis)
    others = np.where(seams == best, np.take(ranked, [-2], axis), best)
    return np.maximum(others, _LEAST_RIVAL_LOG10)
