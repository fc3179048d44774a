"""Blocks and articles of the final text of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from restore.core.blocks import ARTICLE_BREAK, Article, Block, Role
from restore.layout.plans import Plan, PlannedArticle
from restore.layout.roles import signed_by

__all__ = ["articles_of", "byline_of", "without_mark"]

_MARK = re.compile("\\A#{1,6}[ \\t]+")


def articles_of(text: str, plan: Plan) -> tuple[Article, ...]:
    """Return the articles of the final text (one block a line, a break line between articles).

    Raises
    ------
    ValueError
        If the text does not have the plan's lines (its proposals were not all applied).
    """
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    articles = []
    position = 0
    cursor = 0
    for ordinal, planned in enumerate(plan.articles):
        if ordinal:
            if cursor >= len(lines) or lines[cursor] != ARTICLE_BREAK:
                raise ValueError("the text does not have the articles of its plan")
            position += len(lines[cursor]) + 1
            cursor += 1
        blocks = []
        for paragraph in planned.paragraphs:
            if cursor >= len(lines):
                raise ValueError("the text does not have the paragraphs of its plan")
            length = len(lines[cursor])
            blocks.append(Block(position, position + length, paragraph.role))
            position += length + 1
            cursor += 1
        articles.append(_described(ordinal, blocks, planned, text))
    if cursor != len(lines):
        raise ValueError("the text has more lines than its plan")
    return tuple(articles)


def _described(ordinal: int, blocks: list[Block], planned: PlannedArticle, text: str) -> Article:
    def words(role: Role) -> str | None:
        return next((text[block.start : block.end] for block in blocks if block.role is role), None)

    ends = (planned.missing_head, planned.missing_tail)
    missing = {(True, True): "both", (True, False): "head", (False, True): "tail"}.get(ends)
    return Article(
        ordinal=ordinal,
        blocks=tuple(blocks),
        title=without_mark(words(Role.TITLE)),
        byline=byline_of(text, blocks),
        date=words(Role.DATELINE),
        complete=missing is None,
        missing=missing,
    )


def byline_of(text: str, blocks: Sequence[Block]) -> str | None:
    """Return who wrote an article, as printed: on a line of its own, or in brackets behind its last
    sentence."""
    for role in (Role.BYLINE, Role.SIGNATURE):
        for block in blocks:
            if block.role is role:
                return text[block.start : block.end]
    last = next((block for block in reversed(blocks) if block.role is Role.BODY), None)
    return None if last is None or last.form else signed_by(text[last.start : last.end])


def without_mark(title: str | None) -> str | None:
    """Return a title without the mark of a heading, which text that stays Markdown keeps."""
    return None if title is None else _MARK.sub("", title)
