"""Union-find over verified edges."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["clusters"]


def clusters(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components of two or more members, each sorted, in order."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = parent[above]
            node = above
        return node

    for left, right in edges:
        first, second = root(left), root(right)
        # The smaller index becomes the root, so that the result does not depend on edge order.
        parent[max(first, second)] = min(first, second)
    members: dict[int, list[int]] = {}
    for node in sorted(parent):
        members.setdefault(root(node), []).append(node)
    return [group for group in members.values() if len(group) > 1]
