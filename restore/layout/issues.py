"""Which newspaper, day and page a document is, by its furniture and its file name.

The furniture has priority; the file name fills in what the furniture does not say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from restore.layout.sections import numeral_value
from restore.text.characters import (
    DIGIT_VALUES,
    DIGITS,
    HALF_WIDTH,
    HAN,
    ONE_TO_TEN,
    ZERO_TO_NINE,
    ZEROS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["Identity", "Kinship", "identity_of", "kinship", "page_number", "same_page"]

_NUMERALS = ZEROS + ONE_TO_TEN
_PAGE = lazy_pattern(
    rf"(?P<front>头版)|(?P<letter>[A-DＡ-Ｄ]?)(?P<number>[{DIGITS}]{{1,3}}|[{_NUMERALS}]{{1,3}})\s*版"
)
# A running head sets the section and page without 版: A01.
_LETTERED = lazy_pattern(
    f"(?<![0-9A-Za-z])(?P<letter>[A-DＡ-Ｄ])(?P<number>[{DIGITS}]{{1,2}})(?![0-9A-Za-z])"
)
_DATE = lazy_pattern(
    f"(?<!农历)(?P<year>[{DIGITS}{ZERO_TO_NINE}]{{4}})年(?P<month>[{DIGITS}{_NUMERALS}]{{1,3}})月"
    f"(?P<day>[{DIGITS}{_NUMERALS}]{{1,3}})日"
)
_PAPER = lazy_pattern(
    f"[{HAN}]{{1,10}}(?:日报|晚报|早报|时报|晨报|商报|周报|快报|都市报|公报)(?=社?(?:[^{HAN}]|\\Z))"
)
_NAME_DATE = lazy_pattern(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-_./年]?)(?P<month>0[1-9]|1[0-2]|(?<=[-_./年])[1-9])"
    r"[-_./月]?(?P<day>0[1-9]|[12][0-9]|3[01]|(?<=[-_./月])[1-9])日?(?![0-9])"
)
_NAME_PAGE = lazy_pattern(
    rf"第?(?P<number>[0-9]{{1,3}}|[{_NUMERALS}]{{1,3}})版"
    r"|(?<![0-9A-Za-z])(?P<letter>[A-D])(?P<lettered>[0-9]{1,2})版?(?![0-9A-Za-z])"
    r"|(?<![A-Za-z])(?:page|p|版面?)[-_ ]?(?P<paged>[0-9]{1,3})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# 20250109_03: behind a date a short number is the page.
_NAME_TAIL = lazy_pattern(r"[-_/ .](?P<tail>[0-9]{1,2})\Z")


class Identity(NamedTuple):
    """What is known of a document as a page: ``date`` as (year, month, day), the paper's name,
    its ``pages`` ("3", "A1"; a file may hold several), and ``series``: the file's name without
    date and page, the same for all pages that were named by one habit."""

    date: tuple[int, int, int] | None = None
    paper: str | None = None
    pages: frozenset[str] = frozenset()
    series: str | None = None


class Kinship(NamedTuple):
    """What two documents share; ``conflict`` says that they cannot be pages of one issue."""

    conflict: bool
    date: bool
    paper: bool


def page_number(words: str) -> str | None:
    """Return the page that a mark or a running head names ("3", "A1"), or None.

    Examples
    --------
    >>> page_number("（下转第三版）"), page_number("■上接A01版"), page_number("上接头版")
    ('3', 'A1', '1')
    """
    match = _PAGE.search(words)
    if match is None:
        return None
    return "1" if match["front"] else _page(match["letter"], match["number"])


def _page(letter: str, number: str) -> str | None:
    bare = number.translate(HALF_WIDTH)
    value = int(bare) if bare.isdigit() and bare.isascii() else numeral_value(bare)
    return f"{letter.translate(HALF_WIDTH)}{value}" if value else None


def same_page(one: str, other: str) -> bool:
    """Whether two page numbers name one page; a section's letter may be left out."""
    return one == other or (
        one.lstrip("ABCD") == other.lstrip("ABCD") and one.isdigit() != other.isdigit()
    )


def identity_of(name: str, furniture: Iterable[str]) -> Identity:
    """Read the identity of a page.

    Parameters
    ----------
    name : the document's id: its path with ``/``
    furniture : the lines of the page that are furniture
    """
    dates: Counter[tuple[int, int, int]] = Counter()
    papers: Counter[str] = Counter()
    pages: set[str] = set()
    for line in furniture:
        bare = "".join(line.split())
        dates.update(found for match in _DATE.finditer(bare) if (found := _date(match)))
        papers.update(_PAPER.findall(bare))
        for match in (*_PAGE.finditer(bare), *_LETTERED.finditer(bare)):
            page = _page(match["letter"], match["number"] or "")
            if page is not None:
                pages.add(page)
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}\Z", "", name)
    named, place = _NAME_DATE.search(stem), stem
    if named is not None:
        place = stem[: named.start()] + "#" + stem[named.end() :]
    page_there = _NAME_PAGE.search(place) or (_NAME_TAIL.search(place) if named else None)
    series = None
    if page_there is not None:
        series = place[: page_there.start()] + "#" + place[page_there.end() :]
        if not pages:
            groups = page_there.groupdict()
            number = next(
                groups[key]
                for key in ("number", "lettered", "paged", "tail")
                if groups.get(key) is not None
            )
            number_there = _page((groups.get("letter") or "").upper(), number)
            pages = {number_there} if number_there is not None else set()
    date = _only(dates)
    if date is None and not dates and named is not None:
        date = _date(named)
    return Identity(date, _only(papers), frozenset(pages), series)


_Value = TypeVar("_Value")


def _only(counts: Counter[_Value]) -> _Value | None:
    """Return the value that is met most, or None where two are met as often."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _date(match: re.Match[str]) -> tuple[int, int, int] | None:
    year = match["year"].translate(HALF_WIDTH)
    if not (year.isascii() and year.isdigit()):
        year = "".join(str(DIGIT_VALUES.get(char, char)) for char in year)
    parts = [int(year)]
    for key in ("month", "day"):
        bare = match[key].translate(HALF_WIDTH)
        parts.append(int(bare) if bare.isascii() and bare.isdigit() else numeral_value(bare))
    fits = 1900 <= parts[0] <= 2100 and 1 <= parts[1] <= 12 and 1 <= parts[2] <= 31
    return (parts[0], parts[1], parts[2]) if fits else None


_KIND = lazy_pattern("(?:日|晚|早|时|晨|商|周|快|都市|公)报\\Z")


def kinship(one: Identity, other: Identity) -> Kinship:
    """Compare two documents: what shows, and what rules out, that they are pages of one issue."""
    date = one.date is not None and one.date == other.date
    dates_differ = one.date is not None and other.date is not None and not date
    named = one.paper is not None and one.paper == other.paper
    papers_differ = False
    if one.paper is not None and other.paper is not None and not named:
        # A misread character leaves most of a name standing.
        left, right = (set(_KIND.sub("", paper)) for paper in (one.paper, other.paper))
        papers_differ = not left & right
    series = one.series is not None and one.series == other.series
    return Kinship(dates_differ or papers_differ, date, named or series)
