"""Set the weights of ``restore/correction/expressions.py`` on slips made in clean reports.

    python tools/fit_expressions.py --source "what the texts are" REPORT.txt ... [--clean NEWS.txt ...]

In every report one expression in about 300 characters gets a slip: a character lost, one too many,
one or two replaced by what often follows the one before, two swapped, one repeated. Which n-grams
are expressions the reports say themselves: what stands in four of them and five times in all, so
that the dictionary is not its own judge. Near misses that mend a slip are right, all others away
from slips are wrong; so are all in the texts that follow ``--clean``. Printed is what weights that
were set on every other text find and wrongly find in the rest.
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.channel.calibration import fit_logistic
from restore.correction.expression_candidates import FEATURES, find_expressions
from restore.correction.expressions import Weights
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.resources import model_path

_HAN = re.compile("[\u4e00-\u9fff]+")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_LENGTHS = (8, 7, 6, 5, 4)
_OFTEN, _DOCUMENTS, _APART, _NEAR = 5, 4, 300, 10
_KINDS = ("lost", "extra", "other", "others", "swapped", "repeated")
_OWN_USAGE = 3

_Followers = Mapping[str, Counter[str]]


class Slip(NamedTuple):
    """``text[start:end]`` of a spoilt text was ``right``."""

    start: int
    end: int
    right: str


class Case(NamedTuple):
    """A near miss: its text, the slip that it mends (-1: none), its place, its features."""

    document: str
    slip: int
    place: int
    values: tuple[float, ...]


def common(texts: Mapping[str, str]) -> tuple[frozenset[str], _Followers]:
    """Return the n-grams that several texts share, and what follows each character how often."""
    counts: Counter[str] = Counter()
    owners: defaultdict[str, set[str]] = defaultdict(set)
    followers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, text in texts.items():
        for match in _HAN.finditer(text):
            run = match[0]
            for first, second in pairwise(run):
                followers[first][second] += 1
            for length in _LENGTHS:
                for start in range(len(run) - length + 1):
                    gram = run[start : start + length]
                    counts[gram] += 1
                    owners[gram].add(name)
    grams = (
        gram
        for gram, count in counts.items()
        if count >= _OFTEN and len(owners[gram]) >= _DOCUMENTS and _NUMERALS.isdisjoint(gram)
    )
    return frozenset(grams), followers


def follower(draw: random.Random, followers: _Followers, before: str, other_than: str) -> str:
    """Draw what often follows a character."""
    found = [item for item in followers[before].most_common(30) if item[0] != other_than]
    return draw.choices(*map(list, zip(*found, strict=True)))[0] if found else "的"


def slip(draw: random.Random, gram: str, followers: _Followers) -> tuple[int, str, str]:
    """Return the place in the expression, what stood there and what stands there now."""
    kind, place = draw.choice(_KINDS), draw.randrange(1, len(gram) - 1)
    before = gram[place - 1]
    if kind == "lost":
        return place, gram[place], ""
    if kind == "extra":
        return place, "", follower(draw, followers, before, "")
    if kind == "other":
        return place, gram[place], follower(draw, followers, before, gram[place])
    if kind == "others":
        first = follower(draw, followers, before, gram[place])
        return place, gram[place : place + 2], first + follower(draw, followers, first, "")
    if kind == "swapped":
        return place, gram[place : place + 2], gram[place : place + 2][::-1]
    return place, gram[place], gram[place] * 2


def spoil(
    draw: random.Random, text: str, grams: frozenset[str], followers: _Followers
) -> tuple[str, list[Slip]]:
    """Return a text with slips, and what was right."""
    parts: list[str] = []
    slips: list[Slip] = []
    done = length = place = 0
    while place < len(text):
        gram = next((g for n in _LENGTHS if (g := text[place : place + n]) in grams), None)
        if gram is None or place - done < _APART:
            place += 1
            continue
        at, right, read = slip(draw, gram, followers)
        start = place + at
        parts += [text[done:start], read]
        length += start - done
        slips.append(Slip(length, length + len(read), right))
        length += len(read)
        done = place = start + len(right)
    return "".join([*parts, text[done:]]), slips


def cases(
    name: str, text: str, slips: Sequence[Slip], lexicon: Lexicon, model: LanguageModel
) -> list[Case]:
    """Return the near misses of a text, right and wrong; those that spoil a slip are left out."""
    starts = [item.start for item in slips]
    found = []
    for item in find_expressions(text, model.char_scores(text), lexicon, model):
        miss = item.miss
        passage = text[max(miss.start, miss.left - 2) : min(miss.end, miss.right + 2)]
        if text.count(passage) >= _OWN_USAGE:
            continue
        first = max(0, bisect_left(starts, miss.left - _NEAR) - 1)
        beside = [
            number
            for number in range(first, min(len(slips), first + 4))
            if slips[number].start - _NEAR <= miss.right and miss.left <= slips[number].end + _NEAR
        ]
        mended = [
            number
            for number in beside
            if _same(text, (miss.left, miss.right, item.written), slips[number])
        ]
        if mended or not beside:
            found.append(Case(name, mended[0] if mended else -1, miss.left, item.values))
    return found


def _same(text: str, change: tuple[int, int, str], right: Slip) -> bool:
    start, end, written = change
    low, high = min(start, right.start), max(end, right.end)
    mended = text[low:start] + written + text[end:high]
    return mended == text[low : right.start] + right.right + text[right.end : high]


def fit(rows: Sequence[Case]) -> tuple[float, ...]:
    """Return the weights."""
    values = np.array([row.values for row in rows], dtype=np.float64)
    right = np.array([row.slip >= 0 for row in rows], dtype=np.float64)
    return fit_logistic(values, right, np.ones(len(rows)))


def held_out(rows: Sequence[Case]) -> NDArray[np.float64]:
    """Return the probability of every case by weights that were set on the other half."""
    names = sorted({row.document for row in rows})
    half = np.array([names.index(row.document) % 2 for row in rows])
    values = np.array([row.values for row in rows], dtype=np.float64)
    chances = np.zeros(len(rows))
    for side in (0, 1):
        weights = np.array(fit([row for row, mine in zip(rows, half, strict=True) if mine != side]))
        chances[half == side] = 1 / (1 + np.exp(-values[half == side] @ weights))
    return chances


def report(rows: Sequence[Case], made: int, characters: int) -> None:
    """Print what is found and what is found wrongly from several probabilities on."""
    right: dict[tuple[str, int], float] = {}
    wrong: dict[tuple[str, int], float] = {}
    for row, chance in zip(rows, held_out(rows), strict=True):
        kept, key = (right, row.slip) if row.slip >= 0 else (wrong, row.place // 8)
        kept[row.document, key] = max(float(chance), kept.get((row.document, key), 0.0))
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.98):
        found = sum(chance >= least for chance in right.values())
        false = sum(chance >= least for chance in wrong.values())
        rate = 100_000 * false / characters
        print(f"{least}: {found} of {made} slips, {false} false, {rate:.2f} per 100,000 characters")


def main() -> None:
    """Make slips, weigh, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--clean", nargs="*", type=Path, default=[])
    parser.add_argument("--source", required=True, help="what the texts are, for the record")
    parser.add_argument("-o", "--out", type=Path, default=model_path("expressions.json"))
    options = parser.parse_args()
    lexicon, model = Lexicon.load(), LanguageModel.load()
    texts = {path.name: path.read_text(encoding="utf-8") for path in options.reports}
    grams, followers = common(texts)
    draw = random.Random(7)
    rows: list[Case] = []
    made = characters = 0
    for name, text in texts.items():
        spoilt, slips = spoil(draw, text, grams, followers)
        rows += cases(name, spoilt, slips, lexicon, model)
        made += len(slips)
        characters += len(spoilt)
    for path in options.clean:
        text = path.read_text(encoding="utf-8")
        rows += cases(path.name, text, [], lexicon, model)
        characters += len(text)
    report(rows, made, characters)
    found = Weights(features=FEATURES, weights=fit(rows), source=options.source)
    options.out.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


if __name__ == "__main__":
    main()
