"""Files: each whole or not there, records in a row, locks between processes, one refusal."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from io import FileIO
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, TypeVar, cast

import msgspec
from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout
from zstandard import ZstdCompressor, ZstdDecompressor

from restore.errors import RestoreError, WorkError

__all__ = [
    "FULL",
    "Place",
    "Transaction",
    "WholeFile",
    "bytes_at",
    "copy_file",
    "decode",
    "encode",
    "file_digest",
    "flush_files",
    "lock_file",
    "raw_records",
    "read_record",
    "record_at",
    "records",
    "refusal",
    "write_file",
    "write_part",
    "write_record",
]

_T = TypeVar("_T")
# What stands before a record: its length, and in the highest bit whether it is packed.
_LENGTH = Struct("<I")
_PACKED = 1 << 31
# Shorter records gain less than the packing takes: those of a row of a hundred characters have 500 to
# 1,500 bytes, and packing and unpacking them took a twentieth of its time. Zstandard's first level packs
# Chinese text and logs to between a fifth and a half, as zlib's does in three times the time.
_LEAST_PACKED_BYTES = 2048
_LEVEL = 1
_CHUNK_BYTES = 1 << 20
# Records are written and digested so many bytes at a time: of a row several are short.
_WRITTEN_AT_ONCE_BYTES = 1 << 16
_FLUSHED_AT_ONCE = 8
_SHORT_FILE_BYTES = 1 << 14
#: Numbers of system errors that say that a disk takes no more.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class _Packing(threading.local):
    """What packs and unpacks records; threads may not share it."""

    def __init__(self) -> None:
        self.packer = ZstdCompressor(level=_LEVEL)
        self.unpacker = ZstdDecompressor()


_packing = _Packing()


class Place(NamedTuple):
    """Where a record or a run of lines stands in a file: bytes."""

    start: int
    length: int


def refusal(path: Path, error: OSError) -> WorkError:
    """Return the error that says that a file cannot be written, why, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    if error.errno in FULL:
        cure = "make room on the disk and give the same command again: it goes on where it stopped"
    else:
        cure = "check the folder's permissions, or name another place with -o"
    return WorkError(f"{path}: cannot be written ({reason}); {cure}")


class WholeFile:
    """A file that is written piece by piece and appears when the ``with`` block ends well.

    It is written beside its place, flushed to the disk, then renamed. A device or a pipe is
    written to directly.

    Parameters
    ----------
    durable : whether it is to outlive the machine's failure, not only the process's; that costs
        some milliseconds

    Raises
    ------
    WorkError
        If it cannot be written; nothing of it is left then.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self.size = 0
        self._durable = durable
        self._aside = path.with_name(f".restore-{secrets.token_hex(6)}.tmp")
        self._digest = hashlib.sha256()
        self._stream: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._written = 0

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if self.path.exists() and not self.path.is_file():
                self._aside = self.path
            self._stream = self._aside.open("wb" if self._aside == self.path else "xb")
        except OSError as error:
            raise refusal(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close(flush=kind is None)
            if kind is None:
                self.put_in_place()
        except OSError as fault:
            if kind is None:
                raise refusal(self.path, fault) from fault
        finally:
            self.discard()

    def close(self, *, flush: bool) -> None:
        """End the writing; ``flush``: to the disk itself."""
        assert self._stream is not None
        with self._stream:
            self._write_waiting()
            if flush and self._durable and self._aside != self.path:
                self._stream.flush()
                os.fsync(self._stream.fileno())

    def put_in_place(self) -> None:
        """Let the file appear under its name."""
        if self._aside != self.path:
            self._aside.replace(self.path)

    def discard(self) -> None:
        """Remove what was written and is not in its place."""
        if self._aside != self.path:
            with contextlib.suppress(OSError):
                self._aside.unlink(missing_ok=True)

    @property
    def digest(self) -> str:
        """SHA-256 of what was written."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> Place:
        """Add bytes; return where they stand."""
        place = Place(self.size, len(data))
        self._waiting.append(data)
        self.size += len(data)
        if self.size - self._written >= _WRITTEN_AT_ONCE_BYTES:
            try:
                self._write_waiting()
            except OSError as error:
                raise refusal(self.path, error) from error
        return place

    def _write_waiting(self) -> None:
        """Write and digest what waits for it."""
        assert self._stream is not None
        data = b"".join(self._waiting)
        self._waiting, self._written = [], self.size
        self._stream.write(data)
        self._digest.update(data)

    def append(self, data: bytes) -> Place:
        """Add a record, to be read back by :func:`raw_records` or :func:`bytes_at`; it is packed."""
        head = len(data)
        if head >= _LEAST_PACKED_BYTES:
            data = _packing.packer.compress(data)
            head = len(data) | _PACKED
        return self.write(_LENGTH.pack(head) + data)


