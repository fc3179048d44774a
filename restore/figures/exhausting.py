"""Knows opposites that leave nothing over (男、女; 公立、民营; 进口、出口): parts named so make their whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from restore.core.claims import Claim, FigureSource
from restore.figures.wholes import Whole, load_wholes
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["both_named", "exhausts"]

_BOTH = lazy_pattern(f"([{HAN}]{{2}})[和及与]([{HAN}]{{2}})")
_MARKS = re.compile("[，,、：:；（）()“”]|其中|包括|分别|[为是有和及与]")


def exhausts(source: FigureSource, start: int, parts: Sequence[Claim]) -> bool:
    """Tell whether the names of parts are opposites and otherwise the same.

    Parameters
    ----------
    start : where the first of them may begin to be named
    """
    names = _names(source, start, parts)
    return any(_matched(whole, names) for whole in load_wholes() if whole.size == len(names))


def both_named(source: FigureSource, total: Claim, start: int, parts: Sequence[Claim]) -> bool:
    """Tell whether a whole is named after its two parts: 赔款及给付510亿元，其中…赔款318亿元，…给付192亿元."""
    told = _BOTH.search(source.text, total.clause.span[0], total.span[0])
    if told is None or len(parts) != len(told.groups()):
        return False
    return all(
        word in name for word, name in zip(told.groups(), _names(source, start, parts), strict=True)
    )


def _names(source: FigureSource, start: int, parts: Sequence[Claim]) -> list[str]:
    starts = [start, *(part.span[1] for part in parts)]
    return [_name(source, before, part) for before, part in zip(starts, parts, strict=False)]


def _name(source: FigureSource, start: int, part: Claim) -> str:
    """Return what a part is called, before its figure or behind it."""
    own = source.text[max(start, part.clause.span[0]) : part.span[0]]
    return _MARKS.split(own)[-1] or part.subject


def _matched(whole: Whole, names: Sequence[str]) -> bool:
    """Tell whether every part is named, and none more narrowly (境外游客, 境内过夜游客)."""
    found = [whole.named(name)[:1] for name in names]
    if {number for told in found for number, _ in told} != set(range(1, whole.size + 1)):
        return False
    rests = [whole.parts.sub("", name) for name in names]
    longest = max(rests, key=len)
    return all(longest.endswith(rest) or longest.startswith(rest) for rest in rests)
