"""Decides what is removed from all documents, in rounds until nothing more is found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from restore.core.evidence import CopyKept
from restore.dedup.across import remove_across
from restore.dedup.anchors import LinkTable
from restore.dedup.check import (
    Checked,
    Texts,
    check,
    joined,
    narrowed,
    near_only,
    nothing_checked,
    slices,
)
from restore.dedup.columns import ParagraphColumns
from restore.dedup.corpus_table import CorpusTable
from restore.dedup.fingerprints import Fingerprints
from restore.dedup.ledger import Kept, Ledger
from restore.dedup.paragraph_table import TextOf
from restore.dedup.records import Findings, Place, Removed, Variant
from restore.dedup.search import PARTS, Candidates, Search
from restore.dedup.shingles import Int64
from restore.dedup.similar import Similar, most_alike
from restore.dedup.verification import Comparer
from restore.dedup.within import settle_inside
from restore.settings import DedupSettings

__all__ = ["candidates", "checked", "settle"]

# Characters of a passage that the result shows.
_EXCERPT_LENGTH = 40
# Each round needs something that the one before has removed; two or three are the rule.
_MAX_ROUNDS = 50
# Characters of documents looked at anew at once.
_MAX_BATCH_LENGTH = 1 << 23


def candidates(corpus: ParagraphColumns, settings: DedupSettings) -> Candidates:
    """Return all candidate pairs of the rows that stand now."""
    if len(corpus.documents) < 2:
        # Pairs are of two documents.
        nothing = np.empty(0, dtype=np.int64)
        return Candidates(nothing, nothing, LinkTable.empty())
    search = Search(corpus, settings)
    return search.gather([search.part(number) for number in range(PARTS)])


def checked(
    corpus: ParagraphColumns, pairs: Candidates, text_of: TextOf, settings: DedupSettings
) -> Checked:
    """Check all pairs, slice by slice."""
    found = [check(corpus, part, text_of, settings) for part in slices(corpus, near_only(pairs))]
    near = joined([nothing_checked(), *found])
    rest = narrowed(corpus, pairs, near, settings)
    inside = [check(corpus, part, text_of, settings) for part in slices(corpus, rest)]
    return joined([near, *inside])


def settle(
    corpus: ParagraphColumns,
    pairs: Candidates,
    found: Checked,
    text_of: TextOf,
    settings: DedupSettings,
) -> Findings:
    """Decide what goes.

    The document that comes first keeps the passage (see :mod:`restore.dedup.across`). With
    ``across_documents`` off, only variants are reported.

    Parameters
    ----------
    pairs, found : candidates and checked pairs of the corpus as it is; ``corpus`` is brought up
        to date
    """
    table = CorpusTable(corpus, text_of)
    ledger = Ledger(table, Comparer())
    for removal in corpus.removals:
        ledger.adopt(removal)
    shortened: list[int] | None = None
    for _ in range(_MAX_ROUNDS if settings.across_documents else 0):
        if shortened is not None:
            pairs, found = _checked_anew(corpus, pairs, found, shortened, text_of, settings)
        remove_across(corpus, found, ledger, settings)
        changed = ledger.take_changed()
        if not changed:
            break
        corpus.take_away(ledger.gone)
        shortened = []
        for documents in _batches(corpus, sorted(changed)):
            shortened += _look_inside(corpus, documents, table, ledger, settings)
        ledger.take_changed()
    return Findings(
        removals=_removals(corpus, ledger, table),
        variants=_variants(corpus, found, text_of, ledger, settings),
    )


def _checked_anew(
    corpus: ParagraphColumns,
    before: Candidates,
    found: Checked,
    changed: list[int],
    text_of: TextOf,
    settings: DedupSettings,
) -> tuple[Candidates, Checked]:
    """Check the pairs that only now are candidates; return all of them."""
    pairs = candidates(corpus, settings)
    stands = corpus.standing
    # Beside their copy they were sought in no other paragraph.
    bared = found.second[found.copies & ~stands[found.first]].tolist()
    fresh = _without(pairs, before, changed, bared, len(corpus.starts))
    more = checked(corpus, fresh, text_of, settings)
    stands[changed] = False
    alike = stands[found.first] & stands[found.second]
    inside = stands[found.inner] & stands[found.outer]
    kept = [column[alike] for column in found[:4]] + [column[inside] for column in found[4:]]
    return pairs, joined([Checked(*kept), more])


def _without(
    pairs: Candidates, before: Candidates, changed: list[int], bared: list[int], count: int
) -> Candidates:
    """Return the pairs that were no candidates before, or of which a paragraph has changed.

    Those for containment are returned as well where a paragraph has lost its copy (``bared``).
    """

    def fresh(first: Int64, second: Int64, known: Int64, asked: list[int]) -> NDArray[np.bool_]:
        new: NDArray[np.bool_] = ~np.isin(first * count + second, known)
        return new | np.isin(first, asked) | np.isin(second, asked)

    near = fresh(pairs.first, pairs.second, before.first * count + before.second, changed)
    old = before.inside.first * count + before.inside.second
    inside = fresh(pairs.inside.first, pairs.inside.second, old, changed + bared)
    return Candidates(pairs.first[near], pairs.second[near], pairs.inside.cut(inside))


def _batches(corpus: ParagraphColumns, documents: list[int]) -> Iterator[list[int]]:
    """Cut documents into batches of bounded text."""
    batch: list[int] = []
    size = 0
    for document in documents:
        batch.append(document)
        rows = corpus.rows(document)
        size += int(corpus.ends[rows.stop - 1])
        if size >= _MAX_BATCH_LENGTH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _look_inside(
    corpus: ParagraphColumns,
    documents: list[int],
    table: CorpusTable,
    ledger: Ledger,
    settings: DedupSettings,
) -> list[int]:
    """Look for repeats inside documents of which others have taken paragraphs; return the rows that
    lost a part."""
    groups = [ledger.alive(corpus.rows(document)) for document in documents]
    rows = [row for group in groups for row in group]
    table.load(rows)
    fingerprints = Fingerprints(table, rows, settings.min_length)
    variant = min(settings.variant, settings.similarity)
    similar = Similar(table, fingerprints, ledger.comparer, variant)
    for document in documents:
        corpus.alike.pop(document, None)
    for pair in settle_inside(groups, ledger, similar, settings):
        corpus.add_alike(pair.first, pair.second, pair.result.similarity, pair.result.differs)
    shortened = sorted(table.changed)
    paragraphs = [table.changed[row] for row in shortened]
    table.load(())
    table.changed.clear()
    corpus.take_away(row for row in rows if row in ledger.gone)
    corpus.change(shortened, paragraphs, settings.min_length)
    return shortened


def _removals(
    corpus: ParagraphColumns, ledger: Ledger, table: CorpusTable
) -> list[tuple[Removed, ...]]:
    found = [ledger.removals(number) for number in range(len(corpus.documents))]
    wanted = sorted(
        (int(corpus.of[removal.kept.row]), removal.kept.start, removal.kept.end)
        for group in found
        for removal in group
    )
    excerpts = {
        (document, start): table.words(document, start, min(end, start + _EXCERPT_LENGTH))
        for document, start, end in wanted
    }

    def copy(kept: Kept) -> CopyKept:
        document = int(corpus.of[kept.row])
        return CopyKept(
            document=corpus.documents[document],
            span=(kept.start, kept.end),
            similarity=round(kept.similarity, 4),
            text=excerpts[(document, kept.start)][: kept.end - kept.start],
        )

    return [
        tuple(
            Removed(
                row=removal.row - int(corpus.base[number]),
                span=(removal.start, removal.end),
                whole=removal.whole,
                kept=copy(removal.kept),
                rule=removal.rule,
            )
            for removal in group
        )
        for number, group in enumerate(found)
    ]


def _variants(
    corpus: ParagraphColumns,
    found: Checked,
    text_of: TextOf,
    ledger: Ledger,
    settings: DedupSettings,
) -> list[Variant]:
    """Return the pairs of which both members stand, in row order."""
    standing = corpus.standing
    results = [
        (pair.first, pair.second, pair.similarity, pair.differs)
        for _, group in sorted(corpus.alike.items())
        for pair in group
        if standing[pair.first] and standing[pair.second]
    ]
    stand = standing[found.first] & standing[found.second]
    order = np.flatnonzero(stand & ~found.copies)
    order = order[most_alike(found.second[order], found.similarity[order])]
    # What two documents have by right is shown where it is long, each with the first that has it.
    long = corpus.lengths()[found.second] >= settings.across_min_length
    copies = np.flatnonzero(stand & found.copies & long)
    copies = copies[np.lexsort((found.first[copies], found.second[copies]))]
    _, once = np.unique(found.second[copies], return_index=True)
    order = np.sort(np.concatenate([order, copies[once]]))
    pairs = Candidates(found.first[order], found.second[order], LinkTable.empty())
    for part in slices(corpus, pairs):
        texts = Texts(corpus, np.concatenate(part[:2]), text_of)
        for first, second in zip(part.first.tolist(), part.second.tolist(), strict=True):
            result = ledger.comparer.compare(texts[first], texts[second])
            results.append((first, second, result.similarity, result.differs))
    results.sort(key=lambda item: item[:2])
    return [
        Variant(_place(corpus, first), _place(corpus, second), round(similarity, 4), differs)
        for first, second, similarity, differs in results
    ]


def _place(corpus: ParagraphColumns, row: int) -> Place:
    span = (int(corpus.starts[row]), int(corpus.ends[row]))
    return Place(corpus.documents[int(corpus.of[row])], span)
