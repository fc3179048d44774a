"""Propose what the dictionaries know: exact confusions in context, and near misses of terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry, Witness
from restore.correction.corpus import CorpusStatistics
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.correction.strangeness import judge_near_miss
from restore.gate.locks import Change
from restore.lexicon.lexicon import Confusion, Lexicon
from restore.text.characters import HAN
from restore.text.near_misses import NearMiss

__all__ = ["propose_confusions", "propose_terms"]

_HAN = re.compile(f"[{HAN}]*")
_CONFIDENCE = {"certain": 0.98, "likely": 0.92, "possible": 0.60}
# A short entry that the language model finds this much worse has met a seam of two right words
# (非法|冶炼 is no 法治): it is only suggested. log10.
_VETO = -1.0
_SHORT = 3


class _Found(NamedTuple):
    """One or several entries that hold at one place; ``after`` is what they make of it."""

    start: int
    end: int
    after: str
    core: tuple[int, int]
    entries: tuple[Confusion, ...]


def propose_confusions(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return every confusion whose context agrees.

    Of two whose wrong forms overlap the first and longer one stays; where they change different
    characters both do, as one proposal.
    """
    found: list[_Found] = []
    for start, end, _ in lexicon.confusion_matcher.find(text):
        entry = lexicon.confusion_at(text, start, text[start:end])
        if entry is None:
            continue
        core = Change(text, start, end, entry.right).trimmed()
        item = _Found(start, end, entry.right, (core.start, core.end), (entry,))
        if not found or found[-1].end <= start:
            found.append(item)
        elif found[-1].core[1] <= core.start and found[-1].end < end:
            found[-1] = _merged(text, found[-1], item, core.after)
    values: Sequence[float | None] = [None] * len(found)
    if language_model is not None:
        changes = [Replacement(item.start, item.end, item.after) for item in found]
        values = margins(language_model, text, changes)
    return [
        _confusion_proposal(text, item, margin, corpus)
        for item, margin in zip(found, values, strict=True)
    ]


def _merged(text: str, first: _Found, second: _Found, core_after: str) -> _Found:
    """Join two overlapping entries of which the second changes characters further right."""
    kept = first.end - first.core[1]
    head = first.after[: len(first.after) - kept] + text[first.core[1] : second.core[0]]
    return _Found(
        start=first.start,
        end=second.end,
        after=head + core_after + text[second.core[1] : second.end],
        core=(first.core[0], second.core[1]),
        entries=first.entries + second.entries,
    )


def _confusion_proposal(
    text: str, item: _Found, margin: float | None, corpus: CorpusStatistics | None
) -> Proposal:
    vetoed = margin is not None and margin < _VETO and item.end - item.start <= _SHORT
    evidence: list[Evidence] = [
        LexiconEntry(
            dictionary="confusions",
            entry=f"{entry.wrong} → {entry.right}",
            ground=entry.ground,
            certain=not vetoed and all(other.certainty == "certain" for other in item.entries),
        )
        for entry in item.entries
    ]
    witnesses: list[Witness] = []
    if margin is not None:
        evidence.append(LanguageMargin(margin=round(margin, 3)))
    if corpus is not None and item.after:
        witnesses = corpus.witnesses(text, item.start, item.end, item.after, known_slip=True)
    confidence = min(_CONFIDENCE[entry.certainty] for entry in item.entries)
    return Proposal(
        stage="correction",
        rule="confusion",
        start=item.start,
        end=item.end,
        after=item.after,
        confidence=min(confidence, 0.6) if vetoed and not witnesses else confidence,
        evidence=(*evidence, *witnesses),
    )


