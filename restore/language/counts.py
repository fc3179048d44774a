"""Count the character n-grams of a corpus, in numpy, a few million characters at a time.

An n-gram is one unsigned 64-bit number, the ids of its characters as digits in base
``Vocabulary.size``, first character most significant. So a sorted array of keys is sorted as
a dictionary is, ``key // size`` drops the last character, ``key % size**(n-1)`` the first.
A paragraph is the unit: ``<s>`` stands before and ``</s>`` behind it, no n-gram crosses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNKNOWN, BEGIN, END = 0, 1, 2
SPECIAL = ("<unk>", "<s>", "</s>")

_BEGIN_MARK, _END_MARK = "\x01", "\x02"  # never in normalised text
_CODES = 0x110000
_CHUNK_CHARACTERS = 4_000_000  # characters; about 400 MB of working memory at order 5

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """The characters a model knows; a character's id is its place plus three."""

    characters: str

    @property
    def size(self) -> int:
        """How many ids there are, the three special ones among them."""
        return len(self.characters) + len(SPECIAL)

    @property
    def words(self) -> tuple[str, ...]:
        """Every token by id."""
        return (*SPECIAL, *self.characters)

    def id_table(self) -> NDArray[np.uint64]:
        """The id of every code point (`UNKNOWN` for those outside)."""
        table = np.zeros(_CODES, dtype=np.uint64)
        table[ord(_BEGIN_MARK)], table[ord(_END_MARK)] = BEGIN, END
        codes = np.frombuffer(self.characters.encode("utf-32-le"), dtype="<u4")
        table[codes] = np.arange(len(SPECIAL), self.size, dtype=np.uint64)
        return table


@dataclass(frozen=True)
class NGramCounts:
    """The counts of one order: sorted distinct `keys` and how often each occurs."""

    keys: Keys
    counts: Numbers


@dataclass(frozen=True)
class CorpusCounts:
    """The counts of orders 1 to n over a corpus."""

    vocabulary: Vocabulary
    orders: tuple[NGramCounts, ...]
    paragraphs: int
    characters: int


def _chunks(paragraphs: Iterable[str], size: int) -> Iterator[list[str]]:
    chunk: list[str] = []
    held = 0
    for paragraph in paragraphs:
        chunk.append(paragraph)
        held += len(paragraph)
        if held >= size:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")


def learn_vocabulary(
    paragraphs: Iterable[str], *, order: int, min_count: int = 3, max_size: int | None = None
) -> Vocabulary:
    """The characters that occur at least *min_count* times, by descending count.

    At most *max_size* tokens, and never more than let an n-gram of *order* fit 64 bits
    (7,131 at order 5, 65,535 at order 4); the rarest are left out.
    """
    tally = np.zeros(_CODES, dtype=np.int64)
    for chunk in _chunks(paragraphs, _CHUNK_CHARACTERS):
        tally += np.bincount(_codes("".join(chunk)), minlength=_CODES)
    fits = int((2**64 - 1) ** (1 / order))
    room = min(fits, max_size or fits) - len(SPECIAL)
    codes = np.flatnonzero(tally >= max(min_count, 1))
    by_count = codes[np.lexsort((codes, -tally[codes]))][:room]
    return Vocabulary("".join(map(chr, by_count.tolist())))


def _windows(ids: Keys, order: int, base: int, inside: NDArray[np.bool_] | None) -> Keys:
    """The keys of all n-grams of the token stream; *inside* marks those within a paragraph."""
    keys = ids[: len(ids) - order + 1].copy()
    for j in range(1, order):
        keys *= np.uint64(base)
        keys += ids[j : len(ids) - order + 1 + j]
    return keys if inside is None else keys[inside]


def _distinct(keys: Keys) -> NGramCounts:
    found, counts = np.unique(keys, return_counts=True)
    return NGramCounts(found, counts.astype(np.int64))


def _merge(a: NGramCounts, b: NGramCounts) -> NGramCounts:
    keys = np.concatenate((a.keys, b.keys))
    counts = np.concatenate((a.counts, b.counts))
    order = np.argsort(keys, kind="stable")  # two sorted runs: linear
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return NGramCounts(keys[starts], np.add.reduceat(counts, starts))


class _Accumulator:
    """Merges counts as a binary counter carries: each n-gram is moved O(log chunks) times."""

    def __init__(self) -> None:
        self._held: list[tuple[int, NGramCounts]] = []

    def add(self, counts: NGramCounts) -> None:
        level = 0
        while self._held and self._held[-1][0] == level:
            counts = _merge(self._held.pop()[1], counts)
            level += 1
        self._held.append((level, counts))

    def total(self) -> NGramCounts:
        if not self._held:
            return NGramCounts(np.zeros(0, np.uint64), np.zeros(0, np.int64))
        counts = self._held.pop()[1]
        while self._held:
            counts = _merge(self._held.pop()[1], counts)
        return counts


def count_ngrams(
    paragraphs: Iterable[str],
    vocabulary: Vocabulary,
    *,
    order: int,
    progress: Callable[[int], Any] | None = None,
) -> CorpusCounts:
    """Count the n-grams of orders 1 to *order* in normalised *paragraphs*.

    Memory grows with the distinct n-grams (16 bytes each), not with the corpus.
    *progress* is called with the number of characters done since its last call.
    """
    table = vocabulary.id_table()
    held = [_Accumulator() for _ in range(order)]
    total = lines = 0
    for chunk in _chunks(paragraphs, _CHUNK_CHARACTERS):
        text = _BEGIN_MARK + (_END_MARK + _BEGIN_MARK).join(chunk) + _END_MARK
        ids = table[_codes(text)]
        paragraph_of = np.cumsum(ids == BEGIN, dtype=np.int32)
        for n in range(1, min(order, len(ids)) + 1):
            inside = paragraph_of[: len(ids) - n + 1] == paragraph_of[n - 1 :] if n > 1 else None
            held[n - 1].add(_distinct(_windows(ids, n, vocabulary.size, inside)))
        done = sum(map(len, chunk))
        total, lines = total + done, lines + len(chunk)
        if progress is not None:
            progress(done)
    return CorpusCounts(vocabulary, tuple(part.total() for part in held), lines, total)
