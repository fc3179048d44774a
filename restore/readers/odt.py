"""OpenDocument texts (.odt): paragraphs, headings, lists, rows of tables, notes.

After OpenDocument 1.3 part 3: 5.1 (paragraphs), 6.1 (characters), 9.1 (tables).
"""

from __future__ import annotations

from collections.abc import Iterator

from restore.core.regions import Form
from restore.readers.blob import Blob
from restore.readers.marked import MarkedText
from restore.readers.packed import Packed
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.readers.tree import Element, Run

__all__ = ["read_odt"]

_CONTENT = "content.xml"
_SKIPPED = {
    "tracked-changes", "annotation", "office-annotation", "forms", "sequence-decls", "note",
    "note-citation", "scripts", "automatic-styles", "font-face-decls", "math", "desc", "title",
}  # fmt: skip
_MARKS = {"tab": "\t", "line-break": "\n"}
_MAX_SPACES = 1_000


def read_odt(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If it is no OpenDocument text, or is damaged or encrypted, or unpacks beyond 64 MiB.
    """
    data = blob.read()
    packed = Packed(
        data, blob.name, "OpenDocument text", "open it in LibreOffice and save it again as .odt"
    )
    content = packed.markup(_CONTENT)
    text = MarkedText()
    text.part(_CONTENT, content.data)
    for item, form in _blocks(content.root, None):
        parts = list(_row(item)) if item.name == "table-row" else list(_texts(item))
        text.lines(parts, form=form)
        for note in item.walk():
            if note.name == "note-body":
                for inner, _ in _blocks(note, None):
                    text.lines(list(_texts(inner)), form=Form.FOOTNOTE)
    return page_source(blob, text.file(flows=False), format="odt", data=data)


def _blocks(root: Element, form: Form | None) -> Iterator[tuple[Element, Form | None]]:
    """Yield paragraphs and rows in order, each with its form."""
    waiting = [(root, form)]
    while waiting:
        here, form = waiting.pop()
        if here.name in _SKIPPED:
            continue
        if here.name == "table-row" and _is_row(here):
            yield here, Form.TABLE_ROW
            continue
        if here.name == "h":
            yield here, Form.HEADING
        elif here.name == "p":
            yield here, form
        if here.name == "list-item":
            form = Form.LIST_ITEM
        waiting += [(child, form) for child in reversed(list(here.elements()))]


def _is_row(row: Element) -> bool:
    cells = sum(1 for _ in row.elements("table-cell"))
    return cells > 1 and not any(item.name == "table" for item in row.walk())


def _row(row: Element) -> Iterator[Run | str]:
    for number, cell in enumerate(row.elements()):
        if number:
            yield "\t"
        for paragraph in cell.elements():
            if paragraph.name in ("p", "h", "list"):
                yield from (" " if part == "\n" else part for part in _texts(paragraph))
                yield " "


def _texts(paragraph: Element) -> Iterator[Run | str]:
    waiting: list[Element | Run] = list(reversed(paragraph.children))
    while waiting:
        here = waiting.pop()
        if isinstance(here, Run):
            yield here
        elif here.name in _SKIPPED or here.name in ("text-box", "frame"):
            continue
        elif here.name == "s":
            count = here.attributes.get("text:c", "1")
            yield " " * (min(int(count), _MAX_SPACES) if count.isdecimal() else 1)
        elif here.name in _MARKS:
            yield _MARKS[here.name]
        else:
            waiting += reversed(here.children)
