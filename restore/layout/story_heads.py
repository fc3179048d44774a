"""Assign headline groups to stories."""

from __future__ import annotations

from collections.abc import Sequence

from restore.layout.story import Story

__all__ = ["give_heads"]


def give_heads(
    stories: list[Story], groups: list[list[int]], texts: Sequence[str], *, after: bool
) -> None:
    """Give the headline groups to stories: all before their text, or all after it."""
    for group, story in _assign(stories, groups, after=after):
        if story is None:
            nearest = max(
                (item for item in stories if item.lines and item.lines[0] < group[0]),
                key=lambda item: max(line for line in item.lines if line < group[0]),
                default=stories[0],
            )
            _insert(nearest.lines, group)
        else:
            story.head.extend(group)


def _insert(lines: list[int], group: list[int]) -> None:
    """Put headlines back where they stood, or at the end where the text around them has moved."""
    before = [line for line in lines if line < group[0]]
    spot = lines.index(before[-1]) + 1 if before else 0
    if spot < len(lines) and lines[spot] < group[0]:
        spot = len(lines)
    lines[spot:spot] = group


def _assign(
    stories: list[Story], groups: list[list[int]], *, after: bool
) -> list[tuple[list[int], Story | None]]:
    pairs: list[tuple[list[int], Story | None]] = []
    headed: set[int] = set()
    for group in groups:
        if after:
            # The story whose text stands right before its headline.
            candidates = [
                story for story in stories if any(line < group[0] for line in story.lines)
            ]
            story = max(
                candidates,
                key=lambda item: max(line for line in item.lines if line < group[0]),
                default=None,
            )
        else:
            candidates = [story for story in stories if story.lines and story.lines[0] > group[-1]]
            story = min(candidates, key=lambda item: item.lines[0], default=None)
        if story is not None and id(story) in headed:
            story = None
        if story is not None:
            headed.add(id(story))
        pairs.append((group, story))
    return pairs
