"""Seams: how well one block continues another, by the language model (log10)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

from restore.layout.lines import LINES_KEPT

__all__ = [
    "BEGINNING_WEIGHT",
    "SeamScorer",
    "beginning",
    "continuity",
    "head",
    "known_kind",
    "seam",
    "tail",
]

# So much of the text on either side of a seam is looked at.
_CONTEXT_CHARACTERS = 24


class SeamScorer(Hashable, Protocol):
    """The interface that layout needs of a language model."""

    def tail(self, text: str) -> str:
        """What is looked at of a text before a seam."""
        ...

    def head(self, text: str) -> str:
        """What is looked at of a text behind a seam."""
        ...

    def joint(self, tail: str, head: str, /) -> float:
        """How much likelier ``head`` is after ``tail`` than in any place (log10)."""
        ...

    def seam(self, left: str, right: str) -> float:
        """``joint`` of the tail and the head of two texts that are asked about once."""
        ...

    def most(self, head: str) -> float:
        """The most that ``joint`` can be, whatever stands before (log10)."""
        ...

    def score(self, text: str) -> float:
        """The log10 probability of ``text``, wherever it stands."""
        ...

    def begins(self, first: str, /) -> float:
        """How much likelier ``first`` begins a paragraph than stands anywhere (log10)."""
        ...

    def ends_open(self, left: str) -> float:
        """The log10 odds that the sentence goes on after ``left``."""
        ...


@runtime_checkable
class _Judge(Protocol):
    def knows(self, text: str) -> bool: ...


# Characters of a text by which its kind is judged, taken from lines all over it.
_JUDGED_CHARACTERS = 6_000
# Fewer say nothing of a kind of text.
_LEAST_CHARACTERS = 240


def known_kind(scorer: SeamScorer, texts: Sequence[str]) -> bool:
    """Whether the lines of a page are of a kind of which the model's seams say anything.

    In five million characters of 37 kinds the lines that were moved and stood right were, but for
    forms, those of old medicine and mathematics (7.7 and 12 bits a character, of 7.1 that the model
    knows); of 78 readings of newspapers 76 have 6.9 and less, the other two hardly a word.
    """
    if sum(map(len, texts)) < _LEAST_CHARACTERS:
        return True
    step = sum(map(len, texts)) // _JUDGED_CHARACTERS + 1
    return _known_kind(scorer, "\n".join(texts[::step]))


@lru_cache(maxsize=64)
def _known_kind(scorer: SeamScorer, text: str) -> bool:
    return not isinstance(scorer, _Judge) or scorer.knows(text)


# What the beginning of a paragraph counts against a continuation: of weights 0 to 1 the one with
# the best area under the curve over 3,000 cuts inside sentences of reports not trained on, against
# wrong pairings and against beginnings of paragraphs (.963, .972).
BEGINNING_WEIGHT = 0.4
# By so many characters the beginning of a paragraph is judged.
_HEAD_CHARACTERS = 5


def seam(scorer: SeamScorer, left: str, right: str) -> float:
    """Score the seam between the end of ``left`` and the beginning of ``right`` (log10)."""
    return _seam(scorer, left[-_CONTEXT_CHARACTERS:], right[:_CONTEXT_CHARACTERS])


# Columns, the lines that go on and whether they are mixed are told by the same seams, one after the
# other.
@lru_cache(maxsize=LINES_KEPT)
def _seam(scorer: SeamScorer, left: str, right: str) -> float:
    return scorer.seam(left, right)


def tail(scorer: SeamScorer, left: str) -> str:
    """Return the part of the text before a seam that is scored."""
    return scorer.tail(left[-_CONTEXT_CHARACTERS:])


def head(scorer: SeamScorer, right: str) -> str:
    """Return the part of the text after a seam that is scored."""
    return scorer.head(right[:_CONTEXT_CHARACTERS])


def continuity(scorer: SeamScorer, left: str, right: str) -> float:
    """Score how well ``right`` continues ``left`` rather than begin a paragraph (log10).

    Cuts inside sentences average 2.7, wrong pairings -1.3; one wrong pairing in a hundred reaches
    2.0.
    """
    return seam(scorer, left, right) - BEGINNING_WEIGHT * beginning(scorer, right)


def beginning(scorer: SeamScorer, right: str) -> float:
    """How much likelier ``right`` begins a paragraph than stands anywhere (log10)."""
    first = right[:_HEAD_CHARACTERS]
    if not first.isalnum():
        # White space may be among them.
        first = "".join(right[:_CONTEXT_CHARACTERS].split())[:_HEAD_CHARACTERS]
    return scorer.begins(first)
