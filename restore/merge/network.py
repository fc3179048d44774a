"""The confusion network over the base reading: what the other readings have at each place."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from restore.merge.align import Compact, Finder, Match, compact
from restore.merge.context import ABSENT, Surroundings
from restore.merge.records import Option, Reading, Slot
from restore.text.characters import POINTS

__all__ = ["Network", "build_network"]

# Marks a place that another reading reaches and leaves out.
_LEFT_OUT = -2

# Marks that no line begins with.
_CLOSING = frozenset(f"{POINTS}”）》,.;:?!)%％")
# Up to so many characters between two matches are readings of the same, if there are about as many.
_MAX_GAP_CHARACTERS, _MAX_UNEVEN_CHARACTERS = 8, 2
# Longer ones too (a line), if they are a little alike.
_MAX_LINE_CHARACTERS, _MIN_LIKENESS = 40, 0.3

# A reading of which the base holds less than this, and that holds less of the base, is of another
# page: chance phrases are all that fits (two work reports share a sixth of their text).
_MIN_SHARED_SHARE = 0.3

# A change that another reading has: its number, the text, its span there.
_Vote = tuple[int, str, int, int]


class Network:
    """Slots over the base reading, sorted, and how much of it the others hold.

    ``shares[r]``: share of the base's characters that reading ``r`` was found to hold.
    ``unseen[r]``: spans of reading ``r`` (whole lines) that the base does not have.
    ``strangers``: readings that are not of the same page; they were left out.
    ``surroundings``: what the others have beside a line of the base.
    """

    def __init__(
        self,
        slots: list[Slot],
        shares: list[float],
        unseen: dict[int, list[tuple[int, int]]],
        strangers: list[int],
        surroundings: Surroundings,
    ) -> None:
        self.slots = slots
        self.shares = shares
        self.unseen = unseen
        self.strangers = strangers
        self.surroundings = surroundings


def build_network(readings: Sequence[Reading], base: int) -> Network:
    """Align all readings with one of them.

    Parameters
    ----------
    base : number of the reading whose lines and order are kept
    """
    texts = [compact(reading.text) for reading in readings]
    lines = _lines(readings[base].text, texts[base])
    votes: dict[tuple[int, int], list[_Vote]] = defaultdict(list)
    where: dict[int, NDArray[np.int64]] = {}
    unseen: dict[int, list[tuple[int, int]]] = {}
    shares = [1.0] * len(readings)
    strangers: list[int] = []
    for number, other in enumerate(texts):
        if number == base:
            continue
        matches = _matches(
            texts[base].text, lines, other.text, _lines(readings[number].text, other)
        )
        shares[number] = _share(((match.start, match.end) for match in matches), texts[base])
        held = _share(((match.begin, match.finish) for match in matches), other)
        if max(shares[number], held) < _MIN_SHARED_SHARE:
            strangers.append(number)
            continue
        where[number] = _collect(votes, number, readings[number].text, texts[base], other, matches)
        unseen[number] = _unseen(readings[number].text, other, matches)
    slots = [
        _slot(readings[base], texts, base, place, changes, where)
        for place, changes in sorted(votes.items())
    ]
    return Network(slots, shares, unseen, strangers, Surroundings(texts, base, where))


def _lines(text: str, form: Compact) -> list[tuple[int, int]]:
    """Return the spans of the lines in the compact text."""
    spans = []
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        left, right = bisect_left(form.offsets, position), bisect_left(form.offsets, end)
        if left < right:
            spans.append((left, right))
        position = end + 1
    return spans


def _share(spans: Iterable[tuple[int, int]], form: Compact) -> float:
    """Return the share of a text that spans cover."""
    covered = np.zeros(len(form.text), np.bool_)
    for start, end in spans:
        covered[start:end] = True
    return float(covered.mean()) if len(covered) else 0.0


def _matches(
    base: str, lines: list[tuple[int, int]], other: str, others: list[tuple[int, int]]
) -> list[Match]:
    finder = Finder(other, (start for start, _ in others))
    found = [match for start, end in lines for match in finder.find(base, start, end)]
    return _joined(found, base, other)


def _joined(matches: list[Match], base: str, reading: str) -> list[Match]:
    """Join matches that follow each other in both readings, with what stands between them.

    A line's end is often read too badly to be found by itself.
    """
    found: list[Match] = []
    for match in sorted(matches):
        last = found[-1] if found else None
        if last is not None:
            here, there = base[last.end : match.start], reading[last.finish : match.begin]
            behind = last.end <= match.start and last.finish <= match.begin
            if behind and _same(here, there):
                found[-1] = Match(last.start, match.end, last.begin, match.finish)
                continue
        found.append(match)
    return found


def _same(here: str, there: str) -> bool:
    """Whether what two readings have between two matches are readings of the same."""
    if abs(len(here) - len(there)) > max(_MAX_UNEVEN_CHARACTERS, len(here) // 6):
        return False
    if max(len(here), len(there)) <= _MAX_GAP_CHARACTERS:
        return True
    return (
        len(here) <= _MAX_LINE_CHARACTERS
        and Levenshtein.normalized_similarity(here, there) >= _MIN_LIKENESS
    )


def _collect(
    votes: dict[tuple[int, int], list[_Vote]],
    number: int,
    text: str,
    base: Compact,
    other: Compact,
    matches: list[Match],
) -> NDArray[np.int64]:
    """Add the votes of one reading; return its place for each character of the base."""
    where = np.full(len(base.text), ABSENT, np.int64)
    for start, end, begin, finish in matches:
        where[start:end] = np.arange(begin, begin + end - start)
        shift = 0
        inserted: dict[int, tuple[int, int]] = {}
        for step in Levenshtein.editops(base.text[start:end], other.text[begin:finish]):
            at, there = start + step.src_pos, begin + step.dest_pos
            if step.tag == "insert":
                first = inserted.get(at, (there, there))[0]
                inserted[at] = (first, there + 1)
                shift += 1
            elif step.tag == "delete":
                votes[at, 1].append((number, "", there, there))
                shift -= 1
            else:
                place = other.offsets[there]
                votes[at, 1].append((number, text[place], there, there + 1))
            following = at if step.tag == "insert" else at + 1
            where[following:end] = np.arange(following, end) + begin - start + shift
            if step.tag == "delete":
                where[at] = _LEFT_OUT
        for at, (first, last) in inserted.items():
            if start < at < end:
                words = "".join(text[other.offsets[index]] for index in range(first, last))
                votes[at, 0].append((number, words, first, last))
    return where


def _slot(
    reading: Reading,
    texts: Sequence[Compact],
    base: int,
    place: tuple[int, int],
    found: list[_Vote],
    where: dict[int, NDArray[np.int64]],
) -> Slot:
    at, character = place
    start = texts[base].offsets[at]
    if not character and _ends_line(at, base, texts, found[0]):
        start = texts[base].offsets[at - 1] + 1
    end = start + character
    options: dict[str, list[tuple[int, int, int]]] = {reading.text[start:end]: [(base, start, end)]}
    voted = {number for number, *_ in found}
    for number, known in where.items():
        if number in voted or known[at] == ABSENT or (not character and known[at - 1] == ABSENT):
            continue
        first = int(known[at])
        if first >= 0:
            left = texts[number].offsets[first]
            agreeing = (number, left, left + character)
            options[reading.text[start:end]].append(agreeing)
    for number, words, first, last in found:
        offsets = texts[number].offsets
        left = offsets[first] if first < len(offsets) else offsets[-1] + 1
        right = offsets[last - 1] + 1 if last > first else left
        options.setdefault(words, []).append((number, left, right))
    return Slot(start, end, tuple(Option(text, tuple(who)) for text, who in options.items()))


def _ends_line(at: int, base: int, texts: Sequence[Compact], vote: _Vote) -> bool:
    """Whether words before compact position ``at`` belong to the end of the line before."""
    if not texts[base].breaks(at):
        return False
    number, words, first, last = vote
    # Where the other reading breaks the line there too, it says on which side they stand.
    before, behind = texts[number].breaks(first), texts[number].breaks(last)
    if before != behind:
        return behind
    return words[-1:] in _CLOSING


def _unseen(text: str, form: Compact, matches: list[Match]) -> list[tuple[int, int]]:
    """Return the lines of a reading of which hardly anything stands in the base."""
    seen = np.zeros(len(form.text) + 1, np.int64)
    for match in matches:
        seen[match.begin : match.finish] = 1
    total = np.concatenate(([0], np.cumsum(seen)))
    spans = []
    for left, right in _lines(text, form):
        if right - left >= 6 and total[right] - total[left] < (right - left) / 4:
            spans.append((form.offsets[left], form.offsets[right - 1] + 1))
    return spans
