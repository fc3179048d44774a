"""Parse XML and XHTML into the tree of :mod:`restore.readers.tree`.

Uses expat, which loads nothing. A declared entity is refused, so there are neither external entities
nor expansions. Offsets are bytes of the file's text as UTF-8: corrected text can be written back in
its place, and everything else stays as it is.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple
from xml.parsers import expat

from restore.core.document import Encoding
from restore.errors import InputError
from restore.readers.encoding import ErrorPolicy, decode, is_utf8, known_encoding
from restore.readers.html import parse_html
from restore.readers.tree import ATTRIBUTE, MAX_DEPTH, MAX_ELEMENTS, Element, Run

__all__ = [
    "MAX_MARKUP_BYTES",
    "Markup",
    "NotWellFormedError",
    "parse_markup",
]

#: The most bytes of XML that are parsed.
MAX_MARKUP_BYTES = 64 << 20
_DECLARED = re.compile(rb"""\A<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_START_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]*));")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_SPACES = str.maketrans("\t\n\r", "   ")


class Markup(NamedTuple):
    """A parsed file: its root, its text as UTF-8, how it was encoded, and if that is exact."""

    root: Element
    data: bytes
    encoding: Encoding
    exact: bool


class NotWellFormedError(InputError):
    """XML that is not well-formed; it may still be HTML."""


def parse_markup(
    data: bytes,
    source: str,
    *,
    encoding: str | None = None,
    errors: ErrorPolicy = "strict",
    html: bool = False,
) -> Markup:
    """Parse a file; with ``html`` one that is no XML is read as HTML.

    Raises
    ------
    InputError
        If it is not well-formed (with line and column), declares entities, or is beyond bounds:
        64 MiB, 800,000 elements and runs, 200 levels.
    """
    if len(data) > MAX_MARKUP_BYTES:
        raise InputError(
            source,
            f"is XML of {len(data) >> 20} MiB (the limit is {MAX_MARKUP_BYTES >> 20} MiB)",
            "split it into pages",
        )
    declared = _DECLARED.match(data)
    if encoding is None and declared and not data.startswith(_MARKS):
        encoding = declared.group(1).decode("ascii")
        encoding = encoding if known_encoding(encoding) else None
    if encoding is None and is_utf8(data):
        encoding = "utf-8"
    decoded = decode(data, source=source, encoding=encoding, errors=errors)
    text = decoded.text.encode("utf-8", "surrogatepass")
    try:
        root = _Builder(text, source).parse()
    except NotWellFormedError as error:
        if not html:
            raise
        try:
            root = parse_html(text, source)
        except InputError:
            # As XML it can be told where the trouble is.
            raise error from None
    return Markup(root, text, decoded.encoding, decoded.exact)


class _Builder:
    """Receives the parser's events; every event tells where the one before ended."""

    def __init__(self, data: bytes, source: str) -> None:
        self._data = data
        self._source = source
        self._top = Element("", {}, 0)
        self._stack = [self._top]
        self._text: list[str] = []
        self._text_low = 0
        self._opening = False
        self._count = 0
        self._cdata = False
        parser = expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.DefaultHandler = self._other
        parser.StartCdataSectionHandler = self._cdata_start
        parser.EndCdataSectionHandler = self._cdata_end
        parser.EntityDeclHandler = self._refuse_entity
        parser.StartDoctypeDeclHandler = self._doctype_start
        self._doctype = False
        self._parser = parser

    def parse(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            raise NotWellFormedError(
                self._source,
                f"is not well-formed: line {error.lineno}, column {error.offset + 1}: "
                f"{expat.ErrorString(error.code)}",
                "write it again with the program that made it, or mend that place",
            ) from error
        return next(self._top.elements())

    def _bound(self) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._stack) > MAX_DEPTH:
            what = "deep" if len(self._stack) > MAX_DEPTH else "many elements"
            raise InputError(
                self._source,
                f"is too {what}: line {self._parser.CurrentLineNumber}",
                "no page is like that; check where the file comes from",
            )

    def _flush(self) -> int:
        """Close what is open before the present event; return where that begins."""
        here = self._parser.CurrentByteIndex
        if self._opening:
            self._stack[-1].opened = here
            self._opening = False
        if self._text:
            run = Run("".join(self._text), self._text_low, here)
            self._stack[-1].children.append(run)
            self._text = []
        return here

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here = self._flush()
        self._bound()
        if self._doctype:
            self._resolve_attributes(here, attributes)
        element = Element(name.rpartition(":")[2], attributes, here)
        self._stack[-1].children.append(element)
        self._stack.append(element)
        self._opening = True

    def _end(self, name: str) -> None:
        here = self._parser.CurrentByteIndex
        element = self._stack[-1]
        # Of an empty element the end is told behind its tag.
        element.empty = self._opening and self._data[here - 2 : here] == b"/>"
        element.closed = self._flush()
        self._stack.pop()

    def _characters(self, text: str) -> None:
        if not self._text and not self._cdata:
            self._text_low = self._flush()
            self._bound()
        self._text.append(text)

    def _other(self, data: str) -> None:
        if data.startswith("&"):
            # An entity that is declared elsewhere: XHTML's names, with its ordinary DOCTYPE.
            self._characters(self._resolved(data))
        else:
            self._flush()

    def _resolved(self, text: str) -> str:
        """Return text with its entities resolved."""
        return _REFERENCE.sub(self._character, text)

    def _character(self, found: re.Match[str]) -> str:
        number, name = found.group(1), found.group(2)
        if number is not None:
            return chr(int(number[1:], 16) if number[0] in "xX" else int(number))
        character = html5.get(f"{name};")
        if character is None:
            raise InputError(
                self._source,
                f"names an entity that is not known (&{name};): "
                f"line {self._parser.CurrentLineNumber}",
                "write the character itself in its place",
            )
        return character

    def _resolve_attributes(self, here: int, attributes: dict[str, str]) -> None:
        """Put into attributes what expat leaves out: entities that are declared elsewhere."""
        tag = _START_TAG.match(self._data, here)
        if tag is None or b"&" not in tag[0]:
            return
        for match in ATTRIBUTE.finditer(self._data, here, tag.end()):
            raw = (match.group(2) or match.group(3) or b"").decode("utf-8", "surrogatepass")
            if any(name not in _OF_XML for name in _NAMED.findall(raw)):
                spaced = raw.replace("\r\n", " ").translate(_SPACES)
                attributes[match.group(1).decode()] = self._resolved(spaced)

    def _cdata_start(self) -> None:
        self._text_low = self._flush()
        self._bound()
        self._cdata = True

    def _cdata_end(self) -> None:
        # The run includes the marks of the section: what is put there is escaped instead.
        here = self._parser.CurrentByteIndex + len(b"]]>")
        self._stack[-1].children.append(Run("".join(self._text), self._text_low, here))
        self._text = []
        self._cdata = False

    def _doctype_start(self, *_given: object) -> None:
        # Without it expat knows that an entity is not declared, and says so.
        self._doctype = True

    def _refuse_entity(self, name: str, *_rest: object) -> None:
        raise InputError(
            self._source,
            f"declares an entity ({name}): line {self._parser.CurrentLineNumber}",
            "a page needs none, and an entity can read files or fill the memory; remove the "
            "declaration",
        )
