"""Clean texts to measure on: plain, .xz, .gz or .bz2 files in UTF-8."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

from restore.errors import InputError

__all__ = ["read_text"]

_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".xz": lzma.decompress,
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
}


def read_text(path: Path) -> str:
    """Return a text with LF line ends.

    Raises
    ------
    InputError
        If the file cannot be read, unpacked or decoded.
    """
    try:
        data = path.read_bytes()
        unpack = _UNPACK.get(path.suffix.lower())
        text = (data if unpack is None else unpack(data)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            str(path), "is no UTF-8", "convert it to UTF-8", offset=error.start
        ) from error
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "check the file") from error
    return text.replace("\r\n", "\n")
