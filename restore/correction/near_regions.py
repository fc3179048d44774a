"""What the proposers share about the region in which a near miss differs from its term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from restore.text.near_misses import NearMiss

if TYPE_CHECKING:
    from restore.lexicon.lexicon import Lexicon

__all__ = ["TERM_REACH", "is_covered", "repeats_neighbour", "term_spans", "written"]

#: Code points around a place in which terms are looked for that may cover it.
TERM_REACH = 12
# Shorter terms cover nothing: two characters meet by accident.
_MIN_COVER_CHARACTERS = 3


def written(term: str, miss: NearMiss) -> str:
    """Return what the term has in place of the region."""
    return term[miss.place : miss.place + miss.cut]


def term_spans(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the spans of the terms that contain ``text[start:end]``, as offsets into ``text``."""
    low = max(0, start - TERM_REACH)
    return [
        (first + low, last + low)
        for first, last, _ in lexicon.term_matcher.find(text[low : end + TERM_REACH])
        if first + low <= start and end <= last + low
    ]


def is_covered(text: str, miss: NearMiss, lexicon: Lexicon, *, within_counts: bool = True) -> bool:
    """Whether a correct expression explains the region: a protected one, or a term that exceeds it.

    Parameters
    ----------
    within_counts : whether a term does that lies within the window of the near miss
    """
    if lexicon.protector(text, miss.left, miss.right):
        return True
    return any(
        end - start >= _MIN_COVER_CHARACTERS
        and (start < miss.left or miss.right < end)
        and (within_counts or start < miss.start or miss.end < end)
        for start, end in term_spans(text, miss.left, miss.right, lexicon)
    )


def repeats_neighbour(text: str, miss: NearMiss) -> bool:
    """Whether what stands in the region repeats the character before or behind it."""
    read = text[miss.left : miss.right]
    before, behind = text[miss.left - 1 : miss.left], text[miss.right : miss.right + 1]
    return bool(read) and (read[0] == before or read[-1] == behind)
