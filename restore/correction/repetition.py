"""Propose the deletion of what stands twice in a row: 铸铸牢, 防治防治, 担当担当作为.

Every unit of one to eight Han characters that stands twice is found by arrays; whether the second
copy goes is a matter of evidence: the lexicon must not know the doubled form, and the language
model must prefer the single one by more than a character is worth.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Repetition
from restore.correction.register import is_talk
from restore.correction.scoring import (
    LanguageModelLike,
    Replacement,
    before_in_line,
    continuation,
    margins,
)
from restore.gate.locks import SURNAMES
from restore.lexicon.lexicon import Lexicon
from restore.text.characters import HAN, LETTERS, NUMERALS, PARTICLES, UNDOUBLED_WORDS
from restore.text.doubles import Double, doubles
from restore.text.occurrences import count_of

__all__ = ["propose_repetitions"]

_HAN = re.compile(f"[{HAN}]+")
# Numerals double for good reasons (三三制, 一一落实, 十十), and figures are locked anyway.
_NUMERAL = re.compile(f"[{NUMERALS}]")


class _Reading(NamedTuple):
    """What the language model says of a double (log10).

    ``margin``: how much better the single form is; ``arrives``: how well the unit follows what
    stands before it; ``holds``: how well its own characters follow each other (0 for one);
    ``goes_on``: how well what stands after it follows the unit; ``told``: whether the lexicon has
    a term that takes in one copy and ends or begins at the other; ``talk``: whether people talk
    here.
    """

    margin: float
    arrives: float
    holds: float
    goes_on: float | None
    told: bool
    talk: bool


def propose_repetitions(
    text: str, lexicon: Lexicon, language_model: LanguageModelLike | None
) -> list[Proposal]:
    """Return deletions of repeated units that the lexicon does not know as right.

    Without a language model nothing is sure: the proposals then are suggestions.
    """
    chosen = [
        double
        for double in doubles(text)
        if not _NUMERAL.search(text, double.start, double.start + double.size)
        and not (double.size == 1 and double.copies > 2)
        and not _known(text, double, lexicon)
    ]
    if language_model is None:
        return [
            _proposal(text, double, None)
            for double in chosen
            if not _may_double(text, double, lexicon)
        ]
    changes = [Replacement(item.start + item.size, item.end, "") for item in chosen]
    # The model foresees the second copy of a longer unit as well as it foresaw the first: it would
    # never pay to delete it, were every character priced.
    values = margins(language_model, text, changes, most=2)
    found = []
    for double, margin in zip(chosen, values, strict=True):
        if margin < _SHOWN:
            continue
        reading = _read(text, double, margin, lexicon, language_model)
        # A rare character costs the model so much that the margin alone says little (袅袅, 朱姗姗):
        # the single one must read on as well. The gate asks for a margin besides.
        if not _may_double(text, double, lexicon) or _sure(text, double, reading):
            found.append(_proposal(text, double, reading))
    return found


def _terms_around(text: str, seam: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the spans of the lexicon's terms (three characters or more) near a seam."""
    low, high = max(0, seam - 20), min(len(text), seam + 20)
    return [
        (low + start, low + end)
        for start, end, _ in lexicon.term_matcher.find(text[low:high])
        if end - start >= 3
    ]


def _known(text: str, double: Double, lexicon: Lexicon) -> bool:
    """Whether an expression that the lexicon holds right crosses the seam of the two copies."""
    seam = double.start + double.size
    return lexicon.protector(text, seam, double.end) in ("literal", "pattern") or any(
        start < seam < end for start, end in _terms_around(text, seam, lexicon)
    )


def _may_double(text: str, double: Double, lexicon: Lexicon) -> bool:
    """Whether the double is one that the lexicon knows as a reduplication: 人人, 淡淡."""
    seam = double.start + double.size
    return lexicon.protector(text, seam, double.end) == "reduplication"


def _read(
    text: str, double: Double, margin: float, lexicon: Lexicon, language_model: LanguageModelLike
) -> _Reading:
    seam = double.start + double.size
    unit = text[double.start : seam]
    following = text[double.end : double.end + 1]
    arrives = continuation(language_model, before_in_line(text, double.start, 3), unit[:1])
    goes_on = (
        continuation(language_model, unit[-1:], following) if _HAN.fullmatch(following) else None
    )
    holds = continuation(language_model, unit[:1], unit[1:])
    # What the lexicon knows needs no statistics: 优秀奖 ends here, 铸牢中华民族 begins here.
    told = False
    for start, end in _terms_around(text, seam, lexicon):
        if start < double.start and end == seam:
            arrives, told = 0.0, True
        if start == seam and end > double.end:
            goes_on, told = 0.0, True
    talk = is_talk(text, seam, seam + double.size, language_model)
    return _Reading(margin, arrives, holds, goes_on, told, talk)


