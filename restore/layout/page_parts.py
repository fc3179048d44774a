"""Which part of its page a line of furniture is: its head, its foot, a caption."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence

from restore.core.blocks import Role
from restore.layout.newspaper_signs import SignedLines
from restore.layout.page_edges import page_bounds
from restore.layout.plans import Removal
from restore.settings import Kept, LayoutSettings

__all__ = ["kept_furniture", "kept_lines"]

# Where no pages are known: what a newspaper prints at the foot of a page, by its place in furniture.tsv.
_AT_THE_FOOT = frozenset(
    {"number", "press", "imprint", "editor", "contact", "hotline", "scan", "notice"}
)


def kept_furniture(page: SignedLines, gone: Iterable[Removal], keep: Container[Kept]) -> set[int]:
    """Return the lines of furniture that stay because their part of the page is to be kept."""
    bounds = page_bounds(page.texts, page.known.pages)
    return {item.line for item in gone if _part(page, bounds, item) in keep}


def kept_lines(lines: Sequence[int], roles: Sequence[Role], settings: LayoutSettings) -> list[int]:
    """Return which of the lines that stay are furniture, or captions, that was asked for."""
    if not settings.keep:
        return []
    apart = {Role.FURNITURE, Role.CAPTION} if "captions" in settings.keep else {Role.FURNITURE}
    return [line for line in lines if roles[line] in apart]


def _part(page: SignedLines, bounds: Sequence[tuple[int, int]], item: Removal) -> Kept | None:
    if item.role is Role.CAPTION:
        return "captions"
    if item.role is not Role.FURNITURE:
        return None
    if len(bounds) > 1:
        number = bisect_right(page.known.pages, item.line) - 1
        first, stop = bounds[max(0, number)]
        return "heads" if item.line - first < stop - 1 - item.line else "feet"
    form = page.forms[item.line]
    return "feet" if form is not None and form.place in _AT_THE_FOOT else "heads"
