"""Repeats inside documents: copies, contained paragraphs, repeated sections, overlapping seams."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from restore.blocks import Role
from restore.dedup.clusters import clusters
from restore.dedup.containment import contained
from restore.dedup.ledger import Kept, Ledger
from restore.dedup.paragraphs import Paragraph, ends, is_formula, oddness
from restore.dedup.seams import close_seams
from restore.dedup.sections import extend_runs
from restore.dedup.similar import Pair, Similar
from restore.settings import DedupSettings

__all__ = ["remove_within", "supported"]


def remove_within(
    documents: list[list[int]],
    ledger: Ledger,
    similar: Similar,
    settings: DedupSettings,
) -> tuple[list[Pair], set[int]]:
    """Enter into the ledger what repeats inside each of the documents.

    Parameters
    ----------
    documents : rows of the table per document, in text order, those that still stand

    Returns
    -------
    The pairs that are alike and no copies, and the documents where something was removed.
    """
    before = len(ledger.gone)
    rows = similar.prints.keyed(row for group in documents for row in group)
    place = {row: spot for group in documents for spot, row in enumerate(group)}
    neighbours = {row: group for group in documents for row in group}
    variants: list[Pair] = []
    if len(rows) > 1:
        variants = _remove_copies(rows, place, neighbours, ledger, similar, settings)
        _remove_contained(documents, ledger, similar, settings)
    if len(ledger.gone) > before:
        extend_runs(documents, place, ledger, settings)
    for group in documents:
        close_seams(ledger.alive(group), ledger, settings)
    return variants, ledger.take_changed()


def _remove_copies(
    rows: list[int],
    place: dict[int, int],
    neighbours: dict[int, list[int]],
    ledger: Ledger,
    similar: Similar,
    settings: DedupSettings,
) -> list[Pair]:
    table = ledger.table
    edges: set[tuple[int, int]] = set()
    for group in similar.exact(rows):
        edges.update((group[0], row) for row in group[1:])
        edges.update(pairwise(group))
    variants: list[Pair] = []
    for pair in similar.near(rows):
        result = pair.result
        if result.similarity >= settings.similarity and (result.covers or result.covered):
            edges.add((pair.first, pair.second))
        else:
            variants.append(pair)

    def beside(first: int, second: int) -> bool:
        return supported(first, second, place, neighbours, edges)

    for cluster in clusters(edges):
        left = sorted(cluster, key=lambda row: (oddness(table[row].text), row))
        while len(left) > 1:
            best, rest = left[0], []
            kept = Kept.whole(best, table[best], 1.0)
            for row in left[1:]:
                result = similar.compare(row, best)
                copy = result.covered and result.similarity >= settings.similarity
                # A headline and the sentence that says the same are no copies of each other.
                copy = copy and ends(table[row].text) == ends(table[best].text)
                if copy and (not is_formula(table[row].text) or beside(best, row)):
                    rule = "repeat" if result.similarity == 1.0 else "noisy-repeat"
                    if ledger.remove(row, kept._replace(similarity=result.similarity), rule):
                        continue
                rest.append(row)
            left = rest
    return variants


def supported(
    first: int,
    second: int,
    place: dict[int, int],
    neighbours: dict[int, list[int]],
    edges: set[tuple[int, int]],
) -> bool:
    """Whether a pair of copies is no lone pair.

    Its members are neighbours, or the paragraphs beside them are copies of each other too.
    """
    here, there = neighbours[first], neighbours[second]
    if here is there and abs(place[first] - place[second]) == 1:
        return True
    for step in (-1, 1):
        a, b = place[first] + step, place[second] + step
        if 0 <= a < len(here) and 0 <= b < len(there):
            pair = (min(here[a], there[b]), max(here[a], there[b]))
            if pair in edges:
                return True
    return False


def _remove_contained(
    documents: list[list[int]], ledger: Ledger, similar: Similar, settings: DedupSettings
) -> None:
    """Remove the paragraphs that stand, whole, in other text of their document."""
    rows = [row for group in documents for row in ledger.alive(group)]
    local = [ledger.table[row] for row in rows]
    if not local:
        return
    groups = np.array([paragraph.document for paragraph in local], dtype=np.int64)
    found = contained(
        local,
        similar.prints.anchors(rows),
        groups,
        _eligible(local, settings),
        settings.similarity,
        ledger.judge,
    )
    # The longest first: it then covers what stands in it; the most similar place first.
    found.sort(key=lambda item: (-len(local[item.inner].text), item.inner, -item.similarity))
    for item in found:
        kept = Kept.part(rows[item.outer], local[item.outer], item)
        ledger.remove(rows[item.inner], kept, "contained")


def _eligible(local: list[Paragraph], settings: DedupSettings) -> Callable[[int, int], bool]:
    shortest = max(settings.min_length, settings.partial_length)

    def eligible(inner: int, outer: int) -> bool:
        paragraph = local[inner]
        return (
            len(paragraph.text) >= shortest
            and paragraph.role is Role.BODY
            and local[outer].role is Role.BODY
            and not is_formula(paragraph.text)
        )

    return eligible
