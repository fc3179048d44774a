"""Score a text of which most stood in another one that is scored already.

The score of a character depends on it and the ``order - 1`` characters before it and on nothing
else. So where such a run stands in the other text, its score is taken from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from restore.language.normalise import kept, normalise
from restore.text.phrases import code_points

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["rescored"]

_MOST_KEYS = 1 << 64
# Between two runs that are scored anew, fewer known characters than this are scored with them.
_FEW_CHARACTERS = 4

Floats = NDArray[np.float32]


def rescored(model: LanguageModel, text: str, other: str, scores: Floats) -> Floats:
    """Return ``model.char_scores(text)``, bit by bit.

    Parameters
    ----------
    other : a text that has much in common with it
    scores : ``model.char_scores(other)``
    """
    new, old = normalise(text), normalise(other)
    keys = _keys(new, old, model.order)
    if keys is None:
        return model.char_scores(text)
    wanted, known = keys[: len(new)], keys[len(new) :]
    values = scores[kept(other)]
    order, asked = np.argsort(known), np.argsort(wanted)
    # What is asked in order is found much sooner.
    places = np.minimum(np.searchsorted(known[order], wanted[asked]), len(known) - 1)
    source = np.empty(len(new), np.int64)
    source[asked] = order[places]
    found = values[source]
    for start, end in _runs(known[source] != wanted):
        first = max(0, start - model.order + 1)
        found[start:end] = model.char_scores(new[first:end])[start - first :]
    all_of_them = np.zeros(len(text), np.float32)
    all_of_them[kept(text)] = found
    return all_of_them


def _keys(new: str, old: str, order: int) -> NDArray[np.uint64] | None:
    """Return for each character of two folded texts a number for it and those before it.

    None if that does not fit a number, or one of the texts is empty.
    """
    if not (new and old):
        return None
    codes = code_points(new + old)
    used = np.zeros(int(codes.max()) + 1, np.bool_)
    used[codes] = True
    # From 1 on; 0 stands for what is before the beginning.
    letters = np.cumsum(used, dtype=np.uint64)[codes]
    base = int(letters.max()) + 1
    if base**order > _MOST_KEYS:
        return None
    parts = []
    for part in (letters[: len(new)], letters[len(new) :]):
        padded = np.concatenate((np.zeros(order - 1, np.uint64), part))
        keys = np.zeros(len(part), np.uint64)
        for offset in range(order):
            keys = keys * np.uint64(base) + padded[offset : offset + len(part)]
        parts.append(keys)
    return np.concatenate(parts)


def _runs(unknown: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where the runs of unknown characters begin and end, those close together as one."""
    places = np.flatnonzero(unknown)
    if len(places) == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > _FEW_CHARACTERS)
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.append(breaks, len(places) - 1)] + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
