"""Pages from the JSON of engines, parsers of documents and services, along the paths of an adapter."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from restore.readers.adapter import Adapter, kind_of
from restore.readers.fragments import html_lines
from restore.readers.geometry import Box, Kind, OcrFile, Part
from restore.readers.json_boxes import box_from, slope_from
from restore.readers.json_items import Item, Items, Line, Piece, by_page
from restore.readers.json_repeats import Repeats
from restore.readers.json_slots import Strings
from restore.readers.json_tree import Tree
from restore.readers.pages import PageBuilder, number

__all__ = ["read_json_pages"]

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
# Lines of a page are compared with its zones one by one; no page has more.
_MAX_COMPARISONS = 4_000_000


def read_json_pages(text: str, tree: Tree, adapter: Adapter) -> OcrFile | None:
    """Read the pages of a file; None if it holds no text where the adapter looks.

    Parameters
    ----------
    text : the file's text, which the places of the tree's strings refer to
    """
    reading = _Reading(tree, adapter, Items(tree, adapter))
    for root in tree.roots(adapter.signs) if adapter.signs else [tree.root]:
        reading.read(root)
    builder = reading.builder
    if not builder.atoms:
        return None
    for slot in reading.strings.slots(text):
        builder.slot(*slot)
    return builder.file(adapter.engine)


@dataclass
class _Zone:
    """A part of the page that lines lie in; ``rank`` is its place in the order, where it has one."""

    box: Box
    kind: Kind
    rank: int | None


@dataclass
class _Reading:
    """One file that is being read."""

    tree: Tree
    adapter: Adapter
    source: Items
    builder: PageBuilder = field(default_factory=PageBuilder)
    strings: Strings = field(default_factory=Strings)
    #: Of what was read since: objects, and the atoms ``[first, last)`` of each.
    spans: list[tuple[Any, int, int]] = field(default_factory=list)
    block: int = 0
    #: Whether white space stands behind the last piece.
    apart: bool = False

    def read(self, root: Any) -> None:
        """Read what one root holds."""
        adapter, tree = self.adapter, self.tree
        first = len(self.builder.atoms)
        zones = self._zones(root)
        for page in list(tree.find(root, adapter.pages)):
            items = [
                item
                for path in adapter.items
                for value in tree.find(page, path)
                for item in self.source.items(value)
            ]
            own = self.tree.first(page, adapter.page) if isinstance(page, dict) else None
            for name, members in by_page(items, own) if adapter.page else [(None, items)]:
                own_zones = [
                    *zones.get("" if name is None else str(name), ()),
                    *(zones.get("", ()) if name is not None else ()),
                ]
                self._page(page, own_zones, members)
        if len(self.builder.atoms) > first and (adapter.repeats or adapter.again):
            repeats = Repeats(tree, adapter, self.builder, self.strings, first)
            for value, low, high in self.spans:
                repeats.tie_within(value, low, high)
            repeats.tie(root)
            repeats.finish()
        self.spans.clear()

    def _page(self, page: Any, zones: Sequence[_Zone], items: list[Item]) -> None:
        adapter = self.adapter
        if len(zones) * sum(len(item.lines) for item in items) > _MAX_COMPARISONS:
            self.builder.note("a page has too many zones; they are not used")
            zones = ()
        ordered = adapter.ordered or bool(zones)
        items = [items[spot] for spot in _placed([item.order for item in items])]
        if zones:
            self._zoned(items, zones)
        else:
            for item in items:
                self.block += 1
                first = len(self.builder.atoms)
                for line in item.lines:
                    block = self.block if ordered or line.whole else 0
                    self._put(line, item.kind, block, cells=item.cells)
                if adapter.again:
                    self.spans.append((item.value, first, len(self.builder.atoms)))
        self.builder.page(self._size(page), ordered=ordered)

    def _zoned(self, items: Iterable[Item], zones: Sequence[_Zone]) -> None:
        """Put the lines of a page into the parts that they lie in; others come last.

        A line in parts without an order (tables beside paragraphs) follows the one before it.
        """
        placed: list[tuple[float, int, Line, Kind]] = []
        before = -1.0
        for item in items:
            for line in item.lines:
                box = self._box(line.box)
                inside = [zone for zone in zones if box is not None and _holds(zone.box, box)]
                inside.sort(key=lambda zone: zone.box.width * zone.box.height)
                ranks = [zone.rank for zone in inside if zone.rank is not None]
                if ranks:
                    before = float(ranks[0])
                rank = before if ranks else int(before) + 0.5 if inside else float(len(zones))
                kind = item.kind or next((zone.kind for zone in inside if zone.kind), "")
                placed.append((rank, len(placed), line, kind))
        placed.sort(key=lambda entry: entry[:2])
        for _, members in groupby(placed, key=lambda entry: entry[0]):
            self.block += 1
            block = self.block
            for *_, line, kind in members:
                self._put(line, kind, block)

    def _zones(self, root: Any) -> dict[str, list[_Zone]]:
        """Return the zones of each page, by its name (``""``: of whatever page)."""
        found: dict[str, list[_Zone]] = {}
        for place, zones in enumerate(self.adapter.zones):
            read: dict[str, list[tuple[Box, Kind, float | None]]] = {}
            for value in self.tree.find(root, zones.items):
                box = self._box(self.tree.first(value, zones.box))
                if box is None:
                    continue
                constant = zones.kind.startswith("=")
                label = zones.kind[1:] if constant else self.tree.first(value, zones.kind)
                order = number(self.tree.first(value, zones.order))
                name = self.tree.first(value, zones.page)
                kind = kind_of(label, self.adapter.kinds)
                read.setdefault("" if name is None else str(name), []).append((box, kind, order))
            for name, members in read.items():
                ranks = {
                    spot: rank for rank, spot in enumerate(_placed([item[2] for item in members]))
                }
                found.setdefault(name, []).extend(
                    _Zone(box, kind, None if place else ranks[spot])
                    for spot, (box, kind, _) in enumerate(members)
                )
        return found

    def _size(self, page: Any) -> tuple[float, float] | None:
        paths = self.adapter.size
        found = [path[1:] if path[:1] == "=" else self.tree.first(page, path) for path in paths]
        if len(found) == 1 and isinstance(found[0], list):
            found = found[0]
        sides = [number(side) for side in found]
        if len(sides) == 2 and sides[0] and sides[1]:
            return sides[0], sides[1]
        return None

    def _put(self, line: Line, kind: Kind, block: int, *, cells: bool = False) -> None:
        """Add the lines of a string, or of the pieces of one line."""
        if len(line.pieces) == 1 and line.pieces[0].markup:
            self._html(line, kind, block)
            return
        rows: list[list[int]] = [[]]
        gaps: list[bool] = [False]
        own = kind
        self.apart = False
        for piece in line.pieces:
            own = piece.kind or own
            self._plain(piece, rows, gaps, cells=cells)
        whole = line.whole or len(rows) > 1
        boxes = _slices(self._box(line.box), len(rows))
        for place, (atoms, gap, box) in enumerate(zip(rows, gaps, boxes, strict=True)):
            if place and gap:
                self.block += 1
                block = self.block
            if not cells and not self.adapter.spaces:
                self.builder.words(atoms)
            slope = slope_from(line.box) if len(rows) == 1 and not whole else None
            self.builder.line(atoms, box, block, slope=slope, kind=own, whole=whole)

    def _plain(self, piece: Piece, rows: list[list[int]], gaps: list[bool], *, cells: bool) -> None:
        """Add the atoms of a string; each of its lines is a line of its own."""
        text = piece.text
        box = self._box(piece.box)
        position = 0
        for match in _LINE.finditer(text):
            between = text[position : match.start()]
            if cells:
                between = between.replace("\n", " ")
            if "\n" in between and rows[-1]:
                rows.append([])
                gaps.append(_EMPTY_LINE.search(between) is not None)
            atom = self.builder.atom(match[0], box, confidence=piece.confidence)
            if rows[-1]:
                apart = bool(between) or self.apart
                self.builder.glue(atom, "\t" if cells and not position else " " * apart)
            rows[-1].append(atom)
            self._keep(piece, match.start(), match.end(), atom)
            position = match.end()
        self.apart = piece.ends in self.adapter.spaces

    def _html(self, line: Line, kind: Kind, block: int) -> None:
        (piece,) = line.pieces
        box = self._box(line.box)
        for row in html_lines(piece.text):
            atoms = []
            for run in row.runs:
                words = html.unescape(piece.text[run.start : run.end])
                atom = self.builder.atom(words, None, confidence=piece.confidence)
                self.builder.glue(atom, run.glue)
                atoms.append(atom)
                self._keep(piece, run.start, run.end, atom)
            own: Kind = row.kind if row.kind == "table" else piece.kind or kind or row.kind
            self.builder.line(atoms, box, block, kind=own, whole=True)

    def _keep(self, piece: Piece, start: int, end: int, atom: int) -> None:
        """Keep which stretch of a string an atom takes."""
        length = len(self.builder.atoms[atom].text)
        part = Part(atom, 0, length, piece.text[start:end])
        self.strings.add(piece.text, [(start, end, part)], markup=piece.markup)

    def _box(self, value: Any) -> Box | None:
        return box_from(value, self.adapter.box_as, self.adapter.unit)


def _placed(orders: Sequence[float | None]) -> list[int]:
    """Return places in their stated order; what has none (a header, a picture) stays behind the one
    before it."""
    keys: list[tuple[float, int]] = []
    last = float("-inf")
    for place, order in enumerate(orders):
        last = last if order is None else order
        keys.append((last, place))
    return [place for _, place in sorted(keys)]


def _holds(zone: Box, line: Box) -> bool:
    across, down = (line.left + line.right) / 2, line.middle
    return zone.left <= across <= zone.right and zone.top <= down <= zone.bottom


def _slices(box: Box | None, count: int) -> list[Box | None]:
    """Cut a box into one for each of the lines within."""
    if box is None or count < 2:
        return [box] * count
    step = box.height / count
    return [
        Box(box.left, box.top + step * place, box.right, box.top + step * (place + 1))
        for place in range(count)
    ]
