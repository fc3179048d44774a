"""Greedy CTC decoding that keeps each character's probability and alternatives.

Graves et al. 2006: the network gives a distribution over characters and a blank at every step;
greedy decoding takes the likeliest class of each step, merges repeats and drops blanks. The step at
which a character begins gives its probability and its alternatives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLANK", "ReadText", "decode"]

BLANK = 0
# As many as the lattice decoder was fitted on; what is less likely never wins.
_MAX_RIVALS = 5
_MIN_CHANCE = 1e-5
_DECIMALS = 6


class ReadText(str):
    """A line as it was read; it passes through code that knows it as a ``str``.

    ``probability`` has a value for each code point (None for spaces), ``candidates`` the rivals by
    position: (character, probability), likeliest first, "" for nothing.
    """

    probability: tuple[float | None, ...]
    candidates: dict[int, tuple[tuple[str, float], ...]]

    __slots__ = ("candidates", "probability")


def decode(distribution: NDArray[Any], characters: Sequence[str]) -> ReadText:
    """Decode one line.

    Parameters
    ----------
    distribution : steps x classes, each row a softmax; class 0 is the blank
    characters : what each class stands for
    """
    best = distribution.argmax(axis=1)
    begins = best != BLANK
    begins[1:] &= best[1:] != best[:-1]
    steps = np.flatnonzero(begins)
    rows = distribution[steps]
    count = min(_MAX_RIVALS + 1, distribution.shape[1])
    top = np.argpartition(-rows, count - 1, axis=1)[:, :count] if len(steps) else rows[:, :0]
    parts: list[str] = []
    probability: list[float | None] = []
    candidates: dict[int, tuple[tuple[str, float], ...]] = {}
    for row, choices, chosen in zip(rows, top, best[steps], strict=True):
        text = characters[int(chosen)]
        place = len(probability)
        sure = round(float(row[chosen]), _DECIMALS)
        probability += [None if char.isspace() else sure for char in text]
        parts.append(text)
        rivals = [
            ("" if index == BLANK else characters[int(index)], round(float(row[index]), _DECIMALS))
            for index in sorted(choices, key=lambda item: (-row[item], item))
            if index != chosen and row[index] >= _MIN_CHANCE
        ]
        if rivals and len(text) == 1 and not text.isspace():
            candidates[place] = tuple(rivals)
    read = ReadText("".join(parts))
    read.probability = tuple(probability)
    read.candidates = candidates
    return read
