"""Finds names with a number that one text writes a digit apart (G347无为至普济圩段, G547无为至普济圩段)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.slips import digit_apart
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["code_checks"]

#: A number right behind the letter of a road or a quotation mark, with so many characters behind it that are the same.
#: 省道220线甲至乙、504线丙至丁: the second road has no letter.
_CODE = lazy_pattern(
    "(?P<code>[0-9](?<=[GSXY道“、，和及].)[0-9]*(?:[+＋][0-9]{1,2})*)"
    f"(?P<behind>”?(?P<line>线)?[{HAN}]{{4}})"
)
#: G60, 国道331, S232; “7610”投资促进计划, “1688菏泽产业带”, “1+8”管理机制.
_NAMED = lazy_pattern("(?<![A-Za-z0-9])(?:G[0-9]{2,4}|[国省县]道[0-9]{2,4}|[SXY][0-9]{3})")
_QUOTED = re.compile("“(?!(?:19|20)[0-9]{2}$)(?:[0-9]{3,6}|[0-9]{1,2}(?:[+＋][0-9]{1,2})+)")
_LEADS = (2, 1)
_LINE = re.compile("[0-9]{3}")
_LINED = re.compile("[0-9]{3}线")
#: A name with more numbers than these is no name of one thing.
_MOST_CODES = 8
_DIGITS = re.compile("[0-9]+")


def code_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each number of a name that the text gives again, a digit apart.

    In 9.4 million characters of reports and news some 120 such numbers stand again, and none is a digit apart that
    is told only once.
    """
    told: dict[tuple[str, str], dict[str, tuple[str, re.Match[str]]]] = {}
    for match in _CODE.finditer(source.text):
        if whole := _whole(source.text, match):
            lead = "" if match["line"] else whole.removesuffix(match["code"])
            told.setdefault((lead, match["behind"]), {}).setdefault(match["code"], (whole, match))
    apart = [
        (one, two)
        for codes in told.values()
        if len(codes) <= _MOST_CODES
        for one, two in combinations(codes.values(), 2)
        if _apart(one[1]["code"], two[1]["code"])
    ]
    if not apart:
        return
    counts = Counter(
        code for named in (_NAMED, _QUOTED, _LINED) for code in named.findall(source.text)
    )
    for (one, first), (two, match) in apart:
        # 全市“1+3”、县区“1+1”主导产业 are of each, where both are told again.
        if min(counts[one], counts[two]) <= 1:
            yield _doubt(source, first, match)


def _whole(text: str, match: re.Match[str]) -> str:
    """Return a number with what leads to it, or nothing where it is none of a name."""
    if match["line"] and _LINE.fullmatch(match["code"]):
        return match["code"] + match["line"]
    for length in _LEADS:
        whole = text[max(0, match.start() - length) : match.end("code")]
        if _NAMED.fullmatch(text, match.start() - length, match.end("code")) or _QUOTED.fullmatch(
            whole
        ):
            return whole
    return ""


def _apart(one: str, two: str) -> bool:
    """Tell whether one part of two codes is a digit apart, and all others are the same."""
    parts = _DIGITS.findall(one), _DIGITS.findall(two)
    if len(parts[0]) != len(parts[1]):
        return False
    other = [(a, b) for a, b in zip(*parts, strict=True) if a != b]
    return len(other) == 1 and digit_apart(*other[0])


def _doubt(source: FigureSource, first: re.Match[str], match: re.Match[str]) -> ArithmeticCheck:
    name = match["behind"].lstrip("”线")
    words = f"“{name}”之前一处为 {first['code']}，一处为 {match['code']}"
    return ArithmeticCheck(
        "", source.document, "repeated", (first.start("code"), match.end("code")), (), "possible",
        None, None, words,
    )  # fmt: skip