# Thresholds in log10, set on the repetitions of the training half of MiDu 2022 (390 of them), on
# 24 million characters of the clean text that the model was trained on (of which it keeps nothing
# that stands there once), in which 18,000 doubles stand by right, and on stretches doubled in clean
# reports, news and pairs. Of one character, sure are of 1,371 doubled ones 858 and 17 of the right
# doubles; the margins of the right ones end near 3.5 where one side alone explains the character.
_SHOWN = 1.0
_ENOUGH = 3.5
_ENOUGH_AT_CLAUSE_END = 2.5
_ENOUGH_LONG = 2.0
# ... where the lexicon knows what the one copy ends or the other begins, of particles, and of what
# only the next word explains (铸铸牢): of that 5 right doubles in 25 million characters are sure.
_ENOUGH_TOLD, _ENOUGH_TOLD_AT_CLAUSE_END = 2.4, 1.9
_OVERWHELMING = 4.7
_ONE_WORD = -3.2
_SURE_WORD = -1.2
_FLUENT = -1.6
# Given names double (李雯雯, 张维维): behind a surname the two must be known to stand together.
_NO_NAME = -2.0
# What the document writes so often with the same neighbour it means (立法法).
_OWN_USAGE = 3
_SURNAMES = frozenset(SURNAMES)
_LATIN = re.compile(f"[{LETTERS}]")
_PARTICLES = frozenset(PARTICLES)
_FUNCTION = frozenset(UNDOUBLED_WORDS)


def _sure(text: str, double: Double, reading: _Reading) -> bool:
    """Whether the second copy is a slip.

    A character that ends one word and begins the next (督办办法) is explained by both: then only an
    overwhelming margin counts. One that neither explains is most often a reduplication or a name.
    """
    margin, arrives, holds, goes_on, told, talk = reading
    if talk or _is_own_usage(text, double):
        return False
    if double.size > 1:
        # 药品制品制造 reads as 药品 | 制品 | 制造: the unit fits on both sides though it is no word.
        shifted = goes_on is not None and min(arrives, goes_on) > _FLUENT > holds
        return margin >= _ENOUGH_LONG and not shifted
    if text[double.start - 1 : double.start] in _SURNAMES and arrives < _NO_NAME:
        return False
    if goes_on is None:
        enough = _ENOUGH_TOLD_AT_CLAUSE_END if told else _ENOUGH_AT_CLAUSE_END
        return margin >= enough and arrives > _ONE_WORD
    if margin >= _OVERWHELMING and max(arrives, goes_on) > _ONE_WORD:
        return True
    particle = text[double.start] in _PARTICLES
    begins = arrives <= _ONE_WORD
    if margin < (_ENOUGH_TOLD if told or particle or begins else _ENOUGH):
        return False
    if (particle or text[double.start] in _FUNCTION) and arrives < _SURE_WORD:
        # Behind a mark the model knows too little to say that nothing arrives.
        return _HAN.fullmatch(text[double.start - 1 : double.start]) is not None
    if arrives > _ONE_WORD:
        return goes_on < _ONE_WORD
    return goes_on > _SURE_WORD


def _is_own_usage(text: str, double: Double) -> bool:
    """Whether the document has the double again and again behind or before the same character."""
    behind = text[max(0, double.start - 1) : double.end]
    before = text[double.start : double.end + 1]
    return any(
        len(passage.strip()) > double.end - double.start and count_of(text, passage) >= _OWN_USAGE
        for passage in (behind, before)
    )


def _proposal(text: str, double: Double, reading: _Reading | None) -> Proposal:
    unit = text[double.start : double.start + double.size]
    single = (
        text[max(0, double.start - 2) : double.start] + unit + text[double.end : double.end + 2]
    )
    evidence: list[Repetition | LanguageMargin] = [
        Repetition(
            unit=unit,
            single_count=count_of(text, single),
            doubled_count=count_of(text, unit + unit),
        )
    ]
    # Two characters or more seldom stand twice by right; one often does.
    confidence = 0.6 if double.size > 1 else 0.3
    # Behind Latin letters the first copy ends a name that the model does not know: PPP项目 | 项目经理.
    named = double.size > 1 and _LATIN.fullmatch(text[double.start - 1 : double.start])
    if reading is not None:
        evidence.append(LanguageMargin(margin=round(reading.margin, 3)))
    if named:
        confidence = 0.3
    elif reading is not None:
        confidence = 0.95 if _sure(text, double, reading) else min(0.7, 0.2 + 0.1 * reading.margin)
    return Proposal(
        stage="correction",
        rule="repetition",
        start=double.start + double.size,
        end=double.end,
        after="",
        confidence=round(confidence, 3),
        evidence=tuple(evidence),
    )
