"""Suggest that a word goes which stands before a quoted name and again behind it: 规划‘十五五’规划.

A writer who put the word behind the name had it before already. Of 31 million characters of news, laws,
policy papers and reports three places have a word on both sides of a quoted name (卫星“大运号”卫星).
"""

from __future__ import annotations

import re

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.text.characters import CLOSING_QUOTES, HAN, OPENING_QUOTES, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["propose_quoted_names"]

_NAME = f"[^{OPENING_QUOTES}{CLOSING_QUOTES}{POINTS}\n]{{2,8}}[{CLOSING_QUOTES}]"
_QUOTED = lazy_pattern(f"(?P<word>[{HAN}]{{2}})[{OPENING_QUOTES}]{_NAME}(?P=word)")
# The same from the quotation mark on, of which a text has few.
_TRIGGER = re.compile(f"[{OPENING_QUOTES}](?<=(?P<word>..).){_NAME}(?P=word)")
# Below what the gate asks for an automatic change.
_CONFIDENCE = 0.6


def propose_quoted_names(text: str) -> list[Proposal]:
    """Return the deletions of the words before quoted names that stand behind them again.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    if _TRIGGER.search(text) is None:
        return []
    return [
        Proposal(
            stage="correction",
            rule="quoted_name",
            start=match.start("word"),
            end=match.end("word"),
            after="",
            confidence=_CONFIDENCE,
            evidence=(Pattern("a word on both sides of a quoted name", match[0]),),
        )
        for match in _QUOTED.finditer(text)
    ]
