"""EPUB books: the chapters in the order of the spine.

After EPUB 3.3: 4.2 (the container), 5.7 (the spine). The table of contents that readers draw (``nav``)
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.marked import MarkedText
from restore.readers.packed import Packed, part_text
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.readers.web import page_blocks

__all__ = ["read_epub"]

_CONTAINER = "META-INF/container.xml"
_KIND, _CURE = "EPUB book", "open it in an e-book editor (Sigil, Calibre) and save it again"
_TYPES = {"application/xhtml+xml", "text/html", "text/x-oeb1-document"}


def read_epub(blob: Blob) -> Source:
    """Read a book as one document.

    Raises
    ------
    InputError
        If it is no EPUB, is damaged or locked, or its text unpacks beyond 64 MiB.
    """
    data = blob.read()
    packed = Packed(data, blob.name, _KIND, _CURE)
    text = MarkedText()
    for name in _spine(packed, blob.name):
        decoded = part_text(packed.part(name), f"{blob.name}:{name}")
        blocks, page = page_blocks(decoded.text, f"{blob.name}:{name}", whole=True)
        text.part(name, page)
        for block in blocks:
            text.block(block)
    return page_source(blob, text.file(), format="epub", data=data)


def _spine(packed: Packed, source: str) -> Iterator[str]:
    """Yield the names of the chapters in their order, each once."""
    container = packed.markup(_CONTAINER).root
    paths = [item.attributes.get("full-path", "") for item in container.walk()]
    path = next((item for item in paths if item), None)
    if path is None:
        raise InputError(source, "is an EPUB book that names no package", _CURE)
    package = packed.markup(path).root
    items = {item.attributes.get("id"): item for item in package.walk() if item.name == "item"}
    seen = set()
    for reference in package.walk():
        item = items.get(reference.attributes.get("idref"))
        if reference.name != "itemref" or item is None:
            continue
        href = unquote(item.attributes.get("href", "").partition("#")[0])
        name = normpath(join(dirname(path), href)) if href else ""
        is_text = item.attributes.get("media-type") in _TYPES
        if is_text and "nav" not in item.attributes.get("properties", "").split():
            if name not in packed.names:
                raise InputError(source, f"lacks its chapter {href}", _CURE)
            if name not in seen:
                seen.add(name)
                yield name
