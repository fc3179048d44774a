"""OpenCC's conversions between the scripts, loaded when they are asked for, each once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

__all__ = ["converter", "in_simplified"]

# Forms of Hong Kong (衞, 敍), then those of Taiwan (著 for 着): each of the two converts what stands in
# the standard of OpenCC besides.
_SIMPLIFIERS = ("hk2s", "tw2s")


@lru_cache(maxsize=8)
def converter(name: str) -> OpenCC:
    """Return the converter of an OpenCC configuration, such as ``t2s``."""
    from opencc import OpenCC

    return OpenCC(name)


def in_simplified(line: str) -> str | None:
    """Return a Traditional line in Simplified, each character in its place; None if one has none.

    Examples
    --------
    >>> in_simplified("衞生署發出敍述，列著名單。")
    '卫生署发出叙述，列着名单。'
    """
    simplified = line
    for name in _SIMPLIFIERS:
        simplified = converter(name).convert(simplified)
    return simplified if len(simplified) == len(line) else None
