"""Sort the blocks of a page into stories.

A story begins at the head of the page and wherever a jump mark (■上接第1版) says that text from
another page continues. It is resumed by the block that continues its open end, or by the next
number of its sections. Without such evidence a block stays with the story before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.blocks import Role
from restore.layout.headline_habit import fresh_starts, headlines_behind
from restore.layout.jump_marks import JumpMark
from restore.layout.links import Link
from restore.layout.roles import signature
from restore.layout.sections import section_number
from restore.layout.segments import chains_of, segments_of
from restore.layout.story import CharacterPairs, Story
from restore.layout.story_heads import give_heads

__all__ = ["stories_of"]


def stories_of(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> list[Story]:
    """Sort the lines of a page into stories, in the order in which they begin.

    The page is cut into segments wherever it may change its story; segments are chained by the
    seams between them; a chain belongs to the story that its first segment begins, or to the one
    that goes on where it stands.

    Parameters
    ----------
    texts, roles : the lines of the page without furniture
    marks : the jump mark of each line, in it or on a line of its own beside it
    links : which line continues which
    groups : headline groups; they are given to stories afterwards
    """
    segments = segments_of(texts, roles, marks, links, groups)
    after = headlines_behind(texts, roles, marks, links, groups)
    headed = set() if after else {group[-1] + 1 for group in groups if group[0] > 0}
    fresh = fresh_starts(texts, roles, marks, links, groups) if after else set()
    words = CharacterPairs(texts)
    chains = chains_of(segments, links)
    stories = [Story()]
    numbers: dict[tuple[int, str], int] = {}
    owner: dict[int, Story] = {}
    current = stories[0]
    for segment in segments:
        chain = chains[segment[0]]
        head = chain[0][0]
        if id(chain) not in owner:
            mark = marks[head]
            begun = (mark is not None and mark.direction == "from") or head in headed
            if begun or (head in fresh and any(story.seen for story in stories)):
                owner[id(chain)] = Story(began=mark)
                stories.append(owner[id(chain)])
            elif section_number(texts[head]) is not None:
                owner[id(chain)] = _numbered_story(texts[head], current, stories, numbers)
            else:
                owner[id(chain)] = _likest_story(segment, current, stories, words)
        current = owner[id(chain)]
        current.seen.extend(segment)
        for line in segment:
            mark, number = marks[line], section_number(texts[line])
            if mark is not None and mark.direction == "to":
                current.goes_on = mark
            if number is not None:
                numbers[id(current), number[0]] = number[1]
    _place_chains(segments, chains, owner)
    for story in stories:
        story.lines = _with_signature_last(story.chains, texts)
    give_heads(stories, groups, texts, after=after)
    return [story for story in stories if story.lines or story.head]


def _place_chains(
    segments: list[list[int]], chains: dict[int, list[list[int]]], owner: dict[int, Story]
) -> None:
    """Give each story the lines of its chains, in the order of the page."""
    placed: set[int] = set()
    for segment in segments:
        chain = chains[segment[0]]
        if id(chain) not in placed:
            placed.add(id(chain))
            owner[id(chain)].chains.append([line for part in chain for line in part])


def _with_signature_last(chains: list[list[int]], texts: Sequence[str]) -> list[int]:
    """Put the chain that a signature ends behind the others of its story."""
    signed = [chain for chain in chains if len(chain) > 1 and signature(texts[chain[-1]])]
    if len(signed) == 1 and len(chains) > 1:
        rest = [chain for chain in chains if chain is not signed[0]]
        return [line for chain in (*rest, signed[0]) for line in chain]
    return [line for chain in chains for line in chain]


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
    for story in reversed(stories[-_LATEST_STORIES:]):
        if story is not current and numbers.get((id(story), kind)) == value - 1:
            return story
    return current


# Words that a segment shares with a story, as a share of its own: half of all segments share more
# than .16 with the rest of their story, and less than .06 with another (800 stories of reports and
# news). To leave the story that goes on where it stands, a segment must be much likelier elsewhere.
_MIN_SHARE_RATIO, _MIN_SHARE_LEAD = 1.6, 0.03
# A segment of fewer pairs of characters says nothing.
_MIN_PAIRS = 30
# How far back a story was left (in lines) and how many stories ago that it may be taken up again:
# no page holds more, and the cost stays linear in the document.
_MAX_LEFT_LINES, _LATEST_STORIES = 400, 100


def _within_reach(story: Story, line: int) -> bool:
    return bool(story.seen) and line - story.seen[-1] <= _MAX_LEFT_LINES


def _likest_story(
    segment: Sequence[int], current: Story, stories: Sequence[Story], words: CharacterPairs
) -> Story:
    """Return the story that the words of a segment speak for."""
    if len(stories) == 1:
        return current
    own = words.of(segment)
    near = [story for story in stories[-_LATEST_STORIES:] if _within_reach(story, segment[0])]
    if not near or len(own) < _MIN_PAIRS:
        return current

    def share(story: Story) -> float:
        return len(own & words.of_story(story)) / len(own)

    best = max(near, key=share)
    here, there = share(current), share(best)
    return best if there > here * _MIN_SHARE_RATIO and there > here + _MIN_SHARE_LEAD else current
