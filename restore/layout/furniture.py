"""Furniture by its place: which lines that look like furniture stand where furniture stands.

An address, the name of a paper or 图为… is text in a list, a form, a roster, a letter. Such a line
goes only where its place says that it belongs to the page: on the page of a newspaper (what
newspapers print about themselves stands there, of two kinds at least), at the edge of a page, where
it cuts a sentence, where pages repeat it, beside a picture; and only where running text remains.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from restore.blocks import ARTICLE_BREAK, Role
from restore.evidence import Evidence, Pattern
from restore.layout.imprint import book_label, page_name
from restore.layout.lines import ends_sentence
from restore.layout.page_edges import page_bounds, repeated_on_pages
from restore.layout.plans import Removal
from restore.layout.roles import (
    FurnitureForm,
    begins_part,
    furniture_form,
    headline,
    jump_mark,
    role_by_form,
    role_in_text,
)
from restore.layout.seams import open_end
from restore.settings import LayoutSettings

__all__ = ["NOTHING_KNOWN", "PageKnowledge", "line_roles"]

_QUOTE = 16
# Pictures leave at least two empty lines more than the page's usual gap.
_WIDE_GAP = 2
_DATED = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日[,，]")
_CAPTION_LENGTH = 130
# What a newspaper prints about itself, and how much it says that a page is one: a jump mark or a
# line of the press is enough, of the others it takes two kinds.
_WEIGHTS = {
    "jump": 2,
    "press": 2,
    "imprint": 1,
    "hotline": 1,
    "masthead": 1,
    "page": 1,
    "credit": 1,
    "report": 1,
}
_ENOUGH = 2
# A head with the day of the week and an invitation to scan a code count beside a masthead or the
# number of a page only: diaries, schedules, textbooks have such lines too.
_HEADS, _BESIDE_HEADS = {"masthead", "page"}, ("date", "scan")
# No page holds more lines; where pages are known, theirs count.
_PAGE = 400
# So near each other two papers' names, two pages' numbers, two days are items of a list.
_LIST = 60
# So near a label of a colophon (开本) what a newspaper prints too is a part of it.
_COLOPHON = 20
_OF_BOOKS = {"press", "imprint", "editor", "hotline", "page", "contact", "notice"}
_OF_PAPERS = {"press", "imprint", "editor", "masthead", "page", "date", "scan", "notice"}
_REPORT = re.compile(
    "[（(□]?[ \u3000]*本报(?:讯|记者|[^，。\\s]{0,8}电)|.{0,24}本报记者[^，。]{2,14}\\Z"
)
_LABELLED = re.compile("[^，。；！？：:]{1,10}[：:]")
_IMAGE = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>\n]*>|<!--\s*(?:image|picture|figure)\b.{0,80}-->"
    r"|[\[【（(<](?:图片|照片|插图|配图|image|picture|figure)[^\]】）)>\n]{0,20}[\]】）)>]",
    re.IGNORECASE,
)
_DIGITS = re.compile("[0-9０-９]+")
_RUNNING = 20


class PageKnowledge(NamedTuple):
    """What is known of the page beyond its lines.

    ``pages`` are the lines with which pages begin, in order, the first included; empty where only
    one page, or none, is known. ``pictures`` are the lines before which a picture stood.
    """

    pages: tuple[int, ...] = ()
    pictures: frozenset[int] = frozenset()

    def of_runs(self, starts: Sequence[int]) -> PageKnowledge:
        """Return the same for runs of lines, by the lines with which they begin."""
        run = [bisect_right(starts, line) - 1 for line in (*self.pages, *sorted(self.pictures))]
        pages = tuple(dict.fromkeys(run[: len(self.pages)]))
        return PageKnowledge(pages, frozenset(run[len(self.pages) :]))


NOTHING_KNOWN = PageKnowledge()


def line_roles(
    texts: Sequence[str],
    gaps: Sequence[int],
    settings: LayoutSettings,
    known: PageKnowledge = NOTHING_KNOWN,
) -> tuple[list[Role], list[Removal]]:
    """Return the role of each line, and the lines that do not belong to the text.

    Parameters
    ----------
    texts : one paragraph a line
    gaps : for each line, how many empty lines stood before it in the source
    """
    page = _Lines(texts, gaps, known)
    removals = {line: Removal(line, role, evidence) for line, role, evidence in _found(page)}
    roles = []
    for line, words in enumerate(texts):
        removal = removals.get(line)
        if words == ARTICLE_BREAK:
            roles.append(Role.FURNITURE)
        elif removal is not None:
            roles.append(removal.role)
        else:
            roles.append(_kept_role(words, page.forms[line], page.plain[line][0]))
    gone = sorted(removals.values()) if settings.furniture else []
    return roles, gone


def _kept_role(words: str, form: FurnitureForm | None, plain: Role) -> Role:
    if form is None:
        return plain
    if form.place in ("credit", "picture"):
        return Role.CAPTION
    # A label with its value heads nothing.
    labelled = _LABELLED.match(words) is not None and not open_end(words)
    return Role.BODY if labelled else role_in_text(words)


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
            if other is not None and abs(line - other) <= _LIST:
                yield line
            before, own = line, bare


class _Lines:
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
        self.wide = _WIDE_GAP + (ordered[len(ordered) // 2] if ordered else 0)
        self.running = any(
            form is None and (ends_sentence(words) or len(words) >= _RUNNING)
            for words, form in zip(texts, self.forms, strict=True)
        )
        self._books = [line for line, words in enumerate(texts) if book_label(words[:_QUOTE])]
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

    def listed(self, line: int) -> bool:
        """Whether a line is one of a list: of papers, pages, days, of labels with their values, of
        what a colophon says."""
        form = self.forms[line]
        if form is None:
            return False
        if form.place in _OF_BOOKS and _any_within(self._books, line, _COLOPHON):
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
        weight = sum(_WEIGHTS.get(kind, 0) for kind in found)
        if found & _HEADS:
            weight += sum(kind in found for kind in _BESIDE_HEADS)
        return weight >= _ENOUGH

    def _bounds(self, line: int) -> tuple[int, int]:
        pages = self.known.pages
        if len(pages) < 2:
            return line - _PAGE, line + _PAGE
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


_Found = Iterable[tuple[int, Role, tuple[Evidence, ...]]]


def _found(page: _Lines) -> _Found:
    """Yield the lines that go."""
    gone: dict[int, str] = {}
    if page.running:
        gone = {line: page.forms[line].rule for line in _by_themselves(page)}  # type: ignore[union-attr]
        gone |= _beside(page, gone)
        gone |= dict.fromkeys(_page_names(page, gone), "page name")
        gone |= dict.fromkeys(_page_numbers(page), "page number")
    for line, rule in gone.items():
        form = page.forms[line]
        role = Role.FURNITURE if form is None else form.role
        yield line, role, (Pattern(f"furniture: {role.value}", rule),)
    yield from _others(page, gone)


def _by_themselves(page: _Lines) -> Iterator[int]:
    """Yield the lines that go for their form and the page they stand on."""
    counts = Counter(page.texts)
    for line, form in enumerate(page.forms):
        if form is None:
            continue
        place = form.place
        if place in _OF_PAPERS:
            goes = not page.listed(line) and page.newspaper(line)
        elif place == "credit":
            goes = page.pictured(line) or page.newspaper(line)
        elif place == "picture":
            goes = page.pictured(line) or (
                page.apart(line) and (page.cuts(line) or page.newspaper(line))
            )
        elif place == "scene":
            goes = page.pictured(line) or (
                page.apart(line)
                and (counts[page.texts[line]] > 1 or page.cuts(line) or page.newspaper(line))
            )
        else:
            goes = False
        if goes:
            yield line


# Lines beside which the other furniture of a newspaper page stands.
_ANCHORS = {"press", "imprint", "editor", "masthead", "page", "date"}


def _beside(page: _Lines, gone: dict[int, str]) -> dict[int, str]:
    """Return the lines that go because they stand in one run with lines that go.

    The contact lines of a paper stand behind the imprint; those before it may end an article.
    """
    found: dict[int, str] = {}
    edges = _edges(page)
    line = 0
    while line < len(page.texts):
        start = line
        while line < len(page.texts) and page.forms[line] is not None:
            line += 1
        anchors = [place for place in range(start, line) if place in gone and _anchors(page, place)]
        for place in range(start, line):
            form = page.forms[place]
            if form is None or place in gone:
                continue
            if form.place == "hotline" and not page.listed(place):
                if (anchors or place in edges) and page.newspaper(place):
                    found[place] = form.rule
                continue
            if not anchors:
                continue
            behind = form.place == "contact" and place > anchors[0]
            if behind or form.place in ("section", "day", "head", "page", "date"):
                found[place] = form.rule
        line = max(line, start + 1)
    return found


def _anchors(page: _Lines, line: int) -> bool:
    form = page.forms[line]
    return form is not None and form.place in _ANCHORS


def _page_names(page: _Lines, gone: dict[int, str]) -> Iterator[int]:
    """Yield the names of pages (要闻) that stand beside other furniture."""
    for line, words in enumerate(page.texts):
        if (line - 1 in gone or line + 1 in gone) and page_name("".join(words.split())):
            yield line


def _page_numbers(page: _Lines) -> Iterator[int]:
    """Yield the page numbers that stand at the edge of a page, that cut a sentence, or that count
    on from such a one.

    Essays number their parts in the same way (— 1 —), but no sentence runs on across a part, and
    none ends with a number.
    """
    edges = _edges(page)
    chains: dict[str, list[tuple[int, int, bool]]] = {}
    for line, form in enumerate(page.forms):
        if form is None or form.place != "number":
            continue
        bare = "".join(page.texts[line].split())
        digits = _DIGITS.findall(bare)
        # 1/5 is a page only where others of the five are, 01 the number of a part.
        shape = _DIGITS.sub("#", bare, count=1)
        sure = line in edges or (digits[0][0] not in "0０" and page.cuts(line))
        chain = chains.setdefault(shape, [])
        value = int(digits[0])
        if chain and value != chain[-1][1] + 1:
            yield from _whole(chain, shape)
            chain.clear()
        chain.append((line, value, sure))
    for shape, chain in chains.items():
        yield from _whole(chain, shape)


def _whole(chain: Sequence[tuple[int, int, bool]], shape: str) -> Iterator[int]:
    if any(sure for _, _, sure in chain) and (len(chain) > 1 or not re.search("[/／]", shape)):
        yield from (line for line, _, _ in chain)


def _edges(page: _Lines) -> set[int]:
    """Return the lines at the edges of pages, where nothing but furniture parts them from it; of a
    document whose pages are not known the foot."""
    found: set[int] = set()
    for head, foot in page_bounds(page.texts, page.known.pages):
        line = foot - 1
        while line >= head and page.forms[line] is not None:
            found.add(line)
            line -= 1
        line = head
        while len(page.known.pages) > 1 and line < foot and page.forms[line] is not None:
            found.add(line)
            line += 1
    return found


def _others(page: _Lines, gone: dict[int, str]) -> _Found:
    """Yield jump marks, and lines that no pattern knows: what pages repeat, captions by place."""
    counts = Counter(page.texts)
    repeated = repeated_on_pages(page.texts, page.known.pages)
    body = False
    for line, words in enumerate(page.texts):
        if not words or words == ARTICLE_BREAK or line in gone:
            continue
        role, rule = page.plain[line]
        if role is Role.JUMP_LINE:
            yield line, role, (Pattern(f"furniture: {role.value}", rule),)
            continue
        if page.forms[line] is not None:
            role = role_in_text(words)
        if line in repeated:
            yield line, Role.FURNITURE, (Pattern("furniture: repeated on pages", words[:_QUOTE]),)
        elif _repeated_caption(line, words, role, counts, page):
            yield line, Role.CAPTION, (Pattern("furniture: repeated caption", words),)
        elif not body and _dated_caption(line, page):
            yield line, Role.CAPTION, (Pattern("furniture: dated caption", words[:_QUOTE]),)
        else:
            body = body or role in (Role.BODY, Role.HEADING)


def _repeated_caption(
    line: int, words: str, role: Role, counts: Counter[str], page: _Lines
) -> bool:
    """A line that stands several times, each time apart, in the middle of a sentence: a title may
    stand twice too, but it cuts none."""
    return (
        role is Role.HEADING
        and counts[words] >= 2
        and len(words) >= 6
        and page.gaps[line] >= page.wide
        and line > 0
        and open_end(page.texts[line - 1])
    )


def _dated_caption(line: int, page: _Lines) -> bool:
    """A dated sentence by itself over the headline: what a picture shows."""
    texts, gaps = page.texts, page.gaps
    words = texts[line]
    after = gaps[line + 1] if line + 1 < len(gaps) else 0
    return (
        len(words) <= _CAPTION_LENGTH
        and _DATED.match(words) is not None
        and gaps[line] >= page.wide
        and line + 1 < len(texts)
        and (after >= page.wide or headline(texts[line + 1]))
    )
