"""Upper bounds on the scores of links, for thousands of pairs at once.

The seam of two blocks and the words that they share are expensive to compute. All other features
depend on single blocks and on distance, so numpy can bound the scores of all pairs of a page: the
seam by the improbability of the second block's beginning, shared words by their number. Pairs whose
bound is below the threshold are never scored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.layout.link_features import WINDOW_BLOCKS, PageFacts
from restore.text.characters import COMMON_PAIRS

__all__ = [
    "ENDS_AT_ONCE",
    "Candidates",
    "candidates",
    "may_share",
    "most_across",
    "seam_worth",
    "words_worth",
]

Array = NDArray[np.float64]

#: Ends taken at once: bounds the memory for documents of any length.
ENDS_AT_ONCE = 512
# Runs across the seam have up to six characters, the first two counting nothing.
_MAX_ACROSS_CHARACTERS = 4.0
_SEAM_KNEES_LOG10 = (0.0, 1.0, 2.0, 3.0)


class Candidates(NamedTuple):
    """Pairs with upper bounds on their scores, without the seam and with it (log-odds).

    Words shared are in neither: see ``words_worth``.
    """

    left: NDArray[np.intp]
    right: NDArray[np.intp]
    rest: Array
    most: Array


def seam_worth(
    weights: Mapping[str, float],
    score: Array,
    heading: Array,
    neighbour: Array | bool,
    backward: Array | bool,
) -> Array:
    """Return what a seam adds to the score of a pair: piecewise linear, with knots at 0, 1, 2 and
    3."""
    below = np.minimum(score, 0.0)
    found: Array = (
        (weights["seam"] + weights["start like a headline: seam"] * heading) * score
        + (weights["seam below 0"] + weights["neighbour: seam below 0"] * neighbour) * below
        + weights["seam above 1"] * np.maximum(score - 1.0, 0.0)
        + (weights["seam above 2"] + weights["backward: seam above 2"] * backward)
        * np.maximum(score - 2.0, 0.0)
        + weights["seam above 3"] * np.maximum(score - 3.0, 0.0)
    )
    return found


def most_across(weights: Mapping[str, float]) -> float:
    """Return the most that words across the seam can add to a score."""
    return max(weights["words across the seam"], 0.0) * _MAX_ACROSS_CHARACTERS


def words_worth(
    facts: PageFacts,
    weights: Mapping[str, float],
    left: NDArray[np.intp],
    right: NDArray[np.intp],
    *,
    counted: bool,
) -> Array:
    """Return the most that shared words can add to the scores of pairs.

    As much as the side that has fewer words to share, which has no more than characters: they are
    ``counted`` only if asked.
    """
    words = facts.words.counted_logs if counted else facts.words.most_logs
    heading = facts.headings
    around = np.minimum(words.preceding[left], words.following[right])
    before = words.before[right]
    both = np.minimum(words.own[left], words.own[right])
    plain = ~(heading[left] | heading[right])
    found: Array = (
        max(weights["surroundings share words"], 0.0) * around
        + max(weights["words shared with the text before"], 0.0) * before
        + max(weights["words of these two alone"], 0.0) * both * plain
        + max(weights["words shared"], 0.0) * plain
    )
    return found


def may_share(
    facts: PageFacts, weights: Mapping[str, float], left: int, right: int, lacking: float
) -> bool:
    """Whether the words that a pair shares may add what its score is lacking (log-odds).

    Words in common are soon found; how many other lines hold them takes a look at the whole page.
    """
    words = facts.words
    if not (facts.heading[left] or facts.heading[right]) and (common := words.common(left, right)):
        lacking -= max(weights["words of these two alone"], 0.0) * math.log1p(common)
        lacking -= max(weights["words shared"], 0.0)
    weight = max(weights["surroundings share words"], 0.0)
    _, following, preceding = words.most
    if lacking >= weight * math.log1p(min(preceding[left], following[right])):
        return False
    return lacking < weight * math.log1p(words.common_around(left, right))


def candidates(
    facts: PageFacts, weights: Mapping[str, float], *, neighbours: bool
) -> Iterator[Candidates]:
    """Yield the pairs of a page with their bounds, in batches of ends; ends and starts ascend.

    Parameters
    ----------
    weights : by the names of ``FEATURES``
    neighbours : only pairs of a block and the next one
    """
    table = _Table(facts, weights)
    ends, starts = np.array(facts.ends), np.array(facts.starts)
    for first in range(0, len(ends), ENDS_AT_ONCE):
        chunk = ends[first : first + ENDS_AT_ONCE]
        reach = (1, 1) if neighbours else (-WINDOW_BLOCKS, WINDOW_BLOCKS)
        low = np.searchsorted(starts, chunk + reach[0], "left")
        high = np.searchsorted(starts, chunk + reach[1], "right")
        counts = high - low
        left = np.repeat(chunk, counts)
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        right = starts[np.repeat(low, counts) + offsets]
        apart = left != right
        yield table.bound(left[apart], right[apart])


class _Table:
    """What each line adds to the score of a pair, as its end or as its start, by line."""

    def __init__(self, facts: PageFacts, weights: Mapping[str, float]) -> None:
        self._facts = facts
        self._weights = weights
        count = self._count = len(facts.page.texts)
        self._heading = np.array(facts.heading, np.float64)
        self._goes_on = self._spread(facts.goes_on)
        self._typed = self._spread(facts.typed)
        self._continued = np.array(facts.continued, np.float64)
        self._closed = self._are(facts.after, "closed")
        self._opened = np.zeros((count, len(COMMON_PAIRS)))
        self._opened[facts.ends] = list(facts.opened.values())
        self._closes = np.zeros((count, len(COMMON_PAIRS)))
        self._closes[facts.starts] = list(facts.closes.values())
        self._opens, self._shuts = self._opened.max(axis=1), self._closes.max(axis=1)
        self._start, self._start_afar = self._of_starts()
        self._end, self._end_afar = self._of_ends()
        self._open_before = np.array(facts.open_before)
        self._forced_before = np.array(facts.forced_before)
        self._most_seam = self._spread({right: facts.most_seam(right) for right in facts.starts})
        self._log1p = np.log1p(np.arange(max(count, WINDOW_BLOCKS) + 1))
        self._seams = {
            kind: self._most_worth(*kind) for kind in ((True, False), (False, False), (False, True))
        }

    def _most_worth(self, neighbour: bool, backward: bool) -> Array:
        """Return by line the most that the seam before the start of a pair can add."""
        # Without its context a beginning has this score; a seam can at most make it certain.
        limit = self._most_seam
        worth = np.full(self._count, -np.inf)
        # It is linear between the knees, and falls below the first.
        for knee in (*_SEAM_KNEES_LOG10, np.inf):
            score = np.minimum(limit, knee)
            found = seam_worth(self._weights, score, self._heading, neighbour, backward)
            worth = np.maximum(worth, found)
        return worth

    def _spread(self, values: Mapping[int, float]) -> Array:
        found = np.zeros(self._count)
        found[list(values)] = list(values.values())
        return found

    def _are(self, values: Mapping[int, str], name: str) -> Array:
        return self._spread({line: float(value == name) for line, value in values.items()})

    def _of_starts(self) -> tuple[Array, Array]:
        """Return what each line adds as the start of a pair, and what besides if it is no
        neighbour."""
        w, facts, closed = self._weights, self._facts, self._closed
        begins = self._spread(facts.begins)
        last = np.arange(self._count) == (-1 if facts.foot is None else facts.foot)
        start: Array = (
            w["beginning"] * begins
            + w["beginning above 0"] * np.maximum(begins, 0.0)
            + w["unlikely beginning"] * np.maximum(-1.0 - begins, 0.0)
            + w["after a gap"] * self._are(facts.after, "gap")
            + w["foreign head"] * self._spread(facts.foreign)
            + w["quotation at the head"] * self._spread(facts.quoted)
            + w["figure of a list at the head"] * self._spread(facts.listed)
            + w["after the end of a story"] * self._spread(facts.storied)
            + w["start leaves the page"] * self._spread(facts.leaves)
            + w["brackets not opened"] * self._closes.sum(axis=1)
            + w["start like a headline: before a mark"] * self._spread(facts.story_behind)
            + self._heading
            * (
                w["start like a headline"]
                + w["start like a headline: goes on"] * self._goes_on
                + w["start like a headline: spaced or bracketed"] * self._typed
                + w["start like a headline: at the foot"] * last
            )
        )
        behind_closed = closed * np.concatenate(([0.0], self._continued[:-1]))
        afar: Array = (
            w["after a closed paragraph"] * closed
            + w["after a heading"] * self._are(facts.after, "heading")
            + w["beginning after a closed paragraph"] * begins * closed
            + w["after a closed paragraph of a continued story"] * behind_closed
        )
        return start, afar

    def _of_ends(self) -> tuple[Array, Array]:
        """Return what each line adds as the end of a pair, and what besides if it is no
        neighbour."""
        w, facts, texts = self._weights, self._facts, self._facts.page.texts
        story = self._are(facts.behind, "story")
        lengths = np.array([len(text) for text in texts])
        comma = np.array([text[-1:] in ("，", "、") for text in texts], np.float64)
        first = np.arange(self._count) == (-1 if facts.head is None else facts.head)
        end: Array = (
            w["bias"]
            + w["mixed"] * facts.mixed
            + w["in a continued story"] * self._continued
            + w["foreign tail"] * self._spread(facts.foreign_tail)
            + w["comma at the end"] * comma
            + w["end goes on"] * self._goes_on
            + w["brackets left open"] * self._opened.sum(axis=1)
            + self._heading
            * (
                w["end like a headline"]
                + w["end like a headline: short"] * (lengths < facts.short_headline)
                + w["end like a headline: goes on"] * self._goes_on
                + w["end like a headline: spaced or bracketed"] * self._typed
                + w["end like a headline: before a mark"] * story
                + w["end like a headline: at the head of the page"] * first
            )
        )
        afar: Array = (
            w["before a story"] * story
            + w["before a gap"] * self._are(facts.behind, "gap")
            + w["before text"] * self._are(facts.behind, "text")
        )
        return end, afar

    def bound(self, left: NDArray[np.intp], right: NDArray[np.intp]) -> Candidates:
        """Return upper bounds on the scores of pairs."""
        w, log1p = self._weights, self._log1p
        neighbour, backward = np.equal(right, left + 1), np.less(right, left)
        low, high = np.minimum(left, right), np.maximum(left, right)
        before, forced = self._open_before, self._forced_before
        afar: Array = (
            self._end_afar[left]
            + self._start_afar[right]
            + w["log distance"] * log1p[high - low]
            + w["after a closed paragraph: no other end is open"]
            * (self._closed[right] * (before[right] - before[low] == 1))
        )
        afar[neighbour] = w["neighbour"]
        rest: Array = (
            self._end[left]
            + self._start[right]
            + afar
            + w["backward"] * backward
            + w["ends between"] * log1p[np.maximum(before[high] - before[low] - 1, 0)]
            + w["starts between"] * log1p[np.maximum(forced[high] - forced[low + 1], 0)]
        )
        brackets = np.flatnonzero(self._opens[left] * self._shuts[right])
        closed = (self._opened[left[brackets]] * self._closes[right[brackets]]).sum(axis=1)
        # They are counted as left open, and as not opened, so far.
        rest[brackets] += closed * (
            w["bracket closed"] - w["brackets left open"] - w["brackets not opened"]
        )
        worth = np.where(
            backward, self._seams[False, True][right], self._seams[False, False][right]
        )
        worth[neighbour] = self._seams[True, False][right[neighbour]]
        return Candidates(left, right, rest, rest + worth)
