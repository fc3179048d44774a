"""Measure what becomes of clean lines in which one to four characters are doubled.

Nothing right may be lost: one of the two copies may go, or none, never both. Lines that restore
changes as they stand are left out; :func:`restore.evaluation.harm` counts that harm.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from restore.core.edits import Decision, Edit
from restore.evaluation.differences import fold
from restore.evaluation.harm import CleanText
from restore.pipeline.work import Restored
from restore.text.characters import IDEOGRAPHS

__all__ = ["OUTCOMES", "Doubled", "DoubledScore", "double", "holds_all", "measure_doubled"]

#: What can become of a doubled stretch: one copy went; it stands and nothing is offered there; it
#: stands and the right repair is offered; it stands and something else is offered there; a character
#: that the clean line has is gone; something else came out.
OUTCOMES = ("right", "left alone", "suggested", "suggested wrong", "lost", "other")

_MAX_RUN_CHARACTERS = 4
# Shorter lines are titles and labels, longer ones cost time and show nothing more.
_MIN_LINE_CHARACTERS, _MAX_LINE_CHARACTERS = 8, 200
_IDEOGRAPHS = re.compile(f"[{IDEOGRAPHS}]+")

Restore = Callable[[str], Restored]


class Doubled(msgspec.Struct, frozen=True):
    """A clean line, what was made of it by doubling characters, and what came out.

    ``size`` characters stand twice from ``start`` on (code points); ``offered`` is the doubled line
    after the suggestions that touch them.
    """

    document: str
    start: int
    size: int
    clean: str
    doubled: str
    restored: str
    offered: str
    outcome: str


class DoubledScore(msgspec.Struct, frozen=True):
    """Outcomes by the number of characters doubled, and the places that were not plainly well."""

    places: int
    outcomes: dict[int, dict[str, int]]
    doubtful: tuple[Doubled, ...]


def double(line: str, rng: random.Random) -> tuple[int, int, str] | None:
    """Return where the copies begin, how long one is, and the line with it twice in a row.

    A copy is one to four Han characters; None where the line has no stretch so long.
    """
    size = rng.randint(1, _MAX_RUN_CHARACTERS)
    runs = [
        match.span() for match in _IDEOGRAPHS.finditer(line) if match.end() - match.start() >= size
    ]
    places = [start for low, high in runs for start in range(low, high - size + 1)]
    if not places:
        return None
    start = rng.choice(places)
    return start, size, line[: start + size] + line[start:]


def holds_all(text: str, clean: str) -> bool:
    """Whether ``text`` has every character of ``clean`` in order, white space and width left out."""
    rest = iter(fold(text))
    return all(character in rest for character in fold(clean))


def measure_doubled(
    texts: Iterable[CleanText], restore: Restore, *, places: int, seed: int = 1
) -> DoubledScore:
    """Double a stretch in ``places`` lines of clean texts, restore each line, and judge it.

    Parameters
    ----------
    restore : called with one line, which is a document by itself
    places : how many; fewer where the texts have not so many lines that stay as they are
    """
    rng = random.Random(seed)
    lines = [
        (item.name, line)
        for item in texts
        for line in dict.fromkeys(map(str.strip, item.text.split("\n")))
        if _MIN_LINE_CHARACTERS <= len(line) <= _MAX_LINE_CHARACTERS
    ]
    rng.shuffle(lines)
    found: list[Doubled] = []
    for name, line in lines:
        if len(found) == places:
            break
        made = double(line, rng)
        if made is None or restore(line).text != line:
            continue
        start, size, doubled = made
        result = restore(doubled)
        offered = _offered(doubled, result.edits, start, start + 2 * size)
        outcome = _outcome(line, doubled, result.text, offered)
        found.append(Doubled(name, start, size, line, doubled, result.text, offered, outcome))
    return DoubledScore(len(found), _by_size(found), tuple(_doubtful(found)))


def _offered(doubled: str, edits: Sequence[Edit], low: int, high: int) -> str:
    """Return the line after the suggestions that touch ``doubled[low:high]``."""
    parts = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.source):
        start, end = edit.source
        touches = start <= high and low <= end
        if edit.decision is Decision.SUGGESTED and touches and start >= position:
            parts += [doubled[position:start], edit.after]
            position = end
    return "".join([*parts, doubled[position:]])


def _outcome(clean: str, doubled: str, restored: str, offered: str) -> str:
    clean, doubled, restored, offered = map(fold, (clean, doubled, restored, offered))
    if restored == clean:
        return "right"
    if not holds_all(restored, clean):
        return "lost"
    if restored != doubled:
        return "other"
    if offered == doubled:
        return "left alone"
    return "suggested" if offered == clean else "suggested wrong"


def _by_size(found: Sequence[Doubled]) -> dict[int, dict[str, int]]:
    counts = Counter((item.size, item.outcome) for item in found)
    return {
        size: {outcome: counts[size, outcome] for outcome in OUTCOMES}
        for size in range(1, _MAX_RUN_CHARACTERS + 1)
    }


def _doubtful(found: Sequence[Doubled]) -> list[Doubled]:
    """Return what was lost, then what came out otherwise, then what was offered wrongly."""
    shown = ("lost", "other", "suggested wrong")
    chosen = [item for item in found if item.outcome in shown]
    return sorted(chosen, key=lambda item: shown.index(item.outcome))
