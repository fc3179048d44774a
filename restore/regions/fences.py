"""Fenced blocks of Markdown: code, or a page that a vision model has put between fences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.text.characters import HAN

__all__ = ["fences", "find"]

_FENCE = re.compile(
    r"^[ \t]{0,3}(?P<fence>(?:`{3,}(?P<info>[^`\n]*)|~{3,}(?P<other>[^\n]*))$)", re.MULTILINE
)
# What vision models write behind the fence around a page, for sure and where prose stands within;
# any other word names a language of code.
_PAGE = re.compile(r"\s*(?:markdown|md)\s*\Z", re.IGNORECASE)
_PROSE = re.compile(r"\s*(?:text|txt|plaintext|plain)?\s*\Z", re.IGNORECASE)
_LETTER = re.compile("[A-Za-z]")
_HAN_INSIDE = re.compile(f"[{HAN}]")


def find(text: str) -> Iterator[Region]:
    """Yield blocks of code with their fences."""
    if "```" in text or "~~~" in text:
        for start, end in fences(text)[1]:
            yield Region(start, end, Form.CODE)


def fences(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of the fences that are residue, and those of code with its fences.

    A fence around prose is residue; one around code says that it is code.
    """
    residue: list[tuple[int, int]] = []
    code: list[tuple[int, int]] = []
    marks = list(_FENCE.finditer(text))
    # Behind an opening fence the next bare one of its sign closes.
    bare = {
        sign: [place for place, mark in enumerate(marks) if _closes(mark, sign)]
        for sign in ("```", "~~~")
    }
    place = 0
    while place < len(marks):
        opening = marks[place]
        sign = opening["fence"][:3]
        behind = bisect_right(bare[sign], place)
        closing = bare[sign][behind] if behind < len(bare[sign]) else len(marks)
        info = opening["info"] or opening["other"] or ""
        if closing == len(marks):
            # The other fence is on a page that is not there.
            if _PAGE.match(info) or _PROSE.match(info):
                residue.append(opening.span("fence"))
            place += 1
            continue
        body = text[opening.end() : marks[closing].start()]
        if _PAGE.match(info) or (_PROSE.match(info) and _is_prose(body)):
            residue += [opening.span("fence"), marks[closing].span("fence")]
        else:
            code.append((opening.start(), marks[closing].end()))
        place = closing + 1
    return residue, code


def _closes(mark: re.Match[str], sign: str) -> bool:
    return mark["fence"].startswith(sign) and not (mark["info"] or mark["other"] or "").strip()


def _is_prose(body: str) -> bool:
    words = len(_HAN_INSIDE.findall(body))
    return words > 0 and words >= len(_LETTER.findall(body))
