"""Regular expressions that are compiled when they are first used.

A class that holds all Chinese characters takes a millisecond to compile, and a process that looks at
one sentence uses few of the expressions: this is for modules that have many such classes. ``match.re``
is the compiled expression, not what was called.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["lazy_pattern"]

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        # From now on they are found without coming here.
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what searches as ``re.compile(pattern, flags)`` does; an error shows at the first use."""
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
