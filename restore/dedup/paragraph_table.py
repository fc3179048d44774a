"""Tables of paragraphs by row number, with access to the text around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from restore.dedup.paragraphs import Paragraph, paragraphs
from restore.dedup.records import DedupInput

__all__ = ["MemoryTable", "ParagraphTable", "TextOf"]

#: Returns the text of a document by its number.
TextOf = Callable[[int], str]


class ParagraphTable(Protocol):
    """Paragraphs by row; a row that lost a part holds what is left of it.

    ``changed`` are those that have lost a part.
    """

    changed: dict[int, Paragraph]

    def __getitem__(self, row: int, /) -> Paragraph: ...

    def __setitem__(self, row: int, paragraph: Paragraph, /) -> None: ...

    def words(self, document: int, start: int, end: int) -> str:
        """Return ``[start, end)`` of the text that the document came with."""
        ...


class MemoryTable:
    """The paragraphs of a few documents, all in memory. ``rows`` are those of each document."""

    def __init__(self, sources: Sequence[DedupInput]) -> None:
        self._texts = [source.text for source in sources]
        self._paragraphs: list[Paragraph] = []
        self.changed: dict[int, Paragraph] = {}
        self.rows: list[range] = []
        for number, source in enumerate(sources):
            first = len(self._paragraphs)
            self._paragraphs.extend(paragraphs(number, source))
            self.rows.append(range(first, len(self._paragraphs)))

    def __len__(self) -> int:
        return len(self._paragraphs)

    def __getitem__(self, row: int) -> Paragraph:
        return self._paragraphs[row]

    def __setitem__(self, row: int, paragraph: Paragraph) -> None:
        self._paragraphs[row] = self.changed[row] = paragraph

    def of(self, rows: Iterable[int]) -> list[Paragraph]:
        """Return the paragraphs of the rows."""
        return [self._paragraphs[row] for row in rows]

    def words(self, document: int, start: int, end: int) -> str:
        """See ``ParagraphTable``."""
        return self._texts[document][start:end]
