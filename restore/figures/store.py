"""Files of records and of rows, so that a corpus need not fit in memory.

:class:`RecordFile` holds records that are read by number, :class:`Spill` rows of numbers that are
sorted into buckets (the outer half of an external sort), :class:`KeptRows` what a run that was
stopped had found.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.files import write_file

__all__ = ["KeptRows", "RankedFile", "RecordFile", "Rows", "Spill"]

T = TypeVar("T")
Rows = NDArray[np.void]
#: Records that are put in order in one step.
_RECORDS_AT_ONCE = 2048


class RecordFile(Generic[T]):
    """A file of records of one type.

    What stays in memory is the offset of each record (8 bytes) and the records that were read last.

    Parameters
    ----------
    path : where the records stand; a file of offsets is put beside it by :meth:`seal`
    kind : the type of the records, anything that msgspec encodes
    cache : how many records are kept decoded (at most twice as many)
    """

    def __init__(self, path: Path, kind: type[T], *, cache: int = 4096) -> None:
        self.path = path
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._encoder = msgspec.msgpack.Encoder()
        self._cache_size = cache
        self._young: dict[int, T] = {}
        self._old: dict[int, T] = {}
        self._offsets = array("Q", [0])
        self._sealed = False
        self._file: BinaryIO = path.open("w+b")

    @classmethod
    def reopen(cls, path: Path, kind: type[T], *, cache: int = 4096) -> RecordFile[T]:
        """Open for reading what another process has written and sealed."""
        made = cls.__new__(cls)
        made.path = path
        made._decoder = msgspec.msgpack.Decoder(kind)
        made._encoder = msgspec.msgpack.Encoder()
        made._cache_size = cache
        made._young, made._old = {}, {}
        made._offsets = array("Q")
        made._offsets.frombytes(_offsets_path(path).read_bytes())
        made._sealed = True
        made._file = path.open("rb")
        return made

    def encode(self, record: T) -> bytes:
        """Return the bytes of a record."""
        return self._encoder.encode(record)

    def append(self, record: T) -> None:
        """Add a record; its number is how many there were."""
        self.append_encoded(self._encoder.encode(record))

    def append_encoded(self, data: bytes) -> None:
        """Add a record that is encoded already."""
        self._file.write(data)
        self._offsets.append(self._offsets[-1] + len(data))

    def seal(self) -> None:
        """End the writing, so that this and other processes may read."""
        self._file.flush()
        _offsets_path(self.path).write_bytes(self._offsets.tobytes())
        self._sealed = True

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> T:
        record = self._young.get(number)
        if record is not None:
            return record
        record = self._old.get(number)
        if record is None:
            record = self._read(number)
        if len(self._young) >= self._cache_size:
            self._old, self._young = self._young, {}
        self._young[number] = record
        return record

    def __iter__(self) -> Iterator[T]:
        """Yield every record in order, past the cache."""
        for number in range(len(self)):
            yield self._read(number)

    def _read(self, number: int) -> T:
        if not self._sealed:
            self.seal()
        start = self._offsets[number]
        self._file.seek(start)
        return self._decoder.decode(self._file.read(self._offsets[number + 1] - start))


def _offsets_path(path: Path) -> Path:
    return path.with_suffix(".offsets")


class RankedFile(Generic[T]):
    """Records on disk that are read by rank, then by id; 16 bytes for each stay in memory."""

    def __init__(self, path: Path, kind: type[T]) -> None:
        self._records: RecordFile[T] = RecordFile(path, kind)
        self._ranks = array("d")
        self._ids = array("Q")

    def append(self, record: T, rank: float, name: str) -> None:
        """Add a record; ``name`` is a letter and hexadecimal digits."""
        self._records.append(record)
        self._ranks.append(rank)
        self._ids.append(int(name[1:], 16))

    def close(self) -> None:
        """Close the file."""
        self._records.close()

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        order = np.lexsort((np.array(self._ids, np.uint64), np.array(self._ranks, np.float64)))
        for chunk in range(0, len(order), _RECORDS_AT_ONCE):
            for number in order[chunk : chunk + _RECORDS_AT_ONCE].tolist():
                yield self._records[number]


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
        self._ordered = True
        self._size = 0
        self._written: set[int] = set()

    def add(self, rows: Rows, buckets: NDArray[np.int64]) -> None:
        """Add rows, each with the number of its bucket."""
        if len(rows):
            self._waiting.append((rows, buckets))
            self._ordered = False
            self._size += len(rows)
            if self._size > self._room:
                self._flush()

    def read(self, bucket: int) -> Rows:
        """Return all rows of one bucket."""
        parts = []
        if bucket in self._written:
            parts.append(np.fromfile(self._file(bucket), self._dtype))
        self._order()
        for rows, buckets in self._waiting:
            parts.append(rows[slice(*np.searchsorted(buckets, (bucket, bucket + 1)))])
        return np.concatenate(parts) if parts else np.empty(0, self._dtype)

    def drop(self, bucket: int) -> None:
        """Forget what the disk holds of a bucket."""
        if bucket in self._written:
            self._file(bucket).unlink()
            self._written.discard(bucket)

    def _file(self, bucket: int) -> Path:
        return self._path.with_name(f"{self._path.name}-{bucket}.rows")

    def _order(self) -> None:
        """Make what waits one piece, sorted by bucket."""
        if self._ordered:
            return
        rows = np.concatenate([part for part, _ in self._waiting])
        buckets = np.concatenate([part for _, part in self._waiting])
        order = np.argsort(buckets, kind="stable")
        self._waiting, self._ordered = [(rows[order], buckets[order])], True

    def _flush(self) -> None:
        self._order()
        ((rows, buckets),) = self._waiting
        numbers, starts = np.unique(buckets, return_index=True)
        for number, part in zip(numbers.tolist(), np.split(rows, starts[1:]), strict=True):
            with self._file(number).open("ab") as file:
                part.tofile(file)
            self._written.add(number)
        self._waiting, self._ordered, self._size = [], True, 0


class KeptRows:
    """The rows that each of many batches comes to; batches that were finished are not made again.

    Parameters
    ----------
    path : prefix of the files that hold them, one a batch; None: nothing is kept
    dtype : of the rows
    """

    def __init__(self, path: Path | None, dtype: np.dtype[np.void]) -> None:
        self._path = path
        self._dtype = dtype

    def rows(
        self, count: int, work: Iterable[T], make: Callable[[Iterable[T]], Iterator[Rows]]
    ) -> Iterator[Rows]:
        """Yield the rows of every batch, in order.

        Parameters
        ----------
        count : of the batches
        work : one piece for each batch
        make : gives the rows for pieces of work, in order
        """
        known = [self._file(number) for number in range(count)]
        there = [path is not None and path.exists() for path in known]
        made = make(item for item, kept in zip(work, there, strict=True) if not kept)
        for path, kept in zip(known, there, strict=True):
            if path is not None and kept:
                yield np.fromfile(path, self._dtype)
                continue
            rows = next(made)
            if path is not None:
                write_file(path, rows.tobytes())
            yield rows

    def _file(self, number: int) -> Path | None:
        path = self._path
        return None if path is None else path.with_name(f"{path.name}-{number:06d}.rows")
