"""Where the lines of a source stand on its pages, and which file shows each page.

``OUT/places.jsonl`` holds one record a document whose source told places (hOCR, ALTO, PAGE-XML, PDF,
images that were read); it is there only if there are such documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.review.image_files import images_below, name_below, page_number

if TYPE_CHECKING:
    from restore.readers import Source

__all__ = [
    "FILE",
    "DocumentPlaces",
    "PageImage",
    "PlacedSpan",
    "places_of",
    "read_places",
]

FILE = "places.jsonl"


class PageImage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What shows a page: a path from the input folder (empty: nothing was found there), which page
    of that file (from 0) if it has several, by how many quarters clockwise that is to be turned.

    ``width`` and ``height`` are the size that boxes refer to (0: the image's own); ``named`` is what
    the source calls the file.
    """

    image: str
    width: float = 0
    height: float = 0
    page: int = 0
    turn: int = 0
    named: str = ""


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


def places_of(source: Source, folder: Path) -> DocumentPlaces | None:
    """Return where the lines of a source stand; None if it does not tell.

    Parameters
    ----------
    folder : the input folder; images that lie elsewhere are left out
    """
    page, path = source.page, None if source.blob is None else source.blob.path
    if page is None:
        return None
    lines = tuple(
        PlacedSpan(line.start, line.end, line.page, _rounded(line.box))
        for line in page.lines
        if line.box is not None
    )
    if not lines:
        return None
    named = [known.name for known in page.facsimiles]
    if path is None:
        images = [""] * len(named)
    elif source.format in ("image", "pdf"):
        images = [name_below(folder.resolve(), path)] * len(named)
    else:
        images = images_below(folder, path, named)
    own = page_number(path) if path is not None and len(named) == 1 else None
    return DocumentPlaces(
        source.document.id,
        tuple(
            PageImage(
                image,
                *(size or (0.0, 0.0)),
                known.page if own is None else own,
                known.turn,
                known.name,
            )
            for image, size, known in zip(images, page.sizes, page.facsimiles, strict=True)
        ),
        lines,
    )


def read_places(folder: Path) -> dict[str, DocumentPlaces]:
    """Return the places that a run recorded, by document; none if it recorded none."""
    try:
        data = (folder / FILE).read_bytes()
        records: Iterable[DocumentPlaces] = msgspec.json.Decoder(DocumentPlaces).decode_lines(data)
    except (OSError, msgspec.DecodeError):
        return {}
    return {record.document: record for record in records}


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(side, 1) for side in box)
    return left, top, right, bottom
