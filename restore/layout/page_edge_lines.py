"""Takes page numbers, running heads and feet out of a text that form feeds part, before its lines
are joined: a sentence that runs over a page would swallow them.

The pages tell it together: numbers that grow by one from page to page, lines that come again at
their edges, and sentences that go on from the end of one page at the beginning of the next. An
article, a form or a poem a page never goes on there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise

from restore.layout.fed_pages import EDGE_LINES, FedPages
from restore.layout.page_counts import Seen, count_of, counting
from restore.layout.running_titles import Title, may_be_title, repeated_titles

__all__ = ["Edge"]

# Of the pages that numbers count, so many begin within a sentence.
_MIN_RUN_OVER_SHARE = 0.2
# Where none does, heads stand on so many pages, on so much of them, and have text of so many lines.
_MIN_PAGES, _MIN_PAGES_SHARE, _MIN_PAGE_LINES = 3, 0.4, 6


class Edge:
    """The heads of all pages, or their feet."""

    def __init__(self, pages: FedPages, *, foot: bool) -> None:
        self.foot = foot
        self._pages = pages
        self._outer = {
            page: members[: -EDGE_LINES - 1 : -1] if foot else members[:EDGE_LINES]
            for page, members in pages.members.items()
        }
        # The page on which that begins what may go on over this edge.
        behind = dict(pairwise(pages.numbers))
        self._behind = behind if foot else {page: page for page in pages.numbers[1:]}

    @cached_property
    def runs(self) -> list[list[Seen]]:
        """The numbers that may count the pages."""
        return counting(
            (
                Seen(page, count.words != "", place, line, count)
                for page, lines in self._outer.items()
                for place, line in enumerate(lines)
                if (count := count_of(self._pages.lines[line].words)) is not None
            ),
            self._pages.numbers,
        )

    def titles(self, counted: Collection[int]) -> list[list[Title]]:
        """Return the lines that may be running heads or feet.

        Parameters
        ----------
        counted : the pages whose number is known
        """
        numbers = {seen.line: seen.number for run in self.runs for seen in run}
        found = []
        for page, lines in self._outer.items():
            for line in lines:
                words = self._pages.lines[line].words
                if line in numbers:
                    words = numbers[line].words
                if may_be_title(words):
                    found.append(Title(page, line, "".join(words.split()), page in counted))
        return repeated_titles(found)

    def peeled(self, known: Collection[int], kept: Collection[int] = ()) -> Iterator[int]:
        """Yield the known lines with nothing but such outside them, without those that are kept."""
        for lines in self._outer.values():
            for line in lines:
                if line not in known:
                    break
                if line not in kept:
                    yield line

    def numbers(self, groups: list[list[Title]], over: Mapping[int, bool]) -> Iterator[int]:
        """Yield the lines with the numbers of pages.

        Parameters
        ----------
        groups : the titles of this edge
        over : of each page, whether a sentence goes on in it
        """
        grouped = {title.line for title in chain.from_iterable(groups)}
        for run in self.runs:
            beside = [seen for seen in run if seen.beside]
            named = sum(seen.line in grouped for seen in beside)
            worded = 2 * len(beside) > len(run)
            edges = [
                over[self._behind[seen.page]] for seen in run if self._behind.get(seen.page) in over
            ]
            runs_over = sum(edges) >= max(1, _MIN_RUN_OVER_SHARE * len(edges))
            if worded:
                goes = runs_over and 2 * named >= len(beside)
            elif self.foot and len(run) > 2 and run[0].number.kind != "chinese":
                goes = runs_over or not self._listed(run)
            else:
                goes = runs_over
            if goes:
                yield from (
                    seen.line for seen in run if worded or not seen.beside or seen.line in grouped
                )

    def _listed(self, run: list[Seen]) -> bool:
        """Whether the numbers before stand above most numbers: they are rows of a table."""
        above = 0
        for seen in run:
            lines = self._outer[seen.page]
            inner = lines[seen.place + 1] if seen.place + 1 < len(lines) else None
            count = None if inner is None else count_of(self._pages.lines[inner].words)
            above += count is not None and count.value == seen.number.value - 1
        return 2 * above > len(run)

    def repeats(
        self, group: Sequence[Title], counted: Collection[int], over: Mapping[int, bool]
    ) -> bool:
        """Whether titles repeat for being heads: a sentence goes on over one of them, or they stand
        on so many pages, all counted."""
        if any(self.runs_over(title, over) for title in group):
            return True
        pages = {title.page for title in group}
        least = max(_MIN_PAGES, _MIN_PAGES_SHARE * len(self._pages.numbers))
        full = all(len(self._pages.members[page]) >= _MIN_PAGE_LINES for page in pages)
        return len(pages) >= least and full and pages.issubset(counted)

    def runs_over(self, title: Title, over: Mapping[int, bool]) -> bool:
        """Whether a sentence goes on over the edge at which a title stands."""
        return over.get(self._behind.get(title.page, -1), False)
