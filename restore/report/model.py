"""What the report shows: one view per document, one for the corpus.

These records hold results of the pipeline and nothing computed for display; whoever runs the
pipeline fills them, :mod:`restore.report.context` turns them into what a page needs.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from restore.core.blocks import Article, Block
from restore.core.claims import FigureReport
from restore.core.log import EditLog

__all__ = [
    "CorpusView",
    "DocumentView",
    "FailedDocument",
    "Orphan",
    "Repeat",
    "Variant",
    "document_view",
]


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """One restored document.

    ``text`` is the clean text, ``log.replay(source)``. The spans of ``blocks`` and of the
    articles' blocks are code points into ``text``; blocks that are left out are shown as body.
    """

    id: str
    source: str
    text: str
    log: EditLog
    title: str | None = None
    articles: tuple[Article, ...] = ()
    blocks: tuple[Block, ...] = ()
    encoding: str = "utf-8"


def document_view(
    *, source: str, text: str, log: EditLog, articles: tuple[Article, ...], encoding: str
) -> DocumentView:
    """Build the view of a document from what became of it."""
    return DocumentView(
        id=log.document,
        source=source,
        text=text,
        log=log,
        title=next((article.title for article in articles if article.title), None),
        articles=articles,
        blocks=tuple(block for article in articles for block in article.blocks),
        encoding=encoding,
    )


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
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


class Variant(msgspec.Struct, frozen=True, kw_only=True):
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


class FailedDocument(msgspec.Struct, frozen=True):
    """An input that could not be processed, with the message that the user was given."""

    id: str
    message: str


class Orphan(msgspec.Struct, frozen=True, array_like=True):
    """A reviewer's decision whose edit is no longer proposed; it is kept and told."""

    document: str
    decision: str
    before: str
    after: str
    who: str


class CorpusView(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of the whole run.

    ``refused`` counts the proposals that the gate did not even show, by reason code. No time and
    no path of this machine belongs here: two runs over one input give the same report.
    """

    version: str
    settings_digest: str
    refused: Mapping[str, int] = {}
    repeats: tuple[Repeat, ...] = ()
    variants: tuple[Variant, ...] = ()
    figures: FigureReport | None = None
    failed: tuple[FailedDocument, ...] = ()
    components: Mapping[str, str] = {}
    orphans: tuple[Orphan, ...] = ()
