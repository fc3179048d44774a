"""Attestation: do both readings of a difference stand elsewhere, as words of the language do?

理事 and 监事, 有关 and 相关, 中美 and 中俄 differ by one character like OCR noise. But noise makes
sequences that stand nowhere else, while both words of a real difference are used elsewhere in the
same document or corpus.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from restore.dedup.shingles import UInt32, encode

__all__ = ["Attestation"]

_MOST_BITS = 22
# In a long text two frequent characters meet by chance; what is asked for grows with the text, so
# that a corpus is no stricter than a page. Characters per occurrence asked for beyond the first.
_PER_OCCURRENCE = {2: 50_000, 3: 400_000}
# Of a pair that differs in one or two places only, less is asked for: it may well be no noisy copy.
_PER_OCCURRENCE_LOOSE = 1_000_000


class Attestation:
    """Counts of the character 2-grams and 3-grams of some texts, hashed to 22 bits at most.

    Parameters
    ----------
    texts : every text counts once, however often it is given, so that a copy does not attest
        itself
    """

    def __init__(self, texts: Iterable[str]) -> None:
        codes, _ = encode([f"{text}\n" for text in dict.fromkeys(texts)])
        self._loosely = 1 + len(codes) // _PER_OCCURRENCE_LOOSE
        self._needed = {size: 1 + len(codes) // per for size, per in _PER_OCCURRENCE.items()}
        # Eight cells a character keep chance agreement rare and the table small for a page.
        self._bits = min(_MOST_BITS, len(codes).bit_length() + 3)
        self._counts = {size: _count(codes, size, self._bits) for size in (2, 3)}

    def loosely_known(self, text: str, start: int, end: int, pair: tuple[str, str]) -> bool:
        """Whether every 2-gram of the reading stands elsewhere at all; see ``known``."""
        grams = _grams(text, start, end, 2)
        return all(self._elsewhere(gram, pair) >= self._loosely for gram in grams)

    def known(self, text: str, start: int, end: int, pair: tuple[str, str]) -> tuple[bool, bool]:
        """Whether the reading ``text[start:end]`` stands elsewhere than in the pair of texts.

        Returns
        -------
        Every 2-gram of it with its neighbours does; some 3-gram does.
        """
        return (
            all(
                self._elsewhere(gram, pair) >= self._needed[2]
                for gram in _grams(text, start, end, 2)
            ),
            any(
                self._elsewhere(gram, pair) >= self._needed[3]
                for gram in _grams(text, start, end, 3)
            ),
        )

    def _elsewhere(self, gram: str, pair: tuple[str, str]) -> int:
        codes, _ = encode([gram])
        count = int(self._counts[len(gram)][_hash(codes, len(gram), self._bits)[0]])
        own = sum(_occurrences(text, gram) for text in dict.fromkeys(pair))
        return count - own


def _grams(text: str, start: int, end: int, size: int) -> list[str]:
    """Return the n-grams that touch the span, or stand across it where it is empty."""
    low = max(0, start - size + 1)
    high = min(len(text), end + size - 1)
    return [text[spot : spot + size] for spot in range(low, high - size + 1)]


def _occurrences(text: str, gram: str) -> int:
    count, spot = 0, text.find(gram)
    while spot >= 0:
        count += 1
        spot = text.find(gram, spot + 1)
    return count


def _count(codes: UInt32, size: int, bits: int) -> NDArray[np.uint32]:
    if len(codes) < size:
        return np.zeros(1 << bits, dtype=np.uint32)
    return np.bincount(_hash(codes, size, bits), minlength=1 << bits).astype(np.uint32)


def _hash(codes: UInt32, size: int, bits: int) -> NDArray[np.int64]:
    count = len(codes) - size + 1
    value = np.zeros(count, dtype=np.uint64)
    for step in range(size):
        value = (value ^ codes[step : step + count]) * np.uint64(0x9E3779B97F4A7C15)
        value ^= value >> np.uint64(32)
    return (value >> np.uint64(64 - bits)).astype(np.int64)
