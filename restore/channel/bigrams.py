"""Fast bigram estimates of the language model's scores, for arrays of characters.

The language model answers one query at a time. The base's table of neighbours and a few thousand of
the model's unigram scores approximate it at the cost of an array lookup: good enough to discard
candidates that are not worth a query.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.places import APART
from restore.text.characters import is_ideograph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.base import ChannelBase
    from restore.language.model import LanguageModel

__all__ = ["FREQUENT_LEVEL", "Bigrams"]

#: From this level (log2 of the count in the training text) on two neighbours are frequent.
FREQUENT_LEVEL = 4
_LOG2 = 0.30103
# What is not in the table was seen three times at most, and a model that backs off to the single
# character takes about so much off (log10).
_BACK_OFF_LOG10 = 0.3
_SELDOM_LOG10 = 0.3
_UNSEEN_LOG10 = -9.0
# The code points of the tables; what lies above is in none.
_CODE_POINTS = 0x10000


class _Following(NamedTuple):
    """The Chinese characters behind each number, the most frequent first, one number behind the other:
    where those of each begin; how many are of its so many highest levels; they themselves; and by
    number and level, from 1 on, their estimate.
    """

    starts: NDArray[np.intp]
    reaches: NDArray[np.intp]
    seconds: NDArray[np.intp]
    estimates: NDArray[np.float32]


class Bigrams:
    """Estimates of log10 P(second | first) by the numbers that the base gives to characters."""

    def __init__(self, model: LanguageModel, base: ChannelBase) -> None:
        import numpy as np

        self.base = base
        self._levels = base.levels
        alphabet = [base.character(number) for number in range(len(base.levels))]
        #: Which numbers are those of Chinese characters.
        self.are_han = np.array([is_ideograph(item) for item in alphabet])
        #: Which numbers are those of characters that are never taken for one another.
        self.apart = np.array([item in APART for item in alphabet])
        nowhere, digit, latin = (model.advance(None, start)[1] for start in ("", "0", "a"))
        step = model.step
        alone = [step(nowhere, item) for item in alphabet]
        unigrams = np.array([score for score, _ in alone], np.float32)
        # Behind and before what has no number, mostly digits and letters: the likeliest of these.
        behind = [max(step(digit, item)[0], step(latin, item)[0]) for item in alphabet]
        before = [max(step(state, "0")[0], step(state, "a")[0]) for _, state in alone]
        self._behind = np.maximum(np.array(behind, np.float32), unigrams)
        self._before = np.array(before, np.float32)
        self._often = (_LOG2 * base.usual).astype(np.float32)
        self._rare = unigrams - np.float32(_BACK_OFF_LOG10)
        self._least = np.float32(_SELDOM_LOG10) - self._often
        self._numbers = np.zeros(_CODE_POINTS, np.intp)
        self._numbers[[ord(item) for item in alphabet]] = np.arange(len(alphabet))

    @cached_property
    def peaks(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The best estimate of each number as the first, and as the second, of frequent pairs."""
        import numpy as np

        frequent = np.flatnonzero(self._levels.ravel() >= FREQUENT_LEVEL)
        firsts, seconds = np.divmod(frequent, len(self._levels))
        values = self.scores(firsts, seconds)
        first, second = np.full((2, len(self._levels)), np.float32(_UNSEEN_LOG10))
        np.maximum.at(first, firsts, values)
        np.maximum.at(second, seconds, values)
        return first, second

    @cached_property
    def _following(self) -> _Following:
        import numpy as np

        size = len(self._levels)
        firsts, seconds = self.base.pairs(1)
        chosen = self.are_han[seconds]
        firsts, seconds = firsts[chosen], seconds[chosen]
        levels = self.base.levels_of(firsts, seconds)
        most = int(levels.max()) + 1
        counts = np.bincount(firsts * most + levels, minlength=size * most).reshape(size, most)
        reaches = np.zeros((size, most), np.intp)
        counts[:, :0:-1].cumsum(axis=1, out=reaches[:, 1:])
        # Numbers of 8 and 16 bits are sorted by their digits, which is faster.
        order = (np.uint8(most) - levels).argsort(kind="stable")
        order = order[firsts[order].astype(np.uint16).argsort(kind="stable")]
        starts = reaches[:, -1].cumsum() - reaches[:, -1]
        of_levels = np.float32(_LOG2) * np.arange(1, most, dtype=np.uint8)
        return _Following(starts, reaches, seconds[order], of_levels - self._often[:, None])

    def following(
        self, firsts: NDArray[np.intp], bounds: NDArray[np.floating]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the Chinese characters that often stand behind others, if their estimate there is so
        high: places in the arrays, rising, and numbers, of each place the most frequent first.
        """
        import numpy as np

        starts, reaches, seconds, estimates = self._following
        levels = (estimates[firsts] >= bounds[:, None]).sum(axis=1)
        counts = reaches[firsts, levels]
        owners = np.repeat(np.arange(len(firsts)), counts)
        shifts = starts[firsts] - counts.cumsum() + counts
        return owners, seconds[np.arange(len(owners)) + shifts[owners]]

    def numbers(self, codes: NDArray[np.uint32]) -> NDArray[np.intp]:
        """Return the base's numbers of code points, 0 for those that have none."""
        import numpy as np

        return self._numbers[np.where(codes < _CODE_POINTS, codes, 0)]

    def scores(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return the estimates for pairs of numbers; the two shapes are broadcast."""
        import numpy as np

        first, second = np.broadcast_arrays(first, second)
        levels = self.base.levels_of(first, second)
        found: NDArray[np.float32] = np.float32(_LOG2) * levels - self._often.take(first)
        rare = np.nonzero(levels == 0)
        heads, tails = first[rare], second[rare]
        seldom = np.maximum(self._rare.take(tails), self._least.take(heads))
        seldom = np.where(heads == 0, self._behind.take(tails), seldom)
        found[rare] = np.where(tails == 0, self._before.take(heads), seldom)
        return found