def propose_terms(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return what would turn near misses into terms; at one place the best explanation only.

    Most windows that nearly are a term are another right expression (全区政协, 全国政协), so a near
    miss is proposed only where what stands there is strange in itself: see :mod:`.strangeness`.
    Without a language model it takes a witness.
    """
    index = lexicon.near_misses
    misses = [miss for miss in index.find(text) if _plausible(text, miss, lexicon)]
    candidates = (
        _witnessed(text, misses, index.terms, corpus)
        if language_model is None
        else _strange(text, misses, lexicon, language_model, corpus)
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


def _written(term: str, miss: NearMiss) -> str:
    return term[miss.place : miss.place + miss.cut]


def _plausible(text: str, miss: NearMiss, lexicon: Lexicon) -> bool:
    """Whether the region is Han text that no right expression covers."""
    if not _HAN.fullmatch(text, miss.left, miss.right):
        return False
    if lexicon.protector(text, miss.left, miss.right):
        return False
    low, high = max(0, miss.left - 12), min(len(text), miss.right + 12)
    for start, end, _ in lexicon.term_matcher.find(text[low:high]):
        start, end = start + low, end + low
        # A term that reaches beyond the region on some side explains what stands there.
        reaches = start < miss.left or miss.right < end
        if end - start >= 3 and start <= miss.left and miss.right <= end and reaches:
            return False
    return True


# Sure enough to be applied: the same clause elsewhere has the term. The margin is in log10.
_WITNESSED = 0.93
_MARGIN_WITH_WITNESS = 1.5
# Three equal characters are little to know a term by, and writers play with the short ones: 和美湘村
# in Hunan, 一跟到底. Without a witness such a near miss is only suggested.
_TELLING, _LITTLE = 5, 0.85


def _by_witness(text: str, miss: NearMiss, term: str, corpus: CorpusStatistics) -> float:
    """Return how sure the same clause elsewhere makes it that a repeated character is a slip.

    Elsewhere another right word often stands between the same neighbours (保障困难群体基本居住需求,
    保障困难群众基本生活), so a witness speaks only where the page repeats a character, and not
    where the reading stands in the run again.
    """
    if not _repeats(text, miss):
        return 0.0
    passage = text[max(0, miss.left - 2) : miss.right + 2]
    if corpus.count(passage) > 1:
        return 0.0
    found = corpus.witnesses(text, miss.start, miss.end, term, both_sides=True)
    return _WITNESSED if found else 0.0


def _repeats(text: str, miss: NearMiss) -> bool:
    """Whether what stands there repeats the character before or behind it."""
    read = text[miss.left : miss.right]
    before, behind = text[miss.left - 1 : miss.left], text[miss.right : miss.right + 1]
    return bool(read) and (read[0] == before or read[-1] == behind)


def _witnessed(
    text: str, misses: list[NearMiss], terms: Sequence[str], corpus: CorpusStatistics | None
) -> list[_Candidate]:
    if corpus is None:
        return []
    return [
        _Candidate(miss, terms[miss.term], _written(terms[miss.term], miss), 0.0, confidence)
        for miss in misses
        if (confidence := _by_witness(text, miss, terms[miss.term], corpus))
    ]


def _strange(
    text: str,
    misses: list[NearMiss],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
    corpus: CorpusStatistics | None,
) -> list[_Candidate]:
    terms = lexicon.near_misses.terms
    changes = [
        Replacement(miss.left, miss.right, _written(terms[miss.term], miss)) for miss in misses
    ]
    values = margins(language_model, text, changes)
    found: list[_Candidate] = []
    for miss, change, margin in zip(misses, changes, values, strict=True):
        term = terms[miss.term]
        confidence = judge_near_miss(
            text, miss, term, margin, language_model, chosen=lexicon.terms[term].kind != "mined"
        )
        if len(term) < _TELLING and not _repeats(text, miss):
            confidence = min(confidence, _LITTLE)
        if confidence < _WITNESSED and corpus is not None and margin >= _MARGIN_WITH_WITNESS:
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
        if rivals and max(rivals) > best.margin - _CLEAR_LEAD:
            best = best._replace(confidence=min(best.confidence, 0.8))
        yield best


# By how much the best reading must lead the next, log10.
_CLEAR_LEAD = 1.0


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
