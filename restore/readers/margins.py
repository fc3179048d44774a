"""Lines in the margins of a page that are no text, as their boxes show: page numbers, running heads.

Only what is sure is found: a page number that stands in a row of its own above or below all text, what
is printed beside it, and a small line over the gutter of a page in columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from restore.readers.geometry import Box
from restore.readers.order.sweep import stacked
from restore.text.characters import CLOSING, DIGITS, ONE_TO_TEN, STOPS

__all__ = ["in_margins"]

# A handbill, a title page, a page of a few lines has no margins that could be told from its text.
# Lines of running text are longer than the cells of a table.
_MIN_TEXT_LINES, _MIN_TEXT_CHARACTERS, _MIN_USUAL_CHARACTERS = 8, 100, 8
# The row stands apart by so many heights of a line, and by so many times the white between lines; of
# these the wider ones count, as headings stand between them.
_APART_HEIGHTS, _APART_TIMES, _WIDE_QUANTILE = 0.7, 1.5, 0.8
# Less is enough for what calls itself a page, and for a number with a head beside it.
_NEAR_HEIGHTS, _USUAL_QUANTILE = 0.4, 0.5
# It is no higher than so many lines, and of no more parts than these.
_MAX_ROW_HEIGHTS, _MAX_PARTS = 2.0, 4
# Its print is no larger than that of the text; boxes waver by so much.
_MAX_HEIGHT_RATIO = 1.2
_MAX_CHARACTERS = 80
# A number by itself at the head of a page stands in the outer so much of its width: in the middle it
# numbers a chapter.
_OUTER_SHARE = 0.2
# A head over a gutter reaches over it by so many heights at each side.
_OVER_HEIGHTS = 2.0

_NUMERAL = f"[{DIGITS}]{{1,4}}|[{ONE_TO_TEN}〇○百]{{1,5}}|[ivxlcIVXLC]{{1,7}}"
_NUMBER = re.compile(rf"[-—–―·•.…\s]{{0,4}}(?:{_NUMERAL})[-—–―·•.…\s]{{0,4}}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED = re.compile(
    rf"(?:(?<![见見到在至自从從于於])第\s*(?:{_NUMERAL})\s*[页頁]|\bpage\s*[0-9]{{1,4}})"
    rf"(?:[\s,，/(（]*(?:共\s*(?:{_NUMERAL})\s*[页頁]|of\s*[0-9]{{1,4}})[)）]?)?\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(f"[{STOPS}][{CLOSING}]*\\Z")


def in_margins(boxes: Sequence[Box], texts: Sequence[str]) -> list[bool]:
    """Say of each line of a page whether it stands in a margin and is no text.

    Parameters
    ----------
    boxes : of the lines in reading order
    texts : what was read in them
    """
    print_size = _print_size(boxes, texts)
    found = [False] * len(boxes)
    if print_size is None:
        return found
    white = _white(boxes, print_size)
    near = _APART_TIMES * _quantile(white, _USUAL_QUANTILE)
    far = max(_APART_HEIGHTS * print_size, _APART_TIMES * _quantile(white, _WIDE_QUANTILE))
    for row in _edge_rows(boxes, print_size):
        own, words = [boxes[i] for i in row.members], [texts[i] for i in row.members]
        inside = [index for index in range(len(boxes)) if index not in row.members]
        lengths = [len(texts[index]) for index in inside]
        if len(inside) < _MIN_TEXT_LINES or sum(lengths) < _MIN_TEXT_CHARACTERS:
            continue
        if _names_page(words) or (
            median(lengths) >= _MIN_USUAL_CHARACTERS
            and (
                _is_folio(own, words, boxes, row, (near, far))
                or (
                    row.top
                    and row.apart >= far
                    and len(own) == 1
                    and _over_gutter(own[0], words[0], [boxes[i] for i in inside], print_size)
                )
            )
        ):
            for index in row.members:
                found[index] = boxes[index].height <= _MAX_HEIGHT_RATIO * print_size
    return found


class _Row(NamedTuple):
    """The lines at the head or the foot of a page, and the white between them and the text."""

    members: tuple[int, ...]
    top: bool
    apart: float


def _print_size(boxes: Sequence[Box], texts: Sequence[str]) -> float | None:
    """Return the height of a line of the text, or its width where lines run downwards."""
    sizes = [
        min(box.width, box.height)
        for box, text in zip(boxes, texts, strict=True)
        if len(text.strip()) > 1
    ]
    return median(sizes) or None if sizes else None


def _white(boxes: Sequence[Box], print_size: float) -> list[float]:
    """Return the white above each line, up to the next that it sees there, from narrow to wide."""
    above: dict[int, float] = {}
    for upper, lower, _ in stacked(boxes, range(len(boxes)), print_size):
        space = boxes[lower].top - boxes[upper].bottom
        above[lower] = min(space, above.get(lower, space))
    return sorted(above.values())


def _quantile(values: Sequence[float], share: float) -> float:
    return values[int(share * (len(values) - 1))] if values else 0.0


def _edge_rows(boxes: Sequence[Box], print_size: float) -> Iterator[_Row]:
    """Yield the row above everything, and that below, where they stand apart."""
    for top in (True, False):
        spans = sorted(
            (box.top, box.bottom, index) if top else (-box.bottom, -box.top, index)
            for index, box in enumerate(boxes)
        )
        members: list[int] = []
        end = spans[0][1]
        for low, high, index in spans:
            if members and low - end >= _NEAR_HEIGHTS * print_size:
                if end - spans[0][0] <= _MAX_ROW_HEIGHTS * print_size:
                    yield _Row(tuple(members), top, low - end)
                break
            members.append(index)
            end = max(end, high)
            if len(members) > _MAX_PARTS:
                break


def _is_short(texts: Sequence[str]) -> bool:
    """Whether no line of a row is a sentence."""
    return not any(_ENDED.search(text) or len(text) > _MAX_CHARACTERS for text in texts)


def _names_page(texts: Sequence[str]) -> bool:
    """Whether a row calls itself a page."""
    return _is_short(texts) and any(_NAMED.search(text) for text in texts)


def _is_folio(
    boxes: Sequence[Box],
    texts: Sequence[str],
    page: Sequence[Box],
    row: _Row,
    least: tuple[float, float],
) -> bool:
    """Whether a row holds the number of the page, and else no more than a head.

    Parameters
    ----------
    least : the white below a head with a number, and that about a number by itself
    """
    if not _is_short(texts):
        return False
    numbers = [
        (box, text)
        for box, text in zip(boxes, texts, strict=True)
        if _NUMBER.fullmatch(text) and any(letter.isalnum() for letter in text)
    ]
    if len(numbers) != 1:
        return False
    box, number = numbers[0]
    low, high = min(other.left for other in page), max(other.right for other in page)
    place = ((box.left + box.right) / 2 - low) / ((high - low) or 1.0)
    outer = min(place, 1 - place) <= _OUTER_SHARE
    if len(texts) > 1 and _YEAR.search(number) is not None:
        return False
    if row.top and len(texts) > 1:
        return outer and row.apart >= least[0]
    return row.apart >= least[1] and (outer or (not row.top and len(texts) == 1))


def _over_gutter(head: Box, text: str, inside: Sequence[Box], print_size: float) -> bool:
    """Whether a line stands over the white between two columns."""
    if (
        _ENDED.search(text)
        or head.height > print_size
        or not any(letter.isalpha() for letter in text)
    ):
        return False
    low, high = head.left + _OVER_HEIGHTS * print_size, head.right - _OVER_HEIGHTS * print_size
    end = float("-inf")
    for left, right in sorted((box.left, box.right) for box in inside):
        if end < left and end > low and left < high:
            return True
        end = max(end, right)
    return False
