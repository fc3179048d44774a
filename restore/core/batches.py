"""Documents taken together, as many as memory is to hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["batches"]

# Characters of a batch.
_MOST = 1 << 22


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
