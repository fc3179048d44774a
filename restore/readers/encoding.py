"""Bytes to text: find the encoding, decode, and know whether the same bytes can be written again.

A byte-order mark decides; else valid UTF-8 that reads like text; else the likeliest of UTF-8, UTF-16,
GB18030 and Big5 (all candidates decode the same sample of bytes, a character model compares them).
A damaged file is told by its damage: the encoding that fits all but some bytes wins, and the error
names the first of them.
"""

from __future__ import annotations

import codecs
from typing import Literal, NamedTuple

from restore.core.document import Encoding
from restore.errors import InputError
from restore.readers.binary import refuse_binary
from restore.readers.plausibility import MIN_PLAUSIBLE_LN, log_likelihood, mean_han_likelihood

__all__ = ["Decoded", "ErrorPolicy", "decode", "encode", "is_utf8", "known_encoding"]

ErrorPolicy = Literal["strict", "replace"]

# So much of a file is looked at to find its encoding.
_SAMPLE_BYTES = 1 << 16
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
# Windows' code page 950 and the Hong Kong supplement extend Big5 with different characters.
_BIG5_FAMILY = ("big5", "cp950", "big5hkscs")


class Decoded(NamedTuple):
    """A text with its encoding; ``exact`` says that encoding it again gives the same bytes."""

    text: str
    encoding: Encoding
    exact: bool


def decode(
    data: bytes,
    *,
    source: str,
    encoding: str | None = None,
    errors: ErrorPolicy = "strict",
) -> Decoded:
    """Decode the bytes of a source.

    Parameters
    ----------
    data : the bytes
    source : name of the input, for messages
    encoding : Python name of the encoding, or None to find it
    errors : ``replace`` puts U+FFFD where bytes cannot be decoded, and counts them

    Raises
    ------
    InputError
        If bytes cannot be decoded (with the byte offset of the first), or no encoding fits.
    """
    if encoding is None:
        name, mark = _find(data, source)
    else:
        name, mark = _given(data, encoding)
    body = data[len(mark) :] if mark else data
    if name == "big5" and encoding is None:
        name = _big5_variant(body)
    text, replaced = _decode_body(body, name, len(mark), source, errors)
    found = Encoding(name=name, bom=bool(mark), replaced=replaced)
    return Decoded(text, found, not replaced and encode(text, found) == data)


def encode(text: str, encoding: Encoding, errors: str = "strict") -> bytes | None:
    """Encode text as a source was encoded, byte-order mark included; None if it cannot be.

    ``errors`` names what Python does with characters that the encoding lacks.
    """
    try:
        body = text.encode(encoding.name, errors)
    except UnicodeEncodeError:
        return None
    if not encoding.bom:
        return body
    return next(mark for mark, name in _MARKS if name == encoding.name) + body


def is_utf8(data: bytes) -> bool:
    """Whether bytes are valid UTF-8; formats that are UTF-8 unless they say otherwise ask it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def known_encoding(name: str) -> str | None:
    """Return the canonical name of a text encoding that Python knows, or None."""
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError):
        return None
    # These two read a byte-order mark themselves; here the mark is handled apart.
    return {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(
        info.name, info.name
    )


def _given(data: bytes, encoding: str) -> tuple[str, bytes]:
    name = known_encoding(encoding)
    if name is None:
        raise ValueError(f"unknown encoding {encoding}")
    for mark, marked in _MARKS:
        if marked == name and data.startswith(mark):
            return name, mark
    # A mark of the other byte order contradicts nothing if only the family was asked for.
    if encoding.lower().replace("_", "-") in {"utf-16", "utf16", "utf-32", "utf32"}:
        for mark, marked in _MARKS:
            if marked[:6] == name[:6] and data.startswith(mark):
                return marked, mark
    return name, b""


def _find(data: bytes, source: str) -> tuple[str, bytes]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, mark
    if data.isascii() and b"\0" not in data:
        return "utf-8", b""
    sample = _sample(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        failure = error.start
    else:
        # Two-byte sequences alone may be GB18030 (or UTF-16) that happens to be valid UTF-8.
        if b"\0" not in data and any(char > "\u07ff" for char in text[:_SAMPLE_BYTES]):
            return "utf-8", b""
        failure = 0
    texts = {name: _lenient(sample, name) for name in _candidates(data)}
    best = max(texts, key=lambda name: log_likelihood(texts[name]))
    implausible = best != "utf-8" and _implausible(texts[best])
    if implausible or not best.startswith("utf-16"):
        refuse_binary(data, source)
    if implausible:
        raise InputError(
            source,
            "is neither UTF-8, UTF-16, GB18030 nor Big5 that reads like Chinese; first trouble",
            "name its encoding with --encoding",
            offset=failure,
        )
    return best, b""


def _candidates(data: bytes) -> tuple[str, ...]:
    # Half a character, or Han characters whose every byte happens to be ASCII: no UTF-16.
    if len(data) % 2 or (data.isascii() and data.count(0) * 3 < len(data)):
        return _CANDIDATES[:3]
    return _CANDIDATES


def _sample(data: bytes) -> bytes:
    """Return bytes from shortly before the first that is not ASCII; parity is kept for UTF-16."""
    window = 1 << 20
    start = 0
    while start < len(data) and data[start : start + window].isascii():
        start += window
    head = data[start : start + window]
    first = next((index for index, byte in enumerate(head) if byte > 0x7F), -start)
    begin = max(0, start + first - 256) & ~1
    return data[begin : begin + _SAMPLE_BYTES]


def _lenient(sample: bytes, name: str) -> str:
    """Decode a sample; a character cut at its end does not count, wrong bytes become U+FFFD."""
    return codecs.getincrementaldecoder(name)("replace").decode(sample)


def _implausible(text: str) -> bool:
    mean = mean_han_likelihood(text)
    return mean is not None and mean < MIN_PLAUSIBLE_LN


def _decode_body(
    body: bytes, name: str, skipped: int, source: str, errors: ErrorPolicy
) -> tuple[str, int]:
    try:
        return body.decode(name), 0
    except UnicodeDecodeError as error:
        if errors == "strict":
            wrong = body[error.start : error.end].hex(" ")
            raise InputError(
                source,
                f"holds bytes that are no {name} ({wrong})",
                "use --errors replace to go on with a mark in their place, or --encoding",
                offset=skipped + error.start,
            ) from error
    return _replacing(body, name)


# What a decoder never yields stands for wrong bytes until they are counted, so that U+FFFD of the
# source is not counted with them.
_MARKER = "\udfff"
codecs.register_error(
    "restore-marker",
    lambda error: (_MARKER, error.end if isinstance(error, UnicodeDecodeError) else 0),
)


def _replacing(body: bytes, name: str) -> tuple[str, int]:
    text = body.decode(name, "restore-marker")
    return text.replace(_MARKER, "\ufffd"), text.count(_MARKER)


def _big5_variant(body: bytes) -> str:
    """Return the member of the Big5 family to decode with.

    ``big5`` and code page 950 read a few marks differently (A145: U+2022 or U+2027); files come
    from Windows, and its reading is the one that browsers use too.
    """
    texts: dict[str, str] = {}
    for name in _BIG5_FAMILY:
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        if text.encode(name, "replace") == body:
            texts[name] = text
    if "big5" in texts and texts.get("cp950", texts["big5"]) == texts["big5"]:
        return "big5"
    return next((name for name in ("cp950", "big5", "big5hkscs") if name in texts), "big5")
