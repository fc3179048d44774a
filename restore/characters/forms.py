"""Normalise character forms: line breaks, control characters, compatibility ideographs, NFC."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.resources import dictionary_path
from restore.text.characters import (
    COMPATIBILITY,
    DIRECTIONAL,
    INVISIBLE,
    JOINED,
    RIGHT_TO_LEFT,
    SPACE,
    SYMBOL_BULLETS,
    WIDE_DIGITS,
    WIDE_LETTERS,
)

__all__ = ["propose_forms"]

_STAGE = "characters"

# Line breaks that are not LF. A form feed alone on its line is restore's own mark between
# articles and stays; anywhere else it is a page break.
# What begins with one class of characters is looked for many times as fast: what stands before it is
# asked behind its first character.
_LINE_BREAKS = re.compile(
    "[\r\x0b\f\x85\u2028\u2029](?:(?<=\r)\n|(?<!\f)|(?<!\n\f)(?<!\\A\f)|(?!\n|\\Z))"
)
# Joiners stay between the emoji and the scripts that need them.
_INVISIBLE = re.compile(
    f"[{INVISIBLE}\u200c\u200d](?:(?<=[{INVISIBLE}])[{INVISIBLE}]*|(?<![{JOINED}].)[\u200c\u200d]*)"
)
_RIGHT_TO_LEFT = re.compile(f"[{RIGHT_TO_LEFT}]")
_DIRECTIONAL = frozenset(DIRECTIONAL)
_REPLACEMENT = re.compile("\ufffd+")
_BULLET = re.compile(
    f"^(?P<indent>[{SPACE}]*)(?P<bullet>[{''.join(SYMBOL_BULLETS)}])(?=[{SPACE}]*\\w)", re.MULTILINE
)
# GB/T 15835-2011, 5.1: digits in horizontal text take half the width of a Han character. What a
# full-width comma parts in threes stays: half of it narrow, 1，200 would read as two figures. So do
# the other digits of such a text, whose house style it is.
_WIDE = re.compile(
    f"(?P<grouped>(?<![{WIDE_DIGITS}])[{WIDE_DIGITS}]{{1,3}}(?:，[{WIDE_DIGITS}]{{3}}(?![{WIDE_DIGITS}]))+"
    f"(?:．[{WIDE_DIGITS}]+)?％?)|[{WIDE_DIGITS}]+(?:[．：／－][{WIDE_DIGITS}]+)*％?|[{WIDE_LETTERS}]+"
)
_ANY_WIDE = re.compile(f"[{WIDE_DIGITS}{WIDE_LETTERS}]")
# The private use area holds nothing else that can be mapped.
_COMPATIBILITY = re.compile(f"[{COMPATIBILITY}]")


@lru_cache(maxsize=1)
def _radicals() -> dict[str, str]:
    table = {}
    path = dictionary_path("radicals.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            wrong, right, *_ = line.split("\t")
            table[wrong] = right
    return table


def propose_forms(text: str) -> list[Proposal]:
    """Propose line-break, control-character, compatibility-form and NFC changes."""
    proposals = [
        _proposal("line_break", match, "\n", "line break other than LF")
        for match in _LINE_BREAKS.finditer(text)
    ]
    if not text.isascii():
        proposals += _compatibility(text)
        proposals += _bullets(text)
        proposals += [
            Proposal(
                _STAGE,
                "undecodable",
                match.start(),
                match.end(),
                match.group(),
                1.0,
                (Pattern("bytes that could not be decoded", match.group()),),
                flag=Reason.UNDECODABLE,
            )
            for match in _REPLACEMENT.finditer(text)
        ]
    proposals += _invisible(text)
    if not unicodedata.is_normalized("NFC", text):
        proposals += _composed(text)
    return proposals


def _proposal(rule: str, match: re.Match[str], after: str, description: str) -> Proposal:
    evidence = (Pattern(description, ascii(match.group())),)
    return Proposal(_STAGE, rule, match.start(), match.end(), after, 1.0, evidence)


def _invisible(text: str) -> list[Proposal]:
    found = list(_INVISIBLE.finditer(text))
    if not found:
        return []
    directional = _RIGHT_TO_LEFT.search(text) is not None
    proposals: list[Proposal] = []
    covered = 0
    for match in found:
        if match.start() < covered or (directional and _DIRECTIONAL.issuperset(match.group())):
            continue
        proposal = _removal(text, match)
        covered = proposal.end
        proposals.append(proposal)
    return proposals


def _removal(text: str, match: re.Match[str]) -> Proposal:
    """Remove invisible characters; marks that they kept from their letter join it."""
    end = match.end()
    while end < len(text) and (unicodedata.combining(text[end]) or _INVISIBLE.match(text, end)):
        end += 1
    start = match.start()
    while start > 0 and unicodedata.combining(text[start - 1]):
        start -= 1
    marked = any(unicodedata.combining(char) for char in text[match.end() : end])
    if not marked or start == 0 or not unicodedata.category(text[start - 1]).startswith("L"):
        return _proposal("invisible", match, "", "invisible character")
    after = unicodedata.normalize("NFC", _INVISIBLE.sub("", text[start - 1 : end]))
    evidence = (Pattern("invisible character", ascii(match.group())),)
    return Proposal(_STAGE, "invisible", start - 1, end, after, 1.0, evidence)


def _compatibility(text: str) -> list[Proposal]:
    proposals = []
    for match in _COMPATIBILITY.finditer(text):
        character = match.group()
        unified = _radicals().get(character) or unicodedata.normalize("NFKC", character)
        if unified != character:
            proposals.append(
                _proposal("compatibility", match, unified, "radical or compatibility ideograph")
            )
    wide = list(_WIDE.finditer(text)) if _ANY_WIDE.search(text) else []
    grouped = any(match["grouped"] is not None for match in wide)
    proposals += [
        _proposal(
            "compatibility",
            match,
            unicodedata.normalize("NFKC", match.group()),
            "full-width digits or letters",
        )
        for match in wide
        if match["grouped"] is None and not (grouped and match.group()[0].isdecimal())
    ]
    return proposals


def _bullets(text: str) -> list[Proposal]:
    return [
        Proposal(
            _STAGE,
            "bullet",
            *match.span("bullet"),
            SYMBOL_BULLETS[match["bullet"]],
            1.0,
            (Pattern("bullet of a symbol font", ascii(match["bullet"])),),
        )
        for match in _BULLET.finditer(text)
    ]


def _composed(text: str) -> list[Proposal]:
    """Propose canonical composition outside the ideographs, paragraph by paragraph."""
    proposals = []
    position = 0
    for line in text.splitlines(keepends=True):
        if not unicodedata.is_normalized("NFC", line):
            # The ideographs' singletons belong to _compatibility.
            target = "".join(
                part if _COMPATIBILITY.fullmatch(part) else unicodedata.normalize("NFC", part)
                for part in _COMPATIBILITY_SPLIT.split(line)
            )
            proposals += [
                Proposal(
                    _STAGE,
                    "nfc",
                    position + code.src_start,
                    position + code.src_end,
                    target[code.dest_start : code.dest_end],
                    1.0,
                    (Pattern("canonical composition (NFC)"),),
                )
                for code in Levenshtein.opcodes(line, target)
                if code.tag != "equal"
            ]
        position += len(line)
    return proposals


_COMPATIBILITY_SPLIT = re.compile(f"({_COMPATIBILITY.pattern})")
