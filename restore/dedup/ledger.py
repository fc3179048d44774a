"""Records removals, and guarantees that the copy which covers each one stays in the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from restore.dedup.containment import Inside
from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.paragraphs import Paragraph
from restore.dedup.verification import Comparer, counterpart

__all__ = ["Kept", "Ledger", "Removal"]


class Kept(NamedTuple):
    """The copy that stays: ``[start, end)`` of its document's text, in paragraph ``row``."""

    row: int
    start: int
    end: int
    similarity: float

    @classmethod
    def whole(cls, index: int, paragraph: Paragraph, similarity: float) -> Kept:
        """The whole paragraph ``index``; document offsets."""
        return cls(index, paragraph.start, paragraph.end, similarity)

    @classmethod
    def part(cls, index: int, paragraph: Paragraph, place: Inside) -> Kept:
        """The part of paragraph ``index`` in which another one stands."""
        start, end = paragraph.start + place.start, paragraph.start + place.end
        return cls(index, start, end, place.similarity)


class Removal(NamedTuple):
    """A span of the text of ``document`` that goes. ``row``: its paragraph in the table.

    ``whole``: nothing of the paragraph is left. It may then have several removals, one for each
    part that another copy covers.
    """

    row: int
    document: int
    start: int
    end: int
    whole: bool
    kept: Kept
    rule: str


