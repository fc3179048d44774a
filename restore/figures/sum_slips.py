"""Tells whether one slip of the pen parts a whole from the sum of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from restore.core.claims import Claim
from restore.figures.numerals import plain

__all__ = ["one_digit_off", "one_scale_off", "scaled_up", "slack", "steps_short", "tolerance"]

#: A total of so many digits comes out after one digit is changed more rarely by chance.
_MIN_DIGITS = 3
#: How many times 亿 is 万.
_SCALE = 10_000
#: A part that is so many times its whole is no error of a digit.
_FAR = 100


def slack(claim: Claim) -> Decimal:
    """Return how far the number that was rounded may be above the printed one."""
    return (claim.high if claim.high is not None else claim.value) - claim.value


def tolerance(claims: Sequence[Claim]) -> Decimal:
    """Return how far a sum of rounded numbers may be from their rounded total."""
    return sum(map(slack, claims), Decimal(0))


def steps_short(total: Claim, parts: Sequence[Claim]) -> Decimal:
    """Return how far parts fall short of their total, in units of the last place that all are printed to."""
    step = max(map(slack, (total, *parts))) * 2 or Decimal(1)
    return (total.value - sum((part.value for part in parts), Decimal(0))) / step


def one_digit_off(
    claims: Sequence[Claim],
    *,
    digits: int = _MIN_DIGITS,
    rounded: int | None = None,
    kept: int | None = None,
) -> bool:
    """Tell whether changing one digit of one figure makes the first the sum of the others.

    Asks for figures printed to the same place.

    Parameters
    ----------
    digits : what the total needs at least, since short numbers come near by chance (zeros that all of them
        end with tell nothing)
    rounded : digits of a total from which on the sum may be off by what was rounded; ``None`` for never
    kept : if given, two digits that are exchanged will do as well, and one that is lost from a number that
        keeps so many
    """
    step = min(map(slack, claims))
    exact_step = plain(step * 2) if step else Decimal(1)
    numbers = [plain(claim.value / exact_step) for claim in claims]
    if any(number != number.to_integral_value() for number in numbers):
        return False
    while not any(number % 10 for number in numbers):
        numbers = [plain(number / 10) for number in numbers]
    length = len(str(numbers[0]))
    if length < digits:
        return False
    gap = numbers[0] - sum(numbers[1:], Decimal(0))
    alike = rounded and length >= rounded and len(set(map(slack, claims))) == 1
    room = int(tolerance(claims) / exact_step) if alike else 0
    wanted = (
        (number, number - sign * (gap + more))
        for sign, number in zip([1, *[-1] * (len(numbers) - 1)], numbers, strict=True)
        for more in range(-room, room + 1)
    )
    pairs = [(str(old), str(plain(new))) for old, new in wanted if new > 0]
    return any(
        _one_apart(old, new, digits) or (kept is not None and _otherwise_apart(old, new, kept))
        for old, new in pairs
    )


def _one_apart(old: str, new: str, digits: int) -> bool:
    return (
        len(old) == len(new) >= min(2, digits - 1)
        and sum(a != b for a, b in zip(old, new, strict=True)) == 1
    )


def _otherwise_apart(old: str, new: str, kept: int) -> bool:
    """Tell whether two numbers differ by a digit lost, or by two neighbours exchanged."""
    if len(old) == len(new):
        apart = [place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        return len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(old) == sorted(new)
    shorter, longer = sorted((old, new), key=len)
    return (
        len(shorter) >= kept
        and len(longer) == len(shorter) + 1
        and any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))
    )


def scaled_up(part: Claim, whole: Claim) -> bool:
    """Tell whether a part is so much more than its whole that 亿 must stand for 万: 468万人，其中…147亿人."""
    return "亿" in part.text and whole.value * _FAR <= part.value <= whole.value * _SCALE


def one_scale_off(total: Claim, parts: Sequence[Claim]) -> bool:
    """Tell whether 万 for 亿, or 亿 for 万, in one figure parts a total from its sum."""
    claims = [total, *parts]
    gap = total.value - sum((part.value for part in parts), Decimal(0))
    for place, claim in enumerate(claims):
        sign = 1 if place == 0 else -1
        # 万 for 亿, and 亿 for 万; 10名 is none of them.
        factors = {"万": Decimal(_SCALE), "亿": 1 / Decimal(_SCALE)}
        for factor in (factor for mark, factor in factors.items() if mark in claim.text):
            others = tolerance([*claims[:place], *claims[place + 1 :]])
            room = others + slack(claim) * factor
            # A part that is next to nothing beside the rest may be any.
            if claim.value * factor > room and abs(gap + sign * claim.value * (factor - 1)) <= room:
                return True
    return False
