"""The keys by which near misses are found: three known characters beside the region that differs."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BEHIND",
    "LONGEST",
    "SHAPES",
    "SHORTEST",
    "Doubt",
    "Ints",
    "Keys",
    "Part",
    "Table",
    "collect",
    "hits",
    "table_of",
]

#: Lengths of the terms of which near misses are found, in characters.
LONGEST = 20
SHORTEST = 4
_LONG = 8
# A region of two needs four sure characters around it; the least length of a term for each kind of
# region, as (characters of the term, characters of the text).
# Two characters too many or too few are often another right expression (经济发展, 经济社会发展), so
# they are looked for in long terms only.
_KINDS = (
    ((1, 1), SHORTEST),
    ((1, 0), SHORTEST),
    ((0, 1), SHORTEST),
    ((2, 2), SHORTEST),
    ((0, 2), _LONG),
    ((2, 0), _LONG),
)
#: Where the three characters of a key stand, counted from the first.
SHAPES = ((0, 1, 2), (0, 1, 3), (0, 2, 3), (0, 1, 4), (0, 3, 4))
#: How far a key may reach behind its first character.
BEHIND = max(map(max, SHAPES))
# What follows a wrong character is unlikely, too: so far behind a region doubt counts.
_BEHIND_CHARACTERS = 2
# 2^22 bits: one for each hash of a key. With 290,000 keys one place in fourteen is let through by accident.
_BITS = 22
_BYTE, _IN_BYTE, _BIT = np.uint64(3), np.uint64(7), 1 << np.arange(8, dtype=np.uint8)
_FORM_BITS, _FORM = 5, 31
# Where the parts of a key begin. A code point takes up to 21 bits; from U+100000 on, where no character
# is, keys may be alike that should not be, and the comparison of the whole windows tells them apart.
_FIRST, _SECOND, _SHAPE = np.uint64(40), np.uint64(20), np.uint64(60)
_SHAPE_BITS = np.arange(len(SHAPES), dtype=np.uint64)[:, None] << _SHAPE
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

Ints = NDArray[np.signedinteger[Any]]
Keys = NDArray[np.uint64]


class Part(NamedTuple):
    """The keys of the terms ``rows`` that have all else in common, as in `Table`."""

    keys: Keys
    rows: Ints
    place: int
    cut: int
    read: int
    back: int


class Doubt:
    """Which near misses are wanted of a text.

    Parameters
    ----------
    doubtful : of each code point whether it may be wrong
    everywhere : the near misses of so many terms, the first, are wanted all; of the others those in
        whose region, or up to two characters behind it, a code point is doubtful
    """

    def __init__(self, doubtful: NDArray[np.bool_], everywhere: int) -> None:
        self._before = np.concatenate(([0], np.cumsum(doubtful, dtype=np.int32)))
        self._everywhere = everywhere

    def allows(self, terms: Ints, left: Ints, read: Ints) -> NDArray[np.bool_]:
        """Whether each near miss is wanted; ``left`` and ``read``: where its region is, and its length."""
        ends = left + read + _BEHIND_CHARACTERS
        doubtful = self._before.take(ends, mode="clip") > self._before.take(left, mode="clip")
        return np.asarray(doubtful | (terms < self._everywhere))


class Table(NamedTuple):
    """The distinct keys, sorted, and what they stand for: the entries of the key at ``n`` are those
    from ``bounds[n]`` up to ``bounds[n + 1]``.

    ``bits`` has one bit for each hash of a key, eight in an item: so it stays in the cache. An entry
    has its term, and in one number (``form``) its place, cut, read and back, five bits each."""

    bits: NDArray[np.uint8]
    keys: Keys
    bounds: Ints
    term: Ints
    form: Ints


def hits(
    table: Table, wide: Keys, first: int = 0, doubt: Doubt | None = None
) -> tuple[Ints, ...] | None:
    """Return term, place, cut, read and start of every window that a key matches.

    All shapes are looked up at once: the arrays of a sentence are so small that each step costs the
    same for one as for five.

    Parameters
    ----------
    wide : the code points of a part of a text and the ``BEHIND`` that follow it, zeros behind the last
    first : where the part begins
    doubt : leaves out most of the windows at once, before all of that is looked up
    """
    keys = _keys_of(wide)
    slot = _slot(keys)
    at = (table.bits[slot >> _BYTE] & _BIT[slot & _IN_BYTE]).nonzero()[0]
    if len(at) == 0:
        return None
    # In their order keys are found in half the time, and what they stand for is read in a row.
    at = at[np.argsort(keys[at])]
    keys = keys[at]
    # The bits let through other keys, too; behind the last key stands none.
    numbers = table.keys.searchsorted(keys)
    known = (table.keys.take(numbers, mode="clip") == keys).nonzero()[0]
    if len(known) == 0:
        return None
    places, numbers = at[known] % (len(wide) - BEHIND) + first, numbers[known]
    low = table.bounds[numbers]
    counts = table.bounds[numbers + 1] - low
    # The places of each key's entries, one after another.
    ends = counts.cumsum()
    entries = np.arange(ends[-1]) + (low - (ends - counts)).repeat(counts)
    terms, form = table.term[entries], table.form[entries]
    place, read = form & _FORM, (form >> 2 * _FORM_BITS) & _FORM
    starts = places.repeat(counts) - (form >> 3 * _FORM_BITS)
    if doubt is not None:
        kept = doubt.allows(terms, starts + place, read).nonzero()[0]
        terms, form, starts = terms[kept], form[kept], starts[kept]
        place, read = place[kept], read[kept]
    return terms, place, (form >> _FORM_BITS) & _FORM, read, starts


def collect(block: Keys, rows: Ints, length: int, collected: list[Part]) -> None:
    """Add the keys of all terms of one length."""
    for (cut, read), least in _KINDS:
        if length < least:
            continue
        # At its ends a term neither lacks nor gains characters: 政协工作 is no 人民政协工作 gone wrong.
        inner = cut == 0 or read == 0
        first, last = (1, length - cut - 1) if inner else (0, length - cut)
        for place in range(first, last + 1):
            anchor = _anchor(length, place, cut, read)
            if anchor is None:
                continue
            shape, columns, back = anchor
            one, two, three = (block[:, column] for column in columns)
            keys = one << _FIRST | two << _SECOND | three | _SHAPE_BITS[shape]
            collected.append(Part(keys, rows, place, cut, read, back))


def _anchor(
    length: int, place: int, cut: int, read: int
) -> tuple[int, tuple[int, int, int], int] | None:
    """Return shape, the three term columns of the key, and how far the key begins after the start."""
    after = place + cut
    right = length - after
    if place >= 2 and right >= 1:
        return (0, 1, 3)[read], (place - 2, place - 1, after), place - 2
    if place == 1 and right >= 2:
        return (0, 2, 4)[read], (0, after, after + 1), 0
    if place == 0 and right >= 3:
        return 0, (after, after + 1, after + 2), read
    if right == 0 and place >= 3:
        return 0, (place - 3, place - 2, place - 1), place - 3
    return None


def _keys_of(wide: Keys) -> Keys:
    """Return the keys of a part of a text: those of the first shape from each of its characters on but
    the last ``BEHIND``, then those of the second."""
    first, second = wide << _FIRST, wide << _SECOND
    count = len(wide) - BEHIND
    keys = np.empty((len(SHAPES), count), np.uint64)
    for row, (one, two, three) in zip(keys, SHAPES, strict=True):
        np.bitwise_or(first[one : one + count], second[two : two + count], out=row)
        row |= wide[three : three + count]
    keys |= _SHAPE_BITS
    return keys.ravel()


def _slot(keys: Keys) -> Keys:
    return (keys * _SPREAD) >> np.uint64(64 - _BITS)


def table_of(parts: list[Part]) -> Table | None:
    """Return the sorted table of the keys, None if there are none."""
    if not parts:
        return None
    keys = np.concatenate([part.keys for part in parts])
    term = np.concatenate([part.rows for part in parts])
    sizes = [len(part.keys) for part in parts]
    forms = [
        part.place
        | part.cut << _FORM_BITS
        | part.read << 2 * _FORM_BITS
        | part.back << 3 * _FORM_BITS
        for part in parts
    ]
    form = np.repeat(np.array(forms, np.int32), sizes)
    order = np.argsort(keys)
    sorted_keys = keys[order]
    firsts = np.flatnonzero(np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1])))
    distinct = sorted_keys[firsts]
    bits = np.zeros(1 << _BITS, dtype=bool)
    bits[_slot(distinct)] = True
    packed = np.packbits(bits, bitorder="little")
    return Table(
        bits=packed,
        keys=distinct,
        bounds=np.append(firsts, len(keys)),
        term=term[order].astype(np.int32),
        form=form[order],
    )
