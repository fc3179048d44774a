"""Headings that stand at the end of a file while their text stands in the middle: where they go.

A page that was read column by column may give its last heading last, behind text of its own that
stands further up, glued to the section before. That section then holds the end of the whole text, a
paragraph that looks ahead, though another section follows. Where in it the heading belongs is a
guess from its words, so that the move is only suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import lgamma

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.layout.lines import ends_sentence, line_starts
from restore.layout.lost_ends import bare_headings
from restore.layout.plans import Paragraph, Plan
from restore.layout.quoting import QUOTED_CHARACTERS
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["heading_proposals"]

# A text of this kind looks ahead at its end, and says what for.
_AHEAD = lazy_pattern("起点|征程|未来|新时代|展望|明天|奋楫|扬帆")
_LAST_WORDS = lazy_pattern("篇章|答卷|贡献|力量|华章|辉煌|伟业|复兴|梦想")
_FIRST_CHARACTERS, _LAST_CHARACTERS = 16, 30
# By so much (natural log) the words must part at one place better than at any other. Of 144 headings
# of 26 reports the words by themselves find the place of one in three, and of the clearest twenty of
# one in two: what is found is suggested at most, and only where the end of the text is there too.
_MIN_LEAD_NATS = 3.0
# Of a heading each pair of characters counts so many times; a section's words are as sharp as so
# many pairs drawn from all of the text (Dirichlet prior).
_HEADING_WEIGHT, _PRIOR_PAIRS = 3, 300.0
# A section that holds the text of two has so many paragraphs.
_MIN_PARAGRAPHS = 3
_CONFIDENCE = 0.7
_PAIRS = lazy_pattern(f"(?=([{HAN}]{{2}}))")


def heading_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose to move a heading from the end of the last article to where its text may begin.

    Parameters
    ----------
    text : the text that the plan was drawn over, one line each
    """
    paragraphs = plan.articles[-1].paragraphs if plan.articles else ()
    if not paragraphs or ARTICLE_BREAK in plan.texts:
        return []
    lines = [(paragraph.role, paragraph.words) for paragraph in paragraphs]
    last = len(paragraphs) - 1
    kind = next((kind for place, kind in bare_headings(lines) if place == last), None)
    if kind is None or len(paragraphs[last].lines) > 1:
        return []
    closed = [
        (first, behind)
        for first, behind in pairwise(kind)
        if behind - first > _MIN_PARAGRAPHS and _closes(paragraphs[behind - 1])
    ]
    if not closed:
        return []
    words = _Words(paragraphs)
    for first, behind in closed:
        spot = words.cut(first, behind, last)
        if spot is not None and _in_file(paragraphs[spot - 1], paragraphs[spot]):
            return list(_move(text, plan, paragraphs, spot, paragraphs[behind - 1]))
    return []


def _closes(paragraph: Paragraph) -> bool:
    """Whether a paragraph looks ahead, as the last one of a text does."""
    words = paragraph.words
    return (
        paragraph.role is Role.BODY
        and ends_sentence(words)
        and _AHEAD.search(words, 0, _FIRST_CHARACTERS) is not None
        and _LAST_WORDS.search(words, max(0, len(words) - _LAST_CHARACTERS)) is not None
    )


def _in_file(left: Paragraph, right: Paragraph) -> bool:
    return left.lines[-1] + 1 == right.lines[0]


class _Words:
    """The words of an article, asked before which paragraph a section's words change."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._pairs = [frozenset(_PAIRS.findall(item.words)) for item in paragraphs]
        self._everywhere = Counter(pair for found in self._pairs for pair in found)
        self._total = sum(self._everywhere.values())

    def cut(self, first: int, behind: int, last: int) -> int | None:
        """Return the paragraph before which the words change from one heading's to the other's.

        Each part is drawn from a distribution of its own (pairs of characters, once a paragraph)
        with one prior; the cut is the one under which both are likeliest (Utiyama and Isahara 2001,
        with the integral in place of the estimate, as in Eisenstein and Barzilay 2008). None where
        no cut stands out.
        """
        pairs = self._pairs
        counts = [
            Counter(dict.fromkeys(pairs[own] - pairs[other], _HEADING_WEIGHT))
            for own, other in ((first, last), (last, first))
        ]
        for found in pairs[first + 1 : behind]:
            counts[1].update(found)
        sizes = [part.total() for part in counts]
        score = sum(self._gain(*item) for part in counts for item in part.items())
        scores: list[tuple[float, int]] = []
        for spot in range(first + 1, behind - 1):
            for pair in pairs[spot]:
                for part, step in ((counts[0], 1), (counts[1], -1)):
                    count = part[pair]
                    score += self._gain(pair, count + step) - self._gain(pair, count)
                    part[pair] = count + step
            sizes[0] += len(pairs[spot])
            sizes[1] -= len(pairs[spot])
            norm = sum(lgamma(_PRIOR_PAIRS + size) for size in sizes)
            scores.append((score - norm, spot + 1))
        best, *others = sorted(scores, reverse=True)
        return best[1] if others and best[0] - others[0][0] >= _MIN_LEAD_NATS else None

    def _gain(self, pair: str, count: int) -> float:
        prior = _PRIOR_PAIRS * self._everywhere[pair] / self._total
        return lgamma(prior + count) - lgamma(prior)


def _move(
    text: str, plan: Plan, paragraphs: Sequence[Paragraph], spot: int, closing: Paragraph
) -> Iterator[Proposal]:
    starts = line_starts(text)
    line = paragraphs[-1].lines[0]
    heading = text[starts[line] : starts[line + 1]]
    if not heading.endswith("\n"):
        return
    point = starts[paragraphs[spot].lines[0]]
    evidence = (
        Pattern("no text stands under the heading", plan.texts[line]),
        Pattern(
            "what closes a text stands in its middle, before another heading of this kind",
            closing.words[:QUOTED_CHARACTERS],
        ),
        Pattern("from here on the words are others", paragraphs[spot].words[:QUOTED_CHARACTERS]),
    )
    for start, end, after in ((starts[line], starts[line + 1], ""), (point, point, heading)):
        yield Proposal("layout", "move", start, end, after, _CONFIDENCE, evidence, "heading")
