"""Finds paragraphs that stand, whole, inside another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from restore.dedup.anchors import MIN_ANCHOR_SHARE, Stream, links
from restore.dedup.guards import regions
from restore.dedup.paragraphs import Paragraph
from restore.dedup.shingles import Int64
from restore.dedup.verification import Comparer, common_part, lacks_opening
from restore.text.characters import DIGITS

__all__ = ["Inside", "contained", "locate"]

# Characters by which noise may shift what stands beside an anchor.
_MAX_SHIFT_LENGTH = 12
_DIGITS = re.compile(f"[{DIGITS}]+")


class Inside(NamedTuple):
    """Text ``inner`` stands in text ``outer``, from ``start`` to ``end``."""

    inner: int
    outer: int
    start: int
    end: int
    similarity: float


def contained(
    table: Sequence[Paragraph],
    written: Stream,
    groups: Int64,
    eligible: Callable[[int, int], bool],
    similarity: float,
    comparer: Comparer,
) -> list[Inside]:
    """Find the paragraphs that stand, whole, in another one of their group.

    Parameters
    ----------
    written : the anchors of the paragraphs
    groups : see ``links``
    eligible : asked with the indices of the inner and of the outer paragraph
    similarity : normalised similarity that a noisy copy must reach
    """
    found: list[Inside] = []
    if len(written.anchors) == 0:
        return found
    pairs = links(written, groups)
    anchors = np.bincount(written.owners, minlength=len(table))
    for row in np.flatnonzero(pairs.shared >= MIN_ANCHOR_SHARE * anchors[pairs.first]).tolist():
        inner, outer = int(pairs.first[row]), int(pairs.second[row])
        one, other = table[inner].text, table[outer].text
        if len(one) > len(other) or not eligible(inner, outer):
            continue
        place = locate(
            one, other, int(pairs.nearest[row]), int(pairs.farthest[row]), similarity, comparer
        )
        if place is not None:
            found.append(Inside(inner, outer, *place))
    return found


def locate(
    text: str, outer: str, nearest: int, farthest: int, similarity: float, comparer: Comparer
) -> tuple[int, int, float] | None:
    """Find a text in ``outer``: start, end, similarity; None where it does not stand there.

    Parameters
    ----------
    nearest, farthest : how much further the anchors that both have stand in ``outer``
    """
    low, high = max(0, nearest - _MAX_SHIFT_LENGTH), len(text) + farthest + _MAX_SHIFT_LENGTH
    start = outer.find(text, low, high)
    if start >= 0:
        return None if lacks_opening(outer, start) else (start, start + len(text), 1.0)
    window = outer[low:high]
    if any(digits not in window for digits in _DIGITS.findall(text)):
        return None
    match = fuzz.partial_ratio_alignment(text, window, score_cutoff=100 * similarity)
    if match is None:
        return None
    copy = window[match.dest_start : match.dest_end]
    _, (head, tail) = common_part(text, copy, regions(text, copy))
    start, copy = low + match.dest_start + head, copy[head:tail]
    result = comparer.compare(text, copy)
    if not result.covered or result.similarity < similarity or lacks_opening(outer, start):
        return None
    return start, start + len(copy), result.similarity
