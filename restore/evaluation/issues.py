"""Make newspaper issues for tests: several pages of one paper, stories that jump between them.

Pages are made by :mod:`restore.evaluation.pages`. Some stories lose their other half, as happens
when a page was not collected. Measured is which parts were joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from restore.evaluation.page_records import MadePage, PageOptions, Piece, Portion, SourceStory
from restore.evaluation.pages import PageBuilder
from restore.text.characters import ONE_TO_NINE

__all__ = ["MAX_STORIES", "IssuePage", "Jump", "PartPlace", "made_corpus", "made_issue"]

_PAPERS = ("河州日报", "云岭日报", "江城晚报", "北疆时报", "海岱日报", "岭南早报")
_WEEKDAYS = "一二三四五六日"
_NUMERALS = "零" + ONE_TO_NINE
_MAX_PAGES = 8
# An issue's pages take at most so many stories.
MAX_STORIES = 8


@dataclass(frozen=True)
class IssuePage:
    """A page of an issue: the name of its file, and the page."""

    name: str
    page: MadePage


@dataclass(frozen=True)
class PartPlace:
    """An article of a document: the document's name, the article's number."""

    document: str
    article: int


@dataclass(frozen=True)
class Jump:
    """A story goes on from one part to another."""

    left: PartPlace
    right: PartPlace


def made_issue(
    rng: Random, stories: Sequence[SourceStory], options: PageOptions
) -> tuple[list[IssuePage], list[Jump]]:
    """Make the pages of one issue.

    Parameters
    ----------
    rng : the only source of chance
    stories : those that come first jump (two to four), the others fill the pages

    Returns
    -------
    pages, jumps
        Jumps whose both ends are on pages made.
    """
    maker = _Maker(rng, options)
    return maker.make(list(stories))


def made_corpus(
    rng: Random, stories: Sequence[SourceStory], options: PageOptions, *, issues: int
) -> tuple[list[IssuePage], list[Jump]]:
    """Make the pages of several issues, no story in two of them."""
    dealt = rng.sample(stories, len(stories))
    share = max(4, min(MAX_STORIES, len(dealt) // issues))
    pages: list[IssuePage] = []
    jumps: list[Jump] = []
    for number in range(min(issues, len(dealt) // share)):
        made, found = made_issue(rng, dealt[number * share : (number + 1) * share], options)
        pages += made
        jumps += found
    return pages, jumps


class _Maker:
    def __init__(self, rng: Random, options: PageOptions) -> None:
        self.rng = rng
        self.options = options
        day = (rng.randint(2019, 2026), rng.randint(1, 12), rng.randint(1, 28))
        self.paper = rng.choice(_PAPERS)
        self.day = day
        self.naming = rng.choice(("dated", "folder", "none"))
        self.marks = rng.choice(("digits", "numerals"))

    def make(self, stories: list[SourceStory]) -> tuple[list[IssuePage], list[Jump]]:
        rng = self.rng
        numbers = sorted(rng.sample(range(1, _MAX_PAGES + 1), rng.randint(2, 4)))
        portions: dict[int, list[tuple[int, Portion]]] = {number: [] for number in numbers}
        jumps = []
        for story in range(min(rng.randint(2, 4), len(stories) - 1)):
            left, right = sorted(rng.sample(range(1, _MAX_PAGES + 1), 2))
            if rng.random() < 0.7:
                left, right = sorted(rng.sample(numbers, 2))
            halves = self._halves(stories[story], left, right)
            if halves is None:
                continue
            for number, half in zip((left, right), halves, strict=True):
                if number in portions:
                    portions[number].append((story, half))
            if left in portions and right in portions:
                jumps.append((story, left, right))
        pages = []
        for number in numbers:
            filling = stories.pop()
            whole = [Piece(words, row) for row, words in enumerate(filling.paragraphs)]
            parts = [(-1, Portion(filling.title, "", "", whole)), *portions[number]]
            # The main story of a page is often the one that leaves it.
            if len(parts) > 1 and parts[1][1].ends and rng.random() < 0.5:
                parts = parts[1:]
            pages.append((number, [story for story, _ in parts], [part for _, part in parts]))
        names = {number: self._name(number) for number in numbers}
        placed = {
            (story, number): PartPlace(names[number], index)
            for number, members, _ in pages
            for index, story in enumerate(members)
        }
        made = []
        for number, _, held in pages:
            builder = PageBuilder(rng, self.options, self._masthead(number))
            made.append(IssuePage(names[number], builder.compose(held)))
        return made, [
            Jump(placed[story, left], placed[story, right]) for story, left, right in jumps
        ]

    def _halves(self, story: SourceStory, left: int, right: int) -> tuple[Portion, Portion] | None:
        """Cut a story in two: in the middle of a sentence, or between two paragraphs."""
        rng = self.rng
        paragraphs = story.paragraphs[: rng.randint(4, 9)]
        pieces = [Piece(words, row) for row, words in enumerate(paragraphs)]
        place = rng.randint(1, len(pieces) - 2) if len(pieces) > 3 else 1
        if len(pieces) <= place + 1:
            return None
        front, back = pieces[:place], pieces[place:]
        builder = PageBuilder(rng, self.options)
        cut = builder.cut_place(back[0].words) if rng.random() < 0.85 else 0
        if cut:
            first = back[0]
            front.append(Piece(first.words[:cut], first.paragraph, 0, cut_behind=True))
            back[0] = Piece(first.words[cut:], first.paragraph, cut)
        leaving, arriving = self._mark("下转", right), self._mark("上接", left)
        headline = rng.choice(("", "", story.title, story.title[: max(4, len(story.title) // 2)]))
        if not headline and rng.random() < 0.15:
            arriving = f"（上接第{left}版《{story.title[:12]}》）"
        lost = rng.random()
        if lost < 0.04:
            leaving = ""
        return Portion(story.title, "", leaving, front), Portion(headline, arriving, "", back)

    def _mark(self, word: str, number: int) -> str:
        rng = self.rng
        page = _NUMERALS[number] if self.marks == "numerals" else str(number)
        sign = rng.choice("■▲●")
        return rng.choice(
            (
                f"（{word}第{page}版）",
                f"（{word}{page}版）",
                f"{sign}{word}第{page}版",
                f"{sign}**{word}第{page}版**",
            )
        ) + (" " if word == "上接" else "")

    def _masthead(self, number: int) -> list[str]:
        year, month, day = self.day
        weekday = self.rng.choice(_WEEKDAYS)
        return [
            self.paper,
            f"{year}年{month}月{day}日 星期{weekday}",
            f"第{number}版",
            "责任编辑：周琳",
        ]

    def _name(self, number: int) -> str:
        year, month, day = self.day
        # The same paper and day may be drawn twice; the page's own digits keep names apart.
        code = blake2b(
            f"{self.paper}{self.day}{number}{self.rng.random()}".encode(), digest_size=8
        ).hexdigest()
        if self.naming == "dated":
            return f"{self.paper}/{year}{month:02}{day:02}_{number:02}.txt"
        if self.naming == "folder":
            return f"{self.paper}/{year}-{month:02}-{day:02}/第{number}版.txt"
        return f"{code}.txt"
