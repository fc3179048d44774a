"""A page with its lines numbered in reading order: an SVG over the page's image."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from restore.core.document import Document
from restore.review.places import DocumentPlaces
from restore.text.characters import UNFIT_FOR_XML

__all__ = ["MARK", "DrawnLine", "drawn_page", "order_picture", "places_in_text"]

#: What every picture begins with.
MARK = '<svg xmlns="http://www.w3.org/2000/svg" class="restore-order"'
_UNFIT = re.compile(f"[{UNFIT_FOR_XML}]")
# Height of a number: of the thickness of its line, but within these shares of the page's longer
# side, so that it can be read where the print is small and hides no headline.
_OF_LINE, _LEAST_OF_PAGE, _MOST_OF_PAGE = 0.6, 0.008, 0.014
_LINE, _REMOVED, _WAY = "#d00", "#777", "#06c"


class DrawnLine(NamedTuple):
    """A line on the page: its box (left, top, right, bottom), and what is shown on pointing at it.

    ``place`` orders the lines; None: the line was removed, and has no number.
    """

    box: tuple[float, float, float, float]
    title: str
    place: int | None


def order_picture(lines: Sequence[DrawnLine], size: tuple[float, float] | None, image: str) -> str:
    """Return the SVG of a page.

    Parameters
    ----------
    size : width and height that the boxes refer to; if not known, what the boxes take up
    image : address of the image, or the image itself (``data:``)
    """
    width, height = size if size and min(size) > 0 else _extent(lines)
    shown = sorted((line for line in lines if line.place is not None), key=_place)
    way = " ".join(f"{(b[0] + b[2]) / 2:g},{(b[1] + b[3]) / 2:g}" for b, _, _ in shown)
    side = max(width, height)
    parts = [
        f'{MARK} viewBox="0 0 {width:g} {height:g}" font-family="sans-serif" font-weight="bold">',
        f'<image href="{escape(image)}" width="{width:g}" height="{height:g}" '
        'preserveAspectRatio="none"/>',
        f'<polyline points="{way}" fill="none" stroke="{_WAY}" stroke-opacity="0.5" '
        f'stroke-width="{side / 500:g}"/>',
        *(_drawn(line, "", side) for line in lines if line.place is None),
        *(_drawn(line, str(number), side) for number, line in enumerate(shown, 1)),
        "</svg>\n",
    ]
    return "\n".join(parts)


def drawn_page(document: Document, places: DocumentPlaces, page: int, image: str) -> str:
    """Return the picture of a page of a restored document, numbered as its present text runs.

    Parameters
    ----------
    page : from 0
    image : address of its image, or the image itself
    """
    here = [line for line in places.lines if line.page == page]
    found = places_in_text(document, [(line.start, line.end) for line in here])
    lines = [
        DrawnLine(line.box, document.source[line.start : line.end], place)
        for line, place in zip(here, found, strict=True)
    ]
    size = places.pages[page].width, places.pages[page].height
    return order_picture(lines, size, image)


def places_in_text(document: Document, spans: Sequence[tuple[int, int]]) -> list[int | None]:
    """Return where each span of the source begins in the present text, None where nothing is left.

    Parameters
    ----------
    spans : code points; in the order of the source, none within another
    """
    places: list[int | None] = [None] * len(spans)
    starts = [start for start, _ in spans]
    for origin in document.origins():
        if origin.source is None:
            continue
        start, end = origin.source
        for index in range(max(0, bisect_right(starts, start) - 1), bisect_right(starts, end - 1)):
            low = max(start, spans[index][0])
            if places[index] is None and low < min(end, spans[index][1]):
                places[index] = origin.start + low - start
    return places


def _extent(lines: Sequence[DrawnLine]) -> tuple[float, float]:
    return (
        max((line.box[2] for line in lines), default=1.0),
        max((line.box[3] for line in lines), default=1.0),
    )


def _place(line: DrawnLine) -> int:
    return line.place or 0


def _drawn(line: DrawnLine, number: str, side: float) -> str:
    left, top, right, bottom = line.box
    thickness = min(right - left, bottom - top)
    size = min(max(_OF_LINE * thickness, _LEAST_OF_PAGE * side), _MOST_OF_PAGE * side)
    removed = "" if number else ' stroke-dasharray="4"'
    label = (
        f'<text x="{left:g}" y="{top + size * 0.8:g}" font-size="{size:g}" fill="{_LINE}" '
        f'stroke="white" stroke-width="{size / 4:g}" paint-order="stroke">{number}</text>'
    )
    return (
        f"<g><title>{escape(_UNFIT.sub('', line.title))}</title>"
        f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" '
        f'fill="white" fill-opacity="0" stroke="{_LINE if number else _REMOVED}" '
        f'stroke-width="{side / 800:g}"{removed}/>{label if number else ""}</g>'
    )
