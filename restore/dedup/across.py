"""Repeats across documents: the document that comes first keeps the passage."""

from __future__ import annotations

from itertools import pairwise

from restore.blocks import Role
from restore.dedup.containment import contained
from restore.dedup.ledger import Kept, Ledger
from restore.dedup.paragraphs import is_formula
from restore.dedup.similar import Pair, Similar
from restore.dedup.within import supported
from restore.settings import DedupSettings

__all__ = ["remove_across"]


def remove_across(
    documents: list[list[int]],
    ledger: Ledger,
    similar: Similar,
    settings: DedupSettings,
) -> tuple[list[Pair], set[int]]:
    """Enter into the ledger what an earlier document has; parameters as ``remove_within``.

    Headings, titles and short formulas stay: a passage goes only where it is long, or where its
    neighbour is repeated beside it. With ``across_documents`` off, only variants are reported.
    """
    table = ledger.table
    rows = [
        row
        for group in documents
        for row in group
        if table[row].role is Role.BODY and len(table[row].text) >= settings.min_length
    ]
    place = {row: spot for group in documents for spot, row in enumerate(group)}
    neighbours = {row: group for group in documents for row in group}
    edges: dict[tuple[int, int], float] = {}
    for group in similar.exact(rows, within=False):
        for previous, row in pairwise(group):
            edges[(group[0], row)] = edges[(previous, row)] = 1.0
    variants: list[Pair] = []
    for pair in similar.near(rows, within=False):
        result = pair.result
        if result.similarity >= settings.similarity and result.covers:
            edges[(pair.first, pair.second)] = result.similarity
        elif not (result.covers or result.covered) or result.similarity < settings.similarity:
            variants.append(pair)
    if not settings.across_documents:
        return variants, set()
    known = set(edges)
    for first, second in sorted(edges, key=lambda edge: (edge[1], edge[0])):
        text = table[second].text
        if table[first].document == table[second].document:
            continue
        lone = len(text) < settings.across_min_length or is_formula(text)
        if lone and not supported(table, first, second, place, neighbours, known):
            continue
        score = edges[(first, second)]
        rule = "repeat-elsewhere" if score == 1.0 else "noisy-repeat-elsewhere"
        ledger.remove(second, Kept.whole(first, table[first], score), rule)
    _remove_contained(documents, ledger, settings)
    return variants, ledger.take_changed()


def _remove_contained(documents: list[list[int]], ledger: Ledger, settings: DedupSettings) -> None:
    rows = [row for group in documents for row in ledger.alive(group)]
    local = [ledger.table[row] for row in rows]
    shortest = max(settings.min_length, settings.across_min_length)

    def eligible(inner: int, outer: int) -> bool:
        paragraph = local[inner]
        return (
            paragraph.document > local[outer].document
            and len(paragraph.text) >= shortest
            and paragraph.role is local[outer].role is Role.BODY
            and not is_formula(paragraph.text)
        )

    if not local:
        return
    for item in contained(local, None, eligible, settings.similarity, ledger.judge):
        kept = Kept.part(rows[item.outer], local[item.outer], item)
        ledger.remove(rows[item.inner], kept, "contained-elsewhere")
