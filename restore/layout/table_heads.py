"""Heads of tables that come again where a page ended: a person is to see whether they go.

A table that goes on over a page has its head once more, with the furniture of the page between.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from restore.core.blocks import Block
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.core.regions import Form
from restore.layout.quoting import FLAGGED_CHARACTERS

__all__ = ["table_head_proposals"]

#: Lines of page furniture between two parts of a table, at most, and how long one is, in characters.
_MAX_LINES_BETWEEN = 3
_MAX_BETWEEN_CHARACTERS = 40
#: Rows of a head, at most: two, and the rule below them.
_MAX_HEAD_ROWS = 3
#: What is less sure than the gate applies is suggested.
_CONFIDENCE = 0.7


def table_head_proposals(text: str, blocks: Sequence[Block]) -> list[Proposal]:
    """Propose to take out what parts a table that goes on on the next page.

    Parameters
    ----------
    blocks : of one article, in the offsets of ``text``, with their forms
    """
    parts = [
        (is_row, list(members))
        for is_row, members in groupby(blocks, lambda block: block.form is Form.TABLE_ROW)
    ]
    proposals = []
    for place, (is_row, rows) in enumerate(parts[:-2]):
        between, below = parts[place + 1][1], parts[place + 2][1]
        if not is_row or len(between) > _MAX_LINES_BETWEEN:
            continue
        if any(block.end - block.start > _MAX_BETWEEN_CHARACTERS for block in between):
            continue
        # A heading of Markdown begins another table, which may have the same head.
        if any(text.startswith("#", block.start) for block in between):
            continue
        count = _head_rows(
            [_words(text, row) for row in rows], [_words(text, row) for row in below]
        )
        if count and len(below) > count:
            start, end = between[0].start, below[count].start
            evidence = (
                Pattern("the head of the table comes again", text[start:end][:FLAGGED_CHARACTERS]),
            )
            proposals.append(
                Proposal("layout", "table_head", start, end, "", _CONFIDENCE, evidence)
            )
    return proposals


def _words(text: str, block: Block) -> str:
    return "".join(text[block.start : block.end].split())


def _head_rows(rows: Sequence[str], below: Sequence[str]) -> int:
    """Return how many rows both parts begin with; 0 if they hold figures: rows may be equal."""
    count = 0
    while (
        count < min(len(rows), len(below), _MAX_HEAD_ROWS)
        and rows[count] == below[count]
        and not any(character.isdigit() for character in rows[count])
    ):
        count += 1
    return count
