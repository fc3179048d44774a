"""The bytes of a file or of standard input, unpacked, with a name for messages."""

from __future__ import annotations

import io
import os
import re
import stat
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from restore.errors import InputError
from restore.readers.compression import SUFFIXES, is_compressed, unpacked
from restore.text.characters import UNPRINTABLE

__all__ = ["HEAD_BYTES", "MAX_BYTES", "Blob", "file_blob", "printable", "read_bytes", "trouble"]

#: So much of a file tells its format.
HEAD_BYTES = 1 << 16
# A page, a report, a book: what is read whole is never larger.
MAX_BYTES = 512 << 20
# Control characters, line and paragraph separators, and what turns the direction of writing.
_CONTROLS = re.compile(f"[{UNPRINTABLE}]")


@dataclass(frozen=True)
class Blob:
    """Bytes to read: of a file, or (``data``) of standard input.

    ``id`` names the document in the output, ``name`` the source in messages.
    """

    id: str
    name: str
    path: Path | None = None
    data: bytes | None = field(default=None, repr=False)

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked."""
        with closing(self.open()) as stream:
            return stream.read(HEAD_BYTES)

    @cached_property
    def packed(self) -> bool:
        """Whether the file is compressed."""
        with closing(self._raw()) as stream:
            return is_compressed(stream.read(8))

    @cached_property
    def suffix(self) -> str:
        """The suffix in lower case, that of a compression aside."""
        path = PurePosixPath(self.id.lower())
        return path.with_suffix("").suffix if path.suffix in SUFFIXES else path.suffix

    def open(self) -> BinaryIO:
        """Open the bytes, unpacked.

        Raises
        ------
        InputError
            If the file cannot be read, or is compressed in a way that cannot be undone.
        """
        stream = self._raw()
        head = stream.read(8)
        if not stream.seekable():
            stream = io.BytesIO(head + stream.read())
        stream.seek(0)
        return unpacked(stream, head, self.name) if is_compressed(head) else stream

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """Return all bytes, unpacked.

        Raises
        ------
        InputError
            Also if there are more than ``limit``.
        """
        with closing(self._raw()) as stream:
            try:
                head = stream.read(8)
                # Asked for more than there is, a stream makes room for all of it.
                filed = self.path is not None and self.data is None
                small = filed and os.fstat(stream.fileno()).st_size <= limit
                if small and not is_compressed(head):
                    return head + stream.read()
            except OSError as error:
                raise InputError(self.name, *trouble(error)) from error
        with closing(self.open()) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise InputError(
                self.name, f"is larger than {limit >> 20} MiB", "split it into smaller files"
            )
        return data

    def _raw(self) -> BinaryIO:
        if self.data is not None or self.path is None:
            return io.BytesIO(self.data or b"")
        try:
            mode = self.path.stat().st_mode
            if stat.S_ISREG(mode):
                return self.path.open("rb")
        except OSError as error:
            raise InputError(self.name, *trouble(error)) from error
        # A pipe can be read once: its bytes are kept. A folder or a device is refused.
        data = read_bytes(self.path, self.name)
        object.__setattr__(self, "data", data)
        return io.BytesIO(data)


def file_blob(path: Path, id: str | None = None) -> Blob:
    """Return the blob of a file; its name is the id if none is given."""
    return Blob(id if id is not None else printable(path.name), printable(path), path)


def printable(name: str | Path) -> str:
    """Return the name of a file as text that can be shown and written, whatever its bytes.

    Bytes that are no UTF-8 and control characters (line breaks too) are written as escapes.
    """
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """Read a file's bytes.

    Raises
    ------
    InputError
        If the path is a folder or a device, or cannot be read.
    """
    source = name if name is not None else str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(source, "is a folder, not a file", "give a text file")
        # A FIFO is fine: `restore clean <(command)`.
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise InputError(source, "is a device, not a file", "give a text file, or - for stdin")
        return path.read_bytes()
    except OSError as error:
        raise InputError(source, *trouble(error)) from error


def trouble(error: OSError) -> tuple[str, str]:
    """Say what is wrong with a file, and what to do about it."""
    if isinstance(error, FileNotFoundError):
        return "does not exist", "check the path"
    if isinstance(error, PermissionError):
        return "may not be read", "give yourself permission to read it"
    reason = os.strerror(error.errno) if error.errno else str(error)
    return f"cannot be read ({reason})", "check the path and the disk"
