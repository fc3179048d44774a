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
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")


def find(text: str) -> Iterator[Region]:
    """Yield tags and entities."""
    if "<" in text:
        for match in _TAG.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
    if "??? " in text or "???+ " in text or "!!! " in text:
        for match in _ADMONITION.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
    if "&" in text:
        for match in _ENTITY.finditer(text):
            yield Region(*match.span(), Form.MARKUP)
