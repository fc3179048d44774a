"""Finds the figures of texts whose error the texts themselves would show, by plain rules of their own.

Nothing of :mod:`restore.figures` is asked: what that check can confirm says nothing about what it misses.
A figure has redundancy where its words and its number stand again, where it counts the list beside it,
sums or compares figures of its sentence, tells the age of something whose year is known, or is one of a
row of numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from restore.text.characters import HAN, ONE_TO_TEN

__all__ = ["Place", "Why", "places_with_redundancy"]

#: ``again``: the same words and number stand in two places; the others name what ties the figure.
Why = Literal["again", "list", "sum", "change", "share", "age", "row", "range"]

#: Characters before a number that are its words, for it to be found again in its text or another, and
#: behind it.
_WORDS_WITHIN, _WORDS, _BEHIND = 6, 12, 3
#: An age is told in a year so near to the one a text is about.
_NEAR_YEARS = 1
#: A row of numbered things has so many, and a name with an ordinal stands so often in a text.
_MIN_ROW = 3
#: Parts that a sum is sought among, and the least total that does not come out by chance.
_MAX_PARTS = 6
_MIN_TOTAL = 10
#: Points (or tenths of what is printed) that a rate may be off.
_RATE_SLACK = Decimal("0.15")

_SENTENCE = re.compile("[^。；\n]+")
_NUMBER = re.compile(
    rf"(?<![0-9.])(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<scale>[万亿]*)(?P<unit>个百分点|[%％]|[{HAN}])?"
)
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年)")
_RANGE = re.compile("(?<![0-9])((?:19|20)[0-9]{2})年?(?:—|－|-|–|至|到)((?:19|20)[0-9]{2})年")
_PLAN_YEAR = re.compile(
    "(?P<year>20[0-9]{2})年[^。；0-9]{0,12}十(?P<plan>[一二三四五六])五[^。；0-9]{0,6}(?P<word>开局之年|第一年|收官之年|最后一年)"
)
_AGE = re.compile(f"([{HAN}]{{2,12}})(?P<age>[0-9]{{1,3}})周年")
_UNITS = "个|项|类|大类|大|条|种|家|省区市|省市|省|市|维度|方面|领域|环节|片区"
_COUNTED = re.compile(
    f"(?P<list>(?:[{HAN}A-Za-z“”]{{2,16}}、)+[{HAN}A-Za-z“”]{{2,24}}?(?:[和与及][{HAN}]{{2,16}})?)"
    f"(?P<count>[0-9]{{1,2}}|[{ONE_TO_TEN}])(?:{_UNITS})(?![{HAN}]?[、])"
)
_COUNT_AHEAD = re.compile(
    f"(?<![0-9.第])(?P<count>[0-9]{{1,2}}|[{ONE_TO_TEN}])(?:{_UNITS})[{HAN}]{{0,12}}[（(：:]"
    f"(?P<list>[{HAN}A-Za-z“”]{{2,20}}(?:、[{HAN}A-Za-z“”]{{2,20}})+)(?=[）)。；])"
)
_ROW = re.compile(
    f"(?<![{HAN}])(?P<open>[（(]?)(?P<number>[{ONE_TO_TEN}]{{1,3}})(?=[、）)]|是[{HAN}]|要[{HAN}])"
)
_NAMED = re.compile(
    f"(?P<name>[{HAN}]{{0,2}})(?P<number>[{ONE_TO_TEN}]{{1,3}})(?=届|次全会|中全会)"
)
_FROM_TO = re.compile("(?:由|从)")
_AMONG = re.compile("其中|包括|分别|共|合计")
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


class Place(NamedTuple):
    """A number that an error may be put into: its kind of error, where it stands, and what ties it."""

    kind: Literal["digit", "list", "year", "ordinal"]
    document: str
    span: tuple[int, int]
    why: Why


def places_with_redundancy(texts: Mapping[str, str], founded: Mapping[str, int]) -> Iterator[Place]:
    """Yield each number that something else ties, once.

    Parameters
    ----------
    texts : the text of every document
    founded : the years in which what has anniversaries began
    """
    seen: set[tuple[str, int]] = set()
    rules = [rule(name, text) for name, text in texts.items() for rule in _RULES]
    rules += [_ages(name, text, founded) for name, text in texts.items()]
    for rule in [*rules, _again(texts)]:
        for place in rule:
            if (place.document, place.span[0]) not in seen:
                seen.add((place.document, place.span[0]))
                yield place


def _again(texts: Mapping[str, str]) -> Iterator[Place]:
    """城镇调查失业率5.5%左右, twice in one report (or, with more words, in two), and no other number."""
    told: dict[tuple[str, str, str], list[tuple[Place, str]]] = defaultdict(list)
    for name, text in texts.items():
        years = {m.span() for m in _YEAR.finditer(text)}
        numbers = {m.span("digits") for m in _NUMBER.finditer(text)}
        for start, end in sorted(years | numbers):
            before, behind = text[max(0, start - _WORDS) : start], text[end : end + _BEHIND]
            words = re.split(r"[^\w]|[0-9]", before)[-1]
            place = Place("year" if (start, end) in years else "digit", name, (start, end), "again")
            for home, length in ((name, _WORDS_WITHIN), ("", _WORDS)):
                if len(words) >= length:
                    told[home, words[-length:], behind].append((place, text[start:end]))
    for found in told.values():
        if len(found) > 1 and len({number for _, number in found}) == 1:
            yield from (place for place, _ in found)


def _lists(name: str, text: str) -> Iterator[Place]:
    """A、B、C三个…, and 3个…（A、B、C）."""
    for pattern in (_COUNTED, _COUNT_AHEAD):
        for match in pattern.finditer(text):
            marks = match["list"].count("、") + 1
            joined = len(re.findall("[和与及]", match["list"]))
            count = _NUMERALS.get(match["count"]) or int(match["count"])
            # 等 leaves some out: then the count need not be of those that are named.
            closed = not match["list"].endswith(("等", "等“"))
            if closed and count >= 2 and count in {marks, marks + joined}:
                yield Place("list", name, match.span("count"), "list")


class _Number(NamedTuple):
    span: tuple[int, int]
    value: Decimal
    unit: str


def _numbers(text: str, start: int, end: int) -> list[_Number]:
    powers = {"": 0, "万": 4, "亿": 8, "万亿": 12}
    return [
        _Number(
            m.span("digits"),
            Decimal(m["digits"]).scaleb(powers.get(m["scale"], 0)),
            m["unit"] or "",
        )
        for m in _NUMBER.finditer(text, start, end)
        if m["unit"] not in {"年", "月", "日"}
    ]


def _sentences(text: str) -> Iterator[tuple[str, list[_Number]]]:
    for match in _SENTENCE.finditer(text):
        numbers = _numbers(text, *match.span())
        if len(numbers) > 1:
            yield match[0], numbers


def _sums(name: str, text: str) -> Iterator[Place]:
    """23项，其中8项、15项: a figure that is the sum of those right behind or before it."""
    for words, numbers in _sentences(text):
        if not _AMONG.search(words):
            continue
        for at, total in enumerate(numbers):
            if total.value < _MIN_TOTAL:
                continue
            for size in range(2, _MAX_PARTS + 1):
                for parts in (numbers[at + 1 : at + 1 + size], numbers[max(0, at - size) : at]):
                    alike = len(parts) == size and all(p.unit == total.unit != "%" for p in parts)
                    if alike and sum(p.value for p in parts) == total.value:
                        for number in (total, *parts):
                            yield Place("digit", name, number.span, "sum")


def _changes(name: str, text: str) -> Iterator[Place]:
    """从A提高到B，提高C: the change is the difference, or the rate of it."""
    for words, numbers in _sentences(text):
        if not _FROM_TO.search(words):
            continue
        for first, second, change in zip(numbers, numbers[1:], numbers[2:], strict=False):
            if first.unit != second.unit or not first.value:
                continue
            gap = abs(second.value - first.value)
            rate = gap / first.value * 100
            if gap == change.value or (
                change.unit in {"%", "％"} and abs(rate - change.value) <= _RATE_SLACK
            ):
                yield from (Place("digit", name, n.span, "change") for n in (first, second, change))


def _shares(name: str, text: str) -> Iterator[Place]:
    """A名，其中B名，占C%."""
    for _, numbers in _sentences(text):
        for whole, part, share in zip(numbers, numbers[1:], numbers[2:], strict=False):
            if whole.unit != part.unit or share.unit not in {"%", "％"} or not whole.value:
                continue
            if part.value < whole.value and abs(part.value / whole.value * 100 - share.value) <= (
                _RATE_SLACK
            ):
                yield from (Place("digit", name, n.span, "share") for n in (whole, part, share))


def _rows(name: str, text: str) -> Iterator[Place]:
    """（一）（二）（三）, 一是二是三是: each number follows the one before; and 六届 that a text says often."""
    found = [
        (match, _NUMERALS[match["number"]], match["open"], text[match.end()])
        for match in _ROW.finditer(text)
        if match["number"] in _NUMERALS
    ]
    for before, here, after in zip(found, found[1:], found[2:], strict=False):
        if before[2:] == here[2:] == after[2:] and before[1] + 1 == here[1] == after[1] - 1:
            yield Place("ordinal", name, here[0].span("number"), "row")
    named = [(m["name"] + m["number"] + text[m.end()], m) for m in _NAMED.finditer(text)]
    often = Counter(key for key, _ in named)
    for key, match in named:
        if often[key] >= _MIN_ROW:
            yield Place("ordinal", name, match.span("number"), "row")


def _ranges(name: str, text: str) -> Iterator[Place]:
    """The first year of 2021—2025年 is before the second; a plan names both."""
    for match in _PLAN_YEAR.finditer(text):
        number = _NUMERALS[match["plan"]]
        first = 2006 + 5 * (number - 1)
        wanted = first if match["word"][0] in "开第" else first + 4
        if int(match["year"]) == wanted:
            yield Place("year", name, match.span("year"), "range")
    for match in _RANGE.finditer(text):
        beside = text[max(0, match.start() - 14) : match.start()]
        if int(match[1]) < int(match[2]) and re.search("十[一二三四五六]五", beside):
            yield from (Place("year", name, match.span(group), "range") for group in (1, 2))


def _ages(name: str, text: str, founded: Mapping[str, int]) -> Iterator[Place]:
    """成立75周年 of what began in a known year, said in the year that follows from it, or said twice."""
    years = Counter(int(year) for year in _YEAR.findall(text))
    about = max(years, key=lambda year: (years[year], year), default=0)
    found = list(_AGE.finditer(text))
    for match in found:
        begun = max((f for f in founded if f in match[1]), key=len, default=None)
        known = begun is not None and abs(founded[begun] + int(match["age"]) - about) <= _NEAR_YEARS
        twice = sum(m[1][-4:] == match[1][-4:] and m["age"] == match["age"] for m in found) > 1
        if known or twice:
            yield Place("digit", name, match.span("age"), "age")


_RULES = (_lists, _sums, _changes, _shares, _rows, _ranges)
