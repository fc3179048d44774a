"""What a document is between two phases: plain records that any engine can put on disk or send.

:func:`encode` and :func:`decode` turn them into MessagePack and back; what comes back is equal to
what went in, so a phase cannot tell whether its input slept on disk.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from restore.channel.noise import Noise
from restore.core.blocks import Article, Block
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.log import Pass
from restore.core.notices import Notice
from restore.core.regions import Region
from restore.dedup.records import DedupInput, Removed
from restore.gate.decision_matching import MatchingProgress

__all__ = ["NO_ORDERS", "CorpusRecord", "Orders", "State"]

_T = TypeVar("_T")


class State(msgspec.Struct, frozen=True, array_like=True):
    """A document on its way through the passes.

    ``document`` holds source, present text and where each character came from; ``passes`` the log
    so far; ``refused`` what the gate refused, by reason; ``taken`` the equal edits so far (see
    :func:`restore.core.edits.edit_ids`); ``ruled`` which of the reviewers' decisions have found their
    edit, None where there are none; ``notices`` what is to be told of the document as a whole;
    ``regions`` what in the source is no prose, None where nobody has looked yet.
    """

    document: Document
    passes: tuple[Pass, ...] = ()
    articles: tuple[Article, ...] = ()
    refused: dict[str, int] = {}
    taken: dict[tuple[str, ...], int] = {}
    ruled: MatchingProgress | None = None
    notices: tuple[Notice, ...] = ()
    regions: tuple[Region, ...] | None = None

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def text(self) -> str:
        """The present text."""
        return self.document.text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all articles."""
        return tuple(block for article in self.articles for block in article.blocks)

    @property
    def dedup_input(self) -> DedupInput:
        """What the dedup stage asks of a document, after :func:`restore.pipeline.phases.read`."""
        return DedupInput(self.id, self.text, self.blocks)


class Orders(msgspec.Struct, frozen=True):
    """What comparing the documents said about one of them.

    ``articles`` are its articles with the ids of wholes (None: as they were); ``issues`` point at
    the places where articles go on in other documents; ``repeats`` is what goes because it stands
    elsewhere. Both index the text after :func:`restore.pipeline.phases.read`.
    """

    articles: tuple[Article, ...] | None = None
    issues: tuple[Proposal, ...] = ()
    repeats: tuple[Removed, ...] = ()


NO_ORDERS = Orders()


class CorpusRecord(msgspec.Struct, frozen=True):
    """The texts that corrections ask for witnesses, by document, and the doubtful places of each
    (records of ``restore.correction.passages.Place``, decoded when they are asked for).

    ``scores``: the language model's score of each code point of a text (log10), as float32, of the
    texts that were scored for that. ``noise``: how noisy the rows of a file are together
    (:func:`restore.correction.row_noise.noise_of_rows`).
    """

    texts: dict[str, str]
    places: dict[str, msgspec.Raw]
    scores: dict[str, bytes] = {}
    noise: dict[str, Noise] = {}
