"""Blocks of text with what is known of them, from JSON along the paths of an adapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from restore.readers.adapter import Adapter, TextPath, kind_of
from restore.readers.fragments import is_html
from restore.readers.geometry import Kind
from restore.readers.json_text import JsonText
from restore.readers.json_tree import Tree
from restore.readers.pages import number, share

__all__ = ["Item", "Items", "Line", "Piece", "by_page"]

_MAX_DEPTH = 40


class Piece(NamedTuple):
    """A text with what is known of it."""

    text: JsonText
    box: Any
    confidence: float | None
    ends: str
    kind: Kind
    code: bool = False

    @property
    def markup(self) -> bool:
        """Whether its text is HTML; that of a program which begins so is not."""
        return not self.code and is_html(self.text)


@dataclass
class Line:
    """Pieces that stand in one line; ``whole`` as in :class:`OcrLine`."""

    pieces: list[Piece]
    box: Any
    whole: bool


@dataclass
class Item:
    """A block of a page: its lines, what it is, and its place in the order."""

    lines: list[Line]
    kind: Kind
    box: Any
    order: float | None
    page: Any
    value: Any = None
    cells: bool = False


@dataclass
class Items:
    """The items of a file; an object that two paths lead to is read once."""

    tree: Tree
    adapter: Adapter
    seen: set[int] = field(default_factory=set)

    def items(self, value: Any, depth: int = 0, above: Any = None) -> Iterator[Item]:
        """Yield what a value holds: itself, or what is within.

        Parameters
        ----------
        depth : how many items it lies within
        above : the page of the item that it lies in
        """
        if depth > _MAX_DEPTH or (isinstance(value, dict) and id(value) in self.seen):
            return
        if isinstance(value, dict):
            self.seen.add(id(value))
        item = self._item(value, above)
        if item is not None:
            yield item
        if item is None or self.adapter.inner_always:
            below = item.page if item is not None else self.tree.first(value, self.adapter.page)
            for path in self.adapter.inner:
                for inner in self.tree.find(value, path):
                    yield from self.items(inner, depth + 1, above if below is None else below)

    def _item(self, value: Any, above: Any) -> Item | None:
        adapter = self.adapter
        kind = kind_of(self.tree.first(value, adapter.kind), adapter.kinds)
        if adapter.heading and (number(self.tree.first(value, adapter.heading), 0.0) or 0) > 0:
            kind = kind or "heading"
        page = self.tree.first(value, adapter.page)
        order = number(self.tree.first(value, adapter.order))
        box = self.tree.first(value, adapter.box)
        found = Item([], kind, box, order, above if page is None else page, value)
        if adapter.columns:
            found.lines = list(self._columns(value))
        elif self._has_cells(value):
            found.lines, found.cells = list(self._cells(value, box)), True
            found.kind = "table"
        else:
            lines = list(self.tree.find(value, adapter.lines)) if adapter.lines else []
            whole = adapter.whole or (bool(adapter.lines) and not lines)
            for line in lines or [value]:
                found.lines += self._line(line, box, whole, code=kind == "code")
        found.lines = [line for line in found.lines if line.pieces]
        return found if found.lines else None

    def _has_cells(self, value: Any) -> bool:
        """Whether a value is a table: its cells say which row they are in."""
        cell = self.tree.first(value, self.adapter.cells)
        return cell is not None and (
            not self.adapter.row or self.tree.first(cell, self.adapter.row) is not None
        )

    def _line(self, line: Any, item_box: Any, whole: bool, *, code: bool = False) -> Iterator[Line]:
        adapter = self.adapter
        line_box = self.tree.first(line, adapter.box)
        pieces: list[Piece] = []
        for value in self.tree.find(line, adapter.pieces) if adapter.pieces else [line]:
            box = self.tree.first(value, adapter.box)
            level = share(self.tree.first(value, adapter.confidence), adapter.confidence_scale)
            ends = str(self.tree.first(value, adapter.ends) or "")
            for path in adapter.texts:
                for piece in self._texts(value, path, box, level, ends):
                    piece = piece._replace(code=code)
                    markup = piece.markup
                    if pieces and (markup or (whole and not adapter.pieces)):
                        yield Line(pieces, line_box or item_box, whole)
                        pieces = []
                    pieces.append(piece)
                    if markup:
                        yield Line(pieces, line_box or item_box, True)
                        pieces = []
            if ends in adapter.line_ends and pieces:
                yield Line(pieces, None, whole)
                pieces = []
        yield Line(pieces, (line_box or item_box) if not adapter.line_ends else None, whole)

    def _texts(
        self, value: Any, path: TextPath, box: Any, level: float | None, ends: str
    ) -> Iterator[Piece]:
        for text in self.tree.find(value, path.path):
            if isinstance(text, JsonText) and text.strip():
                kind: Kind = path.kind  # type: ignore[assignment]
                yield Piece(text, box, level, ends, kind)

    def _columns(self, value: Any) -> Iterator[Line]:
        adapter = self.adapter
        for path in adapter.texts:
            texts = self.tree.first(value, path.path)
            if not isinstance(texts, list):
                continue
            boxes = self._beside(value, adapter.box, texts)
            levels = self._beside(value, adapter.confidence, texts)
            for text, box, level in zip(texts, boxes, levels, strict=True):
                if isinstance(text, JsonText):
                    known = share(level, adapter.confidence_scale)
                    yield Line([Piece(text, box, known, "", "")], box, False)

    def _beside(self, value: Any, path: str, texts: Sequence[Any]) -> Sequence[Any]:
        for alternative in path.split("|"):
            found = self.tree.first(value, alternative)
            if isinstance(found, list) and len(found) == len(texts):
                return found
        return [None] * len(texts)

    def _cells(self, value: Any, box: Any) -> Iterator[Line]:
        """Yield the rows of a table whose cells stand one after the other."""
        adapter = self.adapter
        rows: dict[float, list[Piece]] = {}
        for cell in self.tree.find(value, adapter.cells):
            row = number(self.tree.first(cell, adapter.row), 0.0) or 0.0
            for path in adapter.texts:
                rows.setdefault(row, []).extend(
                    self._texts(cell, path, self.tree.first(cell, adapter.box), None, "")
                )
        for row in sorted(rows):
            yield Line(rows[row], box, True)


def by_page(items: Iterable[Item], own: Any) -> list[tuple[Any, list[Item]]]:
    """Group items by the pages that they name; one that names none goes with the one before it.

    Parameters
    ----------
    own : what the object that holds them calls its page
    """
    groups: dict[str, tuple[Any, list[Item]]] = {}
    last = own
    for item in items:
        last = item.page if item.page is not None else last
        groups.setdefault(str(last), (last, []))[1].append(item)
    found = list(groups.values())
    if all(number(name) is not None for name, _ in found):
        found.sort(key=lambda group: number(group[0], 0.0) or 0.0)
    return found
