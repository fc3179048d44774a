"""Which characters of official text stand in one passage: what the nearest few cannot tell.

An n-gram sees four characters on each side of a place. Which of two words that sound alike is meant
is often told by what stands a little further off. The table holds, for two characters, the pointwise
mutual information (Church and Hanks 1990) of their standing 3 to 14 places apart in a paragraph. It
is made by ``tools/build_cooccurrence.py`` and stored in ``models/cooccurrence.npz``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from restore.channel.passage import BREAK
from restore.resources import model_path
from restore.text.phrases import code_points

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FARTHEST", "LEVELS_A_NAT", "NEAREST", "Company", "Cooccurrence", "upper_of"]

#: Distances in characters at which two count as standing in one passage: nearer ones the n-gram
#: sees.
NEAREST, FARTHEST = 3, 14
#: The table holds whole numbers; so many make one natural unit of information.
LEVELS_A_NAT = 4
_CODE_POINTS = 0x10000


class Cooccurrence:
    """How much likelier two characters are to stand near each other than by chance.

    ``upper``: what :func:`upper_of` makes of a table with a row and a column for each of
    ``characters``, and before these one of zeros for all others.
    """

    def __init__(self, characters: str, upper: NDArray[np.int8]) -> None:
        import numpy as np

        size = len(characters) + 1
        self._levels = np.concatenate((np.zeros(size, np.int8), upper))
        # Where each row would begin, had it a column for those left of the diagonal.
        rows = np.arange(size)
        self._rows = rows * size - rows * (rows + 1) // 2
        self._numbers = np.zeros(_CODE_POINTS, np.intp)
        self._numbers[code_points(characters)] = np.arange(1, len(characters) + 1)

    @classmethod
    def load(cls, path: Path | None = None) -> Cooccurrence:
        """Return a table, by default the one that ships, loaded once."""
        return _load(model_path("cooccurrence.npz") if path is None else path)

    def around(self, codes: NDArray[np.uint32]) -> Company:
        """Return what the table says of changes to a text.

        ``codes``: the code points of all paragraphs, with breaks between them.
        """
        return Company(self._of_two, self._known, codes)

    def _of_two(self, one: NDArray[np.intp], two: NDArray[np.intp]) -> NDArray[np.int8]:
        """Return the levels of numbers with numbers; the two shapes are broadcast."""
        import numpy as np

        places = self._rows[np.minimum(one, two)] + np.maximum(one, two)
        levels: NDArray[np.int8] = self._levels[places]
        return levels

    def _known(self, codes: NDArray[np.uint32]) -> NDArray[np.intp]:
        """Return the numbers of code points, 0 for those that the table does not have."""
        import numpy as np

        return self._numbers[np.where(codes < _CODE_POINTS, codes, 0)]


class Company:
    """How well what is put somewhere in a text goes with what stands around."""

    def __init__(
        self,
        levels_of: Callable[[NDArray[np.intp], NDArray[np.intp]], NDArray[np.int8]],
        known: Callable[[NDArray[np.uint32]], NDArray[np.intp]],
        codes: NDArray[np.uint32],
    ) -> None:
        self._levels_of = levels_of
        self._known = known
        self._numbers = known(codes)
        self._paragraphs = (codes == ord(BREAK)).cumsum()

    def gains(
        self, places: Sequence[int], spans: Sequence[int], words: Sequence[str]
    ) -> list[float]:
        """Return how much better words go with their paragraph than what stands there.

        The sum over the characters put in and those around them, in natural units, less the same
        of the characters taken away.

        Parameters
        ----------
        places, spans : where each word is put, and how many characters it replaces
        """
        import numpy as np

        starts, sizes = np.array(places, np.intp), np.array(spans, np.intp)
        distances = np.arange(NEAREST, FARTHEST + 1)
        left, right = starts[:, None] - distances, (starts + sizes - 1)[:, None] + distances
        around = np.concatenate((left, right), axis=1).clip(0, len(self._numbers) - 1)
        outside = self._paragraphs[around] != self._paragraphs[starts][:, None]
        numbers = self._numbers[around]
        numbers[outside] = 0
        lengths = np.array(list(map(len, words)), np.intp)
        put = self._known(code_points("".join(words)))
        owners = np.repeat(np.arange(len(starts)), sizes)
        steps = np.arange(len(owners)) - (sizes.cumsum() - sizes)[owners]
        taken = self._numbers[starts[owners] + steps]
        gains = self._sums(put, np.repeat(np.arange(len(starts)), lengths), numbers)
        gains -= self._sums(taken, owners, numbers)
        return [float(gain) for gain in gains / LEVELS_A_NAT]

    def _sums(
        self, rows: NDArray[np.intp], owners: NDArray[np.intp], columns: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return the sum of the levels of the characters of each owner with all in its columns."""
        import numpy as np

        levels = self._levels_of(rows[:, None], columns[owners]).sum(axis=1, dtype=np.int32)
        return np.bincount(owners, levels, len(columns)).astype(np.float64)


@lru_cache(maxsize=2)
def _load(path: Path) -> Cooccurrence:
    import numpy as np

    with np.load(path) as tables:
        return Cooccurrence(str(tables["characters"]), tables["levels"])


def upper_of(levels: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the rows of a symmetric table but for the first, each from the diagonal on, in one row."""
    import numpy as np

    return np.concatenate([levels[row, row:] for row in range(1, len(levels))])
