"""Parse HTML that is not XML (hOCR of some engines): unclosed ``meta`` and ``p``, bare attributes.

The result is the tree of :mod:`restore.readers.tree`. Elements still open at the end mean that the
file was cut short, except those whose end tag HTML makes optional; such a file is refused.
"""

from __future__ import annotations

import re
from html import unescape

from restore.errors import InputError
from restore.readers.tree import MAX_DEPTH, MAX_ELEMENTS, Element, Run

__all__ = ["parse_html"]

_MAX_BYTES = 16 << 20
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip
_RAW = {"script", "style"}
# Elements whose end HTML may leave out.
_LOOSE = {"p", "li", "td", "th", "tr", "body", "dd", "dt"}
_TAG = re.compile(
    rb"""<(/?)([A-Za-z][\w:.-]{0,64})((?:[^<>"']|"[^"<>]{0,9999}"|'[^'<>]{0,9999}')*)>"""
)
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# A `<` that begins nothing is text; so many of them, and this is no HTML.
_MAX_STRAY = 1_000


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
        attributes = {
            match.group(1).decode("utf-8", "replace").lower(): unescape(
                (match.group(2) or match.group(3) or match.group(4) or b"").decode(
                    "utf-8", "replace"
                )
            )
            for match in _ATTRIBUTE.finditer(tag.group(3))
        }
        element = Element(name, attributes, tag.start(), tag.end(), tag.end())
        self._stack[-1].children.append(element)
        if name in _RAW:
            end = self._data.find(b"</", tag.end())
            if end < 0:
                raise self._refusal(f"is cut short within {name}")
            element.closed = end
            return max(end, tag.end())
        if name in _VOID or tag.group(3).endswith(b"/"):
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
