"""Sentence pairs as documents: what stands together in one is read together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.errors import InputError
from restore.evaluation.pairs import Pair
from restore.evaluation.proposal_bounds import FOLDS

__all__ = ["MIN_PAIRS", "MIN_RIGHT", "PairText", "documents_of"]

#: Fewer pairs, or right sentences among them, show nothing of a model.
MIN_PAIRS, MIN_RIGHT = 100, 30
#: Pairs that are read together where the ids name no documents.
_DOCUMENT = 20


class PairText(NamedTuple):
    """The sentences of a document, one a line."""

    name: str
    pairs: Sequence[Pair]

    @property
    def text(self) -> str:
        """The sentences, a line each."""
        return "\n".join(pair.source for pair in self.pairs)

    def pair_at(self, place: int) -> tuple[Pair, int]:
        """Return the pair of a place in the text, and where its sentence begins."""
        start = 0
        for pair in self.pairs:
            if place <= start + len(pair.source):
                return pair, start
            start += len(pair.source) + 1
        raise ValueError(place)


def documents_of(pairs: Sequence[Pair]) -> list[PairText]:
    """Group pairs by the document that their ids name, else by twenty in a row.

    Raises
    ------
    InputError
        If there is too little to learn from.
    """
    documents: dict[str, list[Pair]] = {}
    for number, pair in enumerate(pairs):
        key = pair.document if "|" in pair.id else f"{number // _DOCUMENT}"
        documents.setdefault(key, []).append(pair)
    right = sum(pair.source == pair.target for pair in pairs)
    for count, least, what in (
        (len(pairs), MIN_PAIRS, "pairs"),
        (right, MIN_RIGHT, "right sentences (source and target the same)"),
        (len(documents), FOLDS, "documents (ids of the form document|place)"),
    ):
        if count < least:
            raise InputError(
                "the pairs", f"hold {count} {what}, too few to learn from", f"give {least} or more"
            )
    return [PairText(name, group) for name, group in documents.items()]
