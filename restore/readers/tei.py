"""Editions in TEI P5: the text of the body, with its headings, verses, rows, notes.

Of several readings of one place (``choice``) the editor's is taken; the header is no text.
"""

from __future__ import annotations

from restore.core.regions import Form
from restore.errors import InputError
from restore.readers.geometry import OcrFile
from restore.readers.marked import MarkedText
from restore.readers.markup import Markup
from restore.readers.tree import Element, Run

__all__ = ["read_tei"]

_SKIPPED = {"teiHeader", "facsimile", "sourceDoc", "figDesc", "del", "rdg", "standOff", "graphic"}
_FORMS = {
    "head": Form.HEADING, "l": Form.VERSE, "item": Form.LIST_ITEM, "row": Form.TABLE_ROW,
    "note": Form.FOOTNOTE, "formula": Form.FORMULA,
}  # fmt: skip
_BLOCKS = {
    "p", "ab", "head", "l", "item", "row", "note", "lg", "div", "body", "front", "back", "text",
    "group", "list", "table", "sp", "speaker", "stage", "opener", "closer", "salute", "signed",
    "dateline", "trailer", "byline", "argument", "epigraph", "quote", "cit", "bibl", "titlePart",
    "docTitle", "titlePage", "docAuthor", "docDate", "docImprint", "figure", "floatingText", "fw",
    "label", "castList", "castItem", "TEI", "teiCorpus", "div1", "div2", "div3", "div4",
}  # fmt: skip
_CHOSEN = ("corr", "reg", "expan", "lem")


def read_tei(markup: Markup, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it has no text.
    """
    walk = _Walk(MarkedText(markup.data))
    walk.inner(markup.root, None)
    walk.end(None)
    file = walk.text.file()
    if not file.atoms:
        raise InputError(source, "is TEI without a text", "nothing to restore; leave it out")
    return file


class _Walk:
    def __init__(self, text: MarkedText) -> None:
        self.text = text
        self._parts: list[Run | str] = []
        self._notes: list[Element] = []
        self._row = False

    def end(self, form: Form | None) -> None:
        """End the block that is open; the notes in it follow."""
        parts, self._parts = self._parts, []
        notes, self._notes = self._notes, []
        self.text.lines(parts, form=form, begins=True)
        for note in notes:
            self.inner(note, Form.FOOTNOTE)
            self.end(Form.FOOTNOTE)

    def inner(self, element: Element, form: Form | None) -> None:
        for child in element.children:
            if isinstance(child, Run):
                self._parts.append(child)
            elif child.name == "note" and self._parts:
                self._notes.append(child)
            elif child.name == "lb":
                self._parts.append(" " if self._row else "\n")
            elif child.name in ("choice", "app"):
                self._choice(child, form)
            elif child.name == "cell":
                self._parts += ["\t"] if self._row else []
                self._row = True
                self.inner(child, form)
            elif child.name in _BLOCKS and not self._row:
                self.end(form)
                own = _FORMS.get(child.name, form if form is Form.FOOTNOTE else None)
                self.inner(child, own)
                self._row = False
                self.end(own)
            elif child.name not in _SKIPPED:
                self.inner(child, form)

    def _choice(self, element: Element, form: Form | None) -> None:
        readings = list(element.elements())
        chosen = next((item for item in readings if item.name in _CHOSEN), None)
        if chosen is None and readings:
            chosen = readings[0]
        if chosen is not None:
            self.inner(chosen, form)
