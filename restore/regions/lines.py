"""The lines of a source, as the finders of forms look at them: with what stands around each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from restore.core.regions import Form, Region

__all__ = ["MAX_LINE_CHARACTERS", "Lines", "SourceLine", "lengths_of_runs", "runs", "whole_lines"]

#: A longer line has no form but that of prose: no row, verse or entry comes near, and a pattern
#: costs little on what is shorter.
MAX_LINE_CHARACTERS = 2_000
_TAB_COLUMNS = 4
_BLANK = " \t\u3000\u00a0\ufeff"


class SourceLine(NamedTuple):
    """A line that holds something.

    ``start``, ``end`` span its words (code points, half open), ``text`` is those words; ``gap``
    counts the empty lines before it; ``indent`` is its white space before them in columns (a tab
    has four, a wide space two).
    """

    start: int
    end: int
    text: str
    gap: int
    indent: int

    def region(self, form: Form) -> Region:
        """Return the line's words as a region."""
        return Region(self.start, self.end, form)


class Lines:
    """The lines of a text that hold something and are not endless, split when first asked for.

    Parameters
    ----------
    markdown : whether the text is Markdown that is to stay so
    """

    def __init__(self, text: str, *, markdown: bool = False) -> None:
        self.text = text
        self.markdown = markdown

    @cached_property
    def lines(self) -> list[SourceLine]:
        """The lines, in order."""
        found = []
        gap = position = 0
        for whole in self.text.split("\n"):
            words = whole.strip(_BLANK)
            if not words:
                gap += 1
            else:
                start = indent = 0
                if whole[0] in _BLANK:
                    start = len(whole) - len(whole.lstrip(_BLANK))
                    indent = sum(
                        _TAB_COLUMNS if char == "\t" else 1 + (char == "\u3000")
                        for char in whole[:start]
                    )
                start += position
                if len(words) <= MAX_LINE_CHARACTERS:
                    found.append(SourceLine(start, start + len(words), words, gap, indent))
                gap = 0
            position += len(whole) + 1
        return found

    def __iter__(self) -> Iterator[SourceLine]:
        return iter(self.lines)

    def outside(self, regions: Sequence[Region]) -> Lines:
        """Return the lines that lie in none of some regions, which are in order."""
        if not regions:
            return self
        found = Lines(self.text, markdown=self.markdown)
        kept = []
        place = 0
        for line in self.lines:
            while place < len(regions) and regions[place].end <= line.start:
                place += 1
            if place == len(regions) or line.end <= regions[place].start:
                kept.append(line)
        found.lines = kept
        return found

    def matching(self, pattern: re.Pattern[str]) -> Iterator[SourceLine]:
        """Yield the lines at whose head a pattern matches."""
        return (line for line in self.lines if pattern.match(line.text))


def runs(
    lines: Iterable[SourceLine], holds: Callable[[SourceLine], object], *, gap: int = 0
) -> Iterator[list[SourceLine]]:
    """Yield the longest runs of lines of which each holds, with ``gap`` empty lines between two of
    them at most."""
    run: list[SourceLine] = []
    for line in lines:
        held = bool(holds(line))
        if run and not (held and line.gap <= gap):
            yield run
            run = []
        if held:
            run.append(line)
    if run:
        yield run


def lengths_of_runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield the places ``[start, stop)`` of runs of equal values."""
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[start]:
            yield start, place
            start = place


def whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the lines that it touches."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
