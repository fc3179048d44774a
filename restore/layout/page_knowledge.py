"""Pages and pictures that the source shows, by line of the present text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from restore.core.document import Document
from restore.core.ocr_metadata import Margin, MarginLine
from restore.layout.newspaper_signs import PageKnowledge

__all__ = ["knowledge_of"]

# Where readers and vision models put a picture: a mark of their own, which is no text.
_PICTURE = re.compile(
    r"<!--[ \t]*(?:image|picture|figure|图片|图)[^\n]{0,80}?-->|<img\b[^>\n]*>", re.IGNORECASE
)
_FORM_FEED = re.compile(r"\f(?<!\n\f)(?<!\A\f)|\f(?!\n|\Z)")
# Between two lines stand empty lines and marks; more is text that went somewhere else.
_MAX_BETWEEN_CHARACTERS = 600


def knowledge_of(
    document: Document, pages: Sequence[int], margins: Sequence[MarginLine] = ()
) -> PageKnowledge:
    """Return what is known of a document's pages and pictures.

    Parameters
    ----------
    document : its present text holds one paragraph a line
    pages : offsets in the source (code points) where pages begin, as its file knew them; form feeds
        in the source begin pages too, but for those alone on their lines, which part articles
    margins : the lines in the margins of pages, in order
    """
    source = document.source
    starts = sorted({*pages, *(match.end() for match in _FORM_FEED.finditer(source))} - {0})
    if not starts and not margins and _PICTURE.search(source) is None:
        return PageKnowledge()
    spans = _spans(document)
    return PageKnowledge(
        _first_lines(spans, starts),
        _pictured(source, spans),
        margins=_within(spans, margins),
    )


def _within(
    spans: Sequence[tuple[int, int]], margins: Sequence[MarginLine]
) -> dict[int, tuple[Margin, int]]:
    """Return the lines that came from a margin, and from nowhere else, with their rows."""
    found = {}
    starts = [line.start for line in margins]
    for number, (start, end) in enumerate(spans):
        place = bisect_right(starts, start) - 1
        if start < end and place >= 0 and end <= margins[place].end:
            found[number] = (margins[place].margin, margins[place].row)
    return found


def _spans(document: Document) -> list[tuple[int, int]]:
    """Return for each line the source span it came from; of an empty one an empty span."""
    spans = []
    position = end = 0
    for line in document.text.split("\n"):
        start = end
        if line:
            start, end = document.to_source(position, position + len(line))
        spans.append((start, end))
        position += len(line) + 1
    return spans


def _first_lines(spans: Sequence[tuple[int, int]], starts: Sequence[int]) -> tuple[int, ...]:
    """Return the lines with which pages begin; none where lines have changed their order."""
    begins = [start for start, _ in spans]
    if not starts or any(left > right for left, right in pairwise(begins)):
        return ()
    found = {0}
    for start in starts:
        line = bisect_left(begins, start)
        # A page may begin within a line, where the halves of a paragraph were joined.
        if 0 < line < len(spans) and spans[line - 1][1] <= start:
            found.add(line)
    return tuple(sorted(found)) if len(found) > 1 else ()


def _pictured(source: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    found = set()
    before = 0
    for line, (start, end) in enumerate(spans):
        if 0 < start - before <= _MAX_BETWEEN_CHARACTERS and _PICTURE.search(source, before, start):
            found.add(line)
        before = end
    return frozenset(found)
