"""Runs the dedup stage over a corpus: each document, then all of them, then each one's edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path

from restore.core.batches import batches
from restore.dedup.columns import ParagraphColumns
from restore.dedup.paragraph_table import TextOf
from restore.dedup.records import DedupInput, DedupResult, Findings, Place, Repeat
from restore.dedup.removal import proposals
from restore.dedup.settle import candidates, checked, settle
from restore.dedup.summary import Summary, summarise_all
from restore.settings import DedupSettings

__all__ = ["find_repeats", "reduce"]


def find_repeats(inputs: Sequence[DedupInput], settings: DedupSettings) -> DedupResult:
    """See :func:`restore.dedup.propose`."""
    summaries = (summary for batch in batches(inputs) for summary in summarise_all(batch, settings))
    found = reduce(summaries, lambda number: inputs[number].text, settings)
    return DedupResult(
        proposals=[
            proposals(source, removed)
            for source, removed in zip(inputs, found.removals, strict=True)
        ],
        variants=found.variants,
        repeats=[
            Repeat(
                removed=Place(source.document, removed.span),
                kept=Place(removed.kept.document, removed.kept.span),
                similarity=removed.kept.similarity,
                rule=f"dedup.{removed.rule}",
            )
            for source, group in zip(inputs, found.removals, strict=True)
            for removed in group
        ],
    )


def reduce(
    summaries: Iterable[Summary],
    text_of: TextOf,
    settings: DedupSettings,
    *,
    directory: Path | None = None,
) -> Findings:
    """Compare all documents.

    Parameters
    ----------
    summaries : one a document, in the order that decides who keeps a passage that two have; they
        are read once
    text_of : gives the text of a document by its number, as ``summarise`` had it
    directory : where the larger part of the summaries lies as files meanwhile; in memory without it
    """
    summaries = iter(summaries)
    first = list(islice(summaries, 2))
    # A lone document has lost what it repeats of itself, and there is none beside it.
    if len(first) < 2 and not any(summary.removals or summary.alike for summary in first):
        return Findings([()] * len(first), [])
    corpus = ParagraphColumns(chain(first, summaries), directory)
    try:
        pairs = candidates(corpus, settings)
        found = checked(corpus, pairs, text_of, settings)
        return settle(corpus, pairs, found, text_of, settings)
    finally:
        corpus.close()
