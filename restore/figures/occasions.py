"""Loads ``dictionaries/occasions.tsv``: meetings, plans and expressions, and the years they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from restore.lexicon.tables import Row, read_table
from restore.resources import dictionary_path
from restore.text.characters import ONE_TO_TEN

__all__ = ["HELD", "MOST_SESSIONS", "NUMBER", "Occasion", "load_occasions", "read_occasions"]

#: An ordinal number in Chinese digits.
NUMBER = f"[{ONE_TO_TEN}]{{1,3}}"
#: What stands in the name of each congress, session and term: where it is not, none is looked for.
HELD = re.compile(f"届|党的{NUMBER}大|次(?:全国)?代表大会|党代会")
#: A body that is elected for five years meets in each of them.
MOST_SESSIONS = 5
_COLUMNS = ("kind", "name", "first", "years", "every", "ground")
_KINDS = frozenset(
    ["term", "plan", "meeting", "session", "party", "people", "cppcc", "words"]
)  # fmt: skip
_PLACES = {"N": f"({NUMBER})", "T": f"(?P<term>{NUMBER})"}


@dataclass(frozen=True)
class Occasion:
    """What was held, began or was first said in known years, one for each number from ``first`` on.

    ``pattern`` finds the name; its numbers are the groups without a name, that of the term is ``term``.
    ``every`` are the years from the last of ``years`` to the next, 0 if nothing is known of it.
    """

    kind: str
    name: str
    pattern: re.Pattern[str]
    first: int
    years: tuple[int, ...]
    every: int

    def year(self, number: int) -> int | None:
        """Return the year of a number, ``None`` where it is not known."""
        place = number - self.first
        if 0 <= place < len(self.years):
            return self.years[place]
        # What is regular now was not always: the first congress of the party was held in 1921, not 1927.
        if not self.every or place < -1:
            return None
        beyond = place if place < 0 else place - len(self.years) + 1
        return (self.years[0] if place < 0 else self.years[-1]) + self.every * beyond


def read_occasions(path: Path) -> tuple[Occasion, ...]:
    """Read and check a table of occasions.

    Raises
    ------
    DictionaryError
        If a row has an unknown kind, a year that is none, or a pattern that does not compile.
    """
    return tuple(
        _occasion(row) for row in read_table(path, _COLUMNS, ("kind", "name", "years", "ground"))
    )


def _occasion(row: Row) -> Occasion:
    cells = row.cells
    if cells["kind"] not in _KINDS:
        raise row.error(f"kind {cells['kind']!r}", f"use one of {', '.join(sorted(_KINDS))}")
    numbers = [*cells["years"].split(), cells["first"] or "0", cells["every"] or "0"]
    if not all(item.isdecimal() for item in numbers):
        raise row.error(f"{' '.join(numbers)!r} are no numbers", "give years as 2024 2025")
    *years, first, every = map(int, numbers)
    name = cells["name"]
    try:
        pattern = re.compile(re.sub("[NT]", lambda match: _PLACES[match[0]], name))
    except re.error as error:
        raise row.error(f"pattern {name!r} ({error})", "mend the pattern") from None
    return Occasion(cells["kind"], name, pattern, first, tuple(years), every)


@lru_cache(maxsize=4)
def load_occasions(path: Path | None = None) -> tuple[Occasion, ...]:
    """Return the occasions at ``path``, or those that ship with the package."""
    return read_occasions(path or dictionary_path("occasions.tsv"))
