"""The space between Chinese and Latin words or digits: a matter of house style, changed on request.

``pangu`` sets one (the rules of pangu.js), ``none`` takes it away. What parts columns, list numbers
and telephone numbers stays, whatever the style.
"""

from __future__ import annotations

from collections.abc import Iterator

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.settings import Spacing
from restore.text.characters import HAN, KANA, LATIN_AND_GREEK, SPACE
from restore.text.patterns import lazy_pattern

__all__ = ["propose_spacing"]

_STAGE = "characters"
_WORD = f"A-Za-z0-9{LATIN_AND_GREEK}"
_CHINESE = f"{HAN}{KANA}"
_TOUCHING = lazy_pattern(
    f"(?<=[{_CHINESE}])(?=[{_WORD}])|(?<=[{_WORD}])(?=[{_CHINESE}])|(?<=[0-9][%‰℃])(?=[{_CHINESE}])"
)
_APART = lazy_pattern(
    f" (?<=[{_CHINESE}] )(?=[{_WORD}])| (?<=[{_WORD}] )(?=[{_CHINESE}])"
    f"| (?<=[0-9][%‰℃] )(?=[{_CHINESE}])"
)
# What numbers an entry or a heading: 1 总则, 2.1 概述, A 甲方, 附件 1.
_NUMBERING = lazy_pattern(f"[{SPACE}#>*+-]*[0-9A-Z]{{1,3}}(?:\\.[0-9]{{1,3}}){{0,4}}\\Z")
_MAX_NUMBERING_CHARACTERS = 24
# Seven digits or more in a row, with an area code before them, count nothing.
_CODE = lazy_pattern("[0-9]{7}")
_CODE_CHARACTERS = 16
# A line of columns has a gap of two spaces, or a tab.
_COLUMNS = lazy_pattern(f"[^{SPACE}\n](?:\t|[{SPACE}]{{2,}})[^{SPACE}\n]")


def propose_spacing(text: str, spacing: Spacing) -> Iterator[Proposal]:
    """Propose one space, or none, between Chinese and Latin words or digits.

    Parameters
    ----------
    text : one paragraph a line
    """
    start = 0
    for line in text.split("\n"):
        if spacing == "pangu":
            for match in _TOUCHING.finditer(line):
                yield _proposal(start + match.start(), 0, " ")
        elif _COLUMNS.search(line) is None:
            for match in _APART.finditer(line):
                if not _means_something(line, match.start()):
                    yield _proposal(start + match.start(), 1, "")
        start += len(line) + 1


def _means_something(line: str, gap: int) -> bool:
    head = gap <= _MAX_NUMBERING_CHARACTERS and _NUMBERING.fullmatch(line[:gap]) is not None
    before = line[max(0, gap - _CODE_CHARACTERS) : gap]
    behind = line[gap + 1 : gap + 1 + _CODE_CHARACTERS]
    return head or any(_CODE.search(part.replace("-", "")) is not None for part in (before, behind))


def _proposal(place: int, length: int, after: str) -> Proposal:
    evidence = (Pattern("spacing as the settings ask for"),)
    return Proposal(_STAGE, "spacing", place, place + length, after, 1.0, evidence)