class Ledger:
    """Collects removals; refuses one that would take away a copy on which another relies."""

    def __init__(self, table: ParagraphTable, comparer: Comparer) -> None:
        self.table = table
        self.comparer = comparer
        self.gone: set[int] = set()
        self._removals: dict[int, dict[int, Removal]] = {}
        self._changed: set[int] = set()
        self._relying: dict[int, set[tuple[int, int]]] = {}

    def alive(self, rows: Iterable[int]) -> list[int]:
        """Return the rows that still stand."""
        return [row for row in rows if row not in self.gone]

    def removals(self, document: int) -> list[Removal]:
        """Return what goes from a document, in text order."""
        return [entry for _, entry in sorted(self._removals.get(document, {}).items())]

    def removal_of(self, row: int) -> Removal:
        """Return the removal of a whole paragraph, of its first part if it has several."""
        paragraph = self.table[row]
        return self._removals[paragraph.document][paragraph.start]

    def take_changed(self) -> set[int]:
        """Return the documents where something was entered since the last call."""
        changed, self._changed = self._changed, set()
        return changed

    def adopt(self, removal: Removal) -> None:
        """Enter a removal that was decided before; its paragraph is as the table holds it."""
        if removal.whole:
            self.gone.add(removal.row)
        self._record(removal)

    def remove(self, index: int, kept: Kept, rule: str) -> bool:
        """Remove a whole paragraph; False where that would lose something."""
        if index in self.gone or kept.row in self.gone or kept.row == index:
            return False
        moved: list[Removal] = []
        for document, start in sorted(self._relying.get(index, ())):
            relying = self._removals[document][start]
            replacement = self._other_copy(relying, kept) or self._answering(index, relying, kept)
            if replacement is None:
                return False
            moved.append(relying._replace(kept=replacement))
        paragraph = self.table[index]
        self.gone.add(index)
        self._changed.add(paragraph.document)
        self._relying.pop(index, None)
        span = (paragraph.start, paragraph.end)
        for entry in (*moved, Removal(index, paragraph.document, *span, True, kept, rule)):
            self._record(entry)
        return True

    def shorten(self, index: int, start: int, end: int, kept: Kept, rule: str) -> bool:
        """Cut ``[start, end)`` of the document's text, which begins or ends paragraph ``index``.

        ``kept`` holds the same words. False where the cut would lose something.
        """
        if index in self.gone or kept.row in self.gone:
            return False
        paragraph = self.table[index]
        moved: list[tuple[Removal, list[Removal]]] = []
        for key in sorted(self._relying.get(index, ())):
            relying = self._removals[key[0]][key[1]]
            if relying.kept.end <= start or end <= relying.kept.start:
                continue
            replacement = self._other_copy(relying, kept)
            if replacement is not None:
                moved.append((relying, [relying._replace(kept=replacement)]))
                continue
            parts = self._split(relying, start, end, kept)
            if not parts:
                return False
            moved.append((relying, parts))
        for relying, parts in moved:
            self._forget(relying)
            for part in parts:
                self._record(part)
        head = start == paragraph.start
        rest = (end, paragraph.end) if head else (paragraph.start, start)
        text = paragraph.text[rest[0] - paragraph.start : rest[1] - paragraph.start]
        self._changed.add(paragraph.document)
        self.table[index] = paragraph._replace(start=rest[0], end=rest[1], text=text)
        self._record(Removal(index, paragraph.document, start, end, False, kept, rule))
        return True

    def _other_copy(self, relying: Removal, kept: Kept) -> Kept | None:
        """Return where in ``kept`` a removed passage stands, whose own copy now goes; or None."""
        former = relying.kept
        words, removed = self._words(kept), self._removed(relying)
        for text, similarity in ((self._words(former), former.similarity), (removed, 1.0)):
            spot = words.find(text)
            if spot >= 0:
                start = kept.start + spot
                return Kept(kept.row, start, start + len(text), similarity)
        result = self.comparer.compare(removed, words)
        if not result.covered or result.similarity < former.similarity * kept.similarity:
            return None
        return kept._replace(similarity=result.similarity)

    def _answering(self, index: int, relying: Removal, kept: Kept) -> Kept | None:
        """Return the part of a noisy copy of paragraph ``index`` that answers to what a removed
        passage stood in; None where it does not cover it."""
        paragraph, words = self.table[index], self._words(kept)
        start, end = (
            counterpart(paragraph.text, words, spot - paragraph.start)
            for spot in (relying.kept.start, relying.kept.end)
        )
        result = self.comparer.compare(self._removed(relying), words[start:end])
        if start >= end or not result.covered:
            return None
        return Kept(kept.row, kept.start + start, kept.start + end, result.similarity)

    def _split(self, relying: Removal, start: int, end: int, kept: Kept) -> list[Removal]:
        """Return a removal in two: what ``[start, end)`` of its copy covered, which now stands in
        ``kept``, and the rest; nothing where the two do not cover it.
        """
        former = relying.kept
        head = start <= former.start
        cut = end if head else start
        if not former.start < cut < former.end or kept.end - kept.start != end - start:
            return []
        removed = self._removed(relying)
        middle = counterpart(self._words(former), removed, cut - former.start)
        moved = (former.start, cut) if head else (cut, former.end)
        shift = kept.start - start
        elsewhere = Kept(kept.row, moved[0] + shift, moved[1] + shift, 1.0)
        stays = former._replace(start=cut) if head else former._replace(end=cut)
        copies = (elsewhere, stays) if head else (stays, elsewhere)
        parts: list[Removal] = []
        for copy, low, high in zip(copies, (0, middle), (middle, len(removed)), strict=True):
            if low == high:
                return []
            result = self.comparer.compare(removed[low:high], self._words(copy))
            if not result.covered:
                return []
            found = copy._replace(similarity=result.similarity)
            span = (relying.start + low, relying.start + high)
            parts.append(relying._replace(start=span[0], end=span[1], kept=found))
        return parts

    def restore(self, index: int) -> None:
        """Take back the removal of a whole paragraph on which nothing relies."""
        self.gone.discard(index)
        paragraph = self.table[index]
        self._forget(self._removals[paragraph.document][paragraph.start])

    def _words(self, kept: Kept) -> str:
        return self.table.words(self.table[kept.row].document, kept.start, kept.end)

    def _removed(self, removal: Removal) -> str:
        return self.table.words(removal.document, removal.start, removal.end)

    def _forget(self, removal: Removal) -> None:
        key = (removal.document, removal.start)
        del self._removals[removal.document][removal.start]
        relying = self._relying.get(removal.kept.row, set())
        relying.discard(key)
        if not relying:
            self._relying.pop(removal.kept.row, None)

    def _record(self, removal: Removal) -> None:
        self._removals.setdefault(removal.document, {})[removal.start] = removal
        key = (removal.document, removal.start)
        self._relying.setdefault(removal.kept.row, set()).add(key)
