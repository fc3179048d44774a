"""Whether a page sets its headlines above its stories or below them."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.blocks import Role
from restore.layout.headlines import left_open
from restore.layout.jump_marks import JumpMark
from restore.layout.links import Link
from restore.layout.story import CharacterPairs

__all__ = ["fresh_starts", "headlines_behind"]


def headlines_behind(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> bool:
    """Whether the headlines of the page stand below their stories.

    Papers set a headline over its story; a transcript may put it behind. One habit holds for a
    whole page: a headline over its story is followed by the beginning of one, a headline behind
    it by whatever comes, but only the end of a story stands before it.
    """
    goes_on = {link.left: link.right for link in links}
    brought = {link.right for link in links}
    over = behind = 0.0
    words = CharacterPairs(texts)
    for group in groups:
        before, stop = group[0] - 1, group[-1] + 1
        over_next = stop < len(texts)
        if before < 0:
            over += _SURE_WEIGHT
        elif stop >= len(texts):
            behind += _SURE_WEIGHT
        else:
            over -= _SURE_WEIGHT * (stop in brought)
            behind -= _SURE_WEIGHT * (before in goes_on)
            behind += _MAYBE_WEIGHT * (
                before not in goes_on and left_open(before, texts, roles, marks)
            )
        head = words.of(group)
        over += _shared(head, words, stop, len(texts), groups) if over_next else 0.0
        behind += _shared(head, words, before, -1, groups) if before >= 0 else 0.0
    return behind > over


# What a headline says of the habit of its page: by its place at an end of the page or beside a
# link, and by a sentence left open before it.
_SURE_WEIGHT, _MAYBE_WEIGHT = 1.0, 0.3
# Its words are looked for in so many lines beside it.
_NEAR_LINES = 3


def _shared(
    head: set[str],
    grams: CharacterPairs,
    first: int,
    stop: int,
    groups: list[list[int]],
) -> float:
    """Return the share of a headline's words in the text next to it, a few lines that way."""
    grouped = {line for group in groups for line in group}
    step = 1 if stop > first else -1
    words: set[str] = set()
    for line in range(first, stop, step):
        if line in grouped or abs(line - first) >= _NEAR_LINES:
            break
        words |= grams.of((line,))
    return len(head & words) / max(1, len(head))


def fresh_starts(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> set[int]:
    """Return the lines that begin a story where headlines stand below: those after a headline, or
    after text that stops there and continues elsewhere, unless they continue something
    themselves."""
    brought = {link.right for link in links}
    ends = {group[-1] for group in groups}
    found = set()
    for line in range(1, len(texts)):
        if line in brought or roles[line] is not Role.BODY:
            continue
        if line - 1 in ends or left_open(line - 1, texts, roles, marks):
            found.add(line)
    return found
