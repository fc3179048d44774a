"""Places of a passage that are looked at together, and what is offered for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.decoding import Option
from restore.channel.passage import BREAK, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HERE", "NUMERALS", "Offers", "Sieve", "View", "add", "are_han", "best", "view"]

#: Nine errors of ten lie among the 3 % of suspicious places: there they are so much likelier than
#: a profile's rate per character says (log10).
HERE = 1.4
#: One of these is never taken for another.
NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")

#: Options by place, without those that keep what stands there.
Offers = dict[int, list[Option]]


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


def view(passage: Passage, sieve: Sieve, numbers: NDArray[np.intp]) -> View:
    """Return the places of a sieve; ``numbers`` are those of the passage's characters."""
    import numpy as np

    places = np.flatnonzero(sieve.places)
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
) -> Iterator[tuple[int, int]]:
    """Yield (owner, index) of the best estimates of each owner, by owner and best first.

    Parameters
    ----------
    owners : rising numbers, one for each estimate
    least, most : no lower estimate, and no more of one owner
    """
    import numpy as np

    good = np.flatnonzero(estimates >= least)
    good = good[np.lexsort((-estimates[good], owners[good]))]
    whose = owners[good]
    chosen = np.arange(len(good)) - whose.searchsorted(whose) < most
    yield from zip(whose[chosen].tolist(), good[chosen].tolist(), strict=True)


def add(offers: Offers, place: int, option: Option) -> None:
    """Add an option to those of a place."""
    offers.setdefault(place, []).append(option)


def are_han(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which code points are Chinese characters, as ``is_han`` tells for one."""
    return (codes >= 0x3400) & (codes <= 0x9FFF)
