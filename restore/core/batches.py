"""Documents taken together, as many as memory is to hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["batches", "grouped"]

# Characters of a batch.
_MOST = 1 << 22
# Characters of short texts that are looked at as one array: more of them take no less time.
_MOST_IN_GROUP = 1 << 16


class _Text(Protocol):
    @property
    def text(self) -> str: ...


Item = TypeVar("Item", bound=_Text)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in their order, about four million characters of text at a time."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text)
        if size >= _MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def grouped(texts: Iterable[str], *, most: int = _MOST_IN_GROUP) -> Iterator[list[str]]:
    """Yield texts in their order, as many together as have ``most`` characters; at least one."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > most:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group
