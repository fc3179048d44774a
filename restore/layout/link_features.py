"""Features of a link between two blocks of a page.

What concerns one block is computed once for the page, what concerns a pair on demand: of ten
thousand pairs of a page only a handful is ever scored (see ``link_bounds``).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from restore.core.blocks import Role
from restore.layout.lines import LINES_KEPT
from restore.layout.page_lines import (
    PageLines,
    before_start,
    behind_end,
    continued,
    ends_and_starts,
    ends_story,
    leaves,
    mixed,
    parted,
)
from restore.layout.page_words import PageWords, RarePairs
from restore.layout.seams import SeamScorer, beginning, head, tail
from restore.text.characters import COMMON_PAIRS, DIGITS, HAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "FEATURES",
    "WINDOW_BLOCKS",
    "Context",
    "PageFacts",
    "Pair",
    "Runs",
    "as_end",
    "as_start",
    "pairs_of",
]

# How far (in blocks) an end looks for its continuation; keeps the cost linear in the document.
WINDOW_BLOCKS = 80
_NOT_HAN = re.compile(f"[^{HAN}]+")
# Years and days begin paragraphs often.
_FOREIGN_HEAD = re.compile("(?![0-9]{4}年|[0-9]{1,2}月)[0-9A-Za-z]")
_FOREIGN_TAIL = re.compile("[0-9A-Za-z%]\\Z")
_LIST_HEAD = re.compile(
    f"[{DIGITS}.]+[余多万亿]*[个项件名家人次篇份期场条种类处所座%％元吨亩米里][、，；。]"
)
_QUOTE_HEAD = re.compile("[“‘《（]")

FEATURES = (
    "bias", "seam", "seam below 0", "beginning", "beginning above 0", "neighbour", "backward",
    "log distance", "mixed", "in a continued story", "after a closed paragraph", "after a heading",
    "after a gap", "before a story", "before a gap", "before text", "bracket closed",
    "brackets left open", "brackets not opened", "words shared", "words of these two alone",
    "foreign head", "foreign tail", "comma at the end", "quotation at the head",
    "end like a headline", "end like a headline: short", "end like a headline: goes on",
    "end like a headline: spaced or bracketed", "end like a headline: before a mark",
    "end like a headline: at the head of the page", "end goes on",
    "start like a headline", "start like a headline: goes on",
    "start like a headline: spaced or bracketed", "start like a headline: before a mark",
    "start like a headline: at the foot", "start like a headline: seam",
    "words across the seam", "ends between", "starts between", "surroundings share words",
    "after the end of a story", "start leaves the page", "seam above 1", "seam above 2",
    "seam above 3", "unlikely beginning", "beginning after a closed paragraph",
    "words shared with the text before", "after a closed paragraph of a continued story",
    "after a closed paragraph: no other end is open", "figure of a list at the head",
    "neighbour: seam below 0", "backward: seam above 2",
)  # fmt: skip


class Context(NamedTuple):
    """What the lines of a part of a page do not say: whether stories are mixed, which lines belong
    to continued text (see ``page_lines``), whether the part has the head of the page and its foot,
    and the rare words of the whole page."""

    mixed: bool
    continued: Sequence[bool]
    head: bool
    foot: bool
    rare: RarePairs


class Pair(NamedTuple):
    """A candidate link with its features, in the order of ``FEATURES``."""

    left: int
    right: int
    features: tuple[float, ...]


# What looks like a headline is short below so many characters ("end like a headline: short").
_SHORT_HEADLINE_CHARACTERS = 8
_TYPED = re.compile(r"[ \u3000【】]|\A[“《].*[”》]\Z|[！？”》]\Z")
# The log10 odds that a sentence goes on count up to this.
_MAX_OPEN_LOG10 = 3.0


class PageFacts:
    """What is known of the blocks of a page: ``ends`` may stop in mid-sentence, ``starts`` may go
    on there (line numbers, ascending). Facts are by line; those of starts only for starts.

    Parameters
    ----------
    neighbours : only ends before a start, and starts behind an end
    context : if these are the lines of a part of a page; what depends on lines before them and
        behind them is then not known of the first and the last
    """

    short_headline = _SHORT_HEADLINE_CHARACTERS

    def __init__(
        self,
        page: PageLines,
        scorer: SeamScorer,
        *,
        neighbours: bool = False,
        context: Context | None = None,
    ) -> None:
        self.page = page
        self.context = context
        self.scorer = scorer
        self.ends, self.starts = ends_and_starts(page)
        if neighbours:
            self.ends, self.starts = _side_by_side(self.ends, self.starts)
        if not self.ends or not self.starts:
            return
        texts, starts = page.texts, self.starts
        self.mixed = mixed(page) if context is None else context.mixed
        self.continued = continued(page) if context is None else context.continued
        #: The first line of the page and the last, if they are here.
        self.head = 0 if context is None or context.head else None
        self.foot = len(texts) - 1 if context is None or context.foot else None
        self.whole = self.head is not None and self.foot is not None
        heading = self.heading = [role is Role.HEADING for role in page.roles]
        as_ends = {left: as_end(scorer, texts[left]) for left in self.ends}
        as_starts = {right: as_start(scorer, texts[right]) for right in starts}
        headings = [block for block in {*self.ends, *starts} if heading[block]]
        self.begins = {right: line.begins for right, line in as_starts.items()}
        #: Of ends, and of all that look like headlines.
        self.goes_on = {left: line.goes_on for left, line in as_ends.items()}
        self.goes_on |= {block: as_end(scorer, texts[block]).goes_on for block in headings}
        self.typed = {block: _found(_TYPED.search(texts[block])) for block in headings}
        self.opened = {left: line.opened for left, line in as_ends.items()}
        self.closes = {right: line.closes for right, line in as_starts.items()}
        self.after = {right: before_start(page, right) for right in starts}
        self.behind = {left: behind_end(page, left) for left in self.ends}
        self._tails = {left: line.tail for left, line in as_ends.items()}
        self._heads = {right: line.head for right, line in as_starts.items()}
        self.foreign = {right: line.foreign for right, line in as_starts.items()}
        self.quoted = {right: line.quoted for right, line in as_starts.items()}
        self.listed = {right: line.listed for right, line in as_starts.items()}
        self.foreign_tail = {left: line.foreign for left, line in as_ends.items()}
        self.storied = {right: float(right > 0 and ends_story(page, right - 1)) for right in starts}
        self.story_behind = {
            right: float(heading[right] and behind_end(page, right) == "story") for right in starts
        }
        self.leaves = {right: float(leaves(page, right)) for right in starts}
        open_ends = set(self.ends)
        #: Ends, and starts that surely go on, before each line.
        self.open_before = _counted(open_ends, len(texts))
        forced = {right for right in starts if self.after[right] == "open"}
        self.forced_before = _counted(forced, len(texts))

    def near(self, left: int) -> list[int]:
        """Return the starts within reach of an end."""
        starts = self.starts
        span = slice(
            bisect_left(starts, left - WINDOW_BLOCKS), bisect_right(starts, left + WINDOW_BLOCKS)
        )
        return [right for right in starts[span] if right != left]

    def seams(self, pairs: Iterable[tuple[int, int]]) -> list[float]:
        """Score how well the words go on across the seam of each pair (log10)."""
        joint, tails, heads = self.scorer.joint, self._tails, self._heads
        return [joint(tails[left], heads[right]) for left, right in pairs]

    @cached_property
    def headings(self) -> NDArray[np.bool_]:
        """Which lines are headings."""
        import numpy as np

        return np.array(self.heading)

    @cached_property
    def characters(self) -> int:
        """The code points of the page."""
        return sum(map(len, self.page.texts))

    @cached_property
    def words(self) -> PageWords:
        """The words of the lines."""
        page = self.page
        apart = [parted(page, line) for line in range(len(page.texts) - 1)]
        return PageWords(page.texts, apart, None if self.context is None else self.context.rare)

    def most_seam(self, right: int) -> float:
        """Return an upper bound on the seam before a start."""
        return _most(self.scorer, self._heads[right])

    def features(
        self, left: int, right: int, score: float, across: float, words: PageWords | None = None
    ) -> tuple[float, ...]:
        """Return the features of a pair, of its ``seam`` and of the words ``across`` it.

        ``words`` tell what the two share; without them those of the page do.
        """
        page, heading = self.page, self.heading
        texts, after, behind = page.texts, self.after[right], self.behind[left]
        text = texts[left]
        begins, goes_on = self.begins[right], self.goes_on
        opened, closed = self.opened[left], self.closes[right]
        both = sum(a and b for a, b in zip(opened, closed, strict=True))
        words, plain = words or self.words, not (heading[left] or heading[right])
        neighbour = right == left + 1
        low, high = sorted((left, right))
        before = words.around(right - 1, right) if right and not neighbour else 0
        open_before, forced_before = self.open_before, self.forced_before
        closed_afar = after == "closed" and not neighbour
        alone = closed_afar and open_before[right] - open_before[low] == 1
        # In the order of FEATURES.
        return (
            1.0, score, min(score, 0.0), begins, max(begins, 0.0), float(neighbour),
            float(right < left), 0.0 if neighbour else math.log1p(abs(right - left)),
            float(self.mixed), float(self.continued[left]),
            float(closed_afar),
            float(after == "heading" and not neighbour), float(after == "gap"),
            float(behind == "story" and not neighbour), float(behind == "gap" and not neighbour),
            float(behind == "text" and not neighbour), float(both), float(sum(opened) - both),
            float(sum(closed) - both), words.shared(left, right) if plain else 0.0,
            math.log1p(words.own(left, right)) if plain else 0.0, self.foreign[right],
            self.foreign_tail[left], float(text[-1] in "，、"), self.quoted[right],
            float(heading[left]), float(heading[left] and len(text) < _SHORT_HEADLINE_CHARACTERS),
            goes_on[left] * heading[left], self.typed.get(left, 0.0),
            float(heading[left] and behind == "story"), float(heading[left] and left == self.head),
            goes_on[left], float(heading[right]), goes_on[right] if heading[right] else 0.0,
            self.typed.get(right, 0.0), self.story_behind[right],
            float(heading[right] and right == self.foot), score * heading[right], across,
            math.log1p(max(0, open_before[high] - open_before[low] - 1)),
            math.log1p(max(0, forced_before[high] - forced_before[low + 1])),
            math.log1p(words.around(left, right)), self.storied[right], self.leaves[right],
            max(0.0, score - 1.0), max(0.0, score - 2.0), max(0.0, score - 3.0),
            max(0.0, -1.0 - begins), begins * closed_afar,
            math.log1p(before),
            float(closed_afar and self.continued[right - 1]), float(alone),
            self.listed[right], min(score, 0.0) * neighbour,
            max(0.0, score - 2.0) * (right < left),
        )  # fmt: skip


def pairs_of(page: PageLines, scorer: SeamScorer) -> Iterator[Pair]:
    """Yield the candidate links of a page with their features."""
    facts, across = PageFacts(page, scorer), Runs(page.texts)
    for left in facts.ends if facts.starts else ():
        for right in facts.near(left):
            (seam,) = facts.seams([(left, right)])
            features = facts.features(left, right, seam, across(left, right))
            yield Pair(left, right, features)


def _side_by_side(ends: Sequence[int], starts: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the ends before a start, and the starts behind an end."""
    before, behind = set(ends), set(starts)
    return (
        [left for left in ends if left + 1 in behind],
        [right for right in starts if right - 1 in before],
    )


