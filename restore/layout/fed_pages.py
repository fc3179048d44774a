"""The pages of a text that form feeds part: their lines, and whether text runs over from one to
the next."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK
from restore.core.document import Document
from restore.layout.lines import ends_sentence, width_of
from restore.layout.sections import begins_part
from restore.layout.unfinished import open_end
from restore.text.characters import CLAUSE_MARKS

__all__ = ["EDGE_LINES", "FedPages", "PageLine", "fed_pages"]

#: A page begins or ends with so many lines of heads and numbers at most.
EDGE_LINES = 3
#: A line that runs over to the next page is as wide as so much of the others', and so wide at least.
_FULL_SHARE, _MIN_FULL_WIDTH = 0.8, 15.0
_WIDTH_QUANTILE = 0.7
# Empty lines tell of paragraphs where they stand before so many lines within pages.
_MIN_EMPTY_SHARE = 0.05
_FEEDS = re.compile(r"\f\s*")
# Cells of a row stand apart.
_CELLS = re.compile(r"\S(?: {2,}|\t)\S")


class PageLine(NamedTuple):
    """A line of a page: its span in the text with its line break, and its words without the white
    space around them."""

    start: int
    end: int
    words: str


class FedPages:
    """Lines of a text by the page that they stand on.

    Parameters
    ----------
    lines : all of them, empty ones too
    pages : for each the number of its page
    """

    def __init__(self, lines: Sequence[PageLine], pages: Sequence[int]) -> None:
        self.lines = lines
        self.page_of = pages
        self.members: dict[int, list[int]] = {}
        for line, (item, page) in enumerate(zip(lines, pages, strict=True)):
            if item.words and item.words != ARTICLE_BREAK:
                self.members.setdefault(page, []).append(line)
        self.numbers = sorted(self.members)

    @cached_property
    def times(self) -> Counter[str]:
        """How often each line stands, written without white space."""
        return Counter("".join(item.words.split()) for item in self.lines)

    @cached_property
    def _width(self) -> float:
        widths = sorted(width_of(item.words) for item in self.lines if item.words)
        return widths[int(_WIDTH_QUANTILE * (len(widths) - 1))]

    @cached_property
    def spaced(self) -> bool:
        """Whether empty lines part the paragraphs of a page."""
        pairs = [pair for members in self.members.values() for pair in pairwise(members)]
        apart = sum(right - left > 1 for left, right in pairs)
        return apart > _MIN_EMPTY_SHARE * len(pairs)

    def run_over(self, gone: Collection[int]) -> dict[int, bool]:
        """Return of each page but the first whether a sentence begun before it goes on in it.

        Parameters
        ----------
        gone : lines that are no text
        """
        text = {
            page: [line for line in members if line not in gone]
            for page, members in self.members.items()
        }
        held = [page for page in self.numbers if text[page]]
        return {
            right: self._goes_on(self.lines[text[left][-1]].words, self.lines[text[right][0]].words)
            for left, right in pairwise(held)
        }

    def _goes_on(self, before: str, behind: str) -> bool:
        width, full = width_of(before), _FULL_SHARE * self._width
        return (
            width >= _MIN_FULL_WIDTH
            and (width >= full or open_end(before))
            # A head is neither full nor ends a sentence.
            and (width_of(behind) >= min(full, _MIN_FULL_WIDTH) or ends_sentence(behind))
            and not ends_sentence(before)
            and before[-1] not in CLAUSE_MARKS[-1] + ":;；"
            and not begins_part(behind)
            and _CELLS.search(before) is None
            and _CELLS.search(behind) is None
        )


def fed_pages(document: Document) -> FedPages | None:
    """Return the pages of a document's present text; None if its source has no form feed.

    Lines are asked where they came from: nothing has been moved yet.
    """
    feeds = [match.start() for match in re.finditer("\f", document.source)]
    if not feeds:
        return None
    runs = [match.start() for match in _FEEDS.finditer(document.source)]
    if 2 * len(runs) <= len(feeds):
        # Two between pages are one: a blank page now and then is a page.
        feeds = runs
    lines, pages = [], []
    position = page = 0
    for text in document.text.split("\n"):
        end = min(position + len(text) + 1, len(document.text))
        if text:
            page = bisect_right(feeds, document.to_source(position, position + len(text))[0])
        words = text if text == ARTICLE_BREAK else text.strip()
        lines.append(PageLine(position, end, words))
        pages.append(page)
        position = end
    return FedPages(lines, pages)
