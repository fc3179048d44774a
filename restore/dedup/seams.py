"""Removes the overlap of neighbouring paragraphs: an end that the next one begins with.

Where columns or pages overlap, a reader takes the same sentences twice. Only whole sentences are
removed; a sentence with words of its own stays whole.
"""

from __future__ import annotations

from itertools import pairwise

from restore.core.blocks import Role
from restore.dedup.ledger import Kept, Ledger
from restore.settings import DedupSettings
from restore.text.characters import CLOSING_QUOTES, SENTENCE_ENDS

__all__ = ["close_seams"]

_CLOSERS = CLOSING_QUOTES + "）)》"


def close_seams(rows: list[int], ledger: Ledger, settings: DedupSettings) -> None:
    """Enter into the ledger the overlaps of neighbouring body paragraphs.

    Parameters
    ----------
    rows : the rows of one document that still stand, in text order
    """
    table = ledger.table
    shortest = settings.partial_length
    for upper, lower in pairwise(rows):
        above, below = table[upper], table[lower]
        if above.role is not Role.BODY or below.role is not Role.BODY:
            continue
        if above.article != below.article or len(below.text) <= shortest:
            continue
        size = _overlap(above.text, below.text, shortest)
        if size == 0 or size >= min(len(above.text), len(below.text)):
            continue
        shared = below.text[:size]
        length = _last_end(shared)
        if length == size:
            # The shared words end a sentence: the lower paragraph goes on with its own.
            start = above.end - size
            kept = Kept(upper, start, start + length, 1.0)
            ledger.shorten(lower, below.start, below.start + length, kept, "seam")
        elif _ends(above.text[: len(above.text) - size]):
            # The upper paragraph breaks off in a sentence that the lower one has whole.
            kept = Kept(lower, below.start, below.start + size, 1.0)
            ledger.shorten(upper, above.end - size, above.end, kept, "seam")


def _overlap(above: str, below: str, shortest: int) -> int:
    """Return the length of the longest end of ``above`` that ``below`` begins with."""
    spot = above.find(below[:shortest])
    while spot >= 0:
        if below.startswith(above[spot:]):
            return len(above) - spot
        spot = above.find(below[:shortest], spot + 1)
    return 0


def _ends(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in tuple(SENTENCE_ENDS)


def _last_end(text: str) -> int:
    """Return where the last whole sentence of ``text`` ends, 0 if it has none."""
    spot = max(text.rfind(mark) for mark in SENTENCE_ENDS) + 1
    while 0 < spot < len(text) and text[spot] in _CLOSERS:
        spot += 1
    return spot
