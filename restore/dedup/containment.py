"""Containment: a paragraph that stands, whole, inside other text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from restore.dedup.anchors import links, stream
from restore.dedup.guards import regions
from restore.dedup.judge import CORPUS, Judge
from restore.dedup.paragraphs import Paragraph
from restore.dedup.shingles import Int64
from restore.dedup.verification import common_part, lacks_opening

__all__ = ["Inside", "contained"]

# A copy at 5 % noise keeps a third of its anchors; half of that is asked for.
_SHARE = 0.15
_MARGIN = 12


class Inside(NamedTuple):
    """Text ``inner`` stands in text ``outer``, from ``start`` to ``end``."""

    inner: int
    outer: int
    start: int
    end: int
    similarity: float


def contained(
    table: list[Paragraph],
    groups: Int64 | None,
    eligible: Callable[[int, int], bool],
    similarity: float,
    judge: Judge,
) -> list[Inside]:
    """Find the paragraphs that stand, whole, in another one.

    Parameters
    ----------
    groups : see ``links``
    eligible : asked with the indices of the inner and of the outer paragraph
    similarity : normalised similarity that a noisy copy must reach
    """
    found: list[Inside] = []
    written = stream([paragraph.text for paragraph in table])
    if len(written.anchors) == 0:
        return found
    pairs = links(written, groups)
    anchors = np.bincount(written.owners(), minlength=len(table))
    for row in np.flatnonzero(pairs.shared >= _SHARE * anchors[pairs.first]).tolist():
        inner, outer = int(pairs.first[row]), int(pairs.second[row])
        if len(table[inner].text) > len(table[outer].text) or not eligible(inner, outer):
            continue
        low = max(0, int(pairs.nearest[row]) - _MARGIN)
        high = len(table[inner].text) + int(pairs.farthest[row]) + _MARGIN
        place = _locate(table[inner], table[outer], low, high, similarity, judge)
        if place is not None:
            found.append(Inside(inner, outer, *place))
    return found


def _locate(
    inner: Paragraph, outer: Paragraph, low: int, high: int, similarity: float, judge: Judge
) -> tuple[int, int, float] | None:
    """Find the text of ``inner`` in ``outer.text[low:high]``: start, end, similarity."""
    text = inner.text
    start = outer.text.find(text, low, high)
    if start >= 0:
        return None if lacks_opening(outer.text, start) else (start, start + len(text), 1.0)
    window = outer.text[low:high]
    match = fuzz.partial_ratio_alignment(text, window, score_cutoff=100 * similarity)
    if match is None:
        return None
    copy = window[match.dest_start : match.dest_end]
    _, (head, tail) = common_part(text, copy, regions(text, copy))
    start, copy = low + match.dest_start + head, copy[head:tail]
    scope = inner.document if inner.document == outer.document else CORPUS
    result = judge.compare(text, copy, scope)
    if not result.covered or result.similarity < similarity or lacks_opening(outer.text, start):
        return None
    return start, start + len(copy), result.similarity
