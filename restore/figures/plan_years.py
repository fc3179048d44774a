"""Checks the years of five-year plans: when one begins and ends, and which of its years a year is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.periods import anchor_of
from restore.figures.relations import failed_year
from restore.figures.times import IS_THAT_OF
from restore.text.characters import DIGIT_VALUES, ONE_TO_NINE, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["plan_checks"]

_YEAR = "(?:19|20)[0-9]{2}"
_PLAN = f'[“"]?十(?P<plan>[{ONE_TO_NINE}])五[”"]?'
#: 2026年是“十五五”规划开局之年, 2025年是“十四五”收官之年; 2021年是建党100周年，也是“十四五”开局之年.
_IS_OF_PLAN = (
    rf"[，,]?(?:{IS_THAT_OF}(?:(?!{_YEAR}年|[今去明前]年)[^。；\n]){{0,80}}?[，,、])?"
    f"(?:{IS_THAT_OF}|作为)(?:我[省市区国]|全面)?(?:实施)?{_PLAN}"
    f"(?:规划)?(?:实施|完成|执行)?的?(?:(?P<first>开局|开局起步|起步|首)(?:之)?年|第(?P<nth>[{ONE_TO_NINE}])年|(?P<last>收官之|收官|最后一)年)"
)
_YEAR_OF_PLAN = lazy_pattern(
    f"(?P<year>[12](?<![0-9].)(?:(?<=1)9|(?<=2)0)[0-9]{{2}})年{_IS_OF_PLAN}"
)
#: 三、2026年重点工作, and in its first lines 今年是“十五五”开局之年.
_THIS_YEAR_OF_PLAN = lazy_pattern(f"(?:今年|本年){_IS_OF_PLAN}")
_OF_YEAR = lazy_pattern(f"(?<![0-9])(?P<year>{_YEAR})年[^0-9\n]{{0,24}}$")
_SECTION = lazy_pattern(f"(?m)^[ \u3000]*[{ONE_TO_TEN}]、[^\n，。；]{{0,40}}$")
#: Characters of a section in which its year is spoken of as this one.
_SECTION_HEAD = 200
_A_PLAN = lazy_pattern(f"十[{ONE_TO_NINE}]五")
_PLAN_WITH_RANGE = lazy_pattern(
    f"{_PLAN}(?:时期|期间|规划)?[（(](?P<from>{_YEAR})年?[-—–－至~～]+(?P<to>{_YEAR})年?[）)]"
)
#: The tenth plan ended in 2005; each takes five years.
_FIRST_OF_ELEVENTH, _YEARS_OF_PLAN = 2006, 5


def plan_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each year that is not what its plan makes it (2026年是“十四五”开局之年)."""
    if not _A_PLAN.search(source.text):
        return
    for match in _YEAR_OF_PLAN.finditer(source.text):
        wanted = _year_of_plan(match)
        if int(match["year"]) != wanted:
            yield failed_year(
                source, match.span(), int(match["year"]), wanted, f"{match[0]}：应为 {wanted}年"
            )
    yield from list(_years_of_sections(source)) or _this_year(source)
    for match in _PLAN_WITH_RANGE.finditer(source.text):
        first = _first_year(match["plan"])
        last = first + _YEARS_OF_PLAN - 1
        if (int(match["from"]), int(match["to"])) != (first, last):
            yield failed_year(
                source, match.span(), int(match["from"]), first,
                f"{match[0]}：应为 {first}—{last}年",
            )  # fmt: skip


def _years_of_sections(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """三、2025年重点工作, and then 今年是“十五五”开局之年: the heading is of another year."""
    for heading in _SECTION.finditer(source.text):
        told = _OF_YEAR.search(source.text, heading.start(), heading.end())
        this = _THIS_YEAR_OF_PLAN.search(source.text, heading.end(), heading.end() + _SECTION_HEAD)
        if told and this and int(told["year"]) != _year_of_plan(this):
            wanted = _year_of_plan(this)
            yield failed_year(
                source, told.span("year"), int(told["year"]), wanted,
                f"标题为 {told['year']}年；{this[0]}：应为 {wanted}年",
            )  # fmt: skip


def _this_year(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """今年是“十五五”开局之年, in a report of 2021; one of December may speak of the next year."""
    for match in _THIS_YEAR_OF_PLAN.finditer(source.text):
        wanted = _year_of_plan(match)
        anchor = anchor_of(source.text.partition("\f")[0], source.title, source.date)
        if anchor.sure and anchor.given and abs(anchor.given - wanted) > 1:
            yield failed_year(
                source, match.span(), anchor.given, wanted,
                f"{match[0]}：应为 {wanted}年，文件为 {anchor.given} 年",
            )  # fmt: skip


def _year_of_plan(match: re.Match[str]) -> int:
    """Return the year of a plan that its words give: the first, the last or one by its number."""
    first = _first_year(match["plan"])
    if match["last"]:
        return first + _YEARS_OF_PLAN - 1
    return first + DIGIT_VALUES[match["nth"]] - 1 if match["nth"] else first


def _first_year(plan: str) -> int:
    return _FIRST_OF_ELEVENTH + _YEARS_OF_PLAN * (DIGIT_VALUES[plan] - 1)
