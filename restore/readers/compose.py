"""Compose the text of an OCR page in reading order, with the way back to its boxes.

A line of the page becomes a line of the text. An empty line separates regions, and lines within a
region whose white space is clearly wider than usual there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from restore.core.native_page import Lattice, Reading
from restore.core.ocr_metadata import Hints, Margin, MarginLine
from restore.core.regions import Form, Region
from restore.readers.flow import flowing
from restore.readers.geometry import (
    Atom,
    Box,
    Facsimile,
    Kind,
    OcrFile,
    OcrLine,
    OcrPage,
    Slot,
    union,
)
from restore.readers.indents import cells_among, paragraph_heads
from restore.readers.margins import in_margins
from restore.readers.order.direction import upright
from restore.readers.order.pages import reading_order
from restore.readers.order.stated import runs_backwards
from restore.readers.order.words import split_at_gaps
from restore.readers.swallowed import cut_swallowed

__all__ = ["PageText", "PlacedLine", "compose"]

# White space between lines that is so many line heights more than usual parts two blocks.
_PARTING_HEIGHTS = 0.6
# What the file says that a line is, as a form.
_FORMS: dict[str, Form] = {
    "title": Form.HEADING,
    "heading": Form.HEADING,
    "table": Form.TABLE_ROW,
    "list": Form.LIST_ITEM,
    "footnote": Form.FOOTNOTE,
    "formula": Form.FORMULA,
    "code": Form.CODE,
    "contents": Form.CONTENTS,
    "reference": Form.REFERENCE,
}
# A headline's boxes are so much higher than the text's; tesseract's vary by half as much in text.
_HEADLINE_HEIGHT_RATIO, _NEAR_LINES, _MIN_LINE_CHARACTERS = 1.7, 3, 4


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the source text: its span (code points), the page (from 0), its box, whether the
    box or the file's mark-up shows that a paragraph begins there; ``kind``, ``whole`` and ``form`` as
    the file's line has them."""

    start: int
    end: int
    page: int
    box: Box | None
    begins: bool = False
    kind: Kind = ""
    whole: bool = False
    form: Form | None = None

    @property
    def length(self) -> int:
        """Code points."""
        return self.end - self.start


