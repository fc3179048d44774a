"""Groups copies into runs: paragraphs that repeat in the same order.

A passage that was read twice is a run of paragraphs in one order, or follows its original directly,
or is long. Passages that repeat by right stand in different frames: under another heading, after
another question, before other items.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from restore.dedup.frames import (
    MAX_BRIDGE_LINES,
    in_parallel_frames,
    is_whole_article,
    surroundings,
)
from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.places import better_place
from restore.dedup.shapes import is_machine, is_row, plain, points_away, weight
from restore.text.characters import SMALL_NUMERALS

__all__ = ["MIN_ADJACENT_LENGTH", "MIN_APART_LENGTH", "MIN_HEADED_LENGTH", "Run", "runs"]

# A numbered article of a statute that stands twice stands in two editions of it.
_ARTICLE = re.compile(f"第[{SMALL_NUMERALS}0-9]{{1,7}}条")

# Where so near to a run of copies, in lines, half as many passages are alike and no copies, two
# editions of one text stand in the document.
_NEAR_LINES = 8
# Characters of prose that stand twice in one order by noise alone. In the statutes, diaries, novels
# and recipes at hand what repeats by right has 63 at most in one paragraph, and 168 in a run of
# list items (which are no prose); in work reports and news, 104.
MIN_APART_LENGTH = 120
# Each under a heading of its own, twice as many: a section may be no more than such a passage.
MIN_HEADED_LENGTH = 2 * MIN_APART_LENGTH
# Characters of a paragraph that stands twice at once by noise alone: lines of songs are shorter, and
# so are list items that differ by a character (拇指, 拇趾). DedupSettings.partial_length asks as much
# of a paragraph in the one beside it.
MIN_ADJACENT_LENGTH = 30


class Run(NamedTuple):
    """A run of copies: lines of a document that stand there twice in one order.

    ``weight`` counts the characters of prose in it, ``longest`` those of its longest paragraph
    that does not speak of its neighbours, ``plain`` those of the longest paragraph or list item
    that is quite the same. ``adjacent``: the copies follow the originals at once. ``framed``: what
    stands beside the two says that each stands there by right. ``second`` says that the later copy
    stands in the better place.
    """

    weight: int
    longest: int
    plain: int
    rows: int
    adjacent: bool
    framed: bool
    second: bool

    @property
    def removable(self) -> bool:
        """Whether that a passage stands twice here is noise."""
        if self.adjacent:
            return self.plain >= MIN_ADJACENT_LENGTH or self.weight >= MIN_ADJACENT_LENGTH
        if self.framed:
            return False
        return self.longest >= MIN_APART_LENGTH or (
            self.rows > 1 and self.weight >= MIN_APART_LENGTH
        )


def runs(
    pairs: Collection[tuple[int, int]],
    variants: Collection[tuple[int, int]],
    table: ParagraphTable,
    place: Mapping[int, int],
    neighbours: Mapping[int, Sequence[int]],
    shortest: int,
) -> dict[tuple[int, int], Run]:
    """Return the run that each pair of copies belongs to.

    Parameters
    ----------
    pairs : rows of one document that are copies, the earlier first
    variants : rows of one document that are alike and no copies
    place : position of a row in its document
    neighbours : the rows of a row's document, in order
    shortest : length (code points) under which a paragraph is no evidence
    """
    found: dict[tuple[int, int], Run] = {}
    beside: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for first, second in variants:
        spot = place[first]
        beside[table[first].document, spot // _NEAR_LINES].append((spot, place[second] - spot))
    chain: list[tuple[int, int]] = []

    def close() -> None:
        run = _run(chain, table, place, neighbours, shortest)
        first, last = place[chain[0][0]], place[chain[-1][0]]
        distance = place[chain[0][1]] - first
        document = table[chain[0][0]].document
        blocks = range(
            (first - _NEAR_LINES) // _NEAR_LINES, (last + _NEAR_LINES) // _NEAR_LINES + 1
        )
        alike = sum(
            first - _NEAR_LINES <= spot <= last + _NEAR_LINES
            and abs(apart - distance) <= _NEAR_LINES
            for block in blocks
            for spot, apart in beside.get((document, block), ())
        )
        if 2 * alike >= run.rows:
            run = run._replace(framed=True)
        found.update(dict.fromkeys(chain, run))
        chain.clear()

    def key(pair: tuple[int, int]) -> tuple[int, int, int]:
        first, second = pair
        return table[first].document, place[second] - place[first], place[first]

    for pair in sorted(pairs, key=key):
        if chain and not _goes_on(chain[-1], pair, table, place, neighbours):
            close()
        chain.append(pair)
    if chain:
        close()
    return found


def _goes_on(
    last: tuple[int, int],
    pair: tuple[int, int],
    table: ParagraphTable,
    place: Mapping[int, int],
    neighbours: Mapping[int, Sequence[int]],
) -> bool:
    """Whether nothing but equal lines stands between two pairs at one distance."""
    group = neighbours[last[0]]
    if neighbours[pair[0]] is not group:
        return False
    start, other = place[last[0]], place[last[1]]
    gap = place[pair[0]] - start
    if gap != place[pair[1]] - other or gap > MAX_BRIDGE_LINES:
        return False
    return all(
        table[group[start + step]].text == table[group[other + step]].text for step in range(1, gap)
    )


def _run(
    chain: Sequence[tuple[int, int]],
    table: ParagraphTable,
    place: Mapping[int, int],
    neighbours: Mapping[int, Sequence[int]],
    shortest: int,
) -> Run:
    group = neighbours[chain[0][0]]
    start, end = place[chain[0][0]], place[chain[-1][0]]
    distance = place[chain[0][1]] - start
    # Short lines beside the copies belong to the run.
    for _ in range(MAX_BRIDGE_LINES):
        if start > 0 and _same(table, group, start - 1, distance):
            start -= 1
        if end + distance + 1 < len(group) and _same(table, group, end + 1, distance):
            end += 1
    members = [table[group[spot]] for spot in range(start, end + 1)]
    copies = [table[row] for row in group[start + distance : end + distance + 1]]
    lines = sum(is_machine(item.text) or is_row(item.text) for item in members)
    prose = 2 * lines <= len(members)
    # What is a quotation on one side only is one by right.
    weights = [
        min(weight(item, shortest), weight(copy, shortest))
        for item, copy in zip(members, copies, strict=True)
    ]
    whole = [plain(item, shortest) for item in members]
    # A list, or the articles of a statute, with a little prose between them.
    prose = prose and 2 * sum(weights) >= sum(whole)
    own = [size for size, item in zip(weights, members, strict=True) if not points_away(item.text)]
    equal = [item.text == copy.text for item, copy in zip(members, copies, strict=True)]
    around = surroundings(table, group, start, end)
    around_copy = surroundings(table, group, start + distance, end + distance)
    return Run(
        weight=sum(weights) if prose else 0,
        longest=max(own, default=0) if prose else 0,
        plain=max(compress(whole, equal), default=0) if 2 * lines <= len(members) else 0,
        rows=end - start + 1,
        adjacent=start + distance <= end + 1,
        framed=in_parallel_frames(around, around_copy, short=sum(weights) < MIN_HEADED_LENGTH)
        or any(_ARTICLE.match(item.text) for item in members)
        or (
            members[0].article != copies[0].article
            and not is_whole_article(table, group, start, end, shortest)
            and not is_whole_article(table, group, start + distance, end + distance, shortest)
        ),
        second=better_place(copies, members, around_copy, around),
    )


def _same(table: ParagraphTable, group: Sequence[int], spot: int, distance: int) -> bool:
    return table[group[spot]].text == table[group[spot + distance]].text
