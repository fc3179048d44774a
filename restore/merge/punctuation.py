"""Confusion counts of punctuation marks by engine family, and probabilities from them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from restore.channel.alignment import readable
from restore.language.normalise import normalise
from restore.text.characters import COUNTED_MARKS

__all__ = ["ALL", "MARKS", "PunctuationTable", "count_punctuation", "page_punctuation"]

#: The marks that are counted, folded as for the language model.
MARKS = COUNTED_MARKS
#: Stands in the place of what was read for "printed so often at all".
ALL = "*"
# A misreading that was never seen is thought to happen so often, in counts.
_UNSEEN_COUNT = 0.25
# All characters that are no marks count as so many marks; as often as these few do they come up.
_OTHER_KINDS, _OTHER_CHARACTERS = 10, 300
# No mark is thought to be misread more often.
_MAX_RATE = 0.7

Counts = Mapping[tuple[str, str], float]


class PunctuationTable:
    """Probabilities that a printed mark is read as something else.

    Parameters
    ----------
    counts : by (printed, read); read is ``""`` for a lost mark, ``"*"`` for all printed ones
    """

    def __init__(self, counts: Counts) -> None:
        self._counts = dict(counts)
        self._wrong: dict[str, float] = defaultdict(float)
        for (printed, read), count in counts.items():
            if read != ALL:
                self._wrong[printed] += count
        everything = sum(count for (_, read), count in counts.items() if read == ALL)
        #: Share of all printed marks that were misread.
        self.rate = (sum(self._wrong.values()) + 1) / (everything + 10)

    def wrong(self, printed: str, scale: float) -> float:
        """Return the chance that a mark is misread, ``scale`` times what was counted."""
        often = self._counts.get((printed, ALL), 0)
        rate = (self._wrong.get(printed, 0.0) + 10 * self.rate) / (often + 10)
        return min(_MAX_RATE, rate * scale)

    def share(self, printed: str, read: str) -> float:
        """Return the share of a mark's misreadings that give ``read``."""
        total = self._wrong.get(printed, 0.0) + _UNSEEN_COUNT * (len(MARKS) + _OTHER_KINDS)
        unseen = _UNSEEN_COUNT * (1.0 if read in MARKS else _OTHER_KINDS / _OTHER_CHARACTERS)
        return (self._counts.get((printed, read), 0) + unseen) / total


def count_punctuation(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count the marks of (read, printed) lines; lines that were mostly misread are left out."""
    from rapidfuzz.distance import Levenshtein

    counts: Counter[tuple[str, str]] = Counter()
    for text, truth in readable(pairs):
        read, printed = normalise(text), normalise(truth)
        counts.update((item, ALL) for item in printed if item in MARKS)
        for step in Levenshtein.editops(printed, read):
            if step.tag == "insert" or printed[step.src_pos] not in MARKS:
                continue
            other = read[step.dest_pos] if step.tag == "replace" else ""
            counts[printed[step.src_pos], other] += 1
    return counts


@lru_cache(maxsize=1)
def page_punctuation() -> dict[str, dict[tuple[str, str], int]]:
    """Return the counts from pages, by engine family."""
    text = resources.files("restore.merge").joinpath("punctuation.tsv").read_text("utf-8")
    found: dict[str, dict[tuple[str, str], int]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            family, printed, read, count = line.split("\t")
            found.setdefault(family, {})[printed, read] = int(count)
    return found
