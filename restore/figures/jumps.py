"""Finds jumps in a series that look like a misreading, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from rapidfuzz import fuzz

from restore.core.claims import Claim
from restore.figures.likeness import masked
from restore.figures.slips import exchanged

__all__ = ["jump_words", "jumps_of", "period_label"]

#: So many times the value of the year before is no growth but a place too much, and small counts jump.
_TENFOLD = Decimal("8"), Decimal("12.5")
_MIN_SUSPECT = 100
#: Clauses of a misread number are so alike but for the numbers and their order (0 to 100).
_LEAST_LIKENESS = 55.0
#: A clause so short (characters) tells of anything; and subjects of one indicator are so alike.
_LEAST_LENGTH = 6
_SAME_SUBJECT = 80.0


def jumps_of(claims: list[Claim]) -> Iterator[tuple[int, int, str]]:
    """Yield neighbours that look like one number misread: ten times as much, or two digits exchanged."""
    # A month beside its year, or a year that is only guessed, makes no jump.
    for one, two in pairwise(place for place, claim in enumerate(claims) if _of_a_year(claim)):
        before, after = claims[one], claims[two]
        if not _next_year(before, after) or _unlike(before, after):
            continue
        low, high = sorted((abs(before.value), abs(after.value)))
        if high < _MIN_SUSPECT or before.value == after.value:
            continue
        if low and _TENFOLD[0] <= high / low <= _TENFOLD[1]:
            yield one, two, "tenfold"
        elif exchanged(before.value, after.value):
            yield one, two, "exchange"


def _next_year(before: Claim, after: Claim) -> bool:
    """Tell whether one year follows the other: in more years much grows tenfold."""
    return (
        before.period is not None
        and after.period is not None
        and int(after.period.start[:4]) - int(before.period.start[:4]) == 1
    )


def _unlike(before: Claim, after: Claim) -> bool:
    """Tell whether two figures have too few words in common, in any order, for one to be misread."""
    one, two = ("".join(sorted(masked(claim.clause.text))) for claim in (before, after))
    if min(len(one), len(two)) < _LEAST_LENGTH or fuzz.ratio(one, two) < _LEAST_LIKENESS:
        return True
    subjects = ("".join(sorted(claim.subject)) for claim in (before, after))
    return fuzz.ratio(*subjects) < _SAME_SUBJECT


_JUMPS = {"tenfold": "相差约十倍", "exchange": "相邻两位互换"}


def jump_words(before: Claim, after: Claim, kind: str) -> str:
    """Say what is odd between two neighbours."""
    places = f"{period_label(before)} {before.text}、{period_label(after)} {after.text}"
    return f"{places}：{_JUMPS[kind]}，可能有误读"


def _of_a_year(claim: Claim) -> bool:
    period = claim.period
    return (
        period is not None
        and period.origin != "guess"
        and period.start[4:] == "-01"
        and period.end == f"{period.start[:4]}-12"
    )


def period_label(claim: Claim) -> str:
    """Write the time of a claim as short as it is known: a year, some years, a month."""
    period = claim.period
    if period is None:
        return ""
    first, last = period.start[:4], period.end[:4]
    whole = len(period.start) == 7 and period.start.endswith("-01") and period.end.endswith("-12")
    if whole:
        return first if first == last else f"{first}—{last}"
    return period.start if period.start == period.end else f"{period.start}—{period.end}"
