"""A tree of XML or HTML elements that records where each stands in the file.

Offsets are bytes of the file's text as UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["ATTRIBUTE", "MAX_DEPTH", "MAX_ELEMENTS", "Element", "Run", "attribute_slot"]

#: The most levels of a tree, and the most elements and runs of text in it.
MAX_DEPTH = 200
MAX_ELEMENTS = 800_000
#: An attribute in a start tag: its name, and its value in double or single quotes.
ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Run(NamedTuple):
    """A run of text between two tags, decoded, with its place in the file."""

    text: str
    low: int
    high: int


@dataclass(slots=True)
class Element:
    """An element: local name, attributes, and its runs of text and elements in order.

    ``low`` to ``opened`` is the start tag, ``closed`` the beginning of the end tag (as ``opened``
    for an empty element). ``empty`` says that it is written ``<name/>``.
    """

    name: str
    attributes: dict[str, str]
    low: int
    opened: int = 0
    closed: int = 0
    empty: bool = False
    children: list[Element | Run] = field(default_factory=list)

    def elements(self, name: str | None = None) -> Iterator[Element]:
        """Yield the children that are elements (of a name)."""
        for child in self.children:
            if isinstance(child, Element) and (name is None or child.name == name):
                yield child

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += [child for child in reversed(here.children) if isinstance(child, Element)]

    def outermost(self, wanted: Callable[[Element], bool]) -> Iterator[Element]:
        """Yield the elements below that are wanted, and none within them."""
        waiting = list(self.elements())[::-1]
        while waiting:
            here = waiting.pop()
            if wanted(here):
                yield here
            else:
                waiting += list(here.elements())[::-1]

    def runs(self) -> Iterator[Run]:
        """Yield all runs of text below, in order."""
        waiting: list[Element | Run] = [self]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Run):
                yield here
            else:
                waiting += reversed(here.children)

    @property
    def text(self) -> str:
        """All text below."""
        return "".join(run.text for run in self.runs())


def attribute_slot(data: bytes, element: Element, name: str) -> tuple[int, int] | None:
    """Return the place of an attribute's value in the file, without its quotes."""
    for match in ATTRIBUTE.finditer(data, element.low, element.opened):
        if match.group(1).rpartition(b":")[2] == name.encode():
            return match.span(2) if match.group(2) is not None else match.span(3)
    return None
