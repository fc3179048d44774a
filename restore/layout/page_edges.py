"""Running heads, running feet and page numbers that repeat from page to page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from restore.layout.lines import ends_sentence
from restore.layout.page_counts import Seen, count_of, counting

__all__ = ["counted_heads", "page_bounds", "repeated_on_pages"]

# Running heads and feet are one or two lines; a page of fewer lines than these has no inside.
_EDGE_LINES, _MIN_PAGE_LINES = 2, 6
# From three pages on, and on four in ten: books set one head over the left pages and another over
# the right ones.
_MIN_PAGES, _MIN_PAGES_SHARE = 3, 0.4
_MAX_HEAD_CHARACTERS = 40
# Titles have six characters and more, paragraphs twenty; no book has more pages than digits for.
_MIN_TITLE_CHARACTERS, _MIN_TEXT_CHARACTERS, _MAX_PAGE_DIGITS = 6, 20, 4


def page_bounds(texts: Sequence[str], pages: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first line of each page and the one after its last, without empty lines and
    article breaks at its edges. If no pages are known, all lines are one page."""
    found = []
    for first, stop in pairwise([*(pages or (0,)), len(texts)]):
        while stop > first and texts[stop - 1].strip() == "":
            stop -= 1
        while first < stop and texts[first].strip() == "":
            first += 1
        found.append((first, stop))
    return found


def repeated_on_pages(texts: Sequence[str], pages: Sequence[int]) -> frozenset[int]:
    """Return the lines that repeat at the heads or feet of pages, except the first of each.

    The first may be the title that the others repeat; numbers go all that count the pages, and none
    else. What ends a sentence is text, however often it stands.

    Parameters
    ----------
    pages : the lines with which pages begin, in order; fewer than three say nothing
    """
    if len(pages) < _MIN_PAGES:
        return frozenset()
    bounds = page_bounds(texts, pages)
    met: dict[tuple[int, str], list[int]] = {}
    numbers: tuple[list[Seen], list[Seen]] = ([], [])
    for page, (first, stop) in enumerate(bounds):
        for place, line in _edge_lines(first, stop):
            count = count_of(texts[line])
            if count is None or count.words:
                met.setdefault((place, "".join(texts[line].split())), []).append(line)
            else:
                numbers[place > 0].append(Seen(page, False, abs(place), line, count))
    least = max(_MIN_PAGES, _MIN_PAGES_SHARE * len(pages))
    often = {
        line
        for (_, words), lines in met.items()
        if len(lines) >= least
        and 0 < len(words) <= _MAX_HEAD_CHARACTERS
        and not ends_sentence(words)
        for line in lines
    }
    for edge in numbers:
        often |= {seen.line for run in counting(edge, range(len(pages))) for seen in run}
    firsts = {lines[0] for lines in met.values()}
    found = set()
    for first, stop in bounds:
        open_edge = {-1, 1}
        for place, line in _edge_lines(first, stop):
            side = 1 if place > 0 else -1
            # Behind a line that is no furniture the text has begun.
            if side in open_edge and line in often:
                if line not in firsts:
                    found.add(line)
            else:
                open_edge.discard(side)
    return frozenset(found)


def counted_heads(texts: Sequence[str]) -> frozenset[int]:
    """Return running heads that count pages: the same line again and again, each time beside the
    next number, with text between. All numbers are returned, and all heads except the first.

    No file need have known its pages for that; labels (例题 1) are shorter than titles.
    """
    met: dict[str, list[tuple[int, int]]] = {}
    for line, text in enumerate(texts):
        if text.isdecimal() and len(text) <= _MAX_PAGE_DIGITS:
            for place in (line - 1, line + 1):
                if 0 <= place < len(texts) and len(texts[place]) >= _MIN_TITLE_CHARACTERS:
                    met.setdefault(texts[place], []).append((place, line))
    found: set[int] = set()
    for head, pairs in met.items():
        counts = [int(texts[number]) for _, number in pairs]
        if (
            len(pairs) >= _MIN_PAGES
            and not ends_sentence(head)
            and all(right == left + 1 for left, right in pairwise(counts))
            and all(
                any(len(text) >= _MIN_TEXT_CHARACTERS for text in texts[max(left) + 1 : min(right)])
                for left, right in pairwise(pairs)
            )
        ):
            found.update(number for _, number in pairs)
            found.update(place for place, _ in pairs[1:])
    return frozenset(found)


def _edge_lines(first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the places (1, 2 from the head; -1, -2 from the foot) and lines of a page's edges."""
    if stop - first >= _MIN_PAGE_LINES:
        for number in range(_EDGE_LINES):
            yield number + 1, first + number
            yield -1 - number, stop - 1 - number
