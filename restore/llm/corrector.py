"""A corrector of the user's own on this machine (MacBERT4CSC and its kind): it classifies tokens.

For each Han character that the model knows it says which character belongs there. Nothing is added or
dropped, and what it says goes the way of every other proposal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.errors import SettingsError
from restore.llm.answers import Change
from restore.llm.runtimes import Predict
from restore.llm.tokens import Token, Vocabulary

__all__ = ["MAX_TOKENS", "Corrector", "Sure"]

#: Tokens of a batch: the scores of so many take some 90 MB.
_BATCH_TOKENS = 1024
#: Tokens that a model of BERT's kind sees at most, if its configuration does not say.
MAX_TOKENS = 512
#: Probabilities are told to so many digits: more depend on the processor.
_DIGITS = 3


class Sure(NamedTuple):
    """A change, and the model's probability of it."""

    change: Change
    probability: float


class _Window(NamedTuple):
    """Tokens that the model sees together; ``kept`` are those that it is asked about here."""

    sentence: int
    tokens: Sequence[Token]
    kept: range


class Corrector:
    """A model with its vocabulary.

    Parameters
    ----------
    most : tokens that the model sees at most, the marks at the ends included
    rephrases : it writes the sentence once more, into masks behind the first
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        predict: Predict,
        most: int = MAX_TOKENS,
        *,
        rephrases: bool = False,
    ) -> None:
        self._vocabulary, self._predict, self._rephrases = vocabulary, predict, rephrases
        self._most = max(1, (most - 3) // 2 if rephrases else most - 2)

    def correct(self, sentences: Sequence[str]) -> list[list[Sure]]:
        """Return the changes of each sentence, in order of place.

        The batches depend on the sentences alone.

        Raises
        ------
        SettingsError
            If the model does not score its vocabulary.
        """
        found: list[list[Sure]] = [[] for _ in sentences]
        windows = [
            window
            for number, sentence in enumerate(sentences)
            for window in self._windows(number, self._vocabulary.tokens(sentence))
        ]
        windows.sort(key=lambda window: (len(window.tokens), window.sentence))
        for batch in _batches(windows):
            for window, scores in zip(batch, self._scores(batch), strict=True):
                found[window.sentence] += self._changes(sentences[window.sentence], window, scores)
        return [sorted(changes) for changes in found]

    def _windows(self, sentence: int, tokens: Sequence[Token]) -> Iterator[_Window]:
        """Cut what is longer than the model sees: each token is judged well inside of a window."""
        most = self._most
        if len(tokens) <= most:
            if any(token.own for token in tokens):
                yield _Window(sentence, tokens, range(len(tokens)))
            return
        edge = most // 4
        step = most - 2 * edge
        for start in range(0, len(tokens) - 2 * edge, step):
            part = tokens[start : start + most]
            last = start + most >= len(tokens)
            kept = range(edge if start else 0, len(part) - (0 if last else edge))
            yield _Window(sentence, part, kept)
            if last:
                return

    def _scores(self, batch: Sequence[_Window]) -> list[NDArray[np.float32]]:
        """Return the scores of each window's tokens, one (tokens, vocabulary) a window."""
        vocabulary = self._vocabulary
        numbers = np.array([self._asked(window) for window in batch], np.int64)
        scores = self._predict(numbers, np.ones_like(numbers))
        if scores.shape[:2] != numbers.shape or scores.shape[2] < vocabulary.size:
            raise SettingsError(
                f"the corrector gives scores of shape {scores.shape} for {numbers.shape} tokens of a "
                f"vocabulary of {vocabulary.size}; it belongs to another vocabulary"
            )
        # Behind the first mark stands the sentence; behind the second what it is to become.
        starts = (len(window.tokens) + 2 if self._rephrases else 1 for window in batch)
        return [
            row[start : start + len(window.tokens)]
            for row, start, window in zip(scores, starts, batch, strict=True)
        ]

    def _asked(self, window: _Window) -> list[int]:
        vocabulary = self._vocabulary
        ids = [vocabulary.begin, *(token.number for token in window.tokens), vocabulary.end]
        if self._rephrases:
            ids += [*([vocabulary.mask] * len(window.tokens)), vocabulary.end]
        return ids

    def _changes(
        self, sentence: str, window: _Window, scores: NDArray[np.float32]
    ) -> Iterator[Sure]:
        places = [at for at in window.kept if window.tokens[at].own]
        if not places:
            return
        rows = scores[places].astype(np.float64)
        best = rows.argmax(axis=1)
        sure = 1 / np.exp(rows - rows.max(axis=1, keepdims=True)).sum(axis=1)
        for at, number, probability in zip(places, best, sure, strict=True):
            token = window.tokens[at]
            put = self._vocabulary.characters.get(int(number))
            if put is not None and put != sentence[token.start : token.end]:
                change = Change(token.start, token.end, put)
                yield Sure(change, round(float(probability), _DIGITS))


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Yield windows in batches of one length, of windows in order of length.

    Nothing is padded: exported models differ in what they make of padding.
    """
    batch: list[_Window] = []
    for window in windows:
        size = len(window.tokens)
        full = (len(batch) + 1) * (size + 2) > _BATCH_TOKENS
        if batch and (full or size != len(batch[0].tokens)):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
