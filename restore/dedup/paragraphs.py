"""The paragraphs of all documents in one table, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

from restore.blocks import ARTICLE_BREAK, Role
from restore.dedup.records import DedupInput

__all__ = [
    "ROLES",
    "Paragraph",
    "ends",
    "is_formula",
    "is_heading",
    "oddness",
    "paragraphs",
]

# Roles by number, as tables of paragraphs store them.
ROLES = tuple(Role)
_HEADINGS = frozenset({Role.TITLE, Role.SUBTITLE, Role.HEADING})
_ENDS = frozenset("。！？；：，、…”’）)!?;:,.")
_SHORT = 30
_ENUMERATED = re.compile(
    r"[（(]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十百零〇]{1,4})[）)、.．]|第[一二三四五六七八九十百千零〇0-9]+[条款项章节编]"
    r"|[①-⓿㈠-㊿●○■□◆◇▲△★☆•·—\-]"
)
_ODD = re.compile(
    r"[\ufffd\ue000-\uf8ff\u0000-\u0008\u000b\u000e-\u001f\u200b-\u200f\ufeff\u2e80-\u2fdf\uf900-\ufaff□■◆◇▯¤§¨¯]"
    r"|(?<=[\u4e00-\u9fff])[ \u3000A-Za-z~^_|\\*#@$<>=](?=[\u4e00-\u9fff])"
)


class Paragraph(NamedTuple):
    """A paragraph of a document: offsets into its text, its role, and the article it stands in.

    ``document`` is the index of the input. ``text`` is ``input.text[start:end]``.
    """

    document: int
    article: int
    start: int
    end: int
    role: Role
    text: str


def paragraphs(document: int, source: DedupInput) -> list[Paragraph]:
    """Return the non-empty paragraphs of an input, in text order."""
    found: list[Paragraph] = []
    article = position = 0
    for block in source.blocks:
        article += source.text.count(ARTICLE_BREAK, position, block.start)
        position = block.end
        text = source.text[block.start : block.end]
        if text and text != ARTICLE_BREAK:
            found.append(Paragraph(document, article, block.start, block.end, block.role, text))
    return found


def is_heading(paragraph: Paragraph) -> bool:
    """Whether the paragraph stands over others: by its role, or short and without an end mark."""
    if paragraph.role in _HEADINGS:
        return True
    if paragraph.role is not Role.BODY:
        return False
    return len(paragraph.text) <= _SHORT and paragraph.text[-1] not in _ENDS


def ends(text: str) -> bool:
    """Whether the paragraph ends in a punctuation mark; a headline or a cut text does not."""
    return text[-1] in _ENDS


def is_formula(text: str) -> bool:
    """Whether the paragraph may repeat for good reasons: a list item, an article, a title line.

    (（五）法律、行政法规规定的其他情形。; a headline in a table of contents and over its article.)
    """
    return not ends(text) or _ENUMERATED.match(text) is not None


def oddness(text: str) -> int:
    """Count the characters that hardly stand in a clean text."""
    return len(_ODD.findall(text))
