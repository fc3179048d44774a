"""Listings of AsciiDoc: lines between two equal rules below a line that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines

__all__ = ["find"]

# [source,js] and the like, perhaps a title, and from one rule to the next like it.
_LISTING = re.compile(
    r"^\[(?:source|listing|subs)\b[^\]\n]{0,80}\][ \t]*\n(?:\.[^\n]{1,80}\n)?(?P<rule>-{4,}|\.{4,})[ \t]*\n"
    r"(?:[^\n]*\n){0,400}?(?P=rule)[ \t]*$",
    re.MULTILINE,
)


def find(page: Lines) -> Iterator[Region]:
    """Yield listings with their rules."""
    if "\n----" in page.text or "\n...." in page.text:
        for match in _LISTING.finditer(page.text):
            yield Region(*match.span(), Form.CODE)