@dataclass(frozen=True)
class PageText:
    """The source text of an OCR file, and what is known about each piece of it.

    ``spans`` has for each atom its span in ``text``; ``slots`` refer to atoms by number.
    ``file_lines`` are the atoms of each line, in the order of the file.
    """

    text: str
    lines: tuple[PlacedLine, ...]
    spans: tuple[tuple[int, int], ...]
    slots: tuple[Slot, ...]
    atoms: tuple[Atom, ...]
    notes: tuple[str, ...] = ()
    engine: str = ""
    # Of each page: width and height in the unit of the boxes; where its image is.
    sizes: tuple[tuple[float, float] | None, ...] = ()
    facsimiles: tuple[Facsimile, ...] = ()
    file_lines: tuple[tuple[int, ...], ...] = ()
    # Whether the file is a text in its order, and no page.
    flows: bool = False
    # Of a packed file: the parts in which slots lie, each with its bytes as UTF-8.
    parts: tuple[tuple[str, int], ...] = ()

    def lattice(self) -> Lattice | None:
        """Return what the engine knew about each code point; None if it said nothing at all."""
        readings: list[Reading | None] = [None] * len(self.text)
        known = False
        for atom, (start, _) in zip(self.atoms, self.spans, strict=True):
            for place, chance in enumerate(atom.probabilities):
                if chance is not None:
                    readings[start + place] = Reading(chance, atom.candidates.get(place, ()))
                    known = True
        return Lattice(tuple(readings)) if known else None

    def hints(self) -> Hints:
        """Return what the pipeline may ask: where boxes begin a block, and the lattice."""
        margins = tuple(self._margins())
        stated = (*self._breaks(), *self._paragraphs(), *self._stated_breaks())
        breaks = sorted({*stated, *self._edges(margins)})
        boxed = any(line.box is not None or line.whole for line in self.lines)
        pages, runs = tuple(self._pages()), tuple(self._runs())
        regions = [
            Region(line.start, line.end, line.form or _FORMS[line.kind])
            for line in self.lines
            if (line.form is not None or line.kind in _FORMS) and line.start < line.end
        ]
        regions += [
            Region(start, end, atom.form)
            for atom, (start, end) in zip(self.atoms, self.spans, strict=True)
            if atom.form is not None and start < end
        ]
        return Hints(
            tuple(breaks),
            self.lattice(),
            self.engine,
            pages,
            boxed,
            runs,
            margins,
            regions=tuple(sorted(regions, key=lambda item: (item.start, -item.end))),
            titles=tuple(self._spans("title")),
            ordered=self.flows,
        )

    def _spans(self, kind: Kind) -> Iterator[tuple[int, int]]:
        """Yield the spans of the lines of a kind."""
        for line in self.lines:
            if line.kind == kind:
                yield line.start, line.end

    def _stated_breaks(self) -> Iterator[int]:
        """Yield the line breaks at which the file says that something else begins."""
        for before, line in pairwise(self.lines):
            if before.kind != line.kind:
                yield from range(before.end, line.start)

    def _runs(self) -> Iterator[int]:
        """Yield the ends of lines that go on in the next one, as their boxes show."""
        for lines, boxes, texts in self._boxed_pages():
            flows = flowing(boxes, texts)
            for (line, after), goes_on in zip(pairwise(lines), flows[:-1], strict=True):
                if goes_on and not after.begins:
                    yield line.end

    def _margins(self) -> Iterator[MarginLine]:
        """Yield the lines that stand, or may stand, in the margins of pages, in order.

        What the file calls furniture stands there whatever its box shows.
        """
        stated, rows = dict(self._spans("furniture")), len(self.lines)
        shown = {line.start: line for line in self._shown_margins()}
        for number, line in enumerate(self.lines):
            if line.start in stated and line.start < line.end:
                yield MarginLine(line.start, line.end, Margin.SURE, number)
            elif line.start in shown:
                found = shown[line.start]
                yield found._replace(row=rows + found.row)

    def _shown_margins(self) -> Iterator[MarginLine]:
        """Yield the lines whose boxes show that they stand, or may stand, in a margin."""
        rows = 0
        for lines, boxes, texts in self._boxed_pages():
            found = in_margins(boxes, texts)
            for line, (margin, row) in zip(lines, found, strict=True):
                if margin is not Margin.NO:
                    yield MarginLine(line.start, line.end, margin, rows + row)
            rows += len(found)

    def _edges(self, margins: Sequence[MarginLine]) -> Iterator[int]:
        """Yield the line breaks around what stands in a margin: it takes no text with it."""
        for line in margins:
            if line.margin >= Margin.LIKELY:
                yield from (line.start - 1, line.end)

    def _boxed_pages(self) -> Iterator[tuple[list[PlacedLine], list[Box], list[str]]]:
        """Yield the lines of each page whose boxes are all known, the boxes, and the texts."""
        for _, group in groupby(self.lines, key=lambda line: line.page):
            lines = list(group)
            boxes = [line.box for line in lines if line.box is not None and not line.whole]
            if len(boxes) == len(lines):
                yield lines, boxes, [self.text[line.start : line.end] for line in lines]

    def _paragraphs(self) -> Iterator[int]:
        """Yield the line breaks before the first lines of paragraphs."""
        for before, line in pairwise(self.lines):
            if line.begins:
                yield from range(before.end, line.start)

    def _pages(self) -> Iterator[int]:
        for before, line in pairwise(self.lines):
            if line.page != before.page:
                yield line.start

    def _breaks(self) -> Iterator[int]:
        """Yield the line breaks between a headline and text.

        One of the two lines is so much higher than every line near the break on the other side.
        """
        heights = [
            0.0 if line.box is None or line.whole else line.box.height for line in self.lines
        ]
        for index in range(1, len(self.lines)):
            upper = heights[max(0, index - _NEAR_LINES) : index]
            lower = heights[index : index + _NEAR_LINES]
            shorter = min(self.lines[index - 1].length, self.lines[index].length)
            # The box of one or two characters says little about the size of the print.
            if shorter >= _MIN_LINE_CHARACTERS and min(*upper, *lower) > 0:
                head = upper[-1] >= _HEADLINE_HEIGHT_RATIO * max(lower)
                foot = lower[0] >= _HEADLINE_HEIGHT_RATIO * max(upper)
                if head or foot:
                    yield from range(self.lines[index - 1].end, self.lines[index].start)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A line, or the part of it in one column; ``gaps`` are the atoms after wide white space."""

    atoms: tuple[int, ...]
    box: Box | None
    block: int
    line: int
    gaps: frozenset[int] = frozenset()
    slope: float | None = None
    kind: Kind = ""
    whole: bool = False
    form: Form | None = None
    begins: bool = False


def compose(file: OcrFile) -> PageText:
    """Order the lines of every page and lay out the text."""
    file = cut_swallowed(file)
    parts: list[str] = []
    position = 0
    spans: list[tuple[int, int]] = [(0, 0)] * len(file.atoms)
    lines: list[PlacedLine] = []

    def put(text: str) -> None:
        nonlocal position
        parts.append(text)
        position += len(text)

    for number, page in enumerate(file.pages):
        ends_row = False
        for group in _groups(page, file.atoms):
            if lines:
                put("\n")
            heads, ends_row = _heads(group, file.atoms, ends_row)
            for segment, begins in zip(group, heads, strict=True):
                if lines:
                    put("\n")
                start = position
                for place, atom in enumerate(segment.atoms):
                    if place:
                        put(file.atoms[atom].glue or " " * (atom in segment.gaps))
                    spans[atom] = (position, position + len(file.atoms[atom].text))
                    put(file.atoms[atom].text)
                lines.append(
                    PlacedLine(
                        start,
                        position,
                        number,
                        segment.box,
                        begins or segment.begins,
                        segment.kind,
                        segment.whole,
                        segment.form,
                    )
                )
    text = "".join(parts)
    return PageText(
        text,
        tuple(lines),
        tuple(spans),
        file.slots,
        file.atoms,
        (*file.notes, *_told(file)),
        file.engine,
        tuple(page.size for page in file.pages),
        tuple(page.facsimile for page in file.pages),
        _lines_of_file(file),
        file.flows,
        file.parts,
    )


def _lines_of_file(file: OcrFile) -> tuple[tuple[int, ...], ...]:
    """Return the atoms of each line as the file has it, whatever was cut since."""
    found: list[tuple[int, ...]] = []
    for page in file.pages:
        for line in page.lines:
            if line.half:
                found[-1] += line.atoms
            else:
                found.append(line.atoms)
    return tuple(found)


def _told(file: OcrFile) -> Iterator[str]:
    for number, page in enumerate(file.pages, 1):
        if _backwards(page, file.atoms):
            yield f"page {number}: its order of blocks runs backwards; taken from the boxes instead"


def _heads(
    group: Sequence[_Segment], atoms: Sequence[Atom], after_row: bool
) -> tuple[list[bool], bool]:
    """Say of each line whether its box shows that it goes on with no other; and of the last whether
    it ends a row of a table.

    Parameters
    ----------
    after_row : the line before them ends one
    """
    boxes = [segment.box for segment in group if segment.box is not None and not segment.whole]
    if len(boxes) < len(group):
        return [False] * len(group), False
    heads = paragraph_heads(boxes, [_text(segment, atoms) for segment in group])
    cells = cells_among(boxes)
    follow = [after_row, *cells[:-1]]
    return [any(known) for known in zip(heads, cells, follow, strict=True)], cells[-1]


def _text(segment: _Segment, atoms: Sequence[Atom]) -> str:
    return "".join(atoms[index].text for index in segment.atoms)


def _groups(page: OcrPage, atoms: Sequence[Atom]) -> Iterator[list[_Segment]]:
    segments = [
        part for number, line in enumerate(page.lines) for part in _segments(line, number, atoms)
    ]
    if not segments:
        return
    if any(segment.box is None or segment.whole for segment in segments):
        yield from _by_block(segments)
        return
    if page.ordered and not _backwards(page, atoms):
        for block in _by_block(segments):
            yield from _by_geometry(block, atoms)
        return
    yield from _by_geometry(segments, atoms)


def _backwards(page: OcrPage, atoms: Sequence[Atom]) -> bool:
    """Whether the order of blocks that a page states runs against its boxes."""
    blocks = [
        around
        for _, lines in groupby(page.lines, key=lambda line: line.block)
        if (around := union([line.box for line in lines])) is not None
    ]
    known = [line for line in page.lines if line.box is not None]
    if any(line.whole for line in page.lines):
        return False
    tall = sum(
        not upright(line.box, "".join(atoms[index].text for index in line.atoms))
        for line in known
        if line.box is not None
    )
    return page.ordered and runs_backwards(blocks, vertical=2 * tall > len(known))


def _segments(line: OcrLine, number: int, atoms: Sequence[Atom]) -> Iterator[_Segment]:
    boxes = [atoms[index].box for index in line.atoms]
    heights = [box.height for box in boxes if box is not None]
    around = line.box or union(boxes)
    ranges = [range(len(boxes))]
    if heights and not line.whole:
        ranges = split_at_gaps(boxes, median(heights))
    for part in ranges:
        if not any(atoms[line.atoms[index]].text for index in part):
            continue
        box = around if len(ranges) == 1 else union([boxes[index] for index in part])
        yield _Segment(
            tuple(line.atoms[index] for index in part),
            box,
            line.block,
            number,
            slope=line.slope,
            kind=line.kind,
            whole=line.whole,
            form=line.form,
            begins=line.begins,
        )


def _by_block(segments: Sequence[_Segment]) -> Iterator[list[_Segment]]:
    group: list[_Segment] = []
    for segment in segments:
        if group and segment.block != group[-1].block:
            yield group
            group = []
        group.append(segment)
    yield group


def _by_geometry(segments: Sequence[_Segment], atoms: Sequence[Atom]) -> Iterator[list[_Segment]]:
    boxes = [segment.box for segment in segments if segment.box is not None]
    texts = [_text(segment, atoms) for segment in segments]
    slopes = [segment.slope for segment in segments]
    for indices in reading_order(boxes, texts, slopes):
        yield from _parted(list(_rejoined(segments[index] for index in indices)))


def _rejoined(segments: Iterable[_Segment]) -> Iterator[_Segment]:
    """Put the parts of a line together again where no column came between them."""
    last: _Segment | None = None
    for segment in segments:
        if last is not None and last.line == segment.line:
            last = _Segment(
                last.atoms + segment.atoms,
                union([last.box, segment.box]),
                last.block,
                last.line,
                last.gaps | {segment.atoms[0]},
                kind=last.kind,
            )
            continue
        if last is not None:
            yield last
        last = segment
    if last is not None:
        yield last


def _parted(column: list[_Segment]) -> Iterator[list[_Segment]]:
    """Part a column where the white space between two lines is wide."""
    boxes = [segment.box for segment in column if segment.box is not None]
    gaps = [low.top - high.bottom for high, low in pairwise(boxes)]
    if not gaps:
        yield column
        return
    limit = median(gaps) + _PARTING_HEIGHTS * median(box.height for box in boxes)
    start = 0
    for index, gap in enumerate(gaps, 1):
        if gap > limit:
            yield column[start:index]
            start = index
    yield column[start:]
