"""Read the native page format: boxes to order, probabilities to weigh."""

from __future__ import annotations

from restore.core.native_page import Page, decode_page
from restore.readers.geometry import Box, Facsimile, OcrFile
from restore.readers.pages import PageBuilder, slope_of_points

__all__ = ["add_native", "read_native"]


def read_native(data: bytes, source: str) -> OcrFile:
    """Read a page file.

    Raises
    ------
    InputError
        As :func:`restore.core.native_page.decode_page`.
    """
    page = decode_page(data, source)
    builder = PageBuilder()
    add_native(builder, page)
    return builder.file(page.engine)


def add_native(builder: PageBuilder, page: Page, facsimile: Facsimile | None = None) -> None:
    """Add a page to others, and where its image is if it is not the page of that number."""
    for line in page.lines:
        box = Box(*line.box) if line.box is not None else None
        atom = builder.atom(
            line.text,
            box,
            probabilities=line.probability,
            candidates={
                place: options
                for place, options in line.candidates.items()
                if line.probability and line.probability[place] is not None
            },
        )
        corners = line.quad and list(zip(line.quad[::2], line.quad[1::2], strict=True))
        builder.line([atom], box, slope=slope_of_points(corners) if corners else None)
    builder.page(page.size, facsimile=facsimile)
