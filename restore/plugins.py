"""What other packages add to restore: the entry points of its groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from restore.errors import RestoreError

__all__ = ["load_group"]


def load_group(group: str) -> Iterator[tuple[str, Any]]:
    """Load the entry points of a group, sorted by name.

    Raises
    ------
    RestoreError
        If one cannot be loaded: names it and the package.
    """
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=group), key=lambda item: item.name):
        try:
            yield point.name, point.load()
        except Exception as error:
            package = point.dist.name if point.dist is not None else "an unknown package"
            raise RestoreError(
                f"the entry point {point.name!r} of {group} cannot be loaded ({error}); "
                f"update or remove {package}"
            ) from error
