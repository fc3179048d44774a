"""The scripts of a text line by line: where a model of Simplified Chinese knows nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from restore.text.script import (
    Script,
    ScriptCounts,
    count_scripts,
    count_scripts_of_lines,
    script_of,
    script_told_by,
)

__all__ = ["LineScripts"]

_FOREIGN = frozenset({Script.TRADITIONAL, Script.CANTONESE, Script.JAPANESE, Script.MIXED})
# A line of code or of figures is what its document is.
_WITHOUT_HAN = frozenset({Script.LATIN, Script.NONE})
# Where there is no more Traditional for each Simplified character, a line in which nothing tells of
# another script is no foreign one.
_SIMPLIFIED_SHARE = 1 / 4
# Code points of the line on both sides in which a quotation in Traditional shows, and how many of
# its characters make one.
_QUOTATION_REACH = 12
_QUOTED_CHARACTERS = 2


class LineScripts:
    """Tells the script of the lines of one text; each is counted when it is asked for.

    Parameters
    ----------
    text : one paragraph a line; the offsets of methods are code points into it
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._counts = count_scripts(text)
        self._known: dict[int, Script] = {}

    def script_at(self, place: int) -> Script:
        """Return the script of the line that a place stands in."""
        line = bisect_right(self._starts, place) - 1
        script = self._known.get(line)
        if script is None:
            first, behind = self._starts[line : line + 2]
            script = script_told_by(self._of_lines[line], self._counts, self._text[first:behind])
            if script in _WITHOUT_HAN:
                script = self.whole
            self._known[line] = script
        return script

    def is_foreign(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is not Simplified Chinese, or a quotation in a line of it."""
        if self._counts.is_plain:
            return False
        return self.script_at(start) in _FOREIGN or self._in_quotation(start, end)

    def foreign_lines(self) -> Iterator[tuple[int, int]]:
        """Yield where the lines stand that are not Simplified Chinese, their breaks with them."""
        if self._counts.is_plain:
            return
        whole = self._counts
        simplified = self.whole is Script.SIMPLIFIED and whole.traditional < (
            _SIMPLIFIED_SHARE * whole.simplified
        )
        for counts, (first, behind) in zip(self._of_lines, pairwise(self._starts), strict=True):
            if not (simplified and counts.is_plain) and self.script_at(first) in _FOREIGN:
                yield first, behind

    @cached_property
    def whole(self) -> Script:
        """The script of the text as a whole."""
        return script_of(self._text, self._counts)

    @cached_property
    def _of_lines(self) -> list[ScriptCounts]:
        return count_scripts_of_lines(self._text, [*self._starts[:-1], len(self._text)])

    @cached_property
    def _starts(self) -> list[int]:
        """Where lines begin, and where one would behind the text."""
        breaks = re.finditer("\n", self._text)
        return [0, *(found.end() for found in breaks), len(self._text) + 1]

    def _in_quotation(self, start: int, end: int) -> bool:
        before = self._text[max(0, start - _QUOTATION_REACH) : start].rpartition("\n")[2]
        after = self._text[end : end + _QUOTATION_REACH].partition("\n")[0]
        around = count_scripts(before + after)
        return around.traditional >= max(_QUOTED_CHARACTERS, around.simplified)
