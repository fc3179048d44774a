"""Turns of a dialogue: lines that begin with who speaks, in a play, an interview or a chat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, runs
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

#: Who speaks may be a number, or have one; a time is none: 8:30, nor a score.
_NUMBER = r"(?:\d{1,2}(?![:：]\d))"
_TURN = lazy_pattern(
    rf"(?:[\[(（]?\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?[\])）]?\s*)?"
    rf"\**(?P<who>[{HAN}A-Za-z·.]{{1,10}}{_NUMBER}?|{_NUMBER})\**"
    r"(?:[（(【][^）)】\n]{1,16}[）)】])?\**[：:](?!//)\**\s*\S"
)
_TRIGGER = re.compile(r"^[^：:\n]{1,40}[：:]", re.MULTILINE)
_ASKED = frozenset({"问", "答", "问题", "回答", "Q", "A"})
#: Turns in a row, and how often one who speaks does so on average.
_MIN_TURNS = 3
_MIN_TURNS_EACH = 1.5
#: Empty lines between two turns, at most.
_MAX_GAP_LINES = 2


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines with which turns begin."""
    if _TRIGGER.search(page.text) is None:
        return
    turns = {
        line.start: match["who"]
        for line in page
        if ("：" in line.text or ":" in line.text) and (match := _TURN.match(line.text))
    }
    if len(turns) < 2:
        return
    for run in runs(page, lambda line: line.start in turns, gap=_MAX_GAP_LINES):
        said = Counter(turns[line.start] for line in run)
        asked = len(run) > 1 and _ASKED.issuperset(said) and len(said) > 1
        if asked or (
            len(run) >= _MIN_TURNS and len(said) > 1 and len(run) >= _MIN_TURNS_EACH * len(said)
        ):
            yield from (line.region(Form.DIALOGUE) for line in run)
