"""Score a text of which most stood in another one that is scored already.

The score of a character depends on it and the ``order - 1`` characters before it and on nothing
else. So where such a run stands in the other text, its score is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from restore.language.normalise import kept, normalise
from restore.text.phrases import code_points

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["rescored"]

# Between two runs that are scored anew, fewer known characters than this are scored with them.
_FEW_CHARACTERS = 4
# So many equal characters show where two texts are alike again behind a difference. They are looked
# for a little further on each time, in the other text so far before and behind the place.
_ANCHOR_CHARACTERS = 8
_STEPS = tuple(1 << step for step in range(10))
_REACH_CHARACTERS = 16
# Characters that are compared at first, and four times as many each time.
_COMPARED_CHARACTERS = 128

Floats = NDArray[np.float32]


def rescored(model: LanguageModel, text: str, other: str, scores: Floats) -> Floats:
    """Return ``model.char_scores(text)``, bit by bit.

    Parameters
    ----------
    other : a text that has much in common with it, in the same order
    scores : ``model.char_scores(other)``
    """
    new, old = normalise(text), normalise(other)
    values = scores if len(old) == len(other) else scores[kept(other)]
    found = np.empty(len(new), np.float32)
    before, done = model.order - 1, 0

    def ask(end: int) -> None:
        first = max(0, done - before)
        found[done:end] = model.char_scores(new[first:end])[done - first :]

    for start, end, shift in _alike(new, old):
        # Where both texts begin nothing stands before.
        known = start + before if start or shift else 0
        if end - known < _FEW_CHARACTERS:
            continue
        if known > done:
            ask(known)
        found[known:end] = values[known + shift : end + shift]
        done = end
    if done < len(new):
        ask(len(new))
    if len(new) == len(text):
        return found
    all_of_them = np.zeros(len(text), np.float32)
    all_of_them[kept(text)] = found
    return all_of_them


def _alike(new: str, old: str) -> Iterator[tuple[int, int, int]]:
    """Yield where stretches of one text stand in another: from, to, and how far on in that."""
    ours, theirs = code_points(new), code_points(old)
    place = shift = 0
    while place < len(new):
        size, step = min(len(new) - place, len(old) - place - shift), _COMPARED_CHARACTERS
        start, stop = place, place + max(0, size)
        while place < stop:
            end = min(place + step, stop)
            differs = ours[place:end] != theirs[place + shift : end + shift]
            first = int(differs.argmax())
            if differs[first]:
                place += first
                break
            place, step = end, 4 * step
        yield start, place, shift
        place, shift = _next_alike(new, old, place, shift)


def _next_alike(new: str, old: str, place: int, shift: int) -> tuple[int, int]:
    """Return where two texts are probably alike again behind a difference, and how far on."""
    for step in _STEPS:
        start = place + step
        anchor = new[start : start + _ANCHOR_CHARACTERS]
        if len(anchor) < _ANCHOR_CHARACTERS:
            return len(new), shift
        there = start + shift
        if not old.startswith(anchor, there):
            reach = step + _REACH_CHARACTERS
            there = old.find(anchor, max(0, there - reach), max(0, there + reach))
        if there >= 0:
            while start > place and there and new[start - 1] == old[there - 1]:
                start, there = start - 1, there - 1
            return start, there - start
    return place + _STEPS[-1], shift
