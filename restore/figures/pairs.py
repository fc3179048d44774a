"""Two claims side by side: what of them is the same, and what they may be to each other.

Likeness runs from 0 to 100 throughout. The thresholds, those of :class:`Thresholds` and those in
:mod:`restore.figures.relating` and :mod:`restore.figures.conflicts`, were set on the five seed
reports and on errors planted in them (``restore.evaluation.figures``).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from restore.core.claims import Claim, Period
from restore.figures.homes import UNNAMED
from restore.figures.likeness import Context

__all__ = [
    "REASONS",
    "RELATIONS",
    "Decision",
    "Pair",
    "Relation",
    "Thresholds",
    "pair_of",
    "period_relation",
]

Relation = Literal["agree", "conflict", "series", "not-comparable", "unconfirmed"]
#: In the order in which equally strong ones are taken.
RELATIONS: tuple[Relation, ...] = ("agree", "conflict", "series", "not-comparable", "unconfirmed")
REASONS = (
    "equal",
    "within-qualifier",
    "within-precision",
    "values-differ",
    "period-differs",
    "period-within",
    "period-unknown",
    "body-differs",
    "unit-differs",
    "likeness-low",
    "nothing-shown",
)
#: A relation and its reason, one of :data:`REASONS`.
Decision = tuple[Relation, str]


class Thresholds(NamedTuple):
    """Likeness (0–100) that each relation asks for; lower values find more, and more that is wrong.

    ``agree`` : claims whose values agree, by the number of telling digits of the value (one, two,
        three and more): a value such as 5633 is itself evidence
    ``conflict`` : claims whose values cannot both be right
    ``series`` : values of one indicator at two times
    ``inside`` : instead of these, for two claims of one article
    ``guessed`` : a conflict where the year of either figure is only guessed
    ``support`` : added where a neighbour of the one agrees with a neighbour of the other
    ``keep`` : pairs that are less alike are dropped at once
    """

    agree: tuple[float, float, float] = (62.0, 56.0, 50.0)
    conflict: float = 65.0
    series: float = 66.0
    inside: float = 84.0
    guessed: float = 82.0
    support: float = 9.0
    keep: float = 42.0


class Pair(NamedTuple):
    """Two like claims, and what of them is the same.

    ``same_article`` : both stand in one article of one document
    ``same_province`` : the documents speak of one province, or one of them of none; a report of a place
        that it does not name is of one with no other document
    ``same_place`` : and the claims of one place or body
    ``same_unit`` : units of one group, or one of them without a unit
    ``periods`` : what :func:`period_relation` says of their times
    """

    a: Context
    b: Context
    same_article: bool
    same_province: bool
    same_place: bool
    same_unit: bool
    periods: str

    @property
    def claims(self) -> tuple[Claim, Claim]:
        """The two claims."""
        return self.a.claim, self.b.claim


def pair_of(a: Context, b: Context) -> Pair:
    """Put two claims side by side."""
    one, two = a.claim, b.claim
    if UNNAMED in {a.region, b.region}:
        # Nothing says that the unnamed place of a report is that of another text.
        same_province = a.region == b.region and one.document == two.document
    else:
        same_province = not (a.placed and b.placed) or a.region == b.region
    return Pair(
        a,
        b,
        same_article=one.document == two.document and one.article == two.article,
        same_province=same_province,
        same_place=same_province and one.body == two.body,
        same_unit=one.unit_group == two.unit_group or "bare" in {one.unit_group, two.unit_group},
        periods=period_relation(one.period, two.period),
    )


def _span(period: Period) -> tuple[str, str]:
    """Return both ends as days, so that months and days compare as text."""
    return (period.start + "-00")[:10], (period.end + "-99")[:10]


def period_relation(a: Period | None, b: Period | None) -> str:
    """Return ``same``, ``within`` (one contains the other), ``differ`` or ``unknown``."""
    if a is None or b is None:
        return "unknown"
    (start, end), (other_start, other_end) = _span(a), _span(b)
    if (start, end) == (other_start, other_end):
        return "same"
    if (start <= other_start and other_end <= end) or (other_start <= start and end <= other_end):
        # A year inside the years of a plan is another period, a month inside a year may not be.
        years = {p.start[:4] for p in (a, b)} | {p.end[:4] for p in (a, b)}
        return "within" if len(years) == 1 else "differ"
    return "differ"
