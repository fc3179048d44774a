"""The reading options of a user, and the interface of a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.encoding import ErrorPolicy
from restore.readers.source import Source

__all__ = ["ReadOptions", "Reader"]


@dataclass(frozen=True)
class ReadOptions:
    """What a user may say about the inputs.

    ``format`` names a reader instead of finding it; the fields are those of rows (JSON Lines, CSV,
    spreadsheets, Parquet; rows without ``id_field`` are numbered from 1). ``fields`` says where the
    texts of a JSON file stand: the TOML of an adapter, or one line of it.
    ``recognised`` is a folder of page images as an OCR engine read them; ``ocr`` is ``always`` where
    they stand for the text of PDF pages, too.
    """

    encoding: str | None = None
    errors: ErrorPolicy = "strict"
    format: str | None = None
    text_field: str = "text"
    id_field: str = "id"
    fields: str = ""
    recognised: str | None = None
    ocr: str = "auto"


@dataclass(frozen=True)
class Reader:
    """Reads one format.

    Parameters
    ----------
    name : what ``--input-format`` calls it
    recognises : says of the first 64 KiB, unpacked, whether a file is of the format
    read : yields the documents of a file, and errors for those that cannot be read; may raise
        InputError for the whole file
    suffixes : files that are taken for the format by their name, in lower case with the dot
    title : what a message calls it; the name if empty
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Blob, ReadOptions], Iterable[Source | InputError]]
    suffixes: tuple[str, ...] = ()
    title: str = ""
