"""Find the windows that are nearly a fixed expression, with the features they are weighed by.

``tools/fit_expressions.py`` fits the weights on the same features.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from restore.correction.near_regions import is_covered, repeats_neighbour, written
from restore.correction.scoring import (
    FORESEEN_BY,
    LanguageModelLike,
    Replacement,
    after_in_line,
    before_in_line,
    continuation,
    margins,
)
from restore.text.characters import AFFIXES, FUNCTION_WORDS, HAN, NUMERALS_AND_SOME
from restore.text.near_misses import NearMiss
from restore.text.occurrences import count_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.lexicon.lexicon import Lexicon

__all__ = ["FEATURES", "Candidate", "find_expressions", "in_doubt", "passage_of"]

#: The names of the features, in the order of the weights; ``one`` is the intercept.
FEATURES = (
    "one",
    "margin",
    "margin_to_six",
    "best_bond",
    "worst_bond",
    "least_score",
    "sum_of_scores",
    "length",
    "frequency",
    "at_an_end",
    "of_four",
    "repeats",
    "two_for_two",
    "one_too_many",
    "two_too_many",
    "one_too_few",
    "two_too_few",
    "reads_small_word",
    "stands_twice",
)
_HAN = re.compile(f"[{HAN}]*")
_NUMERALS = frozenset(NUMERALS_AND_SOME)
_SMALL = frozenset(FUNCTION_WORDS + AFFIXES)
# A place of which no character scores below this holds no error, and what the model likes no better
# by this margin is not looked at: they only save time.
_MAX_DOUBTFUL_LOG10 = -2.2
_MIN_MARGIN_LOG10 = 1.5
# How often a term counts that was compiled by hand; counts above it count alike.
_CHOSEN_COUNT = 1000
# Caps of two features, as the weights were fitted.
_CAPPED_MARGIN_LOG10 = 6.0
_CAPPED_LENGTH = 10


class Candidate(NamedTuple):
    """A near miss, the expression, what would be written, the model's margin, the features."""

    miss: NearMiss
    expression: str
    written: str
    margin: float
    values: tuple[float, ...]


def find_expressions(
    text: str,
    scores: NDArray[np.float32],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> Iterator[Candidate]:
    """Yield the near misses that are worth weighing, in the order of the text."""
    index = lexicon.expression_misses
    unlikely = in_doubt(scores)
    found = index.find(text, unlikely)
    if not found:
        return
    # How many doubtful characters stand before each place.
    doubtful = list(accumulate(unlikely.tolist(), initial=0))
    misses = [
        miss
        for miss in found
        if doubtful[min(miss.right + 2, len(text))] > doubtful[miss.left]
        and _HAN.fullmatch(text, miss.left, miss.right)
    ]
    misses.sort(key=lambda miss: (miss.left, miss.right))
    changes = [
        Replacement(miss.left, miss.right, written(index.terms[miss.term], miss)) for miss in misses
    ]
    values = margins(language_model, text, changes)
    for miss, change, margin in zip(misses, changes, values, strict=True):
        if margin < _MIN_MARGIN_LOG10 or is_covered(text, miss, lexicon):
            continue
        changed = text[miss.left : miss.right] + change.after
        # Without the small words the two are the same expression (知道或应当知道, 知道或者应当知道).
        if not _NUMERALS.isdisjoint(changed) or _SMALL.issuperset(changed):
            continue
        expression = index.terms[miss.term]
        often = lexicon.expressions.get(expression, _CHOSEN_COUNT)
        weighed = _features(text, miss, (expression, often), margin, scores, language_model)
        yield Candidate(miss, expression, change.after, margin, weighed)


def in_doubt(scores: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return of each code point whether it is so unlikely that it may be wrong."""
    return scores < _MAX_DOUBTFUL_LOG10


def _features(
    text: str,
    miss: NearMiss,
    expression: tuple[str, int],
    margin: float,
    scores: NDArray[np.float32],
    language_model: LanguageModelLike,
) -> tuple[float, ...]:
    """Return the values of :data:`FEATURES`; ``expression`` comes with how often it counts."""
    term, often = expression
    read = text[miss.left : miss.right]
    left, right = before_in_line(text, miss.left, FORESEEN_BY), after_in_line(text, miss.right, 1)
    if read:
        arrives = max(
            continuation(language_model, left, read[0]),
            continuation(language_model, left[-1:], read[0]),
        )
        bonds = arrives, continuation(language_model, read[-1], right)
    else:
        bonds = (continuation(language_model, left, right),) * 2
    around = scores[miss.left : miss.right + 2]
    change = (miss.cut, len(read))
    return (
        1.0,
        margin,
        min(margin, _CAPPED_MARGIN_LOG10),
        max(bonds),
        min(bonds),
        float(around.min()),
        float(around.sum()),
        min(len(term), _CAPPED_LENGTH),
        math.log10(min(often, _CHOSEN_COUNT)),
        miss.place == 0 or miss.place + miss.cut == len(term),
        len(term) == 4,
        repeats_neighbour(text, miss),
        change == (2, 2),
        change == (0, 1),
        change == (0, 2),
        change == (1, 0),
        change == (2, 0),
        not _SMALL.isdisjoint(read),
        count_of(text, passage_of(text, miss)) > 1,
    )


def passage_of(text: str, miss: NearMiss) -> str:
    """Return the region with up to two characters of the window on both sides."""
    return text[max(miss.start, miss.left - 2) : min(miss.end, miss.right + 2)]
