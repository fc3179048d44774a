"""Build the lines of a page, without its furniture, for linking."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from restore.core.blocks import Role
from restore.layout.furniture import line_roles
from restore.layout.headlines import headline_groups
from restore.layout.jump_marks import JumpMark, jump_mark
from restore.layout.page_lines import PageLines
from restore.layout.plans import Removal
from restore.settings import LayoutSettings

__all__ = ["page_lines", "page_of"]


def page_lines(text: str, gaps: Sequence[int], settings: LayoutSettings) -> PageLines:
    """Return the lines of a page without furniture, as the links see them."""
    texts = text.split("\n")
    if texts and not texts[-1]:
        texts.pop()
    roles, removals = line_roles(texts, gaps, settings)
    gone = {removal.line for removal in removals}
    return page_of(texts, roles, removals, [line for line in range(len(texts)) if line not in gone])


def page_of(
    texts: Sequence[str], roles: Sequence[Role], removals: Sequence[Removal], lines: list[int]
) -> PageLines:
    """Return some lines of a page (those that stay) with their roles, jump marks and headlines."""
    words = [texts[line] for line in lines]
    kinds = [roles[line] for line in lines]
    marks = _marks(texts, lines, removals)
    headed = frozenset(line for group in headline_groups(words, kinds, marks) for line in group)
    return PageLines(words, kinds, marks, lines, headed)


def _marks(
    texts: Sequence[str], lines: Sequence[int], removals: Sequence[Removal]
) -> list[JumpMark | None]:
    """Return each line's jump mark: its own, or one on a line of its own before or after it."""
    marks = [jump_mark(texts[line]) for line in lines]
    for removal in removals:
        mark = jump_mark(texts[removal.line]) if removal.role is Role.JUMP_LINE else None
        if mark is None:
            continue
        spot = bisect_left(lines, removal.line)
        if mark.direction == "to":
            spot -= 1
        if 0 <= spot < len(marks) and marks[spot] is None:
            marks[spot] = mark
    return marks
