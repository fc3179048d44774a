"""A story while it is assembled, and the character bigrams of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import add

from restore.layout.jump_marks import JumpMark

__all__ = ["CharacterPairs", "Story", "in_page_order"]


@dataclass
class Story:
    """One story while it is put together: indexes of its lines, in reading order.

    ``chains`` are its runs of lines that belong together, in the order of the page, ``seen`` its
    lines as they are met and ``words`` the pairs of characters of the first ``counted`` of them;
    ``head`` holds the lines of its headline group, ``title`` the first of those that were found with
    its byline, under a banner; ``began`` and ``goes_on`` are the jump marks at its ends.
    """

    chains: list[list[int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    counted: int = 0
    head: list[int] = field(default_factory=list)
    title: int | None = None
    began: JumpMark | None = None
    goes_on: JumpMark | None = None

    @property
    def first(self) -> int:
        """The first line in the order of the page."""
        return min([*self.lines, *self.head])


def in_page_order(stories: Sequence[Story]) -> list[Story]:
    """Return the stories with their lines in the order of the page; one story where they alternate.

    Where boxes told the order of the lines, stories may be told apart, but no line is moved.
    """
    found = []
    for story in sorted(stories, key=lambda item: item.first):
        lines, head = sorted(story.lines), sorted(story.head)
        if head and lines and head[-1] > lines[0]:
            lines, head = sorted(lines + head), []
        found.append(replace(story, lines=lines, head=head))
    flat = [line for story in found for line in (*story.head, *story.lines)]
    if flat == sorted(flat):
        return found
    return [Story(lines=sorted(flat), began=found[0].began, goes_on=found[-1].goes_on)]


class CharacterPairs:
    """The pairs of characters of lines, found when they are asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._known: dict[int, set[str]] = {}

    def of(self, lines: Sequence[int]) -> set[str]:
        """Return the pairs of some lines."""
        return set().union(*map(self._line, lines))

    def of_story(self, story: Story) -> set[str]:
        """Return the pairs of a story as far as it was met."""
        if story.counted < len(story.seen):
            story.words |= self.of(story.seen[story.counted :])
            story.counted = len(story.seen)
        return story.words

    def _line(self, line: int) -> set[str]:
        found = self._known.get(line)
        if found is None:
            bare = "".join(self._texts[line].split())
            found = self._known[line] = set(map(add, bare, bare[1:]))
        return found
