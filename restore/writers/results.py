"""Files in the formats of the inputs: their names, and the rows of inputs with their results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from restore.readers.blob import Blob
from restore.readers.compression import SUFFIXES
from restore.readers.registry import ReadOptions
from restore.writers.outcome import Outcome
from restore.writers.rows import RowResult, written_rows

__all__ = ["page_file", "row_file", "rows_of"]


def row_file(blob: Blob) -> str:
    """Return the output file for the rows of an input; it is not compressed."""
    return f"rows/{_unpacked_name(blob.id, 'rows.jsonl')}"


def page_file(document: str) -> str:
    """Return the output file for an OCR page with its corrections in place."""
    return f"pages/{_unpacked_name(document, 'page.xml')}"


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
