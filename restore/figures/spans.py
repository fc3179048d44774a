"""Sets of spans: merged, and searched in logarithmic time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

__all__ = ["SpanSet", "merge_spans"]


def merge_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sort spans and join those that overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class SpanSet:
    """Answers whether a stretch touches one of many spans, in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = merge_spans(spans)
        self._starts = [span[0] for span in self.spans]

    def touching(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the last span that shares a character with ``[start, end)``."""
        index = bisect_right(self._starts, end - 1) - 1
        if index >= 0 and self.spans[index][1] > start:
            return self.spans[index]
        return None
