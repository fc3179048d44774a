"""Repeat planning until a second run would find nothing to change.

A join or a move changes what the rules see: lines become neighbours, fewer sentences are open, a
column is no longer torn. The plan is therefore made again over its own result, and what that finds
is merged into it, until nothing is found. Each join removes a line, so a few rounds suffice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.evidence import Evidence
from restore.layout.jump_marks import jump_mark
from restore.layout.latin import filler
from restore.layout.plans import Paragraph, Plan, PlannedArticle

__all__ = ["settled"]

# Of 1,000 mixed texts none needed more; the bound holds the cost.
_MAX_ROUNDS = 8

Redraw = Callable[[list[str]], Plan]
# The lines that go on in the next one, with what says so.
Joins = Mapping[int, tuple[Evidence, ...]]


def settled(plan: Plan, joins_of: Callable[[list[str]], Joins], redraw: Redraw) -> Plan:
    """Return the plan with all that a second run would add to it.

    Parameters
    ----------
    joins_of : what the pass over the lines would join in a text, by its lines
    redraw : what the plan of a text would be, by its lines
    """
    drawn = plan.is_plain
    if drawn and len(plan.texts) < 2:
        return plan
    for _ in range(_MAX_ROUNDS):
        texts = _result(plan)
        joins = joins_of(texts)
        if joins:
            plan = _composed(plan, _joined(texts, joins))
            drawn = False
            continue
        if drawn:
            break
        after = redraw(texts)
        if after.is_plain:
            break
        plan = _composed(plan, after)
    return plan


def _result(plan: Plan) -> list[str]:
    """Return the lines of the text that the plan makes."""
    whole = "\n".join(plan.texts)
    found: list[str] = []
    for ordinal, article in enumerate(plan.articles):
        if ordinal:
            found.append(ARTICLE_BREAK)
        found += [_words(paragraph, plan.texts, whole) for paragraph in article.paragraphs]
    return found


def _words(paragraph: Paragraph, texts: Sequence[str], whole: str) -> str:
    words = ""
    for line in paragraph.lines:
        mark = jump_mark(texts[line])
        text = texts[line]
        if mark is not None:
            text = text[: mark.start] + text[mark.end :]
        words += (filler(words, text, whole) if words and text else "") + text
    return words


def _joined(texts: list[str], joins: Joins) -> Plan:
    """Return the plan that joins lines and does nothing else."""
    articles: list[PlannedArticle] = []
    paragraphs: list[Paragraph] = []
    for line, text in enumerate(texts):
        if text == ARTICLE_BREAK:
            articles.append(PlannedArticle(tuple(paragraphs), False, False))
            paragraphs = []
        elif line - 1 in joins and paragraphs:
            last = paragraphs[-1]
            paragraphs[-1] = last._replace(
                lines=(*last.lines, line), seams=(*last.seams, joins[line - 1][0])
            )
        else:
            paragraphs.append(Paragraph((line,), Role.BODY, text))
    articles.append(PlannedArticle(tuple(paragraphs), False, False))
    return Plan(tuple(texts), tuple(articles), ())


def _composed(plan: Plan, after: Plan) -> Plan:
    """Return the plan that does at once what two do, the second over the result of the first."""
    made: list[Paragraph | None] = []
    first_of: dict[int, PlannedArticle] = {}
    last_of: dict[int, PlannedArticle] = {}
    for ordinal, article in enumerate(plan.articles):
        if ordinal:
            made.append(None)
        first_of[len(made)] = article
        made += article.paragraphs
        last_of[len(made) - 1] = article
    articles = []
    for article in after.articles:
        paragraphs = [_merged(paragraph, made) for paragraph in article.paragraphs]
        begins = first_of.get(article.paragraphs[0].lines[0])
        ends = last_of.get(article.paragraphs[-1].lines[-1])
        articles.append(
            PlannedArticle(
                tuple(paragraphs),
                article.missing_head or (begins is not None and begins.missing_head),
                article.missing_tail or (ends is not None and ends.missing_tail),
            )
        )
    removals = [
        removal._replace(line=line)
        for removal in after.removals
        for source in (made[removal.line],)
        if source is not None
        for line in source.lines
    ]
    return plan._replace(
        articles=tuple(articles),
        removals=tuple(sorted((*plan.removals, *removals), key=lambda item: item.line)),
        links=(*plan.links, *_links(after, made)),
    )


def _links(after: Plan, made: Sequence[Paragraph | None]) -> list[tuple[int, int, Evidence]]:
    found = []
    for left, right, seam in after.links:
        before, behind = made[left], made[right]
        if before is not None and behind is not None:
            found.append((before.lines[-1], behind.lines[0], seam))
    return found


def _merged(paragraph: Paragraph, made: Sequence[Paragraph | None]) -> Paragraph:
    parts = [part for line in paragraph.lines for part in (made[line],) if part is not None]
    first = parts[0]
    if len(parts) == 1:
        return first if paragraph.doubtful is None else first._replace(doubtful=paragraph.doubtful)
    lines, seams = first.lines, first.seams
    for seam, part in zip(paragraph.seams, parts[1:], strict=True):
        lines, seams = (*lines, *part.lines), (*seams, seam, *part.seams)
    doubtful = first.doubtful if paragraph.doubtful is None else paragraph.doubtful
    return Paragraph(lines, Role.BODY, first.words, seams, doubtful)
