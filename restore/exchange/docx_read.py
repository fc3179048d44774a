"""Text and tracked changes of a .docx file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from restore.errors import RestoreError
from restore.exchange.docx import FORM_FEED
from restore.exchange.docx_parts import W

__all__ = ["Piece", "docx_text", "read_docx"]

_LARGEST = 200_000_000


class Piece(NamedTuple):
    """A run of text; ``change`` is ``ins``, ``del`` or None, ``author`` who made the change."""

    text: str
    change: str | None
    author: str | None


def read_docx(path: Path) -> list[Piece]:
    """Read text and tracked changes of a .docx file.

    Raises
    ------
    RestoreError
        If it is no .docx file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > _LARGEST:
                raise RestoreError(f"{path}: is too large to be read")
            data = archive.read(info)
        if b"<!DOCTYPE" in data[:1000] or b"<!ENTITY" in data:
            raise RestoreError(f"{path}: declares entities, which no Word file does")
        root = ElementTree.fromstring(data)
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise RestoreError(f"{path}: cannot be read as a Word document ({error})") from error
    body = root.find(_tag("body"))
    return [] if body is None else list(_blocks(body))


def docx_text(pieces: list[Piece], *, accept: bool) -> str:
    """Return the text with all changes accepted, or all rejected."""
    gone = "del" if accept else "ins"
    text = "".join(piece.text for piece in pieces if piece.change != gone)
    return text.removesuffix("\n")


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


_TEXT = {_tag("t"): None, _tag("delText"): None, _tag("tab"): "\t", _tag("cr"): "\r"}
_CHANGES = {
    _tag("ins"): "ins",
    _tag("del"): "del",
    _tag("moveTo"): "ins",
    _tag("moveFrom"): "del",
}


def _blocks(body: ElementTree.Element) -> Iterator[Piece]:
    """Walk the body; what is inside tables and text boxes counts like other paragraphs."""
    for child in body:
        yield from _inline(child, None, None)


def _paragraph(paragraph: ElementTree.Element) -> Iterator[Piece]:
    change = author = None
    properties = paragraph.find(f"{_tag('pPr')}/{_tag('rPr')}")
    for tag, kind in _CHANGES.items():
        mark = None if properties is None else properties.find(tag)
        if mark is not None:
            change, author = kind, mark.get(_tag("author"))
    for child in paragraph:
        if child.tag != _tag("pPr"):
            yield from _inline(child, None, None)
    yield Piece("\n", change, author)


def _inline(
    element: ElementTree.Element, change: str | None, author: str | None
) -> Iterator[Piece]:
    if element.tag == _tag("p"):
        yield from _paragraph(element)
        return
    if element.tag in _TEXT:
        text = _TEXT[element.tag] or (element.text or "").replace(FORM_FEED, "\f")
        yield Piece(text, change, author)
    elif element.tag == _tag("br"):
        yield Piece("\n", change, author)
    if element.tag in _CHANGES:
        change, author = _CHANGES[element.tag], element.get(_tag("author"))
    for child in element:
        yield from _inline(child, change, author)
