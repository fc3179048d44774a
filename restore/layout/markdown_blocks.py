"""What parts the blocks of a Markdown document: empty lines, indents, the spaces of a hard break.

Layout works on one paragraph a line. Where the document is to stay Markdown, that would make one
paragraph of two, one list of a list in a list; so these are set back as the source has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from restore.core.blocks import ARTICLE_BREAK
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.evidence import Pattern

__all__ = ["block_proposals", "within_blocks"]

_EMPTY_LINE = re.compile("\n[ \t\u3000]*\n")
_HARD_BREAK = re.compile(" {2,}\\Z")


def block_proposals(document: Document) -> list[Proposal]:
    """Propose to set back what parts the blocks of a document's present text.

    Parameters
    ----------
    document : one paragraph a line
    """
    proposals = []
    position = 0
    before = ""
    for line in document.text.split("\n"):
        if line.strip() and line != ARTICLE_BREAK:
            above, indent = _before(document, position + len(line) - len(line.lstrip()))
            lead = "\n" if before.strip() and above is not None and not above.strip() else ""
            # Code has its indent still.
            kept = "" if line[0] in " \t\u3000" else indent
            if lead + kept:
                proposals.append(_set_back(position, lead + kept))
            hard = _HARD_BREAK.search(above or "")
            if hard is not None and not lead and before and before[-1] != " ":
                proposals.append(_set_back(position - 1, hard[0]))
        position += len(line) + 1
        before = line
    return proposals


def within_blocks(document: Document, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals for a document's present text that join no two blocks.

    An empty line of the source ends a block of Markdown, whatever the words look like.
    """
    for proposal in proposals:
        start, end = proposal.start, proposal.end
        joins = start < end < len(document.text) and "\n" not in proposal.after
        if start and joins and "\n" in document.text[start:end]:
            above = document.to_source(start - 1, start)[1]
            below = document.to_source(end, end + 1)[0]
            if _EMPTY_LINE.search(document.source, above, below):
                continue
        yield proposal


def _before(document: Document, place: int) -> tuple[str | None, str]:
    """Return the source's line above the one that holds a character of the present text, and what
    stands before that character on its own line, if it is white space."""
    source = document.source
    spot = document.to_source(place, place + 1)[0]
    start = source.rfind("\n", 0, spot) + 1
    above = None if start == 0 else source[source.rfind("\n", 0, start - 1) + 1 : start - 1]
    indent = source[start:spot]
    return above, indent if not indent.strip(" \t\u3000") else ""


def _set_back(place: int, white: str) -> Proposal:
    evidence = (Pattern("what parts the blocks of Markdown"),)
    return Proposal("layout", "blank", place, place, white, 1.0, evidence)
