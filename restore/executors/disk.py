"""Files of a work folder: each whole or not there; records in a row, read back one by one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self, TypeVar

from restore.core.blame import FULL
from restore.errors import WorkError
from restore.pipeline.state import decode

__all__ = [
    "Place",
    "WholeFile",
    "WorkError",
    "file_digest",
    "raw_records",
    "record_at",
    "records",
    "refusal",
    "write_whole",
]

_T = TypeVar("_T")
_LENGTH = Struct("<I")


class Place(NamedTuple):
    """Where a record or a run of lines stands in a file: bytes."""

    start: int
    length: int


def refusal(path: Path, error: OSError) -> WorkError:
    """Say that a file cannot be written, why, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in FULL:
        cure = "make room on the disk and give the same command again: it goes on where it stopped"
    else:
        cure = "check the folder's permissions, or name another folder with -o"
    return WorkError(f"{path}: cannot be written ({reason}); {cure}")


class WholeFile:
    """A file that is written piece by piece and appears when the ``with`` block ends well.

    Raises
    ------
    WorkError
        If it cannot be written; nothing of it is left then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}.tmp")
        self._digest = sha256()
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._aside.open("xb")
        except OSError as error:
            raise refusal(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._stream is not None
        try:
            with self._stream:
                if kind is None:
                    self._stream.flush()
                    os.fsync(self._stream.fileno())
            if kind is None:
                self._aside.replace(self.path)
        except OSError as fault:
            if kind is None:
                raise refusal(self.path, fault) from fault
        finally:
            with contextlib.suppress(OSError):
                self._aside.unlink(missing_ok=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what was written so far."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> Place:
        """Add bytes; return where they stand."""
        assert self._stream is not None
        try:
            self._stream.write(data)
        except OSError as error:
            raise refusal(self.path, error) from error
        self._digest.update(data)
        place = Place(self.size, len(data))
        self.size += len(data)
        return place

    def append(self, data: bytes) -> Place:
        """Add an encoded record, to be read back by :func:`records` or :func:`record_at`."""
        self.write(_LENGTH.pack(len(data)))
        return self.write(data)


def write_whole(path: Path, data: bytes) -> str:
    """Write a file at once; return its SHA-256."""
    with WholeFile(path) as file:
        file.write(data)
    return file.digest


def records(path: Path, kind: type[_T]) -> Iterator[_T]:
    """Yield the records of a file, in order; see :func:`raw_records`."""
    return (decode(data, kind) for data in raw_records(path))


def raw_records(path: Path) -> Iterator[bytes]:
    """Yield the encoded records of a file, in order.

    Raises
    ------
    WorkError
        If the file is not there or not whole.
    """
    try:
        with path.open("rb") as stream:
            while head := stream.read(_LENGTH.size):
                (length,) = _LENGTH.unpack(head)
                yield stream.read(length)
    except OSError as error:
        raise _damaged(path, error) from error


def record_at(stream: BinaryIO, place: Place, kind: type[_T]) -> _T:
    """Return the record that stands at a place of an open file."""
    stream.seek(place.start)
    return decode(stream.read(place.length), kind)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(path: Path, error: Exception) -> WorkError:
    return WorkError(
        f"{path}: cannot be read back ({error}); remove the folder {path.parent.parent} "
        "and run again"
    )
