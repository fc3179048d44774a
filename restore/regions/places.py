"""What form a place of a source has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from restore.core.document import Document
from restore.core.regions import OF_WORDS, Form, Region
from restore.regions.finding import layers

__all__ = ["Places"]

_END = attrgetter("end")


class Places:
    """The regions of a source, asked what stands where.

    Parameters
    ----------
    regions : in order; of two that overlap one lies within the other
    """

    def __init__(self, regions: Iterable[Region]) -> None:
        self._layers = layers(regions)

    def __bool__(self) -> bool:
        return bool(self._layers[0])

    def touched(self, start: int, end: int) -> Iterator[Region]:
        """Yield the regions that a span of the source shares a character with, or stands within."""
        for layer in self._layers:
            yield from _sharing(layer, start, end)

    def line_at(self, document: Document, place: int) -> Form | None:
        """Return the form of the line that a character of the present text stands in."""
        if not 0 <= place < len(document.text):
            return None
        start, end = document.to_source(place, place + 1)
        region = next(_sharing(self._layers[0], start, end), None) if start < end else None
        return None if region is None or region.form in OF_WORDS else region.form

    def of_line(self, document: Document, start: int, end: int) -> Form | None:
        """Return the form of a line of the present text, that of its words if they are all of it."""
        form = self.line_at(document, start)
        if form is None and start < end:
            span = document.to_source(start, end)
            for region in _sharing(self._layers[0], *span):
                if region.start <= span[0] and span[1] <= region.end:
                    form = region.form
        return form


def _sharing(regions: Sequence[Region], start: int, end: int) -> Iterator[Region]:
    place = bisect_right(regions, start, key=_END)
    while place < len(regions) and regions[place].start < max(end, start + 1):
        region = regions[place]
        if start < end or region.start < start:
            yield region
        place += 1
