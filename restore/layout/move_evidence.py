"""Evidence of a move, so that a reviewer can judge it without reading the page.

A plan knows which line continues which and how surely, which lines head an article, and where jump
marks and section numbers lead. The evidence of a move is what concerns the moved lines: the words on
both sides of a seam with its log-odds, or the mark, number, headline or signature.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.evidence import Evidence, Pattern, Seam
from restore.layout.jump_marks import jump_mark
from restore.layout.plans import Plan
from restore.layout.quoting import QUOTED_CHARACTERS
from restore.layout.roles import signature
from restore.layout.sections import section_number
from restore.layout.unfinished import open_end

__all__ = ["MoveReasons", "Moved", "goes_on"]

_HEADS = {Role.TITLE, Role.SUBTITLE, Role.BYLINE, Role.DATELINE, Role.HEADING}


def goes_on(words: str, seam: Evidence) -> Pattern:
    """Say how likely the seam is: log-odds to base 10, of all that is known of it."""
    score = seam.score / math.log(10) if isinstance(seam, Seam) else 0.0
    return Pattern(words, f"log10 {score:+.2f}")


class Moved(NamedTuple):
    """Lines that move together: the first and the last, the article they move to, and the lines on
    either side of them there (None at its ends)."""

    first: int
    last: int
    article: int
    before: int | None
    behind: int | None


class MoveReasons:
    """Finds the evidence of the moves of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._right = {left: (right, seam) for left, right, seam in plan.links}
        self._order = [
            (line, number)
            for number, article in enumerate(plan.articles)
            for paragraph in article.paragraphs
            for line in paragraph.lines
        ]
        self._gone = {removal.line: removal.role for removal in plan.removals}

    def of(self, moved: Moved) -> tuple[Evidence, ...]:
        """Return the evidence of one move; never empty."""
        found = [*self._seams(moved), *self._signs(moved)]
        texts = self._plan.texts
        if found and (before := self._neighbour(moved.first, -1)) is not None:
            following = self._right.get(before)
            if open_end(texts[before]) and (following is None or following[0] != moved.first):
                stops = Pattern(
                    "at its old place the text before it stops in mid-sentence",
                    texts[before][-QUOTED_CHARACTERS:],
                )
                found.append(stops)
        if found:
            return tuple(found)
        if moved.article > 0 and moved.before is None:
            return (Pattern("another article begins", texts[moved.first][:QUOTED_CHARACTERS]),)
        return (Pattern("reading order", texts[moved.first][:QUOTED_CHARACTERS]),)

    def _seams(self, moved: Moved) -> list[Evidence]:
        found: list[Evidence] = []
        for left, right in ((moved.before, moved.first), (moved.last, moved.behind)):
            link = None if left is None else self._right.get(left)
            if link is not None and link[0] == right:
                found += [goes_on("the sentence goes on at the new place", link[1]), link[1]]
        if found:
            return found
        before, behind = self._neighbour(moved.first, -1), self._neighbour(moved.last, 1)
        link = None if before is None else self._right.get(before)
        if link is not None and link[0] == behind:
            inside = "it stood inside a sentence that goes on behind it"
            found += [goes_on(inside, link[1]), link[1]]
        return found

    def _signs(self, moved: Moved) -> list[Evidence]:
        texts = self._plan.texts
        found: list[Evidence] = []
        mark = self._mark(moved)
        if mark is not None:
            found.append(Pattern("jump mark", mark))
        if self._heads(moved):
            found.append(Pattern("headline of the article", texts[moved.first][:QUOTED_CHARACTERS]))
        if moved.behind is None and signature(texts[moved.last]):
            found.append(
                Pattern(
                    "signature at the end of the article", texts[moved.last][-QUOTED_CHARACTERS:]
                )
            )
        number = section_number(texts[moved.first])
        if number is not None and moved.before is not None:
            earlier = self._section_before(moved, number)
            if earlier is not None:
                words = f"{texts[earlier][:4]}… {texts[moved.first][:4]}…"
                found.append(Pattern("numbers of sections that follow each other", words))
        return found

    def _heads(self, moved: Moved) -> bool:
        """Whether the lines head their article, behind nothing but other lines of its head."""
        article = self._plan.articles[moved.article]
        for paragraph in article.paragraphs:
            if paragraph.role not in _HEADS:
                return False
            if moved.first in paragraph.lines:
                return True
        return False

    def _mark(self, moved: Moved) -> str | None:
        """Return the jump mark that brought the lines here: their own, or on a line before them."""
        texts = self._plan.texts
        for line in range(moved.first, moved.last + 1):
            mark = jump_mark(texts[line])
            if mark is not None:
                return texts[line][mark.start : mark.end].strip()
        if self._gone.get(moved.first - 1) is Role.JUMP_LINE:
            return texts[moved.first - 1].strip()
        return None

    @cached_property
    def _sections(self) -> dict[tuple[int, str, int], int]:
        """The places, in the order of each article, at which its numbered sections begin."""
        found: dict[tuple[int, str, int], int] = {}
        for place, (line, article) in enumerate(self._order):
            number = section_number(self._plan.texts[line])
            if number is not None:
                found.setdefault((article, *number), place)
        return found

    def _section_before(self, moved: Moved, number: tuple[str, int]) -> int | None:
        place = self._sections.get((moved.article, number[0], number[1] - 1))
        here = self._sections.get((moved.article, *number))
        if place is None or here is None or place > here:
            return None
        return self._order[place][0]

    def _neighbour(self, line: int, step: int) -> int | None:
        """Return the next line that way that is of the text, as it stood before the move."""
        texts: Sequence[str] = self._plan.texts
        place = line + step
        while 0 <= place < len(texts) and place in self._gone:
            place += step
        return place if 0 <= place < len(texts) and texts[place] != ARTICLE_BREAK else None