class End(NamedTuple):
    """What a line says by itself of what may go on behind it."""

    goes_on: float
    opened: tuple[bool, ...]
    tail: str
    foreign: float


class Start(NamedTuple):
    """What a line says by itself of what it may go on from."""

    begins: float
    closes: tuple[bool, ...]
    head: str
    foreign: float
    quoted: float
    listed: float


# A page is linked again when its articles are in order, with most of its lines as they were.
@lru_cache(maxsize=LINES_KEPT)
def as_end(scorer: SeamScorer, text: str) -> End:
    """Return what a line says as an end."""
    return End(
        max(-_MAX_OPEN_LOG10, min(_MAX_OPEN_LOG10, scorer.ends_open(text))),
        tuple([text.count(opening) > text.count(closing) for opening, closing in COMMON_PAIRS]),
        tail(scorer, text),
        _found(_FOREIGN_TAIL.search(text)),
    )


@lru_cache(maxsize=LINES_KEPT)
def as_start(scorer: SeamScorer, text: str) -> Start:
    """Return what a line says as a start."""
    return Start(
        beginning(scorer, text),
        tuple([text.count(opening) < text.count(closing) for opening, closing in COMMON_PAIRS]),
        head(scorer, text),
        _found(_FOREIGN_HEAD.match(text)),
        _found(_QUOTE_HEAD.match(text)),
        _found(_LIST_HEAD.match(text)),
    )


