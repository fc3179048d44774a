"""Code within a line, between backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# Backticks around Chinese words alone may be misread quotation marks: code holds ASCII, too.
_CODE = re.compile(r"(?<!`)`(?=[^`\n]{0,199}[A-Za-z0-9_=+*/<>])[^`\n]{1,200}`(?!`)")
_ANY = re.compile(r"(?<!`)(?P<mark>`{1,2})(?!`)[^`\n]{1,200}(?P=mark)(?!`)")


def find(text: str, *, markdown: bool = False) -> Iterator[Region]:
    """Yield spans of code.

    Parameters
    ----------
    markdown : whether a person wrote the Markdown, so that a backtick is no misread mark
    """
    if "`" in text:
        for match in (_ANY if markdown else _CODE).finditer(text):
            yield Region(*match.span(), Form.CODE_SPAN)
