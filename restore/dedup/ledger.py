"""The ledger of removals: what goes, which copy covers it, and that the copy stays."""

from __future__ import annotations

from typing import NamedTuple

from restore.dedup.containment import Inside
from restore.dedup.judge import CORPUS, Judge
from restore.dedup.paragraphs import Paragraph

__all__ = ["Kept", "Ledger", "Removal"]


class Kept(NamedTuple):
    """The copy that stays: ``[start, end)`` of its document's text, in paragraph ``row``."""

    row: int
    start: int
    end: int
    text: str
    similarity: float

    @classmethod
    def whole(cls, index: int, paragraph: Paragraph, similarity: float) -> Kept:
        """The whole paragraph ``index``; document offsets."""
        return cls(index, paragraph.start, paragraph.end, paragraph.text, similarity)

    @classmethod
    def part(cls, index: int, paragraph: Paragraph, place: Inside) -> Kept:
        """The part of paragraph ``index`` in which another one stands."""
        start, end = paragraph.start + place.start, paragraph.start + place.end
        text = paragraph.text[place.start : place.end]
        return cls(index, start, end, text, place.similarity)


class Removal(NamedTuple):
    """A span of the text of ``document`` that goes. ``row``: its paragraph in the table."""

    row: int
    document: int
    start: int
    end: int
    text: str
    whole: bool
    kept: Kept
    rule: str


class Ledger:
    """Collects removals; refuses one that would take away a copy on which another relies."""

    def __init__(self, table: list[Paragraph], judge: Judge) -> None:
        self.table = table
        self.judge = judge
        self.removals: dict[tuple[int, int], Removal] = {}
        self.gone: set[int] = set()
        self._changed: set[int] = set()
        self._relying: dict[int, set[tuple[int, int]]] = {}

    def alive(self, rows: list[int]) -> list[int]:
        """Return the rows that still stand."""
        return [row for row in rows if row not in self.gone]

    def take_changed(self) -> set[int]:
        """Return the documents where something was entered since the last call."""
        changed, self._changed = self._changed, set()
        return changed

    def remove(self, index: int, kept: Kept, rule: str) -> bool:
        """Remove a whole paragraph; False where that would lose something."""
        if index in self.gone or kept.row in self.gone or kept.row == index:
            return False
        moved: list[Removal] = []
        for key in sorted(self._relying.get(index, ())):
            replacement = self._other_copy(self.removals[key], kept)
            if replacement is None:
                return False
            moved.append(self.removals[key]._replace(kept=replacement))
        paragraph = self.table[index]
        removal = Removal(
            index,
            paragraph.document,
            paragraph.start,
            paragraph.end,
            paragraph.text,
            True,
            kept,
            rule,
        )
        self.gone.add(index)
        self._changed.add(paragraph.document)
        self._relying.pop(index, None)
        for entry in (*moved, removal):
            self._record(entry)
        return True

    def shorten(self, index: int, start: int, end: int, kept: Kept, rule: str) -> bool:
        """Cut ``[start, end)`` of the document's text, which begins or ends paragraph ``index``."""
        if index in self.gone or kept.row in self.gone:
            return False
        paragraph = self.table[index]
        cut = paragraph.text[start - paragraph.start : end - paragraph.start]
        head = start == paragraph.start
        rest = (end, paragraph.end) if head else (paragraph.start, start)
        text = paragraph.text[rest[0] - paragraph.start : rest[1] - paragraph.start]
        moved: list[Removal] = []
        for key in sorted(self._relying.get(index, ())):
            relying = self.removals[key]
            if relying.kept.end <= start or end <= relying.kept.start:
                continue
            replacement = self._other_copy(relying, kept)
            if replacement is None:
                return False
            moved.append(relying._replace(kept=replacement))
        for entry in moved:
            self._forget(entry.document, entry.start)
            self._record(entry)
        self._changed.add(paragraph.document)
        self.table[index] = paragraph._replace(start=rest[0], end=rest[1], text=text)
        self._record(Removal(index, paragraph.document, start, end, cut, False, kept, rule))
        return True

    def _other_copy(self, relying: Removal, kept: Kept) -> Kept | None:
        """Return where in ``kept`` a removed passage stands, whose own copy now goes; or None."""
        former = relying.kept
        for text, similarity in ((former.text, former.similarity), (relying.text, 1.0)):
            spot = kept.text.find(text)
            if spot >= 0:
                start = kept.start + spot
                return Kept(kept.row, start, start + len(text), text, similarity)
        keeper = self.table[kept.row].document
        scope = keeper if keeper == relying.document else CORPUS
        result = self.judge.compare(relying.text, kept.text, scope)
        if not result.covered or result.similarity < former.similarity * kept.similarity:
            return None
        return kept._replace(similarity=result.similarity)

    def restore(self, index: int) -> None:
        """Take back the removal of a whole paragraph on which nothing relies."""
        self.gone.discard(index)
        paragraph = self.table[index]
        self._forget(paragraph.document, paragraph.start)

    def _forget(self, document: int, start: int) -> None:
        removal = self.removals.pop((document, start))
        relying = self._relying.get(removal.kept.row, set())
        relying.discard((document, start))
        if not relying:
            self._relying.pop(removal.kept.row, None)

    def _record(self, removal: Removal) -> None:
        key = (removal.document, removal.start)
        self.removals[key] = removal
        self._relying.setdefault(removal.kept.row, set()).add(key)
