"""Articles whose parts stand in several documents, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from restore.core.blocks import Article, Block, Role
from restore.core.document import Document
from restore.layout.jumps import first_block, last_block
from restore.writers.articles import source_spans
from restore.writers.records import JoinedParagraph, JoinedPiece, JoinedRecord, PartRecord

__all__ = ["joined_records"]

_HEADLINES = {Role.TITLE, Role.SUBTITLE}


def joined_records(
    documents: Iterable[tuple[Document, Sequence[Article]]],
) -> list[JoinedRecord]:
    """Return the joined articles, in the order in which the first of their parts comes.

    Parameters
    ----------
    documents : with their articles, blocks in the offsets of the present text
    """
    wholes: dict[str, list[tuple[Document, Article]]] = {}
    for document, articles in documents:
        for article in articles:
            if article.joined is not None:
                wholes.setdefault(article.joined, []).append((document, article))
    return [
        _record(whole, sorted(parts, key=lambda part: part[1].part))
        for whole, parts in wholes.items()
    ]


def _record(whole: str, parts: Sequence[tuple[Document, Article]]) -> JoinedRecord:
    articles = [article for _, article in parts]
    title = next((article.title for article in articles if article.title), None)
    ends = (articles[0].missing in ("head", "both"), articles[-1].missing in ("tail", "both"))
    missing = {(True, True): "both", (True, False): "head", (False, True): "tail"}.get(ends)
    return JoinedRecord(
        id=whole,
        title=title,
        byline=next((article.byline for article in articles if article.byline), None),
        date=next((article.date for article in articles if article.date), None),
        complete=missing is None,
        missing=missing,
        parts=tuple(PartRecord(document.id, article.ordinal) for document, article in parts),
        paragraphs=tuple(_paragraphs(parts, articles[0].title)),
    )


def _paragraphs(
    parts: Sequence[tuple[Document, Article]], title: str | None
) -> list[JoinedParagraph]:
    """Set the parts one behind the other; a sentence cut by the pages becomes one again.

    A headline that only says again which story goes on is left out; another becomes a heading. It
    never stands inside a sentence: what heads a part follows the sentence that runs on.
    """
    found: list[JoinedParagraph] = []
    end: int | None = None
    for number, (document, article) in enumerate(parts):
        blocks = list(article.blocks)
        head = first_block(document, article, article.jump_from) if article.runs_on else None
        if number and head is not None and end is not None:
            last, first = found[end], _paragraph(document, head, number, title)
            found[end] = JoinedParagraph(
                last.text + first.text, last.role, (*last.pieces, *first.pieces)
            )
            blocks.remove(head)
        tail = last_block(document, article, article.jump_to)
        if tail is not None and tail not in blocks:
            # The whole part is the rest of one sentence; the next part may go on with it.
            tail = None
        else:
            end = None
        for block in blocks:
            words = document.text[block.start : block.end]
            if number and block.role in _HEADLINES and title and _echoes(words, title):
                continue
            found.append(_paragraph(document, block, number, title))
            if block == tail:
                end = len(found) - 1
    return found


def _paragraph(document: Document, block: Block, number: int, title: str | None) -> JoinedParagraph:
    role = block.role
    if number and title and role in _HEADLINES:
        role = Role.HEADING
    span = (block.start, block.end)
    return JoinedParagraph(
        document.text[slice(*span)],
        role,
        (JoinedPiece(document.id, span, source_spans(document, *span)),),
    )


def _echoes(words: str, title: str) -> bool:
    """Whether a headline is the title again, or a part of it."""
    bare, whole = "".join(words.split()), "".join(title.split())
    return bare in whole
