"""Text and tracked changes of a .docx file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from restore.errors import InputError
from restore.exchange.docx import FORM_FEED, OFFERS
from restore.exchange.docx_parts import W
from restore.exchange.stream import Layout
from restore.readers.blob import file_blob, printable
from restore.readers.docx import word_body
from restore.readers.tree import MAX_DEPTH, MAX_ELEMENTS

__all__ = ["Piece", "docx_text", "is_ours", "layout_of", "read_docx"]

# Bytes of a file of properties that are looked at; ours have some hundred.
_PROPERTIES = 1 << 16
_CURE = "open it in Word and save it again as .docx"


class Piece(NamedTuple):
    """A run of text; ``change`` is ``ins``, ``del`` or None, ``author`` who made the change."""

    text: str
    change: str | None
    author: str | None


def read_docx(path: Path) -> list[Piece]:
    """Read text and tracked changes of a .docx file.

    Raises
    ------
    InputError
        If it is no Word document, is damaged or encrypted, or is beyond the bounds of the reader.
    """
    data = word_body(file_blob(path).read(), printable(path))
    try:
        _check(data, path)
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError) as error:
        raise InputError(
            printable(path), f"cannot be read as a Word document ({error})", _CURE
        ) from error
    body = root.find(_tag("body"))
    return [] if body is None else list(_blocks(body))


def _check(data: bytes, path: Path) -> None:
    """Refuse what no Word document is, before anything is made of it: entities in whatever
    encoding, elements that are too deep or too many."""
    depth = count = 0

    def refuse(problem: str) -> InputError:
        return InputError(printable(path), problem, _CURE)

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise refuse(f"is too {'deep' if depth > MAX_DEPTH else 'large'}")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declares(*_given: object) -> None:
        raise refuse("declares a document type, which no Word document does")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declares
    parser.Parse(data, True)


def is_ours(path: Path) -> bool:
    """Whether a Word file was made here (a reviewer may have saved it since)."""
    return b">restore</dc:creator>" in _properties(path)


def layout_of(path: Path) -> Layout | None:
    """Return the layout that a Word file was made with, or None if it does not say so."""
    found = re.search(rb"layout[ :](source|applied)", _properties(path))
    return None if found is None else "applied" if found[1] == b"applied" else "source"


def _properties(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as stream:
            return stream.read(_PROPERTIES)
    except Exception:
        # Whatever is wrong with it, it is none of ours.
        return b""


def docx_text(pieces: list[Piece], *, accept: bool, offers: bool | None = None) -> str:
    """Return the text with all changes accepted, or all rejected; ``offers`` says whether what is
    only suggested is (the same if not given)."""
    gone = {True: "del", False: "ins"}
    taken = accept if offers is None else offers
    text = "".join(
        piece.text
        for piece in pieces
        if piece.change != gone[taken if piece.author == OFFERS else accept]
    )
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
