"""Finds the regions of a source, each place in the first form that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from restore.core.regions import Region
from restore.regions import (
    addresses,
    fences,
    formulas,
    front_matter,
    inline_code,
    markup,
    references,
)

__all__ = ["find_regions"]

#: The finders; what one has found is hidden from those behind it.
FINDERS: tuple[Callable[[str], Iterable[Region]], ...] = (
    front_matter.find,
    fences.find,
    inline_code.find,
    formulas.find,
    markup.find,
    references.find,
    addresses.find,
)


def find_regions(text: str) -> tuple[Region, ...]:
    """Return the regions of a text, in order; no two overlap."""
    found: list[Region] = []
    for find in FINDERS:
        found = _with(found, sorted(find(text)))
    return tuple(found)


def _with(found: Sequence[Region], fresh: Sequence[Region]) -> list[Region]:
    """Add regions to others, but for those that overlap one; both are in order."""
    merged: list[Region] = []
    place = 0
    for region in fresh:
        while place < len(found) and found[place].start < region.end:
            merged.append(found[place])
            place += 1
        if not merged or merged[-1].end <= region.start:
            merged.append(region)
    return [*merged, *found[place:]]
