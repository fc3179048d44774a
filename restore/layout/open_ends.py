"""Documents after layout, and the ends of articles that continue in another document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from restore.core.blocks import Article, Block, Jump, Role
from restore.core.document import Document
from restore.core.edits import Edit
from restore.layout.issues import identity_of
from restore.layout.jumps import JumpEnd, first_block, jump_ends, last_block
from restore.layout.part_features import Part

__all__ = ["End", "LaidOut", "laid_out", "parts_of"]


class LaidOut(NamedTuple):
    """A document after layout: its articles, the ends at which jump marks stood, and its lines of
    furniture."""

    document: Document
    articles: tuple[Article, ...]
    jumps: tuple[JumpEnd, ...]
    furniture: tuple[str, ...]


def laid_out(document: Document, articles: Sequence[Article], edits: Sequence[Edit]) -> LaidOut:
    """Describe a document after layout.

    Parameters
    ----------
    edits : the applied edits of layout: they hold what was taken out of the text
    """
    jumps = jump_ends(document, articles, edits)
    named = list(articles)
    for end in jumps:
        found = named[end.article]
        if end.leaves:
            named[end.article] = msgspec.structs.replace(found, jump_to=end.jump)
        elif found.jump_from is None:
            named[end.article] = msgspec.structs.replace(found, jump_from=end.jump)
    furniture = tuple(edit.before for edit in edits if edit.rule == Role.FURNITURE.value)
    return LaidOut(document, tuple(named), tuple(jumps), furniture)


class End(NamedTuple):
    """The block at such an end, and the jump mark there."""

    block: Block
    jump: Jump | None


def parts_of(documents: Sequence[LaidOut]) -> tuple[list[End], list[Part]]:
    """Return the ends of articles that are on another page, as they stand and as parts."""
    ends: list[End] = []
    parts: list[Part] = []
    for number, item in enumerate(documents):
        if not item.jumps and not any(article.missing for article in item.articles):
            continue
        identity = identity_of(item.document.id, item.furniture)
        text = item.document.text
        for place, leaves, end in _open_ends(item):
            article = item.articles[place]
            ends.append(end)
            parts.append(
                Part(
                    document=number,
                    article=place,
                    identity=identity,
                    leaves=leaves,
                    mark=end.jump.words if end.jump is not None else None,
                    title=article.title,
                    edge=text[end.block.start : end.block.end],
                    words="".join(
                        text[block.start : block.end]
                        for block in article.blocks
                        if block.role is Role.BODY
                    ),
                )
            )
    return ends, parts


def _open_ends(item: LaidOut) -> Iterator[tuple[int, bool, End]]:
    """Yield the ends at marks, and those that lack a mark and are open all the same."""
    for end in item.jumps:
        yield end.article, end.leaves, End(end.block, end.jump)
    for place, article in enumerate(item.articles):
        if article.missing in ("tail", "both") and article.jump_to is None:
            block = last_block(item.document, article, None)
            if block is not None:
                yield place, True, End(block, None)
        if article.missing in ("head", "both") and article.jump_from is None:
            block = first_block(item.document, article, None)
            if block is not None:
                yield place, False, End(block, None)
