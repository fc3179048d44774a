"""Suggest the character that a list of like items has everywhere but once: 知[民]情、解民忧、纾民怨、暖民心.

Slogans and lists of measures repeat a character in one place of each item. Where one item alone has
another there, and the language model prefers the common one, that item may be misread. The list is
the witness, so that none is needed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Pattern
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.text.characters import HAN, NUMERALS_AND_SOME
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from restore.lexicon.lexicon import Lexicon

__all__ = ["propose_parallels"]

_MIN_ITEM_CHARACTERS, _MAX_ITEM_CHARACTERS = 3, 5
# Items that have the character, beside the one that has not.
_MIN_ALIKE = 3
# Characters of the clauses that the first item ends and the last one begins.
_MAX_CLAUSE_CHARACTERS = 30
_LIST = lazy_pattern(
    f"[{HAN}]{{{_MIN_ITEM_CHARACTERS},{_MAX_CLAUSE_CHARACTERS}}}"
    f"(?:[、，；][{HAN}]{{{_MIN_ITEM_CHARACTERS},{_MAX_ITEM_CHARACTERS}}}){{{_MIN_ALIKE - 1},}}"
    f"[、，；][{HAN}]{{{_MIN_ITEM_CHARACTERS},{_MAX_CLAUSE_CHARACTERS}}}"
)
# What each such list has within it, and a stretch in which one may stand: the core, which begins with
# a mark, is found much sooner.
_CORE = lazy_pattern(
    f"[、，；][{HAN}]{{{_MIN_ITEM_CHARACTERS},{_MAX_ITEM_CHARACTERS}}}" * (_MIN_ALIKE - 1)
    + "[、，；]"
)
_STRETCH = lazy_pattern(f"[{HAN}、，；]+")
_ITEM = lazy_pattern(f"[{HAN}]+")
_NUMERALS = frozenset(NUMERALS_AND_SOME)
# The least margin: in 2.1 million characters of clean reports, policies and news one list has it
# (有理想、有道德、有文化、守纪律), from 1.5 on four.
_MIN_MARGIN_LOG10 = 2.0
# Below what the gate asks for an automatic change.
_CONFIDENCE = 0.6


class _Odd(NamedTuple):
    """The place of the character that is not as in the other items, theirs, and the items."""

    start: int
    after: str
    items: tuple[str, ...]


def propose_parallels(
    text: str, lexicon: Lexicon, language_model: LanguageModelLike
) -> list[Proposal]:
    """Return the changes that make an item of a list like all its others.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found = {
        odd.start: odd
        for match in _lists(text)
        for odd in _odd_ones(match)
        if _NUMERALS.isdisjoint((text[odd.start], odd.after))
        and not lexicon.protector(text, odd.start, odd.start + 1)
    }
    changes = [Replacement(start, start + 1, odd.after) for start, odd in found.items()]
    values = margins(language_model, text, changes)
    return [
        Proposal(
            stage="correction",
            rule="parallel",
            start=odd.start,
            end=odd.start + 1,
            after=odd.after,
            confidence=_CONFIDENCE,
            evidence=(
                Pattern("an item of a list that is unlike its others", "、".join(odd.items)),
                LanguageMargin(margin=round(margin, 3)),
            ),
        )
        for odd, margin in zip(found.values(), values, strict=True)
        if margin >= _MIN_MARGIN_LOG10
    ]


def _lists(text: str) -> Iterator[re.Match[str]]:
    if _CORE.search(text) is None:
        return
    for stretch in _STRETCH.finditer(text):
        if _CORE.search(text, *stretch.span()) is not None:
            yield from _LIST.finditer(text, *stretch.span())


def _odd_ones(match: re.Match[str]) -> Iterator[_Odd]:
    """Yield the single odd characters of the longest runs of items of one length."""
    items = [(match.start() + item.start(), item[0]) for item in _ITEM.finditer(match[0])]
    first = 0
    while first < len(items):
        size = len(items[first][1])
        last = first + 1
        while last < len(items) and len(items[last][1]) == size:
            last += 1
        if size <= _MAX_ITEM_CHARACTERS:
            yield from _of_run(_with_ends(items, first, last, size), size)
        first = last


def _with_ends(
    items: list[tuple[int, str]], first: int, last: int, size: int
) -> list[tuple[int, str]]:
    """Return a run with the end of a longer clause before it and the beginning of one behind it."""
    run = items[first:last]
    if first and len(items[first - 1][1]) > size:
        start, clause = items[first - 1]
        run.insert(0, (start + len(clause) - size, clause[-size:]))
    if last < len(items) and len(items[last][1]) > size:
        run.append((items[last][0], items[last][1][:size]))
    return run


def _of_run(run: list[tuple[int, str]], size: int) -> Iterator[_Odd]:
    if len(run) <= _MIN_ALIKE:
        return
    words = tuple(word for _, word in run)
    for place in range(size):
        column = [word[place] for word in words]
        for character in dict.fromkeys(column):
            if column.count(character) == len(column) - 1:
                (number,) = (at for at, other in enumerate(column) if other != character)
                yield _Odd(run[number][0] + place, character, words)
