"""Addresses on the net, of mail, and of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find"]

# RFC 3986, section 2: what an address is made of; RFC 5321, 4.5.3.1.1: 64 octets before the @. Chinese text goes on behind it without a space.
_OF_ADDRESSES = r"A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"
_ADDRESS = re.compile(
    rf"(?:https?|ftp)://[{_OF_ADDRESSES}]+|www\.[A-Za-z0-9-]+\.[{_OF_ADDRESSES}]+"
    r"|(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.IGNORECASE | re.ASCII,
)
# Between angle brackets, and as the target of a link of Markdown, an address has an end of its own.
_ENCLOSED = re.compile(
    r"<(?:https?|ftp|mailto):[^<>\s]{1,400}>|(?<=\]\()[^()\s]{1,400}(?=\))", re.IGNORECASE
)
# What ends the sentence around it, not the address.
_BEHIND = ".,;:!?'"
_SPACES = (" ", "\t")


def find(text: str) -> Iterator[Region]:
    """Yield addresses."""
    end = 0
    for region in _enclosed(text):
        yield from _bare(text, end, region.start)
        yield region
        end = region.end
    yield from _bare(text, end, len(text))


def _enclosed(text: str) -> Iterator[Region]:
    if "](" in text or "<" in text:
        for match in _ENCLOSED.finditer(text):
            yield Region(*match.span(), Form.ADDRESS)


def _bare(text: str, start: int, stop: int) -> Iterator[Region]:
    """Yield the addresses of a part of a text that nothing encloses."""
    if start == 0 and not any(sign in text for sign in ("://", "www.", "@")):
        return
    for match in _ADDRESS.finditer(text, start, stop):
        words = match.group().rstrip(_BEHIND)
        # A bracket that was opened before the address ends behind it.
        while words.endswith((")", "]")) and words.count(words[-1]) > words.count(
            {")": "(", "]": "["}[words[-1]]
        ):
            words = words[:-1].rstrip(_BEHIND)
        end = match.start() + len(words)
        # The space behind it is what ends it.
        yield Region(match.start(), end + (text[end : end + 1] in _SPACES), Form.ADDRESS)
