"""Readers: files become documents.

:func:`read_inputs` reads everything that a command line names. A file that cannot be read is
yielded as an error; the others are still read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from restore.core.blame import ends_the_run
from restore.errors import InputError, RestoreError
from restore.readers.blob import Blob, printable, read_bytes, trouble
from restore.readers.discover import STDIN, Discovery, Found, Skipped, discover
from restore.readers.encoding import ErrorPolicy, encode, known_encoding
from restore.readers.options import Reader, ReadOptions
from restore.readers.registry import choose_reader, read_blob
from restore.readers.source import Source
from restore.readers.text import read_document

__all__ = [
    "STDIN",
    "Blob",
    "Discovery",
    "ErrorPolicy",
    "Found",
    "ReadOptions",
    "Reader",
    "Skipped",
    "Source",
    "blob_of",
    "choose_reader",
    "discover",
    "encode",
    "guarded",
    "known_encoding",
    "printable",
    "read_blob",
    "read_bytes",
    "read_document",
    "read_inputs",
]

DEFAULT = ReadOptions()


def read_inputs(
    inputs: Sequence[str],
    *,
    output: Path | None = None,
    options: ReadOptions = DEFAULT,
    stdin: BinaryIO | None = None,
    skipped: Callable[[Sequence[Skipped]], None] | None = None,
) -> Iterator[Source | InputError]:
    """Yield every document that the inputs name, in the order of their files, then the failures.

    Parameters
    ----------
    inputs : files, folders, patterns, or ``-`` for standard input
    output : folder of the results; nothing in it is read
    options : encoding, format and fields
    stdin : where ``-`` is read from
    skipped : called with what lies in the folders and is not read, if anything does
    """
    images = "never" if options.recognised is None else options.ocr
    discovery = discover(inputs, output=output, fields=bool(options.fields), images=images)
    if skipped is not None and discovery.skipped:
        skipped(discovery.skipped)
    for member in discovery.found:
        try:
            blob = blob_of(member, stdin)
        except InputError as error:
            yield error
            continue
        yield from guarded(blob, options)
    yield from discovery.failed


def guarded(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Keep a fault of one reader (it may be another package's) from ending the run."""
    try:
        yield from read_blob(blob, options)
    except RestoreError:
        raise
    except BaseException as error:
        if ends_the_run(error):
            raise
        yield InputError(
            blob.name,
            f"made the reader fail ({type(error).__name__}: {error})",
            "please report it with the file; the other files are still read",
        )


def blob_of(member: Found, stdin: BinaryIO | None = None) -> Blob:
    """Return the bytes of what was found.

    Raises
    ------
    InputError
        If standard input is asked for and not connected.
    """
    if member.path is not None:
        return Blob(member.id, printable(member.path), member.path)
    if stdin is None:
        raise InputError(STDIN, "is not connected", "give a file, or pipe text in")
    try:
        data = stdin.read()
    except OSError as error:
        raise InputError("standard input", *trouble(error)) from error
    return Blob(member.id, "standard input", data=data)
