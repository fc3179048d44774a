"""Marks that stand as they were written: behind a label, and those of code and markup.

The language model knows prose, in which a colon behind the first words of a line and a bracket of
code are unlikely; a change there would be no mending.
"""

from __future__ import annotations

import re

from restore.core.edits import Proposal
from restore.text.characters import HAN, LIST_NUMBERS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["is_written_so"]

#: What may stand before a label: the mark of a list, of a quotation, of emphasis.
_LABEL = lazy_pattern(
    rf"[ \t\u3000]*(?:[-+*#>•·▪●○◆■]+[ \t\u3000]*|[（(]?[0-9{ONE_TO_TEN}]{{1,3}}[）).、．][ \t\u3000]*"
    rf"|[{LIST_NUMBERS}][ \t\u3000]*)?\**[{HAN}A-Za-z0-9（）()/·“” ]{{1,14}}\**\Z"
)
_LABEL_CHARACTERS = 32
_SIGN = re.compile(r"[!-/:-@\[-`{-~]+")
_HAN = lazy_pattern(f"[{HAN}]")


def is_written_so(text: str, proposal: Proposal) -> bool:
    """Whether a change of marks, or beside the marks of code, would touch no misreading.

    Parameters
    ----------
    text : one paragraph a line, that the proposal's offsets belong to
    """
    before = text[proposal.start : proposal.end]
    left, right = (
        text[max(0, proposal.start - 1) : proposal.start],
        text[proposal.end : proposal.end + 1],
    )
    if before in ("：", ":"):
        head = text.rfind("\n", max(0, proposal.start - _LABEL_CHARACTERS), proposal.start) + 1
        if (head or proposal.start <= _LABEL_CHARACTERS) and _LABEL.match(
            text[head : proposal.start]
        ):
            return True
    if before == "．":
        # Another rule tells the stops among the wide dots.
        return True
    if _SIGN.fullmatch(before):
        return not (_HAN.match(left) and _HAN.match(right))
    return "`" in (left, right)
