"""Compressed files: gzip, bzip2, xz and Zstandard, known by their first bytes, unpacked in bounds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from restore.errors import InputError

__all__ = ["SUFFIXES", "is_compressed", "unpacked"]

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")

# Text of many equal paragraphs shrinks to a hundredth; a bomb to a thousandth.
_MOST_RATIO = 400
_FREE = 64 << 20


def _gzip(stream: BinaryIO) -> IO[bytes]:
    import gzip

    return cast("IO[bytes]", gzip.GzipFile(fileobj=stream))


def _bzip2(stream: BinaryIO) -> IO[bytes]:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: BinaryIO) -> IO[bytes]:
    import lzma

    return lzma.LZMAFile(stream)


def _zstandard(stream: BinaryIO) -> IO[bytes]:
    import zstandard

    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        stream, read_across_frames=True
    )
    return cast("IO[bytes]", reader)


_KINDS: tuple[tuple[bytes, Callable[[BinaryIO], IO[bytes]]], ...] = (
    (b"\x1f\x8b", _gzip),
    (b"BZh", _bzip2),
    (b"\xfd7zXZ\x00", _xz),
    (b"\x28\xb5\x2f\xfd", _zstandard),
)


def is_compressed(head: bytes) -> bool:
    """Whether the first bytes are those of a compressed file."""
    return any(head.startswith(mark) for mark, _ in _KINDS)


def unpacked(stream: BinaryIO, head: bytes, source: str) -> BinaryIO:
    """Return a stream of the bytes within.

    Raises
    ------
    InputError
        If the package for Zstandard is not there. While it is read: if the data is damaged, or
        grows to more than 400 times its size (beyond 64 MiB).
    """
    opener = next(opener for mark, opener in _KINDS if head.startswith(mark))
    counted = _Counted(stream)
    try:
        inner = opener(cast("BinaryIO", counted))
    except ImportError as error:
        raise InputError(
            source,
            "is compressed with Zstandard, and the package for it is not installed",
            "install restore-zh[zst], or unpack the file",
        ) from error
    return cast("BinaryIO", io.BufferedReader(_Bounded(inner, counted, source), 1 << 18))


class _Counted(io.RawIOBase):
    """Counts what is read from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Bounded(io.RawIOBase):
    """The unpacked bytes; stops where they grow beyond all proportion."""

    def __init__(self, inner: IO[bytes], packed: _Counted, source: str) -> None:
        self._inner = inner
        self._packed = packed
        self._source = source
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._inner.read(len(view))
        except InputError:
            raise
        except Exception as error:
            # Each package has an error of its own for damaged data.
            raise InputError(
                self._source,
                f"cannot be unpacked ({error or type(error).__name__})",
                "the file is damaged or cut short; fetch it again",
            ) from error
        view[: len(data)] = data
        self._count += len(data)
        if self._count > _FREE and self._count > _MOST_RATIO * max(1, self._packed.count):
            raise InputError(
                self._source,
                f"unpacks to more than {_MOST_RATIO} times its size",
                "no text does that; if it is one, unpack it yourself",
            )
        return len(data)

    def close(self) -> None:
        self._inner.close()
        self._packed.close()
        super().close()
