"""Word documents (.docx): the text of the body, paragraph by paragraph.

Insertions that are tracked count as text, deletions do not. The zip is read in bounds, the XML as
all XML here: no entities, no network. After ECMA-376 part 1, 17.3 (paragraphs and runs).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256

from restore.core.document import Document
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.markup import MAX_MARKUP_BYTES, parse_markup
from restore.readers.source import Source, check_lines
from restore.readers.tree import Element

__all__ = ["read_docx", "word_body"]

_BODY = "word/document.xml"
_CURE = "open it in Word and save it again as .docx"
_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "sectPr", "Fallback", "instrText", "delText"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If it is no Word document, or is damaged, or unpacks beyond 64 MiB.
    """
    data = blob.read()
    root = parse_markup(word_body(data, blob.name), f"{blob.name}:{_BODY}").root
    lines = [text for item in _paragraphs(root) for text in "".join(_texts(item)).split("\n")]
    text = "\n".join(lines)
    if not text.strip():
        raise InputError(blob.name, "holds no text", "nothing to restore; leave it out")
    check_lines(text, blob.name)
    document = Document.from_text(text, id=blob.id, digest=sha256(data).hexdigest())
    return Source(document, len(data), False, format="docx", blob=blob)


def word_body(data: bytes, source: str) -> bytes:
    """Return the XML of a document's body.

    Raises
    ------
    InputError
        If it is no Word document, or is damaged or encrypted, or unpacks beyond 64 MiB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_BODY) as stream:
            body = stream.read(MAX_MARKUP_BYTES + 1)
    except KeyError as error:
        raise InputError(source, "is a ZIP archive, but no Word document", _CURE) from error
    except Exception as error:
        # Besides zipfile's own, zlib, lzma and bz2 have errors of theirs for damaged members, and
        # encrypted or unknown ones raise RuntimeError: whatever it is, the file cannot be read.
        raise InputError(source, f"is a damaged Word document ({error})", _CURE) from error
    if len(body) > MAX_MARKUP_BYTES:
        raise InputError(
            source,
            f"unpacks to more than {MAX_MARKUP_BYTES >> 20} MiB",
            "split it into smaller files",
        )
    return body


def _paragraphs(root: Element) -> Iterator[Element]:
    """Yield the paragraphs of the body and its tables, in order; text boxes after their anchor."""
    for item in _kept(root):
        if item.name == "p":
            yield item


def _kept(root: Element) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if here.name in _SKIPPED:
            continue
        yield here
        waiting += reversed(list(here.elements()))


def _texts(paragraph: Element) -> Iterator[str]:
    waiting = list(reversed(list(paragraph.elements())))
    while waiting:
        here = waiting.pop()
        if here.name in _SKIPPED or here.name == "p":
            continue
        if here.name == "t":
            yield here.text
        elif here.name in _MARKS:
            yield _MARKS[here.name]
        else:
            waiting += reversed(list(here.elements()))
