"""Finds what only looks like a figure: 十四五, 12345热线, 一带一路, titles, quoted names.

The dictionary lists the words, and patterns. Most patterns begin with one character of a few: one
search for all of these finds the few places where any of them matches, and only there each is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from restore.figures.dictionary import FigureDictionary, alternation
from restore.text.characters import (
    CLOSING_QUOTES,
    DIGITS,
    FORMAL_NUMERALS,
    NUMERALS,
    ONE_TO_NINE,
    ONE_TO_TEN,
    OPENING_QUOTES,
)
from restore.text.patterns import lazy_pattern, pairs_among

__all__ = ["Begun", "Name", "begun_of", "merged", "name_spans", "names_of"]

_TITLE = re.compile(r"《[^》\n]{1,80}》")
_QUOTED = re.compile(
    rf"[{OPENING_QUOTES}]([^{OPENING_QUOTES}{CLOSING_QUOTES}，。；\n]{{1,14}})[{CLOSING_QUOTES}]"
)
_QUOTED_NAME = lazy_pattern(
    f"(?:[零{ONE_TO_TEN}百千万两双]+(?!个[^0-9]{{4}})[^0-9]*|[0-9]+(?:[+×xX][0-9A-Za-z]+)*[A-Za-z]?"
    f"|[A-Za-z]+[0-9.]+[A-Za-z]*|[0-9]+[个条项大][0-9]+[百千万亿]*|[0-9+]{{3,}}[^0-9]*|.*(?<![0-9])[{ONE_TO_TEN}]+[^0-9]{{0,3}})"
)
#: What a pattern begins with, and what is left out of it to see whether it is two: [a]b|c.
_FIRST = re.compile(r"\[((?:\\.|[^\]\\^])+)\](?![*+?{])")
_CLASS = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\([^()]*\)")
#: The words that each match begins with: (?:附件|附录)[0-9]; two characters that stand for themselves, once each.
_LISTED = re.compile(r"\(\?:([^()\[\]\\]+)\)(?![*+?{])")
_PLAIN = re.compile(r"\w\w(?![*?{])")
_RANGE = re.compile("([0-9A-Za-z])-([0-9A-Za-z])")
_NUMERAL = frozenset(f"0123456789.第{NUMERALS}")

_Span = tuple[int, int]


class Name(NamedTuple):
    """A pattern of names, and words of which one is in each (none: nothing is known of them)."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]

    def spans(self, text: str) -> Iterator[_Span]:
        """Yield where the pattern finds something."""
        for word in self.words:
            if word in text:
                break
        else:
            if self.words:
                return iter(())
        return map(re.Match.span, self.pattern.finditer(text))


class Begun(NamedTuple):
    """Numbered patterns by the ``width`` characters that they begin with, and one for the places where any may match."""

    places: re.Pattern[str]
    patterns: dict[str, list[tuple[int, re.Pattern[str]]]]
    width: int = 1

    def spans(self, text: str) -> Iterator[_Span]:
        """Yield where any of the patterns finds something, each what it would find alone."""
        ends: dict[int, int] = {}
        for place in self.places.finditer(text):
            start = place.start()
            for number, pattern in self.patterns.get(text[start : start + self.width], ()):
                match = pattern.match(text, start) if ends.get(number, 0) <= start else None
                if match:
                    ends[number] = match.end()
                    yield match.span()


def name_spans(text: str, dictionary: FigureDictionary) -> list[_Span]:
    """Return the spans that look like figures and are names, sorted and merged."""
    spans = [match.span() for match in _TITLE.finditer(text)]
    for names in names_of(dictionary):
        spans.extend(names.spans(text))
    for match in _QUOTED.finditer(text):
        if _QUOTED_NAME.fullmatch(match[1]):
            spans.append(match.span(1))
    return merged(spans)


