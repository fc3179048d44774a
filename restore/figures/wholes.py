"""Loads ``dictionaries/wholes.tsv``: kinds that leave nothing of their whole over (男、女; 三次产业)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from restore.lexicon.tables import Row, read_table
from restore.resources import dictionary_path

__all__ = ["Whole", "load_wholes", "read_wholes"]

_COLUMNS = ("parts", "least", "whole", "ground")
#: One kind is none.
_MIN_PARTS = 2


@dataclass(frozen=True)
class Whole:
    """Kinds that leave nothing over.

    Attributes
    ----------
    parts : one pattern, with a group for each part, in the order in which they are told if some are left out
    size : how many parts there are
    least : so many of the first are always told; those behind may be nought
    all_of_them : a pattern for all parts in one word; ``None`` where there is none
    """

    parts: re.Pattern[str]
    size: int
    least: int
    all_of_them: re.Pattern[str] | None

    def named(self, text: str) -> list[tuple[int, int]]:
        """Return the parts that words speak of, each with the place where its name ends."""
        return [(match.lastindex or 0, match.end()) for match in self.parts.finditer(text)]


def read_wholes(path: Path) -> tuple[Whole, ...]:
    """Read and check a table of kinds.

    Raises
    ------
    DictionaryError
        If a row has one part, a number that is none, or a pattern that does not compile or holds a group.
    """
    return tuple(_whole(row) for row in read_table(path, _COLUMNS, ("parts", "ground")))


def _whole(row: Row) -> Whole:
    forms = row.cells["parts"].split()
    least, word = row.cells["least"] or str(len(forms)), row.cells["whole"]
    if len(forms) < _MIN_PARTS or not least.isdecimal():
        raise row.error(
            f"{len(forms)} parts, of which {least} are always told",
            "give two parts or more, and a number",
        )
    try:
        parts = re.compile("|".join(f"({form})" for form in forms))
        all_of_them = re.compile(word) if word else None
    except re.error as error:
        raise row.error(f"a pattern does not compile: {error}", "correct the pattern") from None
    if parts.groups != len(forms):
        raise row.error("a part holds a group", "write (?:…) for (…)")
    return Whole(parts, len(forms), int(least), all_of_them)


@lru_cache(maxsize=4)
def load_wholes(path: Path | None = None) -> tuple[Whole, ...]:
    """Return the kinds of ``path``, or of the table that ships with the package; read once."""
    return read_wholes(path or dictionary_path("wholes.tsv"))
