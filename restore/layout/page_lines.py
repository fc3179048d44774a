"""The lines of a page as links see them: which may stop in mid-sentence, which may continue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.core.blocks import Role
from restore.layout.jump_marks import JumpMark, jump_mark
from restore.layout.lines import ends_sentence
from restore.layout.roles import signature
from restore.layout.sections import begins_part
from restore.layout.unfinished import open_end

__all__ = [
    "PageLines",
    "before_start",
    "behind_end",
    "continued",
    "ends_and_starts",
    "ends_story",
    "leaves",
    "mixed",
    "parted",
]


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


def leaves(page: PageLines, line: int) -> bool:
    """Whether the line has a jump mark to another page."""
    mark = page.marks[line]
    return mark is not None and mark.direction == "to"


def ends_story(page: PageLines, line: int) -> bool:
    """Whether a story ends at the line, on this page or for good."""
    return leaves(page, line) or signature(page.texts[line])


def mixed(page: PageLines) -> bool:
    """Whether the page shows that stories are mixed on it: by jump marks, or by a signature that
    running text follows."""
    return any(mark is not None for mark in page.marks) or any(
        signature(text) and page.roles[line + 1] is Role.BODY and line + 1 not in page.headed
        for line, text in enumerate(page.texts[:-1])
    )


def parted(page: PageLines, line: int) -> bool:
    """Whether the story may change behind the line."""
    mark = page.marks[line + 1]
    return (
        not ends_sentence(page.texts[line])
        or leaves(page, line)
        or (mark is not None and mark.direction == "from")
    )


def ends_and_starts(page: PageLines) -> tuple[list[int], list[int]]:
    """Return the lines that may stop in mid-sentence and those that may continue there. What looks
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


def continued(page: PageLines) -> list[bool]:
    """Say of each line whether it belongs to text that a jump mark began, up to its first open
    end."""
    found = []
    inside = False
    for block, text in enumerate(page.texts):
        mark = page.marks[block]
        inside = inside or (mark is not None and mark.direction == "from")
        found.append(inside)
        if page.roles[block] is Role.BODY and open_end(text):
            inside = False
    return found


def before_start(page: PageLines, right: int) -> str:
    """Say what stands before a line that may go on with another: a gap, a heading, the end of a
    story, a closed paragraph, or an open one."""
    before = right - 1
    if before < 0 or before in page.headed or page.places[right] - page.places[before] > 1:
        return "gap"
    if page.roles[before] is Role.HEADING:
        return "heading"
    if ends_story(page, before):
        return "story"
    if page.roles[before] is Role.BODY and not open_end(page.texts[before]):
        return "closed"
    return "open"


def behind_end(page: PageLines, left: int) -> str:
    """Say what stands behind a line that may stop in mid-sentence: the foot of the page, another
    story, a gap, or text."""
    behind = left + 1
    if behind >= len(page.texts):
        return "foot"
    mark = page.marks[behind]
    if behind in page.headed or (mark is not None and mark.direction == "from"):
        return "story"
    return "gap" if page.places[behind] - page.places[left] > 1 else "text"
