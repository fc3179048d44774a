"""Which places of a passage are suspicious, and how they are decoded together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from restore.channel.decoding import Option
from restore.channel.passage import BREAK, Passage
from restore.channel.places import Offers, Sieve, repeating
from restore.text.characters import are_basic_han, are_ideographs

if TYPE_CHECKING:
    pass

__all__ = ["SUSPICIOUS_LOG10", "first_places", "place_of", "sieve_of", "stretches_of"]

# A place is looked at where its character and the next together are less likely than this (log10):
# 2 % of clean news lie below, and 85 % of the wrong characters of real OCR. Where more than one
# place in twenty is so unlikely the text is noisy, and worth a wider look. Marks have few rivals
# and are looked at sooner; in noisy text so are places where one may be lost.
SUSPICIOUS_LOG10, _SUSPICIOUS_IN_NOISE_LOG10 = -6.5, -5.3
_MARK_LOG10, _MARK_IN_NOISE_LOG10, _GAP_IN_NOISE_LOG10 = -4.8, -3.0, -4.0
# Suspicious places so near to each other are decoded together; longer stretches are cut.
_MAX_GAP_CHARACTERS = 2
_MAX_STRETCH_CHARACTERS = 24
# What is neither Chinese nor a mark: folded digits and letters, and breaks.
_NO_MARKS = "0a" + BREAK


def stretches_of(
    offered: Iterable[tuple[int, list[Option]]],
) -> Iterator[tuple[int, int, Offers]]:
    """Yield the bounds of stretches with their options: places near each other, and all that their
    options cover."""
    start = end = last = -1
    offers: Offers = {}
    for place, options in offered:
        if (
            start < 0
            or place - last > _MAX_GAP_CHARACTERS
            or place - start >= _MAX_STRETCH_CHARACTERS
        ):
            if start >= 0:
                yield start, min(end, place), offers
            start = end = place
            offers = {}
        last = place
        offers[place] = options
        end = max(end, place + max(option.span for option in options))
    if start >= 0:
        yield start, end, offers


def first_places(sieve: Sieve, most: int) -> tuple[Sieve, int | None]:
    """Return a sieve limited to the first ``most`` places, and where it stops if there are more."""
    import numpy as np

    places = np.flatnonzero(sieve.places)
    if len(places) <= most:
        return sieve, None
    stop = int(places[most])
    inside = np.arange(len(sieve.places)) < stop
    return Sieve(sieve.full & inside, sieve.places & inside), stop


def place_of(passage: Passage, place: int) -> int:
    """Return the offset in the text of a place of a passage."""
    firsts = [line.first for line in passage.lines]
    line = passage.lines[bisect_right(firsts, place) - 1]
    return line.places[place - line.first]


def sieve_of(passage: Passage, noisy: bool) -> Sieve:
    """Return which places are suspicious."""
    import numpy as np

    values = passage.pairs
    full = values < (_SUSPICIOUS_IN_NOISE_LOG10 if noisy else SUSPICIOUS_LOG10)
    marks = ~are_ideographs(passage.codes) & ~np.isin(passage.codes, list(map(ord, _NO_MARKS)))
    places = full | (marks & (values < (_MARK_IN_NOISE_LOG10 if noisy else _MARK_LOG10)))
    if noisy:
        places |= values < _GAP_IN_NOISE_LOG10
    # No engine that was counted reads a rare character in the place of another.
    rare = are_ideographs(passage.codes) & ~are_basic_han(passage.codes)
    meant = rare | repeating(passage.codes)
    return Sieve(full & ~meant, places & ~meant)
