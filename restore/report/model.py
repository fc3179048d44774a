"""What the report shows: one view per document, one for the corpus.

These records hold results of the pipeline and nothing computed for display; whoever runs the
pipeline fills them, :mod:`restore.report.context` turns them into what a page needs.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from restore.core.blocks import Article, Block
from restore.core.claims import FigureReport
from restore.core.decisions import ReviewDecision
from restore.core.document import Document
from restore.core.log import EditLog
from restore.core.notices import Notice
from restore.writers.records import FailureRecord, OrphanRecord, RepeatRecord, VariantRecord

__all__ = [
    "CorpusView",
    "DocumentView",
    "document_view",
    "present",
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
    notices: tuple[Notice, ...] = ()


def document_view(
    *,
    source: str,
    text: str,
    log: EditLog,
    articles: tuple[Article, ...],
    encoding: str,
    notices: tuple[Notice, ...] = (),
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
        notices=notices,
    )


def present(view: DocumentView) -> Document:
    """Return the document with its clean text, every character with its place in the source."""
    document = Document.from_text(view.source, id=view.id)
    for layer in view.log.passes:
        document = document.apply(layer.applied)
    return document


class CorpusView(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of the whole run.

    ``refused`` counts the proposals that the gate did not even show, by reason code; ``decisions`` are
    those on the figures (of those on edits the logs tell). No time and
    no path of this machine belongs here: two runs over one input give the same report.
    """

    version: str
    settings_digest: str
    refused: Mapping[str, int] = {}
    repeats: tuple[RepeatRecord, ...] = ()
    variants: tuple[VariantRecord, ...] = ()
    figures: FigureReport | None = None
    failed: tuple[FailureRecord, ...] = ()
    orphans: tuple[OrphanRecord, ...] = ()
    decisions: tuple[ReviewDecision, ...] = ()
