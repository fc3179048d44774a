"""Indented JSON of any size, written as its parts come: the same bytes as if it were made at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

__all__ = ["Each", "pretty", "pretty_parts"]

Order = Literal["sorted"] | None


class Each:
    """An array whose items are made one by one."""

    def __init__(self, items: Iterable[object]) -> None:
        self.items = items


def pretty(value: object) -> bytes:
    """Return a value as indented JSON with sorted keys and a line end."""
    return _format(value) + b"\n"


def pretty_parts(fields: Mapping[str, object], *, order: Order = "sorted") -> Iterator[bytes]:
    """Yield the parts of :func:`pretty` of an object; values may be :class:`Each`.

    Parameters
    ----------
    order : of keys; None: as they come
    """
    before = b"{\n"
    for key in fields if order is None else sorted(fields):
        yield before + b"  " + msgspec.json.encode(key) + b": "
        value = fields[key]
        if isinstance(value, Each):
            yield from _array(value.items, order)
        else:
            yield _indented(value, b"  ", order)
        before = b",\n"
    yield b"{}\n" if not fields else b"\n}\n"


def _array(items: Iterable[object], order: Order) -> Iterator[bytes]:
    before = b"["
    for item in items:
        yield before + b"\n    " + _indented(item, b"    ", order)
        before = b","
    yield b"[]" if before == b"[" else b"\n  ]"


def _indented(value: object, margin: bytes, order: Order) -> bytes:
    # Line ends within strings are escaped: every one that stands there is the layout's.
    return _format(value, order).replace(b"\n", b"\n" + margin)


def _format(value: object, order: Order = "sorted") -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order=order), indent=2)
