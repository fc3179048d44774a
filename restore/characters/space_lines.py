"""A line as the rules for stray spaces see it: where it is letter-spaced, whether it is a headline."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from restore.gate.locks import SURNAMES
from restore.language.model import LanguageModel
from restore.text.characters import (
    HAN,
    PAIRED_MARKS,
    PROSE_MARKS,
    SPACE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["SpacedLine", "last_mark", "line_at"]

_SPACES = re.compile(f"[{SPACE}]+")
_HAN = re.compile(f"[{HAN}]")
# A gap with Latin words on neither side.
_STRAY = lazy_pattern(f"(?<![A-Za-z{SPACE}])[{SPACE}]+(?![A-Za-z{SPACE}])")
# A sentence that is spaced throughout has so many parts, of so many characters on average.
_MIN_SENTENCE_PARTS, _MAX_MEAN_PART = 12, 2.5
_SENTENCE_MARK = re.compile(f"[{PROSE_MARKS}]")
_NESTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）|‘[^’]*’")
_PAIRED = re.compile(f"[{PAIRED_MARKS}]")
# A headline is no longer.
_MAX_HEADLINE_CHARACTERS = 60
# Single characters in a row that show letter-spacing rather than a name or a list.
_MIN_SPACED_CHARACTERS = 4
# A reader that spaces letters finds a word here and there: 深 入 学 习 贯彻 新 时代. Half of so many
# parts are single characters, and none is longer than a word.
_MIN_PARTS, _MAX_WORD_CHARACTERS = 6, 4
# Together they read as Chinese: the mean log10 probability of a character. Of 21 such lines headlines
# have -2.0 and more, but for two of essays (-2.8, -2.9); lists of names, subjects, colours -2.4 at most.
_MIN_READABLE = -2.1


class SpacedLine(NamedTuple):
    """A line with gaps: what all of them ask of it. ``tabular``: two tabs or more stand in it;
    ``wide``: how many gaps of letter-spacing are wider than one space; ``marks``: where quotation
    marks and brackets stand, by mark.
    """

    start: int
    text: str
    headline: bool
    spaced: frozenset[int]
    tabular: bool
    lead: int
    wide: int
    marks: Mapping[str, list[int]]


def line_at(text: str, position: int, model: LanguageModel) -> SpacedLine:
    """Return the line of ``text`` that holds a position.

    Parameters
    ----------
    model : tells whether a headline is spaced throughout
    """
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : len(text) if end < 0 else end]
    bare = _NESTED.sub("", line)
    headline = len(line) <= _MAX_HEADLINE_CHARACTERS and _SENTENCE_MARK.search(bare) is None
    spaced = _letter_spaced(line, headline)
    if headline and spaced and _is_list(line, model):
        spaced = frozenset()
    if headline and _half_spaced(line, model):
        spaced = frozenset(match.start() for match in _SPACES.finditer(line))
    elif not headline and _all_spaced(line, model):
        spaced |= {match.start() for match in _STRAY.finditer(line)}
    wide = sum(
        len(match[0]) > 1 for match in _SPACES.finditer(line) if spaced and match.start() in spaced
    )
    marks: dict[str, list[int]] = {}
    for match in _PAIRED.finditer(line):
        marks.setdefault(match[0], []).append(match.start())
    lead = len(line) - len(line.lstrip())
    return SpacedLine(start, line, headline, spaced, line.count("\t") >= 2, lead, wide, marks)


def last_mark(line: SpacedLine, mark: str, stop: int) -> int:
    """Return where the last such mark before ``stop`` stands, or -1."""
    places = line.marks.get(mark, ())
    index = bisect_left(places, stop)
    return places[index - 1] if index else -1


def _letter_spaced(line: str, headline: bool) -> frozenset[int]:
    """Return the offsets of the gaps that belong to a letter-spaced run."""
    gaps = list(_SPACES.finditer(line))
    if len(gaps) < _MIN_SPACED_CHARACTERS - 1:
        return frozenset()
    bounds = [0, *(edge for gap in gaps for edge in gap.span()), len(line)]
    tokens = [line[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    single = [len(token) <= 3 and len(_HAN.findall(token)) == 1 for token in tokens]
    found: set[int] = set()
    index = 0
    while index < len(tokens):
        stop = index
        while stop < len(tokens) and single[stop]:
            stop += 1
        if _is_spaced(tokens, index, stop, headline):
            # In running text the neighbours of a long run were cut off it by a line wrap; in a
            # headline they are a part of their own.
            long = stop - index > _MIN_SPACED_CHARACTERS and not headline
            first = index - 1 if long and index > 0 else index
            last = stop if long and stop < len(tokens) else stop - 1
            found.update(gaps[gap].start() for gap in range(first, last))
        index = max(stop, index + 1)
    return frozenset(found)


def _is_list(line: str, model: LanguageModel) -> bool:
    """Whether a line of nothing but single characters does not read as words: 甲 乙 丙 丁."""
    parts = line.split()
    return max(map(len, parts)) == 1 and _mean_score(parts, model) < _MIN_READABLE


def _mean_score(parts: list[str], model: LanguageModel) -> float:
    """Return the mean log10 probability of the characters of some parts put together."""
    return float(model.char_scores("".join(parts)).mean())


def _half_spaced(line: str, model: LanguageModel) -> bool:
    """Whether the gaps of a headline part letters, though some words in it are whole."""
    if len(line.split()) < _MIN_PARTS:
        return False
    parts = [part for part in _SPACES.split(line) if part and _HAN.match(part) is not None]
    single = sum(len(part) == 1 for part in parts)
    return (
        len(parts) >= _MIN_PARTS
        and 2 * single >= len(parts)
        and max(map(len, parts)) <= _MAX_WORD_CHARACTERS
        and _mean_score(_SPACES.split(line), model) >= _MIN_READABLE
    )


def _all_spaced(line: str, model: LanguageModel) -> bool:
    """Whether an engine put a space between most characters of a sentence."""
    parts = line.split()
    return (
        len(parts) >= _MIN_SENTENCE_PARTS
        and sum(map(len, parts)) <= _MAX_MEAN_PART * len(parts)
        and _mean_score(parts, model) >= _MIN_READABLE
    )


def _is_spaced(tokens: list[str], first: int, stop: int, headline: bool) -> bool:
    """Whether the single characters ``tokens[first:stop]`` are one letter-spaced run.

    Two-character names are set as wide as three-character ones: 张 伟 李 娜 王小明.
    """
    length = stop - first
    if length < _MIN_SPACED_CHARACTERS:
        return False
    if not headline:
        return True
    if length % 2 == 0 and all(token in SURNAMES for token in tokens[first:stop:2]):
        return False
    return length == len(tokens) or length > _MIN_SPACED_CHARACTERS
