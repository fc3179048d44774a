"""Web pages (HTML, XHTML) and web archives (MHTML): the main text, block by block."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from restore.core.document import UTF8, Encoding
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.encoding import Decoded, decode, is_utf8, known_encoding
from restore.readers.html import parse_page
from restore.readers.html_blocks import Block, blocks_of
from restore.readers.marked import MarkedText
from restore.readers.options import ReadOptions
from restore.readers.page_source import page_source

if TYPE_CHECKING:
    from restore.readers.source import Source

__all__ = ["page_blocks", "page_text", "read_mhtml", "read_web_page"]

# A page has 16 MiB of text at most; an archive holds its pictures, too.
_MAX_BYTES = 64 << 20
# Where a page names its encoding (WHATWG HTML 4.2.5.4: within the first 1024 bytes; many do later).
_HEAD_BYTES = 8192
_META = re.compile(rb"""<meta[^<>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_DECLARED = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# What browsers read these as (WHATWG Encoding 4.2): the larger sets.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": None, "iso8859-1": None, "ascii": None}


def page_text(data: bytes, source: str, options: ReadOptions) -> Decoded:
    """Decode a page as it says itself that it is encoded, or else as it reads.

    Raises
    ------
    InputError
        If bytes cannot be decoded.
    """
    name = options.encoding
    if name is None and is_utf8(data):
        name = "utf-8"
    if name is None:
        head = data[:_HEAD_BYTES]
        found = _DECLARED.match(head) or _META.search(head)
        name = known_encoding(found.group(1).decode("ascii")) if found is not None else None
        name = _LARGER.get(name, name) if name is not None else None
        if name is not None:
            try:
                return decode(data, source=source, encoding=name)
            except InputError:
                # What is named may be wrong; what it reads like is tried next.
                name = None
    return decode(data, source=source, encoding=name, errors=options.errors)


def page_blocks(text: str, source: str, *, whole: bool) -> tuple[list[Block], bytes]:
    """Return the blocks of a page's main text, and the page as UTF-8.

    Parameters
    ----------
    whole : take all blocks

    Raises
    ------
    InputError
        If it is beyond bounds, or readability-lxml is needed and not installed.
    """
    data = text.encode("utf-8", "surrogatepass")
    root = parse_page(data, source)
    blocks = blocks_of(root)
    # A page without menus holds nothing but its text.
    if whole or not any(2 * block.linked > len("".join(block.text.split())) for block in blocks):
        return blocks, data
    from restore.readers.main_text import main_blocks

    try:
        return main_blocks(text, root, blocks), data
    except ImportError as error:
        raise InputError(
            source,
            "is a web page, and the package that finds its main text is not installed",
            "install restore-zh[html], or read all of it with --input-format html-whole",
        ) from error


def read_web_page(blob: Blob, options: ReadOptions, *, whole: bool = False) -> Source:
    """Read a page.

    Parameters
    ----------
    whole : read all that it shows, menus too

    Raises
    ------
    InputError
        If it holds no text, cannot be decoded, or is beyond bounds (16 MiB).
    """
    raw = blob.read(_MAX_BYTES)
    decoded = page_text(raw, blob.name, options)
    blocks, data = page_blocks(decoded.text, blob.name, whole=whole)
    text = MarkedText(data)
    for block in blocks:
        text.block(block)
    return page_source(
        blob,
        text.file(),
        format="html-whole" if whole else "html",
        data=raw,
        encoding=decoded.encoding,
        markup=data if decoded.exact else None,
    )


def read_mhtml(blob: Blob, options: ReadOptions) -> Source:
    """Read a web archive (RFC 2557): its first page; pictures and frames beside it are left.

    Raises
    ------
    InputError
        If it is no archive, or has no page.
    """
    raw = blob.read(_MAX_BYTES)
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(raw)
        pages = (part for part in message.walk() if part.get_content_type() == _HTML)
        part = next(pages, None)
        payload = None if part is None else part.get_payload(decode=True)
        charset = None if part is None else part.get_content_charset()
    except (ValueError, LookupError, RecursionError, AttributeError) as error:
        raise InputError(blob.name, f"is a damaged web archive ({error})", _CURE) from error
    if not isinstance(payload, bytes):
        raise InputError(blob.name, "is a web archive without a page of HTML", _CURE)
    named = known_encoding(charset) if charset is not None else None
    if options.encoding is None and named is not None and not is_utf8(payload):
        options = ReadOptions(_LARGER.get(named, named), options.errors)
    decoded = page_text(payload, blob.name, options)
    blocks, data = page_blocks(decoded.text, blob.name, whole=False)
    text = MarkedText(data)
    for block in blocks:
        text.block(block)
    encoding: Encoding = UTF8
    return page_source(blob, text.file(), format="mhtml", data=raw, encoding=encoding)


_HTML = "text/html"
_CURE = "open it in a browser and save the page as HTML"
