"""Readers: bytes become documents.

:func:`read_inputs` reads everything that a command line names; what cannot be read is an error
record of its own, and the others are still read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from restore.errors import InputError
from restore.readers.discover import STDIN, Discovery, Found, discover
from restore.readers.encoding import ErrorPolicy, encode, known_encoding
from restore.readers.text import Source, read_bytes, read_document

__all__ = [
    "STDIN",
    "Discovery",
    "ErrorPolicy",
    "Found",
    "Source",
    "discover",
    "encode",
    "known_encoding",
    "read_bytes",
    "read_document",
    "read_inputs",
]


def read_inputs(
    inputs: Sequence[str],
    *,
    output: Path | None = None,
    encoding: str | None = None,
    errors: ErrorPolicy = "strict",
    stdin: BinaryIO | None = None,
) -> Iterator[Source | InputError]:
    """Yield every document that the inputs name, in the order of their ids, then the failures.

    Parameters
    ----------
    inputs : files, folders, or ``-`` for standard input
    output : folder of the results; nothing in it is read
    encoding, errors : as in :func:`restore.readers.text.read_document`
    stdin : where ``-`` is read from
    """
    discovery = discover(inputs, output=output)
    for member in discovery.found:
        try:
            yield _read(member, encoding, errors, stdin)
        except InputError as error:
            yield error
    yield from discovery.failed


def _read(
    member: Found, encoding: str | None, errors: ErrorPolicy, stdin: BinaryIO | None
) -> Source:
    if member.path is None:
        if stdin is None:
            raise InputError(STDIN, "is not connected", "give a file, or pipe text in")
        data, name = stdin.read(), "standard input"
    else:
        data, name = read_bytes(member.path), str(member.path)
    return read_document(data, id=member.id, name=name, encoding=encoding, errors=errors)
