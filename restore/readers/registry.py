"""Choose the reader of a file. Packages add readers by the entry point ``restore.readers``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from restore.errors import InputError, RestoreError
from restore.plugins import load_group
from restore.readers.blob import Blob
from restore.readers.options import Reader, ReadOptions
from restore.readers.source import Source

__all__ = [
    "choose_reader",
    "is_wanted",
    "read_blob",
    "reader_named",
    "readers",
]

GROUP = "restore.readers"
TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """Return all readers: those of other packages first, so that they may replace ours.

    Raises
    ------
    RestoreError
        If another package's reader cannot be loaded.
    """
    from restore.readers.formats import BUILTIN

    return (*_foreign(), *BUILTIN)


def _foreign() -> Iterator[Reader]:
    for name, reader in load_group(GROUP):
        if not isinstance(reader, Reader):
            raise RestoreError(
                f"the entry point {name!r} of {GROUP} is {type(reader).__name__}, not "
                "restore.readers.Reader; update or remove the package that brings it"
            )
        yield reader


def reader_named(name: str) -> Reader:
    """Return a reader by its name.

    Raises
    ------
    RestoreError
        If there is none: names those there are.
    """
    for reader in readers():
        if reader.name == name:
            return reader
    from restore.readers.adapter import adapters
    from restore.readers.json_files import adapter_reader

    found = adapter_reader(name)
    if found is None:
        engines = sorted({item.name for item in adapters()})
        known = sorted({reader.name for reader in readers()})
        raise RestoreError(
            f"no input format {name!r}; there are {', '.join(known)}, and for the JSON of "
            f"engines {', '.join(engines)}"
        )
    return found


def choose_reader(blob: Blob, options: ReadOptions) -> Reader:
    """Return the reader of a file: the one that was named, or by suffix and first bytes.

    Raises
    ------
    InputError
        If the file is of a kind (XML, HTML, JSON) but of no format that is read.
    """
    if options.format is not None:
        return reader_named(options.format)
    suffix = blob.suffix
    if options.fields and (suffix in _OF_FIELDS or blob.head.lstrip()[:1] in (b"{", b"[")):
        return reader_named("json")
    if suffix not in TEXT_SUFFIXES:
        for reader in readers():
            if suffix in reader.suffixes or reader.recognises(blob.head):
                if suffix == ".json" and reader.name == "jsonl" and not _has_rows(blob, options):
                    continue
                return reader
        if suffix == ".json":
            # It says what the file holds, and how its texts can be named.
            return reader_named("json")
        if suffix in _STRUCTURED:
            raise InputError(
                blob.name,
                f"is no {suffix[1:].upper()} that is read (hOCR, ALTO, PAGE-XML …)",
                "name its format with --input-format (text: as plain text)",
            )
    return reader_named("text")


def _has_rows(blob: Blob, options: ReadOptions) -> bool:
    """Whether a file whose first line is an object is one of rows, not an object in one line."""
    from restore.readers.jsonl import holds_rows

    return holds_rows(blob.head, options.text_field)


# Files of rows, which in a folder are read only if they hold texts.
_TABLES = frozenset({".csv", ".tsv", ".tab"})
# Files that the user's own fields are for.
_OF_FIELDS = frozenset({".json", ".jsonl", ".ndjson"})
_STRUCTURED = frozenset({".xml", ".html", ".htm", ".xhtml", ".json", ".tsv"})


def is_wanted(blob: Blob) -> bool:
    """Whether a file found in a folder is one that is read (a named file always is)."""
    suffix = blob.suffix
    if suffix in _TABLES and not _is_of_an_engine(blob):
        from restore.readers.csv_rows import holds_texts

        return holds_texts(blob.head)
    if suffix in TEXT_SUFFIXES or any(suffix in reader.suffixes for reader in readers()):
        return True
    if suffix == "":
        return True
    if suffix not in _STRUCTURED:
        return False
    # Any one-line JSON file looks like a row: in a folder rows are known by their name alone.
    known = [reader for reader in readers() if reader.name != "jsonl"]
    try:
        return any(reader.recognises(blob.head) for reader in known)
    except InputError:
        return True


def _is_of_an_engine(blob: Blob) -> bool:
    """Whether a file is the TSV of an engine, whatever stands in it."""
    return reader_named("tesseract-tsv").recognises(blob.head)


def read_blob(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield the documents of a file; what cannot be read is an error among them."""
    try:
        yield from choose_reader(blob, options).read(blob, options)
    except InputError as error:
        yield error
