"""Removes repeated passages inside documents and across them; reports near-copies as variants.

A passage is removed only if every character of it stands in the copy that is kept, or differs by
OCR noise alone. Where a figure, date, name, place or negation differs, the two are variants.

:func:`propose` runs the whole stage in memory. It has three steps that can be run apart:

1. for each document, :func:`restore.dedup.summary.summarise`: finds what repeats inside it and
   describes the rest in about 300 bytes a paragraph;
2. for all documents, :func:`restore.dedup.corpus.reduce`: compares the summaries, reads texts only
   where two paragraphs may be copies, and returns what is to be removed from each document;
3. for each document, :func:`restore.dedup.removal.proposals`.

The second step can be distributed: it builds :class:`~restore.dedup.columns.ParagraphColumns`,
searches ``PARTS`` independent parts (:mod:`~restore.dedup.search`), compares slices of the
candidates (:mod:`~restore.dedup.check`), and decides (:mod:`~restore.dedup.settle`).
"""

from __future__ import annotations

from collections.abc import Sequence

from restore.dedup.records import (
    DedupInput,
    DedupResult,
    Difference,
    Findings,
    Place,
    Removed,
    Repeat,
    Variant,
)
from restore.settings import DedupSettings

__all__ = [
    "DedupInput",
    "DedupResult",
    "Difference",
    "Findings",
    "Place",
    "Removed",
    "Repeat",
    "Variant",
    "propose",
]


def propose(inputs: Sequence[DedupInput], settings: DedupSettings) -> DedupResult:
    """Find what repeats in the documents.

    What is removed for a repeat inside a document does not depend on the other documents. The
    result is deterministic, and nothing more is found in the text that it leaves.

    Parameters
    ----------
    inputs : documents after layout, in the order that decides who keeps a passage that two have
    """
    if not settings.enabled or not any(source.blocks for source in inputs):
        return DedupResult([[] for _ in inputs], [], [])
    # numpy and rapidfuzz load on use.
    from restore.dedup.corpus import find_repeats

    return find_repeats(inputs, settings)
