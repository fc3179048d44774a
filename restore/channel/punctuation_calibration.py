"""Fit the weights that ``punctuation_search`` uses, on texts whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from restore.channel.punctuation_search import (
    MIN_NOISE_SHARE,
    PUNCTUATION_FEATURES,
    weigh_punctuation,
)
from restore.channel.search import Searcher
from restore.language.normalise import DROPPED, normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.profile import Profile
    from restore.language.model import LanguageModel

__all__ = ["fit_choice", "punctuation_choices"]

_Pairs: TypeAlias = Sequence[tuple[str, str]]
_STEPS, _SMALLEST = 40, 1e-3


def punctuation_choices(
    model: LanguageModel, profile: Profile, documents: Sequence[_Pairs]
) -> Iterator[tuple[NDArray[np.float64], int]]:
    """Yield, for each mark of noisy documents, the features of its alternatives and the right one.

    ``documents`` are (read, truth) paragraphs that the profile was not learned from.
    """
    searcher = Searcher(model, profile)
    for document in documents:
        reads = [read.replace("\n", "") for read, _ in document]
        text = "\n".join(reads)
        noise = searcher.search(text).noise
        if noise < MIN_NOISE_SHARE:
            continue
        printed: dict[int, str] = {}
        starts = accumulate((len(read) + 1 for read in reads), initial=0)
        for start, read, (_, truth) in zip(starts, reads, document, strict=False):
            printed.update(_printed(start, read, truth))
        for mark in weigh_punctuation(text, noise, model, profile):
            if printed.get(mark.start) in mark.choices:
                yield mark.values, mark.choices.index(printed[mark.start])


def _printed(start: int, read: str, truth: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each character read and the one that was printed there."""
    from rapidfuzz.distance import Levenshtein

    places = [start + place for place, item in enumerate(read) if not DROPPED.match(item)]
    folded, right = normalise(read), normalise(truth)
    for block in Levenshtein.opcodes(folded, right):
        if block.src_end - block.src_start == block.dest_end - block.dest_start:
            yield from zip(
                places[block.src_start : block.src_end],
                right[block.dest_start : block.dest_end],
                strict=True,
            )


def fit_choice(
    items: Sequence[tuple[NDArray[np.float64], int]], *, ridge: float = 1.0
) -> tuple[float, ...]:
    """Fit a conditional logit by damped Newton steps and return the weights of the features.

    Parameters
    ----------
    items : for each choice the features of the alternatives, shape (alternatives, features), and
        the number of the one that was taken
    ridge : how strongly weights are drawn to zero
    """
    import numpy as np

    width = items[0][0].shape[1] if items else len(PUNCTUATION_FEATURES)
    weights = np.zeros(width)

    def loss(candidate: NDArray[np.float64]) -> float:
        total = ridge * float(candidate @ candidate) / 2
        for values, taken in items:
            scores = values @ candidate
            total += float(np.logaddexp.reduce(scores) - scores[taken])
        return total

    present = loss(weights)
    for _ in range(_STEPS):
        slope, curve = -ridge * weights, ridge * np.eye(width)
        for values, taken in items:
            scores = values @ weights
            chances = np.exp(scores - np.logaddexp.reduce(scores))
            mean = chances @ values
            slope += values[taken] - mean
            curve += (values * chances[:, None]).T @ values - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while loss(weights + size * step) > present and size > _SMALLEST:
            size /= 2
        weights = weights + size * step
        previous, present = present, loss(weights)
        if previous - present < _SMALLEST:
            break
    return tuple(round(float(weight), 4) for weight in weights)
