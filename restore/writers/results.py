"""The names of files in the formats of the inputs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from restore.readers.compression import SUFFIXES
from restore.writers.names import distinct_names

__all__ = ["page_files", "row_files"]


def row_files(inputs: Iterable[str]) -> dict[str, str]:
    """Return the output files for the rows of inputs, by their ids; they are not compressed."""
    return _files("rows", inputs, "rows.jsonl")


def page_files(documents: Iterable[str]) -> dict[str, str]:
    """Return the output files for OCR pages with their corrections in place, by document."""
    return _files("pages", documents, "page.xml")


def _files(folder: str, ids: Iterable[str], stdin: str) -> dict[str, str]:
    names = distinct_names({name: _unpacked_name(name, stdin) for name in ids})
    return {document: f"{folder}/{name}" for document, name in names.items()}


def _unpacked_name(name: str, stdin: str) -> str:
    if name == "-":
        return stdin
    path = PurePosixPath(name)
    return str(path.with_suffix("") if path.suffix.lower() in SUFFIXES else path)
