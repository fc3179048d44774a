"""Dedup: repeated passages inside a document and across documents are removed, variants shown.

A passage goes only if every character of it stands in the copy that is kept, or differs by OCR
noise alone; where a figure, date, name, place or negation differs, the two are variants.

``propose`` does the whole stage in memory. It is made of three steps that can be taken apart:

1. per document, ``restore.dedup.summary``: ``summarise`` finds what repeats inside it and describes
   the rest in about 300 bytes a paragraph (``Summary.pack``, ``Summary.unpack``);
2. for all documents, ``restore.dedup.corpus``: ``reduce`` compares the summaries, reading texts only
   where two paragraphs may be copies, and returns what goes from each document;
3. per document, ``restore.dedup.removal``: ``proposals``.

The second step is in turn made of ``ParagraphColumns`` (``columns``), ``Search.part`` for each of ``PARTS``
parts and ``Search.gather`` (``search``), ``check`` for slices of the candidates (``check``), and
``settle``; parts and slices can be worked on anywhere.
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