def merged(spans: Sequence[_Span]) -> list[_Span]:
    """Sort spans and join those that overlap."""
    joined: list[_Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@lru_cache(maxsize=4)
def names_of(dictionary: FigureDictionary) -> tuple[Name | Begun, ...]:
    """Compile the patterns of what only looks like a figure."""
    # 十一起 is eleven cases, and no 一起; 五万州 is no 万州, 八十八大类 no 十八大.
    counted = [name for name in dictionary.names if name[0] in ONE_TO_NINE]
    placed = [name for name in dictionary.names if name[0] in "十百千万亿"]
    others = [name for name in dictionary.names if name[0] not in ONE_TO_NINE + "十百千万亿"]
    listed = [
        *_not_behind("十百千万亿零", counted),
        *_not_behind(DIGITS + FORMAL_NUMERALS + NUMERALS, placed),
        alternation(others),
    ]
    # Numerals are where figures are, the other first characters elsewhere.
    begun: dict[bool, list[str]] = {True: [], False: []}
    alone: list[Name] = []
    paired: dict[str, frozenset[str]] = {}
    for name in dictionary.name_patterns:
        first = _first(name.form)
        if first:
            begun[_characters(first) <= _NUMERAL].append(name.form)
        elif heads := _heads(name.form):
            paired[name.form] = heads
        else:
            # One by one they are much faster than joined: each is looked for by the way it begins.
            alone.append(Name(lazy_pattern(name.form), name.words))
    joined = [begun_of(forms) for forms in begun.values() if forms]
    return (*joined, _begun_by_two(paired), *alone, Name(re.compile("|".join(listed)), ()))


def begun_of(forms: Sequence[str]) -> Begun:
    """Join patterns of which each begins with a class of characters."""
    rests: dict[str, list[str]] = {}
    patterns: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for number, form in enumerate(forms):
        first, pattern = _first(form), lazy_pattern(form)
        rests.setdefault(first, []).append(form[len(first) + len("[]") :])
        for character in _characters(first):
            patterns.setdefault(character, []).append((number, pattern))
    begin = "".join(map(re.escape, sorted(patterns)))
    behind = "|".join(f"[{first}](?:{'|'.join(rest)})" for first, rest in rests.items())
    # An alternative that begins with a class is passed over several times as fast as one behind a look at it.
    return Begun(re.compile(f"[{begin}](?<=(?={behind}).)"), patterns)


def _begun_by_two(heads: Mapping[str, frozenset[str]]) -> Begun:
    """Join patterns by the pairs of characters that each begins with."""
    patterns: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for number, (form, pairs) in enumerate(heads.items()):
        pattern = lazy_pattern(form)
        for pair in pairs:
            patterns.setdefault(pair, []).append((number, pattern))
    return Begun(pairs_among(patterns), patterns, width=2)


def _heads(form: str) -> frozenset[str]:
    """Return the two characters that each alternative of a pattern begins with; none where one begins in another way."""
    listed = _LISTED.match(form)
    bare, count = _CLASS.sub("\0", form[listed.end() :] if listed else form), 1
    while count:
        bare, count = _GROUP.subn("\0", bare)
    if listed and "|" in bare:
        return frozenset()
    alternatives = (listed[1] if listed else bare).split("|")
    plain = all(_PLAIN.match(alternative) for alternative in alternatives)
    return frozenset(alternative[:2] for alternative in alternatives if plain)


def _first(form: str) -> str:
    """Return the characters of the class that a pattern begins with; none where it begins in another way."""
    found = _FIRST.match(form)
    bare, count = _CLASS.sub("", form), 1
    while count:
        bare, count = _GROUP.subn("", bare)
    return found[1] if found and "|" not in bare else ""


def _characters(first: str) -> frozenset[str]:
    """Return the characters of a class: A-Z are 26."""
    ranges = _RANGE.findall(first)
    rest = _RANGE.sub("", first).replace("\\", "")
    return frozenset(rest).union(
        *(map(chr, range(ord(low), ord(high) + 1)) for low, high in ranges)
    )


def _not_behind(marks: str, forms: list[str]) -> Iterator[str]:
    """Yield patterns of forms, not behind some characters; each begins with a plain one: that is fast."""
    for first in dict.fromkeys(form[0] for form in forms):
        rest = alternation([form[1:] for form in forms if form[0] == first])
        yield f"{first}(?<![{marks}]{first})(?:{rest})"
