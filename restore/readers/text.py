"""Read one text or Markdown file (or bytes from elsewhere) into a Document."""

from __future__ import annotations

from hashlib import sha256

from restore.core.document import Document
from restore.errors import InputError
from restore.readers.binary import refuse_known_kinds
from restore.readers.encoding import ErrorPolicy, decode
from restore.readers.source import Source, check_lines

__all__ = ["read_document"]


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
