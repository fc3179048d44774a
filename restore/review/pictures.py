"""Pages as pictures that a browser shows: image files as they are or scaled, pages of PDF drawn.

Pictures are made when they are asked for, and the last few are kept.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

__all__ = ["Picture", "picture"]

# What browsers show; the type that each is served with.
_SHOWN = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
# Pixels of the longer side of a page that is drawn or scaled: print of 9 points on a newspaper page of
# 55 cm is then 16 pixels high, and a page takes about a megabyte.
_LONGER_SIDE = 3_000
# A smaller image file is sent as it is: bytes, and pixels of its longer side if those can be told.
_SMALL = 3_000_000
_MOST_PIXELS = 200_000_000
_QUALITY = 85
_KEPT = 12
# PDFium is not safe for threads; and two pages at once would take twice the memory.
_ONE = Lock()


class Picture(NamedTuple):
    """An image file's bytes, and their type."""

    data: bytes
    type: str


def picture(path: Path, page: int = 0, turn: int = 0) -> Picture | None:
    """Return a page as a browser shows it, None if that cannot be done here.

    TIFF, BMP and JPEG 2000 need Pillow (extra ``review``), PDF needs pypdfium2 (extra ``pdf``).

    Parameters
    ----------
    page : from 0, of a file of several
    turn : by how many quarters clockwise it is turned
    """
    try:
        state = path.stat()
        with _ONE:
            return _made(path, state.st_mtime_ns, page, turn % 4)
    except Exception:
        # Decoders raise whatever a damaged file makes them raise; the text is shown without it.
        return None


@lru_cache(_KEPT)
def _made(path: Path, _changed: int, page: int, turn: int) -> Picture | None:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _drawn(path, page, turn)
    known = _SHOWN.get(suffix)
    if find_spec("PIL") is None:
        return Picture(path.read_bytes(), known) if known else None
    return _scaled(path, page, turn, known)


def _scaled(path: Path, page: int, turn: int, known: str | None) -> Picture | None:
    import PIL.Image
    from PIL import ImageOps

    with PIL.Image.open(path) as file:
        if file.width * file.height > _MOST_PIXELS:
            return None
        small = max(file.size) <= _LONGER_SIDE and path.stat().st_size <= _SMALL
        if known and small and not turn:
            return Picture(path.read_bytes(), known)
        if page < getattr(file, "n_frames", 1):
            file.seek(page)
        # Turned as its own mark says, as browsers and the recogniser do.
        image = ImageOps.exif_transpose(file).convert("RGB")
    image.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
    if turn:
        image = image.rotate(-90 * turn, expand=True)
    data = BytesIO()
    image.save(data, "JPEG", quality=_QUALITY)
    return Picture(data.getvalue(), "image/jpeg")


def _drawn(path: Path, page: int, turn: int) -> Picture | None:
    if find_spec("pypdfium2") is None:
        return None
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        shown = document[page if page < len(document) else 0]
        scale = min(_LONGER_SIDE / max(shown.get_size()), _LONGER_SIDE / 600)
        bitmap = shown.render(scale=scale, rotation=90 * turn, rev_byteorder=True)
        return Picture(_png(bitmap.to_numpy()), "image/png")
    finally:
        document.close()


def _png(pixels: Any) -> bytes:
    """Encode rows of red, green and blue (bytes: height, width, 3), or of grey."""
    height, width = pixels.shape[:2]
    colours = 2 if pixels.ndim == 3 and pixels.shape[2] == 3 else 0
    rows = pixels.reshape(height, -1)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(raw, 1))
        + chunk(b"IEND", b"")
    )
