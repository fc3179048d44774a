"""Line breaks that a writer of Markdown means: two spaces at the end of a line that has a next one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines

__all__ = ["find"]

_BREAK = re.compile(r"(?<=\S)[ ]{2,}(?=\n[ \t]*[^\s#>|-])")


def find(page: Lines) -> Iterator[Region]:
    """Yield the spaces, which stay as code does, and with them the break."""
    if page.markdown and "  \n" in page.text:
        for match in _BREAK.finditer(page.text):
            yield Region(*match.span(), Form.CODE)
