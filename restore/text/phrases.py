"""Find thousands of fixed phrases in a text at once, without a loop over its characters.

The first characters of every phrase are hashed into a bit table; numpy looks up the hash of every
place of the text and only the places that hit are compared. The cost per character stays the same
for a hundred phrases and for a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import add

import numpy as np
from numpy.typing import NDArray

__all__ = ["PhraseMatcher", "code_points"]

# Up to here the places of a text are looked up sooner one by one than their hashes are made: windows
# around a place that somebody asks about, and rows. At 200 code points 21 us against 34, at 400 44
# against 39.
_MAX_SHORT_CODE_POINTS = 200
_MOST_ROW = 1000
_NO_CODES = np.empty(0, np.uint32)
# Phrases are grouped by the length of the prefix that is hashed.
_PREFIXES = (2, 3, 4)
# 2^18 bits: with ten thousand phrases one place in thirty hits by accident.
_BITS = 18
_MULTIPLIERS = tuple(
    np.uint64(value)
    for value in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``, one item each (lone surrogates included)."""
    return _codes_of_row(text) if len(text) <= _MOST_ROW else _codes_of(text)


def _codes_of(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


# A row is looked at by many, one after the other.
_codes_of_row = lru_cache(maxsize=4)(_codes_of)


class PhraseMatcher:
    """An index over phrases of two characters or more.

    Parameters
    ----------
    phrases : distinct phrases; shorter ones are ignored
    """

    def __init__(self, phrases: Sequence[str]) -> None:
        self._groups: list[tuple[int, NDArray[np.bool_], dict[str, list[tuple[str, int]]]]] = []
        self._heads = {phrase[: _PREFIXES[0]] for phrase in phrases}
        for prefix in _PREFIXES:
            chosen = [
                (phrase, number)
                for number, phrase in enumerate(phrases)
                if len(phrase) == prefix or (prefix == _PREFIXES[-1] and len(phrase) > prefix)
            ]
            if not chosen:
                continue
            table: dict[str, list[tuple[str, int]]] = {}
            for phrase, number in chosen:
                table.setdefault(phrase[:prefix], []).append((phrase, number))
            for entries in table.values():
                entries.sort(key=lambda item: -len(item[0]))
            bits = np.zeros(1 << _BITS, dtype=bool)
            codes = code_points("".join(table))
            columns = [codes[offset::prefix] for offset in range(prefix)]
            bits[_hash(columns)] = True
            self._groups.append((prefix, bits, table))

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield ``(start, end, number)`` of every occurrence, overlapping ones too.

        Occurrences come sorted by start; at one start the longest comes first.
        """
        short = len(text) <= _MAX_SHORT_CODE_POINTS
        codes = _NO_CODES if short else code_points(text)
        found: list[tuple[int, int, int]] = []
        places: list[int] = []
        if short:
            heads = self._heads
            places = [at for at, pair in enumerate(map(add, text, text[1:])) if pair in heads]
            if not places:
                return iter(())
        for prefix, bits, table in self._groups:
            count = len(text) - prefix + 1
            if count <= 0:
                continue
            if not short:
                hashes = _hash([codes[k : k + count] for k in range(prefix)])
                places = np.flatnonzero(bits[hashes]).tolist()
            for start in places:
                for phrase, number in table.get(text[start : start + prefix], ()):
                    if text.startswith(phrase, start):
                        found.append((start, start + len(phrase), number))
        found.sort(key=lambda item: (item[0], -item[1]))
        return iter(found)


def _hash(columns: Sequence[NDArray[np.uint32]]) -> NDArray[np.uint64]:
    value = columns[0].astype(np.uint64) * _MULTIPLIERS[0]
    for column, multiplier in zip(columns[1:], _MULTIPLIERS[1:], strict=False):
        value ^= column.astype(np.uint64) * multiplier
        value *= np.uint64(0xFF51AFD7ED558CCD)
    value >>= np.uint64(64 - _BITS)
    return value
