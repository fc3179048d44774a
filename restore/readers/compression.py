"""Unpack gzip, bzip2, xz and Zstandard files, within bounds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

from zstandard import ZstdDecompressor

from restore.errors import InputError

__all__ = ["SUFFIXES", "is_compressed", "unpacked"]

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")

# Text of many equal paragraphs shrinks to a hundredth; a bomb to a thousandth.
_MAX_RATIO = 400
# Up to so much the ratio is not asked for.
_FREE_BYTES = 64 << 20

# Bytes that are unpacked at once: they become 32 MiB at the most (bzip2, Zstandard).
_PIECE_BYTES = 1 << 10
# The window that a Zstandard file may ask for.
_MAX_WINDOW_BYTES = 1 << 27
# What xz -9 asks for, and as much again.
_MAX_MEMORY_BYTES = 1 << 28


class _Frame(Protocol):
    """Unpacks one frame (stream, member) of a file; it may hold several."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> _Frame:
    import zlib

    # With the head and the check sum of gzip (zlib.h, inflateInit2).
    return cast("_Frame", zlib.decompressobj(wbits=16 + zlib.MAX_WBITS))


def _bzip2() -> _Frame:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> _Frame:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MAX_MEMORY_BYTES)


def _zstandard() -> _Frame:
    return cast("_Frame", ZstdDecompressor(max_window_size=_MAX_WINDOW_BYTES).decompressobj())


_KINDS: tuple[tuple[bytes, Callable[[], _Frame]], ...] = (
    (b"\x1f\x8b", _gzip),
    (b"BZh", _bzip2),
    (b"\xfd7zXZ\x00", _xz),
    (b"\x28\xb5\x2f\xfd", _zstandard),
)
# gzip and xz may be filled up with zeros behind a frame.
_PADDED = (_gzip, _xz)


def is_compressed(head: bytes) -> bool:
    """Whether the first bytes are those of a compressed file."""
    return any(head.startswith(mark) for mark, _ in _KINDS)


def unpacked(stream: BinaryIO, head: bytes, source: str) -> BinaryIO:
    """Return a stream of the bytes within.

    Raises
    ------
    InputError
        While it is read: if the data is damaged, or grows to more than 400 times its size (beyond
        64 MiB).
    """
    make = next(make for mark, make in _KINDS if head.startswith(mark))
    return cast("BinaryIO", io.BufferedReader(_Unpacked(stream, make, source), 1 << 18))


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of all frames; stops where they grow beyond all proportion.

    A frame that is not whole, and what is no frame, is an error: a library that passes over them
    loses text without a word.
    """

    def __init__(self, stream: BinaryIO, make: Callable[[], _Frame], source: str) -> None:
        self._stream, self._make, self._source = stream, make, source
        self._frame: _Frame | None = None
        self._waiting = b""
        self._unpacked = memoryview(b"")
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._unpacked:
            try:
                data = self._next()
            except (InputError, MemoryError):
                raise
            except Exception as error:
                # Each package has an error of its own for damaged data.
                raise self._damaged(str(error) or type(error).__name__) from error
            if data is None:
                return 0
            self._unpacked = memoryview(data)
        size = min(len(view), len(self._unpacked))
        view[:size] = self._unpacked[:size]
        self._unpacked = self._unpacked[size:]
        return size

    def _next(self) -> bytes | None:
        """Unpack some more; None at the end."""
        data = self._waiting or self._stream.read(_PIECE_BYTES)
        self._waiting = b""
        if self._frame is None and self._taken and self._make in _PADDED:
            data = data.lstrip(b"\0") or (b"" if not data else self._padding())
        if not data:
            if self._frame is not None:
                raise self._damaged("it ends in the middle")
            return None
        self._taken += len(data)
        frame = self._frame = self._frame or self._make()
        found = frame.decompress(data)
        if frame.eof:
            self._waiting = frame.unused_data
            self._taken -= len(self._waiting)
            self._frame = None
        self._given += len(found)
        if self._given > _FREE_BYTES and self._given > _MAX_RATIO * max(1, self._taken):
            raise InputError(
                self._source,
                f"unpacks to more than {_MAX_RATIO} times its size",
                "no text does that; if it is one, unpack it yourself",
            )
        return found

    def _padding(self) -> bytes:
        """Pass over zeros; return what follows."""
        while data := self._stream.read(_PIECE_BYTES):
            if rest := data.lstrip(b"\0"):
                return rest
        return b""

    def _damaged(self, problem: str) -> InputError:
        return InputError(
            self._source,
            f"cannot be unpacked ({problem})",
            "the file is damaged or cut short; fetch it again",
        )

    def close(self) -> None:
        self._stream.close()
        super().close()
