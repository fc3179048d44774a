"""Indented JSON of any size, written as its parts come: the same bytes as if it were made at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

__all__ = ["Each", "pretty", "pretty_parts"]


class Each:
    """An array whose items are made one by one."""

    def __init__(self, items: Iterable[object]) -> None:
        self.items = items


def pretty(value: object) -> bytes:
    """Return a value as indented JSON with sorted keys and a line end."""
    return _format(value) + b"\n"


def pretty_parts(fields: Mapping[str, object]) -> Iterator[bytes]:
    """Yield the parts of :func:`pretty` of an object; values may be :class:`Each`."""
    before = b"{\n"
    for key in sorted(fields):
        yield before + b"  " + msgspec.json.encode(key) + b": "
        value = fields[key]
        if isinstance(value, Each):
            yield from _array(value.items)
        else:
            yield _indented(value, b"  ")
        before = b",\n"
    yield b"{}\n" if not fields else b"\n}\n"


def _array(items: Iterable[object]) -> Iterator[bytes]:
    before = b"["
    for item in items:
        yield before + b"\n    " + _indented(item, b"    ")
        before = b","
    yield b"[]" if before == b"[" else b"\n  ]"


def _indented(value: object, margin: bytes) -> bytes:
    # Line ends within strings are escaped: every one that stands there is the layout's.
    return _format(value).replace(b"\n", b"\n" + margin)


def _format(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2)
