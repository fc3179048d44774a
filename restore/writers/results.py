"""Files in the formats of the inputs: their names, and the rows of inputs with their results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from restore.readers.blob import Blob
from restore.readers.compression import SUFFIXES
from restore.readers.registry import ReadOptions
from restore.writers.names import distinct_names
from restore.writers.outcome import Outcome
from restore.writers.rows import RowResult, written_rows

__all__ = ["page_files", "row_files", "rows_of"]


def row_files(inputs: Iterable[str]) -> dict[str, str]:
    """Return the output files for the rows of inputs, by their ids; they are not compressed."""
    return _files("rows", inputs, "rows.jsonl")


def page_files(documents: Iterable[str]) -> dict[str, str]:
    """Return the output files for OCR pages with their corrections in place, by document."""
    return _files("pages", documents, "page.xml")


def _files(folder: str, ids: Iterable[str], stdin: str) -> dict[str, str]:
    names = distinct_names({name: _unpacked_name(name, stdin) for name in ids})
    return {document: f"{folder}/{name}" for document, name in names.items()}


def rows_of(
    outcomes: Sequence[Outcome], reading: ReadOptions
) -> Iterator[tuple[Blob, Iterator[bytes]]]:
    """Yield for every input of rows its rows with their results."""
    placed = [item for item in outcomes if item.source.row is not None]
    for _, group in groupby(placed, key=lambda item: item.source.blob and item.source.blob.id):
        members = list(group)
        blob = members[0].source.blob
        assert blob is not None
        results = [
            RowResult(item.source.row, item.document.digest, item.document.text, item.edits)
            for item in members
            if item.source.row is not None
        ]
        yield blob, written_rows(blob, members[0].source.format, results, reading)


def _unpacked_name(name: str, stdin: str) -> str:
    if name == "-":
        return stdin
    path = PurePosixPath(name)
    return str(path.with_suffix("") if path.suffix.lower() in SUFFIXES else path)
