"""The pages of an output folder's documents: where each line stands, and the picture below it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from restore.core.document import Document
from restore.review.image_files import images_below, safe_image
from restore.review.order_picture import places_in_text
from restore.review.pictures import Picture, picture
from restore.review.places import DocumentPlaces, PageImage, PlacedSpan, read_places

__all__ = ["Facsimiles", "ShownPage", "ShownPlaces"]


class ShownPage(msgspec.Struct, frozen=True):
    """A page: the address of its picture (empty: there is none), and the size that boxes refer to
    (0: the picture's own)."""

    image: str
    width: float
    height: float


class ShownPlaces(msgspec.Struct, frozen=True):
    """The pages of a document and its lines; ``order`` has for each line where it begins in the
    clean text (code points), None where nothing of it is left."""

    pages: tuple[ShownPage, ...]
    lines: tuple[PlacedSpan, ...]
    order: tuple[int | None, ...]


class Facsimiles:
    """Finds what a run recorded of its pages. Only files below the input folder, or below the folder
    of images that the user named, are ever read.

    Parameters
    ----------
    folder : the output folder
    inputs : the folder that the recorded paths start from
    images : a folder of images, looked into first
    """

    def __init__(self, folder: Path, inputs: Path, images: Path | None = None) -> None:
        self._places = read_places(folder)
        self._inputs = inputs
        self._images = images

    def shown(self, number: int, document: Document) -> ShownPlaces | None:
        """Return where the lines of a document stand; ``number`` is its number in the report."""
        places = self._places.get(document.id)
        if places is None:
            return None
        files = self._files(places)
        pages = tuple(
            ShownPage(f"/image/{number}/{at}" if file else "", page.width, page.height)
            for at, (page, file) in enumerate(zip(places.pages, files, strict=True))
        )
        spans = [(line.start, line.end) for line in places.lines]
        return ShownPlaces(pages, places.lines, tuple(places_in_text(document, spans)))

    def picture(self, document: str, page: int) -> Picture | None:
        """Return the picture of a page (from 0) of a document."""
        places = self._places.get(document)
        if places is None or not 0 <= page < len(places.pages):
            return None
        file, known = self._files(places)[page], places.pages[page]
        return None if file is None else picture(file, known.page, known.turn)

    def _files(self, places: DocumentPlaces) -> list[Path | None]:
        found = [safe_image(self._inputs, page.image) for page in places.pages]
        if self._images is None:
            return found
        own = self._in_images(self._images, places.document, places.pages)
        return [
            safe_image(self._images, name) or file for name, file in zip(own, found, strict=True)
        ]

    def _in_images(self, root: Path, document: str, pages: tuple[PageImage, ...]) -> list[str]:
        path = PurePosixPath(document)
        stated = [page.named for page in pages]
        names = [""] * len(pages)
        for place in (path, PurePosixPath(path.name)):
            below = images_below(root, root.joinpath(*place.parts), stated)
            names = [name or other for name, other in zip(names, below, strict=True)]
        return names
