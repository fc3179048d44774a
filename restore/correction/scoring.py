"""Margins: how much more probable a language model finds a change, corrected for length."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from restore.language.model import LanguageModel
from restore.language.normalise import spaced

__all__ = [
    "CHARACTER_COST_LOG10",
    "FORESEEN_BY",
    "LanguageModelLike",
    "Replacement",
    "after_in_line",
    "before_in_line",
    "continuation",
    "margins",
]

#: What a character costs in running official text, log10 (a perplexity of 8, that of the shipped
#: model on government reports): a reading with one character less must win by more than that, or
#: every deletion would look like an improvement.
CHARACTER_COST_LOG10 = 0.9
#: Characters before a place by which the next one is foreseen: one less than the order of the shipped
#: model.
FORESEEN_BY = 3
# Characters on both sides that the model is shown; its order is less.
CONTEXT_CHARACTERS = 8
# Of fewer changes a character the sides are folded one by one as fast as the whole text is.
_FEW = 0.01


class LanguageModelLike(Protocol):
    """What the correction stage needs of a language model (log10 throughout)."""

    def margins(self, items: Sequence[tuple[str, str, str, str]]) -> Sequence[float]:
        """Return log10 P(left after right) - log10 P(left before right) of each item.

        Parameters
        ----------
        items : ``(left, before, after, right)``
        """
        ...

    def char_scores(self, text: str) -> Iterable[float]:
        """Return log10 P(character | what stands before it) of each character of ``text``."""
        ...


class Replacement(NamedTuple):
    """``text[start:end]`` to become ``after``."""

    start: int
    end: int
    after: str


def margins(
    language_model: LanguageModelLike,
    text: str,
    changes: Sequence[Replacement],
    *,
    most: float = math.inf,
) -> list[float]:
    """Return the length-corrected margin of every change, in log10 units.

    Positive: the model prefers the new reading also when the number of characters is allowed for.

    Parameters
    ----------
    most : the greatest difference in length that is priced, in characters
    """
    if not changes:
        return []
    if isinstance(language_model, LanguageModel) and len(changes) > _FEW * len(text):
        raw: Sequence[float] = _of_many(language_model, text, changes)
    else:
        raw = language_model.margins(
            [
                (before_in_line(text, start), text[start:end], after, after_in_line(text, end))
                for start, end, after in changes
            ]
        )
    return [
        float(value)
        - CHARACTER_COST_LOG10
        * max(-most, min(change.end - change.start - len(change.after), most))
        for value, change in zip(raw, changes, strict=True)
    ]


def _of_many(model: LanguageModel, text: str, changes: Sequence[Replacement]) -> list[float]:
    """Return the model's margins of so many changes that the text is folded once for all."""
    folded = spaced(text)
    reach = 2 * min(model.order - 1, CONTEXT_CHARACTERS)
    items = []
    for start, end, after in changes:
        head, tail = folded[2 * start - reach : 2 * start], folded[2 * end : 2 * end + reach]
        if len(head) + len(tail) < 2 * reach or "\n" in head or "\n" in tail:
            # Something in between has no score, or a paragraph ends: more is looked at, or less.
            head, tail = model.sides(before_in_line(text, start), after_in_line(text, end))
        items.append((head, tail, text[start:end], after))
    return model.margins_between(items)


def before_in_line(text: str, start: int, reach: int = CONTEXT_CHARACTERS) -> str:
    """Return up to ``reach`` characters of the paragraph before ``start``."""
    return text[max(0, start - reach) : start].rpartition("\n")[2]


def after_in_line(text: str, end: int, reach: int = CONTEXT_CHARACTERS) -> str:
    """Return up to ``reach`` characters of the paragraph from ``end`` on."""
    return text[end : end + reach].partition("\n")[0]


def continuation(language_model: LanguageModelLike, left: str, right: str) -> float:
    """Return the mean log10 probability of the characters of ``right`` after ``left`` alone.

    High (above -3): the two are known to stand together, as the halves of a word do.
    """
    if not right:
        return 0.0
    if len(right) == 1 and isinstance(language_model, LanguageModel):
        return language_model.follows(left, right)
    scores = islice(language_model.char_scores(left + right), len(left), None)
    return float(sum(scores)) / len(right)
