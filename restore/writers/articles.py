"""Articles as records: paragraphs with their text, role and source spans."""

from __future__ import annotations

from collections.abc import Iterable

from restore.blocks import Article
from restore.document import Document
from restore.writers.records import ArticleRecord, ParagraphRecord

__all__ = ["article_records", "source_spans"]


def article_records(document: Document, articles: Iterable[Article]) -> list[ArticleRecord]:
    """Return the records of a document's articles; blocks are spans of its present text."""
    return [
        ArticleRecord(
            document=document.id,
            ordinal=article.ordinal,
            title=article.title,
            byline=article.byline,
            date=article.date,
            complete=article.complete,
            missing=article.missing,
            paragraphs=tuple(
                ParagraphRecord(
                    text=document.text[block.start : block.end],
                    role=block.role,
                    span=(block.start, block.end),
                    source=source_spans(document, block.start, block.end),
                )
                for block in article.blocks
            ),
            jump_from=article.jump_from,
            jump_to=article.jump_to,
            joined=article.joined,
            part=article.part,
            runs_on=article.runs_on,
        )
        for article in articles
    ]


def source_spans(document: Document, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the source spans of the present text ``[start, end)``, touching ones as one."""
    spans: list[tuple[int, int]] = []
    for origin in document.origins(start, end):
        if origin.source is None:
            continue
        left, right = origin.source
        if spans and spans[-1][1] == left:
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    return tuple(spans)
