"""Dots that stand for a full stop, for a middle dot, or for an ellipsis.

The dot ``．`` (and ``.``) is the decimal point, numbers the entries of a list, parts the letters of a
name and the parts of a foreign name, and was once printed for 。 too: between Chinese characters the
language model tells 。 from ·, and within quotation marks, titles and brackets nothing is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from restore.characters.standards import ground
from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, Pattern
from restore.language.model import LanguageModel
from restore.text.characters import (
    CLOSING,
    HAN,
    KANA,
    NUMERALS_AND_SOME,
    OPENING,
    POINTS,
    SPACE,
    UNFINISHED_WORDS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["broken_off_dots", "propose_dots"]

_STAGE = "characters"
_OTHER_MIDDLE_DOTS = "･・∙•"
_OTHER_ELLIPSES = ("...", "。。。", "•••", "···", "oooo", "OOOO")
# What numbers an entry, with nothing but a boundary before it: 一．, 第三．, 甲．, 附．
_NUMBERING = lazy_pattern(f"[第其]?[{NUMERALS_AND_SOME}]+|[甲乙丙丁戊己庚辛壬癸子丑寅卯]|[{HAN}]")
_CLAUSE = lazy_pattern(f"[{HAN}“”《》]+\\Z")
# Dots come first in these patterns: the engine skips to them.
_DOTS = tuple(lazy_pattern(f"{dot}(?<=[{HAN}{CLOSING}].)(?=[{HAN}])") for dot in ("．", r"\."))
# At the end of a line, or before and behind marks, a dot ends a sentence; a half-width one there is
# the business of `punctuation`.
_LAST_DOT = lazy_pattern(
    f"．(?<=[{HAN}{CLOSING}].)(?=[{SPACE}]?[{OPENING}{CLOSING}\"']|[{SPACE}]*(?:\\n|\\Z))"
)
# GB/T 15834-2011 has one middle dot. What Taiwan prescribes (U+2027) is left alone, and so is what
# stands in text with kana.
_MIDDLE_DOT = lazy_pattern(f"[{_OTHER_MIDDLE_DOTS}](?<=[{HAN}].)(?=[{HAN}])")
_ELLIPSIS = lazy_pattern(
    f"(?:\\.{{3,6}}|。{{3}}(?:。{{3}})?|[•·]{{3,6}}|[oO]{{4,7}})"
    f"(?=[{HAN}{POINTS}{OPENING}{CLOSING}]|[{SPACE}]*(?:\n|\\Z))"
)
_BEFORE_ELLIPSIS = lazy_pattern(f"[{HAN}{POINTS}{CLOSING}]")
_KANA = lazy_pattern(f"[{KANA}]")
# How much likelier (log10) 。 is than · between two clauses. Outside quotation marks, titles and
# brackets no · of 534 has more than 1; 99 % of the full stops of news and reports have.
_APPLY_STOP, _SUGGEST_STOP = 1.5, 0.5
# A part of a foreign name is short: 克里斯托弗．
_MIN_CLAUSE_CHARACTERS = 4
_APPLIED, _SUGGESTED = 0.95, 0.7
_REACH = 12
# So many wide dots at the ends of sentences, and no other stop in the text, are its house style:
# mathematics is set so, and a text that has formulas needs fewer to show it.
_MIN_STYLE_DOTS, _MIN_STYLE_DOTS_WITH_FORMULAS = 8, 2
# Marks that an engine, too, reads as a dot: ， more often than 。, where the text writes 。 itself.
_READ_AS_DOT = "，、·"
# A dot is not how a text ends its sentences where it has so many 。 for each dot at a line's end.
_STOPS_FOR_A_DOT = 4
_DOT_AT_END = lazy_pattern(f"[.．](?=[{SPACE}]*\\n(?![{SPACE}]*\\n|[{SPACE}]{{2}}|\\Z))")
# How far back the clause is looked for, and an open quotation mark.
_CLAUSE_REACH, _PAIR_REACH = 40, 200


def broken_off_dots(text: str) -> frozenset[int]:
    """Return the dots at which a line may break off in mid-sentence, ， or 、 in truth.

    Only where the text ends its sentences otherwise; none at the end of a block or before an indent.
    """
    dots = [match.start() for match in _DOT_AT_END.finditer(text)]
    return frozenset(dots if _writes_stops(text, len(dots)) else ())


def _writes_stops(text: str, dots: int) -> bool:
    """Whether 。 is how a text with so many dots at ends of lines ends its sentences."""
    return dots > 0 and text.count("。") >= _STOPS_FOR_A_DOT * dots


def propose_dots(text: str, model: LanguageModel) -> list[Proposal]:
    """Propose 。, · and …… for what they were read as or typed as.

    A dot may be a ， as well where the text has its own 。.
    """
    found: list[Proposal] = []
    # What a text does not hold costs next to nothing.
    if "." in text or "．" in text:
        found += _stops(text, model)
    if any(dot in text for dot in _OTHER_MIDDLE_DOTS):
        found += _middle_dots(text)
    if any(dots in text for dots in _OTHER_ELLIPSES):
        found += _ellipses(text)
    return found


def _stops(text: str, model: LanguageModel) -> Iterator[Proposal]:
    styled = "。" not in text and _sets_dots(text)
    for match in () if styled else _LAST_DOT.finditer(text):
        if not _is_numbering(text, match.start()):
            yield _proposal("stop", match, "。", _APPLIED, Pattern("dot at the end of a sentence"))
    dots = _DOTS[1:] if styled else _DOTS
    between = list(chain.from_iterable(dot.finditer(text) for dot in dots))
    others = _READ_AS_DOT if _writes_stops(text, len(between)) else "·"
    for match in between:
        start, end = match.span()
        if _is_numbering(text, start):
            continue
        left = text[max(0, start - _REACH) : start].rpartition("\n")[2]
        right = text[end : end + _REACH].partition("\n")[0]
        margin = min(model.margins([(left, other, "。", right) for other in others]))
        if (
            margin < _SUGGEST_STOP
            or left[-1] in UNFINISHED_WORDS
            or _KANA.search(left + right) is not None
        ):
            continue
        long = len(_clause(text, start)) >= _MIN_CLAUSE_CHARACTERS
        enclosed = _is_enclosed(text, start)
        if enclosed and match.group() == ".":
            continue
        sure = margin >= _APPLY_STOP and long and not enclosed
        yield _proposal(
            "stop",
            match,
            "。",
            _APPLIED if sure else _SUGGESTED,
            Pattern("dot between two sentences"),
            LanguageMargin(margin),
        )


def _sets_dots(text: str) -> bool:
    """Whether wide dots are how a text without 。 ends its sentences."""
    ends = len(_LAST_DOT.findall(text))
    if "$" in text:
        return ends + len(_DOTS[0].findall(text)) >= _MIN_STYLE_DOTS_WITH_FORMULAS
    return ends >= _MIN_STYLE_DOTS


def _is_numbering(text: str, dot: int) -> bool:
    """Whether a dot follows what numbers the entry of a list."""
    return _NUMBERING.fullmatch(_clause(text, dot)) is not None


def _clause(text: str, stop: int) -> str:
    """Return the Chinese characters before a place, up to the mark or line break before them."""
    found = _CLAUSE.search(text[max(0, stop - _CLAUSE_REACH) : stop])
    return "" if found is None else found.group()


def _is_enclosed(text: str, place: int) -> bool:
    """Whether a quotation mark, title or bracket of this line is open."""
    before = text[max(0, place - _PAIR_REACH) : place].rpartition("\n")[2]
    return any(
        before.rfind(opening) > before.rfind(closing)
        for opening, closing in zip(OPENING, CLOSING, strict=True)
    )


def _middle_dots(text: str) -> Iterator[Proposal]:
    for match in _MIDDLE_DOT.finditer(text):
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
        if _KANA.search(around) is None:
            yield _proposal("middle_dot", match, "·", _APPLIED, Pattern("middle dot of other form"))


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Yield the runs of dots; searched for literally, as a text holds many single ones."""
    for dots in _OTHER_ELLIPSES:
        place = text.find(dots)
        while place >= 0:
            match = _ELLIPSIS.match(text, place)
            if match is not None:
                yield match
            place = text.find(dots, place + len(dots) if match is None else match.end())


def _ellipses(text: str) -> Iterator[Proposal]:
    for match in _runs(text):
        dots, start = match.group(), match.start()
        before = text[start - 1 : start]
        # After a colon stands a blank to be filled in, or a word that is not to be seen.
        if _BEFORE_ELLIPSIS.match(before) is None or before in dots or before == "：":
            continue
        if text[match.end() : match.end() + 1] == dots[-1]:
            continue
        # Letters may be an exclamation, and four dots or five a slip for something else.
        sure = dots[0] not in "oO•" and len(dots) in (3, 6)
        confidence = _APPLIED if sure else _SUGGESTED
        yield _proposal("ellipsis", match, "……", confidence, Pattern("ellipsis of other form"))


def _proposal(
    rule: str, match: re.Match[str], after: str, confidence: float, *evidence: Evidence
) -> Proposal:
    start, end = match.span()
    return Proposal(_STAGE, rule, start, end, after, confidence, (*evidence, ground(rule)))
