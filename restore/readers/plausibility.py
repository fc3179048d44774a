"""How plausible a text is as Chinese, to tell encodings apart.

Bytes decoded with the wrong multi-byte encoding still give Han characters, but rare ones. A
character model without context shows that, even in a headline of four characters.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from restore.text.characters import ACCENTED, BASIC_HAN, FULL_WIDTH, MARKS
from restore.text.patterns import lazy_pattern

__all__ = ["MIN_PLAUSIBLE_LN", "log_likelihood", "mean_han_likelihood"]

_TABLE = Path(__file__).with_name("frequent_characters.txt")

# Natural logarithms of the probability of one character, by kind. Only their order and rough
# distance matter: rare Han characters must cost more than two single bytes of Latin text, and
# what no one types (unassigned, private use, control, undecodable) more than anything else.
_ASCII_LN = -4.0
_CONTROL_LN = -22.0
_PUNCTUATION_LN = -4.0
_FULL_WIDTH_LN = -8.0
_LATIN_LN = -8.0
_RARE_HAN_LN = -14.0
_OTHER_LN = -13.0
_NEVER_LN = -22.0
_UNDECODABLE_LN = -30.0

# Below this mean a text of Han characters is taken for no Chinese text. Measured over 31 work
# reports: whole ones have -7.0 to -6.8, passages of 12 characters -8.8 at the least; passages of 50
# characters read in a wrong encoding -11.3 at the most (median -12.9 to -15.7, by encoding), of 12
# characters -10.0. The limit leaves room for rare names; which encoding it is, the comparison of
# all candidates decides, not this limit.
MIN_PLAUSIBLE_LN = -11.5


_BASIC_HAN = lazy_pattern(f"[{BASIC_HAN}]")
_MARKS = frozenset(MARKS + "\u3000")
_WIDE = re.compile(f"[{FULL_WIDTH}]")
_ACCENTED = re.compile(f"[{ACCENTED}]")


@cache
def _han() -> dict[str, float]:
    """Zipf's law over the ranks of the table (read on first use)."""
    simplified, traditional = _TABLE.read_text(encoding="utf-8").split()
    scores: dict[str, float] = {}
    for rank, pair in enumerate(zip(simplified, traditional, strict=True)):
        for char in pair:
            scores.setdefault(char, -math.log(rank + 20) - 2.0)
    return scores


@cache
def _score(char: str) -> float:
    if char in "\t\n\r" or " " <= char <= "~":
        return _ASCII_LN
    if char == "\ufffd":
        return _UNDECODABLE_LN
    if _BASIC_HAN.match(char):
        return _han().get(char, _RARE_HAN_LN)
    if char in _MARKS:
        return _PUNCTUATION_LN
    if _WIDE.match(char):
        return _FULL_WIDTH_LN
    if _ACCENTED.match(char):
        return _LATIN_LN
    category = unicodedata.category(char)
    if category == "Cc":
        return _CONTROL_LN
    if category in {"Cn", "Co", "Cs"}:
        return _NEVER_LN
    return _OTHER_LN


def log_likelihood(text: str) -> float:
    """Return the natural log of the probability of ``text``, characters taken as independent.

    Likelihoods of different decodings can be compared only if they are of the same bytes.
    """
    return sum(_score(char) * count for char, count in Counter(text).items())


def mean_han_likelihood(text: str) -> float | None:
    """Return the mean log-likelihood of what is not ASCII, or None if all of it is."""
    counts = Counter(text)
    total = sum(count for char, count in counts.items() if char > "\x7f")
    if not total:
        return None
    return sum(_score(char) * n for char, n in counts.items() if char > "\x7f") / total
