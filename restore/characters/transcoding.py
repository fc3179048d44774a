"""Undo a decoding with the wrong encoding, exactly or not at all.

A text that was written in one encoding and read as another can be won back: encode it as it was
read, decode it as it was written. Every function here checks its result by doing the damage once
more; where that does not give back the text that stands there, bytes were lost or nothing was
damaged, and there is no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["HAN_PAIRS", "WESTERN_PAIRS", "Pair", "Stretch", "register_codecs", "undo", "undo_utf8"]


class Pair(NamedTuple):
    """An encoding that text was written in, and the one that it was read as, as Python names them."""

    written: str
    read: str

    def __str__(self) -> str:
        return f"{self.written} read as {self.read}"


class Stretch(NamedTuple):
    """A part ``[start, end)`` of a text, in code points, and what it was before the damage."""

    start: int
    end: int
    after: str


#: UTF-8 read as Chinese encodings. GB18030 and not GBK: it holds the private code points to which
#: readers map the bytes that GBK leaves to users.
_UTF8_READ_AS = ("gb18030", "cp950")
#: Chinese encodings taken for one another.
HAN_PAIRS = (Pair("cp950", "gb18030"), Pair("gbk", "cp950"), Pair("gbk", "big5hkscs"))
#: Chinese encodings read as encodings of one byte a character. Where cp1252 leaves a byte without
#: a character most readers put the control of the same number, as Latin-1 does for all of them.
WESTERN_PAIRS = tuple(
    Pair(written, read)
    for written in ("gbk", "cp950")
    for read in ("latin-1", "sloppy-windows-1252", "sloppy-windows-1250")
)
# Bytes of two characters of UTF-8 or more, ASCII among them.
_MANY = rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})"
_UTF8 = re.compile(rb"%s(?:[\t -~]*%s)+" % (_MANY, _MANY))


def undo(text: str, pair: Pair) -> str | None:
    """Return the text as it was written, or None if it cannot have been damaged so."""
    register_codecs()
    try:
        written = text.encode(pair.read).decode(pair.written)
        exact = written.encode(pair.written).decode(pair.read) == text
    except UnicodeError:
        return None
    return written if exact and written != text else None


def undo_utf8(text: str) -> Iterator[tuple[Pair, Stretch]]:
    """Yield the longest parts of a text that were UTF-8 and were read as a Chinese encoding.

    Two characters of UTF-8 in a row are asked for. Where the bytes of a part begin or end inside a
    character of ``text``, that character is left out.
    """
    for read in _UTF8_READ_AS:
        pair = Pair("utf-8", read)
        try:
            encoded = [character.encode(read) for character in text]
        except UnicodeError:
            continue
        places: dict[int, int] = {}
        size = 0
        for index, character in enumerate(encoded):
            places[size] = index
            size += len(character)
        places[size] = len(encoded)
        data = b"".join(encoded)
        for match in _UTF8.finditer(data):
            part = _whole(data, match, places)
            if part is not None and undo(text[part.start : part.end], pair) == part.after:
                yield pair, part


def _whole(data: bytes, match: re.Match[bytes], places: dict[int, int]) -> Stretch | None:
    """Return the longest part of a match that begins and ends between two characters."""
    edges = [match.start()]
    for character in match.group().decode("utf-8", "replace"):
        edges.append(edges[-1] + len(character.encode()))
    inside = [edge for edge in edges if edge in places]
    if len(inside) < 2:
        return None
    start, end = inside[0], inside[-1]
    return Stretch(places[start], places[end], data[start:end].decode("utf-8", "replace"))


def register_codecs() -> None:
    """Make known the codecs of one byte that leave no byte without a character."""
    import ftfy.bad_codecs  # noqa: F401
