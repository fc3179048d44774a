"""The strings of a JSON file that hold text, as templates for writing what is corrected back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from restore.readers.geometry import Part, Slot
from restore.readers.json_text import JsonText, byte_offsets

__all__ = ["Stretch", "Strings"]

#: A stretch of a string, ``[start, end)``, and the text that it shows.
Stretch = tuple[int, int, Part]
_Template = list[str | int | Part]


class _String(NamedTuple):
    """A string: its stretches in order, and whether it is HTML."""

    text: JsonText
    stretches: list[Stretch]
    markup: bool


class Strings:
    """Collects strings and which of their stretches show which text."""

    def __init__(self) -> None:
        self._strings: dict[int, _String] = {}

    def __contains__(self, text: JsonText) -> bool:
        return id(text) in self._strings

    def add(self, text: JsonText, stretches: Iterable[Stretch], *, markup: bool) -> None:
        """Add stretches of a string, behind those that it has."""
        own = self._strings.setdefault(id(text), _String(text, [], markup))
        own.stretches.extend(stretches)

    def slots(self, text: str) -> Iterator[Slot]:
        """Yield the slots of all strings in the file's text, in order."""
        plain: list[tuple[JsonText, _Template, str]] = []
        nested: dict[tuple[int, int], list[_String]] = {}
        for item in self._strings.values():
            outer = item.text.outer
            if outer is None:
                kind = "json-html" if item.markup else "json"
                plain.append((item.text, _template(item.text, item.stretches), kind))
            elif not item.markup:
                nested.setdefault((outer.start, outer.end), []).append(item)
        for members in nested.values():
            holder = members[0].text.outer
            assert holder is not None
            plain.append((holder, _nested(holder, members), "json-json"))
        places = byte_offsets(
            text, (place for string, *_ in plain for place in (string.start, string.end))
        )
        for string, template, kind in sorted(plain, key=lambda entry: entry[0].start):
            yield Slot(places[string.start], places[string.end], kind, tuple(template))


def _template(string: str, stretches: Iterable[Stretch]) -> _Template:
    template: _Template = []
    position = 0
    for start, end, part in stretches:
        if start < position:
            continue
        template += [string[position:start], part]
        position = end
    template.append(string[position:])
    return [part for part in template if part != ""]


def _nested(holder: JsonText, members: Sequence[_String]) -> _Template:
    """Return the template of a string that holds JSON; its strings are written as it has them."""
    template: _Template = []
    position = 0
    for string, stretches, _ in sorted(members, key=lambda item: item.text.start):
        raw = holder[string.start : string.end]
        template.append(holder[position : string.start])
        position = string.end
        for part in _template(string, stretches):
            if raw == string:
                template.append(part)
            elif isinstance(part, str):
                template.append(_escaped(part, raw))
            elif isinstance(part, Part):
                template.append(part._replace(raw=_escaped(part.raw or "", raw)))
    template.append(holder[position:])
    return [part for part in template if part != ""]


def _escaped(text: str, like: str) -> str:
    return json.dumps(text, ensure_ascii="\\u" in like)[1:-1]
