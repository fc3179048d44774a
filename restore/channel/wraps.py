"""Line breaks inside a paragraph, over which misreadings are looked for.

Layout joins the lines of a paragraph. What reaches the search unjoined (a text that was not laid out, a
line too badly read to be joined) would hide a word that the margin cut in two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from restore.language.normalise import DROPPED, normalise
from restore.text.characters import CLOSING_QUOTES, STOPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from restore.language.model import LanguageModel

__all__ = ["read_on", "with_breaks"]

# Widths of a line of print, in Chinese characters. What is wider is a paragraph in one line.
_MIN_WIDTH, _MAX_WIDTH = 8.0, 60.0
# A line that the margin cut is nearly as wide as the widest near it, and the next is no wider.
_MIN_FULL_SHARE, _MAX_NEXT_SHARE = 0.85, 1.15
_NEAR_LINES = 2
# How much likelier the next line must be behind this one than in any place (log10), or on average at
# the breaks around, where something is misread at this one. On page readings 87 % of the full lines that
# go on reach one of them, and 15 % of those that do not.
_MIN_SEAM_LOG10, _MIN_MEAN_LOG10 = 0.5, 1.0
_NEAR_BREAKS = 4
# Behind these nothing was cut.
_ENDS = STOPS + CLOSING_QUOTES
# What lies below U+2000 is half as wide as a Chinese character.
_HALF_WIDTH = re.compile("[\0-\u1fff]+")


def read_on(text: str, model: LanguageModel) -> str:
    """Return a text with a space for each line break inside a paragraph; offsets stay as they are."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    seams = _seams(lines, model)
    if not seams:
        return text
    parts = [lines[0]]
    for place, line in enumerate(lines[1:]):
        parts += [" " if _goes_on(seams, place) else "\n", line]
    return "".join(parts)


def with_breaks(before: str, after: str) -> str | None:
    """Return what is put for a text with the line breaks that stood in it; None if that is not told.

    Parameters
    ----------
    before : what stands in the text, with its breaks
    after : as many characters as in it, without white space
    """
    if "\n" not in before:
        return after
    if len(after) != len(normalise(before)):
        return None
    rest = iter(after)
    return "".join([item if DROPPED.match(item) else next(rest) for item in before])


def _seams(lines: Sequence[str], model: LanguageModel) -> dict[int, float]:
    """Return how well each line that the margin may have cut goes with the next (log10)."""
    widths = [_width(line) for line in lines]
    return {
        place: model.seam(normalise(lines[place]), normalise(lines[place + 1]))
        for place in range(len(lines) - 1)
        if _is_cut(lines, widths, place)
    }


def _is_cut(lines: Sequence[str], widths: Sequence[float], place: int) -> bool:
    """Whether a line fills its column, and neither it nor the next shows that a paragraph ends."""
    here, following = widths[place], widths[place + 1]
    if not _MIN_WIDTH <= here <= _MAX_WIDTH or not following:
        return False
    near = max(widths[max(0, place - _NEAR_LINES) : place + _NEAR_LINES + 2])
    if here < _MIN_FULL_SHARE * near or following > _MAX_NEXT_SHARE * here:
        return False
    return lines[place].rstrip()[-1:] not in _ENDS and not lines[place + 1][:1].isspace()


def _goes_on(seams: Mapping[int, float], place: int) -> bool:
    here = seams.get(place)
    if here is None:
        return False
    around = range(place - _NEAR_BREAKS, place + _NEAR_BREAKS + 1)
    near = [seams[other] for other in around if other in seams]
    return here >= _MIN_SEAM_LOG10 or sum(near) / len(near) >= _MIN_MEAN_LOG10


def _width(line: str) -> float:
    """Return the width of a line in Chinese characters."""
    inside = line.strip()
    return len(inside) - sum(map(len, _HALF_WIDTH.findall(inside))) / 2
