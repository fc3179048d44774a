"""Count and find passages in a text that is asked many times.

``str.count`` reads the whole text for every question: thousands of questions about a long text take
its length squared. A long text is sorted by its runs of three characters once; a question then looks
only at the places that begin as the passage does.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from restore.text.phrases import code_points

__all__ = ["count_of", "first_of"]

# A shorter text is read as fast as its table is asked; so is one with more places to look at.
_MIN_TABLED_CODE_POINTS = 20_000
_MAX_TABLED_PLACES = 10_000
# A code point takes 21 bits.
_BITS = 21


def count_of(text: str, passage: str) -> int:
    """Return ``text.count(passage)``: places that do not overlap.

    >>> count_of("人民人民", "人民")
    2
    """
    places = _places(text, passage)
    if places is None:
        return text.count(passage)
    found, end = 0, 0
    for place in places:
        if place >= end and text.startswith(passage, place):
            found, end = found + 1, place + len(passage)
    return found


def first_of(text: str, passage: str) -> int:
    """Return ``text.find(passage)``.

    >>> first_of("人民人民", "民")
    1
    """
    places = _places(text, passage)
    if places is None:
        return text.find(passage)
    return next((place for place in places if text.startswith(passage, place)), -1)


def _places(text: str, passage: str) -> list[int] | None:
    """Return where a text has the first two or three characters of a passage, in order.

    None where it is sooner read: a short text, a passage of one character, a usual beginning.
    """
    size = min(len(passage), 3)
    if len(text) < _MIN_TABLED_CODE_POINTS or size < 2:
        return None
    wanted = 0
    for character in passage[:size]:
        wanted = wanted << _BITS | ord(character)
    keys, order = _sorted(text, size)
    low, high = keys.searchsorted(wanted, "left"), keys.searchsorted(wanted, "right")
    if high - low > _MAX_TABLED_PLACES:
        return None
    places: list[int] = order[low:high].tolist()
    return places


# The text at hand, by two and by three characters, and the one before.
@lru_cache(maxsize=4)
def _sorted(text: str, size: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return every run of so many characters as a number, sorted, and where each stands."""
    codes = code_points(text).astype(np.int64)
    keys = np.zeros(max(0, len(codes) - size + 1), np.int64)
    for offset in range(size):
        keys = keys << _BITS | codes[offset : offset + len(keys)]
    order = np.argsort(keys, kind="stable").astype(np.int32)
    return keys[order], order
