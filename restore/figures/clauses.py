"""Cuts a text into sentences, clauses and lines, and finds the one around a place.

What has no mark for very long (a table, a damaged page) is cut all the same, so that the work for a
figure does not grow with the stretch it stands in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from restore.text.characters import CLAUSE_MARKS, LONG_STOPS, ONE_TO_NINE

__all__ = [
    "Cuts",
    "Spans",
    "clauses_of",
    "found_in",
    "lines_holding",
    "lines_of",
    "sentences_of",
]

_SENTENCE_END = re.compile(rf"[{LONG_STOPS}!?;\n\f]+")
_MARK = rf"[{CLAUSE_MARKS}!?;:\n\f（）()…]"
#: The first character at once, then what must stand beside it: so they are found several times as fast.
_CLAUSE_END = re.compile(
    rf"[{CLAUSE_MARKS}!?;:\n\f（）()…—,是](?:(?<={_MARK}){_MARK}*|(?<=—)—+"
    rf"|(?<=,)(?![0-9]{{3}}(?![0-9]))|(?<=[{ONE_TO_NINE}]是)(?=[^，。]{{4}}))"
)
_LINE_END = re.compile("\n")
#: A stretch without a mark is read in pieces of so many characters: longer than any clause and any
#: sentence that is prose, and every figure keeps the clause that it stands in.
_MAX_CLAUSE_LENGTH = 200
_MAX_SENTENCE_LENGTH = 1_000


Spans = list[tuple[int, int]]


class Cuts(NamedTuple):
    """Sorted starts and ends of the stretches between marks."""

    starts: list[int]
    ends: list[int]

    def around(self, position: int) -> tuple[int, int]:
        """Return the stretch that holds a place, or the one before the mark there."""
        index = bisect_right(self.starts, position) - 1
        return self.starts[index], self.ends[index]


def sentences_of(text: str) -> Cuts:
    """Cut at the marks that end a sentence; no piece is longer than 1,000 characters."""
    return _cut(text, _SENTENCE_END, _MAX_SENTENCE_LENGTH)


def clauses_of(text: str) -> Cuts:
    """Cut at every mark inside and between sentences; no piece is longer than 200 characters."""
    return _cut(text, _CLAUSE_END, _MAX_CLAUSE_LENGTH)


def lines_of(text: str) -> Cuts:
    """Cut at line breaks."""
    return _cut(text, _LINE_END)


def lines_holding(text: str, words: re.Pattern[str]) -> Spans:
    """Return the spans of the lines in which ``words`` finds something, in order.

    What needs one of the words, and cannot match a line break, is found in these as in the whole text.
    """
    held: Spans = []
    end = -1
    while match := words.search(text, end + 1):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        if end < 0:
            end = len(text)
        held.append((start, end))
    return held


def found_in(pattern: re.Pattern[str], text: str, where: Spans) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds in some stretches of a text."""
    return chain.from_iterable(pattern.finditer(text, *span) for span in where)


def _cut(text: str, marks: re.Pattern[str], longest: int | None = None) -> Cuts:
    starts, ends = [0], []
    for match in marks.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(text))
    return Cuts(starts, ends) if longest is None else _shortened(text, starts, ends, longest)


def _shortened(text: str, starts: list[int], ends: list[int], longest: int) -> Cuts:
    """Cut what is too long, behind an enumeration's comma or a space if there is one."""
    cuts = Cuts([], [])
    for start, end in zip(starts, ends, strict=True):
        here = start
        while end - here > longest:
            limit = here + longest
            near = max(text.rfind(mark, here + longest // 2, limit) for mark in "、 ")
            cuts.starts.append(here)
            here = near + 1 if near >= 0 else limit
            cuts.ends.append(here)
        cuts.starts.append(here)
        cuts.ends.append(end)
    return cuts
