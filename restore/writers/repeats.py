"""Repeats and variants as ``repeats.json`` holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from restore.core.edits import Edit
from restore.core.evidence import CopyKept
from restore.dedup.records import Variant as Pair
from restore.writers.records import RepeatRecord, VariantRecord

__all__ = ["repeats_of", "variant_of", "with_kept"]


def repeats_of(edits: Iterable[Edit]) -> Iterator[RepeatRecord]:
    """Yield the applied removals that name the copy they rest on.

    ``kept_text`` is what the evidence quotes of the copy; whoever has its document's text before
    dedup puts the whole in its place.
    """
    for edit in edits:
        if edit.applied:
            for evidence in edit.evidence:
                if isinstance(evidence, CopyKept):
                    yield RepeatRecord(
                        document=edit.document,
                        span=edit.span,
                        text=edit.before,
                        kept_document=evidence.document,
                        kept_span=evidence.span,
                        kept_text=evidence.text,
                        similarity=evidence.similarity,
                        edit=edit.id,
                    )


def variant_of(pair: Pair, text: str, other_text: str) -> VariantRecord:
    """Return the record of two passages that are alike and differ in a fact.

    Parameters
    ----------
    text, other_text : the passages in the texts that the dedup stage saw
    """
    return VariantRecord(
        document=pair.first.document,
        span=pair.first.span,
        text=text,
        other_document=pair.second.document,
        other_span=pair.second.span,
        other_text=other_text,
        similarity=pair.similarity,
        differs=tuple((item.kind, item.first, item.second) for item in pair.differs),
    )


def with_kept(repeat: RepeatRecord, text: str) -> RepeatRecord:
    """Return a repeat with the text of the copy that is kept, if there is one."""
    return msgspec.structs.replace(repeat, kept_text=text) if text else repeat
