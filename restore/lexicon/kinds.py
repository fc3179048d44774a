"""Kinds of terms, as the dictionaries name them."""

from __future__ import annotations

__all__ = ["NAMES"]

#: Kinds of terms that are names: what stands in their place is another thing, not another word.
NAMES = frozenset({"body", "office", "party", "cppcc"})
