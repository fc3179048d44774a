"""How well a finding and what stands there fit between their neighbours, beyond the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from restore.channel.base import ChannelBase

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["Fit", "fit_of"]


class Fit(NamedTuple):
    """What language model and neighbours say of what stands at a place, or would stand there.

    ``known``: characters of the longest sequence known to the model that reaches into the place;
    ``total`` and ``least``: the sum and the least of the scores of its characters and of those
    behind it that the model still sees it from; ``usual``: the mean score of its characters by
    themselves (all log10); ``beside``: how often the first and the last stand beside the left and
    the right neighbour (log2 of counts).
    """

    known: int = 0
    total: float = 0.0
    least: float = 0.0
    usual: float = 0.0
    beside: tuple[int, int] = (0, 0)


def fit_of(model: LanguageModel, base: ChannelBase, left: str, word: str, right: str) -> Fit:
    """Return how a word fits between two sides; all is folded, and the sides may be long."""
    reach = model.order - 1
    left, right = left[-reach:], right[:reach]
    known, total, least = 0, 0.0, 0.0
    # How far each character reaches back to the last one of the word, that one included.
    matches = enumerate(model.matches(left + word + right)[len(left) :], 1 - len(word))
    for reached, (score, length) in matches:
        total += score
        if score < least:
            least = score
        if known < length > reached:
            known = length
    usual = sum(map(model.alone, word)) / max(1, len(word))
    first, last = (base.number(item) for item in (word[:1], word[-1:]))
    beside = (
        int(base.levels[base.number(left[-1:]), first]),
        int(base.levels[last, base.number(right[:1])]),
    )
    return Fit(known, total, least, usual, beside)
