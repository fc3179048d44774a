"""The lines of a text with their width, indentation and gaps, and the columns they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from restore.core.blocks import ARTICLE_BREAK
from restore.text.characters import (
    CLOSING,
    DIGITS,
    HAN,
    PAIRED_MARKS,
    POINTS,
    PRIVATE,
    SPACE,
    STOPS,
)
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "LINES_KEPT",
    "Column",
    "Line",
    "columns",
    "ends_sentence",
    "fills",
    "line_starts",
    "lines_and_columns",
    "lines_of",
    "width_of",
]

#: Several rules ask the same of a line, and a page is looked at again when it is in order: so many
#: answers are kept, more than a document of two million characters has lines.
LINES_KEPT = 1 << 15
_SPACES = re.compile(f"[{SPACE}]+")
_BLANK = "".join(char for code in range(0x3001) if re.match(f"[{SPACE}]", char := chr(code)))
_HAN = re.compile(f"[{HAN}]")
_ASCII, _NARROW = re.compile("[!-~]"), re.compile(f"[!-~{SPACE}]")
# A sentence ends with a stop and whatever closes around it, a signature in brackets behind it
# included; a colon or semicolon ends a line but not a sentence, and is judged apart. A full stop of
# Latin text counts only where something closes behind it: (… until you love to read.)
_SENTENCE_END = re.compile(
    f'[{STOPS}!?…][{CLOSING})"]*(?:[（(][^（）()]{{2,24}}[）)])?\\Z|[A-Za-z]\\.[{CLOSING})"]+\\Z'
)


# Marks of emphasis, of code and notes close around a stop, too: 就这样。** and 就这样。[^1], and characters
# of a font's own with which word processors end an article.
_BEHIND_END = re.compile(
    r"\*{1,3}|_{1,3}\Z|~~|</?[A-Za-z][A-Za-z0-9]{0,9}[ ]?/?>|\[\^[^\]\s]{1,20}\]|〔[^〔〕]{1,3}〕\Z|`"
    f"|[{PRIVATE}]+"
)
_BEHIND = lazy_pattern(f'[*_~>\\]〕`{PRIVATE}][{CLOSING})"]*\\Z')
_BEHIND_LAST = re.compile(f'[*_~>\\]`{PRIVATE}{CLOSING})"]')
_BEHIND_CHARACTERS = 48
# In mathematics the wide dot stands for the full stop, so that none is taken for a figure or a letter.
_WIDE_DOT = re.compile(f"[^{DIGITS}]．\\Z")


_STOPS, _CLOSERS = STOPS + "!?…", CLOSING + ')"'


class Line(NamedTuple):
    """One line that holds something.

    ``start``, ``end`` span its words without the white space around them (code points);
    ``gap`` counts the empty lines before it; ``indent`` its leading white space in columns;
    ``width`` its measure in Chinese characters (Latin letters and digits count half).
    """

    start: int
    end: int
    text: str
    gap: int
    indent: float
    width: float

    @property
    def is_break(self) -> bool:
        """Whether the line is the mark between articles."""
        return self.text == ARTICLE_BREAK


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text`` that are not empty."""
    return list(_measured(text)[0])


def lines_and_columns(text: str) -> tuple[list[Line], list[Column]]:
    """Return the lines of ``text`` that are not empty, and the column of each."""
    lines, cols = _measured(text)
    return list(lines), list(cols)


# Several passes look at one text before it changes.
@lru_cache(maxsize=1)
def _measured(text: str) -> tuple[tuple[Line, ...], tuple[Column, ...]]:
    lines = _lines(text)
    return tuple(lines), tuple(columns(lines))


def _lines(text: str) -> list[Line]:
    lines = []
    gap = 0
    position = 0
    for whole in text.split("\n"):
        left = whole.lstrip(_BLANK)
        content = left.rstrip(_BLANK)
        if content:
            indent = len(whole) - len(left)
            start = position + indent
            width = 0.5 * (indent + whole.count("\u3000", 0, indent)) if indent else 0.0
            lines.append(Line(start, start + len(content), content, gap, width, width_of(content)))
            gap = 0
        else:
            gap += 1
        position += len(whole) + 1
    return lines


def line_starts(text: str) -> list[int]:
    """Return the offsets at which lines begin, and last the length of the text."""
    starts = [0]
    place = text.find("\n")
    while place >= 0:
        starts.append(place + 1)
        place = text.find("\n", place + 1)
    if starts[-1] != len(text):
        starts.append(len(text))
    return starts


@lru_cache(maxsize=LINES_KEPT)
def width_of(text: str) -> float:
    """Return the width of ``text`` in Chinese characters, without its white space."""
    if _NARROW.search(text) is None:
        return float(len(text))
    bare = _SPACES.sub("", text)
    return len(bare) - 0.5 * len(_ASCII.findall(bare))


