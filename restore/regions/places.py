"""What form a place of a source has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from restore.core.document import Document
from restore.core.regions import OF_WORDS, Form, Region
from restore.regions.finding import layers

__all__ = ["Places"]


class Places:
    """The regions of a source, asked what stands where.

    Parameters
    ----------
    regions : in order; of two that overlap one lies within the other
    """

    def __init__(self, regions: Iterable[Region]) -> None:
        self._outer, self._inner = map(_Layer, layers(regions))

    def __bool__(self) -> bool:
        return bool(self._outer.regions)

    def touched(self, start: int, end: int) -> list[Region]:
        """Return the regions that a span of the source shares a character with, or stands within."""
        found = self._outer.sharing(start, end)
        return found + self._inner.sharing(start, end) if self._inner.regions else found

    def line_at(self, document: Document, place: int) -> Form | None:
        """Return the form of the line that a character of the present text stands in."""
        if not 0 <= place < len(document.text):
            return None
        start, end = document.to_source(place, place + 1)
        found = self._outer.sharing(start, end) if start < end else None
        return None if not found or found[0].form in OF_WORDS else found[0].form

    def of_line(self, document: Document, start: int, end: int) -> Form | None:
        """Return the form of a line of the present text, that of its words if they are all of it."""
        form = self.line_at(document, start)
        if form is None and start < end:
            span = document.to_source(start, end)
            for region in self._outer.sharing(*span):
                if region.start <= span[0] and span[1] <= region.end:
                    form = region.form
        return form


class _Layer:
    """Regions in order of which no two overlap."""

    def __init__(self, regions: list[Region]) -> None:
        self.regions = regions
        self._starts = [region.start for region in regions]
        self._ends = [region.end for region in regions]

    def sharing(self, start: int, end: int) -> list[Region]:
        """Return what :meth:`Places.touched` does of these."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, max(end, start + 1), first)
        found = self.regions[first:last]
        return [item for item in found if start < end or item.start < start] if found else []
