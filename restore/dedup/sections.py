"""Extends removed runs to their short lines, and finds headings whose text was removed."""

from __future__ import annotations

from restore.dedup.ledger import Kept, Ledger
from restore.dedup.paragraphs import Paragraph, is_heading
from restore.dedup.shapes import is_machine, is_row
from restore.settings import DedupSettings

__all__ = ["extend_runs", "orphaned_headings"]

# Characters from which the beginning of a line is a truncated copy of it, and no chance.
_MIN_TAIL_LENGTH = 4


def extend_runs(
    documents: list[list[int]],
    place: dict[int, int],
    ledger: Ledger,
    settings: DedupSettings,
) -> None:
    """Remove lines beside removed copies whose counterparts stand beside the kept copies.

    Headings, short lines and a truncated tail are too short to be judged alone; between copies
    they belong to the run. A line that stands over text of its own stays.
    """
    spans = {ledger.table[group[0]].document: group for group in documents if group}
    queue: list[tuple[int, int]] = []
    for document in spans:
        for removal in ledger.removals(document):
            if not (removal.whole and removal.row in place and removal.kept.row in place):
                continue
            span = (removal.kept.start, removal.kept.end)
            keeper = ledger.table[removal.kept.row]
            if keeper.document == document and span == (keeper.start, keeper.end):
                queue.append((removal.row, removal.kept.row))
    added: list[int] = []
    while queue:
        removed, kept = queue.pop()
        rows = spans[ledger.table[removed].document]
        for step in (1, -1):
            a, b = place[removed] + step, place[kept] + step
            if not (0 <= a < len(rows) and 0 <= b < len(rows)):
                continue
            if rows[a] in ledger.gone or rows[b] in ledger.gone:
                continue
            similarity = _counterpart(ledger, rows[a], rows[b], settings)
            copy = Kept.whole(rows[b], ledger.table[rows[b]], similarity)
            if similarity > 0 and ledger.remove(rows[a], copy, "run"):
                added.append(rows[a])
                queue.append((rows[a], rows[b]))
    for row in sorted(added, reverse=True):
        rows = spans[ledger.table[row].document]
        if _stands_over_own_text(ledger, rows, place[row]):
            ledger.restore(row)


def _counterpart(ledger: Ledger, row: int, other: int, settings: DedupSettings) -> float:
    """Return how well ``other`` covers ``row``: 1 for the same line or its truncated beginning."""
    line, copy = ledger.table[row].text, ledger.table[other].text
    if ledger.table[row].role is not ledger.table[other].role:
        return 0.0
    if is_row(line) or is_machine(line):
        return 0.0
    if line == copy or (len(line) >= _MIN_TAIL_LENGTH and copy.startswith(line)):
        return 1.0
    result = ledger.comparer.compare(line, copy)
    if result.covered and result.similarity >= settings.similarity:
        return result.similarity
    return 0.0


def _stands_over_own_text(ledger: Ledger, rows: list[int], spot: int) -> bool:
    """Whether the next line stays and is no heading, so that this one may belong to it."""
    if spot + 1 >= len(rows):
        return False
    following, this = rows[spot + 1], rows[spot]
    if following in ledger.gone:
        return False
    if ledger.table[following].article != ledger.table[this].article:
        return False
    removal = ledger.removal_of(this)
    if removal.kept.end - removal.kept.start > removal.end - removal.start:
        return False
    return not is_heading(ledger.table[following])


def orphaned_headings(table: list[Paragraph], gone: set[int]) -> list[tuple[int, int]]:
    """Return the headings whose whole text was removed, each with a removed row below it.

    Parameters
    ----------
    table : all paragraphs of one document, in text order
    gone : indices of those that were removed
    """
    found: list[tuple[int, int]] = []
    # From the end: what stands below is known before the heading over it.
    below, article = -1, -1
    standing: int | None = None
    for row in range(len(table) - 1, -1, -1):
        paragraph = table[row]
        if paragraph.article != article:
            below, article, standing = -1, paragraph.article, None
        if row in gone:
            below = row
            continue
        heading = is_heading(paragraph)
        nothing_follows = standing is None or is_heading(table[standing])
        if heading and below >= 0 and nothing_follows:
            found.append((row, below))
        below, standing = -1, row
    return found[::-1]
