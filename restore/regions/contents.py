"""Entries of a contents page: a title, a gap or leader, the number of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, runs
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

_PAGE = r"[(（]?(?P<page>[0-9]{1,4}|[ivxIVX]{1,6})[)）]?\Z"
_LED = lazy_pattern(
    rf"(?P<title>.*?[^\s.…·-])\s*(?P<leader>…+(?:[ .…]*…)?|\.{{4,}}|·{{4,}}|(?:[.·] ){{3,}}[.·]?|(?:… ){{2,}}…?|-{{6,}})\s*{_PAGE}"
)
_GAP = lazy_pattern(rf"(?P<title>.*\S)(?:[ \u3000]*\t[ \t\u3000]*| {{2,}}|\u3000+){_PAGE}")
_NARROW = lazy_pattern(
    rf"(?P<title>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}[. ].*[{HAN}A-Za-z）)]) {_PAGE}"
)
_ENDS_IN_PAGE = lazy_pattern(r"^.{1,120}[\s.…·)）\-(（][0-9ivxIVX]{1,6}[)）]?[ \t]*$", re.MULTILINE)
_NUMBERED = lazy_pattern(
    f"第[0-9{ONE_TO_TEN}百]{{1,4}}[章节编篇部回]|[0-9]{{1,2}}(?:\\.[0-9]{{1,2}})*[. 、]|[{ONE_TO_TEN}]{{1,3}}、|附[录件]"
)
_HEADING = re.compile(r"#{0,6}\s*(?:目\s*[录录次]|总目|CONTENTS|Contents|Table of Contents)\s*\Z")
_WORDS = lazy_pattern(f"[{HAN}A-Za-z]")
#: A leader of so many dots leads to a page by itself; a shorter one needs a second entry.
_LONG_LEADER_DOTS = 6
#: Entries with nothing but a gap before their page.
_MIN_GAPPED_ENTRIES = 3
#: Lines between the heading of the contents and the first of the entries, at most.
_BELOW_HEADING_LINES = 3


def find(page: Lines) -> Iterator[Region]:
    """Yield the entries, one line each."""
    if _ENDS_IN_PAGE.search(page.text) is None:
        return
    headed = -_BELOW_HEADING_LINES - 1
    heads = {place for place, line in enumerate(page) if _HEADING.match(line.text)}
    known = {line.start: match for line in page if (match := _entry(line)) is not None}
    if not known:
        return
    place_of = {line.start: place for place, line in enumerate(page)} if heads else {}
    for run in runs(page, lambda line: line.start in known, gap=1):
        first = place_of.get(run[0].start, 0)
        headed = any(head in heads for head in range(first - _BELOW_HEADING_LINES, first))
        if _are_entries(run, [known[line.start] for line in run], headed):
            yield from (line.region(Form.CONTENTS) for line in run)


def _entry(line: SourceLine) -> re.Match[str] | None:
    text = line.text
    if text[-1] not in "0123456789ivxIVX)）" or len(text) > 120:
        return None
    match = _LED.match(text) or _GAP.match(text) or _NARROW.match(text)
    return match if match is not None and _WORDS.search(match["title"]) else None


def _are_entries(run: Sequence[SourceLine], found: Sequence[re.Match[str]], headed: bool) -> bool:
    leaders = [match["leader"] for match in found if "leader" in match.re.groupindex]
    if any(_length(leader) >= _LONG_LEADER_DOTS for leader in leaders) or len(leaders) > 1:
        return True
    pages = [int(match["page"]) for match in found if match["page"].isdigit()]
    rising = all(left <= right for left, right in pairwise(pages))
    if len(run) < _MIN_GAPPED_ENTRIES or not rising:
        return False
    numbered = sum(_NUMBERED.match(line.text) is not None for line in run)
    return headed or 2 * numbered >= len(run)


def _length(leader: str) -> int:
    # The ellipsis of prose is two characters of three dots, which count as two here.
    return 2 * leader.count("…") if "…" in leader else len(leader.replace(" ", ""))
