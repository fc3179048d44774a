"""Lines that go on in the next one, as their boxes show: they reach the end of their column.

A line was cut by the margin, and not by its writer, where what follows would not have fitted on it
and begins where the lines of its column begin. Nothing here knows the words, so that it holds in any
script; what form two lines have, and whether they make sense together, the layout asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from restore.readers.geometry import Box
from restore.readers.order.direction import runs_downwards, turned, upright
from restore.readers.order.tables import Cell
from restore.readers.order.tilt import level
from restore.text.characters import CLOSING, OPENING, OPENING_QUOTES, POINTS, STOPS

__all__ = ["flowing"]

# The edges of a column are where its lines begin and end so many lines around, one in so many left
# out; fewer than the last say nothing.
_NEAR_LINES, _OUTLIERS, _MIN_LINES = 8, 6, 3
# Lines of one column share so much of the narrower one's width, and have the same print.
_MIN_SHARED, _MAX_HEIGHT_RATIO = 0.5, 1.5
# A list is narrower, in characters; of running lines so many come near to the end of the column, which
# is by so many characters...
_MIN_WIDTH, _MIN_FULL_SHARE, _NEAR_END = 5.0, 0.55, 2.0
# ... or a few that follow each other, so many before and behind, end within so many of each other.
_FLUSH_REACH, _MIN_FLUSH, _SAME_END = 2, 3, 0.5
# What is missing of a full line, in characters, beside what did not fit on it: a word, or a character
# with a mark that is not parted from it. A sentence that ended may fall short by what its stop leaves
# white.
_SLACK, _MAX_TIES, _MAX_MISSING_ENDED = 0.5, 1, 0.8
# A line is not set in that begins so near to the edge of its column, in heights; where a paragraph is
# likely, or in Latin letters, nearer.
_MAX_INDENT, _MAX_INDENT_ENDED = 0.8, 0.6
# White over the usual that parts paragraphs, in heights.
_PARTING_HEIGHTS = 0.6
# Columns of one text are as wide as each other but for so many characters.
_MAX_WIDTH_DIFFERENCE = 2.0
# So few characters do not say how wide one is. Two letters are as wide as a character.
_MIN_CHARACTERS, _LETTER, _SPACE = 4.0, 0.5, 0.3
_LATIN_LENGTH = 0.6

_WORD = re.compile(r"[A-Za-z0-9'’.,;:()%$-]+")
_NEVER_FIRST = POINTS + CLOSING
_MARKED = re.compile(f"[{POINTS}].")
_ENDED = re.compile(f'(?:[{STOPS}!?….][{CLOSING})"]*|[:：])\\Z')


class _Line(NamedTuple):
    """A line on a page that runs from left to right; ``pitch`` is the width of a character."""

    box: Box
    text: str
    pitch: float
    along: bool

    @classmethod
    def of(cls, box: Box, text: str, along: bool) -> _Line:
        length = Cell.of(text).length
        return cls(
            box, text, box.width / length if length >= _MIN_CHARACTERS else box.height, along
        )

    @property
    def worded(self) -> bool:
        return any(letter.isalpha() for letter in self.text)

    @property
    def ended(self) -> bool:
        return _ENDED.search(self.text) is not None

    @property
    def latin(self) -> bool:
        cell = Cell.of(self.text)
        return cell.length < _LATIN_LENGTH * cell.characters

    @property
    def first_word(self) -> float:
        """Characters that cannot be parted from the first."""
        word = _WORD.match(self.text)
        if word is not None:
            return len(word[0]) * _LETTER + _SPACE
        ties = (self.text[0] in OPENING) + (self.text[1:2] != "" and self.text[1] in _NEVER_FIRST)
        return 1.0 + min(ties, _MAX_TIES)


class _Column(NamedTuple):
    """What the lines around one show: the edges, how many they are and which part of them is full,
    how many that follow each other end as it does, and the white between two."""

    start: float
    end: float
    lines: int
    full: float
    flush: int
    leading: float | None

    @property
    def width(self) -> float:
        return self.end - self.start


def flowing(boxes: Sequence[Box], texts: Sequence[str]) -> list[bool]:
    """Say of each line of a page whether its box and the next one show that it goes on there.

    Parameters
    ----------
    boxes : of the lines in reading order
    texts : what was read in them
    """
    lines = _upright(boxes, texts)
    columns = [_column(lines, index) for index in range(len(lines))]
    return [
        _may_run(line, columns[index], after)
        and (
            _goes_on_below(line, columns[index], after, columns[index + 1])
            if _follows(line, after)
            else _goes_on_aside(lines, columns, index)
        )
        for index, (line, after) in enumerate(pairwise(lines))
    ] + [False] * bool(lines)


def _upright(boxes: Sequence[Box], texts: Sequence[str]) -> list[_Line]:
    """Turn a page of vertical lines, and level one that lies askew."""
    tall = [not upright(box, text) for box, text in zip(boxes, texts, strict=True)]
    if runs_downwards(boxes, texts):
        boxes, tall = [turned(box) for box in boxes], [not is_tall for is_tall in tall]
    plain = [index for index, is_tall in enumerate(tall) if not is_tall]
    if plain:
        boxes = level(boxes, plain, [Cell.of(text).length for text in texts])
    return [
        _Line.of(box, text, not is_tall)
        for box, text, is_tall in zip(boxes, texts, tall, strict=True)
    ]


def _column(lines: Sequence[_Line], index: int) -> _Column:
    line = lines[index]
    first, stop = max(0, index - _NEAR_LINES), index + _NEAR_LINES + 1
    near = [
        place
        for place, other in enumerate(lines[first:stop], first)
        if place == index or _alike(line, other)
    ]
    out = len(near) // _OUTLIERS
    start = sorted(lines[place].box.left for place in near)[out]
    end = sorted(lines[place].box.right for place in near)[-1 - out]
    full = sum(lines[place].box.right >= end - _NEAR_END * line.pitch for place in near)
    white = [
        lines[lower].box.top - lines[upper].box.bottom
        for upper, lower in pairwise(near)
        if lower == upper + 1
    ]
    return _Column(
        start,
        end,
        len(near),
        full / len(near),
        _flush(lines, index, end),
        median(white) if white else None,
    )


def _flush(lines: Sequence[_Line], index: int, end: float) -> int:
    """Return how many lines that follow each other end as one of them does.

    Short of their column's end they may be verse, which has no marks within its lines.
    """
    line = lines[index]
    flush = [
        other
        for other in _around(lines, index)
        if abs(other.box.right - line.box.right) <= _SAME_END * line.pitch
    ]
    short = end - line.box.right > _NEAR_END * line.pitch
    return 0 if short and not any(_MARKED.search(other.text) for other in flush) else len(flush)


def _around(lines: Sequence[_Line], index: int) -> Iterator[_Line]:
    """Yield a line and those that stand above and below it without another between."""
    yield lines[index]
    for step in (-1, 1):
        place = index
        for _ in range(_FLUSH_REACH):
            upper, lower = sorted((place, place + step))
            if upper < 0 or lower >= len(lines) or not _stacked(lines[upper], lines[lower]):
                break
            place += step
            yield lines[place]


def _shared(first: Box, second: Box) -> float:
    """Return how much of the narrower one's width two boxes share."""
    width = min(first.width, second.width)
    return (min(first.right, second.right) - max(first.left, second.left)) / width if width else 0.0


