"""Links: which block of a page continues which, by the weight of all evidence.

Every pair of an open end and a block that may go on is described by a few features: the seam in
the eyes of the language model, whether the second block begins like a paragraph, distance and
direction, what stands between them, brackets left open, words shared. A logistic model turns them
into log-odds; then the pairs are chosen that gain the most together, one continuation to an end.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from restore.blocks import Role
from restore.characters.classes import HAN
from restore.layout.assignment import best_pairs
from restore.layout.roles import JumpMark, begins_part, jump_mark
from restore.layout.seams import SeamScorer, beginning, open_end, seam

__all__ = ["FEATURES", "WEIGHTS", "Link", "PageLines", "Pair", "link_blocks", "pairs_of"]

# How far (in blocks) an end looks for its continuation; keeps the cost linear in the document.
_WINDOW = 80
_LEAST_HEADLINE = 8
# What looks like a headline is one, unless the seam leaves no doubt (log10).
_HEADLINE_SEAM = 3.0
# Log-odds at which all but one or two links in a hundred are right. The end of text that a jump
# mark brought is cut for sure, and its story short: there every link counts.
_SURE = 1.0
# Without a jump mark nothing says that stories are mixed, and a long document offers thousands of
# wrong pairs: a block is brought from afar on overwhelming evidence only.
_UNMIXED = 4.0
_SHARED = 4
_OWN = 2
_NOT_HAN = re.compile(f"[^{HAN}]+")
_FOREIGN_HEAD = re.compile("[0-9A-Za-z]")
_FOREIGN_TAIL = re.compile("[0-9A-Za-z%]\\Z")
_LIST_HEAD = re.compile(
    "[0-9０-９.]+[余多万亿]*[个项件名家人次篇份期场条种类处所座%％元吨亩米里][、，；。]"
)
_QUOTE_HEAD = re.compile("[“‘《（]")
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))

FEATURES = (
    "bias", "seam", "seam below 0", "beginning", "beginning above 0", "neighbour", "backward",
    "log distance", "mixed", "in a continued story", "after a closed paragraph", "after a heading",
    "after a gap", "before a story", "before a gap", "before text", "bracket closed",
    "brackets left open", "brackets not opened", "words shared", "words of these two alone", "end may be a headline",
    "foreign head", "foreign tail", "comma at the end", "quotation at the head",
    "figure of a list at the head",
)  # fmt: skip
# Fitted by tools/fit_links.py on 2,000 made pages (seed 7) from half of the development reports
# and news; on pages from the other half, at log-odds 0, .954 of the links are right and .732 found.
WEIGHTS = (
    -0.70, 1.66, -0.40, -0.77, -0.67, 1.26, -2.72,
    -0.41, -0.44, -0.02, -1.60, 0.27,
    -0.56, -0.08, -1.11, -0.78, 3.09,
    -1.62, -2.18, -2.58, 1.34,
    -1.27, -0.15, 0.97, -0.57, -0.05,
    # Set by hand: made pages are not cut at figures. 28个、 begins no paragraph.
    2.50,
)  # fmt: skip


class Link(NamedTuple):
    """Block ``right`` continues block ``left``; ``score`` in log-odds (base e).

    A link that is not ``sure`` brings the two together but does not run their words together.
    """

    left: int
    right: int
    score: float
    sure: bool = True


class Pair(NamedTuple):
    """A candidate link with its features, in the order of ``FEATURES``."""

    left: int
    right: int
    features: tuple[float, ...]


class PageLines(NamedTuple):
    """The lines of a page without furniture.

    ``places`` are their places in the whole page, so that a gap of more than one shows where
    something stood that is not of the text; ``headed`` are lines of headline groups.
    """

    texts: Sequence[str]
    roles: Sequence[Role]
    marks: Sequence[JumpMark | None]
    places: Sequence[int]
    headed: frozenset[int]


def link_blocks(page: PageLines, scorer: SeamScorer, *, least: float) -> list[Link]:
    """Link open ends with the blocks that continue them.

    Parameters
    ----------
    least : the least log-odds of a link
    """
    scores = {}
    mixed = any(mark is not None for mark in page.marks)
    for pair in pairs_of(page, scorer):
        score = math.fsum(
            weight * value for weight, value in zip(WEIGHTS, pair.features, strict=True)
        )
        distant = pair.right != pair.left + 1
        if distant and page.roles[pair.left] is Role.HEADING:
            continue
        if score > (max(least, _UNMIXED) if distant and not mixed else least):
            scores[pair.left, pair.right] = score
    chosen = best_pairs({pair: score - least for pair, score in scores.items()})
    continued = _continued(page)
    links = [
        Link(left, right, score, sure=score >= _SURE or continued[left])
        for left, right in chosen
        for score in (scores[left, right],)
    ]
    return _without_cycles(sorted(links, key=lambda link: (-link.score, link.left)))


def _without_cycles(links: list[Link]) -> list[Link]:
    """Drop the weakest link of a cycle: links come best first, so the one that closes it."""
    following: dict[int, int] = {}
    kept = []
    for link in links:
        block: int | None = link.right
        while block is not None and block != link.left:
            block = following.get(block)
        if block is None:
            following[link.left] = link.right
            kept.append(link)
    return sorted(kept, key=lambda link: link.left)


def pairs_of(page: PageLines, scorer: SeamScorer) -> Iterator[Pair]:
    """Yield the candidate links of a page with their features."""
    ends, starts = _ends_and_starts(page)
    if not ends or not starts:
        return
    mixed = any(mark is not None for mark in page.marks)
    continued = _continued(page)
    begins = {right: beginning(scorer, page.texts[right]) for right in starts}
    blocks = {*ends, *starts}
    shingles = {block: _shingles(page.texts[block], _SHARED) for block in blocks}
    grams = [_shingles(text, _OWN) for text in page.texts]
    spread = Counter(gram for found in grams for gram in found)
    brackets = {block: _brackets(page.texts[block]) for block in blocks}
    after = {right: _before_start(page, right) for right in starts}
    for left in ends:
        text = page.texts[left]
        behind = _behind_end(page, left)
        near = slice(bisect_left(starts, left - _WINDOW), bisect_right(starts, left + _WINDOW))
        for right in starts[near]:
            if right == left:
                continue
            score = seam(scorer, text, page.texts[right])
            if page.roles[left] is Role.HEADING and score < _HEADLINE_SEAM:
                continue
            opened = [balance > 0 for balance in brackets[left]]
            closed = [balance < 0 for balance in brackets[right]]
            both = sum(a and b for a, b in zip(opened, closed, strict=True))
            shared = len(shingles[left] & shingles[right]) / (
                1 + min(len(shingles[left]), len(shingles[right]))
            )
            own = 0
            if page.roles[left] is Role.BODY:
                # A headline shares words with the text under it anyway.
                own = sum(spread[gram] == 2 for gram in grams[left] & grams[right])
            neighbour = right == left + 1
            yield Pair(
                left,
                right,
                (
                    1.0,
                    score,
                    min(score, 0.0),
                    begins[right],
                    max(begins[right], 0.0),
                    float(neighbour),
                    float(right < left),
                    0.0 if neighbour else math.log1p(abs(right - left)),
                    float(mixed),
                    float(continued[left]),
                    float(after[right] == "closed" and not neighbour),
                    float(after[right] == "heading" and not neighbour),
                    float(after[right] == "gap"),
                    float(behind == "story" and not neighbour),
                    float(behind == "gap" and not neighbour),
                    float(behind == "text" and not neighbour),
                    float(both),
                    float(sum(opened) - both),
                    float(sum(closed) - both),
                    shared,
                    math.log1p(own),
                    float(page.roles[left] is Role.HEADING),
                    float(_FOREIGN_HEAD.match(page.texts[right]) is not None),
                    float(_FOREIGN_TAIL.search(text) is not None),
                    float(text[-1] in "，、"),
                    float(_QUOTE_HEAD.match(page.texts[right]) is not None),
                    float(_LIST_HEAD.match(page.texts[right]) is not None),
                ),
            )


def _ends_and_starts(page: PageLines) -> tuple[list[int], list[int]]:
    """Return the blocks that stop in mid-sentence (or may be cut headlines), and those that may
    go on: body text without a number or a mark."""
    ends, starts = [], []
    for block, text in enumerate(page.texts):
        if block in page.headed:
            continue
        part = begins_part(text)
        if page.roles[block] is Role.BODY:
            if open_end(text):
                ends.append(block)
            if not part and jump_mark(text) is None:
                starts.append(block)
        elif page.roles[block] is Role.HEADING and not part and len(text) >= _LEAST_HEADLINE:
            ends.append(block)
    return ends, starts


def _continued(page: PageLines) -> list[bool]:
    """Say of each line whether it stands in text that a jump mark began, up to its first cut."""
    found = []
    inside = False
    for block, text in enumerate(page.texts):
        mark = page.marks[block]
        inside = inside or (mark is not None and mark.direction == "from")
        found.append(inside)
        if page.roles[block] is Role.BODY and open_end(text):
            inside = False
    return found


def _before_start(page: PageLines, right: int) -> str:
    before = right - 1
    if before < 0 or before in page.headed or page.places[right] - page.places[before] > 1:
        return "gap"
    if page.roles[before] is Role.HEADING:
        return "heading"
    if page.roles[before] is Role.BODY and not open_end(page.texts[before]):
        return "closed"
    return "open"


def _behind_end(page: PageLines, left: int) -> str:
    behind = left + 1
    if behind >= len(page.texts):
        return "foot"
    mark = page.marks[behind]
    if behind in page.headed or (mark is not None and mark.direction == "from"):
        return "story"
    return "gap" if page.places[behind] - page.places[left] > 1 else "text"


def _shingles(text: str, length: int) -> set[str]:
    bare = _NOT_HAN.sub("", text)
    return {bare[index : index + length] for index in range(len(bare) - length + 1)}


def _brackets(text: str) -> tuple[int, ...]:
    return tuple(text.count(opening) - text.count(closing) for opening, closing in _PAIRS)
