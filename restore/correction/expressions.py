"""Suggest the fixed expression that a window nearly is: 人居[中国]治, 稳[步]步推进, 形[农]绿色生产.

A vision model drops, adds and swaps characters that neither look nor sound alike, so no error
profile foresees them. What is left is that the window is nearly an expression of official prose
that occurs again and again, that the language model much prefers it, and that it finds what stands
there strange. None of the three is enough alone: between the same neighbours right words come and go
(科技强区, 科技强国). A logistic regression weighs them; its weights come from slips made in clean
reports (``tools/fit_expressions.py``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.base import ChannelBase
from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.correction.scoring import (
    LanguageModelLike,
    Replacement,
    after_in_line,
    before_in_line,
    continuation,
    margins,
)
from restore.resources import model_path
from restore.text.characters import AFFIXES, FUNCTION_WORDS, HAN, NUMERALS_AND_SOME
from restore.text.near_misses import NearMiss
from restore.text.occurrences import count_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.lexicon import Lexicon

__all__ = ["FEATURES", "Weights", "find_expressions", "propose_expressions"]

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
# What scores better than this on the whole is no slip, and what the model likes no better by this
# much is not looked at (log10): they only save time.
_DOUBTFUL = -2.2
_LEAST = 1.5
# How often a term counts that was drawn up by hand, and counts above that count alike.
_CHOSEN = 1000
# What the run writes so often is its own usage.
_OWN_USAGE = 3
_REACH = 12
# What sounds the same is a slip of typing from these margins on (log10): nine in ten are right on
# ECSpell odw and law, and about 1.2 stand in 100,000 clean characters.
_SOUND, _SOUND_AT_AN_END = 2.5, 3.5
# Probabilities: what is shown and what is applied; below, the confidences of the one and, at most,
# of the other. Weights set on one half of the reports find, from .75 on, 24 % of the slips made in
# the other half and 2.8 wrong ones in 100,000 clean characters, many of them found by others too;
# from .98 on 11 % and 0.23, which is why no more than .99 is applied.
_SHOWN, _SURE = 0.75, 0.99
_CONFIDENCE, _MOST = 0.95, 0.85


class Weights(msgspec.Struct, frozen=True):
    """The weights of :data:`FEATURES`, and what they were set on."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    source: str


class Candidate(NamedTuple):
    """A near miss, the expression, what would be written, the model's margin, the features."""

    miss: NearMiss
    expression: str
    written: str
    margin: float
    values: tuple[float, ...]


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return msgspec.json.decode(model_path("expressions.json").read_bytes(), type=Weights)


