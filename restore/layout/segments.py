"""Segments: runs of lines between places where the story may change, chained by links."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.blocks import Role
from restore.layout.headlines import HEAD_ROLES
from restore.layout.jump_marks import JumpMark
from restore.layout.links import Link
from restore.layout.sections import section_number
from restore.layout.unfinished import open_end

__all__ = ["chains_of", "segments_of"]


def segments_of(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> list[list[int]]:
    """Cut the page at jump marks, headline groups, open ends, and where a cut sentence goes on."""
    grouped = {line for group in groups for line in group}
    lefts = {link.left for link in links}
    rights = {link.right for link in links}
    last_number: dict[tuple[str, int], int] = {}
    last_mark = -1
    segments: list[list[int]] = []
    before: int | None = None
    for line, text in enumerate(texts):
        if line in grouped:
            before = None
            continue
        mark = marks[line]
        number = section_number(text)
        starts = mark is not None and mark.direction == "from"
        if starts:
            last_mark = line
        if number is not None:
            # A number that goes on with a sequence from before another story's mark.
            starts = starts or last_number.get((number[0], number[1] - 1), line) < last_mark
            last_number[number] = line
        if before is not None:
            ended = marks[before]
            starts = starts or before in lefts
            starts = starts or (roles[before] is Role.BODY and open_end(texts[before]))
            starts = starts or (ended is not None and ended.direction == "to")
        if before is None or starts or line in rights:
            segments.append([line])
        else:
            segments[-1].append(line)
        before = line
    return _with_strays_apart(segments, links, texts, roles)


def _with_strays_apart(
    segments: list[list[int]], links: Sequence[Link], texts: Sequence[str], roles: Sequence[Role]
) -> list[list[int]]:
    """Split off an end that strayed alone: text before it goes on with it, and the paragraphs of
    its own segment stay, since from them that text goes on or they stand under their heading."""
    forward = [link for link in links if link.left < link.right]
    rights = {link.right for link in links}
    chains = chains_of(segments, forward)
    home = {line: segment[0] for segment in segments for line in segment}
    strays = {
        link.left
        for link in links
        if link.right < link.left
        and (
            chains[home[link.left]] is chains[home[link.right]]
            or _under_heading(home[link.left], rights, texts, roles)
        )
    }
    found = []
    for segment in segments:
        if len(segment) > 1 and segment[-1] in strays:
            found += [segment[:-1], segment[-1:]]
        else:
            found.append(segment)
    return found


def _under_heading(
    first: int, rights: set[int], texts: Sequence[str], roles: Sequence[Role]
) -> bool:
    """Whether a segment begins with its heading or below it, and continues nothing."""
    if first in rights:
        return False
    before = texts[first - 1] if first else ""
    return (
        roles[first] in HEAD_ROLES
        or (first > 0 and roles[first - 1] in HEAD_ROLES)
        or (before.startswith("——") and not open_end(before))
    )


def chains_of(segments: list[list[int]], links: Sequence[Link]) -> dict[int, list[list[int]]]:
    """Chain the segments by their links; return each segment's chain by its first line."""
    by_start = {segment[0]: segment for segment in segments}
    by_end = {segment[-1]: segment for segment in segments}
    chains = {segment[0]: [segment] for segment in segments}
    for link in sorted(links, key=lambda item: -item.score):
        left, right = by_end.get(link.left), by_start.get(link.right)
        if left is None or right is None:
            continue
        first, second = chains[left[0]], chains[right[0]]
        if first is second or first[-1] is not left or second[0] is not right:
            continue
        first.extend(second)
        for segment in second:
            chains[segment[0]] = first
    return chains
