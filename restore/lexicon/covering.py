"""Whether an expression covers a stretch of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Literals", "covers"]


class Literals:
    """Fixed expressions, looked up by the character that stands where the stretch begins.

    Parameters
    ----------
    expressions : none of them empty
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        self._by_character: dict[str, list[tuple[str, int]]] = {}
        for expression in expressions:
            for place, character in enumerate(expression):
                self._by_character.setdefault(character, []).append((expression, place))

    def cover(self, window: str, left: int, right: int) -> bool:
        """Whether one of them covers ``window[left:right]``, as `covers` tells of a pattern."""
        return any(
            place <= left
            and right <= left - place + len(expression)
            and (left < right or place > 0)
            and window.startswith(expression, left - place)
            for expression, place in self._by_character.get(window[left : left + 1], ())
        )


def covers(pattern: re.Pattern[str], window: str, left: int, right: int) -> bool:
    """Whether a match covers ``window[left:right]``; matches may overlap each other."""
    position = 0
    while (match := pattern.search(window, position)) is not None and match.start() <= left:
        # An insertion at the very edge of the expression does not touch it.
        if right <= match.end() and (left < right or match.start() < left < match.end()):
            return True
        position = match.start() + 1
    return False
