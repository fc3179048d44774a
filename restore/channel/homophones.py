"""Options over two neighbouring characters: another word of the same or nearly the same sound.

Who types by sound and takes the wrong word from the list makes one slip over two places (元泽 for
原则). As two slips it would be far too unlikely to be tried.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.bigrams import Bigrams
from restore.channel.pairing import Neighbours
from restore.channel.places import LIKELIER_LOG10, Offers, add, best, distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.base import ChannelBase

__all__ = ["Homophones", "WordWeights", "offer_words"]


class WordWeights(NamedTuple):
    """What a word of another's sound weighs before it is shared among all that sound so (log10):
    one of the very same sound, and one in which a character is only nearly the same.
    """

    same: float
    near: float

    @classmethod
    def of(cls, rate: float, sound: float, near_sound: float) -> WordWeights | None:
        """Return the weights, None where nobody errs by sound.

        Parameters
        ----------
        rate : log10 probability of such a slip per character
        sound, near_sound : shares of a profile's mixture
        """
        if sound < _LEAST_SOUND_SHARE:
            return None
        whole = sound + near_sound
        return cls(
            *(
                rate + LIKELIER_LOG10 + math.log10(max(part / whole, _LEAST_PART))
                for part in (sound, near_sound)
            )
        )


# Engines look at shapes: what their profiles have of sounds is chance.
_LEAST_SOUND_SHARE = 0.05
# From this level (log2 of the count in the training text) on two neighbours count as a word.
_WORD_LEVEL = 3
# What was never seen may still happen.
_LEAST_PART = 0.01


class Homophones:
    """Frequent pairs of characters by their sound, from the base's counts of neighbours."""

    def __init__(self, base: ChannelBase) -> None:
        self._base = base

    def find(
        self, first: NDArray[np.intp], second: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
        """Return the pairs that sound like those of two arrays of numbers, and differ in both.

        Returns places in the arrays (rising), the numbers of both characters, and whether both
        have the very same sound.
        """
        import numpy as np

        starts, firsts, seconds = self._by_sound
        places, wanted = self._keys(first, second)
        low = starts[wanted]
        counts = starts[wanted + 1] - low
        owners = np.repeat(places, counts)
        within = np.arange(len(owners)) - np.repeat(counts.cumsum() - counts, counts)
        found = low.repeat(counts) + within
        one, two = firsts[found], seconds[found]
        chosen = (one != first[owners]) & (two != second[owners])
        size = len(self._base.levels)
        rows = distinct((owners[chosen] * size + one[chosen]) * size + two[chosen])
        owners, rest = np.divmod(rows, size * size)
        one, two = np.divmod(rest, size)
        same = self._same(first[owners], one) & self._same(second[owners], two)
        return owners, one, two, same

    def _same(self, read: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether two characters share a syllable, item by item."""
        import numpy as np

        exact, _ = self._base.sounds
        shared = np.zeros(len(read), np.bool_)
        # Three columns each: whole columns take a tenth of the time of an axis of three.
        for one in exact.T:
            ours = one[read]
            for two in exact.T:
                shared |= (ours == two[other]) & (ours > 0)
        return shared

    def _keys(
        self, first: NDArray[np.intp], second: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the keys of pairs, one of each reading of both, and the place of each one's pair."""
        import numpy as np

        near, count = self._near
        heads = near[first]
        rows, columns = np.nonzero(heads)
        tails = near[second[rows]]
        of_both, tail_columns = np.nonzero(tails)
        owners = rows[of_both]
        keys = heads[owners, columns[of_both]] * count + tails[of_both, tail_columns]
        return owners, keys

    @cached_property
    def _near(self) -> tuple[NDArray[np.int32], int]:
        """The plain syllables of each number, each once, 0 for none; and one more than there are."""
        import numpy as np

        near = np.sort(self._base.sounds[1].astype(np.int32), axis=1)
        near[:, 1:][near[:, 1:] == near[:, :-1]] = 0
        return near, int(near.max()) + 1

    @cached_property
    def _by_sound(self) -> tuple[NDArray[np.intp], ...]:
        """Where the pairs of each key begin, and the two characters of each pair by rising key."""
        import numpy as np

        first, second = self._base.pairs(_WORD_LEVEL)
        owners, keys = self._keys(first, second)
        count = self._near[1]
        # Numbers of 16 bits are sorted by their digits, which is faster: by the second, then the first.
        order = (keys % count).astype(np.uint16).argsort(kind="stable")
        order = order[(keys[order] // count).astype(np.uint16).argsort(kind="stable")]
        starts = np.concatenate(([0], np.bincount(keys, minlength=count * count).cumsum()))
        return starts, first[owners][order], second[owners][order]


def offer_words(
    offers: Offers,
    pairs: Neighbours,
    bigrams: Bigrams,
    homophones: Homophones,
    weights: WordWeights,
    limits: tuple[float, int],
) -> None:
    """Offer frequent words that sound like two characters that stand there.

    Parameters
    ----------
    limits : the least estimate against what stands there (log10), and words for each two characters
    """
    import numpy as np

    least, most = limits
    owners, first, second, same = homophones.find(pairs.first, pairs.second)
    if not len(owners):
        return
    base = bigrams.base
    shared = np.bincount(owners, minlength=len(pairs.places))[owners]
    weighed = np.where(same, weights.same, weights.near) - np.log10(shared)
    estimates = (
        weighed
        + bigrams.scores(pairs.before[owners], first)
        + bigrams.scores(first, second)
        + np.where(pairs.last[owners], 0.0, bigrams.scores(second, pairs.behind[owners]))
        - pairs.scores[owners]
    )
    whose, found = best(estimates, owners, least, most)
    apart = bigrams.apart
    mixed = apart[first[found]] | apart[second[found]]
    mixed |= apart[pairs.first[whose]] | apart[pairs.second[whose]]
    whose, found = whose[~mixed], found[~mixed]
    words = map("".join, zip(*map(base.characters_of, (first[found], second[found])), strict=True))
    add(offers, pairs.places[whose], words, weighed[found], 2)
