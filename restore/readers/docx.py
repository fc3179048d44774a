"""Word documents (.docx): paragraphs, headings, rows of tables, formulas, notes.

Insertions that are tracked count as text, deletions do not. The zip is read in bounds, the XML as
all XML here: no entities, no network. After ECMA-376 part 1, 17.3 (paragraphs and runs), 17.4
(tables), 17.11 (notes), 22.1 (formulas).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form
from restore.readers.blob import Blob
from restore.readers.marked import MarkedText
from restore.readers.packed import Packed
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.readers.tree import Element, Run

__all__ = ["read_docx", "word_body"]

_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_KIND, _CURE = "Word document", "open it in Word and save it again as .docx"
_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "sectPr", "Fallback", "instrText", "delText"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n"}
_HEADING = re.compile(r"(?:heading|标题|標題)\s*[1-9]|title|subtitle", re.IGNORECASE)
# Notes that only draw the line above them.
_NO_NOTES = {"separator", "continuationSeparator", "continuationNotice"}


def read_docx(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If it is no Word document, or is damaged, or unpacks beyond 64 MiB.
    """
    data = blob.read()
    packed = Packed(data, blob.name, _KIND, _CURE)
    body = packed.markup(_BODY)
    headings = _headings(packed.markup(_STYLES).root) if _STYLES in packed.names else frozenset()
    text = MarkedText()
    text.part(_BODY, body.data)
    for item in _paragraphs(body.root):
        _add(item, text, _form(item, headings))
    for name in _NOTES:
        if name in packed.names:
            notes = packed.markup(name)
            text.part(name, notes.data)
            for note in notes.root.elements():
                if note.attributes.get("w:type") not in _NO_NOTES:
                    for item in _paragraphs(note):
                        _add(item, text, Form.FOOTNOTE)
    return page_source(blob, text.file(flows=False), format="docx", data=data)


def word_body(data: bytes, source: str) -> bytes:
    """Return the XML of a document's body.

    Raises
    ------
    InputError
        If it is no Word document, or is damaged or encrypted, or unpacks beyond 64 MiB.
    """
    return Packed(data, source, _KIND, _CURE).part(_BODY)


def _headings(styles: Element) -> frozenset[str]:
    """Return the ids of the styles that are headings: by name, or by their level in the outline."""
    found = set()
    for style in styles.elements("style"):
        name = next((item.attributes.get("w:val", "") for item in style.elements("name")), "")
        levels = [item for item in style.walk() if item.name == "outlineLvl"]
        if _HEADING.fullmatch(name) or levels:
            found.add(style.attributes.get("w:styleId", ""))
    return frozenset(found)


def _form(item: Element, headings: frozenset[str]) -> Form | None:
    """Return the form of a paragraph, or of a row of a table."""
    if item.name == "tr":
        return Form.TABLE_ROW
    for properties in item.elements("pPr"):
        for about in properties.elements():
            if about.name == "outlineLvl" and about.attributes.get("w:val") != "9":
                return Form.HEADING
            if about.name == "pStyle" and about.attributes.get("w:val") in headings:
                return Form.HEADING
        if any(properties.elements("numPr")):
            return Form.LIST_ITEM
    return None


def _paragraphs(root: Element) -> Iterator[Element]:
    """Yield the paragraphs of the body and the rows of its tables, in order; text boxes after their
    anchor. A table of one cell is a frame, one that holds another lays out the page."""
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if here.name in _SKIPPED:
            continue
        if here.name == "tr" and _is_row(here):
            yield here
            continue
        if here.name == "p":
            yield here
        waiting += reversed(list(here.elements()))


def _is_row(row: Element) -> bool:
    cells = sum(1 for item in row.elements() if item.name in ("tc", "sdt"))
    return cells > 1 and not any(item.name in ("tbl", "txbxContent") for item in row.walk())


def _add(item: Element, text: MarkedText, form: Form | None) -> None:
    parts: list[Run | str] = []
    words: dict[int, Form] = {}
    if item.name == "tr":
        for number, cell in enumerate(item.elements()):
            if cell.name in ("tc", "sdt"):
                parts += ["\t"] if number and parts else []
                for paragraph in cell.walk():
                    if paragraph.name == "p":
                        _texts(paragraph, parts, words)
                        parts.append(" ")
        parts = [" " if part == "\n" else part for part in parts]
        while parts and parts[-1] == " ":
            parts.pop()
    else:
        _texts(item, parts, words)
    text.lines(parts, form=form, words=words, white="verbatim")


def _texts(paragraph: Element, parts: list[Run | str], words: dict[int, Form]) -> None:
    """Collect the runs of a paragraph, formulas as words that nothing touches."""
    waiting = [(child, False) for child in reversed(list(paragraph.elements()))]
    while waiting:
        here, formula = waiting.pop()
        if here.name in _SKIPPED or here.name == "p":
            continue
        if here.name == "t":
            for run in here.runs():
                if formula:
                    words[len(parts)] = Form.FORMULA
                parts.append(run)
        elif here.name == "noBreakHyphen":
            parts.append(Run("-", -1, -1))
        elif here.name in _MARKS:
            parts.append(_MARKS[here.name])
        else:
            formula = formula or here.name == "oMath"
            waiting += [(child, formula) for child in reversed(list(here.elements()))]