@lru_cache(maxsize=LINES_KEPT)
def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with the end of a sentence."""
    last = text[-1:]
    # Few lines end so, and looking at one character takes less time.
    if _BEHIND_LAST.match(last) is not None:
        tail = text[-_BEHIND_CHARACTERS:]
        if _BEHIND.search(tail) is not None:
            text = _BEHIND_END.sub("", tail)
            last = text[-1:]
    if last == "．":
        return _WIDE_DOT.search(text[-2:]) is not None
    if last in _STOPS or last not in _CLOSERS:
        return last in _STOPS and last != ""
    return _SENTENCE_END.search(text) is not None


# A column of print holds 8 to 60 characters; a line counts as full when at most this many
# characters are missing, since marks that may not begin a line push a word to the next one.
_MIN_COLUMN_WIDTH, _MAX_COLUMN_WIDTH = 8.0, 60.0
_MAX_MISSING_CHARACTERS = 2.5
# A column is estimated from so many lines on either side, at least so many in all; its width is
# that which so much of them do not exceed.
_NEIGHBOUR_LINES, _MIN_LINES, _WIDTH_QUANTILE = 5, 3, 0.7
# ... and at most this share of the width; a line that reaches out by more belongs to no column.
# Lines of a narrow column are as even as those of a wide one: a list of short items is no column.
_MAX_MISSING_SHARE, _MAX_OVERHANG_CHARACTERS = 0.18, 2.0
# Of the lines around, so many are full; of the full ones so many stop within a sentence, and fewer
# end at a mark (of the lines of wrapped prose one in five does).
_MIN_FULL_SHARE, _MIN_OPEN_SHARE, _MAX_MARKED_SHARE = 1 / 2, 3 / 5, 3 / 5
_MARKS = f"{POINTS},;:!?"
# ... and three lines of it hold a mark somewhere: without any they are verse, names or a list.
_MARK = re.compile(f"[{_MARKS}{PAIRED_MARKS}()%.]")


class Column(NamedTuple):
    """The column that a line stands in: its width, and how sure it is that lines wrap in it."""

    width: float
    wrapped: bool


def columns(lines: Sequence[Line]) -> list[Column]:
    """Estimate the column of every line from the widths of the lines around it.

    Lines are hard-wrapped where most of them have nearly the same width and stop in the middle of
    a sentence; paragraphs written one a line vary in width and end their sentences, lines of verse
    end in marks.
    """
    if len(lines) <= _NEIGHBOUR_LINES + 1:
        # All of them stand around each, and numpy takes longer for so few.
        return [column_of(lines)] * len(lines)
    import numpy as np

    texts = [line.text for line in lines]
    # Of each line those around it, one a row. The marks between articles have no width.
    widths = _around([np.inf if line.is_break else line.width for line in lines], np.inf)
    counts = np.isfinite(widths).sum(axis=0)
    quantile = (_WIDTH_QUANTILE * np.maximum(counts - 1, 0)).astype(np.intp)
    width = np.sort(widths, axis=0)[quantile, np.arange(len(lines))]
    width[counts < _MIN_LINES] = 0.0
    excess = widths - width
    slack = np.minimum(_MAX_MISSING_CHARACTERS, _MAX_MISSING_SHARE * width)
    full = (-slack <= excess) & (excess <= _MAX_OVERHANG_CHARACTERS)
    count = full.sum(axis=0)

    def those(lines: list[bool]) -> NDArray[np.intp]:
        """Return how many of the full lines around each are among some."""
        found: NDArray[np.intp] = (_around(lines, False) & full).sum(axis=0)
        return found

    wrapped = (
        (width >= _MIN_COLUMN_WIDTH)
        & (width <= _MAX_COLUMN_WIDTH)
        & (count >= np.maximum(_MIN_LINES, _MIN_FULL_SHARE * counts))
        & (those([not ends_sentence(text) for text in texts]) >= _MIN_OPEN_SHARE * count)
        & (those([text[-1] in _MARKS for text in texts]) < _MAX_MARKED_SHARE * count)
        & (those([_HAN.search(text) is not None for text in texts]) > 0)
        & (those([_MARK.search(text) is not None for text in texts]) > 0)
    )
    return list(map(Column, width.tolist(), wrapped.tolist()))


def column_of(lines: Sequence[Line]) -> Column:
    """Estimate the column of a line from those around it, itself among them."""
    widths = sorted(line.width for line in lines if not line.is_break)
    if len(widths) < _MIN_LINES:
        return Column(0.0, False)
    width = widths[int(_WIDTH_QUANTILE * (len(widths) - 1))]
    slack = min(_MAX_MISSING_CHARACTERS, _MAX_MISSING_SHARE * width)
    full = [line.text for line in lines if -slack <= line.width - width <= _MAX_OVERHANG_CHARACTERS]
    wrapped = (
        _MIN_COLUMN_WIDTH <= width <= _MAX_COLUMN_WIDTH
        and len(full) >= max(_MIN_LINES, _MIN_FULL_SHARE * len(widths))
        and sum(not ends_sentence(text) for text in full) >= _MIN_OPEN_SHARE * len(full)
        and sum(text[-1] in _MARKS for text in full) < _MAX_MARKED_SHARE * len(full)
        and any(_HAN.search(text) for text in full)
        and any(_MARK.search(text) for text in full)
    )
    return Column(width, wrapped)


def fills(line: Line, column: Column) -> bool:
    """Whether a line is as wide as its column, but for what a mark may have pushed on."""
    slack = min(_MAX_MISSING_CHARACTERS, _MAX_MISSING_SHARE * column.width)
    return -slack <= line.width - column.width <= _MAX_OVERHANG_CHARACTERS


def _around(values: list[Any], outside: object) -> NDArray[Any]:
    """Return of every line the values of those around it, one of them a row."""
    import numpy as np

    edge = [outside] * _NEIGHBOUR_LINES
    padded = np.array([*edge, *values, *edge])
    return np.lib.stride_tricks.sliding_window_view(padded, len(values))
