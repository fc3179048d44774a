"""Fenced blocks of Markdown: code, or a page that a vision model has put between fences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.text.characters import HAN

__all__ = ["fences", "find"]

# Within a list a fence is set in with its item, within a quotation it stands behind the mark.
_FENCE = re.compile(
    r"^[ \t>]*(?P<fence>(?:`{3,}(?P<info>[^`\n]*)|~{3,}(?P<other>[^\n]*))$)", re.MULTILINE
)
# What vision models write behind the fence around a page, for sure and where prose stands within;
# any other word names a language of code.
_PAGE = re.compile(r"\s*(?:markdown|md)\s*\Z", re.IGNORECASE)
_PROSE = re.compile(r"\s*(?:text|txt|plaintext|plain)?\s*\Z", re.IGNORECASE)
_LETTER = re.compile("[A-Za-z]")
_HAN_INSIDE = re.compile(f"[{HAN}]")


def find(text: str, *, markdown: bool = False) -> Iterator[Region]:
    """Yield blocks of code with their fences.

    Parameters
    ----------
    markdown : whether a person wrote the Markdown, who means each fence but the one around all
    """
    if "```" in text or "~~~" in text:
        for start, end in fences(text, markdown=markdown)[1]:
            yield Region(start, end, Form.CODE)


def fences(
    text: str, *, markdown: bool = False
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the spans of the fences that are residue, and those of code with its fences.

    A fence around prose is residue; one around code says that it is code, and so does one that
    names a language and never closes: it goes on to the end.

    Parameters
    ----------
    markdown : see :func:`find`
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
            if not (_PAGE.match(info) or _PROSE.match(info)):
                code.append((opening.start(), len(text)))
                break
            # The other fence is on a page that is not there.
            residue.append(opening.span("fence"))
            place += 1
            continue
        body = text[opening.end() : marks[closing].start()]
        around = opening.start(), marks[closing].end()
        meant = markdown and not _is_all(text, *around)
        if _PAGE.match(info) or (_PROSE.match(info) and not meant and _is_prose(body)):
            residue += [opening.span("fence"), marks[closing].span("fence")]
        else:
            code.append(around)
        place = closing + 1
    return residue, code


def _closes(mark: re.Match[str], sign: str) -> bool:
    return mark["fence"].startswith(sign) and not (mark["info"] or mark["other"] or "").strip()


def _is_all(text: str, start: int, end: int) -> bool:
    """Whether nothing stands outside a span: a page was put between fences."""
    return not text[:start].strip() and not text[end:].strip()


def _is_prose(body: str) -> bool:
    words = len(_HAN_INSIDE.findall(body))
    return words > 0 and words >= len(_LETTER.findall(body))
