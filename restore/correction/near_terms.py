"""Propose a term of the lexicon for a window of the text that nearly is that term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry
from restore.correction.corpus import CorpusStatistics
from restore.correction.implausibility import judge_near_miss, judge_state_name
from restore.correction.near_regions import is_covered, repeats_neighbour, written
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.lexicon.kinds import STATE
from restore.lexicon.lexicon import Lexicon
from restore.text.characters import HAN
from restore.text.near_misses import NearMiss

__all__ = ["propose_terms"]

_HAN = re.compile(f"[{HAN}]*")
# Sure enough to be applied: the same clause elsewhere has the term, and the margin is this at least.
_WITNESSED_CONFIDENCE = 0.93
_MIN_WITNESSED_MARGIN_LOG10 = 1.5
# Characters of context on both sides of the region by which the same clause is known.
_CLAUSE_REACH = 2
# Three equal characters are little to know a term by, and writers play with the short ones: 和美湘村
# in Hunan, 一跟到底. Without a witness a near miss of a shorter term than this is only suggested.
_TELLING_CHARACTERS = 5
_SHORT_TERM_CONFIDENCE = 0.85
# By how much the best reading must lead the next, or it is only suggested.
_CLEAR_LEAD_LOG10 = 1.0
_RIVALLED_CONFIDENCE = 0.8


def propose_terms(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return the changes that make terms of near misses, at one place the best explanation only.

    Most near misses are another correct expression (全区政协, 全国政协), so one is proposed only where
    what stands there is implausible in itself: see :mod:`restore.correction.implausibility`. Without
    a language model it takes a witness.
    """
    index = lexicon.near_misses
    misses = [miss for miss in index.find(text) if _HAN.fullmatch(text, miss.left, miss.right)]
    candidates = (
        _witnessed(text, _uncovered(text, misses, lexicon), index.terms, corpus)
        if language_model is None
        else _implausible(text, misses, lexicon, language_model, corpus)
    )
    return [
        _term_proposal(text, best, lexicon, corpus, known=language_model is not None)
        for best in _best(candidates)
    ]


class _Candidate(NamedTuple):
    miss: NearMiss
    term: str
    written: str
    margin: float
    confidence: float


def _uncovered(text: str, misses: Iterable[NearMiss], lexicon: Lexicon) -> list[NearMiss]:
    terms = lexicon.near_misses.terms
    return [
        miss
        for miss in misses
        if not is_covered(
            text, miss, lexicon, within_counts=_kind(terms[miss.term], lexicon) != STATE
        )
    ]


def _kind(term: str, lexicon: Lexicon) -> str:
    return lexicon.terms[term].kind


def _by_witness(text: str, miss: NearMiss, term: str, corpus: CorpusStatistics) -> float:
    """Return how sure the same clause elsewhere makes it that a repeated character is a slip.

    Elsewhere another right word often stands between the same neighbours (保障困难群体基本居住需求,
    保障困难群众基本生活), so a witness speaks only where the page repeats a character, and not
    where the reading stands in the run again.
    """
    if not repeats_neighbour(text, miss):
        return 0.0
    passage = text[max(0, miss.left - _CLAUSE_REACH) : miss.right + _CLAUSE_REACH]
    if corpus.count(passage) > 1:
        return 0.0
    found = corpus.witnesses(text, miss.start, miss.end, term, both_sides=True)
    return _WITNESSED_CONFIDENCE if found else 0.0


def _witnessed(
    text: str, misses: list[NearMiss], terms: Sequence[str], corpus: CorpusStatistics | None
) -> list[_Candidate]:
    if corpus is None:
        return []
    return [
        _Candidate(miss, terms[miss.term], written(terms[miss.term], miss), 0.0, confidence)
        for miss in misses
        if (confidence := _by_witness(text, miss, terms[miss.term], corpus))
    ]


def _implausible(
    text: str,
    misses: list[NearMiss],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
    corpus: CorpusStatistics | None,
) -> list[_Candidate]:
    terms = lexicon.near_misses.terms
    changes = [
        Replacement(miss.left, miss.right, written(terms[miss.term], miss)) for miss in misses
    ]
    values = margins(language_model, text, changes)
    found: list[_Candidate] = []
    for miss, change, margin in zip(misses, changes, values, strict=True):
        # Below that nothing counts, and most is below: the words around it need no look.
        if margin < _MIN_WITNESSED_MARGIN_LOG10 or not _uncovered(text, (miss,), lexicon):
            continue
        term = terms[miss.term]
        confidence = judge_near_miss(
            text, miss, term, margin, language_model, chosen=_kind(term, lexicon) != "mined"
        )
        if _kind(term, lexicon) == STATE:
            confidence = max(confidence, judge_state_name(text, miss, term, margin))
        if len(term) < _TELLING_CHARACTERS and not repeats_neighbour(text, miss):
            confidence = min(confidence, _SHORT_TERM_CONFIDENCE)
        if confidence < _WITNESSED_CONFIDENCE and corpus is not None:
            confidence = max(confidence, _by_witness(text, miss, term, corpus))
        if confidence > 0:
            found.append(_Candidate(miss, term, change.after, margin, confidence))
    return found


def _best(candidates: list[_Candidate]) -> Iterator[_Candidate]:
    """Yield, per place, the strongest candidate; less sure where another reading is as strong."""
    position = 0
    ordered = sorted(candidates, key=lambda item: item.miss.start)
    while position < len(ordered):
        group = [ordered[position]]
        end = ordered[position].miss.end
        position += 1
        while position < len(ordered) and ordered[position].miss.start < end:
            group.append(ordered[position])
            end = max(end, ordered[position].miss.end)
            position += 1
        best = max(group, key=lambda item: (item.confidence, item.margin, len(item.term)))
        rivals = [item.margin for item in group if _result(item) != _result(best)]
        if rivals and max(rivals) > best.margin - _CLEAR_LEAD_LOG10:
            best = best._replace(confidence=min(best.confidence, _RIVALLED_CONFIDENCE))
        yield best


def _result(candidate: _Candidate) -> tuple[int, int, str]:
    return candidate.miss.left, candidate.miss.right, candidate.written


def _term_proposal(
    text: str,
    best: _Candidate,
    lexicon: Lexicon,
    corpus: CorpusStatistics | None,
    *,
    known: bool,
) -> Proposal:
    miss, term = best.miss, lexicon.terms[best.term]
    changed = max(len(best.written), miss.right - miss.left)
    evidence: list[Evidence] = [
        LexiconEntry(
            dictionary=term.dictionary,
            entry=best.term,
            ground=term.ground,
            similarity=round(1 - changed / len(best.term), 3),
        )
    ]
    if known:
        evidence.append(LanguageMargin(margin=round(best.margin, 3)))
    if corpus is not None:
        evidence += corpus.witnesses(text, miss.start, miss.end, best.term)
    return Proposal(
        stage="correction",
        rule="near_term",
        start=miss.left,
        end=miss.right,
        after=best.written,
        confidence=best.confidence,
        evidence=tuple(evidence),
    )
