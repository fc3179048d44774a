"""Kinds of terms, as the dictionaries name them."""

from __future__ import annotations

__all__ = ["NAMES", "PROVINCE", "STATE"]

#: The state, its highest organs, constitution and code, as the constitution names them: there is one
#: of each, so that what is nearly such a name is nearly always that name. Of other laws it is not:
#: 监察法 and 监狱法 differ in one character.
STATE = "state"
#: Kinds of terms that are names: what stands in their place is another thing, not another word.
NAMES = frozenset({"body", "office", "party", "cppcc", STATE})
#: The divisions of the first rank, by which the region of a document is told.
PROVINCE = "province"
