"""What the executor keeps on disk of every document, beside its ``State``."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from restore.core.blocks import Article
from restore.core.decisions import ReviewDecision
from restore.core.document import Document
from restore.core.ocr_metadata import Hints
from restore.errors import InputError
from restore.files import Place
from restore.gate.decision_matching import MatchingReport
from restore.pipeline.run import Failure
from restore.pipeline.state import Orders, State
from restore.readers.blob import Blob
from restore.readers.compose import PageText
from restore.readers.source import Source
from restore.writers.records import FailureRecord, InputRecord, OrphanRecord, RepeatRecord

__all__ = [
    "Abstract",
    "BlobName",
    "Done",
    "FigureShard",
    "Final",
    "Held",
    "JoinedPart",
    "ReadShard",
    "Reduced",
    "Row",
    "Ruled",
    "ScoredShard",
    "ShardOrders",
    "WrittenShard",
    "hints_of",
    "orphan",
]


class BlobName(msgspec.Struct, frozen=True, array_like=True):
    """A :class:`Blob` by its names; its bytes stay where they are."""

    id: str
    name: str
    path: bytes | None

    @classmethod
    def of(cls, blob: Blob) -> BlobName:
        """Keep the names of a blob."""
        return cls(blob.id, blob.name, None if blob.path is None else os.fsencode(blob.path))

    @property
    def blob(self) -> Blob:
        """The blob again."""
        return Blob(self.id, self.name, None if self.path is None else Path(os.fsdecode(self.path)))


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row of a file of rows, or (``error``: problem, cure, offset) why it cannot be read.

    ``number`` is its line or place in the file; ``id`` the document's, or the place for messages.
    """

    id: str
    number: int = 0
    text: str = ""
    size: int = 0
    error: tuple[str, str, int | None] | None = None
    field: str | None = None
    told: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: Source | InputError) -> Row:
        """Keep what a reader gave."""
        if isinstance(item, InputError):
            return cls(item.source, error=(item.problem, item.cure, item.offset))
        document = item.document
        return cls(
            document.id, item.row or 0, document.source, item.size, None, item.field, item.told
        )

    def item(self, blob: Blob, format: str) -> Source | InputError:
        """What the reader gave."""
        if self.error is not None:
            problem, cure, offset = self.error
            return InputError(self.id, problem, cure, offset=offset)
        document = Document.from_text(self.text, id=self.id)
        return Source(
            document,
            self.size,
            True,
            format=format,
            blob=blob,
            row=self.number,
            field=self.field,
            told=self.told,
        )


class Held(msgspec.Struct, frozen=True, array_like=True):
    """A document between :func:`restore.pipeline.phases.read` and the rest: its state, and its file's."""

    state: State
    size: int
    exact: bool
    format: str
    blob: BlobName | None
    page: PageText | None
    markup: bytes | None
    row: int | None
    field: str | None = None
    title: str = ""
    told: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Source, state: State) -> Held:
        """Keep what was read."""
        return cls(
            state,
            source.size,
            source.exact,
            source.format,
            None if source.blob is None else BlobName.of(source.blob),
            source.page,
            source.markup,
            source.row,
            source.field,
            source.title,
            source.told,
        )

    def source(self, document: Document) -> Source:
        """What was read, whatever has become of the document; its file only if it is looked up again."""
        return Source(
            document,
            self.size,
            self.exact,
            self.format,
            None if self.blob is None or self.page is None else self.blob.blob,
            self.page,
            self.markup,
            self.row,
            self.field,
            self.title,
            self.told,
        )


class Abstract(msgspec.Struct, frozen=True, array_like=True):
    """What the reduces need to know of a document: id, code points of the source, and where its
    present text stands."""

    id: str
    characters: int
    text: Place


class ReadShard(msgspec.Struct, frozen=True):
    """What became of a shard in the phase ``read``."""

    number: int
    documents: int
    characters: int
    open_pages: int
    unread: tuple[FailureRecord, ...] = ()
    failed: tuple[Failure, ...] = ()


class ShardOrders(msgspec.Struct, frozen=True):
    """The orders for the documents of a shard, by their place in it; most have none.

    ``ordered`` are those into which theirs were put already.
    """

    orders: dict[int, Orders] = {}
    ordered: dict[int, State] = {}


class Reduced(msgspec.Struct, frozen=True):
    """What comparing the documents came to: digests of the shards' orders, and of the corpus."""

    orders: dict[int, str]
    corpus: str


class ScoredShard(msgspec.Struct, frozen=True):
    """What became of a shard when its texts were scored."""

    number: int
    documents: int
    characters: int


class Ruled(msgspec.Struct, frozen=True):
    """What became of the decisions on a document: counts, ids of edits in conflict, orphans."""

    honoured: dict[str, int]
    conflicts: tuple[str, ...]
    orphans: tuple[OrphanRecord, ...]

    @classmethod
    def of(cls, report: MatchingReport) -> Ruled:
        """Keep what is told of them."""
        return cls(
            report.honoured,
            tuple(item.heads[-1].edit for item in report.conflicts),
            tuple(orphan(item.heads[-1]) for item in report.orphans),
        )


def orphan(head: ReviewDecision) -> OrphanRecord:
    """Return the record of a decision that found no edit."""
    return OrphanRecord(
        head.edit, head.document, head.decision.value, head.before, head.after, head.who
    )


class JoinedPart(msgspec.Struct, frozen=True, array_like=True):
    """An article that is part of a whole, as it was before the other documents were finished."""

    article: int
    whole: str
    part: int
    runs_on: bool


class Final(msgspec.Struct, frozen=True, array_like=True):
    """A finished document without its source and edits; its articles are not yet settled."""

    document: Document
    articles: tuple[Article, ...]
    row: int | None = None


class Done(msgspec.Struct, frozen=True):
    """A finished document: what the last phase needs of it, and where the rest stands.

    ``record`` has no output yet. ``place`` is the document's in its shard; ``final``, ``edits``
    and ``articles`` are places in the shard's files, ``page`` the digest of the file with the
    corrections in place, if there is one, and ``notes`` what has no place there. ``title`` and
    ``date`` are those of its first article.
    """

    record: InputRecord
    place: int
    final: Place
    edits: Place
    articles: Place
    page: str | None
    blob: BlobName | None
    format: str
    row: int | None
    title: str | None
    date: str | None
    refused: dict[str, int]
    repeats: tuple[RepeatRecord, ...]
    parts: tuple[JoinedPart, ...]
    ruled: Ruled | None
    notes: tuple[str, ...] = ()


class WrittenShard(msgspec.Struct, frozen=True):
    """What became of a shard in the phase ``correct``.

    ``missing`` counts the answers that a language model of the user's did not give, by cause;
    ``key`` is the one under which it was written.
    """

    number: int
    documents: int
    characters: int
    failed: tuple[Failure, ...] = ()
    missing: dict[str, int] = {}
    key: str = ""


class FigureShard(msgspec.Struct, frozen=True):
    """What became of a shard when its figures were read; ``failed`` are written all the same."""

    number: int
    documents: int
    characters: int
    failed: tuple[Failure, ...] = ()


def hints_of(page: PageText | None) -> Hints:
    """Return what a document's file knew beyond the words."""
    return Hints() if page is None else page.hints()
