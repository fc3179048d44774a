"""Blocks and articles: what the parts of a page are.

After layout a document's text holds one paragraph a line; a line holding only U+000C stands
between articles. A ``Block`` is one such line (without its line break).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum

import msgspec

from restore.core.edits import Edit
from restore.core.regions import Form

__all__ = ["ARTICLE_BREAK", "Article", "Block", "Jump", "Role", "blocks_after"]

ARTICLE_BREAK = "\f"


class Role(str, Enum):
    """What a block is on the page."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    FURNITURE = "furniture"
    JUMP_LINE = "jump_line"
    SIGNATURE = "signature"


class Block(msgspec.Struct, frozen=True):
    """A paragraph-like span of the present text (code points, half open) with its role, and its
    form where it is no prose."""

    start: int
    end: int
    role: Role
    form: Form | None = None


class Jump(msgspec.Struct, frozen=True):
    """A jump mark at the end of an article: its words (上接第1版) and where they stand in the
    source (code points, half open)."""

    words: str
    source: tuple[int, int]


class Article(msgspec.Struct, frozen=True):
    """The ordered blocks of one story.

    ``complete`` is False for a fragment that began or ended on a page that is not there, of which
    ``missing`` names the end (``head``, ``tail`` or ``both``), and for a story of which words
    inside are lost. ``jump_from`` and ``jump_to``
    are the marks that say from which page it comes and to which it goes. ``joined`` is the id of
    the whole that it is a part of together with articles of other documents, ``part`` its place
    there, from 0; ``runs_on`` says that its first sentence began at the end of the part before.
    """

    ordinal: int
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    complete: bool = True
    missing: str | None = None
    jump_from: Jump | None = None
    jump_to: Jump | None = None
    joined: str | None = None
    part: int = 0
    runs_on: bool = False


def blocks_after(articles: Sequence[Article], edits: Sequence[Edit]) -> tuple[Article, ...]:
    """Return the articles in the text after a pass of edits that moves nothing.

    Blocks of which nothing is left go, and articles without blocks with them.

    Parameters
    ----------
    articles : blocks in the offsets of the text before the pass
    edits : applied edits of the pass, sorted, not overlapping
    """
    if not edits:
        return tuple(articles)
    starts = [edit.span[0] for edit in edits]
    shifts = [0]
    for edit in edits:
        shifts.append(shifts[-1] + len(edit.after) - len(edit.before))

    def moved(position: int, *, end: bool) -> int:
        index = bisect_right(starts, position)
        if index:
            edit = edits[index - 1]
            if position < edit.span[1] or (end and position == edit.span[0] == edit.span[1]):
                # Inside a change: a block keeps what was put in its place.
                place = edit.span[0] + shifts[index - 1]
                inside = position > edit.span[0] and end
                return place + (len(edit.after) if inside else 0)
        return position + shifts[index]

    found: list[Article] = []
    for article in articles:
        blocks = []
        for block in article.blocks:
            start, stop = moved(block.start, end=False), moved(block.end, end=True)
            if start < stop:
                blocks.append(Block(start, stop, block.role, block.form))
        if blocks:
            found.append(msgspec.structs.replace(article, ordinal=len(found), blocks=tuple(blocks)))
    return tuple(found)
