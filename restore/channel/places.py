"""Arrays of suspicious places, and the collection of options offered for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from restore.channel.decoding import Plain
from restore.channel.passage import BREAK, Passage
from restore.text.characters import NUMERALS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "APART",
    "LIKELIER_LOG10",
    "Offers",
    "Sieve",
    "View",
    "add",
    "best",
    "distinct",
    "repeating",
    "view",
]

#: Nine errors of ten lie among the 3 % of suspicious places: there they are so much likelier than
#: a profile's rate per character says (log10).
LIKELIER_LOG10 = 1.4
#: One of these is never taken for another.
APART = frozenset(NUMERALS)

#: Options by place, without those that keep what stands there.
Offers: TypeAlias = defaultdict[int, list[Plain]]


class Sieve(NamedTuple):
    """Which places to look at, by character of a passage: for every kind of error (``full``), or
    at least for marks (``places``, these included).
    """

    full: NDArray[np.bool_]
    places: NDArray[np.bool_]


class View(NamedTuple):
    """Places in a passage: the numbers of what stands before, there and behind, whether the
    paragraph ends there, whether every kind of error is looked for, the score of what stands
    there, and that of it and the next together. All arrays have one item for each place.
    """

    places: NDArray[np.intp]
    before: NDArray[np.intp]
    read: NDArray[np.intp]
    after: NDArray[np.intp]
    last: NDArray[np.bool_]
    full: NDArray[np.bool_]
    scores: NDArray[np.float32]
    pairs: NDArray[np.float32]

    def where(self, mask: NDArray[np.bool_]) -> View:
        """Return those places for which the mask is set."""
        return View._make(item[mask] for item in self)


def view(
    passage: Passage, sieve: Sieve, places: NDArray[np.intp], numbers: NDArray[np.intp]
) -> View:
    """Return places of a sieve; ``numbers`` are those of the passage's characters."""
    return View(
        places,
        numbers[places - 1],
        numbers[places],
        numbers[places + 1],
        passage.codes[places + 1] == ord(BREAK),
        sieve.full[places],
        passage.scores[places],
        passage.pairs[places],
    )


def best(
    estimates: NDArray[np.floating], owners: NDArray[np.intp], least: float, most: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return owners and indices of the best estimates of each owner, by owner and best first.

    Parameters
    ----------
    owners : rising numbers, one for each estimate
    least, most : no lower estimate, and no more of one owner
    """
    import numpy as np

    good = np.flatnonzero(estimates >= least)
    order = (-estimates[good]).argsort()
    falling, count = estimates[good[order]], len(good)
    # Equal ones have one rank and stay in their order. A number of owner, rank and place is sorted in
    # a quarter of the time of a stable sort; it has 63 bits for 33 million estimates of 4096 owners.
    ranks = np.zeros(count, np.int64)
    (falling[1:] != falling[:-1]).cumsum(out=ranks[1:])
    bits = count.bit_length()
    keys = (((owners[good[order]] << bits) | ranks) << bits) | order
    keys.sort()
    good = good[keys & ((1 << bits) - 1)]
    whose = owners[good]
    chosen = np.ones(count, np.bool_)
    chosen[most:] = whose[most:] != whose[: max(0, count - most)]
    return whose[chosen], good[chosen]


def distinct(values: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the values in order, each once: as ``np.unique``, in a twentieth of the time."""
    import numpy as np

    values = np.sort(values)
    first = np.ones(len(values), np.bool_)
    first[1:] = values[1:] != values[:-1]
    return values[first]


def add(
    offers: Offers,
    places: NDArray[np.intp],
    emissions: Iterable[str],
    weights: NDArray[np.float64],
    span: int = 1,
) -> None:
    """Add an option each to those of some places."""
    for place, emission, weight in zip(places.tolist(), emissions, weights.tolist(), strict=True):
        offers[place].append((emission, weight, span))


# Text that stands three times in a row is what its author writes: the veto of own usage would take
# back every change in it. Looked for are repeats of up to so many characters, and no run is taken
# for one below so many: three equal characters may be a slip.
_MAX_PERIOD_CHARACTERS = 64
_MIN_RUN_CHARACTERS = 24


def repeating(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which places stand inside three or more copies in a row of 1 to 64 characters."""
    import numpy as np

    marks = np.zeros(len(codes) + 1, np.int32)
    for period in range(1, min(_MAX_PERIOD_CHARACTERS, len(codes) // 3) + 1):
        least = max(2 * period, _MIN_RUN_CHARACTERS - period)
        # A run of the least length has four such places.
        step = least // 4
        if not _four_in_a_row(codes[period::step] == codes[:-period:step]):
            continue
        same = codes[period:] == codes[:-period]
        edges = np.flatnonzero(np.diff(same, prepend=False, append=False))
        starts, stops = edges[::2], edges[1::2]
        long = stops - starts >= least
        # The outermost characters have another neighbour.
        marks[starts[long] + 1] += 1
        marks[stops[long] + period - 1] -= 1
    return marks[:-1].cumsum() > 0


def _four_in_a_row(marks: NDArray[np.bool_]) -> bool:
    two = marks[1:] & marks[:-1]
    return bool((two[2:] & two[:-2]).any())
