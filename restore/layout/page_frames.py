"""Proposes what stands at the edges of pages and is no text, where form feeds part the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.layout.fed_pages import FedPages, fed_pages
from restore.layout.page_edge_lines import Edge
from restore.layout.quoting import QUOTED_CHARACTERS
from restore.layout.running_titles import Title
from restore.settings import LayoutSettings

__all__ = ["PageEdges", "propose_page_edges"]

_CONFIDENCE = 0.95
# Pages are in order where sentences go on from so many to the next; without numbers and heads it
# takes more, and so many times.
_MIN_RUN_OVER_SHARE = 0.2
_MIN_TIMES, _MIN_ORDERED_SHARE = 5, 0.3


class PageEdges(NamedTuple):
    """What goes at the edges of pages, and whether the lines of the pages are known to be in
    order."""

    proposals: tuple[Proposal, ...] = ()
    in_order: bool = False


def propose_page_edges(document: Document, settings: LayoutSettings) -> PageEdges:
    """Propose the removal of page numbers, running heads and feet, and of what parts pages.

    Parameters
    ----------
    document : its present text has the lines of its source, in their order
    """
    pages = fed_pages(document) if settings.furniture else None
    if pages is None or len(pages.numbers) < 2:
        return PageEdges()
    edges = [
        Edge(pages, foot=foot)
        for foot, name in ((False, "heads"), (True, "feet"))
        if name not in settings.keep
    ]
    counted = {seen.page for edge in edges for run in edge.runs for seen in run}
    titles = [edge.titles(counted) for edge in edges]
    maybe = {seen.line for edge in edges for run in edge.runs for seen in run}
    maybe |= {title.line for groups in titles for group in groups for title in group}
    over = pages.run_over({line for edge in edges for line in edge.peeled(maybe)})
    numbers = [set(edge.numbers(groups, over)) for edge, groups in zip(edges, titles, strict=True)]
    sure = {pages.page_of[line] for lines in numbers for line in lines}
    gone: dict[int, str] = {}
    for edge, groups, counts in zip(edges, titles, numbers, strict=True):
        known, kept = set(counts), set()
        for group in groups:
            if edge.repeats(group, sure, over):
                known |= {title.line for title in group}
                kept |= _kept(pages, edge, group, counts, over)
        for line in edge.peeled(known, kept):
            gone[line] = "page number" if line in counts else "repeated on pages"
    times = sum(over.values())
    runs_over = times >= max(1, _MIN_RUN_OVER_SHARE * len(over))
    in_order = (bool(gone) and runs_over) or times >= max(
        _MIN_TIMES, _MIN_ORDERED_SHARE * len(over)
    )
    proposals = tuple(_proposals(pages, gone, over, settled=runs_over and not pages.spaced))
    return PageEdges(proposals, in_order)


def _kept(
    pages: FedPages,
    edge: Edge,
    group: list[Title],
    numbers: Collection[int],
    over: Mapping[int, bool],
) -> set[int]:
    """Return the first of some heads if it may be the title that the others repeat: it stands
    nowhere else, and no sentence goes on over it."""
    first = group[0]
    if edge.foot or first.line in numbers or edge.runs_over(first, over):
        return set()
    own = sum(title.words == first.words for title in group)
    return set() if pages.times[first.words] > own else {first.line}


def _breaks(pages: FedPages, gone: Collection[int]) -> set[int]:
    """Return the form feeds on lines of their own, if most of them part pages and no articles."""
    feeds = [line for line, item in enumerate(pages.lines) if item.words == ARTICLE_BREAK]
    framed = {pages.page_of[line] for line in gone}
    within = [line for line in feeds if {pages.page_of[line] - 1, pages.page_of[line]} & framed]
    return set(feeds) if 2 * len(within) > len(feeds) else set()


def _empty(
    pages: FedPages, gone: Collection[int], over: Mapping[int, bool], *, settled: bool
) -> Iterator[int]:
    """Yield the empty lines between pages that say nothing: those between the halves of a sentence,
    or all where lines within pages have none between them."""
    text = [line for page in pages.numbers for line in pages.members[page] if line not in gone]
    for left, right in pairwise(text):
        page = pages.page_of[right]
        if page != pages.page_of[left] and (settled or over.get(page)):
            yield from (line for line in range(left + 1, right) if not pages.lines[line].words)


def _proposals(
    pages: FedPages, gone: Mapping[int, str], over: Mapping[int, bool], *, settled: bool
) -> Iterator[Proposal]:
    rules = dict.fromkeys(_empty(pages, gone, over, settled=settled), "")
    rules |= dict.fromkeys(_breaks(pages, gone), "page break")
    rules |= gone
    for line, rule in sorted(rules.items()):
        start, end, words = pages.lines[line]
        evidence = (
            Pattern(f"furniture: {rule}", words[:QUOTED_CHARACTERS])
            if rule
            else Pattern("white space between paragraphs")
        )
        name, confidence = (Role.FURNITURE.value, _CONFIDENCE) if rule else ("blank", 1.0)
        yield Proposal("layout", name, start, end, "", confidence, (evidence,))
