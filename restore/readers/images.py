"""Page images, as an OCR engine read them before: native pages in a folder, by the image's SHA-256.

Reading them is no reader's business; ``restore clean`` sees to it beforehand (``--ocr``).
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from restore.core.native_page import Page, decode_page
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.native import add_native
from restore.readers.options import ReadOptions
from restore.readers.page_source import page_source
from restore.readers.pages import PageBuilder
from restore.readers.source import Source

__all__ = ["IMAGE_SUFFIXES", "NEEDS_OCR", "is_image", "read_image", "recognised_page", "target"]

#: Files that are taken for page images by their name.
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".jp2"})
_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP  ")
# What stands behind the size of the file.
_BITMAP, _WEBP = (b"BM", 6, b"\x00\x00\x00\x00"), (b"RIFF", 8, b"WEBP")
#: What to do about an image of a page.
NEEDS_OCR = "install restore-zh[rapidocr], or give the page as an OCR engine read it"


def is_image(head: bytes) -> bool:
    """Whether a file begins as the image of a page."""
    return head.startswith(_HEADS) or any(
        head.startswith(mark) and head.startswith(kind, place)
        for mark, place, kind in (_BITMAP, _WEBP)
    )


def target(folder: Path, digest: str, number: int) -> Path:
    """Return where the page of a file is kept (``number`` from 0)."""
    return folder / digest[:2] / f"{digest}.{number}.json"


def recognised_page(folder: Path, digest: str, number: int) -> Page | None:
    """Return a page that was read before; None if it was not."""
    path = target(folder, digest, number)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return decode_page(data, str(path))


def read_image(blob: Blob, options: ReadOptions) -> Source:
    """Read a page image, or a file of several.

    Raises
    ------
    InputError
        If no engine has read it, or found no text in it.
    """
    data = blob.read()
    builder = PageBuilder()
    engine = ""
    number = 0
    if options.recognised is not None:
        digest, folder = sha256(data).hexdigest(), Path(options.recognised)
        while (page := recognised_page(folder, digest, number)) is not None:
            add_native(builder, page)
            engine = page.engine
            number += 1
    if not number:
        raise InputError(blob.name, "is an image of a page, which nothing has read", NEEDS_OCR)
    if not builder.atoms:
        raise InputError(blob.name, "shows no text that was recognised", "leave it out")
    return page_source(blob, builder.file(engine), format="image", data=data)
