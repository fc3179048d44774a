"""The records of the output files: what a line of ``articles.jsonl`` and the manifest hold.

The format's number rises when a field changes its meaning or goes; new fields do not raise it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from restore.core.blocks import Jump, Role
from restore.core.notices import Notice
from restore.core.regions import Form
from restore.settings import Settings

__all__ = [
    "FORMAT",
    "ArticleRecord",
    "DecisionsRecord",
    "EncodingRecord",
    "FailureRecord",
    "InputRecord",
    "JoinedParagraph",
    "JoinedPiece",
    "JoinedRecord",
    "Manifest",
    "OrphanRecord",
    "ParagraphRecord",
    "PartRecord",
    "RemovedRecord",
    "RepeatRecord",
    "RepeatsFile",
    "VariantRecord",
]

FORMAT = 1


class ParagraphRecord(msgspec.Struct, frozen=True):
    """One paragraph: its text, role, span in the clean text, the source spans it came from, and its
    form where it is no prose.

    Offsets are code points, half open. ``source`` is in the paragraph's order and indexes the
    decoded source; characters that an edit inserted have no source span.
    """

    text: str
    role: Role
    span: tuple[int, int]
    source: tuple[tuple[int, int], ...]
    form: Form | None = None


class RemovedRecord(msgspec.Struct, frozen=True):
    """A line that stands beside an article in the source and is no part of the clean text: page
    furniture, a picture's caption, a jump mark.

    ``source`` is its span in the decoded source (code points, half open), ``edit`` the id of the
    edit that took it out of the text.
    """

    text: str
    role: Role
    source: tuple[int, int]
    edit: str


class ArticleRecord(msgspec.Struct, frozen=True):
    """One story of a document (a line of ``articles.jsonl``).

    ``complete`` is false for a fragment that began or ended on a page that is not there
    (``missing`` then says which end: ``head``, ``tail`` or ``both``), and where a flag points at
    words that are lost inside. ``jump_from`` and ``jump_to`` are the marks that say from which page it comes and to which it goes. ``joined`` is the id of
    the whole in ``joined.jsonl`` that it is a part of, ``part`` its place there, from 0.
    ``removed`` are the lines that were taken out of the text beside it, in the source's order.
    """

    document: str
    ordinal: int
    title: str | None
    byline: str | None
    date: str | None
    complete: bool
    missing: str | None
    paragraphs: tuple[ParagraphRecord, ...]
    jump_from: Jump | None = None
    jump_to: Jump | None = None
    joined: str | None = None
    part: int = 0
    runs_on: bool = False
    removed: tuple[RemovedRecord, ...] = ()


class PartRecord(msgspec.Struct, frozen=True):
    """A part of a joined article: an article of a document."""

    document: str
    ordinal: int


class JoinedPiece(msgspec.Struct, frozen=True):
    """Where a piece of a paragraph stands: document, span in its clean text, source spans."""

    document: str
    span: tuple[int, int]
    source: tuple[tuple[int, int], ...]


class JoinedParagraph(msgspec.Struct, frozen=True):
    """A paragraph of a joined article; of two pieces where a sentence was cut by the pages."""

    text: str
    role: Role
    pieces: tuple[JoinedPiece, ...]


class JoinedRecord(msgspec.Struct, frozen=True):
    """An article whose parts stand in several documents (a line of ``joined.jsonl``).

    ``complete`` is true where neither its beginning nor its end is on a page that is not there.
    """

    id: str
    title: str | None
    byline: str | None
    date: str | None
    complete: bool
    missing: str | None
    parts: tuple[PartRecord, ...]
    paragraphs: tuple[JoinedParagraph, ...]


class RepeatRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that was removed because a copy of it is kept.

    ``span`` and ``kept_span`` are code points in the text that the dedup stage saw; ``kept_text``
    is looked up in the clean text of ``kept_document`` to link to it. ``edit`` is the id of the
    edit that removed the passage.
    """

    document: str
    span: tuple[int, int]
    text: str
    kept_document: str
    kept_span: tuple[int, int]
    kept_text: str
    similarity: float
    edit: str | None = None


class VariantRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Two passages that are alike but differ in something that counts; both are kept.

    ``differs`` holds ``(kind, here, there)``: what differs (``figure``, ``date``, ``name``,
    ``negation`` …) and the words on both sides.
    """

    document: str
    span: tuple[int, int]
    text: str
    other_document: str
    other_span: tuple[int, int]
    other_text: str
    similarity: float
    differs: tuple[tuple[str, str, str], ...] = ()


class RepeatsFile(msgspec.Struct, frozen=True):
    """The content of ``repeats.json``."""

    repeats: tuple[RepeatRecord, ...] = ()
    variants: tuple[VariantRecord, ...] = ()


class EncodingRecord(msgspec.Struct, frozen=True):
    """How a source was encoded.

    ``exact`` says that the text, encoded so (with its byte-order mark if ``bom``), is the source
    byte for byte. ``replaced`` counts the undecodable places that became U+FFFD.
    """

    name: str
    bom: bool
    replaced: int
    exact: bool


class InputRecord(msgspec.Struct, frozen=True):
    """One document of the run: digests are SHA-256, ``characters`` count code points.

    ``counts`` is stage → decision → number of edits. ``text_field`` is the field of a row that
    holds its text, None where the document is a file of its own. ``notices`` say why fewer
    corrections are made in it than in others. ``format`` is what the source was read as, ``told``
    what is to be known of how it was read.
    """

    document: str
    digest: str
    bytes: int
    characters: int
    encoding: EncodingRecord
    output: str
    output_digest: str
    output_characters: int
    counts: dict[str, dict[str, int]]
    text_field: str | None = None
    notices: tuple[Notice, ...] = ()
    format: str = ""
    told: tuple[str, ...] = ()


class FailureRecord(msgspec.Struct, frozen=True):
    """An input that could not be processed.

    ``message`` says what is wrong and what to do about it; ``offset`` is the byte in the source,
    where there is one.
    """

    source: str
    message: str
    offset: int | None = None


class SkippedRecord(msgspec.Struct, frozen=True):
    """A file that lies in an input folder and is not read: ``kind`` is its suffix, or ``a pipe``,
    ``a socket``, ``a device``, ``no suffix``; ``why`` why it is left out."""

    source: str
    kind: str
    why: str = ""


class OrphanRecord(msgspec.Struct, frozen=True):
    """A reviewer's decision whose edit was not proposed in this run."""

    edit: str
    document: str
    decision: str
    before: str
    after: str
    who: str


class DecisionsRecord(msgspec.Struct, frozen=True):
    """What the reviewers' decisions came to.

    ``honoured`` counts them by choice (``conflict``: left open, because reviewers disagree);
    ``conflicts`` are ids of edits; ``damaged_lines`` are the lines of the file, from 1, that hold
    no decision.
    """

    honoured: dict[str, int]
    conflicts: tuple[str, ...] = ()
    orphans: tuple[OrphanRecord, ...] = ()
    damaged_lines: tuple[int, ...] = ()


class Manifest(msgspec.Struct, frozen=True):
    """What a run read, used and wrote.

    All that differs between two runs over the same input (times, throughput, the machine) stands
    in ``run``; the rest is the same to the byte. ``files`` maps every other output file to its
    SHA-256; ``skipped`` are files of the input folders that are of no format that is read.
    """

    format: int
    version: str
    settings_digest: str
    settings: Settings
    dictionaries_digest: str | None
    model_digest: str | None
    inputs: tuple[InputRecord, ...]
    failed: tuple[FailureRecord, ...]
    counts: dict[str, dict[str, int]]
    refused: dict[str, int]
    files: dict[str, str]
    run: dict[str, Any]
    decisions: DecisionsRecord | None = None
    skipped: tuple[SkippedRecord, ...] = ()
