"""Checks years that are no date: of a name (2015中国海博会), of an outline, of a row of years to come."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.relations import failed_year
from restore.text.characters import ONE_TO_NINE, WRITTEN_DIGITS
from restore.text.patterns import lazy_pattern

__all__ = ["named_year_checks"]

_DIGIT = f"[0-9〇零○{ONE_TO_NINE}]"
#: A year in which digits of both kinds stand: 二5三五年; by its first character, so it is found several times as fast.
_FREE = f"(?<![0-9〇零○{ONE_TO_NINE}十百千万亿.].)"
_WRITTEN = lazy_pattern(f"[12一二]{_FREE}{_DIGIT}{{3}}(?=年)")
_KINDS = lazy_pattern(f"[0-9].*[{ONE_TO_NINE}]|[{ONE_TO_NINE}].*[0-9]")
_ARABIC = str.maketrans(WRITTEN_DIGITS, "001234567890")
_CENTURIES = ("19", "20")
#: The outline of the fourteenth plan looks as far as 2035.
_OUTLINE = lazy_pattern(f"第十四个五年规划和(?P<year>{_DIGIT}{{4}})年远景目标")
_OUTLINE_YEAR = 2035
#: A fair or campaign of a year; what is counted never begins so.
_NAME = lazy_pattern(
    "(?P<year>[0-9](?<![0-9.].)[0-9]{3})(?P<name>(?:中国|全国|世界|国际|全球|亚洲)[^，。；、\\s0-9]{1,8}?(?:会|展|节|赛|论坛))"
)
#: 2023年，…；2024年，…；2025年，…: so many years in a row.
_ROW = lazy_pattern(
    "[12](?<![^。；\\n].)(?:(?<=1)9|(?<=2)0)[0-9]{2}年，[^。；\\n]*[；。](?:(?:19|20)[0-9]{2}年，[^。；\\n]*[；。]){3,}"
)
_OF_ROW = re.compile("(?:^|(?<=[；。]))(?P<year>[0-9]{4})年")


def named_year_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each year that its name, its digits or the years beside it show wrong."""
    text = source.text
    for match in _WRITTEN.finditer(text):
        year = match[0].translate(_ARABIC)
        if _KINDS.search(match[0]) and not year.startswith(_CENTURIES):
            told = f"“{match[0]}年”：汉字与阿拉伯数字混写，不成年份"
            wanted = int(("20" if year[0] == "2" else "19") + year[2:])
            yield failed_year(source, match.span(), int(year), wanted, told)
    for match in _OUTLINE.finditer(text):
        year = match["year"].translate(_ARABIC)
        mixed = _KINDS.search(match["year"]) and not year.startswith(_CENTURIES)
        if int(year) != _OUTLINE_YEAR and not mixed:
            told = f"{match[0]}：应为 {_OUTLINE_YEAR}年"
            yield failed_year(source, match.span("year"), int(year), _OUTLINE_YEAR, told)
    yield from _names(source)
    yield from _rows(source)


def _names(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """1015中国海博会, where the text has 2015中国海博会."""
    named = defaultdict(list)
    for match in _NAME.finditer(source.text):
        named[match["name"]].append(match)
    for name, found in named.items():
        years = [int(m["year"]) for m in found if m["year"].startswith(_CENTURIES)]
        for match in found if years else ():
            if not match["year"].startswith(_CENTURIES):
                yield failed_year(
                    source, match.span("year"), int(match["year"]), years[0],
                    f"“{match[0]}”：文中另有“{years[0]}{name}”",
                )  # fmt: skip


def _rows(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """2021年，…；2022年，…；2023年，…；2022年，…: one year breaks the row, and goes back."""
    for row in _ROW.finditer(source.text):
        found = list(_OF_ROW.finditer(row[0]))
        years = [int(match["year"]) for match in found]
        for place, match in enumerate(found):
            first = years[1] - 1 if place == 0 else years[0]
            wanted = [first + step for step in range(len(years))]
            rest = [
                w == y for at, (w, y) in enumerate(zip(wanted, years, strict=True)) if at != place
            ]
            around = years[max(0, place - 1) : place], years[place + 1 : place + 2]
            back = any(y >= years[place] for y in around[0]) or any(
                y <= years[place] for y in around[1]
            )
            if all(rest) and years[place] != wanted[place] and back:
                start = row.start() + match.start("year")
                told = f"各年依次为 {'、'.join(map(str, years))}"
                yield failed_year(source, (start, start + 4), years[place], wanted[place], told)
