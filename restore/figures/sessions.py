"""Checks the numbers of congresses and sessions: none is told of that is yet to come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import msgspec

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.clauses import Spans, found_in, lines_holding
from restore.figures.numerals import read_numeral
from restore.figures.occasions import HELD, MOST_SESSIONS, NUMBER, Occasion, load_occasions
from restore.figures.periods import anchor_of
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["session_checks"]

#: A body is spoken of so many years before it is elected: 迎接党的二十大.
_AHEAD = 4
#: Since the fourteenth congress no central committee has met more than seven times.
_PLENARY = lazy_pattern(
    f"(?P<term>{NUMBER})届(?P<list>{NUMBER}中(?:(?:全会)?[、和]{NUMBER}中)*)全会"
)
_MAX_PLENARY, _SINCE_TERM = 7, 14
#: 党的十八大和十八届三中全会: the congress and the committee that it elected are of one number in 279 of 279 such
#: phrases (11 million characters); of the committee before it somebody may still speak.
_CONGRESS_AND_PLENARY = lazy_pattern(
    f"党的(?P<congress>{NUMBER})大(?:报告|会议)?(?:精神)?(?:以及|[和与及、，])(?:党的|中共)?"
    f"(?P<committee>{NUMBER})届(?=历次全会|{NUMBER}中)"
)
_STILL_SPOKEN_OF = 1
#: 二十届二中、三中全会 follow one another: 387 of 387 such lists, in 21 million characters of reports, news and policy, do.
_OF_LIST = lazy_pattern(f"({NUMBER})中")
#: The term of a local body: 省委十二届, 自治区政协十三届.
_LOCAL = lazy_pattern(f"(?P<body>[{HAN}]{{2}})(?P<number>{NUMBER})届(?={NUMBER}次|历次)")
#: Terms so far apart are not spoken of in one text: the party's own next one is awaited.
_APART = 3
#: So often a text names the term it speaks of; beside two mentions one of more than a term apart is wrong as well (of
#: 148 bodies none has that).
_MIN_MENTIONS = 3
_FEW_MENTIONS, _FAR = 2, 1


def session_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each congress or session that cannot have been yet."""
    lines = lines_holding(source.text, HELD)
    if not lines:
        return
    known = max(year for occasion in load_occasions() for year in occasion.years)
    for body in load_occasions():
        if body.kind == "session":
            yield from _too_many(source, body, lines)
        if body.kind != "term":
            continue
        found = [(m, m.span(m.lastindex or 0)) for m in found_in(body.pattern, source.text, lines)]
        terms = [(m, span, _value(source.text[slice(*span)])) for m, span in found]
        if terms:
            yield from _to_come(source, body, terms, known)
    for match in found_in(_PLENARY, source.text, lines):
        yield from _plenaries(source, match)
    for match in found_in(_CONGRESS_AND_PLENARY, source.text, lines):
        yield from _of_one_number(source, match)
    yield from _locals(source, lines)


def _plenaries(source: FigureSource, match: re.Match[str]) -> Iterator[ArithmeticCheck]:
    """二十届九中全会, and 二十届二中、六中全会: what no term has, and a list that leaves some out."""
    found = [(m.span(1), _value(m[1])) for m in _OF_LIST.finditer(source.text, *match.span("list"))]
    absent = [(span, number) for span, number in found if number > _MAX_PLENARY]
    if absent and _value(match["term"]) >= _SINCE_TERM:
        for span, number in absent:
            yield _failed(source, span, number, f"没有“{match[0]}”")
    elif any(after - before != 1 for (_, before), (_, after) in pairwise(found)):
        told = f"“{match[0]}”：各次全会并不相连"
        yield _failed(source, match.span("list"), found[-1][1], told)


def _of_one_number(source: FigureSource, match: re.Match[str]) -> Iterator[ArithmeticCheck]:
    """党的十八大、十三届三中全会: the congress elects the committee of its number."""
    congress, committee = _value(match["congress"]), _value(match["committee"])
    if congress != committee:
        told = f"“{match[0]}”：党的{match['congress']}大选举产生的是{match['congress']}届中央委员会"
        check = _failed(source, (match.start("congress"), match.end("committee")), committee, told)
        doubted = congress - committee == _STILL_SPOKEN_OF
        yield msgspec.structs.replace(check, outcome="possible") if doubted else check


def _to_come(
    source: FigureSource,
    body: Occasion,
    terms: list[tuple[re.Match[str], tuple[int, int], int]],
    known: int,
) -> Iterator[ArithmeticCheck]:
    """党的二十八大, in a report of 2026; without a year, beside the terms that the rest speaks of."""
    anchor = anchor_of(source.text.partition("\f")[0], source.title, source.date)
    numbers = Counter(number for _, _, number in terms)
    for match, span, number in terms:
        year = body.year(number) or 0
        # 十一届三中全会 is spoken of for ever.
        others = [n for n in numbers.elements() if n != number and n >= body.first]
        if anchor.sure and anchor.given is not None:
            if number >= body.first and year > anchor.given + _AHEAD:
                told = f"“{match[0]}”届期在 {year} 年，文件为 {anchor.given} 年"
                yield _failed(source, span, number, told)
        elif (
            numbers[number] == 1 and len(others) >= _MIN_MENTIONS and number > max(others) + _APART
        ):
            told = f"“{match[0]}”：文中其他各处最晚为 {max(others)}"
            yield _failed(source, span, number, told)
        elif year > known + _APART * body.every:
            yield _failed(source, span, number, f"没有“{match[0]}”")


def _too_many(source: FigureSource, body: Occasion, lines: Spans) -> Iterator[ArithmeticCheck]:
    """十四届全国人大六次会议: a term has one session a year."""
    for match in found_in(body.pattern, source.text, lines):
        number = _value(match[match.lastindex or 0])
        if number > MOST_SESSIONS and _value(match["term"]) >= body.first:
            yield _failed(
                source, match.span(match.lastindex or 0), number, f"没有“{match[0]}”：每届五次会议"
            )


def _locals(source: FigureSource, lines: Spans) -> Iterator[ArithmeticCheck]:
    """省委十九届 once, where a text says 省委十二届 time and again: no later term is known yet, and no old one spoken of."""
    found = list(found_in(_LOCAL, source.text, lines))
    counted = Counter((match["body"], match["number"]) for match in found)
    for match in found:
        usual, count = max(
            ((number, n) for (body, number), n in counted.items() if body == match["body"]),
            key=lambda item: item[1],
        )
        gap = _value(match["number"]) - _value(usual)
        few = _MIN_MENTIONS if abs(gap) <= _FAR else _FEW_MENTIONS
        later = gap > 0 or abs(gap) > _FAR
        if later and count >= few and counted[match["body"], match["number"]] == 1:
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
