"""How well the shipped model knows a kind of text: bits per character where it is read best.

Strange style and noise are told apart by where they stand. Misread characters stand in some places
and leave others whole; a novel or a recipe is strange in every sentence. So a text is judged by the
quarter of it that the model foresees best.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from restore.text.characters import are_ideographs
from restore.text.phrases import code_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["UNFAMILIAR_BITS", "bits_per_character", "is_familiar"]

# Han characters that are averaged: about a sentence.
_SENTENCE_CHARACTERS = 40
# Fewer sentences say too little of a text: a quotation, a list of names.
_MIN_SENTENCES = 6
_QUARTER = 25
# Read at a time beyond those that decide, if each of them costs little.
_SPARE_SENTENCES = 2
_BITS_PER_LOG10 = math.log2(10)

#: From here on a text is not of the kind that the shipped model knows. Half way between the strangest
#: of official papers (5.8 bits of 750 passages of laws, news, reports and policy papers, 150 each) and
#: the least strange of recipes, novels and diaries (8.3); ``tools/fit_familiarity.py``. Left out of that
#: sum, though seen before the bound was set: a programming manual has 7.2 to 7.5, which is close,
#: classical prose 11.5 and more. Web news with its slips has up to 6.7, medical questions 7.3 to 8.5.
#: Tried afterwards on 39 documents of 12 sources that had no part in it: benchmarks/FAMILIARITY.md.
UNFAMILIAR_BITS = 7.1


def bits_per_character(text: str, scores: NDArray[np.float32]) -> float | None:
    """Return the bits that a Han character costs in the best quarter of a text, None if it is short.

    Parameters
    ----------
    scores : the shipped model's score of each code point of ``text``, log10
    """
    if len(text) < _MIN_SENTENCES * _SENTENCE_CHARACTERS:
        return None
    import numpy as np

    costs = _by_sentence(-scores[are_ideographs(code_points(text))])
    if len(costs) < _MIN_SENTENCES:
        return None
    return float(np.percentile(costs, _QUARTER)) * _BITS_PER_LOG10


def is_familiar(text: str, scored: Callable[[int, int], NDArray[np.float32]]) -> bool:
    """Whether a text is short or has fewer `bits_per_character` than `UNFAMILIAR_BITS`.

    Reads no farther than until that is sure: half of a text of a known kind and less.

    Parameters
    ----------
    scored : the shipped model's scores of the code points from one place to another, log10
    """
    import numpy as np

    places = np.flatnonzero(are_ideographs(code_points(text)))
    count = len(places) // _SENTENCE_CHARACTERS
    if count < _MIN_SENTENCES:
        return True
    # The quarter lies between two sentences: where that and those below cost less, it does.
    needed = (count - 1) * _QUARTER // 100 + 2
    costs = np.empty(0, np.float32)
    while len(costs) < count:
        least = needed - int(np.count_nonzero(costs * _BITS_PER_LOG10 < UNFAMILIAR_BITS))
        if least <= 0:
            return True
        stop = min(count, len(costs) + least + _SPARE_SENTENCES)
        there = places[len(costs) * _SENTENCE_CHARACTERS : stop * _SENTENCE_CHARACTERS]
        first = int(there[0])
        fresh = -scored(first, int(there[-1]) + 1)[there - first]
        costs = np.concatenate((costs, _by_sentence(fresh)))
    return float(np.percentile(costs, _QUARTER)) * _BITS_PER_LOG10 < UNFAMILIAR_BITS


def _by_sentence(costs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean cost of each sentence of Han characters; what is left over is none."""
    sentences = len(costs) // _SENTENCE_CHARACTERS
    whole = costs[: sentences * _SENTENCE_CHARACTERS]
    means: NDArray[np.float32] = whole.reshape(sentences, _SENTENCE_CHARACTERS).mean(axis=1)
    return means
