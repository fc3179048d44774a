"""Records of a plan: what happens to each line of a page."""

from __future__ import annotations

from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Role
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

    ``torn`` says that a reader tore the lines apart, or that the model does not know their kind of
    text: their open ends say nothing. ``links`` are lines that go on with others; ``offers`` may, but
    it is too doubtful to bring them together.
    """

    texts: tuple[str, ...]
    articles: tuple[PlannedArticle, ...]
    removals: tuple[Removal, ...]
    torn: bool = False
    links: tuple[tuple[int, int, Evidence], ...] = ()
    offers: tuple[tuple[int, int, Evidence], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the plan leaves the lines as they are."""
        if self.removals:
            return False
        expected = 0
        for article in self.articles:
            for paragraph in article.paragraphs:
                if paragraph.lines != (expected,):
                    return False
                expected += 1
            # A break stands between articles already, or the plan would put one there.
            if expected < len(self.texts) and self.texts[expected] == ARTICLE_BREAK:
                expected += 1
            elif expected < len(self.texts):
                return False
        return expected == len(self.texts)

    @property
    def is_one_plain_article(self) -> bool:
        """Whether the plan leaves the lines as they are, and no break between articles stands."""
        return self.is_plain and ARTICLE_BREAK not in self.texts
