"""Union-find: which things hang together by pairs. Path halving: Tarjan and van Leeuwen (1984),
"Worst-case analysis of set union algorithms".

The caller keeps the parents, in a list, an array or a dict, as suits the number of its things;
a root is its own parent.
"""

from __future__ import annotations

from typing import Any, Protocol

__all__ = ["Parents", "root", "unite"]


class Parents(Protocol):
    """The parent of each thing; things of one kind, which have an order."""

    def __getitem__(self, thing: Any, /) -> Any:
        """Return a thing's parent."""

    def __setitem__(self, thing: Any, parent: Any, /) -> None:
        """Set a thing's parent."""


def root(parents: Parents, thing: Any) -> Any:
    """Return the thing that stands for all that hangs together with this one."""
    while (above := parents[thing]) != thing:
        parents[thing] = thing = parents[above]
    return thing


def unite(parents: Parents, one: Any, other: Any) -> None:
    """Put two things together; the smaller root stays, so that the order of pairs does not count."""
    first, second = root(parents, one), root(parents, other)
    parents[max(first, second)] = min(first, second)