@lru_cache(maxsize=LINES_KEPT)
def _most(scorer: SeamScorer, first: str) -> float:
    return scorer.most(first)


def _found(match: re.Match[str] | None) -> float:
    return float(match is not None)


def _counted(lines: set[int], count: int) -> list[int]:
    return list(accumulate((line in lines for line in range(count)), initial=0))


# Runs of characters are looked up in so many lines before and behind those of a section: no page
# holds more, and the cost stays linear in the document.
_SECTION_LINES = 400
# So many characters of each side of a seam a run of them may hold.
_MAX_RUN_SIDE_CHARACTERS = 3


class Runs:
    """Runs of characters across seams, looked up in the text of a page near by."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._sections: dict[int, str] = {}

    def __call__(self, left: int, right: int) -> float:
        """Return how long a run of characters across the seam occurs elsewhere on the page (0 to
        4)."""
        texts = self._texts
        return float(max(0, _attested(texts[left], texts[right], self._section(left)) - 2))

    def _section(self, left: int) -> str:
        number = left // _SECTION_LINES
        found = self._sections.get(number)
        if found is None:
            first = number * _SECTION_LINES
            lines = self._texts[max(0, first - _SECTION_LINES) : first + 2 * _SECTION_LINES]
            found = self._sections[number] = "\n".join(lines)
        return found


def _attested(left: str, right: str, near: str) -> int:
    """Return the length of the longest run of up to six characters across the seam that the text
    near by holds elsewhere (0, 2 or more)."""
    before = _NOT_HAN.split(left[-_MAX_RUN_SIDE_CHARACTERS:])[-1]
    behind = _NOT_HAN.split(right[:_MAX_RUN_SIDE_CHARACTERS])[0]
    if not (before and behind):
        return 0
    best, most = 0, len(before) + len(behind)
    # Every run holds the two characters at the seam.
    pair = before[-1] + behind[0]
    place = near.find(pair)
    while place >= 0 and best < most:
        seam = place + 1
        ahead = near[max(0, seam - len(before)) : seam]
        best = max(
            best,
            _alike(before[::-1], ahead[::-1]) + _alike(behind, near[seam : seam + len(behind)]),
        )
        place = near.find(pair, seam)
    return best


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    found = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        found += 1
    return found
