"""Options over two neighbouring characters: both misread, or exchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.bigrams import FREQUENT_LEVEL, Bigrams
from restore.channel.passage import BREAK, Passage
from restore.channel.places import APART, LIKELIER_LOG10, Offers, add, best
from restore.text.characters import are_basic_han

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "PAIRED_CANDIDATES",
    "Heads",
    "Neighbours",
    "PairLimits",
    "find_neighbours",
    "offer_pairs",
    "offer_swaps",
    "pair_places",
]

#: Of two neighbouring characters so many candidates each are paired.
PAIRED_CANDIDATES = 48


class Heads(NamedTuple):
    """The likeliest originals of one character: ``PAIRED_CANDIDATES`` numbers, with log10 weights."""

    numbers: NDArray[np.intp]
    weights: NDArray[np.float64]


class Neighbours(NamedTuple):
    """Pairs of Chinese characters, one item each: where the first is, the numbers of both and of
    what stands before and behind, whether the paragraph ends behind them, whether the first is
    suspicious, and the score of the two and the next.
    """

    places: NDArray[np.intp]
    before: NDArray[np.intp]
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    behind: NDArray[np.intp]
    last: NDArray[np.bool_]
    full: NDArray[np.bool_]
    scores: NDArray[np.float32]

    def where(self, mask: NDArray[np.bool_]) -> Neighbours:
        """Return those pairs for which the mask is set."""
        return Neighbours._make(item[mask] for item in self)


def pair_places(passage: Passage, full: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where pairs begin of which one or both are suspicious (``full``)."""
    import numpy as np

    han = are_basic_han(passage.codes)
    wanted = full.copy()
    wanted[:-1] |= full[1:]
    wanted[:-1] &= han[:-1] & han[1:]
    # The passage ends in a break, which is not suspicious.
    return np.flatnonzero(wanted)


def find_neighbours(
    passage: Passage,
    full: NDArray[np.bool_],
    places: NDArray[np.intp],
    numbers: NDArray[np.intp],
) -> Neighbours:
    """Return the pairs that begin at these places."""
    return Neighbours(
        places,
        numbers[places - 1],
        numbers[places],
        numbers[places + 1],
        numbers[places + 2],
        passage.codes[places + 2] == ord(BREAK),
        full[places],
        passage.pairs[places] + passage.scores[places + 2],
    )


def offer_swaps(
    offers: Offers, folded: str, pairs: Neighbours, bigrams: Bigrams, rate: float, least: float
) -> None:
    """Offer two characters in exchanged order.

    Parameters
    ----------
    rate : log10 probability that two were exchanged
    least : the least estimate against what stands there, log10
    """
    import numpy as np

    estimates = (
        rate
        + LIKELIER_LOG10
        + bigrams.scores(pairs.before, pairs.second)
        + bigrams.scores(pairs.second, pairs.first)
        + np.where(pairs.last, 0.0, bigrams.scores(pairs.first, pairs.behind))
        - pairs.scores
    )
    for place in pairs.places[(estimates >= least) & pairs.full].tolist():
        if folded[place] != folded[place + 1]:
            offers[place].append((folded[place + 1] + folded[place], rate + LIKELIER_LOG10, 2))


class PairLimits(NamedTuple):
    """Limits on the pairs that are offered.

    ``rate``: log10 of how much likelier one error is beside another than by itself; ``least``: the
    least estimate against what stands there, log10; ``most``: pairs for each two characters.
    """

    rate: float
    least: float
    most: int


def offer_pairs(
    offers: Offers,
    folded: str,
    pairs: Neighbours,
    bigrams: Bigrams,
    heads_of: Callable[[str], Heads],
    limits: PairLimits,
) -> None:
    """Offer frequent pairs of characters that both may have been misread as what stands there.

    Parameters
    ----------
    heads_of : what a character may have been printed as
    """
    import numpy as np

    rate, least, most = limits
    base = bigrams.base
    places = pairs.places.tolist()
    pairs = pairs.where(
        np.array([APART.isdisjoint(folded[place : place + 2]) for place in places], np.bool_)
    )
    if not len(pairs.places):
        return
    places = pairs.places.tolist()
    heads, left = _heads([folded[place] for place in places], heads_of)
    tails, right = _heads([folded[place + 1] for place in places], heads_of)
    right = right + (LIKELIER_LOG10 + rate)
    weights = left, right
    left = left + bigrams.scores(pairs.before[:, None], heads)
    behind = bigrams.scores(tails, pairs.behind[:, None])
    right = right + np.where(pairs.last[:, None], 0.0, behind)
    # Only what would do with the best partner is paired.
    bound = (least + pairs.scores)[:, None]
    as_first, as_second = bigrams.peaks
    fit_left = left + as_first[heads] >= bound - right.max(axis=1, keepdims=True)
    fit_right = right + as_second[tails] >= bound - left.max(axis=1, keepdims=True)
    owners, head, tail = _frequent(fit_left, fit_right, heads, tails, base.levels)
    first, second = heads[owners, head], tails[owners, tail]
    estimates = left[owners, head] + right[owners, tail] + bigrams.scores(first, second)
    estimates -= pairs.scores[owners]
    whose, found = best(estimates, owners, least, most)
    together = weights[0][whose, head[found]] + weights[1][whose, tail[found]]
    words = map("".join, zip(*map(base.characters_of, (first[found], second[found])), strict=True))
    add(offers, pairs.places[whose], words, together, 2)


def _heads(
    reads: list[str], heads_of: Callable[[str], Heads]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the numbers and the weights of what each character may have been printed as, in rows."""
    import numpy as np

    rows = {read: row for row, read in enumerate(dict.fromkeys(reads))}
    found = [heads_of(read) for read in rows]
    order = np.array([rows[read] for read in reads])
    numbers, weights = map(np.concatenate, zip(*found, strict=True))
    shape = -1, PAIRED_CANDIDATES
    return numbers.reshape(shape)[order], weights.reshape(shape)[order]


def _frequent(
    left: NDArray[np.bool_],
    right: NDArray[np.bool_],
    heads: NDArray[np.intp],
    tails: NDArray[np.intp],
    levels: NDArray[np.uint8],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return row, column of ``left`` and column of ``right`` for every two that are set in a row and
    whose numbers, ``heads`` and ``tails``, often stand side by side.
    """
    import numpy as np

    rows, columns = np.nonzero(left)
    others, other_columns = np.nonzero(right)
    counts = np.bincount(others, minlength=len(left))
    times = counts[rows]
    ends = times.cumsum()
    # There are hundreds of a row, of which some five are frequent: so the numbers are short, and all
    # but these is worked out for the few.
    begins = ((counts.cumsum() - counts)[rows] - ends + times).astype(np.int32)
    two = np.repeat(begins, times)
    two += np.arange(len(two), dtype=np.int32)
    keys = np.repeat((heads[rows, columns] * len(levels)).astype(np.int32), times)
    keys += tails[others, other_columns].astype(np.int32)[two]
    found = np.flatnonzero(levels.ravel()[keys] >= FREQUENT_LEVEL)
    one = ends.searchsorted(found, "right")
    return rows[one], columns[one], other_columns[two[found]]
