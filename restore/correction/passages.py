"""An index of the places where the texts of a run say the same and differ in a word.

A place is identified by the characters on both sides of it. For every place and every length of its
middle (zero to three characters) the sides are hashed; sorting brings places with the same sides and
different middles together and counts each middle. No two texts are compared, so the cost grows with
the length of the texts alone.

A run of digits counts as one: 党组会议50次 and 党组会议31次 are the same sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.core.batches import grouped
from restore.text.phrases import code_points

__all__ = ["MAX_MIDDLE_CHARACTERS", "SIDE_CHARACTERS", "Alternative", "PassageIndex", "Place"]

#: Characters to the left and right that two places must share, in one of these ways.
SIDE_CHARACTERS = ((4, 3), (2, 5))
#: Characters of a middle at most.
MAX_MIDDLE_CHARACTERS = 3
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

# So many windows are looked at together, so that what is made on the way stays small beside the texts.
_MAX_TOGETHER = 1 << 18

_Codes = NDArray[np.uint32]
_Hashes = NDArray[np.uint64]
_Ints = NDArray[np.int64]
_Places = NDArray[np.int32]
_Sizes = NDArray[np.uint8]
_Bools = NDArray[np.bool_]


_NONE = np.zeros(1, np.int32)


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
        codes: list[_Codes] = []
        parts: list[_Places] = []
        counts: list[int] = []
        for texts_together in grouped(self._texts):
            part, places, kept = _folded(texts_together)
            codes.append(part)
            parts.append(places)
            counts += kept
        self._codes = np.concatenate(codes) if codes else np.empty(0, np.uint32)
        self._offsets = np.concatenate(parts) if parts else np.empty(0, np.int32)
        self._ends = list(accumulate(counts))
        self._breaks = np.append(np.int32(0), np.cumsum(self._codes == 0, dtype=np.int32))

    def rare(self, doubtful: Mapping[str, _Bools]) -> dict[str, list[Place]]:
        """Return, by document, the places whose middle is rare where another one stands.

        Parameters
        ----------
        doubtful : by document, for each code point whether a place that has it in its middle, or
            directly behind, is asked about
        """
        total = _NONE
        if self._names:
            behind = np.zeros(1, np.bool_)
            marks = np.concatenate(
                [part for name in self._names for part in (doubtful[name], behind)]
            )
            sizes = np.array([len(text) + 1 for text in self._texts], np.int32)
            begins = np.repeat(np.cumsum(sizes, dtype=np.int32) - sizes, np.diff([0, *self._ends]))
            marked = np.cumsum(marks[self._offsets + begins], dtype=np.int32)
            total = np.concatenate((_NONE, marked))
        if total[-1] == 0:
            return {name: [] for name in self._names}
        found: dict[tuple[str, int, int], Place] = {}
        for left, right in SIDE_CHARACTERS:
            for place in self._group((left, right), total):
                key = (place.document, place.start, place.end)
                known = found.get(key)
                if known is None or _votes(place) > _votes(known):
                    found[key] = place
        by_document: dict[str, list[Place]] = {name: [] for name in self._names}
        for _, place in sorted(found.items()):
            by_document[place.document].append(place)
        return by_document

    def _hashes(self, lengths: Set[int]) -> dict[int, _Hashes]:
        """Return for each length a hash of so many characters from each place on."""
        value = np.zeros(len(self._codes) + 1, np.uint64)
        found = {}
        for length in range(1, max(lengths) + 1):
            # One character more than the hashes at hand, and one place less.
            value = value[:-1]
            value *= _BASE
            value += self._codes[length - 1 :]
            if length in lengths:
                found[length] = value >> np.uint64(31)
                found[length] ^= value
        return found

    def _group(self, sides: tuple[int, int], total: _Places) -> list[Place]:
        left, right = sides
        hashes = self._hashes(set(sides))
        before, behind = hashes[left], hashes[right]
        lengths = [
            length
            for length in range(MAX_MIDDLE_CHARACTERS + 1)
            if len(self._codes) >= left + length + right
        ]
        marks = [self._asked(left, length, right, total) for length in lengths]
        number = sum(int(np.count_nonzero(mark)) for mark in marks)
        bits = min(number.bit_length() + _SLOTS_BITS, _MAX_BITS)
        lefts, rights, wanted = (np.zeros(1 << bits, np.bool_) for _ in range(3))
        for length, mark in zip(lengths, marks, strict=True):
            for begin in _indices(mark):
                one, other = before[begin], behind[begin + left + length]
                lefts[_slots(one, bits)] = True
                rights[_slots(other, bits)] = True
                wanted[_slots(_keys(one, other), bits)] = True
        # Only windows whose sides are asked about anywhere (and few others: two may share a slot).
        opens, closes = _marked(lefts, before, bits), _marked(rights, behind, bits)
        del lefts, rights
        keys: list[_Hashes] = []
        starts: list[_Places] = []
        sizes: list[_Sizes] = []
        asked: list[_Bools] = []
        for length, mark in zip(lengths, marks, strict=True):
            gap = left + length
            both = self._whole(gap + right)
            both &= opens[: len(mark)]
            both &= closes[gap : gap + len(mark)]
            for begin in _indices(both):
                key = _keys(before[begin], behind[begin + gap])
                known = wanted[_slots(key, bits)]
                begin = begin[known]
                keys.append(key[known])
                starts.append((begin + left).astype(np.int32))
                sizes.append(np.full(len(begin), length, np.uint8))
                asked.append(mark[begin])
        del hashes, before, behind, wanted, opens, closes, marks
        key = np.concatenate(keys) if keys else np.empty(0, np.uint64)
        shared = _not_alone(key, bits)
        if not len(shared):
            return []
        key, start, size = (
            key[shared],
            np.concatenate(starts)[shared],
            np.concatenate(sizes)[shared],
        )
        middle = self._middles(start, size)
        order = np.lexsort((middle, key)).astype(np.int32)
        return self._places(
            key[order],
            start[order],
            size[order],
            middle[order],
            np.concatenate(asked)[shared][order],
            sides,
        )

    def _whole(self, span: int) -> _Bools:
        """Whether the window of ``span`` characters from each place on lies in one paragraph."""
        return np.asarray(self._breaks[span:] == self._breaks[: len(self._breaks) - span])

    def _asked(self, left: int, length: int, right: int, total: _Places) -> _Bools:
        """Whether the middle of the window from each place on is asked about, or what is behind it."""
        whole = self._whole(left + length + right)
        behind = left + length + 1
        return np.asarray(
            whole & (total[behind : behind + len(whole)] > total[left : left + len(whole)])
        )

    def _middles(self, start: _Places, size: _Sizes) -> _Hashes:
        value = size.astype(np.uint64)
        for offset in range(MAX_MIDDLE_CHARACTERS):
            inside = size > offset
            at = np.minimum(start + offset, len(self._codes) - 1)
            value = value * _BASE + np.where(inside, self._codes[at], 0).astype(np.uint64)
        return value

    def _places(
        self,
        key: _Hashes,
        start: _Places,
        size: _Sizes,
        middle: _Hashes,
        asked: _Bools,
        sides: tuple[int, int],
    ) -> list[Place]:
        """Return the places of sorted windows whose group has other middles."""
        fresh = np.concatenate(([True], key[1:] != key[:-1]))
        changed = fresh | np.concatenate(([True], middle[1:] != middle[:-1]))
        firsts = np.flatnonzero(changed)
        counts = np.diff(np.concatenate((firsts, [len(key)])))
        group = np.cumsum(fresh[firsts]) - 1
        kinds = np.bincount(group)
        rare = (counts <= _MAX_RARE_COUNT) & asked[firsts]
        told = np.bincount(group[rare], minlength=len(kinds)) > 0
        entries = np.flatnonzero((told & (kinds > 1) & (kinds <= _MAX_MIDDLES))[group])
        if not len(entries):
            return []
        firsts, counts, rare = firsts[entries], counts[entries], rare[entries]
        # Of what is rare every place is told, of the rest the first.
        spans = [
            self._spans(start[at], size[at])
            for at in (np.minimum(firsts + more, len(key) - 1) for more in range(_MAX_RARE_COUNT))
        ]
        others = [
            Alternative(self._texts[owner][low:high], often, self._names[owner], low, high)
            for (owner, low, high), often in zip(spans[0], counts.tolist(), strict=True)
        ]
        edges = np.flatnonzero(np.diff(group[entries], prepend=-1, append=-1)).tolist()
        rarely = rare.tolist()
        found = []
        for begin, end in pairwise(edges):
            members = others[begin:end]
            for number in range(begin, end):
                if not rarely[number]:
                    continue
                text, often = others[number][:2]
                rest = tuple([other for other in members if other.text != text])
                for copies in spans[:often]:
                    owner, here, stop = copies[number]
                    found.append(Place(self._names[owner], here, stop, often, sides, rest))
        return found

    def _spans(self, start: _Places, size: _Sizes) -> list[tuple[int, int, int]]:
        """Return of middles of the folded texts the number of their text, and where they stand there."""
        owner = np.searchsorted(self._ends, start, side="right")
        low = self._offsets[start]
        high = np.where(size > 0, self._offsets[start + size - 1] + 1, low)
        return list(zip(owner.tolist(), low.tolist(), high.tolist(), strict=True))


def _indices(marks: _Bools) -> Iterator[_Ints]:
    """Yield what is marked, in order, a part at a time."""
    for low in range(0, len(marks), _MAX_TOGETHER):
        yield np.flatnonzero(marks[low : low + _MAX_TOGETHER]) + low


def _marked(table: _Bools, hashes: _Hashes, bits: int) -> _Bools:
    """Return for each hash whether its slot is marked."""
    found = np.empty(len(hashes), np.bool_)
    for low in range(0, len(hashes), _MAX_TOGETHER):
        part = slice(low, low + _MAX_TOGETHER)
        found[part] = table[_slots(hashes[part], bits)]
    return found


def _not_alone(hashes: _Hashes, bits: int) -> _Ints:
    """Return where hashes stand that stand twice, and few others: those are sorted by a second key."""
    ordered = np.sort(hashes)
    twice = np.zeros(1 << bits, np.bool_)
    twice[_slots(ordered[1:][ordered[1:] == ordered[:-1]], bits)] = True
    return np.flatnonzero(twice[_slots(hashes, bits)])


def _slots(hashes: _Hashes, bits: int) -> _Hashes:
    return hashes >> np.uint64(64 - bits)


def _keys(before: _Hashes, behind: _Hashes) -> _Hashes:
    return (before ^ (behind * _SPREAD)) * _BASE


def _votes(place: Place) -> int:
    return max((item.often for item in place.alternatives), default=0)


def _folded(texts: Sequence[str]) -> tuple[_Codes, _Places, list[int]]:
    """Return the code points of texts, the offsets of each in its text, and how many each text has.

    Runs of digits are one 0, and line ends 0; so is what stands behind each text.
    """
    codes = code_points("".join([text + "\n" for text in texts])).copy()
    codes[(codes == 0x0A) | (codes == 0x0C)] = 0
    digits = (codes >= 0x30) & (codes <= 0x39)
    codes[digits] = _ZERO
    again = digits & np.concatenate(([False], digits[:-1]))
    kept = np.flatnonzero(~again & (codes != 0x20) & (codes != 0x3000))
    stops = np.cumsum([len(text) + 1 for text in texts])
    counts = np.diff(kept.searchsorted(stops), prepend=0)
    begins = np.concatenate(([0], stops[:-1]))
    return codes[kept], (kept - np.repeat(begins, counts)).astype(np.int32), counts.tolist()
