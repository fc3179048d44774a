"""Link the pages of a document, and each again at the cost of the lines that changed.

A page is linked until nothing more is found, and each time a few of its lines were joined. What a
pair of lines scores depends on the lines between them and a few on either side, on whether stories
are mixed, and on how many lines hold their words: where all that is as it was, so is the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from restore.core.blocks import Role
from restore.layout.jump_marks import JumpMark
from restore.layout.link_features import WINDOW_BLOCKS, Context, PageFacts
from restore.layout.links import Hope, Link, chosen_links, hopes_of, link_blocks
from restore.layout.page_lines import PageLines, continued, mixed
from restore.layout.page_words import rare_words
from restore.layout.seams import SeamScorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Linker"]

# A shorter page is linked anew as soon as what changed in it is found.
_MIN_LINES = 1_000
# So many lines before a pair and behind it have a bearing on its score: the words of five, and what
# stands beside those.
_BEARING_LINES = 7
# Where more of a page would have to be linked again, all of it is.
_MOST_ANEW = 0.6
# So many lines, of either page, may be passed over to find three lines that both have.
_PASSED_OVER, _ALIKE = 24, 3

Pair = tuple[int, int]
# All that is seen of a line by itself: its words and role, its jump mark, the gap before it, whether
# it is of a headline group, and of continued text.
_Row = tuple[str, Role, JumpMark | None, int, bool, bool]


class _Seen(NamedTuple):
    """What is kept of a long page."""

    rows: list[_Row]
    context: Context
    hopes: dict[Pair, Hope]


class _Linked(NamedTuple):
    page: PageLines
    links: list[Link]
    seen: _Seen | None = None


class Linker:
    """Links the pages of a document.

    The links of the last pages are kept, of a page as it stands and in the order of its articles:
    what is in order is the page that a second run sees.
    """

    def __init__(self, scorer: SeamScorer, least: float) -> None:
        self.scorer = scorer
        self._least = least
        self._last: dict[bool, _Linked] = {}

    def links(self, page: PageLines) -> list[Link]:
        """Return the links of a page."""
        return self._links(page, ordered=False)

    def neighbours(self, page: PageLines) -> dict[int, Link]:
        """Return the links of a page in order that are sure and bind a block to the next one, by
        their left blocks."""
        links = self._links(page, ordered=True)
        return {link.left: link for link in links if link.sure and link.right == link.left + 1}

    def _links(self, page: PageLines, *, ordered: bool) -> list[Link]:
        for last in self._last.values():
            if last.page == page:
                found = last
                break
        else:
            found = self._linked(page, self._last.get(ordered))
        self._last[ordered] = found
        return found.links

    def _linked(self, page: PageLines, last: _Linked | None) -> _Linked:
        if len(page.texts) < _MIN_LINES:
            return _Linked(page, link_blocks(page, self.scorer, least=self._least))
        rare = rare_words(tuple(page.texts))
        whole = Context(mixed(page), continued(page), True, True, rare)
        rows = _rows(page, whole.continued)
        hopes = None
        if last is not None and last.seen is not None and last.seen.context.mixed == whole.mixed:
            hopes = self._again(page, rows, whole, last.seen)
        if hopes is None:
            hopes = self._hopes(page, whole)
        links = chosen_links(
            page, self.scorer, hopes, self._least, mixed=whole.mixed, continued=whole.continued
        )
        return _Linked(page, links, _Seen(rows, whole, hopes))

    def _hopes(self, page: PageLines, context: Context) -> dict[Pair, Hope]:
        facts = PageFacts(page, self.scorer, context=context)
        if not facts.ends or not facts.starts:
            return {}
        return dict(hopes_of(facts, self._least, neighbours=False))

    def _again(
        self, page: PageLines, rows: list[_Row], whole: Context, last: _Seen
    ) -> dict[Pair, Hope] | None:
        """Return what ``hopes_of`` says of a page, by what it said of the last one. None: nearly all
        of the page changed."""
        import numpy as np

        count = len(rows)
        old = _aligned(last.rows, rows)
        kept = np.flatnonzero(old >= 0)
        now = np.full(len(last.rows), -1)
        now[old[kept]] = kept
        was = now[last.context.rare.lines_unlike(whole.rare)]
        unlike = np.zeros(count, np.bool_)
        unlike[whole.rare.lines_unlike(last.context.rare)] = True
        unlike[was[was >= 0]] = True
        # Steps from line to line, from before the first to behind the last.
        changed = np.diff(np.concatenate(([-1], old, [len(last.rows)]))) != 1
        changed[:-1] |= unlike
        changed[1:] |= unlike
        spans = _spans(np.flatnonzero(changed), count)
        if sum(stop - first for first, stop in spans) > _MOST_ANEW * count:
            return None
        sums = np.concatenate(([0], np.cumsum(changed))).tolist()
        places = now.tolist()

        def stays(one: int, other: int) -> bool:
            low, high = (one, other) if one < other else (other, one)
            first, stop = max(0, low - _BEARING_LINES), min(count, high + _BEARING_LINES) + 1
            return bool(sums[first] == sums[stop])

        hopes = {
            (left, right): hope
            for pair, hope in last.hopes.items()
            for left, right in ((places[pair[0]], places[pair[1]]),)
            if left >= 0 and right >= 0 and stays(left, right)
        }
        for first, stop in spans:
            context = Context(
                whole.mixed, whole.continued[first:stop], first == 0, stop == count, whole.rare
            )
            for pair, hope in self._hopes(_part(page, first, stop), context).items():
                left, right = pair[0] + first, pair[1] + first
                if not stays(left, right):
                    hopes[left, right] = hope
        return hopes


def _rows(page: PageLines, goes_on: Sequence[bool]) -> list[_Row]:
    places = page.places
    gaps = [0, *(place - before for before, place in pairwise(places))]
    headed = map(page.headed.__contains__, range(len(places)))
    return list(zip(page.texts, page.roles, page.marks, gaps, headed, goes_on, strict=True))


def _part(page: PageLines, first: int, stop: int) -> PageLines:
    span = slice(first, stop)
    headed = frozenset(line for line in range(stop - first) if first + line in page.headed)
    return PageLines(
        page.texts[span], page.roles[span], page.marks[span], page.places[span], headed
    )


def _spans(changed: NDArray[np.intp], count: int) -> list[tuple[int, int]]:
    """Return the stretches of a page that hold all pairs on which changed steps have a bearing, and
    what has a bearing on those."""
    reach = WINDOW_BLOCKS + 2 * (_BEARING_LINES + 1)
    spans: list[tuple[int, int]] = []
    for step in changed.tolist():
        first, stop = max(0, step - reach), min(count, step + reach)
        if spans and first <= spans[-1][1]:
            first = spans.pop()[0]
        spans.append((first, stop))
    return spans


def _aligned(old: list[_Row], new: list[_Row]) -> NDArray[np.intp]:
    """Return for each line of a page the same line of the last one, ascending, and for others less
    than -1."""
    import numpy as np

    found = np.full(len(new), -_PASSED_OVER)
    there = here = 0
    while here < len(new) and there < len(old):
        if new[here] == old[there]:
            found[here] = there
            there, here = there + 1, here + 1
            continue
        for passed in range(1, _PASSED_OVER + 1):
            ahead = next(
                (
                    skipped
                    for skipped in range(passed + 1)
                    if new[here + skipped : here + skipped + _ALIKE]
                    == old[there + passed - skipped : there + passed - skipped + _ALIKE]
                ),
                None,
            )
            if ahead is not None:
                here, there = here + ahead, there + passed - ahead
                break
        else:
            break
    return found
