"""The number of a page in the line at its edge, and which of these lines count the pages.

A number says nothing by itself: it may be the last row of a table. What stands at the same edge of
page after page and grows by one from each page to the next counts the pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from restore.layout.sections import numeral_value
from restore.text.characters import DIGIT_VALUES, HALF_WIDTH, SMALL_NUMERALS, ZERO_TO_NINE

__all__ = ["Count", "Seen", "count_of", "counting"]

# - 13 -, 第13页, 第 13 页 共 39 页, 共39页 第13页, 13/39, Page 13 of 39, xiii, 十三.
_VALUE = f"(?P<value>[0-9]{{1,4}}|[ivxlcIVXLC]{{1,8}}|[{SMALL_NUMERALS}]{{1,5}})"
_CORE = (
    rf"(?:[共/][0-9]{{1,4}}[页頁]?\W?)?(?:第|(?i:page|p)\.?)?{_VALUE}[页頁]?"
    r"(?:\W{0,2}(?:of|[共/])[0-9]{1,4}[页頁]?)?"
)
_BARE = re.compile(rf"[\W_]{{0,4}}{_CORE}[\W_]{{0,4}}")
_BETWEEN = "-—–·•|/"
# Beside words the number is one of digits and stands apart; 1966 年 and 3、 are words.
_DIGITS_BESIDE = _CORE.replace(_VALUE, "(?P<value>[0-9]{1,4})")
_BEFORE = re.compile(
    rf"[-—–·•|]?{_DIGITS_BESIDE}[-—–·•| ]+(?P<words>(?![年月日届期章节回卷条号版级类个、.)）])\D.*)"
)
_BEHIND = re.compile(rf"(?P<words>.*\D)[-—–·•|/ ]+{_DIGITS_BESIDE}[-—–·•|]?")
_SPACES = re.compile(r"\s+")
# What an engine reads for one and nought beside a digit.
_READ_AS_DIGITS = str.maketrans("lI|oO", "11100")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Heads are short; a label with a number (附件 1, 例题 1) has one or two characters.
_MAX_LINE_CHARACTERS, _MIN_WORDS_CHARACTERS = 60, 3
#: Pages that count on, at least; pages between two of them, at most: some have no number.
_MIN_PAGES, _MAX_PAGES_APART = 3, 4


class Count(NamedTuple):
    """The number in a line, in what it is written (arabic, roman, chinese), and the words beside
    it."""

    value: int
    kind: str
    words: str


@lru_cache(maxsize=1 << 12)
def count_of(text: str) -> Count | None:
    """Return the number of the page that a line may hold."""
    if len(text) > _MAX_LINE_CHARACTERS:
        return None
    flat = _SPACES.sub(" ", text.strip().translate(HALF_WIDTH))
    bare = flat.replace(" ", "")
    match = _BARE.fullmatch(bare) or (
        _BARE.fullmatch(bare.translate(_READ_AS_DIGITS)) if re.search("[0-9]", bare) else None
    )
    if match is not None:
        return _counted(match["value"], "")
    match = _BEFORE.fullmatch(flat) or _BEHIND.fullmatch(flat)
    words = "" if match is None else match["words"].replace(" ", "").strip(_BETWEEN)
    if match is None or len(words) < _MIN_WORDS_CHARACTERS:
        return None
    return _counted(match["value"], words)


def _counted(written: str, words: str) -> Count | None:
    if written.isdecimal():
        return Count(int(written), "arabic", words)
    if written.isascii():
        values = [_ROMAN[letter] for letter in written.lower()]
        signed = [-left if left < right else left for left, right in pairwise([*values, 0])]
        return Count(sum(signed), "roman", words)
    digits = all(numeral in ZERO_TO_NINE for numeral in written)
    value = (
        int("".join(str(DIGIT_VALUES[numeral]) for numeral in written))
        if digits
        else numeral_value(written)
    )
    return Count(value, "chinese", words) if value else None


class Seen(NamedTuple):
    """A number at one edge of a page: on which line, and how many lines are outside it. Of two on a
    page that by itself comes first, then the outer one."""

    page: int
    beside: bool
    place: int
    line: int
    number: Count


def counting(edge: Iterable[Seen], pages: Sequence[int]) -> list[list[Seen]]:
    """Return the numbers that count pages, run by run.

    Parameters
    ----------
    edge : what stands at one edge of the pages
    pages : the pages that hold anything, in order
    """
    chains: dict[tuple[str, int], list[Seen]] = {}
    bare: list[Seen] = []
    for seen in sorted(edge):
        chain = chains.setdefault((seen.number.kind, seen.number.value - seen.page), [])
        if not chain or chain[-1].page != seen.page:
            chain.append(seen)
        if not seen.beside:
            bare.append(seen)
    told = {seen.page for seen in bare}
    runs = [run for chain in chains.values() for run in _runs(chain) if _counts(run, pages, told)]
    runs.sort(key=lambda run: run[0].page)
    # Between two of them a page or two may be left: where pages were lost or added.
    for left, right in list(pairwise(runs)):
        low, high = left[-1], right[0]
        left += [
            seen
            for seen in bare
            if low.page < seen.page < high.page
            and low.number.kind == seen.number.kind == high.number.kind
            and low.number.value < seen.number.value < high.number.value
        ]
    return runs


def _runs(chain: Sequence[Seen]) -> Iterator[list[Seen]]:
    run = list(chain[:1])
    for left, right in pairwise(chain):
        if right.page - left.page > _MAX_PAGES_APART:
            yield run
            run = []
        run.append(right)
    yield run


def _counts(run: Sequence[Seen], pages: Sequence[int], told: Collection[int]) -> bool:
    """Whether numbers count pages: enough of them, most of the pages that they are on, and more
    than have other numbers there."""
    own = {seen.page for seen in run}
    within = pages[bisect_left(pages, run[0].page) : bisect_right(pages, run[-1].page)]
    others = sum(page in told and page not in own for page in within)
    least = min(_MIN_PAGES, max(2, len(pages)))
    return len(own) >= least and 2 * len(own) >= len(within) and others < len(own)
