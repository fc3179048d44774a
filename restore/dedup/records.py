"""What the dedup stage is given, and what it finds."""

from __future__ import annotations

import msgspec

from restore.core.blocks import Block
from restore.core.edits import Proposal
from restore.core.evidence import CopyKept

__all__ = [
    "DedupInput",
    "DedupResult",
    "Difference",
    "Findings",
    "Place",
    "Removed",
    "Repeat",
    "Variant",
]


class DedupInput(msgspec.Struct, frozen=True):
    """One document after layout.

    ``text`` holds one paragraph a line; a line holding only U+000C stands between articles.
    ``blocks`` are its paragraphs in text order, spans without the line break.
    """

    document: str
    text: str
    blocks: tuple[Block, ...]


class Place(msgspec.Struct, frozen=True, gc=False):
    """A span (code points, half open) of a document's text as the stage was given it."""

    document: str
    span: tuple[int, int]


class Difference(msgspec.Struct, frozen=True, gc=False):
    """A fact in which two passages differ: its kind and the words on both sides.

    Kinds: ``date``, ``figure``, ``numeral``, ``negation``, ``latin``, ``place``, ``name``,
    ``opposite``, ``item``, ``wording``.
    """

    kind: str
    first: str
    second: str


class Repeat(msgspec.Struct, frozen=True):
    """A passage that is removed, and the copy that is kept. ``similarity`` is 0 to 1."""

    removed: Place
    kept: Place
    similarity: float
    rule: str


class Variant(msgspec.Struct, frozen=True):
    """Two paragraphs that are alike and differ in a fact: compared and shown, never removed."""

    first: Place
    second: Place
    similarity: float
    differs: tuple[Difference, ...]


class Removed(msgspec.Struct, frozen=True):
    """A span of a document that goes, as the decision about all documents leaves it.

    ``row`` is the paragraph's number in its document; ``whole`` says that nothing is left of it.
    """

    row: int
    span: tuple[int, int]
    whole: bool
    kept: CopyKept
    rule: str


class Findings(msgspec.Struct, frozen=True):
    """What the comparison of all documents found: what goes, per document in order, and variants."""

    removals: list[tuple[Removed, ...]]
    variants: list[Variant]


class DedupResult(msgspec.Struct, frozen=True):
    """Proposals per input (in the order given), and the pairs behind them."""

    proposals: list[list[Proposal]]
    variants: list[Variant]
    repeats: list[Repeat]
