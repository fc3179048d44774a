"""Blocks and articles: what the parts of a page are.

After layout a document's text holds one paragraph a line; a line holding only U+000C stands
between articles. A ``Block`` is one such line (without its line break).
"""

from __future__ import annotations

from enum import Enum

import msgspec

__all__ = ["ARTICLE_BREAK", "Article", "Block", "Role"]

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
    """A paragraph-like span of the present text (code points, half open) with its role."""

    start: int
    end: int
    role: Role


class Article(msgspec.Struct, frozen=True):
    """The ordered blocks of one story.

    ``complete`` is False for a fragment that began or ended on a page that is not there;
    ``missing`` then names the end: ``head``, ``tail`` or ``both``.
    """

    ordinal: int
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    complete: bool = True
    missing: str | None = None
