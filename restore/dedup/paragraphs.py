"""Splits documents into paragraphs, and tells headings and formulas among them."""

from __future__ import annotations

from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.dedup.records import DedupInput
from restore.text.characters import (
    DAMAGE,
    DIGITS,
    HAN,
    NUMBER_SIGNS,
    ONE_TO_TEN,
    ORNAMENTS,
    POINTS,
    SMALL_NUMERALS,
    ZEROS,
)
from restore.text.patterns import lazy_pattern

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
_ENDS = frozenset(POINTS + "…”’）)!?;:,.")
# A short line without an end mark is taken for a heading (characters).
_MAX_HEADING_LENGTH = 30
_ENUMERATED = lazy_pattern(
    f"[（(]?(?:[{DIGITS}]{{1,3}}|[{ONE_TO_TEN}百{ZEROS}]{{1,4}})[）)、.．]|第[{SMALL_NUMERALS}0-9]+[条款项章节编]"
    rf"|[{NUMBER_SIGNS}{ORNAMENTS}•·—\-]"
)
_ODD = lazy_pattern(
    f"[{DAMAGE}]"
    rf"|(?<=[{HAN}])[ \u3000A-Za-z~^_|\\*#@$<>=](?=[{HAN}])"
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
    return len(paragraph.text) <= _MAX_HEADING_LENGTH and paragraph.text[-1] not in _ENDS


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
