"""The blocks of a web page or a chapter: paragraphs, headings, items, rows of tables, captions.

A block is a line of text, or several where ``br`` or ``pre`` part them. What browsers do not show
(scripts, forms, hidden elements) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from restore.core.regions import Form
from restore.readers.tree import Element, Run
from restore.text.characters import CLAUSE_MARKS, HAN

__all__ = ["Block", "blocks_of"]

_NEVER_SHOWN = frozenset(
    {
        "script", "style", "head", "template", "noscript", "noembed", "noframes", "iframe", "object",
        "svg", "canvas", "audio", "video", "map", "select", "option", "datalist", "textarea",
        "button", "input", "annotation", "annotation-xml", "meta", "link", "title",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main",
        "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_FORMS = {
    **{f"h{level}": Form.HEADING for level in range(1, 7)},
    "li": Form.LIST_ITEM,
    "pre": Form.CODE,
    "figcaption": Form.IMAGE,
    "caption": Form.IMAGE,
}
# Words within a line that are no prose.
_OF_WORDS = {
    "math": Form.FORMULA, "code": Form.CODE_SPAN, "kbd": Form.CODE_SPAN, "samp": Form.CODE_SPAN,
    "tt": Form.CODE_SPAN,
}  # fmt: skip
_FIGURE = re.compile(r"[0-9+−-]{1,4}")
# A mark that leads to a note is no text, as Word's is none.
_MARK = re.compile(r"[\[［〔][^\]］〕\n]{1,8}[\]］〕]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\b(?:foot|end|rear)notes?\b")
# A table with a longer cell, or with one in a cell, lays out a page.
_MAX_CELL_CHARACTERS = 500
# Of what is no white space in a letter so much is Chinese, and a comma or stop comes so often: in a
# magazine of 1991 to 2026 nine in ten and one for 12. Code with comments has less of either.
_LETTER, _STOP = re.compile(f"[{HAN}]"), re.compile(f"[{CLAUSE_MARKS}]")
_MIN_LETTER_SHARE, _MIN_STOP_SHARE = 0.6, 0.02


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its runs of text, with ``"\\n"`` and ``"\\t"`` where lines and cells are parted.

    ``within`` are the elements around it, from the outermost; ``words`` says which runs (by their
    place) are formulas or code, ``raised`` which are figures set higher or lower (``sup``, ``sub``);
    ``linked`` counts the characters of links, white space aside; ``wrapped`` says that lines of prose
    end where they do in the file.
    """

    parts: tuple[Run | str, ...]
    within: tuple[Element, ...]
    form: Form | None
    words: dict[int, Form]
    raised: dict[int, str]
    linked: int
    wrapped: bool = False

    @property
    def text(self) -> str:
        """The words, white space as in the file."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of a tree, in the order of the file."""
    walk = _Walk()
    walk.inner(root)
    walk.end()
    return walk.blocks


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[Run | str] = []
        self._words: dict[int, Form] = {}
        self._raised: dict[int, str] = {}
        self._raise = ""
        self._within: list[Element] = []
        self._form: Form | None = None
        self._word: Form | None = None
        self._links = 0
        self._linked = 0
        self._row = False
        self._wrapped = False

    def end(self) -> None:
        """End the block that is open."""
        parts = self._parts
        if any(not isinstance(part, str) and not part.text.isspace() for part in parts):
            self.blocks.append(
                Block(
                    tuple(parts),
                    tuple(self._within),
                    self._form,
                    self._words,
                    self._raised,
                    self._linked,
                    self._wrapped,
                )
            )
        self._parts, self._words, self._raised, self._linked = [], {}, {}, 0

    def inner(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Run):
                self._run(child)
            elif not _is_hidden(child):
                self._element(child)

    def _run(self, run: Run) -> None:
        if self._raise:
            self._raised[len(self._parts)] = self._raise
        elif self._word is not None:
            self._words[len(self._parts)] = self._word
        if self._links:
            self._linked += len("".join(run.text.split()))
        self._parts.append(run)

    def _element(self, element: Element) -> None:
        name = element.name
        if name == "br":
            self._parts.append(" " if self._row else "\n")
        elif name in _BLOCKS:
            self._block(element)
        else:
            word, raised = self._word, self._raise
            self._word = _OF_WORDS.get(name, word)
            if name in ("sup", "sub") and _FIGURE.fullmatch(element.text.strip()):
                self._raise = name
            self._links += name == "a"
            self.inner(element)
            self._links -= name == "a"
            self._word, self._raise = word, raised

    def _block(self, element: Element) -> None:
        if self._row:
            # Within a cell nothing begins a line.
            self._parts.append(" ")
            self.inner(element)
            self._parts.append(" ")
            return
        self.end()
        if element.name == "table" and _is_data(element):
            self._table(element)
            return
        form, wrapped = self._form, self._wrapped
        self._form = self._form_of(element)
        if element.name == "pre" and _is_prose(element):
            self._form, self._wrapped = None, True
        self._within.append(element)
        self.inner(element)
        self.end()
        self._within.pop()
        self._form, self._wrapped = form, wrapped

    def _form_of(self, element: Element) -> Form | None:
        kind = element.attributes.get("epub:type", "") + " " + element.attributes.get("role", "")
        if _FOOTNOTE.search(kind.replace("doc-", "")):
            return Form.FOOTNOTE
        if element.name in ("ul", "ol", "dl", "table", "blockquote"):
            return None
        return _FORMS.get(element.name, self._form)

    def _table(self, table: Element) -> None:
        self._within.append(table)
        for row in table.outermost(lambda item: item.name in ("tr", "caption")):
            if row.name == "caption":
                self._block(row)
                continue
            form, self._form = self._form, Form.TABLE_ROW
            self._within.append(row)
            self._row = True
            for number, cell in enumerate(row.elements()):
                if number:
                    self._parts.append("\t")
                if not _is_hidden(cell):
                    self.inner(cell)
            self._row = False
            self.end()
            self._within.pop()
            self._form = form
        self._within.pop()


def _is_prose(element: Element) -> bool:
    """Whether lines that are shown as they stand are those of a letter or magazine, not of code."""
    text = "".join(run.text for run in element.runs())
    letters = len(_LETTER.findall(text))
    return (
        letters >= _MIN_LETTER_SHARE * len("".join(text.split()))
        and len(_STOP.findall(text)) >= _MIN_STOP_SHARE * letters
        and next(element.outermost(lambda item: item.name in _OF_WORDS), None) is None
    )


def _is_hidden(element: Element) -> bool:
    return (
        element.name in _NEVER_SHOWN
        or "hidden" in element.attributes
        or _HIDDEN.search(element.attributes.get("style", "")) is not None
        or "mw-editsection" in element.attributes.get("class", "")
        or (element.name == "sup" and _MARK.fullmatch(element.text.strip()) is not None)
    )


def _is_data(table: Element) -> bool:
    """Whether a table holds rows of cells, and not the parts of a page."""
    rows = list(_rows(table))
    if any(item.name == "table" for cell in _cells(rows) for item in cell.walk()):
        return False
    wide = sum(sum(1 for _ in row.elements()) > 1 for row in rows)
    return wide > 1 and all(
        sum(len(run.text.strip()) for run in cell.runs()) <= _MAX_CELL_CHARACTERS
        for cell in _cells(rows)
    )


def _rows(table: Element) -> Iterator[Element]:
    return table.outermost(lambda item: item.name == "tr")


def _cells(rows: list[Element]) -> Iterator[Element]:
    for row in rows:
        yield from row.elements()
