"""Tells whether two passages that are alike differ in a fact, or by OCR noise alone.

Similarity alone must not delete: of the pairs above .80 in a corpus of statutes and news that were
not copies of each other, 81 % differed in a digit, numeral or date.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from restore.dedup.guard_kinds import PROVINCES, Region, kind_of
from restore.dedup.noise import may_be_misread
from restore.dedup.readings import both_fluent, both_unlikely
from restore.dedup.records import Difference
from restore.text.characters import (
    ALL_NUMERALS,
    DIGITS,
    FORMAL_NUMERALS,
    HAN,
    LETTERS,
    NUMBER_SIGNS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["Region", "differences", "facts", "regions"]

# An Arabic figure takes its unit and the word before it along: 近12 and 超12, 12万 and 12亿 differ.
_FACT = lazy_pattern(
    rf"(?P<figure>[第近超约逾达±+\-－]?[{DIGITS}]+(?:[.．,，:：/][{DIGITS}]+)*[{HAN}%％‰℃°]?|[{NUMBER_SIGNS}])"
    f"|(?P<numeral>第?[{ALL_NUMERALS}{FORMAL_NUMERALS}]+)"
    r"|(?P<negation>[不未无非没勿毋莫否])"
    f"|(?P<latin>[{LETTERS}]+)"
    f"|(?P<place>{PROVINCES})"
)
_DATE_UNIT = frozenset("年月日号")
_WORD = re.compile(r"[^\W_]+")
# A replaced or added run from this length on is never noise; shorter ones may be.
_MIN_RUN_LENGTH = 4


@lru_cache(maxsize=1 << 14)
def facts(text: str) -> tuple[tuple[str, str], ...]:
    """Return the figures, numerals, negations, Latin words and provinces of a text, in order."""
    return tuple((match.lastgroup or "", match.group()) for match in _FACT.finditer(text))


def regions(first: str, second: str) -> list[Region]:
    """Return where two texts differ; runs of differing characters come as one region."""
    merged: list[Region] = []
    for operation in Levenshtein.opcodes(first, second):
        if operation.tag == "equal":
            continue
        span = (
            operation.src_start,
            operation.src_end,
            operation.dest_start,
            operation.dest_end,
        )
        if merged and merged[-1][1] == span[0] and merged[-1][3] == span[2]:
            merged[-1] = (merged[-1][0], span[1], merged[-1][2], span[3])
        else:
            merged.append(span)
    return merged


def differences(
    first: str, second: str, spots: Sequence[Region], *, most: int = sys.maxsize
) -> tuple[Difference, ...]:
    """Return the facts in which two similar texts differ; empty when only noise separates them.

    Parameters
    ----------
    spots : what ``regions`` found; without runs at the ends that only one text has (truncation),
        which the caller judges
    most : so many are enough
    """
    if facts(first) != facts(second):
        return _unequal_facts(first, second)
    found: list[Difference] = []
    twice = _systematic(first, second, spots)
    for spot in spots:
        left, right = first[spot[0] : spot[1]], second[spot[2] : spot[3]]
        own, other = "".join(_WORD.findall(left)), "".join(_WORD.findall(right))
        size = max(len(own), len(other))
        if size == 0 or _stammer(first, spot[0], spot[1], left, right):
            continue
        if _stammer(second, spot[2], spot[3], right, left):
            continue
        kind = kind_of(first, second, spot, own, other)
        if kind is None and (
            (own, other) in twice or _other_words(first, second, spot, own, other)
        ):
            kind = "wording"
        if kind is not None:
            found.append(Difference(kind, left, right))
            if len(found) >= most:
                break
    return tuple(found)


def _systematic(first: str, second: str, spots: Sequence[Region]) -> set[tuple[str, str]]:
    """Return the exchanges that two texts show more than once: noise does not repeat itself."""
    found = Counter((first[spot[0] : spot[1]], second[spot[2] : spot[3]]) for spot in spots)
    return {pair for pair, count in found.items() if count > 1 and all(map(_WORD.search, pair))}


def _other_words(first: str, second: str, spot: Region, own: str, other: str) -> bool:
    """Whether a difference is one of words: no misreading, too long for one, or alike likely."""
    size = max(len(own), len(other))
    if size >= _MIN_RUN_LENGTH or both_fluent(first, second, spot, word=size > 1):
        return True
    if size > 1 and both_unlikely(first, second, spot):
        return True
    return not may_be_misread(first, second, spot, own, other)


def _unequal_facts(first: str, second: str) -> tuple[Difference, ...]:
    ours, theirs = facts(first), facts(second)
    found: list[Difference] = []
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            continue
        left = ours[step.src_start : step.src_end]
        right = theirs[step.dest_start : step.dest_end]
        kind = (left or right)[0][0]
        words = ("".join(item[1] for item in left), "".join(item[1] for item in right))
        if kind in ("figure", "numeral") and _DATE_UNIT & {word[-1:] for word in words}:
            kind = "date"
        found.append(Difference(kind, *words))
    return tuple(found)


def _stammer(text: str, start: int, end: int, own: str, other: str) -> bool:
    """Whether ``own`` only says again what stands beside it (推进推进)."""
    size = end - start
    return bool(own) and not other and own in (text[start - size : start], text[end : end + size])
