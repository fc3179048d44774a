"""Wrapped lines in Latin letters: which are joined, with a space or without a hyphen.

A line wrap swallows the space between two words and adds a hyphen inside one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from restore.layout.join_rules import EDGE_CHARACTERS, MAX_WORD_CHARACTERS
from restore.layout.lines import Line
from restore.text.characters import HAN, is_han
from restore.text.patterns import lazy_pattern

__all__ = ["filler", "latin_words", "latin_wraps", "without_hyphen"]

_HAN = re.compile(f"[{HAN}]")
_LATIN_LAST = lazy_pattern("[A-Za-z][,.;:!?)\\]'\"’”]*\\Z")
_WORD_LAST, _WORD_FIRST = re.compile("[A-Za-z][a-z]{3,}\\Z"), re.compile("[(\"'“‘]?[A-Za-z]")
_LONG_FIRST = re.compile("[A-Za-z][a-z]{3,}")
_FIGURE_THEN_SPACE = lazy_pattern("[A-Za-z][,.;:]? [0-9.,]+[,.;)\\]'\"’”]*\\Z")


def filler(left: str, right: str, whole: str) -> str:
    """Return the text that a line wrap removed between two lines: a space, or nothing.

    Parameters
    ----------
    whole : the whole text, which may set Latin words off from Chinese ones by spaces

    Examples
    --------
    >>> [filler(*pair, "") for pair in (("machine", "learning"), ("使用", "Python"))]
    [' ', '']
    """
    left, right = left[-MAX_WORD_CHARACTERS:], right[:MAX_WORD_CHARACTERS]
    if _WORD_FIRST.match(right):
        if _LATIN_LAST.search(left) or _FIGURE_THEN_SPACE.search(left):
            return " "
        if left[-1].isdigit():
            return " " if _LONG_FIRST.match(right) else ""
        return " " if is_han(left[-1]) and _spaced_latin(whole) else ""
    if right[0].isdigit():
        # Windows 10, but PM2.5 and M2.
        return " " if _WORD_LAST.search(left) else ""
    beside = left[-1].isascii() and left[-1].isalpha() and is_han(right)
    return " " if beside and _spaced_latin(whole) else ""


_SET_OFF = lazy_pattern(f"[{HAN}] [A-Za-z]|[A-Za-z] [{HAN}]")
_SET_CLOSE = lazy_pattern(f"[{HAN}][A-Za-z]|[A-Za-z][{HAN}]")


@lru_cache(maxsize=1)
def _spaced_latin(text: str) -> bool:
    """Whether a text puts spaces between most of its Latin words and the Chinese ones beside them."""
    set_off = len(_SET_OFF.findall(text)) if " " in text else 0
    return set_off > 0 and set_off > len(_SET_CLOSE.findall(text))


_HYPHEN_LAST = lazy_pattern("(?P<word>[A-Za-z]+(?:-[A-Za-z]+)*)-\\Z")
_WHOLE_WORD = re.compile("[a-z]+(?:-[a-z]+)*")
_PROPER = re.compile("[A-Z][a-z]|[0-9]")
_WORD = re.compile("[a-z]+(?:-[A-Za-z]+)*")
# Members of compounds that English writes with a hyphen; a syllable is none of them.
_FIRST = {
    "self", "non", "well", "ill", "high", "low", "long", "short", "mid", "full", "half", "all",
    "ever", "near", "real", "open", "close", "deep", "large", "small", "multi", "cross", "post",
    "pre", "co", "ex", "semi", "quasi", "pseudo", "anti", "user", "data", "time", "cost", "rule",
    "state", "end", "one", "two", "three", "four", "five", "first", "second", "third", "single",
    "double", "hand", "man", "object", "event", "peer", "point", "client", "server", "domain",
    "model", "task", "energy", "fine", "coarse", "top", "bottom", "left", "right", "black",
    "white", "lower", "upper", "zero", "few", "many",
}  # fmt: skip
_SECOND = {
    "based", "like", "free", "driven", "oriented", "related", "specific", "level", "wide", "term",
    "scale", "quality", "known", "aware", "to", "of", "the", "in", "by", "on", "up", "off", "out",
    "and", "or", "end", "time", "art", "sized", "made", "dependent", "independent", "efficient",
    "friendly", "rich", "poor", "grained", "order", "class", "purpose", "supervised", "trained",
    "tuned", "tuning", "shot", "step", "stage", "way", "side", "line", "world", "dimensional",
    "linear",
}  # fmt: skip


def latin_words(text: str) -> frozenset[str]:
    """Return the Latin words of a text in lower case, with their hyphens."""
    return frozenset(_WHOLE_WORD.findall(text.lower()))


def without_hyphen(left: str, right: str, words: Collection[str]) -> bool | None:
    """Say whether the hyphen at the end of a line only divides a word, and is removed with the
    wrap.

    Parameters
    ----------
    words : how the text writes its words elsewhere (see ``latin_words``)

    Returns
    -------
    True where it only divides a word, False where the word has a hyphen of its own there (it has
    others, or is one of the compounds that are written so), None where no word was cut.

    Examples
    --------
    >>> [without_hyphen(*pair, ()) for pair in (("algo-", "rithms"), ("state-of-the-", "art"))]
    [True, False]
    """
    before, behind = (
        _HYPHEN_LAST.search(left[-MAX_WORD_CHARACTERS:]),
        _WORD.match(right[:MAX_WORD_CHARACTERS]),
    )
    if before is None:
        return None
    first = before["word"]
    if behind is None:
        # COVID-19, Smith-Jones: no word is divided before a capital or a figure.
        return False if first[0].isupper() and _PROPER.match(right) else None
    second = behind[0]
    if "-" in first or "-" in second or len(first) == 1:
        return False
    if f"{first}{second}".lower() in words:
        return True
    if f"{first}-{second}".lower() in words:
        return False
    return first.lower() not in _FIRST and second not in _SECOND


# A line of print in Latin letters holds forty characters or more; shorter ones are items or verse.
_MIN_LATIN_LINE_CHARACTERS = 40
# Most lines of a paragraph must be so full that the next word would not have fitted.
_MIN_FULL_LINES_SHARE = 0.8
_MIN_LINES = 3
_PROSE = re.compile("[A-Za-z]{2,}[,;:]? (?:[A-Za-z(\"'0-9]\\S* ){3}")
_CODE_INSIDE = re.compile(r"[_={}\[\]<>\\]|[\w\]]\(|['\"]\)", re.ASCII)
_SENTENCE_LAST = lazy_pattern("[.!?][)\"'”’]*\\Z")


def latin_wraps(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of Latin prose that continue in the next line.

    Whoever wraps such text breaks it where the next word does not fit: lines are joined where
    that holds of nearly all lines of a block, or where a long line stops in mid-sentence before a
    word in small letters.
    """
    found: set[int] = set()
    start = 0
    while start < len(lines):
        stop = start
        while (
            stop < len(lines)
            and (stop == start or lines[stop].gap == 0)
            and _HAN.search(lines[stop].text) is None
        ):
            stop += 1
        if stop - start > 1:
            found |= _latin_block(lines, start, stop)
        start = max(stop, start + 1)
    return frozenset(found)


def _latin_block(lines: Sequence[Line], start: int, stop: int) -> set[int]:
    lengths = [len(line.text) for line in lines[start:stop]]
    width = max(lengths)
    places = [
        place
        for place in range(start, stop - 1)
        if lengths[place - start] >= _MIN_LATIN_LINE_CHARACTERS
        and _PROSE.search(lines[place].text[:EDGE_CHARACTERS])
        and not any(
            _CODE_INSIDE.search(line.text[:EDGE_CHARACTERS]) for line in lines[place : place + 2]
        )
    ]
    full = {
        place
        for place in places
        if lengths[place - start] + 1 + len(lines[place + 1].text.split(" ", 1)[0]) > width
    }
    wrapped = stop - start >= _MIN_LINES and len(full) >= _MIN_FULL_LINES_SHARE * (stop - 1 - start)
    return {
        place
        for place in places
        if (wrapped and place in full)
        or (lines[place + 1].text[0].islower() and not _SENTENCE_LAST.search(lines[place].text))
    }
