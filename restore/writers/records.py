"""The records of the output files: what a line of ``articles.jsonl`` and the manifest hold.

The format's number rises when a field changes its meaning or goes; new fields do not raise it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from restore.blocks import Role
from restore.settings import Settings

__all__ = [
    "FORMAT",
    "ArticleRecord",
    "EncodingRecord",
    "FailureRecord",
    "InputRecord",
    "Manifest",
    "ParagraphRecord",
]

FORMAT = 1


class ParagraphRecord(msgspec.Struct, frozen=True):
    """One paragraph: its text, role, span in the clean text, and the source spans it came from.

    Offsets are code points, half open. ``source`` is in the paragraph's order and indexes the
    decoded source; characters that an edit inserted have no source span.
    """

    text: str
    role: Role
    span: tuple[int, int]
    source: tuple[tuple[int, int], ...]


class ArticleRecord(msgspec.Struct, frozen=True):
    """One story of a document (a line of ``articles.jsonl``).

    ``complete`` is false for a fragment that began or ended on a page that is not there;
    ``missing`` then says which end: ``head``, ``tail`` or ``both``.
    """

    document: str
    ordinal: int
    title: str | None
    byline: str | None
    date: str | None
    complete: bool
    missing: str | None
    paragraphs: tuple[ParagraphRecord, ...]


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
    holds its text, None where the document is a file of its own.
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


class FailureRecord(msgspec.Struct, frozen=True):
    """An input that could not be processed.

    ``message`` says what is wrong and what to do about it; ``offset`` is the byte in the source,
    where there is one.
    """

    source: str
    message: str
    offset: int | None = None


class Manifest(msgspec.Struct, frozen=True):
    """What a run read, used and wrote.

    All that differs between two runs over the same input (times, throughput, the machine) stands
    in ``run``; the rest is the same to the byte. ``files`` maps every other output file to its
    SHA-256.
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
