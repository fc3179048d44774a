"""Threads: the blocks of a page sorted into stories.

A story begins at the head of the page and wherever a jump mark (■上接第1版) says that text from
another page goes on. It is taken up again by the block that continues its open end, or by the next
number of its sections. Without such evidence a block stays with the story before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from restore.blocks import Role
from restore.layout.roles import JumpMark, section_number
from restore.layout.seams import Link

__all__ = ["Story", "headline_groups", "stories_of"]

_HEAD_ROLES = {Role.HEADING, Role.SUBTITLE, Role.BYLINE, Role.DATELINE, Role.TITLE}


@dataclass
class Story:
    """One story while it is put together: indexes of its lines, in reading order.

    ``head`` holds the lines of its headline group; ``began`` and ``goes_on`` are the jump marks at
    its ends.
    """

    lines: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    began: JumpMark | None = None
    goes_on: JumpMark | None = None

    @property
    def first(self) -> int:
        """The first line in the order of the page."""
        return min([*self.lines, *self.head])


def headline_groups(roles: Sequence[Role], marks: Sequence[JumpMark | None]) -> list[list[int]]:
    """Return the runs of lines that head a story: at the ends of the page or before a jump mark."""
    groups = []
    index = 0
    while index < len(roles):
        stop = index
        while stop < len(roles) and roles[stop] in _HEAD_ROLES:
            stop += 1
        if stop > index:
            mark = marks[stop] if stop < len(roles) else None
            jumps = mark is not None and mark.direction == "from"
            if index == 0 or stop == len(roles) or jumps:
                groups.append(list(range(index, stop)))
        index = max(stop, index + 1)
    return groups


def stories_of(
    texts: Sequence[str],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> list[Story]:
    """Sort the lines of a page into stories, in the order in which they begin.

    Parameters
    ----------
    texts : the lines of the page without furniture
    marks : the jump mark of each line, in it or on a line of its own beside it
    links : which line continues which
    groups : headline groups; they are given to stories afterwards
    """
    grouped = {line for group in groups for line in group}
    before = {link.right: link.left for link in links if link.left < link.right}
    stories = [Story()]
    owner: dict[int, Story] = {}
    numbers: dict[tuple[int, str], int] = {}
    current = stories[0]
    for line, text in enumerate(texts):
        if line in grouped:
            continue
        mark = marks[line]
        if mark is not None and mark.direction == "from":
            current = Story(began=mark)
            stories.append(current)
        elif line in before:
            current = owner[before[line]]
        else:
            current = _numbered_story(text, current, stories, numbers)
        if mark is not None and mark.direction == "to":
            current.goes_on = mark
        number = section_number(text)
        if number is not None:
            numbers[id(current), number[0]] = number[1]
        current.lines.append(line)
        owner[line] = current
    _give_heads(stories, groups, texts)
    return [story for story in stories if story.lines or story.head]


def _numbered_story(
    text: str, current: Story, stories: list[Story], numbers: dict[tuple[int, str], int]
) -> Story:
    """Return the story whose sequence of sections the line goes on with."""
    number = section_number(text)
    if number is None:
        return current
    kind, value = number
    if numbers.get((id(current), kind)) == value - 1:
        return current
    for story in reversed(stories):
        if story is not current and numbers.get((id(story), kind)) == value - 1:
            return story
    return current


def _give_heads(stories: list[Story], groups: list[list[int]], texts: Sequence[str]) -> None:
    """Give the headline groups to stories: all before their text, or all after it.

    Papers set a headline over its story; a transcript may put it behind. One habit holds for a
    whole page: the one is taken that leaves fewer stories without a head or with two, and whose
    headlines share more words with their stories.
    """
    if not groups:
        return
    chosen = max(
        (_assign(stories, groups, after=False), _assign(stories, groups, after=True)),
        key=lambda pairs: _fit(pairs, stories, texts),
    )
    for group, story in chosen:
        if story is None:
            nearest = max(
                (item for item in stories if item.lines and item.lines[0] < group[0]),
                key=lambda item: max(line for line in item.lines if line < group[0]),
                default=stories[0],
            )
            nearest.lines.extend(group)
            nearest.lines.sort()
        else:
            story.head.extend(group)


def _assign(
    stories: list[Story], groups: list[list[int]], *, after: bool
) -> list[tuple[list[int], Story | None]]:
    pairs: list[tuple[list[int], Story | None]] = []
    headed: set[int] = set()
    for group in groups:
        if after:
            candidates = [story for story in stories if story.lines and story.lines[0] < group[0]]
            story = max(candidates, key=lambda item: item.lines[0], default=None)
        else:
            candidates = [story for story in stories if story.lines and story.lines[0] > group[-1]]
            story = min(candidates, key=lambda item: item.lines[0], default=None)
        if story is not None and id(story) in headed:
            story = None
        if story is not None:
            headed.add(id(story))
        pairs.append((group, story))
    return pairs


def _fit(
    pairs: list[tuple[list[int], Story | None]], stories: list[Story], texts: Sequence[str]
) -> tuple[float, int]:
    matched = sum(story is not None for _, story in pairs)
    shared = 0.0
    for group, story in pairs:
        if story is None:
            continue
        head = _bigrams("".join(texts[line] for line in group))
        body = _bigrams("".join(texts[line] for line in story.lines))
        shared += len(head & body) / max(1, len(head))
    return (matched + shared, -len(stories))


def _bigrams(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[index : index + 2] for index in range(len(bare) - 1)}
