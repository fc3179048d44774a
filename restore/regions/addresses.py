"""Addresses on the net, of mail, and of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# RFC 3986, section 2: what an address is made of. Chinese text goes on behind it without a space.
_OF_ADDRESSES = r"A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"
_ADDRESS = re.compile(
    rf"(?:https?|ftp)://[{_OF_ADDRESSES}]+|www\.[A-Za-z0-9-]+\.[{_OF_ADDRESSES}]+"
    r"|[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.IGNORECASE | re.ASCII,
)
# What ends the sentence around it, not the address.
_BEHIND = ".,;:!?'"
_SPACES = (" ", "\t")


def find(text: str) -> Iterator[Region]:
    """Yield addresses."""
    if "://" not in text and "www." not in text and "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        words = match.group().rstrip(_BEHIND)
        # A bracket that was opened before the address ends behind it.
        while words.endswith((")", "]")) and words.count(words[-1]) > words.count(
            {")": "(", "]": "["}[words[-1]]
        ):
            words = words[:-1].rstrip(_BEHIND)
        end = match.start() + len(words)
        # The space behind it is what ends it.
        yield Region(match.start(), end + (text[end : end + 1] in _SPACES), Form.ADDRESS)
