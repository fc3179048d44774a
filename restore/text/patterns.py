"""Regular expressions that are compiled when they are first used.

A class that holds all Chinese characters takes a millisecond to compile, and a process that looks at
one sentence uses few of the expressions: this is for those that have such classes and are not asked
of every line (a call takes .1 µs more than of a compiled one). ``match.re`` is the compiled
expression, not what was called.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, cast

__all__ = ["compile_patterns", "lazy_pattern", "pairs_among"]

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _LazyPattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiled(), name)

    def compiled(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self.flags)
        # From now on they are found without coming here.
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return compiled


# Those that nobody has compiled for all.
_waiting: list[_LazyPattern] = []


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what searches as ``re.compile(pattern, flags)`` does; an error shows at the first use."""
    lazy = _LazyPattern(pattern, flags)
    _waiting.append(lazy)
    return cast("re.Pattern[str]", lazy)


def pairs_among(pairs: Collection[str]) -> re.Pattern[str]:
    """Return a pattern that finds where each of some pairs of characters may begin: fast, and some others as well."""
    one, two = ("".join(map(re.escape, sorted({pair[at] for pair in pairs}))) for at in (0, 1))
    return re.compile(f"[{one}](?=[{two}])" if pairs else "(?!)")


def compile_patterns() -> None:
    """Compile what waits for its first use, for processes that will share it."""
    while _waiting:
        _waiting.pop().compiled()
