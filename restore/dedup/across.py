"""Decides which passages that another document has are removed.

Statutes are issued anew, reports quote each other and end with one sentence: a passage may stand in
two documents by right. It is removed only where a whole article stands in one other document, or
where the end of one document is the beginning of another, as where pages overlap; and never all of
a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from restore.dedup.check import Checked
from restore.dedup.columns import ParagraphColumns
from restore.dedup.ledger import Kept, Ledger
from restore.dedup.shingles import Int64
from restore.dedup.summary import Flag
from restore.settings import DedupSettings

__all__ = ["remove_across"]

# Documents that a row is taken to stand in, the first ones.
_MAX_KEEPERS = 8
_Copies = dict[int, dict[int, tuple[Kept, str]]]


def remove_across(
    corpus: ParagraphColumns, found: Checked, ledger: Ledger, settings: DedupSettings
) -> None:
    """Enter into the ledger what goes because an earlier document has it."""
    copies = _copies(corpus, found)
    weights = np.where(corpus.flags & Flag.FORMULA, 0, corpus.lengths())
    keyed = _Keyed(corpus)
    for document in sorted({int(corpus.of[row]) for row in copies}):
        looked_at = keyed[document]
        going: set[int] = set()
        for rows in _passages(corpus, document, keyed, copies):
            prose = sum(int(weights[row]) for row in rows)
            keeper = _keeper(rows, copies, ledger)
            if keeper is None or prose < settings.across_min_length:
                continue
            if len(going | set(rows)) == len(looked_at):
                continue
            for row in rows:
                kept, rule = copies[row][keeper]
                if row not in ledger.gone and ledger.remove(row, kept, rule):
                    going.add(row)


def _copies(corpus: ParagraphColumns, found: Checked) -> _Copies:
    """Return, for each row that other documents have, where each of the first of them has it."""
    copies: _Copies = defaultdict(dict)
    standing = corpus.standing
    order = np.flatnonzero(found.copies & standing[found.first] & standing[found.second])
    order = order[np.lexsort((found.first[order], found.second[order]))]
    columns = (found.first[order], found.second[order], found.similarity[order])
    for keeper, row, score in zip(*(column.tolist() for column in columns), strict=True):
        at = copies[row]
        if len(at) < _MAX_KEEPERS:
            kept = Kept(keeper, int(corpus.starts[keeper]), int(corpus.ends[keeper]), score)
            rule = "repeat-elsewhere" if score == 1.0 else "noisy-repeat-elsewhere"
            at.setdefault(int(corpus.of[keeper]), (kept, rule))
    order = np.flatnonzero(standing[found.inner] & standing[found.outer])
    order = order[np.lexsort((found.outer[order], found.inner[order]))]
    inside = (found.inner, found.outer, found.start, found.end, found.score)
    for inner, outer, start, end, score in zip(
        *(column[order].tolist() for column in inside), strict=True
    ):
        at = copies[inner]
        if len(at) < _MAX_KEEPERS:
            begin = int(corpus.starts[outer])
            kept = Kept(outer, begin + start, begin + end, score)
            at.setdefault(int(corpus.of[outer]), (kept, "contained-elsewhere"))
    return copies


class _Keyed(dict[int, Int64]):
    """The standing rows of a document that are compared with others."""

    def __init__(self, corpus: ParagraphColumns) -> None:
        super().__init__()
        self._corpus = corpus

    def __missing__(self, document: int) -> Int64:
        rows = self._corpus.rows(document)
        flags = self._corpus.flags[rows.start : rows.stop]
        chosen = np.flatnonzero((flags & (Flag.KEYED | Flag.GONE)) == Flag.KEYED)
        self[document] = chosen + rows.start
        return self[document]


def _passages(
    corpus: ParagraphColumns, document: int, keyed: _Keyed, copies: _Copies
) -> Iterator[list[int]]:
    """Yield the passages that may go: whole articles, and what overlaps another document."""
    rows = keyed[document].tolist()
    articles: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        articles[int(corpus.articles[row])].append(row)
    if len(articles) > 1:
        yield from (own for own in articles.values() if all(row in copies for row in own))
    for step in (1, -1):
        own = rows[::step]
        for other, (kept, _) in copies.get(own[0], {}).items():
            # From the copy of our first row to the end of the other document.
            theirs = keyed[other]
            spot = int(np.searchsorted(theirs, kept.row))
            size = len(theirs) - spot if step == 1 else spot + 1
            if size >= min(len(own), len(theirs)):
                continue
            tail = theirs[spot : spot + size] if step == 1 else theirs[spot::-1]
            if all(
                other in copies.get(row, ()) and copies[row][other][0].row == copy
                for row, copy in zip(own, tail.tolist(), strict=False)
            ):
                yield own[:size]


def _keeper(rows: list[int], copies: _Copies, ledger: Ledger) -> int | None:
    """Return the first document that has all of the rows, and keeps them."""
    for document in copies[rows[0]]:
        if all(
            document in copies.get(row, ()) and copies[row][document][0].row not in ledger.gone
            for row in rows
        ):
            return document
    return None
