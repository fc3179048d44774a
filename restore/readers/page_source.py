"""Make a document from an OCR file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from restore.core.document import UTF8, Document, Encoding
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.source import Source, check_lines

if TYPE_CHECKING:
    from restore.readers.geometry import OcrFile

__all__ = ["page_source"]


def page_source(
    blob: Blob,
    file: OcrFile,
    *,
    format: str,
    data: bytes,
    encoding: Encoding = UTF8,
    markup: bytes | None = None,
) -> Source:
    """Make the document of an OCR file: text in reading order, and what is known about it.

    Parameters
    ----------
    file : the boxes and texts that were read from it
    format : the name of its format
    data : the bytes of the file, unpacked
    encoding : how they are encoded
    markup : the file's text as UTF-8, if what is corrected can be written back into it

    Raises
    ------
    InputError
        If the file holds no text, or a line longer than any stage can work on.
    """
    from restore.readers.compose import compose

    page = compose(file)
    if not page.text.strip():
        raise InputError(blob.name, "holds no text", "nothing to restore; leave it out")
    try:
        page.text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = ord(page.text[error.start])
        raise InputError(
            blob.name,
            f"holds half a character (\\u{half:04x})",
            "its text was cut within a character; export it again",
        ) from error
    check_lines(page.text, blob.name)
    document = Document.from_text(
        page.text, id=blob.id, digest=sha256(data).hexdigest(), encoding=encoding
    )
    return Source(document, len(data), False, format=format, blob=blob, page=page, markup=markup)
