"""Code within a line, between backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# Backticks around Chinese words alone may be misread quotation marks: code holds ASCII, too.
_CODE = re.compile(r"(?<!`)`(?=[^`\n]{0,199}[A-Za-z0-9_=])[^`\n]{1,200}`(?!`)")


def find(text: str) -> Iterator[Region]:
    """Yield spans of code."""
    if "`" in text:
        for match in _CODE.finditer(text):
            yield Region(*match.span(), Form.CODE_SPAN)
