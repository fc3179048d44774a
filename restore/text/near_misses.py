"""Find near misses of thousands of terms in a text, by arrays, without trying every pair.

A near miss is a window of the text that equals a term but for one region: ``cut`` characters of
the term are read as ``read`` other characters: one or two lost or gained, one substituted, two
swapped or shifted (扛稳 read as 稳粮). For every term, place and kind of region three known
characters beside the region make a key; the text is hashed in the same five shapes (three characters
in a row, or with one or two unknown characters among them), a bit table drops the places that no key
matches, and the rest are compared in full, all at once. The cost per character does not grow with
the number of terms.

This is the deletion-neighbourhood idea of SymSpell (Garbe 2012) turned to running text without word
borders, with a bounded region in place of whole deletions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.text.near_miss_keys import (
    BEHIND,
    LONGEST,
    SHORTEST,
    Doubt,
    Ints,
    Part,
    Table,
    collect,
    hits,
    table_of,
)
from restore.text.phrases import code_points

__all__ = ["LONGEST", "SHORTEST", "NearMiss", "NearMissIndex"]

# Up to so many windows are compared in one step, more column by column (the faster of the two).
_MAX_WINDOWS_AT_ONCE = 4000
# Up to so many, as a row has, are compared one by one, which takes less time than to make the arrays.
_FEW_WINDOWS = 200


# Characters of a text that are looked up together: the arrays of more take more memory than the
# processor has near it, and as much as a long text asks for.
_AT_ONCE = 1 << 15


class NearMiss(NamedTuple):
    """A window of the text that is nearly a term.

    ``text[start:end]`` is the window; ``text[left:right]`` is what differs, and the term has
    ``term[place : place + cut]`` there.
    """

    start: int
    end: int
    left: int
    right: int
    term: int
    place: int
    cut: int


class _Grid(NamedTuple):
    """The characters of the terms, a row each, their lengths, and the table of their keys."""

    matrix: NDArray[np.uint32]
    lengths: Ints
    table: Table | None


class NearMissIndex:
    """An index over terms of 4 to 20 characters.

    Parameters
    ----------
    terms : distinct terms; those of other lengths are ignored
    everywhere : of so many terms, the first, near misses are found in doubt or not
    """

    def __init__(self, terms: Sequence[str], *, everywhere: int = 0) -> None:
        self.terms = tuple(terms)
        self._everywhere = everywhere
        self._last: tuple[str, tuple[NearMiss, ...]] = ("", ())
        self._in_doubt: tuple[str, NDArray[np.bool_], tuple[NearMiss, ...]] | None = None
        self._ahead: dict[str, tuple[NearMiss, ...]] = {}

    @cached_property
    def _grid(self) -> _Grid:
        """What the terms are compared by; made when they are first searched for."""
        terms = self.terms
        matrix = np.zeros((len(terms), LONGEST), dtype=np.uint32)
        lengths = np.zeros(len(terms), dtype=np.int64)
        by_length: dict[int, list[int]] = {}
        for number, term in enumerate(terms):
            if SHORTEST <= len(term) <= LONGEST:
                by_length.setdefault(len(term), []).append(number)
        collected: list[Part] = []
        for length, numbers in by_length.items():
            codes = code_points("".join(terms[number] for number in numbers))
            rows = np.array(numbers, dtype=np.int64)
            block = codes.reshape(len(numbers), length)
            matrix[rows, :length] = block
            lengths[rows] = length
            collect(block.astype(np.uint64), rows, length, collected)
        return _Grid(matrix, lengths, table_of(collected))

    def find(self, text: str, doubtful: NDArray[np.bool_] | None = None) -> list[NearMiss]:
        """Return every near miss of ``text``, sorted by start.

        A window that equals a term is none; one error may be explained in several ways, and by
        several terms. The last text's are remembered, for several proposers ask for them.

        Parameters
        ----------
        doubtful : of each code point whether it may be wrong; then near misses may be left out whose
            region, with the two characters behind it, holds none that is
        """
        if doubtful is not None and text not in self._ahead:
            last = self._in_doubt
            if last is None or last[0] != text or not np.array_equal(last[1], doubtful):
                last = self._in_doubt = text, doubtful, tuple(self._find(text, doubtful))
            return list(last[2])
        known, found = self._last
        if known != text:
            ahead = self._ahead.get(text)
            found = tuple(self._find(text)) if ahead is None else ahead
            self._last = text, found
        return list(found)

    def answer_by(self, wider: NearMissIndex, text: str, doubtful: NDArray[np.bool_]) -> None:
        """Take what :meth:`find` returns of a text from a search that the other index remembers, too.

        Parameters
        ----------
        wider : its first terms are those of this index, and it finds their near misses everywhere
        doubtful : as in :meth:`find`
        """
        self._last = text, self._own(wider.find(text, doubtful))

    def look_ahead_by(self, wider: NearMissIndex, texts: Sequence[str]) -> None:
        """:meth:`look_ahead` of both in one search; ``wider`` as in :meth:`answer_by`."""
        wider.look_ahead(texts)
        self._ahead = {text: self._own(misses) for text, misses in wider._ahead.items()}

    def _own(self, misses: Iterable[NearMiss]) -> tuple[NearMiss, ...]:
        count = len(self.terms)
        return tuple(miss for miss in misses if miss.term < count)

    def look_ahead(self, texts: Sequence[str]) -> None:
        """Search short texts together and remember what is found, for :meth:`find` of each.

        The arrays of a sentence are so small that setting them up is most of the work. What was
        remembered before is forgotten.
        """
        misses = self._find("\n".join(texts))
        starts = [miss.start for miss in misses]
        self._ahead = {}
        begin = 0
        for text in texts:
            end = begin + len(text)
            inside = misses[bisect_left(starts, begin) : bisect_left(starts, end)]
            self._ahead[text] = tuple(_moved(miss, -begin) for miss in inside if miss.end <= end)
            begin = end + 1

    def _find(self, text: str, doubtful: NDArray[np.bool_] | None = None) -> list[NearMiss]:
        codes = code_points(text)
        # From the last two characters no key begins; zeros, which are in no term, stand behind them.
        count = len(codes) - 2
        if count < 1:
            return []
        padded = np.concatenate(
            [np.zeros(LONGEST, np.uint32), codes, np.zeros(2 * LONGEST, np.uint32)]
        )
        doubt = None if doubtful is None else Doubt(doubtful, self._everywhere)
        found: set[NearMiss] = set()
        for first in range(0, count, _AT_ONCE):
            found |= self._find_part(
                text, padded, range(first, min(first + _AT_ONCE, count)), doubt
            )
        return sorted(found)

    def _find_part(
        self, text: str, padded: NDArray[np.uint32], part: range, doubt: Doubt | None
    ) -> set[NearMiss]:
        """Return the near misses whose keys begin in a part of the text."""
        table = self._grid.table
        if table is None:
            return set()
        wide = padded[LONGEST + part.start : LONGEST + part.stop + BEHIND].astype(np.uint64)
        state = hits(table, wide, part.start, doubt)
        if state is None:
            return set()
        codes = padded[LONGEST : LONGEST + len(text)]
        fit = self._with_ends(state, codes)
        state = tuple(array[fit] for array in state)
        few = len(state[0]) <= _FEW_WINDOWS
        if not few:
            keep = self._slips(state, padded, len(codes))
            state = self._compare(tuple(array[keep] for array in state), padded)
        terms, place, cut, read, starts = state
        left = starts + place
        ends = starts + self._grid.lengths[terms] + read - cut
        columns = (starts, ends, left, left + read, terms, place, cut)
        found = set(map(NearMiss, *(column.tolist() for column in columns)))
        if few:
            found = {near for near in found if _is_slip(text, self.terms[near.term], near)}
        return found

    def _with_ends(self, state: tuple[Ints, ...], codes: NDArray[np.uint32]) -> Ints:
        """Return the windows that begin and end as their terms do, or with the region that differs."""
        matrix, lengths, _ = self._grid
        terms, place, cut, read, starts = state
        # Windows that reach out of the text are left out later.
        begin = codes.take(starts, mode="clip") == matrix[terms, 0]
        begin |= place == 0
        some = begin.nonzero()[0]
        terms, place, cut = terms[some], place[some], cut[some]
        last = lengths[terms] - 1
        end = codes.take(starts[some] + last + read[some] - cut, mode="clip") == matrix[terms, last]
        end |= place + cut > last
        kept: Ints = some[end]
        return kept

    def _slips(
        self, state: tuple[Ints, ...], padded: NDArray[np.uint32], length: int
    ) -> NDArray[np.bool_]:
        """Whether the region of each window is a slip and lies inside the text."""
        matrix, lengths, _ = self._grid
        terms, place, cut, read, starts = state
        inside = (starts >= 0) & (starts + lengths[terms] + read - cut <= length)
        # A substituted region differs at both its ends, or a smaller region explains it.
        first = padded[starts + place + LONGEST]
        last = padded[starts + place + read - 1 + LONGEST]
        expected = matrix[terms, place]
        both = (cut > 0) & (read > 0)
        expected_last = matrix[terms, np.maximum(place + cut - 1, 0)]
        smallest = ~both | ((first != expected) & (last != expected_last))
        # Two other characters are another word, unless one of them has only moved.
        expected_next = matrix[terms, np.minimum(place + 1, LONGEST - 1)]
        # Where the character that seems lost stands just outside the window, nothing has moved: there
        # is one too many (对外外开放 is no 对外开放 with 外开 for 开放).
        behind = padded[starts + place + read + LONGEST] == expected_last
        before = padded[starts + place - 1 + LONGEST] == expected
        crossed = ((first == expected_next) & ~before) | ((last == expected) & ~behind)
        return np.asarray(inside & smallest & ((cut < 2) | (read < 2) | crossed))

    def _compare(self, state: tuple[Ints, ...], padded: NDArray[np.uint32]) -> tuple[Ints, ...]:
        """Keep the windows that equal their term outside the region."""
        column = 0
        while len(state[0]) > _MAX_WINDOWS_AT_ONCE and column < LONGEST:
            same = self._same(state, padded, np.array([column]))[:, 0]
            state = tuple(array[same] for array in state)
            column += 1
        if len(state[0]) == 0 or column == LONGEST:
            return state
        longest = int(self._grid.lengths[state[0]].max())
        rest = self._same(state, padded, np.arange(column, max(longest, column + 1)))
        whole = np.flatnonzero(rest.all(axis=1))
        return tuple(array[whole] for array in state)

    def _same(
        self, state: tuple[Ints, ...], padded: NDArray[np.uint32], columns: Ints
    ) -> NDArray[np.bool_]:
        """Whether the text has each term's character of each column, windows by columns."""
        matrix, lengths, _ = self._grid
        terms, place, cut, read, starts = (array[:, None] for array in state)
        behind = columns >= place + cut
        at = starts + columns + np.where(behind, read - cut, 0) + LONGEST
        equal = padded[at] == matrix[terms, columns]
        outside = columns >= lengths[terms]
        return np.asarray(equal | outside | ((columns >= place) & ~behind))


def _is_slip(text: str, term: str, near: NearMiss) -> bool:
    """Whether a window equals its term outside the region, which is a slip and lies inside the text:
    as the arrays tell of many."""
    place, cut, left, right = near.place, near.cut, near.left, near.right
    read = right - left
    inside = near.start >= 0 and near.end <= len(text)
    if not (inside and text.startswith(term[:place], near.start)):
        return False
    if not text.startswith(term[place + cut :], right):
        return False
    if not (cut and read):
        return True
    first, last = text[left], text[right - 1]
    expected, expected_last = term[place], term[place + cut - 1]
    if first == expected or last == expected_last:
        return False
    if cut < 2 or read < 2:
        return True
    before = left > 0 and text[left - 1] == expected
    behind = text.startswith(expected_last, right)
    return (first == term[place + 1] and not before) or (last == expected and not behind)


def _moved(miss: NearMiss, by: int) -> NearMiss:
    return miss._replace(
        start=miss.start + by, end=miss.end + by, left=miss.left + by, right=miss.right + by
    )
