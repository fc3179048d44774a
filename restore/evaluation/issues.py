"""Make newspaper issues for tests: several pages of one paper, stories that jump between them.

Pages are made by :mod:`restore.evaluation.pages`. Some stories lose their other half, as happens
when a page was not collected. Measured is which parts were joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from random import Random

import msgspec

from restore.core.blocks import Article
from restore.core.document import Document
from restore.evaluation.layout import LineTruth
from restore.evaluation.pages import (
    MadePage,
    PageBuilder,
    PageOptions,
    Piece,
    Portion,
    SourceStory,
)
from restore.layout.jumps import first_block, last_block
from restore.layout.lines import lines_of
from restore.settings import Settings
from restore.text.characters import ONE_TO_NINE

__all__ = [
    "IssuePage",
    "IssueScores",
    "Jump",
    "PartPlace",
    "PlaceFinder",
    "made_corpus",
    "made_issue",
    "measure_issues",
    "score_issues",
]

_PAPERS = ("河州日报", "云岭日报", "江城晚报", "北疆时报", "海岱日报", "岭南早报")
_WEEKDAYS = "一二三四五六日"
_NUMERALS = "零" + ONE_TO_NINE
_MAX_PAGES = 8
# An issue's pages take at most so many stories.
_MAX_STORIES = 8
# Issues of one corpus.
_ISSUES_AT_ONCE = 6


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


class IssueScores(msgspec.Struct, frozen=True):
    """Counts over issues: jumps made, made right, and true; ``runs_on``: right jumps whose two
    halves of one sentence were run together, of ``cut`` that are halves of one; ``glued``: jumps
    whose parts were run together although they are no halves of one sentence."""

    pages: int = 0
    made: int = 0
    right: int = 0
    true: int = 0
    runs_on: int = 0
    cut: int = 0
    glued: int = 0

    @property
    def precision(self) -> float:
        """Share of the jumps made that are right."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Share of the true jumps that were made."""
        return self.right / self.true if self.true else 1.0


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
    share = max(4, min(_MAX_STORIES, len(dealt) // issues))
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


class PlaceFinder:
    """Says of which true article the words at a place of a restored document are."""

    def __init__(self, document: Document, truth: Sequence[LineTruth]) -> None:
        self.document = document
        self.truth = truth
        self._lines = [(line.start, line.end) for line in lines_of(document.source)]
        self._starts = [start for start, _ in self._lines]

    def place(self, position: int) -> PartPlace | None:
        """Return the article that the character at a position of the present text is of."""
        source = self.document.to_source(position, position + 1)[0]
        number = bisect_right(self._starts, source) - 1
        if number < 0 or self.truth[number].article < 0:
            return None
        return PartPlace(self.document.id, self.truth[number].article)


def score_issues(
    restored: Sequence[tuple[Document, Sequence[Article]]],
    truth: Mapping[str, Sequence[LineTruth]],
    jumps: Sequence[Jump],
) -> IssueScores:
    """Score which ends were joined: a jump is right if the words on both sides of it are of the two
    parts of one story.

    Parameters
    ----------
    restored : documents with their articles; ``jump_to``, ``jump_from``, ``part`` are looked at
    truth : per document
    """
    wholes: dict[str, list[tuple[int, Document, Article]]] = {}
    for document, articles in restored:
        for article in articles:
            if article.joined is not None:
                wholes.setdefault(article.joined, []).append((article.part, document, article))
    finders = {document.id: PlaceFinder(document, truth[document.id]) for document, _ in restored}
    made = []
    for members in wholes.values():
        ordered = sorted(members, key=lambda member: member[0])
        for (_, here, left), (_, there, right) in pairwise(ordered):
            last = last_block(here, left, left.jump_to)
            first = first_block(there, right, right.jump_from)
            if last is None or first is None:
                continue
            ends = (finders[here.id].place(last.end - 1), finders[there.id].place(first.start))
            made.append((ends, right.runs_on))
    true = {(jump.left, jump.right) for jump in jumps}
    cut = {pair for pair in true if _is_cut(truth, *pair)}
    return IssueScores(
        pages=len(restored),
        made=len(made),
        right=sum(ends in true for ends, _ in made),
        true=len(true),
        runs_on=sum(runs_on and ends in cut for ends, runs_on in made),
        cut=len(cut),
        glued=sum(runs_on and ends not in cut for ends, runs_on in made),
    )


def _is_cut(truth: Mapping[str, Sequence[LineTruth]], left: PartPlace, right: PartPlace) -> bool:
    """Whether the left part ends in the paragraph that the right one begins in."""
    last = max(entry.paragraph for entry in truth[left.document] if entry.article == left.article)
    first = min(
        entry.paragraph
        for entry in truth[right.document]
        if entry.article == right.article and entry.kind == "body"
    )
    return last == first


def measure_issues(
    stories: Sequence[SourceStory], issues: int, seed: int, settings: Settings
) -> tuple[IssueScores, IssueScores]:
    """Make issues, restore their pages together, and score what was joined.

    Parameters
    ----------
    issues : how many; those that no stories are left for begin another corpus

    Returns
    -------
    nothing, ours
        The scores of doing nothing and of restoring.
    """
    from restore.pipeline import restore_corpus

    rng = Random(seed)
    together = max(1, min(_ISSUES_AT_ONCE, len(stories) // _MAX_STORIES))
    nothing, ours = [], []
    while issues > 0:
        pages, jumps = made_corpus(rng, stories, PageOptions(), issues=min(together, issues))
        issues -= together
        documents = [Document.from_text(item.page.text, id=item.name) for item in pages]
        truth = {item.name: item.page.truth for item in pages}
        result = restore_corpus(documents, settings=settings, check_figures=False)
        nothing.append(score_issues([(document, ()) for document in documents], truth, jumps))
        restored = [(item.document, item.articles) for item in result.restored]
        ours.append(score_issues(restored, truth, jumps))
    return _pooled(nothing), _pooled(ours)


def _pooled(scores: Sequence[IssueScores]) -> IssueScores:
    totals: Counter[str] = Counter()
    for item in scores:
        totals.update(msgspec.structs.asdict(item))
    return IssueScores(**totals)
