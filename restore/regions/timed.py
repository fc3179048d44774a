"""Lyrics, subtitles and chats: lines that belong to a time (LRC, SubRip, WebVTT, SubViewer, ASS)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines

__all__ = ["find"]

_STAMP = re.compile(
    r"\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]|\[(?:ar|ti|al|by|offset|length|re|ve):[^\]\n]*\]"
)
_CUE = re.compile(
    r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}[ \t]*-->[ \t]*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}"
    r"|\d{1,2}:\d{2}:\d{2}\.\d{2,3},\d{1,2}:\d{2}:\d{2}\.\d{2,3}\Z"
)
_EVENT = re.compile(r"(?:Dialogue|Comment): ?\d{1,3},\d{1,2}:\d{2}:\d{2}\.\d{2},")
# Who said it in a chat, and when: 2023-05-06 10:21:33 小王, 小王 10:21.
_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_SENDER = re.compile(
    rf"(?:{_DAY}[ T])?\d{{1,2}}:\d{{2}}(?::\d{{2}})?[ \t]+\S{{1,24}}\Z"
    rf"|\S{{1,24}}[ \t]+{_DAY}[ T]\d{{1,2}}:\d{{2}}(?::\d{{2}})?\Z"
)
_NUMBER = re.compile(r"\d{1,5}\Z")
_CLOCK = re.compile(r"\d:\d{2}")
# Of SubViewer both times stand on a line of their own.
_PAIR = re.compile(r"^\d{1,2}:\d{2}:\d{2}\.\d{2,3},\d", re.MULTILINE)
_HEAD = re.compile(r"WEBVTT\b")
#: Lines with a time in brackets; one by itself may be a note.
_MIN_STAMPED_LINES = 2


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines, with the numbers of cues."""
    if "[" in page.text:
        stamped = list(page.matching(_STAMP))
        if len(stamped) >= _MIN_STAMPED_LINES:
            yield from (line.region(Form.TIMED) for line in stamped)
    if _CLOCK.search(page.text) is not None:
        sent = list(page.matching(_SENDER))
        if len(sent) >= _MIN_STAMPED_LINES:
            yield from (line.region(Form.TIMED) for line in sent)
    if "Dialogue:" in page.text:
        yield from (line.region(Form.TIMED) for line in page.matching(_EVENT))
    if "-->" not in page.text and _PAIR.search(page.text) is None:
        return
    within = False
    before = None
    for line in page:
        cue = _CUE.match(line.text) is not None
        if cue and before is not None and line.gap == 0 and _NUMBER.match(before.text):
            yield before.region(Form.TIMED)
        within = cue or (within and line.gap == 0)
        if within or _HEAD.match(line.text):
            yield line.region(Form.TIMED)
            before = None
        else:
            before = line
