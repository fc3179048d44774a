"""Finds the lines that run on in the next, and what is written between the two.

A line goes on where its column wraps (:mod:`restore.layout.wraps`), where a mark binds it to the
next, where a Latin word does not fit, or where a headline is set in two lines. Between Chinese
characters nothing is written, between Latin words a space, and a hyphen may go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from restore.core.evidence import Pattern
from restore.layout.box_joins import NO_BOXES, BoxJoins
from restore.layout.join_rules import cut_figure, keeps_apart
from restore.layout.latin import filler, latin_words, latin_wraps, without_hyphen
from restore.layout.lines import Column, Line, ends_sentence
from restore.layout.ragged import ragged_lines
from restore.layout.roles import role_by_form
from restore.layout.seams import SeamScorer
from restore.layout.split_figures import shares_figure
from restore.layout.wraps import (
    CONFIDENCE,
    FIXED,
    REMOVED,
    SUGGESTED,
    Join,
    headline_blocks,
    mixed_columns,
    usual_gap,
    wrap,
)
from restore.text.characters import CLOSING, HAN, OPENING, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["SUGGESTED", "joins_of"]

#: Characters on each side of a space by which the same words are known elsewhere in the text.
_CONTEXT_LENGTH = 4
#: Marks that neither a paragraph nor a line of print may end or begin with.
_NEVER_LAST = OPENING
_TYING_LAST = _NEVER_LAST + "-"
_NEVER_FIRST = POINTS + CLOSING + "％%"
#: A line of nothing but marks is no longer.
_MAX_MARKS = 2
_CLOSING_QUOTES = "”’"
_SILENCE = "。。"
_OF_FIGURES = "％%"
_HAN = re.compile(f"[{HAN}]")
_WORDS = lazy_pattern(f"[{HAN}A-Za-z0-9]")

_HYPHEN = Join("", CONFIDENCE, "join.mark", (Pattern("word cut by a hyphen"),))
_LATIN_WRAP = Join(
    "", CONFIDENCE, "join.wrap", (Pattern("hard wrap: the next word does not fit the line"),)
)
_FIGURE = Join("", SUGGESTED, "join.figure", (Pattern("a figure may be cut by the line end"),))
_DOUBTFUL = Join("", SUGGESTED, "join.mark", (Pattern("a quotation that closes below its end"),))
_BOUND = Join("", CONFIDENCE, "join.mark", (Pattern("a mark that stands neither first nor last"),))


def joins_of(
    lines: Sequence[Line],
    cols: Sequence[Column],
    scorer: SeamScorer | None,
    boxes: BoxJoins = NO_BOXES,
    *,
    ordered: bool = False,
) -> dict[int, Join]:
    """Return the joins (after line i) that the columns' widths show, or the boxes of the lines; the
    widths alone, where the lines are known to be in order."""
    if len(lines) < 2:
        return {}
    apart = ragged_lines(lines, cols, scorer)
    apart |= frozenset() if ordered else mixed_columns(lines, cols, scorer)
    headlines = headline_blocks(lines, scorer)
    latin = latin_wraps(lines)
    usual = usual_gap(lines, cols)
    joins: dict[int, Join] = {}
    between = _Between(lines)
    first = True
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        may_join = cols[index].wrapped or index in latin or index in headlines
        if not (may_join or boxes.show(line) or _tied(line, after)):
            # Then their forms need not be asked.
            first = True
            continue
        join = None
        if line.is_break or after.is_break or keeps_apart(line.text, after.text):
            first = True
            continue
        hyphen = between.hyphen(line.text, after.text)
        if hyphen is not None:
            join = _HYPHEN._replace(cut=int(hyphen))
        elif _bound(line, after, first):
            join = _BOUND
        elif index in latin:
            join = _LATIN_WRAP
        elif (shown := boxes.join(line, after, first)) is not None:
            join = shown
        elif index in headlines:
            join = headlines[index]
        elif (
            cols[index].wrapped
            and index not in apart
            and (_HAN.search(line.text) or _HAN.search(after.text))
        ):
            sure = ordered and after.gap == 0 and wrap(lines, cols, index, first, None, usual)
            join = sure or wrap(lines, cols, index, first, scorer, usual)
        if join is None and _closes_late(line, after):
            join = _DOUBTFUL
        if cut_figure(line.text, after.text):
            join = _figure(line, after, join)
        elif join is not None and hyphen is None and join.filler == "":
            join = join._replace(filler=between.filler(line.text, after.text))
        if join is not None:
            joins[index] = join
        first = join is None
    return joins


def _figure(line: Line, after: Line, join: Join | None) -> Join | None:
    """Keep together, for a person to see, what a figure stands across, but never run it together."""
    cut = join is not None or (after.gap == 0 and shares_figure(line.text, after.text))
    return _FIGURE if cut else None


def _tied(line: Line, after: Line) -> bool:
    """Whether two lines may be one by what stands at their ends: a hyphen, a mark, a figure."""
    return (
        line.text[-1] in _TYING_LAST
        or after.text[0] in _NEVER_FIRST
        or (after.gap == 0 and cut_figure(line.text, after.text))
    )


def _bound(line: Line, after: Line, first: bool) -> bool:
    """Whether a mark ties two lines: one that opens at the end, or one that ends at the beginning."""
    if line.text[-1] not in _NEVER_LAST and after.text[0] not in _NEVER_FIRST:
        return False
    if first and role_by_form(line.text)[0] in FIXED:
        return False
    if role_by_form(after.text)[0] in REMOVED:
        # What is taken out of the text must never take text with it.
        return False
    if _is_marks(line.text) and _is_marks(after.text):
        # A list of marks.
        return False
    if after.text.startswith(_SILENCE):
        # An ellipsis of stops may begin what somebody says.
        return False
    if line.text[-1] in _NEVER_LAST:
        return line.text[-2:-1] != line.text[-1]
    if after.text[0] in _OF_FIGURES and not line.text[-1].isdigit():
        return False
    if after.text[0] not in _NEVER_FIRST:
        return False
    return not ends_sentence(line.text) or _only_closes(after.text)


def _only_closes(text: str) -> bool:
    """Whether a line is the end of a quotation, with no words behind it."""
    return text[0] in _CLOSING_QUOTES and not _WORDS.search(text)


def _closes_late(line: Line, after: Line) -> bool:
    """Whether a line begins with the end of a quotation whose last sentence ended before it.

    The mark belongs there, the words behind it may be a paragraph of their own.
    """
    return after.text[0] in _CLOSING_QUOTES and ends_sentence(line.text)


def _is_marks(text: str) -> bool:
    return len(text) <= _MAX_MARKS and not any(map(str.isalnum, text))


def _around_spaces(flat: str) -> frozenset[str]:
    """Return every space of a text with the characters beside it."""
    places = (match.start() for match in re.finditer(" ", flat))
    return frozenset(
        flat[max(0, place - _CONTEXT_LENGTH) : place + 1 + _CONTEXT_LENGTH] for place in places
    )


class _Between:
    """What is written between joined lines of a text, by how it writes the same elsewhere."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @cached_property
    def _flat(self) -> str:
        return "\n".join(line.text for line in self._lines)

    @cached_property
    def _spaced(self) -> frozenset[str]:
        return _around_spaces(self._flat.replace("\n", ""))

    @cached_property
    def _words(self) -> frozenset[str]:
        return latin_words(self._flat)

    def hyphen(self, left: str, right: str) -> bool | None:
        """See :func:`restore.layout.latin.without_hyphen`."""
        return without_hyphen(left, right, self._words) if left.endswith("-") else None

    def filler(self, left: str, right: str) -> str:
        """Return what the wrap swallowed: a space between Latin words, or one that means something
        (the document writes the same words with a space elsewhere)."""
        before, behind = left[-_CONTEXT_LENGTH:], right[:_CONTEXT_LENGTH]
        if len(before) == len(behind) == _CONTEXT_LENGTH and f"{before} {behind}" in self._spaced:
            return " "
        return filler(left, right, self._flat)
