"""Walk a JSON value along the paths of an adapter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from restore.errors import InputError
from restore.readers.adapter import Step, steps
from restore.readers.json_boxes import box_from
from restore.readers.json_text import JsonText, parse_json

__all__ = ["Tree"]

_TYPES: dict[str, type | tuple[type, ...]] = {"number": (int, float), "text": str}
# A wrapper around what a service answered is no deeper, and has no more parts.
_MAX_WRAPPING, _MAX_PLACES = 7, 200_000


class Tree:
    """A JSON value: references in it are followed, and JSON within its strings is read."""

    def __init__(self, root: Any, source: str) -> None:
        self.root, self._source = root, source
        self._inner: dict[tuple[int, int], Any] = {}

    def find(self, value: Any, path: str) -> Iterator[Any]:
        """Yield what a path leads to, in order; of several alternatives the first that is there."""
        for way in steps(path):
            found = False
            for item in self._walk(value, way, 0):
                found = True
                yield item
            if found:
                return

    def first(self, value: Any, path: str) -> Any:
        """Return the first that a path leads to; None if it leads nowhere, or there is no path."""
        return next(self.find(value, path), None) if path else None

    def begins(self, value: Any, signs: tuple[str, ...]) -> bool:
        """Whether a value has all the signs of a format; ``PATH:number``, ``PATH:text`` and
        ``PATH:box`` say what the first that a path leads to must be."""
        for sign in signs:
            path, _, wanted = sign.partition(":")
            found = self.first(value, path)
            # To Python true and false are numbers.
            if (
                found is None
                or not isinstance(found, _TYPES.get(wanted, object))
                or (wanted == "number" and isinstance(found, bool))
            ):
                return False
            if wanted == "box" and box_from(found, "corners", (1.0, 1.0)) is None:
                return False
        return True

    def roots(self, signs: tuple[str, ...]) -> Iterator[Any]:
        """Yield the outermost values that have all the signs, in order: pages, answers of a service."""
        waiting: list[tuple[Any, int]] = [(self.root, 0)]
        places = 0
        while waiting:
            value, depth = waiting.pop()
            places += 1
            value = self._read(value)
            if not isinstance(value, (dict, list)) or places > _MAX_PLACES:
                continue
            if self.begins(value, signs):
                yield value
            elif depth < _MAX_WRAPPING:
                inner = value.values() if isinstance(value, dict) else value
                waiting += reversed([(item, depth + 1) for item in inner])

    def _walk(self, value: Any, way: tuple[Step, ...], place: int) -> Iterator[Any]:
        value = self._target(value)
        if place == len(way):
            if value is not None:
                yield value
            return
        step = way[place]
        value = self._read(value)
        if step.what == "key":
            if isinstance(value, dict) and step.key in value:
                yield from self._walk(value[step.key], way, place + 1)
        elif step.what == "index":
            if isinstance(value, list) and int(step.key) < len(value):
                yield from self._walk(value[int(step.key)], way, place + 1)
            elif isinstance(value, dict) and step.key in value:
                yield from self._walk(value[step.key], way, place + 1)
        elif step.what == "values":
            if isinstance(value, dict):
                for item in value.values():
                    yield from self._walk(item, way, place + 1)
        elif isinstance(value, list):
            for item in value:
                item = self._target(item)
                if step.what == "only" and not (
                    isinstance(item, dict) and str(item.get(step.key)) in step.values
                ):
                    continue
                yield from self._walk(item, way, place + 1)

    def _target(self, value: Any) -> Any:
        """Return what a reference points at (RFC 6901, within the file)."""
        for _ in range(8):
            if not isinstance(value, dict):
                return value
            pointer = value.get("$ref", value.get("cref"))
            if not isinstance(pointer, str) or not pointer.startswith("#/") or len(value) > 1:
                return value
            value = self.root
            for part in pointer[2:].split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                if isinstance(value, dict):
                    value = value.get(key)
                elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                    value = value[int(key)]
                else:
                    return None
        return None

    def _read(self, value: Any) -> Any:
        """Return the value of a string that holds JSON; any other value as it is."""
        if not isinstance(value, JsonText) or value.outer is not None:
            return value
        if not value.startswith(("{", "[")) or not value.endswith(("}", "]")):
            return value
        place = (value.start, value.end)
        if place not in self._inner:
            try:
                self._inner[place] = parse_json(value, self._source, outer=value)
            except InputError:
                self._inner[place] = None
        inner = self._inner[place]
        return value if inner is None else inner
