"""Suggest the fixed expression that a window nearly is: 人居[中国]治, 稳[步]步推进, 形[农]绿色生产.

A vision model drops, adds and swaps characters that neither look nor sound alike, so no error
profile foresees them. Three signs remain: the window is nearly an expression that official prose
uses often, the language model much prefers the expression, and it finds what stands there unlikely.
None is enough alone, because correct words come and go between the same neighbours (科技强区, 科技强国).
A logistic regression weighs them; its weights come from errors made in clean reports
(``tools/fit_expressions.py``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from restore.channel.base import ChannelBase
from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.correction.expression_candidates import Candidate, find_expressions, passage_of
from restore.correction.scoring import LanguageModelLike
from restore.resources import model_path
from restore.text.near_misses import NearMiss
from restore.text.occurrences import count_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.lexicon import Lexicon

__all__ = ["Weights", "propose_expressions"]

# Margins from which a character is taken for one that sounds the same, inside a term and at its ends:
# nine in ten are right on ECSpell odw and law, and about 1.2 stand in 100,000 clean characters.
_MIN_SOUND_MARGIN_LOG10 = 2.5
_MIN_SOUND_MARGIN_AT_END_LOG10 = 3.5
# Probabilities from which a change is shown, and from which it is applied. Weights set on one half of
# the reports find, from .75 on, 24 % of the slips made in the other half and 2.8 wrong ones in 100,000
# clean characters, many of them found by others too; from .98 on 11 % and 0.23, which is why no more
# than .99 is applied.
_SHOWN_PROBABILITY = 0.75
_SURE_PROBABILITY = 0.99
# Confidences of what is applied, and at most of what is only shown.
_SURE_CONFIDENCE = 0.95
_MAX_SHOWN_CONFIDENCE = 0.85
# By so much the language model must prefer two neighbours the other way round for them to be sure,
# where the probability alone would only show them (专题[商会]分析: 会商). Of 0.86 million clean characters
# none are shown; from a margin of 3 on there is one, of a low probability (巴中命运共同体, 中巴).
_MIN_EXCHANGED_MARGIN_LOG10 = 4.0
# Times that the run must write the same for it to be its own usage.
_OWN_USAGE_COUNT = 3


class Weights(msgspec.Struct, frozen=True):
    """The weights of the features (``FEATURES``), and what they were fitted on."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    source: str


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
    """Return the changes that make expressions of near misses, at one place the likeliest.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    scores : the language model's score of each code point, log10
    """
    weights = _weights().weights
    best: list[tuple[float, Candidate]] = []
    for item in find_expressions(text, scores, lexicon, language_model):
        chance = max(_chance(item.values, weights), _by_sound(text, item))
        if chance >= _SHOWN_PROBABILITY and _is_exchanged(text, item):
            chance = max(chance, _SURE_PROBABILITY)
        if chance < _SHOWN_PROBABILITY or _is_own_usage(text, item.miss, corpus):
            continue
        if not best or best[-1][1].miss.right + 1 < item.miss.left:
            best.append((chance, item))
        elif best[-1][0] < chance:
            best[-1] = (chance, item)
    return [_proposal(item, chance, lexicon) for chance, item in best]


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
    if item.margin < (_MIN_SOUND_MARGIN_AT_END_LOG10 if at_an_end else _MIN_SOUND_MARGIN_LOG10):
        return 0.0
    return _SHOWN_PROBABILITY if item.written in ChannelBase.load().sound_alikes(read)[0] else 0.0


def _is_exchanged(text: str, item: Candidate) -> bool:
    """Whether two neighbours are only to change places, and the model much prefers it."""
    read = text[item.miss.left : item.miss.right]
    return (
        len(read) == 2 and item.written == read[::-1] and item.margin >= _MIN_EXCHANGED_MARGIN_LOG10
    )


def _is_own_usage(text: str, miss: NearMiss, corpus: CorpusStatistics | None) -> bool:
    """Whether the run writes so again and again: then it is what its authors mean."""
    passage = passage_of(text, miss)
    often = count_of(text, passage) if corpus is None else corpus.count(passage)
    return often >= _OWN_USAGE_COUNT


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
        confidence=_SURE_CONFIDENCE
        if chance >= _SURE_PROBABILITY
        else round(min(chance, _MAX_SHOWN_CONFIDENCE), 3),
        evidence=(entry, LanguageMargin(margin=round(item.margin, 3))),
    )
