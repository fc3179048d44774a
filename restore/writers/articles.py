"""Articles as records: paragraphs with their text, role and source spans, and the lines that were
taken out of the text beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from restore.core.blocks import Article, Role
from restore.core.document import Document
from restore.core.edits import Edit
from restore.writers.records import ArticleRecord, ParagraphRecord, RemovedRecord

__all__ = ["article_records", "source_spans"]


# Rules of layout that take lines out of the text are called by the lines' roles.
_REMOVED = {role.value for role in (Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE)}


def article_records(
    document: Document, articles: Sequence[Article], edits: Iterable[Edit] = ()
) -> list[ArticleRecord]:
    """Return the records of a document's articles.

    Parameters
    ----------
    articles : blocks are spans of the document's present text
    edits : of the document's log; those that took a line out of the text are told
    """
    removed = _removed(document, articles, edits)
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
                    form=block.form,
                )
                for block in article.blocks
            ),
            jump_from=article.jump_from,
            jump_to=article.jump_to,
            joined=article.joined,
            part=article.part,
            runs_on=article.runs_on,
            removed=tuple(removed[place]),
        )
        for place, article in enumerate(articles)
    ]


def _removed(
    document: Document, articles: Sequence[Article], edits: Iterable[Edit]
) -> list[list[RemovedRecord]]:
    """Return for each article the lines that were taken out beside it: those to which its text is
    the nearest of the source."""
    found: list[list[RemovedRecord]] = [[] for _ in articles]
    lines = sorted(
        (edit for edit in edits if edit.applied and edit.rule in _REMOVED and edit.before.strip()),
        key=lambda edit: edit.source,
    )
    if not lines:
        return found
    runs = sorted(
        (*span, place)
        for place, article in enumerate(articles)
        for block in article.blocks
        for span in source_spans(document, block.start, block.end)
    )
    starts = [start for start, _, _ in runs]
    for edit in lines:
        start, end = edit.source
        spot = bisect_right(starts, start)
        beside = [
            (max(0, start - run[1], run[0] - end), run[2])
            for run in runs[max(0, spot - 1) : spot + 1]
        ]
        if beside:
            record = RemovedRecord(edit.before.strip(), Role(edit.rule), edit.source, edit.id)
            found[min(beside)[1]].append(record)
    return found


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
