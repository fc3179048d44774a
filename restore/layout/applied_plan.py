"""The plan that matches what was actually applied.

A plan's moves, removals and joins are proposals. A reviewer may reject some, a pass may hold back
what would empty the document, and the gate's thresholds may apply fewer of them, or joins that were
only to be suggested. Seams, blocks and articles must then follow the text as it is now.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.edits import Edit, moved_back_in
from restore.layout.plans import Paragraph, Plan, PlannedArticle

__all__ = ["joined_plan", "moved_plan"]

# A line of the plan, or the break between two articles.
Rows = list[int | None]


def moved_plan(text: str, plan: Plan, applied: Sequence[Edit]) -> Plan:
    """Return the plan that fits the text after its moves and removals.

    Parameters
    ----------
    text : the text that the plan was drawn over, one paragraph a line
    applied : the edits of its moves that were applied, in order; each takes whole lines
    """
    if plan.is_one_plain_article and not applied:
        return plan
    rows = _rows(text, plan, applied)
    planned: Rows = []
    for ordinal, article in enumerate(plan.articles):
        planned += ([None] if ordinal else []) + [
            line for paragraph in article.paragraphs for line in paragraph.lines
        ]
    return plan if rows == planned else _redrawn(plan, rows)


def _rows(text: str, plan: Plan, applied: Sequence[Edit]) -> Rows:
    """Return the lines of the text after the edits, by their number in the plan."""
    starts = [0, *accumulate(len(words) + 1 for words in plan.texts)]
    moved = moved_back_in(applied)
    spans = [
        (bisect_left(starts, edit.span[0]), bisect_left(starts, edit.span[1])) for edit in applied
    ]
    standing = [None if words == ARTICLE_BREAK else line for line, words in enumerate(plan.texts)]
    rows: Rows = []
    position = 0
    for place, (edit, (first, last)) in enumerate(zip(applied, spans, strict=True)):
        rows += standing[position:first]
        if place in moved:
            rows += range(*spans[moved[place]])
        elif edit.after and not edit.before:
            rows.append(None)
        elif edit.after:
            rows += standing[first:last]
        position = last
    return rows + standing[position:]


def _redrawn(plan: Plan, rows: Rows) -> Plan:
    homes: dict[int, tuple[int, int, int]] = {}
    for ordinal, article in enumerate(plan.articles):
        for number, paragraph in enumerate(article.paragraphs):
            for place, line in enumerate(paragraph.lines):
                homes[line] = (ordinal, number, place)
    roles = {removal.line: removal.role for removal in plan.removals}
    articles: list[PlannedArticle] = []
    for members in _split(rows):
        paragraphs: list[Paragraph] = []
        for line in members:
            home = homes.get(line)
            source = None if home is None else plan.articles[home[0]].paragraphs[home[1]]
            if home is None or source is None:
                paragraphs.append(Paragraph((line,), roles.get(line, Role.BODY), plan.texts[line]))
                continue
            last = paragraphs[-1] if paragraphs else None
            if last is not None and home[2] and last.lines[-1] == source.lines[home[2] - 1]:
                seams = (*last.seams, source.seams[home[2] - 1])
                paragraphs[-1] = last._replace(lines=(*last.lines, line), seams=seams)
            else:
                doubtful = None if home[2] or not paragraphs else source.doubtful
                paragraphs.append(Paragraph((line,), source.role, plan.texts[line], (), doubtful))
        ends = [homes[line][0] for line in members if line in homes]
        articles.append(
            PlannedArticle(
                tuple(paragraphs),
                bool(ends) and plan.articles[ends[0]].missing_head,
                bool(ends) and plan.articles[ends[-1]].missing_tail,
            )
        )
    return plan._replace(articles=tuple(articles))


def _split(rows: Rows) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for row in rows:
        if row is None:
            parts.append([])
        else:
            parts[-1].append(row)
    return parts


def joined_plan(text: str, plan: Plan, applied: Sequence[Edit]) -> Plan:
    """Return the plan with paragraphs as the applied joins made them: one per line of the text.

    Parameters
    ----------
    text : the text after the plan's moves
    applied : the edits of its seams that were applied
    """
    gone = {
        place
        for edit in applied
        if "\n" in edit.before and "\n" not in edit.after
        for place in range(*edit.span)
        if text[place] == "\n"
    }
    if all(
        paragraph.doubtful is None for article in plan.articles for paragraph in article.paragraphs
    ) and len(gone) == sum(
        len(paragraph.lines) - 1 for article in plan.articles for paragraph in article.paragraphs
    ):
        return plan
    ends = [match.start() for match in re.finditer("\n", text)]
    joined = [place in gone for place in ends]
    row = 0
    articles = []
    for ordinal, article in enumerate(plan.articles):
        row += 1 if ordinal else 0
        lines = [
            (line, paragraph.role) for paragraph in article.paragraphs for line in paragraph.lines
        ]
        flags = [False, *joined[row : row + max(0, len(lines) - 1)]]
        row += len(lines)
        starts = [at for at, flag in enumerate(flags[: len(lines)]) if not flag]
        paragraphs = tuple(
            Paragraph(
                tuple(line for line, _ in lines[first:last]),
                lines[first][1],
                "".join(plan.texts[line] for line, _ in lines[first:last]),
            )
            for first, last in pairwise([*starts, len(lines)])
        )
        articles.append(article._replace(paragraphs=paragraphs))
    return plan._replace(articles=tuple(articles))
