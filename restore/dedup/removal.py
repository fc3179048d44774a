"""Turns removals into proposals that leave well-formed text."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.blocks import ARTICLE_BREAK
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.dedup.paragraphs import Paragraph, paragraphs
from restore.dedup.records import DedupInput, Removed
from restore.dedup.sections import orphaned_headings

__all__ = ["proposals"]

# A copy that differs by noise is as certain as it is alike; an equal one is certain.
_CONFIDENCE = 0.99


def proposals(source: DedupInput, removed: Sequence[Removed]) -> list[Proposal]:
    """Return the proposals for one document, in text order.

    Parameters
    ----------
    removed : what goes from the document
    """
    if not removed:
        return []
    found: list[Proposal] = []
    # The span of each removed line, with all that was removed of it: a paragraph may lose its parts
    # to several copies, which is one removal to a reader.
    lines: dict[tuple[int, int], list[Removed]] = {}
    members: dict[int, list[Removed]] = {}
    for removal in sorted(removed, key=lambda item: item.span):
        members.setdefault(removal.row, []).append(removal)
    causes = {row: parts for row, parts in members.items() if any(part.whole for part in parts)}
    for row, parts in members.items():
        if row in causes:
            lines[(parts[0].span[0], parts[-1].span[1])] = parts
        else:
            found.extend(_proposal(part.rule, part.span, [part]) for part in parts)
    table = paragraphs(0, source)
    breaks = _needless_breaks(source.text, table, causes)
    lines.update(breaks)
    for span, widened in _with_line_breaks(source.text, sorted(lines)).items():
        parts = lines[span]
        rule = "empty-article" if span in breaks else parts[-1].rule
        found.append(_proposal(rule, widened, parts))
    for heading, below in orphaned_headings(_left(table, members, causes), set(causes)):
        found.append(
            Proposal(
                stage="dedup",
                rule="dedup.lost-text",
                start=table[heading].start,
                end=table[heading].end,
                after=table[heading].text,
                confidence=_CONFIDENCE,
                evidence=(
                    Pattern("heading whose own text is a copy of another section's"),
                    causes[below][0].kept,
                ),
                flag=Reason.LOST_TEXT,
            )
        )
    return sorted(found, key=lambda item: (item.start, item.end))


def _left(
    table: list[Paragraph], members: dict[int, list[Removed]], gone: dict[int, list[Removed]]
) -> list[Paragraph]:
    """Return the paragraphs, those that lose their beginning or end without it."""
    left = list(table)
    for row in members.keys() - gone.keys():
        start, end = table[row].start, table[row].end
        for part in members[row]:
            if part.span[0] == start:
                start = part.span[1]
        for part in reversed(members[row]):
            if part.span[1] == end:
                end = part.span[0]
        text = table[row].text[start - table[row].start : end - table[row].start]
        left[row] = table[row]._replace(start=start, end=end, text=text)
    return left


def _proposal(rule: str, span: tuple[int, int], parts: list[Removed]) -> Proposal:
    return Proposal(
        stage="dedup",
        rule=f"dedup.{rule}",
        start=span[0],
        end=span[1],
        after="",
        confidence=min(_CONFIDENCE, *(part.kept.similarity for part in parts)),
        evidence=tuple(part.kept for part in parts),
    )


def _needless_breaks(
    text: str, table: list[Paragraph], causes: dict[int, list[Removed]]
) -> dict[tuple[int, int], list[Removed]]:
    """Return the break lines that stand before an emptied article, or before the new first one."""
    if not causes or ARTICLE_BREAK not in text:
        return {}
    articles: dict[int, list[int]] = {}
    for row, paragraph in enumerate(table):
        articles.setdefault(paragraph.article, []).append(row)
    emptied = {
        number: members
        for number, members in articles.items()
        if all(row in causes for row in members)
    }
    if not emptied:
        return {}
    found: dict[tuple[int, int], list[Removed]] = {}
    spots = [spot for spot, character in enumerate(text) if character == ARTICLE_BREAK]
    # A break stays where something stands before it and its own article is not emptied.
    something_before = 0 not in emptied
    for number, spot in enumerate(spots, start=1):
        if number in emptied or not something_before:
            cause = emptied.get(number) or emptied[0]
            found[(spot, spot + 1)] = causes[cause[0]]
        something_before = something_before or number not in emptied
    return found


def _with_line_breaks(
    text: str, lines: list[tuple[int, int]]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Widen each removed line by one line break: the one after it, at the text's end the one before.

    Parameters
    ----------
    lines : spans of whole lines, sorted
    """
    widened: dict[tuple[int, int], tuple[int, int]] = {}
    for start, end in lines:
        widened[(start, end)] = (start, end + 1) if end < len(text) else (start, end)
    # A run that reaches the end of a text without a final line break gives up the break before it.
    tail = len(lines)
    edge = len(text)
    while tail > 0 and lines[tail - 1][1] == edge:
        tail -= 1
        edge = lines[tail][0] - 1
    if tail < len(lines) and lines[tail][0] > 0:
        for start, end in lines[tail:]:
            widened[(start, end)] = (start - 1, end)
    return widened
