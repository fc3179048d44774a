"""Which places of a passage are suspicious, and how they are decoded together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from restore.channel.decoding import Option, Plain
from restore.channel.passage import BREAK, Passage
from restore.channel.places import Sieve, repeating
from restore.text.characters import are_basic_han, are_ideographs

__all__ = [
    "CONTEXT_CHARACTERS",
    "MAX_SPAN_CHARACTERS",
    "SUSPICIOUS_LOG10",
    "Window",
    "first_places",
    "place_of",
    "sieve_of",
    "stretches_of",
    "suspicious_in",
    "windows_of",
]

# A place is looked at where its character and the next together are less likely than this (log10):
# 2 % of clean news lie below, and 85 % of the wrong characters of real OCR. Where more than one
# place in twenty is so unlikely the text is noisy, and worth a wider look. Marks have few rivals
# and are looked at sooner; in noisy text so are places where one may be lost.
SUSPICIOUS_LOG10, _SUSPICIOUS_IN_NOISE_LOG10 = -6.5, -5.3
_MARK_LOG10, _MARK_IN_NOISE_LOG10, _GAP_IN_NOISE_LOG10 = -4.8, -3.0, -4.0
# Suspicious places so near to each other are decoded together; longer stretches are cut.
_MAX_GAP_CHARACTERS = 2
_MAX_STRETCH_CHARACTERS = 24
#: Characters on both sides of a change that are looked at, the model's own context beside them.
CONTEXT_CHARACTERS = 8
_MODEL_CHARACTERS = 5
#: The longest option, in characters that it covers: pairs and words of two.
MAX_SPAN_CHARACTERS = 2
_SPAN = itemgetter(Option._fields.index("span"))
# What is neither Chinese nor a mark: folded digits and letters, and breaks.
_NO_MARKS = "0a" + BREAK


def stretches_of(
    offered: Iterable[tuple[int, list[Plain]]],
) -> Iterator[tuple[int, int, dict[int, list[Plain]]]]:
    """Yield the bounds of stretches with their options: places near each other, and all that their
    options cover."""
    start = end = last = -1
    offers: dict[int, list[Plain]] = {}
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
        end = max(end, place + max(map(_SPAN, options)))
    if start >= 0:
        yield start, end, offers


class Window(NamedTuple):
    """Suspicious places, ``first`` to ``last`` in a passage, on which no others have a bearing.

    ``key`` is all that the findings among them depend on, beside the width of the search.
    """

    first: int
    last: int
    key: tuple[int, str, bytes, bytes]


def windows_of(passage: Passage, sieve: Sieve) -> list[Window]:
    """Return the suspicious places in windows so far apart that each is searched for itself."""
    import numpy as np

    places = np.flatnonzero(sieve.places)
    if not len(places):
        return []
    # An option may begin before its place and reach behind it, but nothing reaches over the breaks
    # around a paragraph.
    apart = _MAX_GAP_CHARACTERS + 2 * (MAX_SPAN_CHARACTERS - 1)
    begins = np.array([line.first for line in passage.lines])
    ends = begins + [len(line.folded) for line in passage.lines]
    inside = begins.searchsorted(places, "right") - 1
    cuts = np.flatnonzero((np.diff(places) > apart) | (np.diff(inside) > 0)) + 1
    begun, ended = np.concatenate(([0], cuts)), np.concatenate((cuts - 1, [len(places) - 1]))
    firsts, lasts = places[begun], places[ended]
    reach = CONTEXT_CHARACTERS + MAX_SPAN_CHARACTERS
    lows = np.maximum(firsts - reach, begins[inside[begun]] - 1)
    highs = np.minimum(lasts + reach + _MODEL_CHARACTERS, ends[inside[ended]] + 1)
    marks = sieve.full.view(np.uint8) + sieve.places.view(np.uint8)
    folded, scores = passage.folded, passage.scores
    return [
        Window(
            first,
            last,
            (
                first - low,
                folded[low:high],
                scores[low:high].tobytes(),
                marks[first : last + 1].tobytes(),
            ),
        )
        for first, last, low, high in zip(
            firsts.tolist(), lasts.tolist(), lows.tolist(), highs.tolist(), strict=True
        )
    ]


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


def suspicious_in(passage: Passage, noisy: bool) -> Sieve:
    """Return which places are so unlikely as to be suspicious, each by what stands there alone."""
    values = passage.pairs
    full = values < (_SUSPICIOUS_IN_NOISE_LOG10 if noisy else SUSPICIOUS_LOG10)
    marks = ~are_ideographs(passage.codes)
    for character in _NO_MARKS:
        marks &= passage.codes != ord(character)
    places = full | (marks & (values < (_MARK_IN_NOISE_LOG10 if noisy else _MARK_LOG10)))
    if noisy:
        places |= values < _GAP_IN_NOISE_LOG10
    return Sieve(full, places)


def sieve_of(passage: Passage, sieve: Sieve) -> Sieve:
    """Return which places are looked at, of those that are suspicious (:func:`suspicious_in`)."""
    if not sieve.places.any():
        # As in four rows of five.
        return sieve
    # No engine that was counted reads a rare character in the place of another.
    rare = are_ideographs(passage.codes) & ~are_basic_han(passage.codes)
    meant = rare | repeating(passage.codes)
    return Sieve(sieve.full & ~meant, sieve.places & ~meant)
