"""Paragraphs that a reader put behind each other, each with the indent that begins one.

Where most lines of a text begin with one indent (a tab, two wide spaces), that indent behind the
end of a sentence begins a paragraph too: …保护单位。⇥另一处别墅，位于…. Without a break of its own it
would be taken for a stray space, and two paragraphs for one.
"""

from __future__ import annotations

import re
from collections import Counter

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.text.characters import CLOSING, HAN, OPENING, STOPS

__all__ = ["propose_paragraphs"]

_BEGINNING = re.compile(r"(?m)^(\t|\u3000\u3000| {4})?(?=\S)")
#: So many lines begin with the indent, and so many of all.
_MIN_LINES, _MIN_SHARE = 4, 0.5
# Behind the end of a sentence or of a note in brackets that is no mark of an item, unit or seal.
_END = f"(?:[{STOPS}…][{CLOSING}]{{0,3}}|[：；，][^（）()\n]{{2,24}}[）)])"
# A class of marks before the indent is soon looked for.
_TRIGGER = re.compile(f"[{STOPS}…{CLOSING})](?:\t|\u3000\u3000| {{4}})")
_WITHIN = re.compile(f"{_END}(?P<gap>\t|\u3000\u3000| {{4}})(?=[{HAN}{OPENING}0-9])")


def propose_paragraphs(text: str) -> list[Proposal]:
    """Propose a line break before each indent within a line that begins a paragraph."""
    if _TRIGGER.search(text) is None or _WITHIN.search(text) is None:
        return []
    lines = Counter(match[1] for match in _BEGINNING.finditer(text))
    indent, count = max(
        ((key, number) for key, number in lines.items() if key is not None),
        key=lambda item: item[1],
        default=("", 0),
    )
    if count < _MIN_LINES or count < _MIN_SHARE * lines.total():
        return []
    return [
        Proposal(
            "characters",
            "paragraph",
            match.start("gap"),
            match.end("gap"),
            "\n" + indent,
            1.0,
            (Pattern("indent that begins the other paragraphs", match.group()),),
        )
        for match in _WITHIN.finditer(text)
        if match["gap"] == indent
    ]
