"""Headings of Markdown and reStructuredText, and the names of chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from restore.core.regions import Form, Region
from restore.regions.lines import Lines
from restore.text.characters import ONE_TO_TEN, PROSE_MARKS

__all__ = ["find"]

_MARKED = re.compile(r"#{1,6}[ \t]+\S")
_CHAPTER = re.compile(
    rf"第[0-9{ONE_TO_TEN}百]{{1,5}}[章节編编篇回][\s\u3000]+[^{PROSE_MARKS}：]{{1,24}}\Z"
)
_UNDERLINE = re.compile(r"(?:=|~){3,}\Z")
#: A heading that is underlined is no longer.
_MAX_UNDERLINED_CHARACTERS = 60
_MARKS = frozenset(PROSE_MARKS)


def find(page: Lines) -> Iterator[Region]:
    """Yield headings, with the rules under them."""
    text = page.text
    if "#" in text:
        yield from (line.region(Form.HEADING) for line in page.matching(_MARKED))
    if "第" in text:
        yield from (line.region(Form.HEADING) for line in page.matching(_CHAPTER))
    if "\n===" in text or "\n~~~" in text:
        for line, below in pairwise(page):
            if (
                below.gap == 0
                and _UNDERLINE.match(below.text)
                and len(line.text) <= _MAX_UNDERLINED_CHARACTERS
                and line.text[-1] not in _MARKS
            ):
                yield Region(line.start, below.end, Form.HEADING)
