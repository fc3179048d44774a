"""Removes repeats inside documents: copies, contained paragraphs, sections, overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from rapidfuzz.distance import Levenshtein

from restore.core.blocks import Role
from restore.dedup.anchors import GRAM_LENGTH
from restore.dedup.containment import contained
from restore.dedup.ledger import Kept, Ledger
from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.paragraphs import Paragraph, ends, oddness
from restore.dedup.runs import runs
from restore.dedup.seams import close_seams
from restore.dedup.sections import extend_runs
from restore.dedup.shapes import weight
from restore.dedup.similar import Pair, Similar
from restore.settings import DedupSettings
from restore.text.characters import SENTENCE_ENDS
from restore.text.union_find import root, unite

__all__ = ["are_apart", "clusters", "settle_inside"]

# Each of some equal paragraphs is taken together with so many that follow.
_MAX_EQUAL_FOLLOWERS = 4
# Characters at the end or the beginning of two paragraphs that are shown where they are the same.
_SHARED_END_LENGTH = 60
_SENTENCE_ENDS = frozenset(SENTENCE_ENDS)
# Removing a run makes new neighbours, which may show one more repeat; two rounds are the rule.
_MAX_ROUNDS = 50


def are_apart(texts: Sequence[str], settings: DedupSettings) -> bool:
    """Whether paragraphs of one document repeat nothing of each other.

    So it is where no two are as like as anything that is looked for, nor have a passage in common
    that an anchor or a seam could show. Of a few that is told sooner than by their fingerprints.
    """
    alike, size = (
        min(settings.variant, settings.similarity),
        min(GRAM_LENGTH, settings.partial_length),
    )
    for first, second in combinations(texts, 2):
        if Levenshtein.normalized_similarity(first, second) >= alike:
            return False
        grams = {first[place : place + size] for place in range(len(first) - size + 1)}
        if any(second[place : place + size] in grams for place in range(len(second) - size + 1)):
            return False
    return True


def settle_inside(
    documents: list[list[int]], ledger: Ledger, similar: Similar, settings: DedupSettings
) -> list[Pair]:
    """Enter into the ledger what repeats inside documents, until nothing more is found.

    Parameters
    ----------
    documents : all rows of each document, in text order

    Returns
    -------
    The pairs that are alike and no copies, of which both members still stand.
    """
    pairs: dict[int, list[Pair]] = {}
    pending = [rows for rows in documents if rows]
    table = ledger.table
    for _ in range(_MAX_ROUNDS):
        pairs.update((table[rows[0]].document, []) for rows in pending)
        standing = [ledger.alive(rows) for rows in pending]
        found, changed = _remove_within(standing, ledger, similar, settings)
        for pair in found:
            pairs[table[pair.first].document].append(pair)
        pending = [rows for rows in pending if table[rows[0]].document in changed]
        if not pending:
            break
    return [
        pair
        for document in sorted(pairs)
        for pair in pairs[document]
        if pair.first not in ledger.gone and pair.second not in ledger.gone
    ]


def _remove_within(
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
    rows = similar.fingerprints.keyed(row for group in documents for row in group)
    place = {row: spot for group in documents for spot, row in enumerate(group)}
    neighbours = {row: group for group in documents for row in group}
    variants: list[Pair] = []
    if len(rows) > 1:
        variants = _remove_copies(rows, place, neighbours, ledger, similar, settings)
        _remove_contained(documents, place, ledger, similar, settings)
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
        for step in range(1, _MAX_EQUAL_FOLLOWERS + 1):
            edges.update(zip(group, group[step:], strict=False))
    variants: list[Pair] = []
    for pair in similar.near(rows):
        result = pair.result
        if result.similarity >= settings.similarity and (result.covers or result.covered):
            edges.add((pair.first, pair.second))
        else:
            variants.append(pair)
    votes: Counter[int] = Counter()
    noise: list[tuple[int, int]] = []
    alike = [(pair.first, pair.second) for pair in variants]
    found = runs(edges, alike, table, place, neighbours, settings.min_length)
    for pair_of_rows, run in found.items():
        if run.removable:
            noise.append(pair_of_rows)
            first, second = pair_of_rows if run.second else pair_of_rows[::-1]
            # Copies of a run stay or go together, or the text would be strewn over two places.
            votes[first] += 1
            votes[second] -= 1
    # What stands twice and may do so by right is shown.
    known = {*noise, *alike}
    variants.extend(
        Pair(first, second, similar.compare(first, second))
        for first, second in _shared_ends(rows, table)
        if (first, second) not in known
    )
    for cluster in clusters(noise):
        left = sorted(cluster, key=lambda row: (votes[row], oddness(table[row].text), row))
        while len(left) > 1:
            best, rest = left[0], []
            kept = Kept.whole(best, table[best], 1.0)
            for row in left[1:]:
                result = similar.compare(row, best)
                copy = result.covered and result.similarity >= settings.similarity
                # A headline and the sentence that says the same are no copies of each other.
                if copy and ends(table[row].text) == ends(table[best].text):
                    rule = "repeat" if result.similarity == 1.0 else "noisy-repeat"
                    if ledger.remove(row, kept._replace(similarity=result.similarity), rule):
                        continue
                rest.append(row)
            left = rest
    return variants


def _shared_ends(rows: Sequence[int], table: ParagraphTable) -> Iterator[tuple[int, int]]:
    """Yield paragraphs of one document that end or begin with the same long passage."""
    found: set[tuple[int, int]] = set()
    for end in (slice(-_SHARED_END_LENGTH, None), slice(_SHARED_END_LENGTH)):
        last: dict[tuple[int, str], int] = {}
        for row in rows:
            paragraph = table[row]
            if len(paragraph.text) < _SHARED_END_LENGTH:
                continue
            first = last.get((paragraph.document, paragraph.text[end]))
            last[paragraph.document, paragraph.text[end]] = row
            if first is not None:
                found.add((first, row))
    yield from sorted(found)


def _remove_contained(
    documents: list[list[int]],
    place: Mapping[int, int],
    ledger: Ledger,
    similar: Similar,
    settings: DedupSettings,
) -> None:
    """Remove the paragraphs that stand, whole, in the text beside them.

    Farther off, one text says by right what another says at more length.
    """
    rows = [row for group in documents for row in ledger.alive(group)]
    local = [ledger.table[row] for row in rows]
    if not local:
        return
    groups = np.array([paragraph.document for paragraph in local], dtype=np.int64)
    found = contained(
        local,
        similar.fingerprints.anchors(rows),
        groups,
        _eligible(local, [place[row] for row in rows], settings),
        settings.similarity,
        ledger.comparer,
    )
    # The longest first: it then covers what stands in it; the most similar place first.
    found.sort(key=lambda item: (-len(local[item.inner].text), item.inner, -item.similarity))
    for item in found:
        if not _SENTENCE_ENDS.isdisjoint(local[item.outer].text[item.end - 1 : item.end + 1]):
            kept = Kept.part(rows[item.outer], local[item.outer], item)
            ledger.remove(rows[item.inner], kept, "contained")


def _eligible(
    local: list[Paragraph], spots: list[int], settings: DedupSettings
) -> Callable[[int, int], bool]:
    shortest = max(settings.min_length, settings.partial_length)

    def eligible(inner: int, outer: int) -> bool:
        paragraph = local[inner]
        return (
            abs(inner - outer) == abs(spots[inner] - spots[outer]) == 1
            and weight(paragraph, shortest) > 0
            and paragraph.text[-1] in _SENTENCE_ENDS
            and local[outer].role is Role.BODY
        )

    return eligible


def clusters(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components of two or more members, each sorted, in order."""
    parents: dict[int, int] = {}
    for left, right in edges:
        parents.setdefault(left, left)
        parents.setdefault(right, right)
        unite(parents, left, right)
    members: dict[int, list[int]] = {}
    for node in sorted(parents):
        members.setdefault(root(parents, node), []).append(node)
    return [group for group in members.values() if len(group) > 1]
