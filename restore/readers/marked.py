"""Lines of marked-up text (a web page, a book, a letter) as an OCR file: pieces with their places.

A piece is what stands in the file between two tags, two entities or two stretches of white space, so
that what is corrected goes back into its own place, and all around it stays to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Literal

from restore.core.regions import Form
from restore.readers.geometry import OcrFile
from restore.readers.html_blocks import Block
from restore.readers.pages import PageBuilder
from restore.readers.tree import Run

__all__ = ["MarkedText"]

# White space as HTML and XML have it; a no-break space or a wide one is a character.
_WHITE = re.compile(r"[ \t\n\r\f]+")
_PIECE = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});?")
_PLAIN = re.compile("[!-~]")
_SET_IN = re.compile("\u3000|  ")
_RAISED = {
    "sup": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "sub": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}
White = Literal["folded", "verbatim", "wrapped"]
_NO_FORMS: Mapping[int, Form] = {}
_NONE_RAISED: Mapping[int, str] = {}


class MarkedText:
    """Collects lines.

    Parameters
    ----------
    data : the text of the file as UTF-8, into which runs have their offsets
    """

    def __init__(self, data: bytes = b"") -> None:
        self._builder = PageBuilder()
        self._data = data
        self._shift = 0
        self._parts: list[tuple[str, int]] = []
        self._line: list[int] = []
        self._white = ""

    def part(self, name: str, data: bytes) -> None:
        """Go on in a part of a packed file: its offsets count from the end of the one before."""
        self._shift += len(self._data)
        self._data = data
        self._parts.append((name, len(data)))

    def block(self, block: Block, *, begins: bool = True) -> None:
        """Add a block.

        Parameters
        ----------
        begins : whether its mark-up says that a paragraph begins there
        """
        self.lines(
            block.parts,
            form=block.form,
            words=block.words,
            raised=block.raised,
            begins=begins,
            white="wrapped" if block.wrapped else "folded",
        )

    def lines(
        self,
        parts: Sequence[Run | str],
        *,
        form: Form | None = None,
        words: Mapping[int, Form] = _NO_FORMS,
        raised: Mapping[int, str] = _NONE_RAISED,
        begins: bool = False,
        white: White = "folded",
    ) -> None:
        """Add lines.

        Parameters
        ----------
        parts : runs of text; ``"\\n"`` begins a line, ``"\\t"`` a cell
        form : what the lines are
        words : forms of runs, by their place among the parts
        raised : ``sup`` or ``sub``, by place: figures that stand higher or lower
        begins : whether a paragraph begins with the first line
        white : whether white space and ends of lines are text (``verbatim``, as in code), or ends of
            lines those of a page of prose (``wrapped``): a paragraph begins behind an empty line, and
            where a line is set in
        """
        verbatim = white == "verbatim" or form is Form.CODE
        for place, part in enumerate(parts):
            if part == "\n":
                begins = self._end(form, begins)
            elif isinstance(part, str):
                if self._white != "\t":
                    self._white = part
            elif place in raised:
                self._raised(part, raised[place])
            else:
                for run in _split(self._data, part):
                    if white == "wrapped":
                        begins = self._wrapped(run, form, words.get(place), begins)
                    elif verbatim:
                        begins = self._verbatim(run, form, words.get(place), begins)
                    else:
                        self._run(run, words.get(place))
        self._end(form, begins)

    def file(self, *, flows: bool = True) -> OcrFile:
        """Return all that was collected.

        Parameters
        ----------
        flows : whether its order is certain; a letter may hold the lines of a page as they were read
        """
        self._builder.page(ordered=True)
        return replace(self._builder.file(flows=flows), parts=tuple(self._parts))

    def _end(self, form: Form | None, begins: bool) -> bool:
        """End a line; return whether the next one begins a paragraph."""
        self._white = ""
        if not self._line:
            return begins
        self._builder.line(self._line)
        self._builder.stated(form, begins=begins)
        self._line = []
        return False

    def _raised(self, run: Run, how: str) -> None:
        """Add a figure that stands higher or lower: ``10⁸``, not 108. It has no place to go back to."""
        text = "".join(run.text.split())
        before = self._builder.atoms[self._line[-1]].text[-1:] if self._line else ""
        if text and _PLAIN.match(before):
            text = text.translate(_RAISED[how])
        if text:
            self._atom(text, "", Form.FORMULA)

    def _run(self, run: Run, form: Form | None) -> None:
        parts: list[str | int] = []
        position = 0
        for match in _PIECE.finditer(run.text):
            self._space(run.text[position : match.start()])
            parts += [run.text[position : match.start()], self._piece(match.group(), form)]
            position = match.end()
        self._space(run.text[position:])
        self._slot(run, [*parts, run.text[position:]])

    def _verbatim(self, run: Run, form: Form | None, word: Form | None, begins: bool) -> bool:
        parts: list[str | int] = []
        for number, line in enumerate(run.text.replace("\r\n", " \n").split("\n")):
            if number:
                begins = self._end(form, begins)
                parts.append("\n")
            if line:
                parts.append(self._atom(line, self._white, word))
        if "\r" not in run.text:
            self._slot(run, parts)
        return begins

    def _wrapped(self, run: Run, form: Form | None, word: Form | None, begins: bool) -> bool:
        parts: list[str | int] = []
        for number, line in enumerate(run.text.split("\n")):
            if number:
                begins = self._end(form, begins)
                parts.append("\n")
            words = line.strip()
            white, _, behind = line.partition(words) if words else (line, "", "")
            if number and (not words or _SET_IN.match(white)):
                begins = True
            parts.append(white)
            if words:
                parts.append(self._atom(words, self._white or white[:1], word))
            parts.append(behind)
        if "\r" not in run.text:
            self._slot(run, parts)
        return begins

    def _slot(self, run: Run, parts: Iterable[str | int]) -> None:
        filled = [part for part in parts if part != ""]
        if run.low >= 0 and any(isinstance(part, int) for part in filled):
            self._builder.slot(run.low + self._shift, run.high + self._shift, "text", filled)

    def _space(self, white: str) -> None:
        if white and self._white != "\t" and self._white != " ":
            self._white = "\n" if "\n" in white else " "

    def _piece(self, text: str, form: Form | None) -> int:
        glue = self._white
        if glue == "\n":
            # A line of the file ends here, and none of the text: only words of letters are parted.
            before = self._builder.atoms[self._line[-1]].text[-1:] if self._line else ""
            glue = " " if _PLAIN.match(before) and _PLAIN.match(text) else ""
        return self._atom(text, glue, form)

    def _atom(self, text: str, glue: str, form: Form | None) -> int:
        atom = self._builder.atom(text, glue=glue if self._line else "")
        if form is not None:
            self._builder.mark(atom, form)
        self._line.append(atom)
        self._white = ""
        return atom


def _split(data: bytes, run: Run) -> Iterator[Run]:
    """Part a run at its entities, each of which is a place by itself."""
    raw = data[run.low : run.high] if run.low >= 0 else b""
    if b"&" not in raw or raw.startswith(b"<!["):
        yield run
        return
    position = 0
    for match in _ENTITY.finditer(raw):
        for low, high in ((position, match.start()), match.span()):
            if low < high:
                yield _part(raw, run, low, high)
        position = match.end()
    if position < len(raw):
        yield _part(raw, run, position, len(raw))


def _part(raw: bytes, run: Run, low: int, high: int) -> Run:
    text = unescape(raw[low:high].decode("utf-8", "surrogatepass"))
    return Run(text, run.low + low, run.low + high)
