"""Removal: ledger entries as proposals, so that well-formed text remains."""

from __future__ import annotations

from restore.blocks import ARTICLE_BREAK
from restore.dedup.ledger import Kept, Ledger, Removal
from restore.dedup.records import DedupInput
from restore.dedup.sections import orphaned_headings
from restore.edits import Proposal, Reason
from restore.evidence import CopyKept, Pattern

__all__ = ["proposals"]

_EXCERPT = 40
# A copy that differs by noise is as certain as it is alike; an equal one is certain.
_CERTAIN = 0.99


def proposals(
    source: DedupInput,
    rows: list[int],
    ledger: Ledger,
    removals: list[Removal],
    documents: list[str],
) -> list[Proposal]:
    """Return the proposals for one document, in text order.

    Parameters
    ----------
    rows : all rows of the document
    removals : those of this document
    documents : name per document index
    """
    found: list[Proposal] = []
    # The span of each removed line, with all that was removed of it: a paragraph may first have
    # lost a part and then the rest, which is one removal to a reader.
    lines: dict[tuple[int, int], list[Removal]] = {}
    members: dict[int, list[Removal]] = {}
    for removal in removals:
        members.setdefault(removal.row, []).append(removal)
    spans: dict[int, tuple[int, int]] = {}
    for row, parts in members.items():
        if row in ledger.gone:
            spans[row] = (min(part.start for part in parts), max(part.end for part in parts))
            lines[spans[row]] = parts
        else:
            found.extend(
                _proposal(part.rule, part.start, part.end, [part], documents, ledger)
                for part in parts
            )
    causes = {row: members[row] for row in spans}
    breaks = _needless_breaks(source.text, rows, ledger, causes)
    lines.update(breaks)
    for span, (left, right) in _with_line_breaks(source.text, sorted(lines)).items():
        parts = lines[span]
        rule = "empty-article" if span in breaks else parts[-1].rule
        found.append(_proposal(rule, left, right, parts, documents, ledger))
    for heading, below in orphaned_headings(rows, ledger):
        paragraph = ledger.table[heading]
        lost = ledger.removals[(paragraph.document, ledger.table[below].start)]
        found.append(
            Proposal(
                stage="dedup",
                rule="dedup.lost-text",
                start=paragraph.start,
                end=paragraph.end,
                after=paragraph.text,
                confidence=_CERTAIN,
                evidence=(
                    Pattern("heading whose own text is a copy of another section's"),
                    _copy(lost.kept, documents, ledger),
                ),
                flag=Reason.LOST_TEXT,
            )
        )
    return sorted(found, key=lambda item: (item.start, item.end))


def _copy(kept: Kept, documents: list[str], ledger: Ledger) -> CopyKept:
    return CopyKept(
        document=documents[ledger.table[kept.row].document],
        span=(kept.start, kept.end),
        similarity=round(kept.similarity, 4),
        text=kept.text[:_EXCERPT],
    )


def _proposal(
    rule: str,
    start: int,
    end: int,
    parts: list[Removal],
    documents: list[str],
    ledger: Ledger,
) -> Proposal:
    return Proposal(
        stage="dedup",
        rule=f"dedup.{rule}",
        start=start,
        end=end,
        after="",
        confidence=min(_CERTAIN, *(part.kept.similarity for part in parts)),
        evidence=tuple(_copy(part.kept, documents, ledger) for part in parts),
    )


def _needless_breaks(
    text: str, rows: list[int], ledger: Ledger, causes: dict[int, list[Removal]]
) -> dict[tuple[int, int], list[Removal]]:
    """Return the break lines that stand before an emptied article, or before the new first one."""
    if not causes or ARTICLE_BREAK not in text:
        return {}
    articles: dict[int, list[int]] = {}
    for row in rows:
        articles.setdefault(ledger.table[row].article, []).append(row)
    emptied = {
        number: members
        for number, members in articles.items()
        if all(row in ledger.gone for row in members)
    }
    if not emptied:
        return {}
    found: dict[tuple[int, int], list[Removal]] = {}
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
