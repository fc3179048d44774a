"""Proposes what stands at the edges of pages and is no text, where form feeds part the pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.layout.fed_pages import FedPages, fed_pages
from restore.layout.page_edge_lines import Edge
from restore.layout.quoting import QUOTED_CHARACTERS
from restore.layout.running_titles import Title
from restore.settings import LayoutSettings

__all__ = ["propose_page_edges"]

_CONFIDENCE = 0.95


def propose_page_edges(document: Document, settings: LayoutSettings) -> list[Proposal]:
    """Propose the removal of page numbers, running heads and feet, and of what parts pages.

    Parameters
    ----------
    document : its present text has the lines of its source, in their order
    """
    pages = fed_pages(document) if settings.furniture else None
    if pages is None or len(pages.numbers) < 2:
        return []
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
    gone: dict[int, str] = {}
    for edge, groups in zip(edges, titles, strict=True):
        numbers = set(edge.numbers(groups, over))
        known, kept = set(numbers), set()
        for group in groups:
            if any(edge.runs_over(title, over) for title in group):
                known |= {title.line for title in group}
                kept |= _kept(pages, edge, group, numbers, over)
        for line in edge.peeled(known, kept):
            gone[line] = "page number" if line in numbers else "repeated on pages"
    return list(_proposals(pages, gone, over)) if gone else []


def _kept(
    pages: FedPages, edge: Edge, group: list[Title], numbers: Collection[int], over: dict[int, bool]
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


def _proposals(pages: FedPages, gone: dict[int, str], over: dict[int, bool]) -> Iterator[Proposal]:
    breaks = _breaks(pages, gone)
    text = [line for page in pages.numbers for line in pages.members[page] if line not in gone]
    empty: set[int] = set()
    for left, right in pairwise(text):
        # Between the halves of a sentence no empty line says anything.
        if pages.page_of[left] != pages.page_of[right] and over.get(pages.page_of[right]):
            between = range(left + 1, right)
            empty |= {line for line in between if not pages.lines[line].words}
    for line in sorted({*gone, *breaks, *empty}):
        item = pages.lines[line]
        rule = gone.get(line, "page break" if line in breaks else "")
        words = item.words[:QUOTED_CHARACTERS]
        evidence = (
            Pattern(f"furniture: {rule}", words)
            if rule
            else Pattern("white space between paragraphs")
        )
        yield Proposal(
            "layout",
            Role.FURNITURE.value if rule else "blank",
            item.start,
            item.end,
            "",
            _CONFIDENCE if rule else 1.0,
            (evidence,),
        )