def write_file(path: Path, data: bytes, *, durable: bool = True) -> str:
    """Write a file at once, whole or not at all; return its SHA-256. See :class:`WholeFile`.

    Raises
    ------
    WorkError
        If it cannot be written; names the file and the reason.
    """
    with WholeFile(path, durable=durable) as file:
        file.write(data)
    return file.digest


def write_part(path: Path, data: bytes) -> str:
    """Write one of many files that count for nothing before a marker is written; return its SHA-256.

    It is neither flushed (see :func:`flush_files`) nor put in place by a rename.

    Raises
    ------
    WorkError
        If it cannot be written; names the file and the reason.
    """
    try:
        try:
            stream = FileIO(path, "x")
        except FileExistsError:
            path.unlink()
            stream = FileIO(path, "x")
        with stream:
            rest = memoryview(data)
            while rest:
                rest = rest[stream.write(rest) :]
    except OSError as error:
        raise refusal(path, error) from error
    return hashlib.sha256(data).hexdigest()


def flush_files(paths: Sequence[Path]) -> None:
    """Flush files to the disk that were written without.

    Several at a time: what waits for the disk together is written together (a thousand small files
    took 4 s one by one, 0.15 s so).

    Raises
    ------
    WorkError
        If it cannot be done.
    """
    if paths:
        # A thread takes its files one after the other: to hand out each costs more than to flush it.
        parts = [paths[first::_FLUSHED_AT_ONCE] for first in range(_FLUSHED_AT_ONCE)]
        with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as threads:
            deque(threads.map(_flush, parts), maxlen=0)


