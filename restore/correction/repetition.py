"""Propose the deletion of what stands twice in a row: 铸铸牢, 防治防治, 担当担当作为.

Every unit of one to eight Han characters that stands twice is examined. Its second copy is removed
only on evidence: the lexicon must not hold the doubled form as correct, and the language model must
prefer the single one by more than a character is worth.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Repetition
from restore.correction.register import is_spoken
from restore.correction.scoring import (
    FORESEEN_BY,
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


# Thresholds in log10, set on the repetitions of the training half of MiDu 2022 (390 of them), on
# 24 million characters of the clean text that the model was trained on (of which it keeps nothing
# that stands there once), in which 18,000 doubles stand by right, and on stretches doubled in clean
# reports, news and pairs. Of one character, sure are of 1,371 doubled ones 858 and 17 of the right
# doubles; the margins of the right ones end near 3.5 where one side alone explains the character.
_MIN_SHOWN_MARGIN_LOG10 = 1.0
_MIN_MARGIN_LOG10 = 3.5
_MIN_MARGIN_AT_CLAUSE_END_LOG10 = 2.5
_MIN_LONG_MARGIN_LOG10 = 2.0
# ... of a unit that is no word and fits on both sides (重[点事]点事项): 18 million characters of news,
# laws, papers and reports have none that stands there by right, the old novel five (哨探哨探).
_MIN_SHIFTED_MARGIN_LOG10 = 5.0
# ... where the lexicon knows what the one copy ends or the other begins, of particles, and of what
# only the next word explains (铸铸牢): of that 5 right doubles in 25 million characters are sure.
_MIN_TOLD_MARGIN_LOG10 = 2.4
_MIN_TOLD_MARGIN_AT_CLAUSE_END_LOG10 = 1.9
# From this margin on it is enough that one side explains the character.
_OVERWHELMING_MARGIN_LOG10 = 4.7
# Bonds between neighbours: above the first they may be one word, above the second they are, and above
# the third the text runs on as prose does.
_ONE_WORD_BOND_LOG10 = -3.2
_SURE_WORD_BOND_LOG10 = -1.2
_FLUENT_BOND_LOG10 = -1.6
# Given names double (李雯雯, 张维维): behind a surname the two must be known to stand together.
_NO_NAME_BOND_LOG10 = -2.0
# Times that a document must write a double with the same neighbour to mean it (立法法).
_OWN_USAGE_COUNT = 3
# Code points around the seam in which terms are looked for, and the least length of those.
_TERM_REACH = 20
_MIN_TERM_CHARACTERS = 3
# Difference in length, in characters, that is priced at most: the model foresees the second copy of a
# longer unit as well as it foresaw the first, and it would never pay to delete it otherwise.
_MAX_PRICED_CHARACTERS = 2
# Confidences. A slip is applied. Else, with the language model, the confidence grows with the margin
# up to a most; without it two characters or more seldom stand twice by right, one often does.
_SURE_CONFIDENCE = 0.95
_MAX_UNSURE_CONFIDENCE = 0.7
_LONG_CONFIDENCE = 0.6
_SHORT_CONFIDENCE = 0.3
_SURNAMES = frozenset(SURNAMES)
_LATIN = re.compile(f"[{LETTERS}]")
_PARTICLES = frozenset(PARTICLES)
_FUNCTION = frozenset(UNDOUBLED_WORDS)
_OF = "的"
# What a measure word that is doubled stands behind, or the double of a whole count begins with.
_COUNTING = ("一", "几")
# A line of key words that has lost what parted them: 长期保存 | 保存周期.
_KEYWORDS = re.compile(r"[ \u3000\[【]*关键[词字]")


class _Reading(NamedTuple):
    """What the language model finds of a double (log10).

    ``margin``: how much better the single form is; ``arrives``: how well the unit follows what
    stands before it; ``holds``: how well its own characters follow each other (0 for one);
    ``goes_on``: how well what stands after it follows the unit; ``told``: whether the lexicon has
    a term that takes in one copy and ends or begins at the other; ``spoken``: whether this is
    spoken language.
    """

    margin: float
    arrives: float
    holds: float
    goes_on: float | None
    told: bool
    spoken: bool


def propose_repetitions(
    text: str, lexicon: Lexicon, language_model: LanguageModelLike | None
) -> list[Proposal]:
    """Return deletions of repeated units that the lexicon does not hold as correct.

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
    values = margins(language_model, text, changes, most=_MAX_PRICED_CHARACTERS)
    found = []
    for double, margin in zip(chosen, values, strict=True):
        if margin < _MIN_SHOWN_MARGIN_LOG10:
            continue
        reading = _read(text, double, margin, lexicon, language_model)
        # A rare character costs the model so much that the margin alone says little (袅袅, 朱姗姗):
        # the single one must read on as well. The gate asks for a margin besides.
        if not _may_double(text, double, lexicon) or _sure(text, double, reading):
            found.append(_proposal(text, double, reading))
    return found


