"""Lines in the margins of a page that are no text, as their boxes show: page numbers, running heads.

Only what is sure is said to be in the margin: a page number that stands in a row of its own above or
below all text, what is printed beside it, a small line over the gutter of a page in columns, and a
head flush with the outer edge of a numbered page. What looks like one and might be text is likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from restore.core.ocr_metadata import Margin
from restore.readers.geometry import Box
from restore.readers.order.direction import runs_downwards, turned, upright
from restore.readers.order.facing import facing_pages
from restore.readers.order.sweep import stacked
from restore.readers.order.tables import Cell
from restore.text.characters import CLOSING, DIGITS, ONE_TO_TEN, STOPS
from restore.text.patterns import lazy_pattern

__all__ = ["in_margins"]

# A handbill, a title page, a page of a few lines has no margins that could be told from its text.
# Lines of running text are longer than the cells of a table: half of all characters stand in lines of
# so many.
_MIN_TEXT_LINES, _MIN_TEXT_CHARACTERS, _MIN_USUAL_CHARACTERS = 8, 100, 8
# The row stands apart by so many heights of a line, and by so many times the white between lines; of
# these the wider ones count, as headings stand between them.
_APART_HEIGHTS, _APART_TIMES, _WIDE_QUANTILE = 0.7, 1.5, 0.6
# Less is enough for what calls itself a page, and for a number with a head beside it.
_NEAR_HEIGHTS, _USUAL_QUANTILE = 0.4, 0.3
# It is no higher than so many lines, and of no more parts than these; no more rows lie in a margin.
_MAX_ROW_HEIGHTS, _MAX_PARTS, _MAX_ROWS = 2.0, 4, 2
# Its print is no larger than that of the text, which is that of so many of its characters at least:
# tables and notes are smaller. Boxes waver by so much.
_MAX_HEIGHT_RATIO, _PRINT_QUANTILE = 1.2, 0.7
# The box of so few characters says less.
_FEW_CHARACTERS, _MAX_FEW_RATIO = 3, 1.4
_MAX_CHARACTERS, _MAX_HEAD_CHARACTERS = 80, 30
# Facing pages have one head if so much of so many characters is the same.
_MIN_HEAD_CHARACTERS, _MIN_HEAD_SIMILARITY = 4, 0.7
# The head of a newspaper has so many lines at most, and takes so much of the height of its page; a rule
# parts it from the text, and no more white than this.
_MAX_BAND_LINES, _MAX_BAND_SHARE, _BAND_APART_HEIGHTS = 24, 0.2, 0.5
# A number by itself at the head of a page stands in the outer so much of its width: in the middle it
# numbers a chapter. What ends or begins with the number of its page reaches the outer edge but for
# so much, and so does a head without one, which lies in the outer half.
_OUTER_SHARE, _EDGE_SHARE, _OUTER_HALF = 0.2, 0.05, 0.5
# A head over a gutter reaches over it by so many heights at each side.
_OVER_HEIGHTS = 2.0

_NUMERAL = f"[{DIGITS}]{{1,4}}|[{ONE_TO_TEN}〇○百]{{1,5}}|[ivxlcIVXLC]{{1,7}}"
_NUMBER = lazy_pattern(rf"[-—–―·•.…\s]{{0,4}}(?:{_NUMERAL})[-—–―·•.…\s]{{0,4}}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED = lazy_pattern(
    rf"(?:(?<![见見到在至自从從于於])第\s*(?:{_NUMERAL})\s*[页頁]|\bpage\s*[0-9]{{1,4}})"
    rf"(?:[\s,，/(（]*(?:共\s*(?:{_NUMERAL})\s*[页頁]|of\s*[0-9]{{1,4}})[)）]?)?\Z",
    re.IGNORECASE,
)
_ENDED = lazy_pattern(f"[{STOPS}][{CLOSING}]*\\Z")
# A head with the number of the page at its end or its beginning: 情報通信白書 第Ⅰ部 47.
_HEAD_NUMBER = lazy_pattern(r"\D.*[^0-9.．:：/年月第№](?P<last> ?[·•—-]? ?[0-9]{1,3} ?[·•—-]?)\Z")
_NUMBER_HEAD = lazy_pattern(
    r"(?:[0-9]{1,3} {1,8}[^0-9.．、)）]|[·•—-] ?[0-9]{1,3} ?[·•—-] ?[^0-9]).*"
)
# What names a picture or a table, dates or numbers a letter or labels a value is no running head.
_NO_HEAD = lazy_pattern(
    r"(?:[图圖図表附]|Fig|Tab|Append|Annex|App\.|[-—―–*※（(【\[<《])"
    r"|.*(?:[:：]|[年月日天]\Z|[0-9]\s*[号號]\Z|版权|機密|机密|绝密|秘密|[合总總小共][计計])",
    re.IGNORECASE,
)
_INVITES = re.compile(r"微信|公众号|公眾號|\bQQ|扫码|掃碼|www\.|https?:|\.com\b", re.IGNORECASE)


def in_margins(boxes: Sequence[Box], texts: Sequence[str]) -> list[tuple[Margin, int]]:
    """Say of each line of a picture whether it stands in the margin of its page and is no text, and
    in which row: lines of one row have the same number.

    Parameters
    ----------
    boxes : of the lines in reading order
    texts : what was read in them
    """
    found = [(Margin.NO, 0)] * len(boxes)
    vertical, pages = _pages(boxes, texts)
    heads: list[list[int]] = []
    for page in pages:
        own = _of_page(
            [boxes[index] for index in page], [texts[index] for index in page], vertical=vertical
        )
        first: list[int] = []
        for row, margin, top in own:
            for place in row:
                found[page[place]] = (margin, page[row[0]])
            if top and _is_short([texts[page[place]] for place in row]):
                first = [page[place] for place in row]
        heads.append(first)
    for left, right in product(*heads) if len(heads) > 1 else ():
        if _same_head(texts[left], texts[right]):
            for index in (left, right):
                found[index] = (Margin.REPEATED, found[index][1])
    return found


def _same_head(first: str, second: str) -> bool:
    """Whether two lines are the same but for what an engine misread."""
    low, high = sorted((len(first), len(second)))
    return (
        low >= _MIN_HEAD_CHARACTERS
        and high <= _MAX_HEAD_CHARACTERS
        and (Levenshtein.normalized_similarity(first, second) >= _MIN_HEAD_SIMILARITY)
    )


def _pages(boxes: Sequence[Box], texts: Sequence[str]) -> tuple[bool, list[list[int]]]:
    """Say whether the lines run downwards, and part those of facing pages."""
    tall = [not upright(box, text) for box, text in zip(boxes, texts, strict=True)]
    vertical = runs_downwards(boxes, texts)
    plain = [index for index, is_tall in enumerate(tall) if is_tall == vertical]
    cells = [Cell.of(text) for text in texts]
    sides = [turned(box) for box in boxes] if vertical else boxes
    return vertical, facing_pages(sides, cells, plain, vertical=vertical)


def _of_page(
    boxes: Sequence[Box], texts: Sequence[str], *, vertical: bool
) -> Iterator[tuple[Sequence[int], Margin, bool]]:
    """Yield the rows in the margins of a page, what they are, and whether they stand at its head; the
    last word counts."""
    page = _Page.of(boxes, texts, vertical=vertical)
    if page is None:
        return
    band = page.band()
    for level in _rows(boxes, band):
        yield level, Margin.BAND, True
    head: _Row | None = None
    numbered = False
    for top in (False, True):
        inside = list(range(len(boxes)))
        for number in range(_MAX_ROWS):
            row = _edge_row(boxes, inside, top=top)
            if row is None:
                break
            inside = [index for index in inside if index not in row.members]
            if not page.has_text(inside):
                break
            numbered = numbered or page.shows_number(row)
            if page.numbers(row, inside):
                numbered = True
                yield [index for index in row.members if page.small(index)], Margin.SURE, top
            elif page.over_gutter(row, inside):
                yield row.members, Margin.SURE, top
            elif page.invites(row):
                yield row.members, Margin.LIKELY, top
            else:
                if page.may_head(row):
                    yield row.members, Margin.LIKELY, top
                elif number == 0 and not (top and set(band).issuperset(row.members)):
                    yield row.members, Margin.EDGE, top
                if top:
                    head = row
                break
    if numbered and head is not None and page.may_head(head) and page.outer_head(head):
        yield head.members, Margin.SURE, True


class _Row(NamedTuple):
    """The lines at the head or the foot of a page, and the white between them and the text."""

    members: tuple[int, ...]
    top: bool
    apart: float


class _Page(NamedTuple):
    """The lines of a page, the height of its print, the white below a head with a number, and that
    about a number or a head by itself; and where its text begins and ends."""

    boxes: Sequence[Box]
    texts: Sequence[str]
    print_size: float
    near: float
    far: float
    left: float
    right: float

    @classmethod
    def of(cls, boxes: Sequence[Box], texts: Sequence[str], *, vertical: bool) -> _Page | None:
        """Measure a page; None if there is nothing on it."""
        print_size = _print_size(boxes, texts)
        if print_size is None:
            return None
        white = [] if vertical else _white(boxes, texts, print_size)
        near = max(_NEAR_HEIGHTS * print_size, _APART_TIMES * _quantile(white, _USUAL_QUANTILE))
        far = max(_APART_HEIGHTS * print_size, _APART_TIMES * _quantile(white, _WIDE_QUANTILE))
        # Notes in the margin and what runs the other way beside the text do not widen it.
        running = [
            box
            for box, text in zip(boxes, texts, strict=True)
            if len(text) >= _MIN_USUAL_CHARACTERS and upright(box, text) != vertical
        ] or boxes
        left, right = min(box.left for box in running), max(box.right for box in running)
        return cls(boxes, texts, print_size, near, far, left, right)

    def has_text(self, inside: Sequence[int]) -> bool:
        """Whether the lines within are those of a page."""
        return (
            len(inside) >= _MIN_TEXT_LINES
            and sum(len(self.texts[index]) for index in inside) >= _MIN_TEXT_CHARACTERS
        )

    def runs(self, inside: Sequence[int]) -> bool:
        """Whether half of the characters stand in lines of running text."""
        lengths = [len(self.texts[index]) for index in inside]
        return 2 * sum(n for n in lengths if n >= _MIN_USUAL_CHARACTERS) >= sum(lengths)

    def small(self, index: int) -> bool:
        """Whether a line is of no larger print than the text."""
        few = len(self.texts[index]) <= _FEW_CHARACTERS
        most = _MAX_FEW_RATIO if few else _MAX_HEIGHT_RATIO
        return self.boxes[index].height <= most * self.print_size

    def place(self, box: Box) -> tuple[float, float]:
        """Return where a line begins and ends in the width of the page, as shares of it."""
        width = (self.right - self.left) or 1.0
        return (box.left - self.left) / width, (box.right - self.left) / width

    def numbers(self, row: _Row, inside: Sequence[int]) -> bool:
        """Whether a row holds the number of the page, and else no more than a head."""
        words = [self.texts[index] for index in row.members]
        if not (_is_short(words) and self._stands_apart(row)):
            return False
        if any(_NAMED.search(text) for text in words):
            return True
        return self.runs(inside) and (self._is_folio(row, words) or self._holds_number(row))

    def shows_number(self, row: _Row) -> bool:
        """Whether a number stands in a row, at the side or at the foot: pages are counted."""
        return any(
            _NUMBER.fullmatch(self.texts[index])
            and (not row.top or self._is_outer(self.boxes[index]))
            for index in row.members
        )

    def _stands_apart(self, row: _Row) -> bool:
        """Whether a row is no higher than one, and apart from the text at all."""
        tops = [self.boxes[index].top for index in row.members]
        bottoms = [self.boxes[index].bottom for index in row.members]
        return (
            row.apart >= _NEAR_HEIGHTS * self.print_size
            and max(bottoms) - min(tops) <= _MAX_ROW_HEIGHTS * self.print_size
        )

    def invites(self, row: _Row) -> bool:
        """Whether a row at the foot is an advertisement of who scanned or shares the page."""
        return (
            not row.top
            and len(row.members) == 1
            and row.apart >= _NEAR_HEIGHTS * self.print_size
            and _INVITES.search(self.texts[row.members[0]]) is not None
        )

    def band(self) -> list[int]:
        """Return the lines over the first white that crosses the page, if no text runs there."""
        spans = sorted((box.top, box.bottom, index) for index, box in enumerate(self.boxes))
        first, last = spans[0][0], max(high for _, high, _ in spans)
        end = spans[0][1]
        members: list[int] = []
        for low, high, index in spans:
            if members and low - end >= _BAND_APART_HEIGHTS * self.print_size:
                inside = set(range(len(self.boxes))).difference(members)
                return members if self.has_text([*inside]) else []
            if (
                len(members) == _MAX_BAND_LINES
                or high - first > _MAX_BAND_SHARE * (last - first)
                or _ENDED.search(self.texts[index])
            ):
                return []
            members.append(index)
            end = max(end, high)
        return []

    def _is_outer(self, box: Box) -> bool:
        place = sum(self.place(box)) / 2
        return min(place, 1 - place) <= _OUTER_SHARE

    def _is_folio(self, row: _Row, words: Sequence[str]) -> bool:
        numbers = [
            index
            for index, text in zip(row.members, words, strict=True)
            if _NUMBER.fullmatch(text) and any(letter.isalnum() for letter in text)
        ]
        if len(numbers) == 2 and not row.top and len(words) == 2:
            return self._count_on(*numbers)
        if len(numbers) != 1:
            return False
        outer = self._is_outer(self.boxes[numbers[0]])
        if len(words) > 1 and _YEAR.search(self.texts[numbers[0]]) is not None:
            return False
        if row.top and len(words) > 1:
            return outer and row.apart >= self.near
        return row.apart >= self.far and (outer or (not row.top and len(words) == 1))

    def _holds_number(self, row: _Row) -> bool:
        """Whether a head ends, at the right edge, or begins, at the left, with a number."""
        if row.apart < self.far or not all(map(self.small, row.members)):
            return False
        first, last = row.members[0], row.members[-1]
        start, end = self.place(self.boxes[first])[0], self.place(self.boxes[last])[1]
        return (end >= 1 - _EDGE_SHARE and _ends_in_number(self.texts[last])) or (
            start <= _EDGE_SHARE and _begins_with_number(self.texts[first])
        )

    def _count_on(self, left: int, right: int) -> bool:
        """Whether two lines are the numbers of two pages side by side."""
        first, second = (
            "".join(filter(str.isdecimal, self.texts[index])) for index in (left, right)
        )
        apart = self.place(self.boxes[right])[0] - self.place(self.boxes[left])[1]
        return bool(first and second) and int(second) == int(first) + 1 and apart >= _OUTER_SHARE

    def may_head(self, row: _Row) -> bool:
        """Whether a row may be a running head or foot without a number."""
        words = [self.texts[index] for index in row.members]
        return (
            row.apart >= self.far
            and _is_short(words)
            and all(map(self.small, row.members))
            and all(
                len(text) <= _MAX_HEAD_CHARACTERS and _NO_HEAD.match(text) is None for text in words
            )
            and any(letter.isalpha() for text in words for letter in text)
        )

    def outer_head(self, row: _Row) -> bool:
        """Whether a head lies in the outer half of the page and ends at its right edge."""
        start = min(self.place(self.boxes[index])[0] for index in row.members)
        end = max(self.place(self.boxes[index])[1] for index in row.members)
        return start >= _OUTER_HALF and end >= 1 - _EDGE_SHARE

    def over_gutter(self, row: _Row, inside: Sequence[int]) -> bool:
        """Whether a line of small print stands over the white between two columns."""
        head, words = self.boxes[row.members[0]], self.texts[row.members[0]]
        if not (
            row.top
            and row.apart >= self.far
            and len(row.members) == 1
            and head.height <= self.print_size
            and _ENDED.search(words) is None
            and any(letter.isalpha() for letter in words)
            and self.runs(inside)
        ):
            return False
        reach = _OVER_HEIGHTS * self.print_size
        low, high = head.left + reach, head.right - reach
        end = float("-inf")
        for left, right in sorted((self.boxes[i].left, self.boxes[i].right) for i in inside):
            if end < left and end > low and left < high:
                return True
            end = max(end, right)
        return False


def _ends_in_number(text: str) -> bool:
    match = _HEAD_NUMBER.fullmatch(text)
    return match is not None and _NO_HEAD.match(text[: match.start("last")]) is None


def _begins_with_number(text: str) -> bool:
    return _NUMBER_HEAD.fullmatch(text) is not None


def _print_size(boxes: Sequence[Box], texts: Sequence[str]) -> float | None:
    """Return the height of the line in which a character of the text stands, or its width where
    lines run downwards: most of the characters stand in lines no higher."""
    sizes = sorted(
        (min(box.width, box.height), len(text))
        for box, text in zip(boxes, texts, strict=True)
        if len(text.strip()) > 1
    )
    least = _PRINT_QUANTILE * sum(length for _, length in sizes)
    for size, length in sizes:
        least -= length
        if least <= 0:
            return size or None
    return None


def _white(boxes: Sequence[Box], texts: Sequence[str], print_size: float) -> list[float]:
    """Return the white above each line of running text, up to the next that it sees there, from
    narrow to wide."""
    running = [index for index, text in enumerate(texts) if len(text) >= _MIN_USUAL_CHARACTERS]
    above: dict[int, float] = {}
    for upper, lower, _ in stacked(boxes, running, print_size):
        space = boxes[lower].top - boxes[upper].bottom
        above[lower] = min(space, above.get(lower, space))
    return sorted(above.values())


def _quantile(values: Sequence[float], share: float) -> float:
    return values[int(share * (len(values) - 1))] if values else 0.0


def _edge_row(boxes: Sequence[Box], inside: Sequence[int], *, top: bool) -> _Row | None:
    """Return the row above all other lines, or below, from left to right."""
    spans = sorted(
        (boxes[index].top, boxes[index].bottom, index)
        if top
        else (-boxes[index].bottom, -boxes[index].top, index)
        for index in inside
    )
    members: list[int] = []
    end = spans[0][1] if spans else 0.0
    for low, high, index in spans:
        if members and low >= end:
            return _Row(tuple(sorted(members, key=lambda i: boxes[i].left)), top, low - end)
        members.append(index)
        end = max(end, high)
        if len(members) > _MAX_PARTS:
            return None
    return None


def _rows(boxes: Sequence[Box], members: Sequence[int]) -> Iterator[list[int]]:
    """Yield the lines that stand level, from left to right."""
    if not members:
        return
    row: list[int] = []
    for index in sorted(members, key=lambda i: boxes[i].middle):
        if row and boxes[index].middle > max(boxes[i].bottom for i in row):
            yield sorted(row, key=lambda i: boxes[i].left)
            row = []
        row.append(index)
    yield sorted(row, key=lambda i: boxes[i].left)


def _is_short(texts: Sequence[str]) -> bool:
    """Whether no line of a row is a sentence."""
    return not any(_ENDED.search(text) or len(text) > _MAX_CHARACTERS for text in texts)
