"""Suggest the name of a body or office that a vision model replaced by a fluent word.

No language model sees such an error (出席会议成员 for 主席会议成员); what shows it is that the run
writes the name again and again and its near miss once. The same holds for a character too many in
the middle of a fixed expression (文旅融合化发展), and for one too few where the run has the whole
(完成年[度]履职任务).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry
from restore.correction.near_regions import term_spans, written
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.lexicon.kinds import NAMES
from restore.text.characters import FUNCTION_WORDS, HAN, NUMERALS
from restore.text.near_misses import NearMiss
from restore.text.patterns import lazy_pattern
from restore.text.phrases import PhraseMatcher

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_names"]

_HAN = lazy_pattern(f"[{HAN}]+")
_NUMERALS = re.compile(f"[{NUMERALS}]")
# The least length of a name, and how often the run must write it; its near miss stands once.
_MIN_NAME_CHARACTERS = 6
_MIN_NAME_COUNT = 3
# Small words come and go in any expression.
_SMALL = FUNCTION_WORDS
# From which length on the rest of a name tells it without its first word, and the length of that.
_LONG_NAME_CHARACTERS = 8
_FIRST_WORD_CHARACTERS = 2
# The least margin where one word stands for another: the language model may like the fluent word
# better, but not by more than this ...
_MIN_SUBSTITUTION_MARGIN_LOG10 = -3.0
# ... and where a character is taken out or put in.
_MIN_MARGIN_LOG10 = 2.0
# A term of this length or more that exceeds the place explains what stands there.
_MIN_COVER_CHARACTERS = 4
# Below what the gate asks for an automatic change.
_CONFIDENCE = 0.6


def propose_names(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics,
) -> list[Proposal]:
    """Return the changes that make a name or expression of a near miss that stands once in the run.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found: dict[tuple[int, int], tuple[NearMiss, str]] = {}
    for miss in lexicon.near_misses.find(text):
        term = lexicon.near_misses.terms[miss.term]
        kind = lexicon.terms[term].kind
        if len(term) < _MIN_NAME_CHARACTERS:
            continue
        named = kind in NAMES and _substitutes(text, miss, term)
        lacking = kind != "mined" and _lacks(miss, term) and corpus.count(term) > 0
        if not (named or lacking or (kind != "mined" and _intrudes(text, miss))):
            continue
        # What costs most is asked last.
        if corpus.count(text[miss.start : miss.end]) != 1 or _is_explained(text, miss, lexicon):
            continue
        if named and corpus.count(term) < _MIN_NAME_COUNT:
            continue
        key = (miss.left, miss.right)
        if key not in found or len(found[key][1]) < len(term):
            found[key] = (miss, term)
    for miss, term in _first_words(text, lexicon, corpus):
        found.setdefault((miss.left, miss.right), (miss, term))
    changes = [
        Replacement(miss.left, miss.right, written(term, miss)) for miss, term in found.values()
    ]
    values: list[float | None] = [None] * len(changes)
    if language_model is not None:
        values = [*margins(language_model, text, changes)]
    return [
        _proposal(text, miss, term, margin, lexicon, corpus)
        for (miss, term), change, margin in zip(found.values(), changes, values, strict=True)
        if (margin is None and change.end > change.start and change.after)
        or (margin is not None and margin >= _min_margin(change))
    ]


def _first_words(
    text: str, lexicon: Lexicon, corpus: CorpusStatistics
) -> Iterator[tuple[NearMiss, str]]:
    """Yield the long names that have another first word here, in a clause that stands elsewhere.

    政协协商和党风廉政建设工作会议 is no near miss (two other characters), but elsewhere the run has
    政协党建和党风廉政建设工作会议.
    """
    matcher, names = _long_names(lexicon)
    for start, end, number in matcher.find(text):
        known = [name for name in names[number] if corpus.count(name)]
        if not known:
            continue
        name = known[-1]
        left = start - _FIRST_WORD_CHARACTERS
        read = text[left:start] if left >= 0 else ""
        if (
            read == name[:_FIRST_WORD_CHARACTERS]
            or not _HAN.fullmatch(read)
            or _NUMERALS.search(read)
        ):
            continue
        miss = NearMiss(left, end, left, start, -1, 0, _FIRST_WORD_CHARACTERS)
        once = corpus.count(text[left:end]) == 1 and not _is_explained(text, miss, lexicon)
        if once and corpus.witnesses(text, left, end, name, both_sides=True):
            yield miss, name


@lru_cache(maxsize=4)
def _long_names(lexicon: Lexicon) -> tuple[PhraseMatcher, list[list[str]]]:
    """Return what finds the long names without their first words, and the names of each."""
    tails: dict[str, list[str]] = {}
    for name in lexicon.names:
        if len(name) >= _LONG_NAME_CHARACTERS:
            tails.setdefault(name[_FIRST_WORD_CHARACTERS:], []).append(name)
    return PhraseMatcher(list(tails)), list(tails.values())


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


def _intrudes(text: str, miss: NearMiss) -> bool:
    """Whether one character stands in the middle of an expression, no small word (融合化发展)."""
    read = text[miss.left : miss.right]
    return miss.cut == 0 and len(read) == 1 and bool(_HAN.fullmatch(read)) and read not in _SMALL


def _lacks(miss: NearMiss, term: str) -> bool:
    """Whether one character is lost inside an expression, no small word (完成年[度]履职任务)."""
    return miss.left == miss.right and miss.cut == 1 and term[miss.place] not in _SMALL


def _min_margin(change: Replacement) -> float:
    """Return the least margin of a change: a name may be less fluent than what took its place."""
    return (
        _MIN_SUBSTITUTION_MARGIN_LOG10
        if change.after and change.end > change.start
        else _MIN_MARGIN_LOG10
    )


def _is_explained(text: str, miss: NearMiss, lexicon: Lexicon) -> bool:
    """Whether a right expression covers what stands there."""
    if lexicon.protector(text, miss.left, miss.right):
        return True
    return any(
        end - start >= max(_MIN_COVER_CHARACTERS, miss.right - miss.left + 1)
        for start, end in term_spans(text, miss.left, miss.right, lexicon)
    )


def _proposal(
    text: str,
    miss: NearMiss,
    term: str,
    margin: float | None,
    lexicon: Lexicon,
    corpus: CorpusStatistics,
) -> Proposal:
    entry, after = lexicon.terms[term], written(term, miss)
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
