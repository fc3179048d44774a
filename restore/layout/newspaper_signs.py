"""What each line looks like, and the signs that it stands on a newspaper page."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.ocr_metadata import Margin
from restore.layout.furniture_forms import FurnitureForm, furniture_form
from restore.layout.imprint import book_label
from restore.layout.jump_marks import jump_mark
from restore.layout.lines import ends_sentence
from restore.layout.roles import headline, role_by_form
from restore.layout.sections import begins_part
from restore.layout.unfinished import open_end
from restore.text.characters import CLAUSE_MARKS
from restore.text.patterns import lazy_pattern

__all__ = ["NOTHING_KNOWN", "PageKnowledge", "SignedLines"]

# Pictures leave at least two empty lines more than the page's usual gap.
_PICTURE_GAP_LINES = 2
# What a newspaper prints about itself, and how much it says that a page is one: a jump mark or a
# line of the press is enough, of the others it takes two kinds.
_SIGN_WEIGHTS = {
    "jump": 2,
    "press": 2,
    "imprint": 1,
    "hotline": 1,
    "masthead": 1,
    "page": 1,
    "credit": 1,
    "report": 1,
}
_MIN_SIGN_WEIGHT = 2
# A head with the day of the week and an invitation to scan a code count beside a masthead or the
# number of a page only: diaries, schedules, textbooks have such lines too.
_HEADS, _BESIDE_HEADS = {"masthead", "page"}, ("date", "scan")
# No page holds more lines; where pages are known, theirs count.
_PAGE_LINES = 400
# So near each other two papers' names, two pages' numbers, two days are items of a list.
_LIST_LINES = 60
# So near a label of a colophon (开本) what a newspaper prints too is a part of it.
_COLOPHON_LINES = 20
_OF_BOOKS = {"press", "imprint", "editor", "hotline", "page", "contact", "notice"}
_REPORT = re.compile(
    "[（(□]?[ \u3000]*本报(?:讯|记者|[^，。\\s]{0,8}电)|.{0,24}本报记者[^，。]{2,14}\\Z"
)
_LABELLED = re.compile(f"[^{CLAUSE_MARKS}:]{{1,10}}[：:]")
_IMAGE = lazy_pattern(
    r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>\n]*>|<!--\s*(?:image|picture|figure)\b.{0,80}-->"
    r"|[\[【（(<](?:图片|照片|插图|配图|image|picture|figure)[^\]】）)>\n]{0,20}[\]】）)>]",
    re.IGNORECASE,
)
# Text runs where a line ends a sentence or is so long; labels are shorter than so much.
_MIN_RUNNING_CHARACTERS, _MAX_LABEL_CHARACTERS = 20, 16


class PageKnowledge(NamedTuple):
    """What is known of the page beyond its lines.

    ``pages`` are the lines with which pages begin, in order, the first included; empty where only
    one page, or none, is known. ``pictures`` are the lines before which a picture stood. ``boxed``
    says that boxes told which lines stand apart: no width joins what they left. ``margins`` says
    of the lines at the edges of a page what boxes show of them, and in which row they stand.
    """

    pages: tuple[int, ...] = ()
    pictures: frozenset[int] = frozenset()
    boxed: bool = False
    margins: Mapping[int, tuple[Margin, int]] = MappingProxyType({})

    def of_runs(self, starts: Sequence[int]) -> PageKnowledge:
        """Return the same knowledge for runs of lines, given the first line of each."""

        def runs(lines: Iterable[int]) -> list[int]:
            return [bisect_right(starts, line) - 1 for line in lines]

        return self._replace(
            pages=tuple(dict.fromkeys(runs(self.pages))),
            pictures=frozenset(runs(self.pictures)),
            margins={
                bisect_right(starts, line) - 1: margin for line, margin in self.margins.items()
            },
        )


NOTHING_KNOWN = PageKnowledge()


def _any_within(lines: Sequence[int], line: int, reach: int) -> bool:
    return bisect_left(lines, line - reach) < bisect_right(lines, line + reach)


def _near_others(texts: Sequence[str], lines: Sequence[int]) -> Iterator[int]:
    """Yield the lines that have another of theirs near that says something else."""
    for order in (lines, lines[::-1]):
        before = other = None
        own = ""
        for line in order:
            bare = "".join(texts[line].split())
            if before is not None and bare != own:
                other = before
            if other is not None and abs(line - other) <= _LIST_LINES:
                yield line
            before, own = line, bare


class SignedLines:
    """The lines of a document, what furniture they look like, and the signs of a newspaper."""

    def __init__(self, texts: Sequence[str], gaps: Sequence[int], known: PageKnowledge) -> None:
        self.texts = texts
        self.gaps = gaps
        self.known = known
        self.forms: list[FurnitureForm | None] = []
        self.plain: list[tuple[Role, str]] = []
        for words in texts:
            text = bool(words) and words != ARTICLE_BREAK
            self.forms.append(furniture_form(words) if text else None)
            self.plain.append(role_by_form(words) if words else (Role.BODY, ""))
        ordered = sorted(gaps)
        self.wide = _PICTURE_GAP_LINES + (ordered[len(ordered) // 2] if ordered else 0)
        self.running = any(
            form is None and (ends_sentence(words) or len(words) >= _MIN_RUNNING_CHARACTERS)
            for words, form in zip(texts, self.forms, strict=True)
        )
        self._books = [
            line for line, words in enumerate(texts) if book_label(words[:_MAX_LABEL_CHARACTERS])
        ]
        self._dates = self._of_place("date")
        self._items = {
            line
            for place in ("masthead", "page", "date")
            for line in _near_others(texts, self._of_place(place))
        }
        self._signs: dict[str, list[int]] = {}
        for line, words in enumerate(texts):
            for kind in self._kinds(line, words):
                self._signs.setdefault(kind, []).append(line)

    def _of_place(self, place: str) -> list[int]:
        return [line for line, form in enumerate(self.forms) if form and form.place == place]

    def _kinds(self, line: int, words: str) -> Iterator[str]:
        form = self.forms[line]
        if form is not None and not self.listed(line):
            yield form.place
        if "版" in words and jump_mark(words) is not None:
            yield "jump"
        if form is None and "本报" in words and _REPORT.match(words) is not None:
            yield "report"

    def margin(self, line: int) -> Margin:
        """What the box of a line shows of its place on the page."""
        return self.known.margins.get(line, (Margin.NO, 0))[0]

    def numbered(self, line: int) -> bool:
        """Whether the number of the page stands beside a line in the margin: a chapter is named
        there, and does not begin."""
        row = self.known.margins[line][1]
        return any(
            other != line and place == row and not any(map(str.isalpha, self.texts[other]))
            for other, (_, place) in self.known.margins.items()
        )

    def alone_at_edges(self) -> set[int]:
        """Return the lines that stand above or below all others of their page, and beside none."""
        rows = Counter(row for _, row in self.known.margins.values())
        return {line for line, (_, row) in self.known.margins.items() if rows[row] == 1}

    @property
    def paged(self) -> bool:
        """Whether the edges of pages are known: of several, or of one that boxes show."""
        return self.known.boxed or len(self.known.pages) > 1

    def listed(self, line: int) -> bool:
        """Whether a line is one of a list: of papers, pages, days, of labels with their values, of
        what a colophon says."""
        form = self.forms[line]
        if form is None:
            return False
        if form.place in _OF_BOOKS and _any_within(self._books, line, _COLOPHON_LINES):
            return True
        if form.place in ("masthead", "page", "date"):
            return line in self._items
        return all(
            0 <= place < len(self.texts)
            and self.forms[place] is None
            and not ends_sentence(self.texts[place])
            and _LABELLED.match(self.texts[place]) is not None
            for place in (line - 1, line + 1)
        )

    def newspaper(self, line: int) -> bool:
        """Whether a line stands on the page of a newspaper."""
        first, stop = self._bounds(line)
        found = {
            kind
            for kind, lines in self._signs.items()
            if bisect_left(lines, first) < bisect_left(lines, stop)
        }
        weight = sum(_SIGN_WEIGHTS.get(kind, 0) for kind in found)
        if found & _HEADS:
            weight += sum(kind in found for kind in _BESIDE_HEADS)
        return weight >= _MIN_SIGN_WEIGHT

    def _bounds(self, line: int) -> tuple[int, int]:
        pages = self.known.pages
        if len(pages) < 2:
            return line - _PAGE_LINES, line + _PAGE_LINES
        spot = bisect_right(pages, line) - 1
        return pages[spot], pages[spot + 1] if spot + 1 < len(pages) else len(self.texts)

    def pictured(self, line: int) -> bool:
        """Whether a picture stands beside a line."""
        pictures = self.known.pictures
        if line in pictures or line + 1 in pictures:
            return True
        beside = (place for place in (line - 1, line + 1) if 0 <= place < len(self.texts))
        return any(_IMAGE.fullmatch(self.texts[place].strip()) is not None for place in beside)

    def apart(self, line: int) -> bool:
        """Whether wide gaps part a line from the text before and behind it."""
        after = self.gaps[line + 1] if line + 1 < len(self.texts) else self.wide
        return self.gaps[line] >= self.wide and after > 0

    def cuts(self, line: int) -> bool:
        """Whether a sentence stops before a line and goes on behind it."""
        if not 0 < line < len(self.texts) - 1:
            return False
        before, behind = self.texts[line - 1], self.texts[line + 1]
        return open_end(before) and bool(behind) and not (begins_part(behind) or headline(behind))
