"""Entries of a list of references, which have the marks of their standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines
from restore.text.characters import ONE_TO_TEN

__all__ = ["find"]

# GB/T 7714-2015, table B.1 and B.2: the sign of a document's kind, with that of its carrier.
_KIND = re.compile(
    r"\[(?:M|C|G|N|J|D|R|S|P|DB|CP|EB|A|DS|CM|Z)(?:/(?:MT|DK|CD|OL))?\][ \t]?[.,．，。:：]"
)
_HEADING = re.compile(
    rf"#{{0,6}}\s*(?:[{ONE_TO_TEN}]{{1,2}}、)?(?:主要)?(?:参考文献|參考文獻|引用文献|References|REFERENCES|Bibliography)[：:]?\Z"
)
_ENTRY = re.compile(r"\[\d{1,3}\]|［\d{1,3}］|\d{1,3}[.．、]\s")


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines that name a document with the sign of its kind, and the numbered ones under
    the heading of a list of references."""
    text = page.text
    if "]" in text:
        starts = [match.start() for match in _KIND.finditer(text)]
        place = 0
        for line in page:
            while place < len(starts) and starts[place] < line.start:
                place += 1
            if place < len(starts) and starts[place] < line.end:
                yield line.region(Form.REFERENCE)
    if (
        "文献" not in text
        and "文獻" not in text
        and "ferences" not in text
        and "FERENCES" not in text
    ):
        return
    within = False
    for line in page:
        within = within and _ENTRY.match(line.text) is not None
        if within:
            yield line.region(Form.REFERENCE)
        within = within or _HEADING.match(line.text) is not None
