"""How two texts differ: hunks, the single-character changes in them, and what kind of error each is.

White space and the width of ASCII characters are no difference here; they are counted apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from restore.text.characters import SMALL_NUMERALS

__all__ = ["KINDS", "Hunk", "Unit", "fold", "hunks", "kind_of", "numerals", "units", "units_of"]

KINDS = ("substitution", "insertion", "deletion", "repetition", "mixed")

_SPACE = " \t\n\r\f\v\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_FOLD = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | dict.fromkeys(map(ord, _SPACE))
_NUMERAL = re.compile(f"[0-9]+(?:[.,][0-9]+)*[%‰]?|[{SMALL_NUMERALS}万亿]{{2,}}")


class Hunk(NamedTuple):
    """A maximal change: ``source[start:end]`` becomes ``after``."""

    start: int
    end: int
    after: str


class Unit(NamedTuple):
    """A change of one character: at ``position`` it becomes ``after`` (empty: it goes).

    ``order`` is 0, and for inserted characters 1, 2, … in their order before ``position``.
    """

    position: int
    order: int
    after: str


def fold(text: str) -> str:
    """Return the text without white space and with full-width ASCII made half-width."""
    return text.translate(_FOLD)


def numerals(text: str) -> list[str]:
    """Return the Arabic numerals of a text and its Chinese ones of two characters or more."""
    return _NUMERAL.findall(fold(text))


def hunks(source: str, target: str) -> list[Hunk]:
    """Return the changes that lead from source to target, sorted, in their canonical place.

    A minimal alignment (Levenshtein); what is only removed or only inserted stands as far left as
    it can, so that it does not matter which half of a repetition a corrector takes out.
    """
    found: list[Hunk] = []
    floor = 0
    start = end = at = stop = -1
    for step in Levenshtein.opcodes(source, target):
        if step.tag != "equal":
            if start < 0:
                start, at = step.src_start, step.dest_start
            end, stop = step.src_end, step.dest_end
        elif start >= 0:
            found.append(_canonical(source, Hunk(start, end, target[at:stop]), floor))
            floor = found[-1].end
            start = -1
    if start >= 0:
        found.append(_canonical(source, Hunk(start, end, target[at:stop]), floor))
    return found


def _canonical(source: str, hunk: Hunk, floor: int) -> Hunk:
    """Trim common ends, then move a pure deletion or insertion left, not past ``floor``."""
    start, end, after = hunk
    while start < end and after and source[start] == after[0]:
        start, after = start + 1, after[1:]
    while start < end and after and source[end - 1] == after[-1]:
        end, after = end - 1, after[:-1]
    if start < end and not after:
        while start > floor and source[start - 1] == source[end - 1]:
            start, end = start - 1, end - 1
    elif start == end:
        while after and start > floor and source[start - 1] == after[-1]:
            start, after = start - 1, source[start - 1] + after[:-1]
        end = start
    return Hunk(start, end, after)


def units_of(source: str, hunk: Hunk) -> set[Unit]:
    """Return the single-character changes of a hunk."""
    start, end, after = hunk
    if end - start == len(after):
        return {
            Unit(start + offset, 0, character)
            for offset, character in enumerate(after)
            if source[start + offset] != character
        }
    found: set[Unit] = set()
    inserted: dict[int, int] = {}
    for step in Levenshtein.editops(source[start:end], after):
        at = step.src_pos
        if step.tag == "insert":
            inserted[at] = inserted.get(at, 0) + 1
            found.add(Unit(start + at, inserted[at], after[step.dest_pos]))
        else:
            found.add(Unit(start + at, 0, after[step.dest_pos] if step.tag == "replace" else ""))
    return found


def units(source: str, changes: Iterable[Hunk]) -> set[Unit]:
    """Return the single-character changes of hunks."""
    return set().union(*(units_of(source, change) for change in changes))


def kind_of(source: str, hunk: Hunk) -> str:
    """Say what kind of error in the source a change mends (one of ``KINDS``).

    ``insertion``: the source has characters too many; ``repetition``: and they stand there twice
    in a row; ``deletion``: characters are missing in it.
    """
    start, end, after = hunk
    length = end - start
    if length == len(after):
        return "substitution"
    if not length:
        return "deletion"
    if after:
        return "mixed"
    removed = source[start:end]
    if removed in (source[end : end + length], source[max(0, start - length) : start]):
        return "repetition"
    return "insertion"
