"""Rows of numbers that are sorted into buckets on disk: the outer half of an external sort."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "Spill"]

Rows = NDArray[np.void]


class Spill:
    """Takes rows of one dtype in any order and gives them back bucket by bucket.

    Rows of a bucket come back in the order in which they were added. At most ``room`` rows wait in
    memory; a small corpus never touches the disk.

    Parameters
    ----------
    path : prefix of the files that are made
    dtype : a structured dtype
    room : rows that may wait in memory
    """

    def __init__(self, path: Path, dtype: np.dtype[np.void], *, room: int = 1 << 16) -> None:
        self._path = path
        self._dtype = dtype
        self._room = room
        self._waiting: list[tuple[Rows, NDArray[np.int64]]] = []
        self._size = 0
        self._written: set[int] = set()

    def add(self, rows: Rows, buckets: NDArray[np.int64]) -> None:
        """Add rows, each with the number of its bucket."""
        if len(rows):
            self._waiting.append((rows, buckets))
            self._size += len(rows)
            if self._size > self._room:
                self._flush()

    def read(self, bucket: int) -> Rows:
        """Return all rows of one bucket."""
        parts = []
        if bucket in self._written:
            parts.append(np.fromfile(self._file(bucket), self._dtype))
        parts += [rows[buckets == bucket] for rows, buckets in self._waiting]
        return np.concatenate(parts) if parts else np.empty(0, self._dtype)

    def drop(self, bucket: int) -> None:
        """Forget what the disk holds of a bucket."""
        if bucket in self._written:
            self._file(bucket).unlink()
            self._written.discard(bucket)

    def _file(self, bucket: int) -> Path:
        return self._path.with_name(f"{self._path.name}-{bucket}.rows")

    def _flush(self) -> None:
        rows = np.concatenate([part for part, _ in self._waiting])
        buckets = np.concatenate([part for _, part in self._waiting])
        order = np.argsort(buckets, kind="stable")
        rows, buckets = rows[order], buckets[order]
        numbers, starts = np.unique(buckets, return_index=True)
        for number, part in zip(numbers.tolist(), np.split(rows, starts[1:]), strict=True):
            with self._file(number).open("ab") as file:
                part.tofile(file)
            self._written.add(number)
        self._waiting, self._size = [], 0
