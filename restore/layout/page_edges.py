"""What pages repeat at their edges: running heads, running feet, numbers of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["repeated_on_pages"]

# Running heads and feet are one or two lines; a page of fewer lines than these has no inside.
_EDGE, _LEAST_LINES = 2, 6
# From three pages on, and on half of them: books set one head over the left pages and another over
# the right ones.
_LEAST_PAGES, _SHARE = 3, 0.4
_LONGEST = 40
_DIGITS = re.compile("[0-9０-９]+")


def repeated_on_pages(texts: Sequence[str], pages: Sequence[int]) -> frozenset[int]:
    """Return the lines that pages repeat at their heads or feet, but for the first of a kind.

    The first may be the title that the others repeat. Of lines that differ in their figures alone
    (numbers of pages) the first goes too.

    Parameters
    ----------
    pages : the lines with which pages begin, in order; fewer than three say nothing
    """
    if len(pages) < _LEAST_PAGES:
        return frozenset()
    met: dict[tuple[bool, str], list[int]] = {}
    for first, stop in pairwise([*pages, len(texts)]):
        if stop - first < _LEAST_LINES:
            continue
        for line in range(first, first + _EDGE):
            met.setdefault((True, _folded(texts[line])), []).append(line)
        for line in range(stop - _EDGE, stop):
            met.setdefault((False, _folded(texts[line])), []).append(line)
    least = max(_LEAST_PAGES, _SHARE * len(pages))
    found: set[int] = set()
    for (_, folded), lines in met.items():
        if len(lines) >= least and 0 < len(folded) <= _LONGEST:
            counted = len({texts[line] for line in lines}) == len(lines)
            found.update(lines if counted else lines[1:])
    return frozenset(found)


def _folded(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))
