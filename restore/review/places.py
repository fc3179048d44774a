"""Where the lines of a source stand on the image of its page.

``OUT/places.jsonl`` holds one record a document whose source told places (hOCR, ALTO, PAGE-XML)
and has an image beside it; it is there only if there are such documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from restore.readers import Source

__all__ = [
    "FILE",
    "IMAGES",
    "DocumentPlaces",
    "PageImage",
    "PlacedSpan",
    "image_beside",
    "images_beside",
    "places_of",
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
# How tools number the images of one file (pdftoppm: book-1.png or, of ten pages, book-01.png).
_JOINTS, _WIDTHS = ("-", "_", "."), (1, 2, 3, 4)


class PageImage(msgspec.Struct, frozen=True):
    """The image of a page: its path from the input folder (empty: there is none), and the size
    that boxes refer to (0: the image's own)."""

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
    for name in _names(source):
        for suffix in IMAGES:
            path = source.with_name(f"{name}{suffix}")
            if path.is_file():
                return path
    return None


def images_beside(source: Path, pages: int) -> list[Path | None]:
    """Return the image of each page of an OCR file: ``book.hocr`` → ``book-1.png`` …"""
    if pages == 1:
        return [image_beside(source)]
    for name in _names(source):
        for joint in _JOINTS:
            for width in _WIDTHS:
                for suffix in IMAGES:
                    found = [
                        source.with_name(f"{name}{joint}{number:0{width}}{suffix}")
                        for number in range(1, pages + 1)
                    ]
                    if found[0].is_file():
                        return [path if path.is_file() else None for path in found]
    return [None] * pages


def places_of(source: Source, folder: Path) -> DocumentPlaces | None:
    """Return where the lines of a source stand; None if it does not tell, or has no image.

    Parameters
    ----------
    folder : the input folder; images that lie elsewhere are left out
    """
    page, blob = source.page, source.blob
    if page is None or blob is None or blob.path is None:
        return None
    lines = tuple(
        PlacedSpan(line.start, line.end, line.page, _rounded(line.box))
        for line in page.lines
        if line.box is not None
    )
    if not lines:
        return None
    root = folder.resolve()
    found = images_beside(blob.path, len(page.sizes))
    names = [_name_below(root, path) for path in found]
    if not any(names):
        return None
    images = (
        PageImage(name, *(size or (0, 0))) for name, size in zip(names, page.sizes, strict=True)
    )
    return DocumentPlaces(source.document.id, tuple(images), lines)


def read_places(folder: Path) -> dict[str, DocumentPlaces]:
    """Return the places that a run recorded, by document; none if it recorded none."""
    try:
        data = (folder / FILE).read_bytes()
        records: Iterable[DocumentPlaces] = msgspec.json.Decoder(DocumentPlaces).decode_lines(data)
    except (OSError, msgspec.DecodeError):
        return {}
    return {record.document: record for record in records}


def _names(source: Path) -> Iterable[str]:
    stem = source.name.split(".")[0]
    return dict.fromkeys((source.stem, Path(source.stem).stem, stem))


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side, 1) for side in box)
    return left, top, right, bottom


def _name_below(root: Path, image: Path | None) -> str:
    path = image.resolve() if image is not None else None
    return path.relative_to(root).as_posix() if path and path.is_relative_to(root) else ""


def safe_image(root: Path, name: str) -> Path | None:
    """Return an image's path below the input folder, or None if it is none or lies elsewhere."""
    path = root.joinpath(*PurePosixPath(name).parts).resolve()
    inside = path.is_relative_to(root.resolve())
    return path if inside and path.suffix.lower() in IMAGES and path.is_file() else None
