"""Cut the inputs of a run into shards: runs of files, and runs of rows of large files of rows.

The documents and their order do not depend on where the cuts are.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from restore.errors import InputError
from restore.executors.records import Row
from restore.files import WholeFile, encode, file_digest, records, write_file
from restore.readers import Discovery, Source, blob_of, choose_reader, guarded
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions

__all__ = [
    "Piece",
    "Print",
    "Seal",
    "Shard",
    "cut",
    "fingerprint",
    "pieces_of",
    "read_piece",
    "seal_of",
]

# Readers of files of rows: such a file may be larger than memory.
_ROWS = frozenset({"jsonl", "parquet", "csv", "xlsx", "ods"})


class Print(msgspec.Struct, frozen=True, array_like=True):
    """What tells that a file was changed: its size, time of change (ns), and number."""

    size: int
    time: int
    number: int


class Piece(msgspec.Struct, frozen=True):
    """A file, or (``rows``: where they are spooled, with the reader's name) rows of a file."""

    id: str
    name: str
    path: bytes | None
    size: int
    rows: str | None = None
    rows_digest: str = ""
    format: str = ""
    error: tuple[str, str, str] | None = None

    @property
    def blob(self) -> Blob:
        """The file."""
        return Blob(self.id, self.name, self.file)

    @property
    def file(self) -> Path | None:
        """Its path, which need not be UTF-8."""
        return None if self.path is None else Path(os.fsdecode(self.path))


class Shard(msgspec.Struct, frozen=True):
    """What one process takes at a time; shards are in the order of the documents."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(piece.size for piece in self.pieces)


def fingerprint(path: Path) -> Print:
    """Return what tells whether a file was changed."""
    found = path.stat()
    return Print(found.st_size, found.st_mtime_ns, found.st_ino)


class Seal(NamedTuple):
    """The names and digest of a piece, and its fingerprint from before the digest was taken."""

    names: tuple[str, ...]
    print: Print | None


def changed(name: str) -> InputError:
    """Return the error of a file that was changed while it was read."""
    cure = "wait until it is whole, and run again"
    return InputError(name, "was changed while it was read", cure)


def cut(pieces: Iterator[Piece], limit: int) -> Iterator[Shard]:
    """Put pieces together, as many as have ``limit`` bytes; at least one a shard."""
    number = size = 0
    waiting: list[Piece] = []
    for piece in pieces:
        if waiting and size + piece.size > limit:
            yield Shard(number, tuple(waiting))
            number += 1
            waiting, size = [], 0
        waiting.append(piece)
        size += piece.size
    if waiting:
        yield Shard(number, tuple(waiting))


def pieces_of(
    discovery: Discovery, options: ReadOptions, spool: Path, limit: int, stdin: BinaryIO | None
) -> Iterator[Piece]:
    """Yield the pieces of what was found; rows and what can be read but once is spooled.

    Parameters
    ----------
    spool : folder for it; what lies there is removed
    limit : bytes of text of a piece of rows
    """
    shutil.rmtree(spool, ignore_errors=True)
    for number, member in enumerate(discovery.found):
        try:
            blob = _seekable(blob_of(member, stdin), spool / f"{number:06d}.bytes")
            reader = choose_reader(blob, options).name
        except InputError as error:
            cause = (error.source, error.problem, error.cure)
            yield Piece(member.id, error.source, None, 0, error=cause)
            continue
        assert blob.path is not None
        if reader in _ROWS:
            yield from _rows(blob, reader, options, spool / f"{number:06d}", limit)
        else:
            size = 0
            with suppress(OSError):
                size = blob.path.stat().st_size
            yield Piece(blob.id, blob.name, os.fsencode(blob.path), size)


def _seekable(blob: Blob, spooled: Path) -> Blob:
    """Keep the bytes of standard input and of pipes, which can be read once."""
    if blob.path is not None:
        with suppress(OSError):
            if stat.S_ISREG(blob.path.stat().st_mode):
                return blob
    data = blob.data if blob.data is not None else blob.read()
    write_file(spooled, data)
    return Blob(blob.id, blob.name, spooled)


def _rows(
    blob: Blob, reader: str, options: ReadOptions, spool: Path, limit: int
) -> Iterator[Piece]:
    """Spool the rows of a file, all of them before the first piece is given out."""
    assert blob.path is not None
    before = fingerprint(blob.path)
    pieces: list[Piece] = []
    rows = guarded(blob, options)
    row = next(rows, None)
    while row is not None:
        path = spool.with_name(f"{spool.name}-{len(pieces):06d}.rows")
        size = 0
        with WholeFile(path) as file:
            while row is not None and size <= limit:
                kept = Row.of(row)
                size += kept.size + 16
                file.append(encode(kept))
                row = next(rows, None)
        pieces.append(
            Piece(blob.id, blob.name, os.fsencode(blob.path), size, str(path), file.digest, reader)
        )
    if fingerprint(blob.path) != before:
        for piece in pieces:
            Path(piece.rows or "").unlink()
        error = changed(blob.name)
        cause = (error.source, error.problem, error.cure)
        pieces = [Piece(blob.id, blob.name, os.fsencode(blob.path), 0, error=cause)]
    yield from pieces


def seal_of(piece: Piece) -> Seal:
    """Return what tells that a piece is the same as before: its names and its bytes' digest."""
    names = (piece.id, piece.name, (piece.path or b"").hex())
    file = piece.file
    if piece.error is not None or file is None:
        return Seal((*names, *(piece.error or ())), None)
    if piece.rows is not None:
        return Seal((*names, piece.rows_digest), None)
    try:
        before = fingerprint(file)
        return Seal((*names, file_digest(file)), before)
    except OSError as error:
        return Seal((*names, f"unreadable {error.errno}"), None)


def read_piece(piece: Piece, seal: Seal, options: ReadOptions) -> list[Source | InputError]:
    """Return the documents of a piece, and what could not be read of it.

    A file that was changed since it was sealed gives nothing but an error.
    """
    if piece.error is not None:
        return [InputError(*piece.error)]
    blob = piece.blob
    if piece.rows is not None:
        return [row.item(blob, piece.format) for row in records(Path(piece.rows), Row)]
    items = list(guarded(blob, options))
    with suppress(OSError):
        if seal.print is not None and fingerprint(blob.path or Path()) != seal.print:
            return [changed(blob.name)]
    return items
