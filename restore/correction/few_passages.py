"""Tell of a sentence or two that nothing in it stands twice with another word between the same sides.

That is so of most rows, and seen much sooner than an index of their passages is made.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from operator import add

from restore.correction.passages import MAX_MIDDLE_CHARACTERS, SIDE_CHARACTERS

__all__ = ["nothing_differs"]

# In longer texts some characters stand twice, or looking for them takes longer than it spares.
_FEW_CHARACTERS = 500
_DIGITS = re.compile("[0-9]+")
_BREAK = "\0"
# A shorter side (two characters, or more) one to three characters behind itself.
_NEAR = re.compile(r"(?s)(..).?\1|(.)\2\2")


def nothing_differs(texts: Collection[str]) -> bool:
    """Whether no two places of texts have the same sides and different middles.

    False where that would take long to tell.
    """
    if sum(map(len, texts)) > _FEW_CHARACTERS:
        return False
    folded = _DIGITS.sub("0", _BREAK.join(texts)).replace(" ", "").replace("\u3000", "")
    folded = folded.replace("\n", _BREAK).replace("\f", _BREAK)
    # One side may be the same place, where the other stands again within the reach of a middle.
    if _NEAR.search(folded):
        return False
    pairs = list(map(add, folded, folded[1:]))
    longer = list(map(add, pairs, pairs[2:]))
    last = dict(zip(longer, range(len(longer)), strict=True))
    if len(last) == len(longer):
        return True
    twice = {side for at, side in enumerate(longer) if last[side] != at}
    return not _differ(folded, [at for at, side in enumerate(longer) if side in twice])


def _differ(folded: str, places: Collection[int]) -> bool:
    """Whether any sides have two middles, of those whose longer side begins at one of the places.

    Of the longer side the first four characters stand there and elsewhere.
    """
    middles: dict[tuple[str, str], str] = {}
    for left, right in SIDE_CHARACTERS:
        for length in range(MAX_MIDDLE_CHARACTERS + 1):
            size = left + length + right
            before = 0 if left > right else left + length
            for place in places:
                window = folded[max(0, place - before) : place - before + size]
                if len(window) < size or _BREAK in window:
                    continue
                middle = window[left : left + length]
                if middles.setdefault((window[:left], window[left + length :]), middle) != middle:
                    return True
    return False
