"""Checks the numbers of congresses and sessions: none is told of that is yet to come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.numerals import read_numeral
from restore.figures.periods import anchor_of
from restore.text.characters import HAN, ONE_TO_TEN

__all__ = ["session_checks"]

_NUMBER = f"[{ONE_TO_TEN}]{{1,3}}"


class _Body(NamedTuple):
    """A body that is elected every five years, by a known year of one of its terms."""

    pattern: re.Pattern[str]
    number: int
    year: int


_TERM = 5
_BODIES = (
    # Constitution of the Party, article 19: a congress every five years; the twelfth met in 1982.
    _Body(
        re.compile(
            f"党的(?P<number>{_NUMBER})(?=大(?!会))|(?P<session>{_NUMBER})(?=届{_NUMBER}中全会)"
        ),
        12,
        1982,
    ),
    # Constitution of 1982, article 60: a term of five years; the sixth congress met in 1983.
    _Body(re.compile(f"(?P<number>{_NUMBER})(?=届全国(?:人大|人民代表大会|政协))"), 6, 1983),
)
#: A body is spoken of so many years before it is elected: 迎接党的二十大.
_AHEAD = 4
#: Since the fourteenth congress no central committee has met more than seven times.
_PLENARY = re.compile(f"(?P<term>{_NUMBER})届(?P<number>{_NUMBER})中全会")
_MAX_PLENARY, _SINCE_TERM = 7, 14
#: The term of a local body: 省委十二届, 自治区政协十三届.
_LOCAL = re.compile(f"(?P<body>[{HAN}]{{2}})(?P<number>{_NUMBER})届(?={_NUMBER}次|历次)")
#: Terms so far apart are not spoken of in one text: the party's own next one is awaited.
_APART = 3
#: So often a text names the term it speaks of.
_MIN_MENTIONS = 3


def session_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each congress or session that cannot have been yet."""
    if "届" not in source.text and "党的" not in source.text:
        return
    for body in _BODIES:
        found = [(m, m.span(m.lastgroup or 0)) for m in body.pattern.finditer(source.text)]
        terms = [(m, span, _value(source.text[slice(*span)])) for m, span in found]
        if terms:
            yield from _to_come(source, body, terms)
    for match in _PLENARY.finditer(source.text):
        number = _value(match["number"])
        if number > _MAX_PLENARY and _value(match["term"]) >= _SINCE_TERM:
            yield _failed(source, match.span("number"), number, f"没有“{match[0]}”")
    yield from _locals(source)


def _to_come(
    source: FigureSource, body: _Body, terms: list[tuple[re.Match[str], tuple[int, int], int]]
) -> Iterator[ArithmeticCheck]:
    """党的二十八大, in a report of 2026; without a year, beside the terms that the rest speaks of."""
    anchor = anchor_of(source.text.partition("\f")[0], source.title, source.date)
    numbers = Counter(number for _, _, number in terms)
    for match, span, number in terms:
        year = body.year + _TERM * (number - body.number)
        others = [n for n in numbers.elements() if n != number]
        if anchor.sure and anchor.given is not None:
            if number >= body.number and year > anchor.given + _AHEAD:
                told = f"“{match[0]}”届期在 {year} 年，文件为 {anchor.given} 年"
                yield _failed(source, span, number, told)
        elif (
            numbers[number] == 1 and len(others) >= _MIN_MENTIONS and number > max(others) + _APART
        ):
            told = f"“{match[0]}”：文中其他各处最晚为 {max(others)}"
            yield _failed(source, span, number, told)


def _locals(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """省委十九届 once, where a text says 省委十二届 time and again: no later term is known yet."""
    found = list(_LOCAL.finditer(source.text))
    counted = Counter((match["body"], match["number"]) for match in found)
    for match in found:
        usual, count = max(
            ((number, n) for (body, number), n in counted.items() if body == match["body"]),
            key=lambda item: item[1],
        )
        if (
            count >= _MIN_MENTIONS
            and counted[match["body"], match["number"]] == 1
            and _value(match["number"]) > _value(usual)
        ):
            yield _failed(
                source, match.span("number"), _value(match["number"]),
                f"“{match[0]}”：文中另有 {count} 处为“{match['body']}{usual}届”",
            )  # fmt: skip


def _value(text: str) -> int:
    numeral = read_numeral(text)
    return int(numeral.value) if numeral else 0


def _failed(
    source: FigureSource, span: tuple[int, int], number: int, explanation: str
) -> ArithmeticCheck:
    return ArithmeticCheck(
        "", source.document, "session", span, (), "failed", Decimal(number), None, explanation
    )