def _same_print(first: _Line, second: _Line) -> bool:
    low, high = sorted((first.box.height, second.box.height))
    return first.along and second.along and high <= _MAX_HEIGHT_RATIO * low


def _alike(first: _Line, second: _Line) -> bool:
    return _same_print(first, second) and _shared(first.box, second.box) >= _MIN_SHARED


def _follows(upper: _Line, lower: _Line) -> bool:
    return lower.box.middle > upper.box.middle and _shared(upper.box, lower.box) >= _MIN_SHARED


def _stacked(upper: _Line, lower: _Line) -> bool:
    return _same_print(upper, lower) and _follows(upper, lower)


def _may_run(line: _Line, column: _Column, after: _Line) -> bool:
    """Whether a line is one of running text and full, and the next is of the same print."""
    flush = column.flush >= _MIN_FLUSH
    if not (
        column.lines >= _MIN_LINES
        and (flush or column.full >= _MIN_FULL_SHARE)
        and column.width >= _MIN_WIDTH * line.pitch
        and line.worded
        and after.worded
        and _same_print(line, after)
    ):
        return False
    missing = column.end - line.box.right
    if line.ended:
        return missing <= _MAX_MISSING_ENDED * line.pitch
    return flush or missing <= (after.first_word + _SLACK) * line.pitch


def _at_edge(line: _Line, after: _Line, column: _Column) -> bool:
    doubtful = line.ended or line.latin
    most = _MAX_INDENT_ENDED if doubtful else _MAX_INDENT
    return abs(after.box.left - column.start) <= most * after.box.height


def _goes_on_below(line: _Line, column: _Column, after: _Line, below: _Column) -> bool:
    white = after.box.top - line.box.bottom
    parted = (
        column.leading is not None and white > column.leading + _PARTING_HEIGHTS * line.box.height
    )
    if line.ended and not (after.text[0].isalpha() or after.text[0] in OPENING_QUOTES + "《〈"):
        # A number, a mark or a bracket begins an item or a signature.
        return False
    return below.lines >= _MIN_LINES and not parted and _at_edge(line, after, below)


def _goes_on_aside(lines: Sequence[_Line], columns: Sequence[_Column], index: int) -> bool:
    """Whether a column goes on at the head of the next: in mid-sentence, and as wide as before."""
    line, after = lines[index], lines[index + 1]
    if line.ended or (line.latin and not after.text[0].islower()):
        return False
    # Lines that stand beside each other are no columns.
    if not (
        0 < index < len(lines) - 2
        and _stacked(lines[index - 1], line)
        and _stacked(after, lines[index + 2])
    ):
        return False
    return abs(
        columns[index].width - columns[index + 1].width
    ) <= _MAX_WIDTH_DIFFERENCE * line.pitch and _at_edge(line, after, columns[index + 1])
