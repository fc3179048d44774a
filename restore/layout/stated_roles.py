"""Roles that the file of a page states: its titles and headings, where layout saw none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from restore.core.blocks import Article, Block, Role
from restore.core.document import Document
from restore.core.regions import Form, Region

__all__ = ["with_stated_roles"]


def with_stated_roles(
    document: Document,
    articles: Iterable[Article],
    forms: Sequence[Region],
    titles: Sequence[tuple[int, int]],
) -> tuple[Article, ...]:
    """Return articles in which a body paragraph that the file calls a heading is one; the first
    title that it states names an article that has no name.

    Parameters
    ----------
    forms : spans of the source of which the file says what they are
    titles : those of them that name the whole
    """
    headings = sorted((item.start, item.end) for item in forms if item.form is Form.HEADING)
    named = frozenset(titles)
    if not headings:
        return tuple(articles)
    found = []
    for article in articles:
        blocks: list[Block] = []
        title = article.title
        for block in article.blocks:
            span = _within(headings, document.to_source(block.start, block.end))
            if span is not None and block.role is Role.BODY:
                role = Role.TITLE if span in named and title is None else Role.HEADING
                if role is Role.TITLE:
                    title = document.text[block.start : block.end]
                block = msgspec.structs.replace(block, role=role)
            blocks.append(block)
        found.append(msgspec.structs.replace(article, blocks=tuple(blocks), title=title))
    return tuple(found)


def _within(spans: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int] | None:
    """Return the span that holds another one."""
    place = bisect_right(spans, (span[0], 1 << 62)) - 1
    if place < 0 or span[0] >= span[1]:
        return None
    start, end = spans[place]
    return (start, end) if start <= span[0] and span[1] <= end else None
