"""Running heads and feet of a text that form feeds part: what page after page repeats at its edge.

A book has one head for its left pages and another for its right ones, or one a chapter; an engine
reads some of them with an error. The first of a chapter's heads may be the title that the others
repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from restore.layout.lines import ends_sentence
from restore.text.characters import ALL_NUMERALS, CLAUSE_MARKS, DIGITS

__all__ = ["Title", "may_be_title", "repeated_titles", "same_title"]

_MAX_CHARACTERS, _MIN_CHARACTERS = 40, 3
# One character in six is misread at most.
_CHARACTERS_AN_ERROR = 6
# A title comes again within so many pages; so many pages have it that show no number, and beside
# their numbers.
_MAX_PAGES_APART, _MIN_PAGES, _MIN_COUNTED_PAGES = 4, 3, 2
# A label with a short value (单位：万元), and the cells of a table's head: what a table or a form
# shows again.
_LABELLED = re.compile(f"(?=.{{0,12}}\\Z)[^{CLAUSE_MARKS}:]{{1,10}}[：:]")
_NUMERAL = re.compile(f"[{DIGITS}{ALL_NUMERALS}]")
_CELLS = re.compile(r"\S(?: {2,}|\t)\S+(?: {2,}|\t)\S|\|")


class Title(NamedTuple):
    """A line that may be a running head or foot: its page, its words, and whether the page's number
    stands beside them."""

    page: int
    line: int
    words: str
    numbered: bool


def same_title(left: str, right: str) -> bool:
    """Whether two lines are one title, but for what was misread: not 第十一章 for 第十二章."""
    most = max(len(left), len(right)) // _CHARACTERS_AN_ERROR
    return left == right or (
        Levenshtein.distance(left, right, score_cutoff=most) <= most
        and not any(map(_NUMERAL.fullmatch, _exchanged(left, right)))
    )


def _exchanged(left: str, right: str) -> Iterator[str]:
    """Yield the characters by which two lines differ, but for those misread for something else than
    a numeral."""
    for edit in Levenshtein.editops(left, right):
        one, other = left[edit.src_pos : edit.src_pos + 1], right[edit.dest_pos : edit.dest_pos + 1]
        if edit.tag == "replace":
            yield one if _NUMERAL.match(other) else ""
        else:
            yield one if edit.tag == "delete" else other


def may_be_title(words: str) -> bool:
    """Whether a line has the form of a title."""
    bare = "".join(words.split())
    return (
        _MIN_CHARACTERS <= len(bare) <= _MAX_CHARACTERS
        and any(map(str.isalpha, bare))
        and not ends_sentence(bare)
        and _LABELLED.match(bare) is None
        and _CELLS.search(words) is None
    )


def repeated_titles(titles: Iterable[Title]) -> list[list[Title]]:
    """Return the titles that come again from page to page, each with all its lines in order."""
    found: list[list[Title]] = []
    exact: dict[str, list[Title]] = {}
    near: list[list[Title]] = []
    for title in sorted(titles):
        near = [group for group in near if title.page - group[-1].page <= _MAX_PAGES_APART]
        group = exact.get(title.words)
        if group is None or title.page - group[-1].page > _MAX_PAGES_APART:
            group = next((item for item in near if _akin(item, title.words)), group)
        if group is None:
            group = []
            found.append(group)
        group.append(title)
        exact[title.words] = group
        if all(group is not item for item in near):
            near.append(group)
    return [group for group in found if _comes_again(group)]


def _akin(group: Sequence[Title], words: str) -> bool:
    return any(same_title(title.words, words) for title in group[-_MAX_PAGES_APART:])


def _comes_again(group: Sequence[Title]) -> bool:
    pages = sorted({title.page for title in group})
    close = sum(right - left <= _MAX_PAGES_APART for left, right in pairwise(pages)) + 1
    numbered = all(title.numbered for title in group)
    return close >= (_MIN_COUNTED_PAGES if numbered else _MIN_PAGES)
