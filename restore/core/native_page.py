"""The native page format: what an OCR engine read, with probabilities and candidates.

``docs/native-page.md`` describes the file. A :class:`Lattice` holds the same by code point of a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.errors import InputError

if TYPE_CHECKING:
    from restore.core.document import Document

__all__ = [
    "FORMAT",
    "Corners",
    "Lattice",
    "Page",
    "PageLine",
    "Reading",
    "decode_page",
    "read_page",
]

FORMAT = "restore-page/1"

Corners = tuple[float, float, float, float, float, float, float, float]


class PageLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line. ``probability`` has one value per code point of ``text`` (null: not known).

    ``candidates`` has, by position in ``text``, what else may stand there with its probability;
    an empty string: nothing. ``box`` is x0, y0, x1, y1 in pixels; ``quad`` are the corners of a line
    that lies askew, x and y of each, clockwise from the upper left of the upright page.
    """

    text: str
    probability: tuple[float | None, ...] = ()
    candidates: dict[int, tuple[tuple[str, float], ...]] = {}
    box: tuple[float, float, float, float] | None = None
    quad: Corners | None = None


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page as one engine read it, lines in reading order."""

    format: str
    lines: tuple[PageLine, ...]
    engine: str = ""
    size: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The text, one line per line of the page."""
        return "\n".join(line.text for line in self.lines)

    def lattice(self) -> Lattice:
        """Return the readings by code point of :attr:`text`."""
        readings: list[Reading | None] = []
        for line in self.lines:
            if readings or line is not self.lines[0]:
                readings.append(None)
            for place in range(len(line.text)):
                chance = line.probability[place] if line.probability else None
                readings.append(
                    None if chance is None else Reading(chance, line.candidates.get(place, ()))
                )
        return Lattice(tuple(readings))


class Reading(NamedTuple):
    """How sure the engine was of a character, and its other candidates."""

    probability: float
    candidates: tuple[tuple[str, float], ...] = ()


class Lattice(NamedTuple):
    """One reading, or None where nothing is known, for each code point of a text."""

    readings: tuple[Reading | None, ...]

    def over(self, document: Document) -> Lattice:
        """Return the lattice of a document's present text, this being that of its source."""
        found: list[Reading | None] = []
        position = 0
        for origin in document.origins():
            source = origin.source
            found += [None] * (origin.start - position)
            length = origin.end - origin.start
            same = source is not None and source[1] - source[0] == length
            found += self.readings[slice(*source)] if same and source else [None] * length
            position = origin.end
        return Lattice((*found, *[None] * (len(document.text) - position)))


def read_page(path: Path) -> Page:
    """Read a page file.

    Raises
    ------
    InputError
        If it cannot be read, is not of this format, or a line's probabilities do not fit its text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error})", "check the path") from error
    return decode_page(data, str(path))


def decode_page(data: bytes, source: str) -> Page:
    """Read the bytes of a page file; ``source`` names it in messages.

    Raises
    ------
    InputError
        If it is not of this format, or a line's probabilities do not fit its text.
    """
    cure = "see docs/native-page.md"
    try:
        page = msgspec.json.decode(data, type=Page)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(source, f"is no page ({error})", cure) from error
    if page.format != FORMAT:
        raise InputError(source, f"has format {page.format!r}, not {FORMAT!r}", cure)
    for number, line in enumerate(page.lines, 1):
        wrong = _fault(line)
        if wrong:
            raise InputError(source, f"line {number}: {wrong}", cure)
    return page


def _fault(line: PageLine) -> str:
    chances: Iterable[float] = [
        *(chance for chance in line.probability if chance is not None),
        *(chance for options in line.candidates.values() for _, chance in options),
    ]
    if line.probability and len(line.probability) != len(line.text):
        return f"{len(line.probability)} probabilities for {len(line.text)} characters"
    if not all(0 <= place < len(line.text) for place in line.candidates):
        return "candidates outside the text"
    if not all(0 <= chance <= 1 for chance in chances):
        return "a probability is not between 0 and 1"
    return ""
