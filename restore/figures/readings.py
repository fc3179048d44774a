"""Asks whether a number behind a list may be read otherwise than as that of the list."""

from __future__ import annotations

from collections.abc import Callable

from restore.figures import counted_items, list_starts, own_counts
from restore.figures.dictionary import FigureDictionary
from restore.figures.listed import Listed

__all__ = ["SIGNS", "counts_otherwise"]

#: Each tells of a list and a number that it has not as many items as whether the words can be read so that both are
#: right: the list begins or ends elsewhere, or the number is that of something else.
SIGNS: tuple[Callable[[Listed, FigureDictionary], bool], ...] = (
    *own_counts.SIGNS,
    *counted_items.SIGNS,
    *list_starts.SIGNS,
)


def counts_otherwise(listed: Listed, dictionary: FigureDictionary) -> bool:
    """Tell whether the words may be read so that a number is not that of the list before it."""
    return any(sign(listed, dictionary) for sign in SIGNS)
