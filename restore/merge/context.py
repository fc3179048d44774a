"""The text before and behind a line, in the base and in readings with another block order.

An engine that reads across columns puts unrelated lines side by side; another reading of the page
may show the right neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from restore.merge.align import Compact

__all__ = ["ABSENT", "Surroundings"]

#: Marks a place that another reading does not reach.
ABSENT = -1


class Surroundings:
    """The text that other readings have before and after a span of the base.

    Parameters
    ----------
    texts : all readings in compact form
    base : number of the base
    where : by reading, the place there of each character of the compact base, or negative
    """

    def __init__(
        self, texts: Sequence[Compact], base: int, where: Mapping[int, NDArray[np.int64]]
    ) -> None:
        self._texts = texts
        self._base = base
        self._where = where

    def before(self, start: int, reach: int) -> list[str]:
        """Return up to ``reach`` characters that other readings have before the base's ``start``."""
        place = bisect_left(self._texts[self._base].offsets, start)
        found = []
        for number, known in self._where.items():
            if place < len(known) and (there := int(known[place])) > 0:
                found.append(self._texts[number].text[max(0, there - reach) : there])
        return found

    def behind(self, end: int, reach: int) -> list[str]:
        """Return up to ``reach`` characters that other readings have after the base's ``end``."""
        place = bisect_left(self._texts[self._base].offsets, end) - 1
        found = []
        for number, known in self._where.items():
            if 0 <= place < len(known) and (there := int(known[place])) >= 0:
                found.append(self._texts[number].text[there + 1 : there + 1 + reach])
        return [words for words in found if words]
