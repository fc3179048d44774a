"""Suggest names that a vision model replaced by a fluent word: 出席会议成员 for 主席会议成员.

No language model sees such a slip. What gives it away is that the run writes the name of the body or
office again and again, and its near miss once. So it is with a character too many in the middle of a
fixed expression (文旅融合化发展), or one too few where the run has the whole (完成年[度]履职任务).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry
from restore.correction.corpus import NAMES
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.text.characters import FUNCTION_WORDS, HAN, NUMERALS
from restore.text.near_misses import NearMiss
from restore.text.phrases import PhraseMatcher

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_fillers", "propose_names"]

_HAN = re.compile(f"[{HAN}]+")
_NUMERALS = re.compile(f"[{NUMERALS}]")
# The least length of a name, and how often the run must write it; its near miss stands once.
_SHORTEST = 6
_OFTEN = 3
# Small words come and go in any expression.
_SMALL = FUNCTION_WORDS
# A name is long from here on; its first word.
_LONG, _WORD = 8, 2
# The language model may like the fluent word better, but not by more than this (log10).
_AGAINST = -3.0
_CONFIDENCE = 0.6
# An item of a counted list, and the verbs that may open the list.
_COUNTED = re.compile(f"(?<=[、，])([{HAN}]{{4,10}}) ?[0-9]+ ?[次场期届轮]")
_LEADING = re.compile("^(?:全年|先后|共)?(?:召开|举办|举行|组织|开展)?")
# Characters that the ends of the two share; how far the list reaches on both sides.
_TAIL, _LIST = 2, 40
# By how much the language model must prefer the name (log10).
_FITTING = 2.0
_REACH = 12


def propose_names(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics,
) -> list[Proposal]:
    """Return what would turn a near miss that stands once into the name or expression it is of.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found: dict[tuple[int, int], tuple[NearMiss, str]] = {}
    for miss in lexicon.near_misses.find(text):
        term = lexicon.near_misses.terms[miss.term]
        kind = lexicon.terms[term].kind
        if len(term) < _SHORTEST or _explained(text, miss, lexicon):
            continue
        named = kind in NAMES and _substitutes(text, miss, term)
        lacking = kind != "mined" and _lacks(miss, term) and corpus.count(term) > 0
        if not (named or lacking or (kind != "mined" and _intrudes(text, miss))):
            continue
        if corpus.count(text[miss.start : miss.end]) != 1:
            continue
        if named and corpus.count(term) < _OFTEN:
            continue
        key = (miss.left, miss.right)
        if key not in found or len(found[key][1]) < len(term):
            found[key] = (miss, term)
    for miss, term in _first_words(text, lexicon, corpus):
        found.setdefault((miss.left, miss.right), (miss, term))
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
        if (margin is None and change.end > change.start and change.after)
        or (margin is not None and margin >= _asked(change))
    ]


def _first_words(
    text: str, lexicon: Lexicon, corpus: CorpusStatistics
) -> Iterator[tuple[NearMiss, str]]:
    """Yield the long names that have another first word here, in a clause that stands elsewhere.

    政协协商和党风廉政建设工作会议 is no near miss (two other characters), but elsewhere the run has
    政协党建和党风廉政建设工作会议.
    """
    names = corpus.long_names(lexicon, _LONG)
    if not names:
        return
    tails = {name[_WORD:]: name for name in names}
    for start, end, number in PhraseMatcher(list(tails)).find(text):
        name = tails[list(tails)[number]]
        left = start - _WORD
        read = text[left:start] if left >= 0 else ""
        if read == name[:_WORD] or not _HAN.fullmatch(read) or _NUMERALS.search(read):
            continue
        miss = NearMiss(left, end, left, start, -1, 0, _WORD)
        known = corpus.count(text[left:end]) == 1 and not _explained(text, miss, lexicon)
        if known and corpus.witnesses(text, left, end, name, both_sides=True):
            yield miss, name


def propose_fillers(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike,
    corpus: CorpusStatistics,
) -> list[Proposal]:
    """Return the names that fit a counted list where something else stands.

    召开党组会议50次、内蒙会议24次: what is counted ends as a name does that the run writes again and
    again (主席会议), stands nowhere else, and is no name itself.
    """
    found: list[tuple[int, str, str]] = []
    for match in _COUNTED.finditer(text):
        filler = _LEADING.sub("", match[1])
        names = corpus.names(lexicon, filler[-_TAIL:], len(filler))
        if not names or filler in lexicon.terms or corpus.count(filler) != 1:
            continue
        around = text[max(0, match.start() - _LIST) : match.end() + _LIST]
        fitting = [name for name in names if name not in around]
        if fitting and fitting[0] != filler:
            found.append((match.end(1) - len(filler), filler, fitting[0]))
    spans = [
        (start, start + len(filler) - _same_end(filler, name), name)
        for start, filler, name in found
    ]
    changes = [Replacement(start, end, name[: end - start]) for start, end, name in spans]
    values = margins(language_model, text, changes)
    return [
        Proposal(
            stage="correction",
            rule="filler",
            start=change.start,
            end=change.end,
            after=change.after,
            confidence=_CONFIDENCE,
            evidence=(
                LexiconEntry(
                    dictionary=lexicon.terms[name].dictionary,
                    entry=name,
                    ground=lexicon.terms[name].ground,
                    similarity=round(1 - len(change.after) / len(name), 3),
                ),
                *corpus.witnesses(
                    text, change.start, change.start + len(name), name, known_slip=True
                ),
                LanguageMargin(margin=round(margin, 3)),
            ),
        )
        for change, (_, _, name), margin in zip(changes, spans, values, strict=True)
        if margin >= _FITTING
    ]


def _same_end(one: str, other: str) -> int:
    """Return how many characters two strings of one length share at their ends."""
    pairs = zip(reversed(one), reversed(other), strict=True)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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


def _asked(change: Replacement) -> float:
    """Return the least margin of a change: a name may be less fluent than what took its place."""
    return _AGAINST if change.after and change.end > change.start else _FITTING


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
