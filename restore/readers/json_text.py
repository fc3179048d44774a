"""JSON whose strings know where they stand, so that one can be changed and the rest stays to the byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

from restore.errors import InputError

__all__ = ["JsonText", "byte_offsets", "encoded_string", "head_value", "parse_json"]

_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CURE = "give the file as the program wrote it, in UTF-8"


class JsonText(str):
    """A string of a JSON text: its value, and where its inside stands in that text (code points).

    ``outer`` is the string that holds the text, where JSON stands within JSON.
    """

    __slots__ = ("end", "outer", "start")

    start: int
    end: int
    outer: JsonText | None


class _Decoder(json.JSONDecoder):
    """The decoder of the standard library with strings of our own."""

    def __init__(self, outer: JsonText | None = None) -> None:
        super().__init__(strict=False)
        self.outer = outer
        self.parse_string = self._string
        self.scan_once = py_make_scanner(self)

    def _string(self, text: str, begin: int, strict: bool) -> tuple[JsonText, int]:
        value, stop = scanstring(text, begin, strict)
        found = JsonText(value)
        found.start, found.end, found.outer = begin, stop - 1, self.outer
        return found, stop


def parse_json(text: str, source: str, outer: JsonText | None = None) -> Any:
    """Parse a text that is one value, or several with white space between them (JSON Lines): then
    their list.

    Raises
    ------
    InputError
        If it is no JSON, or nested too deep.
    """
    decoder = _Decoder(outer)
    values = []
    place = _SPACE.match(text).end()  # type: ignore[union-attr]
    try:
        while place < len(text):
            value, place = decoder.raw_decode(text, place)
            values.append(value)
            place = _SPACE.match(text, place).end()  # type: ignore[union-attr]
    except RecursionError as error:
        raise InputError(source, "is JSON that is nested too deep", _CURE) from error
    except ValueError as error:
        raise InputError(source, f"is no JSON that can be read ({error})", _CURE) from error
    if not values:
        raise InputError(source, "is empty", "nothing to restore; leave it out")
    return values[0] if len(values) == 1 else values


def head_value(head: bytes) -> Any:
    """Return what the first bytes of a JSON file hold, closed where they are cut off; None if they
    are no JSON."""
    text = head.decode("utf-8-sig", "ignore")
    if text[:1].isspace():
        text = text.lstrip()
    if not text.startswith(("{", "[")):
        return None
    # Of JSON Lines the whole ones, of one value what is whole of it.
    lines = text[: text.rfind("\n")] if text.startswith("{") else ""
    for attempt in filter(None, (text, lines, _closed(text))):
        try:
            return parse_json(attempt, "")
        except InputError:
            continue
    return None


def _closed(text: str) -> str:
    """Cut a text behind its last whole value, and close what is open there."""
    stack: list[str] = []
    cut, opened = 0, ""
    before = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        whole = False
        if token in "{[":
            stack.append("}" if token == "{" else "]")
        elif token in "}]":
            if not stack:
                break
            stack.pop()
            whole = True
        elif token not in ",:":
            whole = before == ":" or (stack[-1:] == ["]"] and before in {"[", ","})
            # A number or a word may be cut itself.
            whole = whole and (token[0] == '"' or match.end() < len(text))
        if whole:
            cut, opened = match.end(), "".join(reversed(stack))
            if not stack:
                break
        if len(stack) > 200:
            break
        before = token
    return text[:cut] + opened


def byte_offsets(text: str, places: Iterable[int]) -> dict[int, int]:
    """Return for offsets in code points those in the bytes of the text as UTF-8."""
    found: dict[int, int] = {}
    position = size = 0
    for place in sorted(set(places)):
        size += len(text[position:place].encode("utf-8", "surrogatepass"))
        position = place
        found[place] = size
    return found


def encoded_string(text: str, like: bytes, *, ascii_only: bool) -> str:
    """Return the inside of a JSON string, written as the one that it takes the place of.

    Parameters
    ----------
    like : the inside that stands there now
    ascii_only : whether the file writes all else as escapes
    """
    written = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
    return written.replace("/", "\\/") if b"\\/" in like else written
