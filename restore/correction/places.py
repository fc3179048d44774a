"""Suggest the place that a document names again and again where a name of the same sound stands once.

阿尔[善]冰雪英雄会 beside 阿尔山国家级旅游度假区 and 阿尔山雪村. Names of places are written by ear, and no
language model tells 阿尔善 from 阿尔山; the document does.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from restore.channel.base import ChannelBase
from restore.core.edits import Proposal
from restore.core.evidence import LexiconEntry, Pattern
from restore.lexicon.kinds import PROVINCE
from restore.text.phrases import PhraseMatcher

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.entries import Term
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_places"]

# The least length of a name without what it is (市, 旗 …), and how often the document must have it.
_MIN_NAME_CHARACTERS = 3
_MIN_COUNT = 2
# Below what the gate asks for an automatic change: the other name may be a place as well.
_CONFIDENCE = 0.6


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> tuple[PhraseMatcher, tuple[tuple[str, Term], ...]]:
    """Return the names of places without what they are, three characters or more."""
    stems = {
        term.term[:-1]: term
        for term in lexicon.terms.values()
        if term.dictionary == "places"
        and term.kind != PROVINCE
        and len(term.term) > _MIN_NAME_CHARACTERS
    }
    return PhraseMatcher(list(stems)), tuple(stems.items())


def propose_places(text: str, lexicon: Lexicon, corpus: CorpusStatistics) -> list[Proposal]:
    """Return the names of places for those that sound the same and stand once in the run.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    matcher, stems = _names(lexicon)
    counts = Counter(number for _, _, number in matcher.find(text))
    return [
        proposal
        for number, often in sorted(counts.items())
        if often >= _MIN_COUNT
        for proposal in _of_name(text, *stems[number], corpus)
    ]


def _of_name(text: str, name: str, term: Term, corpus: CorpusStatistics) -> list[Proposal]:
    evidence = (
        LexiconEntry(term.dictionary, name, term.ground, similarity=round(1 - 1 / len(name), 3)),
        Pattern("a place that the document names elsewhere", name),
    )
    return [
        Proposal(
            stage="correction",
            rule="place",
            start=match.start("read"),
            end=match.end("read"),
            after=right,
            confidence=_CONFIDENCE,
            evidence=evidence,
        )
        for place, right in enumerate(name)
        if (alike := _sound_alikes(right))
        for match in re.finditer(f"{name[:place]}(?P<read>[{alike}]){name[place + 1 :]}", text)
        if corpus.count(match[0]) == 1
    ]


def _sound_alikes(character: str) -> str:
    same, near = ChannelBase.load().sound_alikes(character)
    return "".join(sorted({*same, *near} - {character}))
