"""Records of a plan: what happens to each line of a page."""

from __future__ import annotations

from typing import NamedTuple

from restore.core.blocks import Role
from restore.core.evidence import Evidence

__all__ = ["Paragraph", "Plan", "PlannedArticle", "Removal"]


class Removal(NamedTuple):
    """A line that does not belong to the text, with its role and the evidence."""

    line: int
    role: Role
    evidence: tuple[Evidence, ...]


class Paragraph(NamedTuple):
    """A paragraph of the result: the lines that make it up, and the seams between them.

    ``doubtful`` is a seam to the paragraph before that is only suggested.
    """

    lines: tuple[int, ...]
    role: Role
    words: str
    seams: tuple[Evidence, ...] = ()
    doubtful: Evidence | None = None


class PlannedArticle(NamedTuple):
    """An article of the result."""

    paragraphs: tuple[Paragraph, ...]
    missing_head: bool
    missing_tail: bool


class Plan(NamedTuple):
    """What happens to the lines of a text (indexes into ``text.split("\\n")``).

    ``torn`` says that a reader tore the lines apart: their open ends say nothing. ``links`` are lines
    that go on with others; ``offers`` may, but it is too doubtful to bring them together.
    """

    texts: tuple[str, ...]
    articles: tuple[PlannedArticle, ...]
    removals: tuple[Removal, ...]
    torn: bool = False
    links: tuple[tuple[int, int, Evidence], ...] = ()
    offers: tuple[tuple[int, int, Evidence], ...] = ()