def _flush(paths: Sequence[Path]) -> None:
    for path in paths:
        try:
            descriptor = os.open(path, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise refusal(path, error) from error


def copy_file(source: Path, target: Path) -> None:
    """Copy a file of any size, whole or not at all.

    Raises
    ------
    WorkError
        If it cannot be written; names the file and the reason.
    """
    with source.open("rb") as stream, WholeFile(target) as file:
        while data := stream.read(_CHUNK_BYTES):
            file.write(data)


class Transaction:
    """A set of files in one folder that appear together at the end of the ``with`` block.

    If the block raises, or a file cannot be written, nothing that stood in the folder has changed
    and no file of ours is left behind. Only the last step, the renames, could be torn by a power
    failure; each file is whole even then, and the file written last (a manifest) is renamed last.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[WholeFile] = []
        self._made: list[Path] = []
        self._removed: list[Path] = []

    def write(self, name: str, data: bytes) -> None:
        """Write one file aside; ``name`` is its path below the folder, with ``/``.

        Raises
        ------
        WorkError
            If it cannot be written; names the file and the reason.
        """
        target = self._folder / name
        try:
            self._make_folder(target.parent)
        except OSError as error:
            raise refusal(target, error) from error
        file = WholeFile(target)
        self._waiting.append(file)
        file.__enter__()
        file.write(data)
        try:
            file.close(flush=True)
        except OSError as error:
            raise refusal(target, error) from error

    def remove(self, name: str) -> None:
        """Remove a file of an earlier run when the new ones appear."""
        self._removed.append(self._folder / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            for file in self._waiting:
                file.discard()
            # Folders that hold something now are kept: rmdir refuses them.
            for folder in reversed(self._made):
                with contextlib.suppress(OSError):
                    folder.rmdir()

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            self._made.append(path)

    def _commit(self) -> None:
        for file in self._waiting:
            try:
                file.put_in_place()
            except OSError as error:
                raise refusal(file.path, error) from error
        for path in self._removed:
            with contextlib.suppress(OSError):
                path.unlink()
                path.parent.rmdir()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb", buffering=0) as stream:
        # Most files are short, and to make room for the pieces of a long one takes time.
        data = stream.read(_SHORT_FILE_BYTES)
        if len(data) < _SHORT_FILE_BYTES:
            return hashlib.sha256(data + stream.readall()).hexdigest()
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()


@lru_cache(maxsize=32)
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


@lru_cache(maxsize=1)
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()


def encode(record: object) -> bytes:
    """Return a record as MessagePack.

    Raises
    ------
    UnicodeEncodeError
        If a text holds half a surrogate pair: that is no text, and no file can hold it.
    """
    return _encoder().encode(record)


def decode(data: bytes | memoryview, kind: type[_T]) -> _T:
    """Return the record of a type that :func:`encode` encoded: equal to what went in.

    Raises
    ------
    msgspec.ValidationError
        If it is none.
    """
    decoded: _T = _decoder(cast("Any", kind)).decode(data)
    return decoded


def records(path: Path, kind: type[_T]) -> Iterator[_T]:
    """Yield the records of a file, in order; see :func:`raw_records`."""
    # Unlike a generator, a map does not keep the bytes while the record is in use.
    return map(partial(decode, kind=kind), raw_records(path))


def raw_records(path: Path) -> Iterator[bytes]:
    """Yield the encoded records of a file, in order.

    Raises
    ------
    WorkError
        If the file is not there.
    """
    try:
        with path.open("rb") as stream:
            while head := stream.read(_LENGTH.size):
                (length,) = _LENGTH.unpack(head)
                yield _unpacked(length, stream.read(length & ~_PACKED))
    except OSError as error:
        raise WorkError(
            f"{path}: cannot be read back ({error}); remove the folder {path.parent.parent} "
            "and run again"
        ) from error


def record_at(stream: BinaryIO, place: Place, kind: type[_T]) -> _T:
    """Return the record that stands at a place of an open file."""
    return decode(bytes_at(stream, place), kind)


def bytes_at(stream: BinaryIO, place: Place) -> bytes:
    """Return the record that stands at a place of an open file, as it was given to be written."""
    stream.seek(place.start)
    data = stream.read(place.length)
    return _unpacked(_LENGTH.unpack_from(data)[0], data[_LENGTH.size :])


def _unpacked(head: int, data: bytes) -> bytes:
    return _packing.unpacker.decompress(data) if head & _PACKED else data


def write_record(path: Path, record: object) -> str:
    """Write a file of one record, packed; return its SHA-256. See :func:`write_file`."""
    with WholeFile(path) as file:
        file.append(encode(record))
    return file.digest


def read_record(path: Path, kind: type[_T]) -> _T:
    """Return the record of a file that :func:`write_record` wrote.

    Raises
    ------
    WorkError
        If the file is not there.
    """
    return next(records(path, kind))


def lock_file(path: Path, *, wait: float = -1) -> BaseFileLock | None:
    """Return a lock that is held now, to be released; None if another process holds it.

    Where the file system knows no locks, that the file is there is the lock: one that a crash
    leaves behind is named when it stands in the way.

    Parameters
    ----------
    path : a file for the lock alone; it is made, and may be left behind
    wait : seconds; for ever if negative

    Raises
    ------
    OSError
        If the file cannot be made.
    """
    kinds: tuple[type[BaseFileLock], ...] = (FileLock, SoftFileLock)
    for kind in kinds:
        found = kind(path)
        try:
            found.acquire(timeout=wait)
        except Timeout:
            return None
        except NotImplementedError:
            continue
        return found
    raise RestoreError(f"{path}: cannot be locked; name a folder on another disk")
