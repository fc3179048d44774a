"""Tells whether one slip in one printed figure can be all that keeps a relation from coming out.

Words that join figures may join them to others than those that were taken; then they are apart by more
than a slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from restore.core.claims import ArithmeticCheck, Claim

__all__ = ["doubted_beyond_a_slip", "one_slip_off"]

_PRINTED = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
_DIGITS = "0123456789"
#: A digit is lost from a number that keeps so many; less would make any two numbers a slip.
_MIN_KEPT = 2
_SCALES = (Decimal(10_000), 1 / Decimal(10_000))


def one_slip_off(claims: Sequence[Claim], holds: Callable[[Sequence[Claim]], bool]) -> bool:
    """Tell whether a relation holds with one figure printed otherwise.

    A digit is another, is lost or added, two neighbours are exchanged, a point is lost, or 万 stands for 亿.
    Where a figure is not printed in digits nothing is known of it, and the answer is yes.
    """
    told = [(place, claim, _PRINTED.search(claim.text)) for place, claim in enumerate(claims)]
    return any(
        printed is None
        or any(
            holds([*claims[:place], other, *claims[place + 1 :]])
            for other in _misprinted(claim, printed[0])
        )
        for place, claim, printed in told
    )


def doubted_beyond_a_slip(
    check: ArithmeticCheck, claims: Sequence[Claim], holds: Callable[[Sequence[Claim]], bool]
) -> ArithmeticCheck:
    """Return a check that failed as a doubt, where no slip in one of its figures makes it hold."""
    if check.outcome != "failed" or one_slip_off(claims, holds):
        return check
    return msgspec.structs.replace(check, outcome="possible")


def _misprinted(claim: Claim, printed: str) -> Iterator[Claim]:
    number = re.sub("[,，]", "", printed)
    unit = claim.value / Decimal(number) if Decimal(number) else Decimal(1)
    values = {Decimal(text) * unit for text in _otherwise(number)}
    if claim.unit != "%":
        values |= {claim.value * scale for scale in _SCALES}
    for value in values:
        moved = value - claim.value
        high = None if claim.high is None else claim.high + moved
        yield msgspec.structs.replace(claim, value=value, low=claim.low + moved, high=high)


def _otherwise(number: str) -> Iterator[str]:
    """Yield what a number may have been before a slip."""
    places = [place for place, character in enumerate(number) if character != "."]
    for place in places:
        yield from (number[:place] + digit + number[place + 1 :] for digit in _DIGITS)
    for place, after in pairwise(places):
        one, two = number[place], number[after]
        yield number[:place] + two + number[place + 1 : after] + one + number[after + 1 :]
    if len(places) > _MIN_KEPT:
        yield from (text for p in places if (text := number[:p] + number[p + 1 :])[0] != ".")
    if len(places) >= _MIN_KEPT:
        yield from (number[:p] + d + number[p:] for p in range(len(number) + 1) for d in _DIGITS)
        digits = number.replace(".", "")
        yield from (f"{digits[:p]}.{digits[p:]}" for p in range(1, len(digits)))
        yield digits
