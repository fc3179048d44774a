"""Compares candidate pairs: copies, variants, and paragraphs contained in others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.dedup.anchors import LinkTable
from restore.dedup.candidates import distinct
from restore.dedup.columns import ParagraphColumns
from restore.dedup.containment import locate
from restore.dedup.paragraph_table import TextOf
from restore.dedup.search import Candidates
from restore.dedup.shingles import Int64
from restore.dedup.summary import Flag
from restore.dedup.verification import Comparer, covers, similarities
from restore.settings import DedupSettings

__all__ = [
    "Checked",
    "Texts",
    "check",
    "joined",
    "narrowed",
    "near_only",
    "nothing_checked",
    "slices",
]

# Characters of candidate paragraphs held at once.
_MAX_SLICE_LENGTH = 1 << 25

Column = NDArray[Any]


class Checked(NamedTuple):
    """What was found about pairs.

    ``first``, ``second`` (int64 rows, first < second), ``similarity`` (float32) and ``copies``
    (bool: the second is covered by the first) tell of paragraphs that are alike. ``inner`` stands in
    ``outer`` (int64) from ``start`` to ``end`` (code points of that paragraph), so alike is
    ``score`` (float32).
    """

    first: Column
    second: Column
    similarity: Column
    copies: Column
    inner: Column
    outer: Column
    start: Column
    end: Column
    score: Column


def slices(corpus: ParagraphColumns, candidates: Candidates) -> Iterator[Candidates]:
    """Cut candidates into slices of bounded text, to be checked one after the other or anywhere."""
    lengths = corpus.lengths()
    total = np.cumsum(lengths[candidates.first] + lengths[candidates.second]) // _MAX_SLICE_LENGTH
    for cut in np.unique(total).tolist():
        own = slice(*np.searchsorted(total, [cut, cut + 1]))
        yield Candidates(candidates.first[own], candidates.second[own], LinkTable.empty())
    table = candidates.inside
    total = np.cumsum(lengths[table.first] + lengths[table.second]) // _MAX_SLICE_LENGTH
    for cut in np.unique(total).tolist():
        own = slice(*np.searchsorted(total, [cut, cut + 1]))
        yield Candidates(candidates.first[:0], candidates.second[:0], table.cut(own))


def check(
    corpus: ParagraphColumns, candidates: Candidates, text_of: TextOf, settings: DedupSettings
) -> Checked:
    """Compare the texts of candidate pairs.

    A paragraph that one earlier paragraph covers, and that goes for it in any case, is compared
    with no others; nor is anything compared with it.
    """
    wanted = (candidates.first, candidates.second, *candidates.inside[:2])
    texts = Texts(corpus, np.concatenate(wanted), text_of)
    near = _alike(corpus, candidates, texts, settings)
    inside = _inside(candidates.inside, texts, Comparer(), settings)
    return Checked(*near, *inside)


def narrowed(
    corpus: ParagraphColumns, candidates: Candidates, found: Checked, settings: DedupSettings
) -> Candidates:
    """Return the candidates for containment that are worth a look once the others are checked.

    A paragraph that goes in any case need not be found elsewhere, and two that were compared as
    wholes not once more.
    """
    if not settings.across_documents:
        return candidates.cut(slice(0, 0))
    table = candidates.inside
    covered = np.zeros(len(corpus.starts), dtype=np.bool_)
    covered[found.second[found.copies]] = True
    covered &= _goes(corpus, settings)
    alike = found.similarity >= settings.similarity
    count = len(corpus.starts)
    compared = found.first[alike] * count + found.second[alike]
    open_ = ~(covered[table.first] | covered[table.second])
    open_ &= ~np.isin(table.second * count + table.first, compared)
    nothing = candidates.first[:0]
    return Candidates(nothing, nothing, table.cut(open_))


def _goes(corpus: ParagraphColumns, settings: DedupSettings) -> NDArray[np.bool_]:
    """Whether a row goes wherever it has a copy, and not only beside other copies."""
    long = corpus.lengths() >= settings.across_min_length
    result: NDArray[np.bool_] = long & ((corpus.flags & Flag.FORMULA) == 0)
    return result


def near_only(candidates: Candidates) -> Candidates:
    """Return the candidates without those for containment."""
    return Candidates(candidates.first, candidates.second, LinkTable.empty())


def nothing_checked() -> Checked:
    """Return what is found about no pairs."""
    wide, flags = np.empty(0, np.int64), np.empty(0, np.bool_)
    score = np.empty(0, np.float32)
    return Checked(wide, wide, score, flags, wide, wide, wide, wide, score)


def joined(parts: Sequence[Checked]) -> Checked:
    """Put checked slices together."""
    return Checked(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class Texts:
    """The texts of some rows, every document read once."""

    def __init__(self, corpus: ParagraphColumns, rows: Int64, text_of: TextOf) -> None:
        self._texts: dict[int, str] = {}
        document, text = -1, ""
        for row in distinct(rows).tolist():
            if corpus.of[row] != document:
                document = int(corpus.of[row])
                text = text_of(document)
            self._texts[row] = text[int(corpus.starts[row]) : int(corpus.ends[row])]

    def __getitem__(self, row: int) -> str:
        return self._texts[row]

    def of(self, rows: Int64) -> list[str]:
        """Return the texts of several rows."""
        return [self._texts[row] for row in rows.tolist()]


def _alike(
    corpus: ParagraphColumns, candidates: Candidates, texts: Texts, settings: DedupSettings
) -> tuple[Column, ...]:
    left, right = texts.of(candidates.first), texts.of(candidates.second)
    scores = similarities(left, right, min(settings.variant, settings.similarity))
    goes = _goes(corpus, settings)
    spots = np.flatnonzero(scores > 0)
    covered: set[int] = set()
    found: list[int] = []
    copies: list[bool] = []
    rows = zip(
        spots.tolist(),
        candidates.first[spots].tolist(),
        candidates.second[spots].tolist(),
        scores[spots].tolist(),
        strict=True,
    )
    for spot, first, second, score in rows:
        if settings.across_documents and (first in covered or second in covered):
            continue
        copy = left[spot] == right[spot] or (
            score >= settings.similarity and covers(left[spot], right[spot])
        )
        if copy and goes[second]:
            covered.add(second)
        found.append(spot)
        copies.append(copy)
    chosen = np.array(found, dtype=np.int64)
    return (
        candidates.first[chosen],
        candidates.second[chosen],
        scores[chosen],
        np.array(copies, dtype=np.bool_),
    )


def _inside(
    table: LinkTable, texts: Texts, comparer: Comparer, settings: DedupSettings
) -> tuple[Column, ...]:
    found: list[tuple[int, int, int, int, float]] = []
    left, right = texts.of(table.first), texts.of(table.second)
    rows = zip(
        left,
        right,
        table.first.tolist(),
        table.second.tolist(),
        table.nearest.tolist(),
        table.farthest.tolist(),
        strict=True,
    )
    for text, outer, first, second, nearest, farthest in rows:
        place = locate(text, outer, nearest, farthest, settings.similarity, comparer)
        if place is not None:
            found.append((first, second, *place))
    columns = list(zip(*found, strict=True)) or [()] * 5
    inner, host, start, end = (np.array(column, dtype=np.int64) for column in columns[:4])
    return inner, host, start, end, np.array(columns[4], dtype=np.float32)
