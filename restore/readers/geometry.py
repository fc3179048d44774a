"""Records of an OCR page: atoms of text with boxes, and their places in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from restore.core.regions import Form

__all__ = [
    "NOT_KNOWN",
    "Atom",
    "Box",
    "Facsimile",
    "Kind",
    "OcrFile",
    "OcrLine",
    "OcrPage",
    "Part",
    "Slot",
    "union",
]

Kind = Literal[
    "", "title", "heading", "table", "list", "caption", "footnote", "formula", "code", "contents",
    "reference", "furniture",
]  # fmt: skip
Candidates = tuple[tuple[str, float], ...]


class Box(NamedTuple):
    """A rectangle in pixels (or points), origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height, never negative."""
        return max(0.0, self.bottom - self.top)

    @property
    def width(self) -> float:
        """Width, never negative."""
        return max(0.0, self.right - self.left)

    @property
    def middle(self) -> float:
        """The level half-way between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest piece of text that a file gives a place: a character, a word or a line.

    ``glue`` is the white space between the atom before it in the line and this one.
    ``probabilities`` has one value for each code point of ``text`` (None: not known), or is
    empty; ``candidates`` has, by position in ``text``, what else may stand there. ``form`` is that
    of words which the file says are no prose: a formula, code.
    """

    text: str
    box: Box | None = None
    glue: str = ""
    probabilities: tuple[float | None, ...] = ()
    candidates: dict[int, Candidates] = field(default_factory=dict)
    form: Form | None = None


class Part(NamedTuple):
    """A stretch ``[start, end)`` of an atom, and how the file writes it while it is unchanged (None:
    as its slot writes what is new)."""

    atom: int
    start: int
    end: int
    raw: str | None = None


class Slot(NamedTuple):
    """Text of the file, as a template: literal strings, and atoms (numbers) or stretches of them.

    ``low`` and ``high`` are byte offsets into the file's text as UTF-8; ``kind`` says how the text
    is written there: ``text`` (XML), ``attribute`` (XML, within its quotes), ``plain``, ``json``
    (within its quotes), ``json-html`` (a string of JSON that holds HTML) and ``json-json`` (one that
    holds JSON).
    """

    low: int
    high: int
    kind: str
    parts: tuple[str | int | Part, ...]


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line: the numbers of its atoms in their order, its box, the engine's block.

    ``slope`` is by how much the line falls per unit of its length, where the file tells; ``half``
    says that the file has it in one line with the one before it. ``kind`` is what the file says of
    it; ``whole`` that it is a paragraph or a row of a table, whose box is no print line's; ``form`` is
    what mark-up says that it is, and ``begins`` that a paragraph begins there.
    """

    atoms: tuple[int, ...]
    box: Box | None = None
    block: int = 0
    slope: float | None = None
    half: bool = False
    kind: Kind = ""
    whole: bool = False
    form: Form | None = None
    begins: bool = False


class Facsimile(NamedTuple):
    """Where the image of a page is: its file as the OCR file names it (empty: not named), which of
    that file's pages (from 0), and by how many quarters clockwise that page, as it is shown, is to be
    turned for the boxes to fit."""

    name: str = ""
    page: int = 0
    turn: int = 0


#: The first page of a file that is not named.
NOT_KNOWN = Facsimile()


@dataclass(frozen=True, slots=True)
class OcrPage:
    """A page: lines in the order of the file.

    ``ordered`` says that the file states the reading order of the blocks on purpose; else it is
    found from the boxes.
    """

    lines: tuple[OcrLine, ...]
    size: tuple[float, float] | None = None
    ordered: bool = False
    facsimile: Facsimile = NOT_KNOWN


@dataclass(frozen=True, slots=True)
class OcrFile:
    """All that was read from one file. ``notes`` say what cannot be written back; ``flows`` that it
    is a text in its order (a web page, a book), and no image of a page. ``parts`` are the names of the
    parts of a packed file in which slots lie, each with its bytes as UTF-8."""

    pages: tuple[OcrPage, ...]
    atoms: tuple[Atom, ...]
    slots: tuple[Slot, ...] = ()
    notes: tuple[str, ...] = ()
    engine: str = ""
    flows: bool = False
    parts: tuple[tuple[str, int], ...] = ()


def union(boxes: Sequence[Box | None]) -> Box | None:
    """Return the smallest box around all that are known."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        min(box.left for box in known),
        min(box.top for box in known),
        max(box.right for box in known),
        max(box.bottom for box in known),
    )
