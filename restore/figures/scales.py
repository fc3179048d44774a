"""Finds what one text says twice with the same digits, in 万 and in 亿, or in 亩 and in 公顷 (3.23亿人次, 3.23万人次)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.relations import doubt
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["scale_checks"]

_PRINTED = re.compile("[0-9]+(?:[.][0-9]+)?(?![0-9.,，])")
_FIGURE = re.compile("[0-9]")
#: The words right before a figure; behind so many that are the same a number of any length is compared, or behind so
#: many one of a single telling digit, which may be another's (每年演出超过200场, of one troupe, 每年演出超过200万场, of all).
_LEADING = lazy_pattern(f"[{HAN}]+")
_LED, _LED_LONG = 4, 6
_ALL = lazy_pattern("[全我][国省市县区州]")
_POWERS = "万亿"
#: Digits that tell, zeros at the end left out: shorter numbers meet by chance.
_MIN_DIGITS = 3
#: Characters in a row that the clauses of both have in common.
_SHARED = 4
#: A figure is compared with so many before it of the same digits.
_MAX_COMPARED = 20


def scale_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each figure that stands again with another power or unit of its measure.

    万 in the place of 亿, 元 of 万元, 亩 of 公顷. Digits and words of the clause are the same: two things would
    hardly be so. In 31 million characters of clean news, laws, policy and other prose 1,105 figures of three
    telling digits stand again beside the same words, none with another power or unit. It is a doubt, unless the
    words are right before both: in 18 million characters some 7,800 numbers of any length stand again so, and
    none with another power.
    """
    told: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        printed = _PRINTED.match(claim.text)
        if claim.kind not in {"quantity", "money"} or printed is None:
            continue
        led = _LED if len(_telling(printed[0])) > 1 else _LED_LONG
        lead = source.text[max(0, claim.span[0] - led) : claim.span[0]]
        if len(lead) == led and _LEADING.fullmatch(lead):
            unit = claim.text[printed.end() :].lstrip(_POWERS)
            before = told.setdefault((printed[0], unit, lead), [])
            other = next(
                (
                    first
                    for first in before[:_MAX_COMPARED]
                    if first.value != claim.value
                    and (led == _LED or _of_all(source, first) == _of_all(source, claim))
                ),
                None,
            )
            before.append(claim)
            if other is not None:
                check = _doubt(source, other, claim)
                if led == _LED:
                    check = msgspec.structs.replace(check, outcome="failed", span=claim.span)
                yield check
                continue
        if len(_telling(printed[0])) < _MIN_DIGITS:
            continue
        before = told.setdefault((printed[0], claim.unit), [])
        for first in before[:_MAX_COMPARED]:
            if first.value != claim.value and _share_words(source, first, claim):
                yield _doubt(source, first, claim)
                break
        before.append(claim)


def _doubt(source: FigureSource, first: Claim, claim: Claim) -> ArithmeticCheck:
    words = f"同一数字一处为 {first.text}，一处为 {claim.text}"
    return doubt(source, "scale", first, claim, words)


def _of_all(source: FigureSource, claim: Claim) -> bool:
    """Tell whether a sentence speaks of a whole country or place: 我国文艺院团每年演出超过200万场."""
    return _ALL.search(source.text, claim.sentence[0], claim.span[0]) is not None


def _telling(digits: str) -> str:
    return digits.replace(".", "").strip("0")


def _share_words(source: FigureSource, one: Claim, other: Claim) -> bool:
    """Tell whether the clauses of two figures have words in common."""
    runs, clause = _runs(source, one), _words(source, other)
    return any(run in clause for run in runs)


def _words(source: FigureSource, claim: Claim) -> str:
    """Return the clause of a figure with a mark in place of it, without items that have figures of their own.

    矿山修复126公顷、水土流失治理260平方公里: 水土流失 is none of its words.
    """
    start, end = claim.clause.span
    *before, left = source.text[start : claim.span[0]].split("、")
    right, *behind = source.text[claim.span[1] : max(end, claim.span[1])].split("、")
    others = [item for item in (*before, *behind) if not _FIGURE.search(item)]
    return "、".join((f"{left}#{right}", *others))


def _runs(source: FigureSource, claim: Claim) -> set[str]:
    return {
        run[at : at + _SHARED]
        for run in re.findall(f"[{HAN}]+", _words(source, claim))
        for at in range(len(run) - _SHARED + 1)
    }
