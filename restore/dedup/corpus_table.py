"""A table of the paragraphs of a corpus that reads texts on demand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from restore.dedup.columns import ParagraphColumns
from restore.dedup.paragraph_table import TextOf
from restore.dedup.paragraphs import ROLES, Paragraph

__all__ = ["CorpusTable"]

# Texts of documents held at once.
_MAX_HELD_TEXTS = 16


class CorpusTable:
    """The paragraphs of a corpus, read from the documents' texts as they are asked for.

    Parameters
    ----------
    text_of : text of a document by its number, as the stage was given it
    """

    def __init__(self, corpus: ParagraphColumns, text_of: TextOf) -> None:
        self._corpus = corpus
        self._text_of = text_of
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._loaded: dict[int, Paragraph] = {}
        self.changed: dict[int, Paragraph] = {}

    def __getitem__(self, row: int) -> Paragraph:
        found = self.changed.get(row) or self._loaded.get(row)
        if found is not None:
            return found
        corpus = self._corpus
        document, start, end = int(corpus.of[row]), int(corpus.starts[row]), int(corpus.ends[row])
        return Paragraph(
            document,
            int(corpus.articles[row]),
            start,
            end,
            ROLES[corpus.roles[row]],
            self.words(document, start, end),
        )

    def __setitem__(self, row: int, paragraph: Paragraph) -> None:
        self.changed[row] = paragraph

    def load(self, rows: Iterable[int]) -> None:
        """Hold these paragraphs in memory, and no others."""
        self._loaded = {}
        self._loaded = {row: self[row] for row in rows}

    def words(self, document: int, start: int, end: int) -> str:
        """See ``ParagraphTable``."""
        text = self._texts.get(document)
        if text is None:
            text = self._texts[document] = self._text_of(document)
            if len(self._texts) > _MAX_HELD_TEXTS:
                self._texts.popitem(last=False)
        return text[start:end]
