"""Says how sure it is that a number counts a list, from what the words around both show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, CheckOutcome, FigureSource
from restore.figures.counts import Count

__all__ = ["Evidence", "judged", "list_check", "outcome_of"]


@dataclass(frozen=True)
class Evidence:
    """What shows that a number counts a list.

    Attributes
    ----------
    value : the number
    least, most : how many items the list has; 和 may join two of them or the words of one
    open_end : 等 ends it, or the text breaks off in it
    marked : marks show where it begins and ends (quotation marks, numbers of its items)
    even : its items behind the first are of one length, so that none is two and none a part of one; the first may
        have words before it that lead to the list
    chinese : the number is written in Chinese numerals
    behind : the list stands behind the number and words or marks that announce it, else right before the number
    otherwise : the words may be read so that the number counts something else, or more than the list
    """

    value: int
    least: int
    most: int
    open_end: bool = False
    marked: bool = False
    even: bool = False
    chinese: bool = False
    behind: bool = False
    otherwise: bool = False

    @property
    def fits(self) -> bool:
        """Whether the list has as many items as the number says."""
        return self.least <= self.value <= self.most

    @property
    def nearest(self) -> int:
        """The number of items that is nearest to what is stated."""
        return min(max(self.value, self.least), self.most)


def outcome_of(evidence: Evidence) -> CheckOutcome | None:
    """Return what is to be said of a number and its list; ``None`` for nothing.

    Counted in 63 million characters of right text (15 of reports, 29 of news, 18 of laws), fits and others of what is
    not read otherwise, reports and news apart:

    ==========================================  =========  =========
    evidence                                    reports    news
    ==========================================  =========  =========
    right before the number, marked             140 and 1  116 and 0
    Chinese numeral, even                       961 and 1  921 and 0
    Chinese numeral, uneven                     648 and 6  765 and 6
    digits, even                                293 and 3  290 and 6
    digits, uneven                              243 and 1  440 and 8
    behind the number, its items numbered       931 and 3  269 and 2
    even                                        8 and 0    46 and 1
    uneven                                      25 and 1   120 and 5
    ==========================================  =========  =========

    (laws: 85 and 1.) What fails is of kinds that are right 200 times and more for each that is not. Of lists with 等
    half have the number that follows, so that only a number of fewer is wrong.
    """
    if evidence.open_end and evidence.value > evidence.least:
        return "unmade"
    if evidence.fits:
        return "verified"
    if evidence.otherwise:
        return None
    sure = evidence.marked or (evidence.even and (evidence.behind or evidence.chinese))
    return "failed" if sure else "possible"


def judged(source: FigureSource, count: Count, evidence: Evidence) -> Iterator[ArithmeticCheck]:
    """Yield the check of a number against the list that it counts, if anything is to be said of it."""
    outcome = outcome_of(evidence)
    if outcome:
        items = evidence.least if outcome == "unmade" else evidence.nearest
        yield list_check(source, count, outcome, items)


def list_check(
    source: FigureSource, count: Count, outcome: CheckOutcome, items: int
) -> ArithmeticCheck:
    """Make the check of a number against the items that it counts."""
    told = "，列举未尽" if outcome == "unmade" else ""
    return ArithmeticCheck(
        "", source.document, "list-length", count.span, count.claims, outcome,
        Decimal(count.value), Decimal(items), f"所列 {items} 项，文中为 {count.text}{told}",
    )  # fmt: skip
