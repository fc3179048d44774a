"""What a file knew about its text beyond the words, by code point of the source.

Readers of OCR files fill it from boxes and confidences; the pipeline asks it where print shows a
new block, and how sure the engine was of what a correction would change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Proposal, one_break
from restore.core.evidence import Channel, Recognised
from restore.core.native_page import Lattice
from restore.core.regions import Form, Region

__all__ = ["Hints", "Margin", "MarginLine", "no_hints"]


class Margin(IntEnum):
    """Whether a line stands in a margin and is no text, as its box shows.

    ``EDGE``: it stands above or below all others of its page, and nothing else speaks for it;
    ``BAND``: it stands so with others, over all columns, as the head of a newspaper does;
    ``REPEATED``: it heads both of two facing pages.
    """

    NO = 0
    EDGE = 1
    BAND = 2
    LIKELY = 3
    SURE = 4
    REPEATED = 5


class MarginLine(NamedTuple):
    """A line in a margin: its span in the source (code points), and what its box shows. Lines of
    one ``row`` stand beside each other."""

    start: int
    end: int
    margin: Margin
    row: int


class Hints(NamedTuple):
    """``breaks`` are the offsets of line breaks at which a block begins, as boxes show: the size of
    the print changes, or a paragraph is set in.

    ``runs`` are the offsets at which lines end that go on in the next, as boxes show: they fill
    their column. ``margins`` are the lines that stand, or may stand, in the margin of a page and
    are no text, in order. ``pages`` are the offsets at which pages begin, but for the first.
    ``lattice`` has a reading for each code point of the source, or is None; ``engine`` is the
    recogniser's name where it is known. ``boxed`` says that boxes told the order of the lines,
    ``ordered`` that the file is a text in its order, of which nothing moves. ``regions`` are what the
    file says is no prose (a heading, a row of a table), in order; ``titles`` the spans of those that
    name the whole.
    """

    breaks: tuple[int, ...] = ()
    lattice: Lattice | None = None
    engine: str = ""
    pages: tuple[int, ...] = ()
    boxed: bool = False
    runs: tuple[int, ...] = ()
    margins: tuple[MarginLine, ...] = ()
    regions: tuple[Region, ...] = ()
    titles: tuple[tuple[int, int], ...] = ()
    ordered: bool = False

    def apart(self, document: Document, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Keep one line break where proposals would join what print shows as two blocks.

        Parameters
        ----------
        document : the proposals index its present text
        """
        kept = list(proposals)
        if not self.breaks:
            return kept
        parted = []
        for item in kept:
            if "\n" not in item.after and self._parts(document, item):
                if document.text[item.start : item.end] != "\n":
                    parted.append(one_break(item))
            else:
                parted.append(item)
        return parted

    def spared(self, document: Document, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Leave out what would take for page furniture a line that the file says is a part of the
        text: a cell that holds but a figure is no page number."""
        kept = list(proposals)
        spans = [item for item in self.regions if item.form is not Form.HEADING]
        if not spans:
            return kept
        starts = [item.start for item in spans]

        def stated(item: Proposal) -> bool:
            start, end = document.to_source(item.start, item.end)
            place = bisect_right(starts, start) - 1
            return place >= 0 and start < end <= spans[place].end + 1

        return [item for item in kept if item.rule != "furniture" or not stated(item)]

    def flowing(self, document: Document) -> frozenset[int]:
        """Return where lines of the present text end that go on in the next (code points)."""
        found = set()
        last = None
        position = 0
        for line in document.text.split("\n") if self.runs else ():
            words = line.strip()
            if words:
                start = position + len(line) - len(line.lstrip())
                if last is not None and self._runs_on(document, last, start):
                    found.add(last)
                last = start + len(words)
            position += len(line) + 1
        return frozenset(found)

    def _runs_on(self, document: Document, end: int, start: int) -> bool:
        """Whether a line that ends in the present text is followed there by the one that it goes on
        in, as it is in the source."""
        _, low = document.to_source(end - 1, end)
        high, _ = document.to_source(start, start + 1)
        place = bisect_right(self.runs, high) - 1
        if place < 0 or self.runs[place] < low:
            return False
        return not document.source[self.runs[place] : high].strip()

    def _parts(self, document: Document, item: Proposal) -> bool:
        """Whether a block begins in the source between the characters around what would go."""
        if item.start == 0 or item.end >= len(document.text):
            return False
        _, low = document.to_source(item.start - 1, item.start)
        high, _ = document.to_source(item.end, item.end + 1)
        place = bisect_left(self.breaks, low)
        return place < len(self.breaks) and self.breaks[place] < high

    def lattice_over(self, document: Document) -> Lattice | None:
        """Return what the recogniser knew about each code point of the present text, if anything."""
        return None if self.lattice is None else self.lattice.over(document)

    def weighed(self, document: Document, proposals: Iterable[Proposal]) -> list[Proposal]:
        """Add to corrections how sure the engine was of the characters that they would change.

        A correction that the lattice itself proposed has that already.
        """
        kept = list(proposals)
        if self.lattice is None or not kept:
            return kept
        readings = self.lattice.over(document).readings
        weighed = []
        for item in kept:
            known = [
                reading.probability
                for place in _changed(document.text, item)
                if (reading := readings[place]) is not None
            ]
            own = any(
                isinstance(part, Channel) and part.read_probability is not None
                for part in item.evidence
            )
            if known and not own:
                sure = Recognised(probability=round(min(known), 4))
                item = msgspec.structs.replace(item, evidence=(*item.evidence, sure))
            weighed.append(item)
        return weighed


def no_hints(_document: str) -> Hints:
    """Return nothing: plain text knows no more than its words."""
    return Hints()


def _changed(text: str, proposal: Proposal) -> range:
    """Return the places of the characters that go: what both readings share at the ends stays."""
    before, after = text[proposal.start : proposal.end], proposal.after
    shared = min(len(before), len(after))
    head = 0
    while head < shared and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shared - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return range(proposal.start + head, proposal.end - tail)
