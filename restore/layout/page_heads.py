"""Heads and feet of newspaper pages that boxes show: what stands in one band goes whole.

A masthead is read as a few large characters, a date, the name of the page, an address; hardly any of
them has a form by which it would be known. Where a date with its day of the week, or a name of a
paper beside a page's name, stands over all columns, what is short beside it belongs to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from restore.core.blocks import Role
from restore.core.ocr_metadata import Margin
from restore.layout.newspaper_signs import SignedLines
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["banded"]

# What says by its form that a band is the head of a newspaper, and what is part of one.
_DATED = {"date", "day", "press"}
_NAMED = {"masthead", "page", "section", "beside"}
_PARTS = _DATED | _NAMED | {"imprint", "editor", "head", "number", "hotline", "contact"}
# Two that say so make a head.
_MIN_SIGNS = 2
# A diary has the weather beside its date.
_WEATHER = lazy_pattern(
    "天?[气氣]?[：:]?(?:[大小中阵陣]?[晴阴陰雨雪雾霧霾风風]|多云|多雲|晴天|阴天|雨天){1,3}"
)
_WEB = lazy_pattern(r"(?:https?://|www\.)[A-Za-z0-9./\-]+|[A-Za-z0-9\-]+\.(?:com|cn|net|org|hk|tw)")
_NO_WORDS = lazy_pattern(f"[^{HAN}]{{1,30}}|[{HAN}]{{1,2}}")
# The name of a page, a column: beside the date or the name of the paper.
_MAX_NAME_CHARACTERS = 4


def banded(page: SignedLines) -> Iterator[int]:
    """Yield the lines of bands that go."""
    bands: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for line, (margin, row) in sorted(page.known.margins.items()):
        if margin is Margin.BAND or margin is Margin.LIKELY:
            bands[bisect_right(page.known.pages, line)][row].append(line)
    for rows in bands.values():
        yield from _of_head(page, rows.values())


def _of_head(page: SignedLines, rows: Collection[Sequence[int]]) -> Iterator[int]:
    band = [line for row in rows for line in row]
    signs = {line for line in band if _sign(page, line)}
    if len(signs) < _MIN_SIGNS or not any(_dates(page, line) for line in signs):
        return
    if any(_WEATHER.fullmatch("".join(page.texts[line].split())) for line in band):
        return
    for row in rows:
        signed = not signs.isdisjoint(row)
        for line in row:
            words = "".join(page.texts[line].split())
            named = len(words) <= _MAX_NAME_CHARACTERS or page.plain[line][0] is Role.DATELINE
            if line in signs or _NO_WORDS.fullmatch(words) or (signed and named):
                yield line


def _dates(page: SignedLines, line: int) -> bool:
    form = page.forms[line]
    return form is not None and form.place in _DATED


def _sign(page: SignedLines, line: int) -> bool:
    form = page.forms[line]
    words = "".join(page.texts[line].split())
    return (form is not None and form.place in _PARTS) or _WEB.fullmatch(words) is not None
