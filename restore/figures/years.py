"""Checks years that must follow from one another: of a plan, of a range, of a report's own sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.text.characters import DIGIT_VALUES, ONE_TO_NINE, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["year_checks"]

_YEAR = "(?:19|20)[0-9]{2}"
_PLAN = f'[“"]?十(?P<plan>[{ONE_TO_NINE}])五[”"]?'
#: 2026年是“十五五”规划开局之年, 2025年是“十四五”收官之年.
_IS_OF_PLAN = (
    f"[，,]?(?:是|系|作为|既是|正值|也是)(?:我[省市区国]|全面)?(?:实施)?{_PLAN}"
    f"(?:规划)?(?:实施|完成|执行)?的?(?:(?P<first>开局|开局起步|起步|首)(?:之)?年|第(?P<nth>[{ONE_TO_NINE}])年|(?P<last>收官之|收官|最后一)年)"
)
_YEAR_OF_PLAN = lazy_pattern(f"(?<![0-9])(?P<year>{_YEAR})年{_IS_OF_PLAN}")
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
#: A year with no digit before it, by its first character: so it is found several times as fast.
_FREE_YEAR = "[12](?<![0-9].)(?:(?<=1)9|(?<=2)0)[0-9]{2}"
_RANGE = lazy_pattern(f"(?P<from>{_FREE_YEAR})年?[-—–－至~～]+(?P<to>{_YEAR})年")
_REVIEW = lazy_pattern(f"(?<![0-9])(?P<year>{_YEAR})年[^\n0-9]{{0,16}}(?:工作回顾|回顾)$")
_COMING = lazy_pattern(
    f"(?<![0-9])(?P<year>{_YEAR})年[^\n0-9]{{0,12}}(?:工作安排|重点工作|主要工作|工作任务|工作部署|重点任务|总体要求[^\n]{{0,8}}|目标任务|的?工作)$"
)
_HEADING = lazy_pattern(f"(?m)^[ \u3000]*[{ONE_TO_TEN}]、[^\n，。；]{{4,40}}$")
#: The tenth plan ended in 2005; each takes five years.
_FIRST_OF_ELEVENTH, _YEARS_OF_PLAN = 2006, 5
#: What is reported and what is to come: the same year, or the one after.
_STEPS = {0, 1}


def year_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each year that cannot be by what stands beside it."""
    yield from _plans(source)
    for match in _RANGE.finditer(source.text):
        if match["from"] > match["to"]:
            yield _failed(
                source, match.span(), int(match["from"]), int(match["to"]),
                f"起止年份颠倒：{match[0]}",
            )  # fmt: skip
    yield from _sections(source)


def _plans(source: FigureSource) -> Iterator[ArithmeticCheck]:
    if not _A_PLAN.search(source.text):
        return
    for match in _YEAR_OF_PLAN.finditer(source.text):
        wanted = _year_of_plan(match)
        if int(match["year"]) != wanted:
            yield _failed(
                source, match.span(), int(match["year"]), wanted, f"{match[0]}：应为 {wanted}年"
            )
    yield from _years_of_sections(source)
    for match in _PLAN_WITH_RANGE.finditer(source.text):
        first = _first_year(match["plan"])
        last = first + _YEARS_OF_PLAN - 1
        if (int(match["from"]), int(match["to"])) != (first, last):
            yield _failed(
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
            yield _failed(
                source, told.span("year"), int(told["year"]), wanted,
                f"标题为 {told['year']}年；{this[0]}：应为 {wanted}年",
            )  # fmt: skip


def _year_of_plan(match: re.Match[str]) -> int:
    """Return the year of a plan that its words give: the first, the last or one by its number."""
    first = _first_year(match["plan"])
    if match["last"]:
        return first + _YEARS_OF_PLAN - 1
    return first + DIGIT_VALUES[match["nth"]] - 1 if match["nth"] else first


def _first_year(plan: str) -> int:
    return _FIRST_OF_ELEVENTH + _YEARS_OF_PLAN * (DIGIT_VALUES[plan] - 1)


def _sections(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """一、2025年工作回顾 is followed by 二、2026年工作安排; the year that the text names less is wrong."""
    headings = list(_HEADING.finditer(source.text))
    reviews = [m for h in headings if (m := _REVIEW.search(source.text, h.start(), h.end()))]
    comings = [m for h in headings if (m := _COMING.search(source.text, h.start(), h.end()))]
    if len(reviews) != 1 or not comings:
        return
    named = Counter(re.findall(f"(?<![0-9])({_YEAR})年", source.text))
    review = reviews[0]
    for coming in comings:
        if int(coming["year"]) - int(review["year"]) in _STEPS:
            continue
        wrong, right = sorted((review, coming), key=lambda m: named[m["year"]])
        wanted = int(right["year"]) + (1 if wrong is coming else -1)
        yield _failed(
            source, wrong.span("year"), int(wrong["year"]), wanted,
            f"标题一为 {review['year']}年，一为 {coming['year']}年",
        )  # fmt: skip


def _failed(
    source: FigureSource, span: tuple[int, int], stated: int, wanted: int, explanation: str
) -> ArithmeticCheck:
    return ArithmeticCheck(
        "", source.document, "year", span, (), "failed", Decimal(stated), Decimal(wanted),
        explanation,
    )  # fmt: skip
