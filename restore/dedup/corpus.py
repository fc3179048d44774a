"""The whole stage over a corpus: inside documents, across them, until nothing more is found."""

from __future__ import annotations

from collections.abc import Sequence

from restore.dedup.across import remove_across
from restore.dedup.judge import Judge
from restore.dedup.ledger import Ledger, Removal
from restore.dedup.paragraphs import Paragraph, by_document, paragraphs
from restore.dedup.records import DedupInput, DedupResult, Place, Repeat, Variant
from restore.dedup.removal import proposals
from restore.dedup.similar import Pair, Similar
from restore.dedup.within import remove_within
from restore.settings import DedupSettings

__all__ = ["find_repeats"]

# Removing a run makes new neighbours, which may show one more repeat; two rounds are the rule.
_ROUNDS = 12


def find_repeats(inputs: Sequence[DedupInput], settings: DedupSettings) -> DedupResult:
    """See :func:`restore.dedup.propose`."""
    table = [
        paragraph
        for number, source in enumerate(inputs)
        for paragraph in paragraphs(number, source)
    ]
    rows = by_document(table, len(inputs))
    originals = list(table)
    judge = Judge(table)
    ledger = Ledger(table, judge)
    similar = Similar(table, judge, min(settings.variant, settings.similarity))
    pairs: dict[tuple[int, int], Pair] = {}
    pending = set(range(len(inputs)))
    for _ in range(_ROUNDS):
        while pending:
            alive = [ledger.alive(rows[number]) for number in sorted(pending)]
            found, pending = remove_within(alive, ledger, similar, settings)
            pairs.update(((pair.first, pair.second), pair) for pair in found)
        if len(inputs) > 1:
            alive = [ledger.alive(group) for group in rows]
            found, pending = remove_across(alive, ledger, similar, settings)
            pairs.update(((pair.first, pair.second), pair) for pair in found)
        if not pending:
            break
    names = [source.document for source in inputs]
    removals: list[list[Removal]] = [[] for _ in inputs]
    for key in sorted(ledger.removals):
        removals[key[0]].append(ledger.removals[key])
    return DedupResult(
        proposals=[
            proposals(source, rows[number], ledger, removals[number], names)
            for number, source in enumerate(inputs)
        ],
        variants=_variants(pairs, ledger, originals, names),
        repeats=[
            Repeat(
                removed=Place(names[number], (removal.start, removal.end)),
                kept=Place(
                    names[table[removal.kept.row].document],
                    (removal.kept.start, removal.kept.end),
                ),
                similarity=round(removal.kept.similarity, 4),
                rule=f"dedup.{removal.rule}",
            )
            for number, group in enumerate(removals)
            for removal in group
        ],
    )


def _variants(
    pairs: dict[tuple[int, int], Pair],
    ledger: Ledger,
    originals: list[Paragraph],
    names: list[str],
) -> list[Variant]:
    """Return the pairs of which both members still stand."""
    return [
        Variant(
            first=_place(originals[first], names),
            second=_place(originals[second], names),
            similarity=round(pair.result.similarity, 4),
            differs=pair.result.differs,
        )
        for (first, second), pair in sorted(pairs.items())
        if first not in ledger.gone and second not in ledger.gone
    ]


def _place(paragraph: Paragraph, names: list[str]) -> Place:
    return Place(names[paragraph.document], (paragraph.start, paragraph.end))
