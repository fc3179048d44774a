"""Entries of a list of references, which have the marks of their standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# GB/T 7714-2015, table B.1 and B.2: the sign of a document's kind, with that of its carrier.
_KIND = re.compile(
    r"\[(?:M|C|G|N|J|D|R|S|P|DB|CP|EB|A|DS|CM|Z)(?:/(?:MT|DK|CD|OL))?\][ \t]?[.,．，。:：]"
)


def find(text: str) -> Iterator[Region]:
    """Yield the lines that name a document with the sign of its kind."""
    if "]" not in text:
        return
    end = -1
    for match in _KIND.finditer(text):
        if match.start() < end:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        yield Region(start, end, Form.REFERENCE)
