"""The one folding of characters that training and scoring share.

A model that knows every digit and every Latin word would spend its size on figures that it
must never judge anyway. So digits become ``0``, Latin letters ``a``, half-width punctuation
its full-width form, and white space (with control and zero-width characters) goes. Every other
character stays itself: one code point in, one code point out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What stands for any digit, any Latin letter, and a code point that UTF-8 cannot hold.
DIGIT, LATIN, BROKEN = "0", "a", "\ufffd"

#: White space, control and zero-width characters: they have no score of their own.
DROPPED = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060\ufeff]")

_FULL_WIDTH = 0xFEE0  # distance of U+FF01..U+FF5E from U+0021..U+007E


def _fold(code: int) -> str | None:
    character = chr(code)
    if DROPPED.match(character):
        return None
    if 0xD800 <= code <= 0xDFFF:
        return BROKEN
    category = unicodedata.category(character)
    if category == "Nd":
        return DIGIT
    if category in ("Ll", "Lu") and unicodedata.name(character, "").find("LATIN") >= 0:
        return LATIN
    if 0x21 <= code <= 0x7E:
        return chr(code + _FULL_WIDTH)
    return character


class _Table(dict[int, "str | None"]):
    """A translation table that learns a code point when it first meets it."""

    def __missing__(self, code: int) -> str | None:
        folded = self[code] = _fold(code)
        return folded


_TABLE = _Table()
# From so many code points on it takes less time to look them up as an array.
_LONG_CODE_POINTS = 200
# In that array stand for what is dropped, and for what was not met yet: no code points.
_GONE, _NOT_MET = 0xFFFFFFFE, 0xFFFFFFFF


def normalise(text: str) -> str:
    """Fold *text* for the model; the result has one code point per code point not `DROPPED`."""
    if len(text) < _LONG_CODE_POINTS:
        return text.translate(_TABLE)
    folded = _folded(text)
    stays: NDArray[np.uint32] = folded[folded != _GONE]
    return stays.tobytes().decode("utf-32-le")


def spaced(text: str) -> str:
    """Fold *text* as the model reads it: a space behind each code point, "\n" for what is `DROPPED`.

    So twice as long as *text*, whatever is in it.

    >>> spaced("一 2。")
    '一 \n 0 。 '
    """
    import numpy as np

    folded = _folded(text)
    found = np.full(2 * len(folded), ord(" "), np.uint32)
    found[::2] = np.where(folded == _GONE, np.uint32(ord("\n")), folded)
    return found.tobytes().decode("utf-32-le")


def kept(text: str) -> NDArray[np.bool_]:
    """Return of each code point whether `normalise` keeps it."""
    import numpy as np

    if len(text) >= _LONG_CODE_POINTS:
        return np.not_equal(_folded(text), _GONE)
    found = np.ones(len(text), np.bool_)
    found[[match.start() for match in DROPPED.finditer(text)]] = False
    return found


def _folded(text: str) -> NDArray[np.uint32]:
    """Return the folded code point of each code point, or that it is dropped."""
    import numpy as np

    from restore.text.phrases import code_points

    table, codes = _codes(), code_points(text)
    found = table[codes]
    unmet = codes[found == _NOT_MET]
    if not len(unmet):
        return found
    for code in np.unique(unmet).tolist():
        folded = _TABLE[code]
        table[code] = _GONE if folded is None else ord(folded)
    return table[codes]


@lru_cache(maxsize=1)
def _codes() -> NDArray[np.uint32]:
    """Return what each code point is folded to, as far as it was met."""
    import numpy as np

    return np.full(sys.maxunicode + 1, _NOT_MET, np.uint32)
