"""Seams: which block continues which, judged by the language model's continuity across the cut.

An open end (a body block that stops in the middle of a sentence) and the block that goes on are
linked when each is the other's best partner, so that a fair continuation of one end does not take
the place of a good one of another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from restore.blocks import Role
from restore.layout.lines import ends_sentence
from restore.layout.roles import begins_part, jump_mark
from restore.settings import LayoutSettings

__all__ = ["Link", "SeamScorer", "candidate_links", "continuity", "link_seams", "open_end"]

# How far (in blocks) an end looks for its continuation; keeps the cost linear in the document.
_WINDOW = 80
# Continuations stand near: what a pair loses per block between them, in log10 units, up to a cap.
_DISTANCE_COST = 0.02
_NEIGHBOUR_BONUS = 0.7
_DOUBT = 1.0
_CONTEXT = 24


class SeamScorer(Protocol):
    """What layout needs of a language model."""

    def seam(self, left: str, right: str) -> float:
        """How much likelier ``right`` is after ``left`` than in any place (log10)."""
        ...

    def score(self, text: str, *, bos: bool = False) -> float:
        """The log10 probability of ``text``, as the beginning of a paragraph or anywhere."""
        ...


# What the beginning of a paragraph counts against a continuation: of weights 0 to 1 the one with
# the best area under the curve over 3,000 cuts inside sentences of reports not trained on, against
# wrong pairings and against beginnings of paragraphs (.963, .972).
_BEGINNING = 0.4
_HEAD = 5
_COMMON_BEGINNING = 0.2
_FOREIGN = re.compile("[0-9A-Za-z０-９]")


def continuity(scorer: SeamScorer, left: str, right: str) -> float:
    """Score how well ``right`` continues ``left`` rather than begin a paragraph (log10).

    Cuts inside sentences average 2.7, wrong pairings -1.3; one wrong pairing in a hundred reaches
    2.0.
    """
    tail, head = left[-_CONTEXT:], right[:_CONTEXT]
    return scorer.seam(tail, head) - _BEGINNING * beginning(scorer, head)


def beginning(scorer: SeamScorer, right: str) -> float:
    """How much likelier ``right`` begins a paragraph than stands anywhere (log10)."""
    first = "".join(right[:_CONTEXT].split())[:_HEAD]
    return scorer.score(first, bos=True) - scorer.score(first)


class Link(NamedTuple):
    """Block ``right`` continues block ``left``; ``score`` in log10 units."""

    left: int
    right: int
    score: float


_LABEL_END = "：:；;"
_SENTENCE_MARK = re.compile("[，。；？！]")
_LEAST_HEADLINE = 8


def open_end(text: str) -> bool:
    """Whether a block of running text stops in the middle of a sentence."""
    mark = jump_mark(text)
    if ends_sentence(text) or text[-1:] in _LABEL_END or (mark and mark.direction == "to"):
        return False
    return _SENTENCE_MARK.search(text) is not None or text.count("、") >= 2


def candidate_links(
    texts: Sequence[str],
    roles: Sequence[Role],
    scorer: SeamScorer,
    settings: LayoutSettings,
    *,
    mixed: bool = False,
) -> list[Link]:
    """Link the blocks of a page: open body text, and lines that may be headlines or cut text.

    ``mixed`` says that other evidence shows several stories to be mixed.
    """
    ends = []
    doubtful = set()
    starts = []
    for index, text in enumerate(texts):
        part = begins_part(text)
        if roles[index] is Role.BODY:
            if open_end(text):
                ends.append(index)
            if not part and jump_mark(text) is None:
                starts.append(index)
        elif roles[index] is Role.HEADING and not part and len(text) >= _LEAST_HEADLINE:
            ends.append(index)
            doubtful.add(index)
    if not ends:
        return []
    return link_seams(
        texts,
        ends,
        starts,
        scorer,
        threshold=settings.seam_move_mixed if mixed else settings.seam_move,
        strict=not mixed,
        neighbour_threshold=settings.seam_join,
        doubtful=doubtful,
    )


def link_seams(
    texts: Sequence[str],
    ends: Sequence[int],
    starts: Sequence[int],
    scorer: SeamScorer,
    *,
    threshold: float,
    neighbour_threshold: float,
    doubtful: Collection[int] = (),
    strict: bool = False,
) -> list[Link]:
    """Link open ends with the blocks that continue them.

    Parameters
    ----------
    texts : the blocks in their present order
    ends : indexes of the blocks that stop in the middle of a sentence
    starts : indexes of the blocks that may go on (body text without a number or mark)
    threshold, neighbour_threshold : the least score of a seam between distant blocks and between
        neighbours
    doubtful : ends that may as well be headlines; their seams must score higher
    strict : distant blocks are linked only where the second could hardly begin a paragraph, and
        not at a figure or a Latin word, which the model does not tell from others
    """
    pairs: list[tuple[float, float, int, int]] = []
    may_begin_cut = (
        {
            right: _FOREIGN.match(texts[right]) is None
            and beginning(scorer, texts[right]) < _COMMON_BEGINNING
            for right in starts
        }
        if strict
        else {}
    )
    for left in ends:
        tail = texts[left]
        for right in starts:
            if right == left or abs(right - left) > _WINDOW:
                continue
            neighbour = right == left + 1
            if strict and not neighbour and not may_begin_cut[right]:
                continue
            score = continuity(scorer, tail, texts[right])
            least = neighbour_threshold if neighbour else threshold
            if score < least + (_DOUBT if left in doubtful else 0.0):
                continue
            distance = abs(right - left) * _DISTANCE_COST + (0.5 if right < left else 0.0)
            rank = score + (_NEIGHBOUR_BONUS if neighbour else -min(distance, 2.0))
            pairs.append((rank, score, left, right))
    pairs.sort(key=lambda pair: (-pair[0], pair[2], pair[3]))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    links = []
    for _, score, left, right in pairs:
        if left in taken_left or right in taken_right:
            continue
        taken_left.add(left)
        taken_right.add(right)
        links.append(Link(left, right, score))
    return _without_cycles(links)


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
