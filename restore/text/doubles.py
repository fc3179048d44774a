"""Find repeats: every unit of one to eight characters that stands twice or more in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from restore.text.characters import IDEOGRAPHS
from restore.text.patterns import lazy_pattern
from restore.text.phrases import code_points

__all__ = ["LONGEST_UNIT", "Double", "doubles", "repeated_runs"]

#: The longest unit that is looked for, in characters.
LONGEST_UNIT = 8
_IDEOGRAPHS = lazy_pattern(f"[{IDEOGRAPHS}]+")


class Double(NamedTuple):
    """``text[start : start + 2 * size]`` is one unit twice; ``copies`` counts further repeats."""

    start: int
    size: int
    copies: int

    @property
    def end(self) -> int:
        """The end of the last copy."""
        return self.start + self.size * self.copies


def doubles(text: str) -> Iterator[Double]:
    """Yield every unit of 1 to 8 Han characters that stands twice or more in a row.

    Units that are themselves repeats are left out: 天天天天 is four times 天, not twice 天天.
    """
    for start, more, size in _repeats(text):
        unit = text[start : start + size]
        if _IDEOGRAPHS.fullmatch(unit) and not _periodic(unit):
            yield Double(start, size, 2 + (more - 1) // size)


def repeated_runs(text: str) -> Sequence[tuple[int, int]]:
    """Return the spans in which a unit of 1 to 8 characters stands twice or more.

    Sorted; spans that overlap are one.
    """
    spans = sorted((start, start + more - 1 + 2 * size) for start, more, size in _repeats(text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _repeats(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield ``start, more, size``: a unit stands twice at ``more`` places from ``start`` on."""
    codes = code_points(text)
    for size in range(1, LONGEST_UNIT + 1):
        if len(codes) < 2 * size:
            return
        equal = (codes[:-size] == codes[size:]).nonzero()[0]
        if len(equal) < size:
            continue
        # Runs of places that follow each other: few characters stand again so near.
        breaks = (equal[1:] - equal[:-1] > 1).nonzero()[0] + 1
        edges = np.concatenate(([0], breaks, [len(equal)]))
        lengths = edges[1:] - edges[:-1]
        for run in (lengths >= size).nonzero()[0].tolist():
            yield int(equal[edges[run]]), int(lengths[run]) - size + 1, size


def _periodic(unit: str) -> bool:
    return len(unit) > 1 and unit in (unit + unit)[1:-1]
