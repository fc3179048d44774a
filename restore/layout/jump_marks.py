"""Jump marks: "continued on page 3" (下转第3版) and "continued from page 1" (上接第1版)."""

from __future__ import annotations

from typing import NamedTuple

from restore.layout.sections import NUMERALS
from restore.text.characters import (
    DIGITS,
    ONE_TO_TEN,
    ORNAMENTS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["JumpMark", "jump_mark"]

_PAGE = rf"(?:第|A|B|C|D)?\s*(?P<page>[{DIGITS}{ONE_TO_TEN}]{{1,3}}|[A-D][0-9]{{1,2}})\s*版"
_JUMP = lazy_pattern(
    rf"(?P<mark>[{ORNAMENTS}]?[ \u3000]*[*]{{0,2}}[（(【\[]?[ \u3000]*[{ORNAMENTS}]?"
    rf"(?:(?P<from>(?:紧?上接|接)(?:头版|{_PAGE}))|(?P<to>(?:下转|转至|转)(?:头版|{_PAGE.replace('page', 'page2')})))"
    rf"(?:[《“][^》”\n]{{1,40}}[》”])?[ \u3000]*[）)】\]]?[*]{{0,2}}[ \u3000]*[：:]?[ \u3000]*)"
)


class JumpMark(NamedTuple):
    """A jump mark in a line: its span there, ``from`` another page or ``to`` one, which page."""

    start: int
    end: int
    direction: str
    page: str


def jump_mark(text: str) -> JumpMark | None:
    """Return the jump mark that begins (上接第1版) or ends (下转第3版) the line, or None."""
    if "版" not in text:
        return None
    match = _JUMP.match(text)
    if match is None or (match["from"] is None and match.end() != len(text)):
        match = None
        for candidate in _JUMP.finditer(text):
            if candidate.end() == len(text) and candidate["to"] is not None:
                match = candidate
    if match is None:
        return _misread_mark(text)
    if match["from"] is not None:
        # 接 alone is a verb; it counts as a mark only with the sign or bracket of one.
        bare = match["from"].startswith("接") and match["mark"][0] == "接"
        return None if bare else JumpMark(*match.span("mark"), "from", match["page"] or "1")
    bare = not match["to"].startswith("下转") and match["mark"][0] == "转"
    return None if bare else JumpMark(*match.span("mark"), "to", match["page2"] or "1")


# A jump mark on a line of its own whose signs were misread: 国上接第1版, 《下转第5版), 上接第1]版.
_MISREAD = lazy_pattern(
    rf"[^，。、]?[ \u3000]?(?:(?P<from>上接)|下转)第?[ \u3000]?(?P<page>[0-9{NUMERALS}]{{1,2}})[^，。、]?"
    r"版[^，。、]{0,3}"
)


def _misread_mark(text: str) -> JumpMark | None:
    match = _MISREAD.fullmatch(text)
    if match is None:
        return None
    return JumpMark(0, len(text), "from" if match["from"] else "to", match["page"])
