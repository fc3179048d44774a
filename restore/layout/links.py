"""Links: which block of a page continues which, by the weight of all evidence.

Every pair of an open end and a block that may go on is described by a few features: the seam in
the eyes of the language model, whether the second block begins like a paragraph, distance and
direction, what stands between them, brackets left open, words shared. A model in which every end
chooses among its starts or none, and every start among its ends or none, turns them into log-odds;
then the pairs are chosen that gain the most together, one continuation to an end.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from restore.blocks import Role
from restore.characters.classes import HAN
from restore.layout.assignment import best_pairs
from restore.layout.lines import ends_sentence
from restore.layout.roles import JumpMark, begins_part, jump_mark, signature
from restore.layout.seams import SeamScorer, beginning, open_end, seam

__all__ = ["FEATURES", "WEIGHTS", "Link", "PageLines", "Pair", "link_blocks", "pairs_of"]

# How far (in blocks) an end looks for its continuation; keeps the cost linear in the document.
_WINDOW = 80
# Log-odds at which all but one or two links in a hundred are right. The end of text that a jump
# mark brought is cut for sure, and its story short: there every link counts.
_SURE = 1.5
# What turns the order around must at least be likely.
_BACKWARD = 0.5
# Without a jump mark nothing says that stories are mixed, and a long document offers thousands of
# wrong pairs: a block is brought from afar on overwhelming evidence only (in 145 clean documents
# the best wrong pair has 2.2), and what looks like a headline is one (the best wrong pair has 3.7).
_UNMIXED = 3.0
_PLAIN_HEADLINE = 4.5
_HEADLINE = 1.0
_SHARED = 4
_OWN = 2
_NOT_HAN = re.compile(f"[^{HAN}]+")
# Years and days begin paragraphs often.
_FOREIGN_HEAD = re.compile("(?![0-9]{4}年|[0-9]{1,2}月)[0-9A-Za-z]")
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
# Fitted by tools/fit_links.py on 3,000 made pages (seed 7) from half of the development reports and
# news; on pages from the other half, at log-odds -1, .961 of the links are right and .950 found.
WEIGHTS = (
    -0.51, 1.84, -0.35, -0.74, -0.29, 1.84, -2.89, 0.72, -0.35, 0.09,
    -3.55, 0.01, -0.42, 0.12, -0.10, -0.86, 3.46, -2.48, -2.33, 1.05,
    0.90, 0.69, 0.67, -0.11, -0.42, -3.40, 0.05, 1.34, -3.99, -0.43,
    -3.88, -0.20, -3.36, 1.38, -2.40, -1.22, -1.80, -0.20, 0.68, -1.11,
    -0.11, 0.43, 0.67, 0.46, -0.51, 0.33, -1.34, -0.20, -0.96, -0.49,
    0.72, -0.76, 2.50, -0.68, 0.44,
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


def link_blocks(
    page: PageLines, scorer: SeamScorer, *, least: float, neighbours: bool = False
) -> list[Link]:
    """Link open ends with the blocks that continue them.

    Parameters
    ----------
    least : the least log-odds of a link
    neighbours : look no farther than the next block
    """
    scores = {}
    mixed = _mixed(page)
    for pair in pairs_of(page, scorer):
        distant = pair.right != pair.left + 1
        if distant and neighbours:
            continue
        score = math.fsum(map(mul, WEIGHTS, pair.features))
        need = least
        if Role.HEADING in (page.roles[pair.left], page.roles[pair.right]):
            need = max(need, _HEADLINE if mixed else _PLAIN_HEADLINE)
        elif distant and not mixed:
            need = max(need, _UNMIXED)
        elif pair.right < pair.left:
            need = max(need, _BACKWARD)
        if score > need:
            scores[pair.left, pair.right] = score
    chosen = best_pairs({pair: score - least for pair, score in scores.items()})
    continued = _continued(page)
    links = [
        Link(
            left,
            right,
            score,
            sure=score >= _SURE or continued[left],
        )
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
    mixed = _mixed(page)
    continued = _continued(page)
    texts = page.texts
    heading = [role is Role.HEADING for role in page.roles]
    begins = {right: beginning(scorer, texts[right]) for right in starts}
    blocks = {*ends, *starts}
    shingles = {block: _shingles(texts[block], _SHARED) for block in blocks}
    grams = [_shingles(text, _OWN) for text in texts]
    spread = Counter(gram for found in grams for gram in found)
    brackets = {block: _brackets(texts[block]) for block in blocks}
    after = {right: _before_start(page, right) for right in starts}
    goes_on = {block: _clipped(scorer.ends_open(texts[block])) for block in blocks}
    typed = {block: float(_TYPED.search(texts[block]) is not None) for block in blocks}
    # What only the beginning tells is asked once, not once for every end.
    foreign = {right: float(_FOREIGN_HEAD.match(texts[right]) is not None) for right in starts}
    quoted = {right: float(_QUOTE_HEAD.match(texts[right]) is not None) for right in starts}
    listed = {right: float(_LIST_HEAD.match(texts[right]) is not None) for right in starts}
    storied = {right: float(right > 0 and _ends_story(page, right - 1)) for right in starts}
    story_behind = {
        right: float(heading[right] and _behind_end(page, right) == "story") for right in starts
    }
    closes = {right: [balance < 0 for balance in brackets[right]] for right in starts}
    section, runs = -1, frozenset[str]()
    behind_words, before_words = _surroundings(page, grams, spread)
    open_ends = set(ends)
    open_before = list(accumulate((block in open_ends for block in range(len(texts))), initial=0))
    forced = {right for right in starts if after[right] == "open"}
    forced_before = list(accumulate((block in forced for block in range(len(texts))), initial=0))
    before_shared = {
        right: math.log1p(len(before_words[right - 1] & behind_words[right])) if right else 0.0
        for right in starts
    }
    for left in ends:
        if left // _SECTION != section:
            section = left // _SECTION
            runs = _runs_near(texts, section)
        text = texts[left]
        behind = _behind_end(page, left)
        opened = [balance > 0 for balance in brackets[left]]
        foreign_tail = float(_FOREIGN_TAIL.search(text) is not None)
        near = slice(bisect_left(starts, left - _WINDOW), bisect_right(starts, left + _WINDOW))
        for right in starts[near]:
            if right == left:
                continue
            score = seam(scorer, text, texts[right])
            closed = closes[right]
            both = sum(a and b for a, b in zip(opened, closed, strict=True))
            shared = len(shingles[left] & shingles[right]) / (
                1 + min(len(shingles[left]), len(shingles[right]))
            )
            own = sum(spread[gram] == 2 for gram in grams[left] & grams[right])
            neighbour = right == left + 1
            low, high = sorted((left, right))
            around = len(before_words[left] & behind_words[right])
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
                    0.0 if heading[left] or heading[right] else shared,
                    0.0 if heading[left] or heading[right] else math.log1p(own),
                    foreign[right],
                    foreign_tail,
                    float(text[-1] in "，、"),
                    quoted[right],
                    float(heading[left]),
                    float(heading[left] and len(text) < _SHORT_HEADLINE),
                    goes_on[left] * heading[left],
                    typed[left] * heading[left],
                    float(heading[left] and behind == "story"),
                    float(heading[left] and left == 0),
                    goes_on[left],
                    float(heading[right]),
                    goes_on[right] * heading[right],
                    typed[right] * heading[right],
                    story_behind[right],
                    float(heading[right] and right == len(texts) - 1),
                    score * heading[right],
                    float(max(0, _attested(text, texts[right], runs) - 2)),
                    math.log1p(max(0, open_before[high] - open_before[low] - 1)),
                    math.log1p(max(0, forced_before[high] - forced_before[low + 1])),
                    math.log1p(around),
                    storied[right],
                    float(_leaves(page, right)),
                    max(0.0, score - 1.0),
                    max(0.0, score - 2.0),
                    max(0.0, score - 3.0),
                    max(0.0, -1.0 - begins[right]),
                    begins[right] * (after[right] == "closed" and not neighbour),
                    before_shared[right] * (not neighbour),
                    float(after[right] == "closed" and not neighbour and continued[right - 1]),
                    float(
                        after[right] == "closed"
                        and not neighbour
                        and open_before[right] - open_before[min(left, right)] == 1
                    ),
                    listed[right],
                    min(score, 0.0) * neighbour,
                    max(0.0, score - 2.0) * (right < left),
                ),
            )


_SHORT_HEADLINE = 8
_TYPED = re.compile(r"[ \u3000【】]|\A[“《].*[”》]\Z|[！？”》]\Z")
_OPEN_MOST = 3.0
_ACROSS = (2, 3, 4)


def _clipped(value: float) -> float:
    return max(-_OPEN_MOST, min(_OPEN_MOST, value))


def _leaves(page: PageLines, line: int) -> bool:
    mark = page.marks[line]
    return mark is not None and mark.direction == "to"


def _ends_story(page: PageLines, line: int) -> bool:
    """Whether a story ends at the line, on this page or for good."""
    return _leaves(page, line) or signature(page.texts[line])


def _mixed(page: PageLines) -> bool:
    """Whether the page shows that stories are mixed on it: by jump marks, or by a signature that
    running text follows."""
    return any(mark is not None for mark in page.marks) or any(
        signature(text) and page.roles[line + 1] is Role.BODY and line + 1 not in page.headed
        for line, text in enumerate(page.texts[:-1])
    )


# Runs of characters are looked up in so many lines before and behind those of a section: no page
# holds more, and the cost stays linear in the document.
_SECTION = 400
_RUN = 3


def _runs_near(texts: Sequence[str], section: int) -> frozenset[str]:
    """Return every run of two to six characters in the lines of a section and around it."""
    first = section * _SECTION
    text = "\n".join(texts[max(0, first - _SECTION) : first + 2 * _SECTION])
    return frozenset(
        text[place : place + length]
        for length in range(2, 2 * _RUN + 1)
        for place in range(len(text) - length + 1)
    )


def _attested(left: str, right: str, runs: frozenset[str]) -> int:
    """Return the length of the longest run of up to six characters across the seam that the page
    holds elsewhere (0, 2 or more)."""
    if left[-1:] + right[:1] not in runs:
        # Every longer run holds this one.
        return 0
    best = 0
    for before in range(1, _RUN + 1):
        for behind in range(1, _RUN + 1):
            if before + behind <= best or len(left) < before or len(right) < behind:
                continue
            run = left[-before:] + right[:behind]
            if run in runs and _NOT_HAN.search(run) is None:
                best = before + behind
    return best


def _surroundings(
    page: PageLines, grams: Sequence[set[str]], spread: Counter[str]
) -> tuple[list[set[str]], list[set[str]]]:
    """Return, for each line, the rarer words of the text from it on and of the text up to it, as
    far as the story surely goes on."""
    rare = [{gram for gram in found if 1 < spread[gram] <= _RARE} for found in grams]
    following: list[set[str]] = []
    preceding: list[set[str]] = []
    for line in range(len(rare)):
        words = set(rare[line])
        place = line
        while place + 1 < len(rare) and place - line < _AROUND and not _parted(page, place):
            place += 1
            words |= rare[place]
        following.append(words)
        words = set(rare[line])
        place = line
        while place > 0 and line - place < _AROUND and not _parted(page, place - 1):
            place -= 1
            words |= rare[place]
        preceding.append(words)
    return following, preceding


_RARE = 4
_AROUND = 5


def _parted(page: PageLines, line: int) -> bool:
    """Whether the story may change behind the line."""
    mark = page.marks[line + 1]
    return (
        not ends_sentence(page.texts[line])
        or _leaves(page, line)
        or (mark is not None and mark.direction == "from")
    )


def _ends_and_starts(page: PageLines) -> tuple[list[int], list[int]]:
    """Return the lines that may stop in mid-sentence, and those that may go on there; what looks
    like a headline may be either."""
    ends, starts = [], []
    for block, text in enumerate(page.texts):
        role = page.roles[block]
        mark = page.marks[block]
        if role is Role.BODY or role is Role.HEADING:
            own = jump_mark(text)
            part = begins_part(text)
            if (not part if role is Role.HEADING else open_end(text)) and not (
                mark is not None and mark.direction == "to"
            ):
                ends.append(block)
            if not part and all(one is None or one.direction == "to" for one in (own, mark)):
                starts.append(block)
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
    if _ends_story(page, before):
        return "story"
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