def propose_expressions(
    text: str,
    scores: NDArray[np.float32],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return what would turn near misses into expressions, at one place the likeliest.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    scores : the language model's score of each code point, log10
    """
    weights = _weights().weights
    best: list[tuple[float, Candidate]] = []
    for item in find_expressions(text, scores, lexicon, language_model):
        chance = max(_chance(item.values, weights), _by_sound(text, item))
        if chance < _SHOWN or _is_own_usage(text, item.miss, corpus):
            continue
        if not best or best[-1][1].miss.right + 1 < item.miss.left:
            best.append((chance, item))
        elif best[-1][0] < chance:
            best[-1] = (chance, item)
    return [_proposal(item, chance, lexicon) for chance, item in best]


def find_expressions(
    text: str,
    scores: NDArray[np.float32],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> Iterator[Candidate]:
    """Yield the near misses that are worth weighing, in the order of the text."""
    import numpy as np

    index = lexicon.expression_misses
    # How many doubtful characters stand before each place.
    doubtful = np.concatenate(([0], np.cumsum(scores < _DOUBTFUL))).tolist()
    misses = [
        miss
        for miss in index.find(text)
        if doubtful[min(miss.right + 2, len(text))] > doubtful[miss.left]
        and _HAN.fullmatch(text, miss.left, miss.right)
    ]
    misses.sort(key=lambda miss: (miss.left, miss.right))
    changes = [
        Replacement(miss.left, miss.right, _written(index.terms[miss.term], miss))
        for miss in misses
    ]
    values = margins(language_model, text, changes)
    for miss, change, margin in zip(misses, changes, values, strict=True):
        if margin < _LEAST or not _open(text, miss, lexicon):
            continue
        changed = text[miss.left : miss.right] + change.after
        # Without the small words the two are the same expression (知道或应当知道, 知道或者应当知道).
        if not _NUMERALS.isdisjoint(changed) or _SMALL.issuperset(changed):
            continue
        expression = index.terms[miss.term]
        often = lexicon.expressions.get(expression, _CHOSEN)
        weighed = _features(text, miss, expression, often, margin, scores, language_model)
        yield Candidate(miss, expression, change.after, margin, weighed)


def _written(term: str, miss: NearMiss) -> str:
    return term[miss.place : miss.place + miss.cut]


def _open(text: str, miss: NearMiss, lexicon: Lexicon) -> bool:
    """Whether no right expression covers the region."""
    low, high = max(0, miss.left - _REACH), min(len(text), miss.right + _REACH)
    for start, end, _ in lexicon.term_matcher.find(text[low:high]):
        start, end = start + low, end + low
        reaches = start < miss.left or miss.right < end
        if end - start >= 3 and start <= miss.left and miss.right <= end and reaches:
            return False
    return not lexicon.protector(text, miss.left, miss.right)


def _features(
    text: str,
    miss: NearMiss,
    expression: str,
    often: int,
    margin: float,
    scores: NDArray[np.float32],
    language_model: LanguageModelLike,
) -> tuple[float, ...]:
    read = text[miss.left : miss.right]
    left, right = before_in_line(text, miss.left, 3), after_in_line(text, miss.right, 1)
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
        min(margin, 6.0),
        max(bonds),
        min(bonds),
        float(around.min()),
        float(around.sum()),
        min(len(expression), 10),
        math.log10(min(often, _CHOSEN)),
        miss.place == 0 or miss.place + miss.cut == len(expression),
        len(expression) == 4,
        bool(read) and (read[0] == left[-1:] or read[-1] == right),
        change == (2, 2),
        change == (0, 1),
        change == (0, 2),
        change == (1, 0),
        change == (2, 0),
        not _SMALL.isdisjoint(read),
        count_of(text, _passage(text, miss)) > 1,
    )


def _chance(values: Sequence[float], weights: Sequence[float]) -> float:
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(total, 30.0))))


def _by_sound(text: str, item: Candidate) -> float:
    """Return how sure it is that a character stands for one that sounds the same (资源配制)."""
    miss = item.miss
    read = text[miss.left : miss.right]
    at_an_end = miss.place == 0 or miss.place + miss.cut == len(item.expression)
    if len(read) != 1 or len(item.written) != 1:
        return 0.0
    if item.margin < (_SOUND_AT_AN_END if at_an_end else _SOUND):
        return 0.0
    return _SHOWN if item.written in ChannelBase.load().sound_alikes(read)[0] else 0.0


def _passage(text: str, miss: NearMiss) -> str:
    return text[max(miss.start, miss.left - 2) : min(miss.end, miss.right + 2)]


def _is_own_usage(text: str, miss: NearMiss, corpus: CorpusStatistics | None) -> bool:
    """Whether the run writes so again and again: then it is what its authors mean."""
    passage = _passage(text, miss)
    often = count_of(text, passage) if corpus is None else corpus.count(passage)
    return often >= _OWN_USAGE


def _proposal(item: Candidate, chance: float, lexicon: Lexicon) -> Proposal:
    miss, expression = item.miss, item.expression
    term = lexicon.terms.get(expression)
    changed = max(len(item.written), miss.right - miss.left)
    entry = LexiconEntry(
        dictionary="expressions" if term is None else term.dictionary,
        entry=expression,
        ground=f"{lexicon.expressions[expression]} 次" if term is None else term.ground,
        similarity=round(max(0.0, 1 - changed / len(expression)), 3),
    )
    return Proposal(
        stage="correction",
        rule="expression",
        start=miss.left,
        end=miss.right,
        after=item.written,
        confidence=_CONFIDENCE if chance >= _SURE else round(min(chance, _MOST), 3),
        evidence=(entry, LanguageMargin(margin=round(item.margin, 3))),
    )
