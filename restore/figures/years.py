"""Checks years that must follow from one another: of a plan, of a range, of a report's own sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.named_years import named_year_checks
from restore.figures.plan_years import plan_checks
from restore.figures.relations import failed_year
from restore.text.characters import ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["year_checks"]

_YEAR = "(?:19|20)[0-9]{2}"
#: A year with no digit before it, by its first character: so it is found several times as fast.
_FREE_YEAR = "[12](?<![0-9].)(?:(?<=1)9|(?<=2)0)[0-9]{2}"
_RANGE = lazy_pattern(f"(?P<from>{_FREE_YEAR})年?[-—–－至~～]+(?P<to>{_YEAR})年")
_REVIEW = lazy_pattern(f"(?<![0-9])(?P<year>{_YEAR})年[^\n0-9]{{0,16}}(?:工作回顾|回顾)$")
_COMING = lazy_pattern(
    f"(?<![0-9])(?P<year>{_YEAR})年[^\n0-9]{{0,12}}(?:工作安排|重点工作|主要工作|工作任务|工作部署|重点任务|总体要求[^\n]{{0,8}}|目标任务|的?工作)$"
)
_HEADING = lazy_pattern(f"(?m)^[ \u3000]*[{ONE_TO_TEN}]、[^\n，。；]{{4,40}}$")
#: What is reported and what is to come: the same year, or the one after.
_STEPS = {0, 1}


def year_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each year that cannot be by what stands beside it."""
    yield from plan_checks(source)
    for match in _RANGE.finditer(source.text):
        if match["from"] > match["to"]:
            yield failed_year(
                source, match.span(), int(match["from"]), int(match["to"]),
                f"起止年份颠倒：{match[0]}",
            )  # fmt: skip
    yield from _sections(source)
    yield from named_year_checks(source)


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
        yield failed_year(
            source, wrong.span("year"), int(wrong["year"]), wanted,
            f"标题一为 {review['year']}年，一为 {coming['year']}年",
        )  # fmt: skip
