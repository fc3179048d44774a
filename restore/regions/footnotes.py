"""Footnotes: lines that begin with a mark to which the text above has sent the reader."""

from __future__ import annotations

from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines
from restore.text.characters import CIRCLED, CLOSING, HAN, ONE_TO_TEN, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

_NOTE = lazy_pattern(
    rf"(?P<label>\[\^[^\]\s]{{1,40}}\]):|(?P<sign>[{CIRCLED}]|〔[0-9{ONE_TO_TEN}]{{1,3}}〕)\s*\S"
)
# Behind a word and before a mark, or between a closing mark and what follows: ……的理论①。
_SENT = lazy_pattern(
    rf"(?<=[{HAN}{CLOSING}])[{CIRCLED}](?=[{POINTS}”）\n]|\Z)|(?<=[{HAN}{POINTS}{CLOSING}])〔[0-9{ONE_TO_TEN}]{{1,3}}〕(?!\d)"
)
_TRIGGER = lazy_pattern(rf"[{CIRCLED}]|\[\^|〔[0-9{ONE_TO_TEN}]")


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines with which notes begin."""
    if _TRIGGER.search(page.text) is None:
        return
    first: dict[str, int] = {}
    for match in _SENT.finditer(page.text):
        first.setdefault(match.group(), match.start())
    for line in page:
        note = _NOTE.match(line.text)
        if note is not None and (note["label"] or first.get(note["sign"], line.end) < line.start):
            yield line.region(Form.FOOTNOTE)
