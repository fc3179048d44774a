"""Builder that collects the atoms, lines and slots of an OCR file."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from restore.core.regions import Form
from restore.readers.geometry import (
    Atom,
    Box,
    Candidates,
    Facsimile,
    Kind,
    OcrFile,
    OcrLine,
    OcrPage,
    Part,
    Slot,
    union,
)

__all__ = ["PageBuilder", "box_of", "box_of_points", "number", "share", "slope_of_points"]

# A coordinate beyond this is no place on a page.
_MAX_COORDINATE = 1e7
_PIECE = re.compile(r"\S(?:[^\n]*\S)?")
_PLAIN = re.compile("[!-~]")


def number(value: object, default: float | None = None) -> float | None:
    """Return a finite number within the bounds of any page, or the default."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return default
    return found if math.isfinite(found) and abs(found) <= _MAX_COORDINATE else default


def share(value: object, scale: float = 1.0) -> float | None:
    """Return a confidence as a share from 0 to 1, or None."""
    found = number(value)
    return None if found is None or found < 0 else min(1.0, found / scale)


def box_of(left: object, top: object, right: object, bottom: object) -> Box | None:
    """Return a box, or None where a number is missing or the box is turned inside out."""
    sides = [number(side) for side in (left, top, right, bottom)]
    if None in sides:
        return None
    box = Box(*(side for side in sides if side is not None))
    return box if box.left <= box.right and box.top <= box.bottom else None


def box_of_points(points: Iterable[Sequence[object]]) -> Box | None:
    """Return the box around points."""
    pairs = [(number(point[0]), number(point[1])) for point in points if len(point) == 2]
    xs = [x for x, y in pairs if x is not None and y is not None]
    ys = [y for x, y in pairs if x is not None and y is not None]
    return Box(min(xs), min(ys), max(xs), max(ys)) if xs else None


def slope_of_points(points: Sequence[Sequence[object]]) -> float | None:
    """Return by how much a line falls per unit of its length, from its four corners.

    Parameters
    ----------
    points : clockwise from the upper left. Of a line that is higher than wide, it is by how much it
        goes to the left per unit downwards
    """
    corners = [(number(point[0]), number(point[1])) for point in points if len(point) == 2]
    known = [(x, y) for x, y in corners if x is not None and y is not None]
    if len(known) != 4:
        return None
    (left, top), (right, head), (end, foot), (start, base) = known
    across, down = (right + end - left - start) / 2, (base + foot - top - head) / 2
    if abs(across) >= abs(down):
        return (head + foot - top - base) / 2 / across if across else None
    return -(start + end - left - right) / 2 / down


class PageBuilder:
    """Numbers atoms and keeps what belongs to them."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self._slots: list[Slot] = []
        self._pages: list[OcrPage] = []
        self._lines: list[OcrLine] = []
        self._notes: list[str] = []

    def atom(
        self,
        text: str,
        box: Box | None = None,
        *,
        confidence: float | None = None,
        probabilities: Sequence[float | None] = (),
        candidates: dict[int, Candidates] | None = None,
        glue: str = "",
    ) -> int:
        """Add an atom; ``confidence`` stands for every code point that has none of its own."""
        text = text.replace("\n", " ")
        known = tuple(probabilities) or (confidence,) * (len(text) if confidence is not None else 0)
        self.atoms.append(Atom(text, box, glue, known, candidates or {}))
        return len(self.atoms) - 1

    def slot(self, low: int, high: int, kind: str, parts: Sequence[str | int | Part]) -> None:
        """Add a place of the file that holds atoms."""
        self._slots.append(Slot(low, high, kind, tuple(parts)))

    def pieces(
        self, text: str, box: Box | None = None, *, confidence: float | None = None
    ) -> list[str | int]:
        """Add an atom for every line within a text; return the text's template."""
        parts: list[str | int] = []
        position = 0
        for match in _PIECE.finditer(text):
            parts += [text[position : match.start()]]
            parts.append(self.atom(match.group(), box, confidence=confidence))
            position = match.end()
        parts.append(text[position:])
        return [part for part in parts if part != ""]

    def template(self, text: str, atoms: Iterable[int]) -> list[str | int] | None:
        """Find the atoms in a text that repeats them, white space aside; None if they differ."""
        parts: list[str | int] = []
        position = 0
        for index in atoms:
            own = self.atoms[index].text
            if not own:
                continue
            start = position
            while start < len(text) and text[start].isspace():
                start += 1
            if not text.startswith(own, start):
                return None
            parts += [text[position:start], index]
            position = start + len(own)
        if text[position:].strip():
            return None
        return [part for part in [*parts, text[position:]] if part != ""]

    def glue(self, index: int, glue: str) -> None:
        """Say what white space stands before an atom in its line."""
        old = self.atoms[index]
        self.atoms[index] = replace(old, glue=" " if "\n" in glue else glue)

    def mark(self, index: int, form: Form) -> None:
        """Say that an atom is no prose."""
        self.atoms[index] = replace(self.atoms[index], form=form)

    def sure(self, index: int, probabilities: Sequence[float | None]) -> None:
        """Say how sure the engine was of each code point of an atom."""
        old = self.atoms[index]
        self.atoms[index] = Atom(old.text, old.box, old.glue, tuple(probabilities), old.candidates)

    def line(
        self,
        atoms: Sequence[int],
        box: Box | None = None,
        block: int = 0,
        *,
        slope: float | None = None,
        kind: Kind = "",
        whole: bool = False,
    ) -> None:
        """Add a line of atoms; an empty one too, so that lines keep their numbers.

        ``slope``, ``kind`` and ``whole`` are as :class:`OcrLine` has them.
        """
        around = box or union([self.atoms[index].box for index in atoms])
        self._lines.append(OcrLine(tuple(atoms), around, block, slope, kind=kind, whole=whole))

    def stated(self, form: Form | None, *, begins: bool) -> None:
        """Say what mark-up says of the last line; both are as :class:`OcrLine` has them."""
        self._lines[-1] = replace(self._lines[-1], form=form, begins=begins)

    def words(self, atoms: Sequence[int]) -> None:
        """Part Latin words and figures by a space; Chinese is written without."""
        for left, right in pairwise(atoms):
            before, after = self.atoms[left].text[-1:], self.atoms[right].text[:1]
            if _PLAIN.match(before) and _PLAIN.match(after):
                self.glue(right, " ")

    def page(
        self,
        size: tuple[float, float] | None = None,
        *,
        ordered: bool = False,
        facsimile: Facsimile | None = None,
    ) -> None:
        """End a page; if nothing is known of its image, it is the page of that number."""
        known = Facsimile("", len(self._pages)) if facsimile is None else facsimile
        self._pages.append(OcrPage(tuple(self._lines), size, ordered, known))
        self._lines = []

    def note(self, text: str) -> None:
        """Keep a word on what cannot be written back."""
        self._notes.append(text)

    def file(self, engine: str = "", *, flows: bool = False) -> OcrFile:
        """Return all that was collected.

        Parameters
        ----------
        engine : the recogniser's name, if known
        flows : whether it is a text in its order, and no page
        """
        return OcrFile(
            tuple(self._pages),
            tuple(self.atoms),
            tuple(self._slots),
            tuple(self._notes),
            engine,
            flows,
        )