def _terms_around(text: str, seam: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the spans of the lexicon's terms (three characters or more) near a seam."""
    low, high = max(0, seam - _TERM_REACH), min(len(text), seam + _TERM_REACH)
    return [
        (low + start, low + end)
        for start, end, _ in lexicon.term_matcher.find(text[low:high])
        if end - start >= _MIN_TERM_CHARACTERS
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
    arrives = continuation(
        language_model, before_in_line(text, double.start, FORESEEN_BY), unit[:1]
    )
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
    spoken = is_spoken(text, seam, seam + double.size, language_model)
    return _Reading(margin, arrives, holds, goes_on, told, spoken)


def _sure(text: str, double: Double, reading: _Reading) -> bool:
    """Whether the second copy is a slip.

    A character that ends one word and begins the next (督办办法) is explained by both: then only an
    overwhelming margin counts. One that neither explains is most often a reduplication or a name.
    """
    margin, arrives, holds, goes_on, told, spoken = reading
    if spoken or _is_own_usage(text, double) or _is_keyword(text, double):
        return False
    if not told and _may_be_meant(text, double, arrives):
        return False
    if double.size > 1:
        # 药品制品制造 reads as 药品 | 制品 | 制造: the unit fits on both sides though it is no word.
        shifted = goes_on is not None and min(arrives, goes_on) > _FLUENT_BOND_LOG10 > holds
        return margin >= (_MIN_SHIFTED_MARGIN_LOG10 if shifted else _MIN_LONG_MARGIN_LOG10)
    if text[double.start - 1 : double.start] in _SURNAMES and arrives < _NO_NAME_BOND_LOG10:
        return False
    if goes_on is None:
        enough = _MIN_TOLD_MARGIN_AT_CLAUSE_END_LOG10 if told else _MIN_MARGIN_AT_CLAUSE_END_LOG10
        return margin >= enough and arrives > _ONE_WORD_BOND_LOG10
    if margin >= _OVERWHELMING_MARGIN_LOG10 and max(arrives, goes_on) > _ONE_WORD_BOND_LOG10:
        return True
    particle = text[double.start] in _PARTICLES
    begins = arrives <= _ONE_WORD_BOND_LOG10
    if margin < (_MIN_TOLD_MARGIN_LOG10 if told or particle or begins else _MIN_MARGIN_LOG10):
        return False
    if (particle or text[double.start] in _FUNCTION) and arrives < _SURE_WORD_BOND_LOG10:
        # Behind a mark the model knows too little to say that nothing arrives.
        return _HAN.fullmatch(text[double.start - 1 : double.start]) is not None
    if arrives > _ONE_WORD_BOND_LOG10:
        return goes_on < _ONE_WORD_BOND_LOG10
    return goes_on > _SURE_WORD_BOND_LOG10


def _may_be_meant(text: str, double: Double, arrives: float) -> bool:
    """Whether writers double so: a verb or a colour that ends its clause (检查纠正纠正？, 黑灰黑灰。,
    聊着聊着，) and no expression (水污染防治), a measure (一届届, 几小时几小时), part of a foreign name
    (塞塞·塞科), the preposition behind a verb with it (想到 | 到90年代), what belongs to what belongs to
    something (专利的专利 | 号: of seven such doubles in thirty million clean characters none is a slip).
    """
    unit = text[double.start : double.start + double.size]
    before, following = text[double.start - 1 : double.start], text[double.end : double.end + 1]
    if "·" in (before, following) or unit[0] in _COUNTING or before in _COUNTING:
        return True
    if double.size == 1:
        return following.isalnum() and following.isascii()
    if unit[0] == _OF and _HAN.fullmatch(following):
        return True
    ends = not _HAN.fullmatch(following)
    return double.size == 2 and ends and arrives < _SURE_WORD_BOND_LOG10


def _is_keyword(text: str, double: Double) -> bool:
    """Whether a line of key words has the double."""
    return _KEYWORDS.match(text, text.rfind("\n", 0, double.start) + 1) is not None


def _is_own_usage(text: str, double: Double) -> bool:
    """Whether the document has the double again and again behind or before the same character."""
    behind = text[max(0, double.start - 1) : double.end]
    before = text[double.start : double.end + 1]
    return any(
        len(passage.strip()) > double.end - double.start
        and count_of(text, passage) >= _OWN_USAGE_COUNT
        for passage in (behind, before)
    )


def _proposal(text: str, double: Double, reading: _Reading | None) -> Proposal:
    unit = text[double.start : double.start + double.size]
    single = (
        text[max(0, double.start - 2) : double.start] + unit + text[double.end : double.end + 2]
    )
    # How often is shown only where it speaks for the single one; this double itself says nothing.
    once, twice = count_of(text, single), count_of(text, unit + unit) - 1
    if once <= twice:
        once = twice = 0
    evidence: list[Repetition | LanguageMargin] = [
        Repetition(unit=unit, single_count=once, doubled_count=twice)
    ]
    confidence = _LONG_CONFIDENCE if double.size > 1 else _SHORT_CONFIDENCE
    # Behind Latin letters the first copy ends a name that the model does not know: PPP项目 | 项目经理.
    named = double.size > 1 and _LATIN.fullmatch(text[double.start - 1 : double.start])
    if reading is not None:
        evidence.append(LanguageMargin(margin=round(reading.margin, 3)))
    if named:
        confidence = _SHORT_CONFIDENCE
    elif reading is not None:
        unsure = min(_MAX_UNSURE_CONFIDENCE, 0.2 + 0.1 * reading.margin)
        confidence = _SURE_CONFIDENCE if _sure(text, double, reading) else unsure
    return Proposal(
        stage="correction",
        rule="repetition",
        start=double.start + double.size,
        end=double.end,
        after="",
        confidence=round(confidence, 3),
        evidence=tuple(evidence),
    )
