"""Parse HTML that is not XML: unclosed ``meta`` and ``p``, bare attributes, what browsers forgive.

The result is the tree of :mod:`restore.readers.tree`. Of an OCR file, elements still open at the end
mean that it was cut short, except those whose end tag HTML makes optional; such a file is refused. A
web page is taken as it comes, as browsers do (WHATWG HTML, 13.2): nothing in it is an error.
"""

from __future__ import annotations

import re
from html import unescape

from restore.errors import InputError
from restore.readers.tree import MAX_DEPTH, MAX_ELEMENTS, Element, Run

__all__ = ["VOID", "parse_html", "parse_page"]

_MAX_BYTES = 16 << 20
#: Elements without an end.
VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
_RAW = {"script", "style"}
# Elements whose end HTML may leave out.
_LOOSE = {"p", "li", "td", "th", "tr", "body", "dd", "dt"}
_TAG = re.compile(
    rb"""<(/?)([A-Za-z][\w:.-]{0,64})((?:[^<>"']|"[^"<>]{0,9999}"|'[^'<>]{0,9999}')*)>"""
)
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++)))?""")
# A `<` that begins nothing is text; so many of them, and this is no HTML.
_MAX_STRAY = 1_000

# A tag of a web page: quotes count only behind an equals sign. Possessive, so that what is no tag is
# looked at once; such looks may come to so many times the file's length.
_ANY_TAG = re.compile(
    rb"""<(/?)([A-Za-z][^\s/>]{0,64})((?:[^>=]|=(?:\s*+(?:"[^"]*+"|'[^']*+'))?)*+)>"""
)
_MAX_LOOKS = 4
_END_OF_RAW = {
    name: re.compile(rb"</" + name.encode() + rb"[\s/>]", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
# What ends a paragraph that is open, and what ends one of its own kind, up to the element around.
_ENDS_PARAGRAPH = frozenset(
    {
        "address", "article", "aside", "blockquote", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "table",
        "td", "th", "tr", "ul",
    }
)  # fmt: skip
_ENDS_OWN = {
    "li": frozenset({"ul", "ol", "menu", "dir"}),
    "dd": frozenset({"dl"}),
    "dt": frozenset({"dl"}),
    "td": frozenset({"table", "tr"}),
    "th": frozenset({"table", "tr"}),
    "tr": frozenset({"table", "tbody", "thead", "tfoot"}),
    "option": frozenset({"select"}),
}
_SAME_KIND = {"dd": ("dd", "dt"), "dt": ("dd", "dt"), "td": ("td", "th"), "th": ("td", "th")}
# An end tag closes nothing beyond these.
_WALLS = frozenset({"table", "td", "th", "body", "html"})


def parse_html(data: bytes, source: str) -> Element:
    """Parse a file.

    Parameters
    ----------
    data : the text as UTF-8

    Raises
    ------
    InputError
        If it is cut short, is no HTML, or is beyond bounds (16 MiB and those of XML).
    """
    return _Reader(data, source).parse()


def parse_page(data: bytes, source: str) -> Element:
    """Parse a web page as browsers do: what is not closed ends where it must, strays are text.

    Parameters
    ----------
    data : the text as UTF-8

    Raises
    ------
    InputError
        If it is beyond bounds: 16 MiB, 800,000 elements. Elements deeper than 200 levels are taken
        for siblings.
    """
    return _PageReader(data, source).parse()


class _Reader:
    def __init__(self, data: bytes, source: str) -> None:
        self._data = data
        self._source = source
        self._stack = [Element("", {}, 0)]
        self._count = 0
        self._stray = 0

    def parse(self) -> Element:
        data = self._data
        if len(data) > _MAX_BYTES:
            raise self._refusal(f"is HTML of {len(data) >> 20} MiB")
        position = text = 0
        while (found := data.find(b"<", position)) >= 0:
            end = self._aside(found)
            tag = _TAG.match(data, found) if end is None else None
            if end is None and tag is None:
                self._stray += 1
                if self._stray > _MAX_STRAY:
                    raise self._refusal("is no HTML")
                position = found + 1
                continue
            self._text(text, found)
            if tag is not None:
                end = self._tag(tag)
            assert end is not None
            position = text = end
        self._text(text, len(data))
        left = [item.name for item in self._stack[1:] if item.name not in _LOOSE]
        if left:
            raise self._refusal(f"is cut short: {left[-1]} is not closed")
        return self._stack[0]

    def _refusal(self, problem: str) -> InputError:
        return InputError(self._source, problem, "write it again with the program that made it")

    def _aside(self, start: int) -> int | None:
        """Return the end of a comment or declaration that begins here, or None."""
        data = self._data
        if data.startswith(b"<!--", start):
            end = data.find(b"-->", start + 4)
            if end < 0:
                raise self._refusal("is cut short within a comment")
            return end + 3
        if data.startswith((b"<!", b"<?"), start):
            end = data.find(b">", start)
            if end < 0:
                raise self._refusal("is cut short within a declaration")
            return end + 1
        return None

    def _text(self, low: int, high: int) -> None:
        if low < high:
            self._bound()
            text = unescape(self._data[low:high].decode("utf-8", "surrogatepass"))
            self._stack[-1].children.append(Run(text, low, high))

    def _bound(self) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._stack) > MAX_DEPTH:
            raise self._refusal("has too many or too deep elements")

    def _tag(self, tag: re.Match[bytes]) -> int:
        name = tag.group(2).decode().lower()
        if tag.group(1):
            self._close(name, tag.start())
            return tag.end()
        if name in _LOOSE and self._stack[-1].name == name:
            self._close(name, tag.start())
        self._bound()
        element = Element(name, _attributes(tag.group(3)), tag.start(), tag.end(), tag.end())
        self._stack[-1].children.append(element)
        if name in _RAW:
            end = self._data.find(b"</", tag.end())
            if end < 0:
                raise self._refusal(f"is cut short within {name}")
            element.closed = end
            return max(end, tag.end())
        if name in VOID or tag.group(3).endswith(b"/"):
            element.empty = True
        else:
            self._stack.append(element)
        return tag.end()

    def _close(self, name: str, place: int) -> None:
        """Close an element and the loose ones within it; an end without its beginning is nothing."""
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].name == name:
                for item in self._stack[depth:]:
                    item.closed = place
                del self._stack[depth:]
                return
            if self._stack[depth].name not in _LOOSE and name in _LOOSE:
                return


class _PageReader(_Reader):
    """Reads what people have, not what the standard says."""

    def __init__(self, data: bytes, source: str) -> None:
        super().__init__(data, source)
        self._looked = 0

    def parse(self) -> Element:
        data = self._data
        if len(data) > _MAX_BYTES:
            raise self._refusal(f"is HTML of {len(data) >> 20} MiB")
        last = data.rfind(b">")
        position = text = 0
        while 0 <= (found := data.find(b"<", position)) < last:
            end = self._aside(found)
            tag = self._any_tag(found) if end is None else None
            if end is None and tag is None:
                position = found + 1
                continue
            self._text(text, found)
            if tag is not None:
                end = self._tag(tag)
            assert end is not None
            position = text = end
        self._text(text, len(data))
        for item in self._stack:
            item.closed = len(data)
        return self._stack[0]

    def _any_tag(self, found: int) -> re.Match[bytes] | None:
        if not self._data[found + 1 : found + 2].isalpha() and self._data[found + 1] != 0x2F:
            return None
        tag = _ANY_TAG.match(self._data, found)
        if tag is None:
            self._looked += len(self._data) - found
            if self._looked > _MAX_LOOKS * _MAX_BYTES:
                raise self._refusal("is no HTML")
        return tag

    def _aside(self, start: int) -> int | None:
        data = self._data
        if data.startswith(b"<!--", start):
            end = data.find(b"-->", start + 2)
            return len(data) if end < 0 else end + 3
        if data.startswith((b"<!", b"<?"), start):
            end = data.find(b">", start)
            return len(data) if end < 0 else end + 1
        return None

    def _bound(self) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise self._refusal("has too many elements")

    def _tag(self, tag: re.Match[bytes]) -> int:
        name = tag.group(2).decode("utf-8", "replace").lower().rpartition(":")[2]
        if tag.group(1):
            self._close(name, tag.start())
            return tag.end()
        self._bound()
        if name in _ENDS_PARAGRAPH:
            self._end_open("p", tag.start(), _ENDS_PARAGRAPH - {"p"})
        if name in _ENDS_OWN:
            for kind in _SAME_KIND.get(name, (name,)):
                self._end_open(kind, tag.start(), _ENDS_OWN[name])
        element = Element(name, _attributes(tag.group(3)), tag.start(), tag.end(), tag.end())
        self._stack[-1].children.append(element)
        raw = _END_OF_RAW.get(name)
        if raw is not None:
            ending = raw.search(self._data, tag.end())
            element.closed = ending.start() if ending is not None else len(self._data)
            if name == "title":
                self._stack.append(element)
                self._text(tag.end(), element.closed)
                self._stack.pop()
            return element.closed
        # ``<p/>`` is open in HTML; ``<p/>`` of XHTML that is none is rare, and holds nothing.
        if name in VOID or (tag.group(3).endswith(b"/") and name not in _ENDS_PARAGRAPH):
            element.empty = True
        elif len(self._stack) < MAX_DEPTH:
            self._stack.append(element)
        return tag.end()

    def _end_open(self, name: str, place: int, walls: frozenset[str]) -> None:
        """End an open element of a name, and what is open in it, if no wall stands between."""
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].name == name:
                self._cut(depth, place)
                return
            if self._stack[depth].name in walls:
                return

    def _close(self, name: str, place: int) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].name == name:
                self._cut(depth, place)
                return
            if self._stack[depth].name in _WALLS and name not in _WALLS:
                return

    def _cut(self, depth: int, place: int) -> None:
        for item in self._stack[depth:]:
            item.closed = place
        del self._stack[depth:]


def _attributes(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(data):
        value = match.group(2) or match.group(3) or match.group(4) or b""
        name = match.group(1).decode("utf-8", "replace").lower()
        found.setdefault(name, unescape(value.decode("utf-8", "replace")))
    return found
