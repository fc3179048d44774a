"""Read one text or Markdown file (or bytes from elsewhere) into a Document."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from restore.core.document import Document
from restore.errors import InputError
from restore.readers.binary import refuse_known_kinds
from restore.readers.encoding import ErrorPolicy, decode
from restore.text.characters import UNPRINTABLE

if TYPE_CHECKING:
    from restore.readers.blob import Blob
    from restore.readers.compose import PageText

__all__ = ["Source", "check_lines", "printable", "read_bytes", "read_document", "trouble"]

# Control characters, line and paragraph separators, and what turns the direction of writing.
_CONTROLS = re.compile(f"[{UNPRINTABLE}]")


def printable(name: str | Path) -> str:
    """Return the name of a file as text that can be shown and written, whatever its bytes.

    Bytes that are no UTF-8 and control characters (line breaks too) are written as escapes.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True)
class Source:
    """A document as it was read.

    ``size`` is in bytes. ``exact`` says that the recorded encoding gives the same bytes again.
    ``page`` is what an OCR file knows about the text, ``markup`` that file's own text as UTF-8,
    for writing back. ``row`` is the place of a document that is one of many in ``blob``.
    """

    document: Document
    size: int
    exact: bool
    format: str = "text"
    blob: Blob | None = None
    page: PageText | None = None
    markup: bytes | None = field(default=None, repr=False)
    row: int | None = None


def read_document(
    data: bytes,
    *,
    id: str,
    name: str | None = None,
    encoding: str | None = None,
    errors: ErrorPolicy = "strict",
) -> Source:
    """Decode the bytes of one source.

    Parameters
    ----------
    id : the document's id
    name : what messages call the source; the id if None
    encoding : Python name of the encoding, or None to find it
    errors : ``strict`` or ``replace``, as in :func:`restore.readers.encoding.decode`

    Raises
    ------
    InputError
        If the bytes are empty, no text, or cannot be decoded.
    """
    source = name if name is not None else id
    if not data:
        raise InputError(source, "is empty", "nothing to restore; leave it out")
    if encoding is None:
        refuse_known_kinds(data, source)
    decoded = decode(data, source=source, encoding=encoding, errors=errors)
    if not decoded.text or decoded.text.isspace():
        raise InputError(source, "holds only white space", "nothing to restore; leave it out")
    check_lines(decoded.text, source)
    document = Document.from_text(
        decoded.text, id=id, digest=sha256(data).hexdigest(), encoding=decoded.encoding
    )
    return Source(document=document, size=len(data), exact=decoded.exact)


# No paragraph of any document comes near; a stage works on whole paragraphs, so an endless line
# would take all memory.
LONGEST_LINE = 2_000_000


def check_lines(text: str, source: str) -> None:
    """Raise InputError if a line is longer than any stage can work on."""
    if len(text) <= LONGEST_LINE:
        return
    start = 0
    number = 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > LONGEST_LINE:
            raise InputError(
                source,
                f"has a line of {end - start:,} characters (line {number}; "
                f"the limit is {LONGEST_LINE:,})",
                "if it is text, break it into paragraphs",
            )
        start = end + 1
        number += 1


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """Read a file's bytes.

    Raises
    ------
    InputError
        If the path is a folder or a device, or cannot be read.
    """
    source = name if name is not None else str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(source, "is a folder, not a file", "give a text file")
        # A FIFO is fine: `restore clean <(command)`.
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise InputError(source, "is a device, not a file", "give a text file, or - for stdin")
        return path.read_bytes()
    except OSError as error:
        raise InputError(source, *trouble(error)) from error


def trouble(error: OSError) -> tuple[str, str]:
    """Say what is wrong with a file, and what to do about it."""
    if isinstance(error, FileNotFoundError):
        return "does not exist", "check the path"
    if isinstance(error, PermissionError):
        return "may not be read", "give yourself permission to read it"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"cannot be read ({reason})", "check the path and the disk"
