"""What a recogniser took for what in rendered text: expected counts, from its own probabilities."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from restore.language.normalise import normalise
from restore.text.characters import is_ideograph

__all__ = ["confusions"]

# A line of which more was misread tells nothing. Candidates below the least say nothing; a pair is
# kept from so much on. What is taken for another is taken for by it too, less often.
_UNREADABLE, _LEAST, _KEPT, _REVERSE = 0.5, 0.0005, 0.03, 0.3

_Candidates = list[tuple[str, float]]


def confusions(paths: list[Path]) -> dict[str, dict[str, float]]:
    """Return, by Chinese character printed, how often it would be read as others.

    ``paths`` are files that ``tools/read_candidates.py`` wrote. A wrong character counts with its
    probability (1 where there is none), and so does each candidate that is not what was printed,
    beside right characters too.
    """
    found: dict[tuple[str, str], float] = {}
    for path in paths:
        for truth, line in _lines(path):
            for pair, expected in _pairs(truth, line):
                found[pair] = found.get(pair, 0.0) + expected
    for (read, truth), expected in list(found.items()):
        found[truth, read] = found.get((truth, read), 0.0) + _REVERSE * expected
    by_truth: dict[str, dict[str, float]] = {}
    for (read, truth), expected in sorted(found.items()):
        if expected >= _KEPT:
            by_truth.setdefault(truth, {})[read] = round(expected, 2)
    return by_truth


def _pairs(truth: str, line: list[_Candidates]) -> Iterator[tuple[tuple[str, str], float]]:
    line = [candidates for candidates in line if len(normalise(candidates[0][0])) == 1]
    read, printed = "".join(normalise(item[0][0]) for item in line), normalise(truth)
    if Levenshtein.normalized_distance(read, printed) > _UNREADABLE:
        return
    for block in Levenshtein.opcodes(read, printed):
        if block.src_end - block.src_start != block.dest_end - block.dest_start:
            continue
        shift = block.dest_start - block.src_start
        for place in range(block.src_start, block.src_end):
            character = printed[place + shift]
            for candidate, chance in line[place]:
                if (
                    chance >= _LEAST
                    and candidate != character
                    and len(candidate) == 1
                    and is_ideograph(candidate)
                    and is_ideograph(character)
                ):
                    yield (candidate, character), chance


def _lines(path: Path) -> Iterator[tuple[str, list[_Candidates]]]:
    """Yield what was printed, and by character what was read and thought of with its chance."""
    truth, line = "", list[_Candidates]()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\"):
            if row[1]:
                if line:
                    yield truth, line
                truth, line = row[1], []
            others = (item.rpartition(":") for item in row[4].split(" ") if item)
            line.append(
                [
                    (row[2], float(row[3]) if row[3] else 1.0),
                    *((name, float(chance)) for name, _, chance in others if chance),
                ]
            )
    if line:
        yield truth, line
