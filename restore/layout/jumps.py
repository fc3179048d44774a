"""Where the removed jump marks stood, in terms of the text after layout.

A jump mark belongs to the text beside it in the source, wherever layout has moved that text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from restore.core.blocks import Article, Block, Jump, Role
from restore.core.document import Document
from restore.core.edits import Edit
from restore.layout.jump_marks import jump_mark

__all__ = ["JumpEnd", "first_block", "jump_ends", "last_block"]

# Between a mark and its text may stand furniture and empty lines, but no story.
_MAX_DISTANCE_CHARACTERS = 200


class JumpEnd(NamedTuple):
    """An end of text that continues on another page: its article (an index), its block of running
    text, and the mark. ``leaves`` says that the text goes to the other page; else it comes from
    there."""

    article: int
    block: Block
    leaves: bool
    jump: Jump


class _Run(NamedTuple):
    start: int
    end: int
    article: int


def jump_ends(
    document: Document, articles: Sequence[Article], edits: Iterable[Edit]
) -> list[JumpEnd]:
    """Return the ends at which jump marks stood, in source order.

    Parameters
    ----------
    articles : blocks in the offsets of the document's present text
    edits : applied edits; those that took a jump mark out are looked at
    """
    marks = []
    for edit in edits:
        words = edit.before.strip()
        mark = jump_mark(words) if edit.rule == Role.JUMP_LINE.value else None
        if mark is not None:
            marks.append((mark.direction == "to", Jump(words, edit.source)))
    if not marks:
        return []
    runs = sorted(
        _Run(*origin.source, place)
        for place, article in enumerate(articles)
        for block in article.blocks
        for origin in document.origins(block.start, block.end)
        if origin.source is not None
    )
    starts = [run.start for run in runs]
    ends = [run.end for run in runs]
    found = []
    for leaves, jump in marks:
        start, end = jump.source
        if leaves:
            spot = bisect_right(ends, start) - 1
            near = spot >= 0 and start - ends[spot] <= _MAX_DISTANCE_CHARACTERS
        else:
            spot = bisect_left(starts, end)
            near = spot < len(runs) and starts[spot] - end <= _MAX_DISTANCE_CHARACTERS
        if not near:
            continue
        place = runs[spot].article
        find = last_block if leaves else first_block
        block = find(document, articles[place], jump)
        if block is not None:
            found.append(JumpEnd(place, block, leaves, jump))
    return sorted(found, key=lambda item: item.jump.source)


def first_block(document: Document, article: Article, jump: Jump | None) -> Block | None:
    """Return the block of running text that comes from another page: the first one after the mark,
    or the article's first if there is no mark or nothing after it."""
    body = _body(article)
    if jump is not None:
        behind = [
            (spans[0][0], block)
            for block in body
            if (spans := _sources(document, block)) and spans[0][0] >= jump.source[1]
        ]
        if behind:
            return min(behind, key=lambda item: item[0])[1]
    return body[0] if body else None


def last_block(document: Document, article: Article, jump: Jump | None) -> Block | None:
    """Return the block of running text that continues on another page: the last one before the
    mark, or the article's last."""
    body = _body(article)
    if jump is not None:
        before = [
            (spans[-1][1], block)
            for block in body
            if (spans := _sources(document, block)) and spans[-1][1] <= jump.source[0]
        ]
        if before:
            return max(before, key=lambda item: item[0])[1]
    return body[-1] if body else None


def _body(article: Article) -> list[Block]:
    return [block for block in article.blocks if block.role is Role.BODY]


def _sources(document: Document, block: Block) -> list[tuple[int, int]]:
    return [
        origin.source
        for origin in document.origins(block.start, block.end)
        if origin.source is not None
    ]
