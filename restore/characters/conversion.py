"""Conversion between Traditional and Simplified with OpenCC, as edits like any other.

Only on request. A paragraph that is already written in the target form is left alone even then:
characters such as 著, 乾 or 瞭 are right in both and would be spoiled.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.settings import Conversion
from restore.text.conversion import converter
from restore.text.script import Script

__all__ = ["converted_into", "propose_conversion"]

_STAGE = "characters"


def converted_into(conversion: Conversion | None) -> Script | None:
    """Return the script that a conversion leads to; None without one, and for Japanese."""
    if conversion is None or conversion.endswith("jp"):
        return None
    return Script.SIMPLIFIED if conversion.endswith(("s", "sp")) else Script.TRADITIONAL


def propose_conversion(text: str, conversion: Conversion) -> list[Proposal]:
    """Propose the differences between ``text`` and its conversion.

    Parameters
    ----------
    conversion : the name of an OpenCC configuration, such as ``t2s``
    """
    forwards = converter(conversion)
    backwards = converter("s2t" if converted_into(conversion) is Script.SIMPLIFIED else "t2s")
    proposals = []
    position = 0
    evidence = (Pattern(f"OpenCC {conversion}"),)
    for line in text.splitlines(keepends=True):
        target = forwards.convert(line)
        if target != line and _differences(line, target) > _differences(
            line, backwards.convert(line)
        ):
            proposals += [
                Proposal(
                    _STAGE,
                    f"convert.{conversion}",
                    position + code.src_start,
                    position + code.src_end,
                    target[code.dest_start : code.dest_end],
                    1.0,
                    evidence,
                )
                for code in Levenshtein.opcodes(line, target)
                if code.tag != "equal"
            ]
        position += len(line)
    return proposals


def _differences(left: str, right: str) -> int:
    return Levenshtein.distance(left, right)
