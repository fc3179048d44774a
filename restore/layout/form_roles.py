"""Roles of lines that are no prose: a line of verse, a row or an item of a list heads nothing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from restore.core.blocks import Article, Block, Role
from restore.core.regions import Form
from restore.layout.articles import byline_of, without_mark
from restore.layout.sections import section_number

__all__ = ["with_form_roles"]

_HEADS = frozenset({Role.TITLE, Role.SUBTITLE, Role.HEADING})
_LABELS = _HEADS | {Role.BYLINE, Role.DATELINE, Role.SIGNATURE}
# Forms whose lines are nothing but what they are. A field may name who wrote the text, and when.
_NO_LABELS = frozenset(
    {
        Form.FRONT_MATTER, Form.CHOICES, Form.TABLE_ROW, Form.CODE, Form.VERSE, Form.TIMED,
        Form.DIALOGUE, Form.CONTENTS, Form.REFERENCE, Form.IMAGE, Form.FOOTNOTE, Form.FORMULA,
    }
)  # fmt: skip


def with_form_roles(text: str, article: Article) -> Article:
    """Return the article with body for what no heading, byline or date can be by its form.

    Parameters
    ----------
    article : blocks in the offsets of ``text``, with their forms
    """
    listed = _listed(text, article.blocks)
    blocks = []
    untitled = False
    for place, block in enumerate(article.blocks):
        role = block.role
        if (block.form in _NO_LABELS and role in _LABELS) or (
            role in _HEADS and (block.form is Form.FIELD or place in listed)
        ):
            untitled = untitled or role is Role.TITLE
            role = Role.BODY
        elif untitled and role is Role.SUBTITLE:
            role, untitled = Role.TITLE, False
        blocks.append(block if role is block.role else msgspec.structs.replace(block, role=role))

    def words(role: Role) -> str | None:
        return next((text[block.start : block.end] for block in blocks if block.role is role), None)

    byline = byline_of(text, blocks)
    if tuple(blocks) == article.blocks and byline == article.byline:
        return article
    return msgspec.structs.replace(
        article,
        blocks=tuple(blocks),
        title=without_mark(words(Role.TITLE)),
        byline=byline,
        date=words(Role.DATELINE),
    )


def _listed(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the items under which nothing stands, if that is so of all of their kind: numbered
    headings look the same and have text. Items in one run are a list, whatever follows the last."""
    kinds: dict[str, list[int]] = {}
    headed: set[str] = set()
    for place, block in enumerate(blocks):
        if block.form is not Form.LIST_ITEM or block.role not in _HEADS:
            continue
        number = section_number(text[block.start : block.end])
        kind = number[0] if number is not None else text[block.start]
        kinds.setdefault(kind, []).append(place)
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if after is not None and after.form is None and after.role is Role.BODY:
            headed.add(kind)
    return {
        place
        for kind, places in kinds.items()
        if kind not in headed or _in_one_run(places)
        for place in places
    }


def _in_one_run(places: Sequence[int]) -> bool:
    return len(places) > 1 and places[-1] - places[0] == len(places) - 1
