"""Markup that is not residue: tags of tables, lists, links and code, entities of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# Emphasis, paragraphs and line breaks are residue, which the characters stage removes.
_TAG = re.compile(
    r"</?(?:table|thead|tbody|tfoot|caption|tr|td|th|colgroup|col|ul|ol|li|dl|dt|dd|a|img|figure"
    r"|code|pre|kbd|math|svg|script|style)(?:\s[^<>]{0,400})?/?>",
    re.IGNORECASE,
)
# The head of a block of MkDocs, with its title: ??? note "说明".
_ADMONITION = re.compile(
    r"^[ \t]*(?:\?{3}\+?|!{3}) [a-z-]{2,20}(?: \"[^\"\n]{1,80}\")?$", re.MULTILINE
)
# What a person writes in HTML keeps its attributes, whatever Chinese words are in them.
_ATTRIBUTED = re.compile(
    r"<[A-Za-z][A-Za-z0-9-]{0,20}(?:\s+[\w:@.-]{1,40}=(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))+\s*/?>"
)
_COMMENT = re.compile(r"<!--[^\n]{0,400}?-->")
# Terms for the index of a book in AsciiDoc, and references in it.
_INDEX_TERM = re.compile(
    r"\(\(\((?:\"[^\"\n]{1,120}\"|[^()\n]{1,120})(?:, ?\"[^\"\n]{1,120}\")*\)\)\)"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")


def find(text: str, *, markdown: bool = False) -> Iterator[Region]:
    """Yield tags and entities.

    Parameters
    ----------
    markdown : whether a person wrote Markdown, who means each tag and comment
    """
    if "<" in text:
        for pattern in (_TAG, _ATTRIBUTED, _COMMENT) if markdown else (_TAG,):
            for match in pattern.finditer(text):
                yield Region(*match.span(), Form.MARKUP)
    if "(((" in text:
        for match in _INDEX_TERM.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
    if "??? " in text or "???+ " in text or "!!! " in text:
        for match in _ADMONITION.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
    if "&" in text:
        for match in _ENTITY.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
