"""Where the lines of a source stand on the image of its page.

``OUT/places.jsonl`` holds one record a document whose source told places (hOCR, ALTO, PAGE-XML)
and has an image beside it; it is there only if there are such documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

__all__ = [
    "FILE",
    "IMAGES",
    "DocumentPlaces",
    "PageImage",
    "PlacedSpan",
    "image_beside",
    "read_places",
    "safe_image",
]

# What browsers show; the type that each is served with.
IMAGES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
FILE = "places.jsonl"


class PageImage(msgspec.Struct, frozen=True):
    """The image of a page: its path from the input folder, and the size that boxes refer to
    (0: the image's own)."""

    image: str
    width: float = 0
    height: float = 0


class PlacedSpan(NamedTuple):
    """A line: its span in the decoded source (code points), its page (from 0), its box: left,
    top, right, bottom."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


class DocumentPlaces(msgspec.Struct, frozen=True):
    """A line of ``places.jsonl``."""

    document: str
    pages: tuple[PageImage, ...]
    lines: tuple[PlacedSpan, ...]


def image_beside(source: Path) -> Path | None:
    """Return the image that lies beside an OCR file: ``p1.hocr``, ``p1.page.xml`` → ``p1.png``."""
    stem = source.name.split(".")[0]
    for name in dict.fromkeys((source.stem, Path(source.stem).stem, stem)):
        for suffix in IMAGES:
            path = source.with_name(f"{name}{suffix}")
            if path.is_file():
                return path
    return None


def read_places(folder: Path) -> dict[str, DocumentPlaces]:
    """Return the places that a run recorded, by document; none if it recorded none."""
    try:
        data = (folder / FILE).read_bytes()
        records: Iterable[DocumentPlaces] = msgspec.json.Decoder(DocumentPlaces).decode_lines(data)
    except (OSError, msgspec.DecodeError):
        return {}
    return {record.document: record for record in records}


def safe_image(root: Path, name: str) -> Path | None:
    """Return an image's path below the input folder, or None if it is none or lies elsewhere."""
    path = root.joinpath(*PurePosixPath(name).parts).resolve()
    inside = path.is_relative_to(root.resolve())
    return path if inside and path.suffix.lower() in IMAGES and path.is_file() else None
