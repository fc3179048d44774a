"""An index of the places where the texts of a run say the same and differ in a word.

A place is identified by the characters on both sides of it. For every place and every length of its
middle (zero to three characters) the sides are hashed; sorting brings places with the same sides and
different middles together and counts each middle. No two texts are compared, so the cost grows with
the length of the texts alone.

A run of digits counts as one: 党组会议50次 and 党组会议31次 are the same sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.text.phrases import code_points

__all__ = ["Alternative", "PassageIndex", "Place"]

# Characters to the left and right that two places must share, in one of these ways.
_SIDE_CHARACTERS = ((4, 3), (2, 5))
# The longer side has so many at least, and the shorter one.
_LONGER_SIDE = min(map(max, _SIDE_CHARACTERS))
_SHORTER_SIDE = min(map(min, _SIDE_CHARACTERS))
_MAX_MIDDLE_CHARACTERS = 3
# What stands more often than this is a usage, not an error.
_MAX_RARE_COUNT = 2
# Sides that have more middles than this are not compared.
_MAX_MIDDLES = 12
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xC2B2AE3D27D4EB4F)
_ZERO = ord("0")
# A table of at most this many bits drops the places whose sides nobody asks about; of a short text
# it has so many slots a place.
_MAX_BITS = 24
_SLOTS_BITS = 3

# In a longer text some characters stand twice, or looking for them takes longer than it spares.
_FEW_CODES = 500

_Codes = NDArray[np.uint32]
_Hashes = NDArray[np.uint64]
_Ints = NDArray[np.int64]


_NONE = np.zeros(1, np.int64)


class Alternative(NamedTuple):
    """Another middle between the same sides: how often, and one place that has it."""

    text: str
    often: int
    document: str
    start: int
    end: int


class Place(NamedTuple):
    """``text[start:end]`` of a document, how often it stands between these sides, and the others.

    ``sides``: characters to the left and right that the places share.
    """

    document: str
    start: int
    end: int
    often: int
    sides: tuple[int, int]
    alternatives: tuple[Alternative, ...]


class PassageIndex:
    """An index over the texts of a run.

    Parameters
    ----------
    texts : document id to text; paragraphs are lines
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._names = list(texts)
        self._texts = list(texts.values())
        codes, owners = [], []
        parts: list[_Ints] = []
        for number, text in enumerate(self._texts):
            part, places = _folded(text)
            codes.append(part)
            parts.append(places)
            owners.append(np.full(len(part), number, np.int32))
        self._codes = np.concatenate(codes) if codes else np.empty(0, np.uint32)
        self._offsets = np.concatenate(parts) if parts else np.empty(0, np.int64)
        ends = np.cumsum(list(map(len, parts)), dtype=np.int64)
        self._parts = np.split(self._offsets, ends)[:-1]
        self._owners = np.concatenate(owners) if owners else np.empty(0, np.int32)
        self._breaks = np.append(np.int32(0), np.cumsum(self._codes == 0, dtype=np.int32))

    def rare(self, doubtful: Mapping[str, NDArray[np.bool_]]) -> dict[str, list[Place]]:
        """Return, by document, the places whose middle is rare where another one stands.

        Parameters
        ----------
        doubtful : by document, for each code point whether a place that has it in its middle, or
            directly behind, is asked about
        """
        marks = [
            np.append(doubtful[name], False)[places]
            for name, places in zip(self._names, self._parts, strict=True)
        ]
        total = np.concatenate(([0], np.cumsum(np.concatenate(marks)))) if marks else _NONE
        if total[-1] == 0:
            return {name: [] for name in self._names}
        found: dict[tuple[str, int, int], Place] = {}
        hashes = self._hashes({length for sides in _SIDE_CHARACTERS for length in sides})
        for left, right in _SIDE_CHARACTERS:
            for place in self._group((left, right), hashes, total):
                key = (place.document, place.start, place.end)
                known = found.get(key)
                if known is None or _votes(place) > _votes(known):
                    found[key] = place
        by_document: dict[str, list[Place]] = {name: [] for name in self._names}
        for _, place in sorted(found.items()):
            by_document[place.document].append(place)
        return by_document

    @property
    def nothing_twice(self) -> bool:
        """Whether no two places can have the same sides: of a sentence or two that is soon seen.

        Either both sides stand twice, the longer one too, or one stands twice within the reach of
        a middle, and the other once.
        """
        if len(self._codes) > _FEW_CODES:
            return False
        hashes = self._hashes({_LONGER_SIDE, _SHORTER_SIDE})
        longer, shorter = hashes[_LONGER_SIDE], hashes[_SHORTER_SIDE]
        reach = range(1, _MAX_MIDDLE_CHARACTERS + 1)
        near = any((shorter[:-offset] == shorter[offset:]).any() for offset in reach)
        return not near and len(set(longer.tolist())) == len(longer)

    def _hashes(self, lengths: Set[int]) -> dict[int, _Hashes]:
        """Return for each length a hash of so many characters from each place on."""
        codes = self._codes.astype(np.uint64)
        value = np.zeros(len(codes) + 1, np.uint64)
        found = {}
        for length in range(1, max(lengths) + 1):
            # One character more than the hashes at hand, and one place less.
            value = value[:-1] * _BASE + codes[length - 1 :]
            if length in lengths:
                found[length] = value ^ (value >> np.uint64(31))
        return found

    def _group(
        self, sides: tuple[int, int], hashes: Mapping[int, _Hashes], total: _Ints
    ) -> list[Place]:
        left, right = sides
        before, behind = hashes[left], hashes[right]
        lengths = [
            length
            for length in range(_MAX_MIDDLE_CHARACTERS + 1)
            if len(self._codes) >= left + length + right
        ]
        marks = [self._asked(left, length, right, total) for length in lengths]
        begins = [np.flatnonzero(mark) for mark in marks]
        bits = min(sum(map(len, begins)).bit_length() + _SLOTS_BITS, _MAX_BITS)
        lefts, rights, wanted = (np.zeros(1 << bits, np.bool_) for _ in range(3))
        for length, begin in zip(lengths, begins, strict=True):
            one, other = before[begin], behind[begin + left + length]
            lefts[_slots(one, bits)] = True
            rights[_slots(other, bits)] = True
            wanted[_slots(_keys(one, other), bits)] = True
        # Only windows whose sides are asked about anywhere (and few others: two may share a slot).
        opens, closes = lefts[_slots(before, bits)], rights[_slots(behind, bits)]
        keys, starts, sizes, asked = [], [], [], []
        for length, mark in zip(lengths, marks, strict=True):
            gap = left + length
            both = opens[: len(mark)] & closes[gap : gap + len(mark)]
            begin = np.flatnonzero(both & self._whole(gap + right))
            key = _keys(before[begin], behind[begin + gap])
            known = wanted[_slots(key, bits)]
            begin = begin[known]
            keys.append(key[known])
            starts.append(begin + left)
            sizes.append(np.full(len(begin), length, np.int64))
            asked.append(mark[begin])
        if not sum(map(len, keys)):
            return []
        key, start, size = np.concatenate(keys), np.concatenate(starts), np.concatenate(sizes)
        middle = self._middles(start, size)
        order = np.lexsort((middle, key))
        return self._places(
            key[order],
            start[order],
            size[order],
            middle[order],
            np.concatenate(asked)[order],
            sides,
        )

    def _whole(self, span: int) -> NDArray[np.bool_]:
        """Whether the window of ``span`` characters from each place on lies in one paragraph."""
        return np.asarray(self._breaks[span:] == self._breaks[: len(self._breaks) - span])

    def _asked(self, left: int, length: int, right: int, total: _Ints) -> NDArray[np.bool_]:
        """Whether the middle of the window from each place on is asked about, or what is behind it."""
        whole = self._whole(left + length + right)
        behind = left + length + 1
        return np.asarray(
            whole & (total[behind : behind + len(whole)] > total[left : left + len(whole)])
        )

    def _middles(self, start: _Ints, size: _Ints) -> _Hashes:
        value = size.astype(np.uint64)
        for offset in range(_MAX_MIDDLE_CHARACTERS):
            inside = size > offset
            at = np.minimum(start + offset, len(self._codes) - 1)
            value = value * _BASE + np.where(inside, self._codes[at], 0).astype(np.uint64)
        return value

    def _places(
        self,
        key: _Hashes,
        start: _Ints,
        size: _Ints,
        middle: _Hashes,
        asked: NDArray[np.bool_],
        sides: tuple[int, int],
    ) -> list[Place]:
        """Return the places of sorted windows whose group has other middles."""
        fresh = np.concatenate(([True], key[1:] != key[:-1]))
        changed = fresh | np.concatenate(([True], middle[1:] != middle[:-1]))
        firsts = np.flatnonzero(changed)
        counts = np.diff(np.concatenate((firsts, [len(key)])))
        group = np.cumsum(fresh[firsts]) - 1
        kinds = np.bincount(group)
        found = []
        bounds = np.concatenate((np.flatnonzero(fresh[firsts]), [len(firsts)]))
        for number in np.flatnonzero((kinds > 1) & (kinds <= _MAX_MIDDLES)).tolist():
            members = range(int(bounds[number]), int(bounds[number + 1]))
            entries = [(int(firsts[item]), int(counts[item])) for item in members]
            if any(count <= _MAX_RARE_COUNT and asked[first] for first, count in entries):
                found += self._of_group(entries, start, size, asked, sides)
        return found

    def _of_group(
        self,
        entries: Sequence[tuple[int, int]],
        start: _Ints,
        size: _Ints,
        asked: NDArray[np.bool_],
        sides: tuple[int, int],
    ) -> list[Place]:
        spans = []
        for first, count in entries:
            at, length = int(start[first]), int(size[first])
            owner = int(self._owners[at])
            low = int(self._offsets[at])
            high = int(self._offsets[at + length - 1]) + 1 if length else low
            spans.append((owner, low, high, count, first))
        found = []
        for owner, low, high, count, first in spans:
            if count > _MAX_RARE_COUNT or not asked[first]:
                continue
            text = self._texts[owner][low:high]
            others = tuple(
                Alternative(self._texts[who][begin:end], often, self._names[who], begin, end)
                for who, begin, end, often, _ in spans
                if self._texts[who][begin:end] != text
            )
            for place in range(first, first + count):
                at, length = int(start[place]), int(size[place])
                here = int(self._offsets[at])
                stop = int(self._offsets[at + length - 1]) + 1 if length else here
                name = self._names[int(self._owners[at])]
                found.append(Place(name, here, stop, count, sides, others))
        return found


def _slots(hashes: _Hashes, bits: int) -> _Hashes:
    return hashes >> np.uint64(64 - bits)


def _keys(before: _Hashes, behind: _Hashes) -> _Hashes:
    return (before ^ (behind * _SPREAD)) * _BASE


def _votes(place: Place) -> int:
    return max((item.often for item in place.alternatives), default=0)


def _folded(text: str) -> tuple[_Codes, _Ints]:
    """Return the code points with runs of digits as one 0 and line ends as 0, and the offsets."""
    codes = code_points(text).copy()
    codes[(codes == 0x0A) | (codes == 0x0C)] = 0
    digits = (codes >= 0x30) & (codes <= 0x39)
    codes[digits] = _ZERO
    again = digits & np.concatenate(([False], digits[:-1])) if len(codes) else digits
    kept = np.flatnonzero(~again & (codes != 0x20) & (codes != 0x3000))
    part = np.append(codes[kept], np.uint32(0))
    return part, np.append(kept, len(text))
