"""The explicit reading order of ALTO 4 and PAGE-XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from restore.readers.pages import number
from restore.readers.tree import Element

__all__ = ["StatedOrder", "stated_order"]


@dataclass(frozen=True)
class StatedOrder:
    """The ids of regions in the order that the file states."""

    ids: tuple[str, ...]

    def apply(self, regions: list[Element], attribute: str) -> tuple[list[Element], bool]:
        """Put regions in order, those not named last; says whether an order was stated.

        An order of fewer than two regions says nothing.
        """
        place = {name: index for index, name in enumerate(self.ids)}
        named = [region for region in regions if region.attributes.get(attribute, "") in place]
        if len(named) < 2:
            return regions, False
        last = len(place)
        ordered = sorted(
            regions, key=lambda region: place.get(region.attributes.get(attribute, ""), last)
        )
        return ordered, True


def stated_order(root: Element, reference: str) -> StatedOrder:
    """Return the order that an element ReadingOrder holds (groups in depth, by ``index``)."""
    for item in root.walk():
        if item.name == "ReadingOrder":
            return StatedOrder(tuple(dict.fromkeys(_references(item, reference))))
    return StatedOrder(())


def _references(group: Element, reference: str) -> Iterator[str]:
    if reference in group.attributes:
        yield group.attributes[reference].removeprefix("#")
    # Members without a number (unordered groups) keep the order of the file.
    for child in sorted(
        group.elements(), key=lambda item: number(item.attributes.get("index"), 0.0) or 0.0
    ):
        yield from _references(child, reference)
