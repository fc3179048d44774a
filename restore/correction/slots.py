"""Suggest names that a vision model replaced by a fluent word: 出席会议成员 for 主席会议成员.

No language model sees such a slip. What gives it away is that the run writes the name of the body or
office again and again, and its near miss once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.correction.witnesses import NAMES
from restore.edits import Proposal
from restore.evidence import Evidence, LanguageMargin, LexiconEntry

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon import Lexicon
    from restore.near import NearMiss

__all__ = ["propose_names"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿两]")
# The least length of a name, and how often the run must write it; its near miss stands once.
_SHORTEST = 6
_OFTEN = 3
# The language model may like the fluent word better, but not by more than this (log10).
_AGAINST = -3.0
_CONFIDENCE = 0.6
_REACH = 12


def propose_names(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics,
) -> list[Proposal]:
    """Return the names that the run knows where a near miss of them stands once.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found: dict[tuple[int, int], tuple[NearMiss, str]] = {}
    for miss in lexicon.near_misses.find(text):
        term = lexicon.near_misses.terms[miss.term]
        if len(term) < _SHORTEST or lexicon.terms[term].kind not in NAMES:
            continue
        if not _substitutes(text, miss, term) or _explained(text, miss, lexicon):
            continue
        window = text[miss.start : miss.end]
        if corpus.count(window) != 1 or corpus.count(term) < _OFTEN:
            continue
        key = (miss.left, miss.right)
        if key not in found or len(found[key][1]) < len(term):
            found[key] = (miss, term)
    changes = [
        Replacement(miss.left, miss.right, term[miss.place : miss.place + miss.cut])
        for miss, term in found.values()
    ]
    values: list[float | None] = [None] * len(changes)
    if language_model is not None:
        values = [*margins(language_model, text, changes)]
    return [
        _proposal(text, miss, term, change.after, margin, lexicon, corpus)
        for (miss, term), change, margin in zip(found.values(), changes, values, strict=True)
        if margin is None or margin >= _AGAINST
    ]


def _substitutes(text: str, miss: NearMiss, term: str) -> bool:
    """Whether a word stands in the place of another of its length; no figure is touched.

    At the end of a name another word begins as often as not (自治区政协主动, 自治区政协主席).
    """
    read = text[miss.left : miss.right]
    return (
        miss.cut == len(read)
        and miss.place + miss.cut < len(term)
        and _HAN.fullmatch(read) is not None
        and _NUMERALS.search(read) is None
    )


def _explained(text: str, miss: NearMiss, lexicon: Lexicon) -> bool:
    """Whether a right expression covers what stands there."""
    if lexicon.protector(text, miss.left, miss.right):
        return True
    low, high = max(0, miss.left - _REACH), miss.right + _REACH
    return any(
        start + low <= miss.left
        and miss.right <= end + low
        and end - start > max(3, miss.right - miss.left)
        for start, end, _ in lexicon.term_matcher.find(text[low:high])
    )


def _proposal(
    text: str,
    miss: NearMiss,
    term: str,
    after: str,
    margin: float | None,
    lexicon: Lexicon,
    corpus: CorpusStatistics,
) -> Proposal:
    entry = lexicon.terms[term]
    evidence: list[Evidence] = [
        LexiconEntry(
            dictionary=entry.dictionary,
            entry=term,
            ground=entry.ground,
            similarity=round(1 - len(after) / len(term), 3),
        ),
        *corpus.witnesses(text, miss.start, miss.end, term, known_slip=True),
    ]
    if margin is not None:
        evidence.append(LanguageMargin(margin=round(margin, 3)))
    return Proposal(
        stage="correction",
        rule="name",
        start=miss.left,
        end=miss.right,
        after=after,
        confidence=_CONFIDENCE,
        evidence=tuple(evidence),
    )
