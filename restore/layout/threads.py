"""Threads: the blocks of a page sorted into stories.

A story begins at the head of the page and wherever a jump mark (■上接第1版) says that text from
another page goes on. It is taken up again by the block that continues its open end, or by the next
number of its sections. Without such evidence a block stays with the story before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import add

from restore.core.blocks import Role
from restore.layout.links import Link
from restore.layout.roles import JumpMark, begins_part, section_number, signature
from restore.layout.seams import open_end
from restore.text.characters import HAN

__all__ = ["Story", "headline_groups", "stories_of"]

_HEAD_ROLES = {Role.HEADING, Role.SUBTITLE, Role.BYLINE, Role.DATELINE, Role.TITLE}


@dataclass
class Story:
    """One story while it is put together: indexes of its lines, in reading order.

    ``chains`` are its runs of lines that belong together, in the order of the page, ``seen`` its
    lines as they are met and ``words`` the pairs of characters of the first ``counted`` of them; ``head`` holds the lines of its headline group; ``began`` and ``goes_on`` are the jump marks at its ends.
    """

    chains: list[list[int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    counted: int = 0
    head: list[int] = field(default_factory=list)
    began: JumpMark | None = None
    goes_on: JumpMark | None = None

    @property
    def first(self) -> int:
        """The first line in the order of the page."""
        return min([*self.lines, *self.head])


def headline_groups(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link] = (),
) -> list[list[int]]:
    """Return the runs of lines that head a story, or stand behind one as its headline.

    So do runs at the ends of the page, before a jump mark, over text that goes on on another page
    while more text follows here, and wherever the text before or behind them shows that the story
    changes. At the foot of a page without jump marks a mere short line is no headline; one with a
    subtitle, a date or a byline is.

    Parameters
    ----------
    links : which line continues which, as far as that is known
    """
    runs = _runs(roles)
    mixed = any(mark is not None for mark in marks)
    leaving = _leaving(texts, marks, runs)
    goes_on = {link.left: link.right for link in links}
    brought = {link.right: link.left for link in links}
    groups = []
    for run in runs:
        stop = run[-1] + 1
        mark = marks[stop] if stop < len(roles) else None
        jumps = mark is not None and mark.direction == "from"
        foot = stop == len(roles) and (
            mixed or any(roles[line] is not Role.HEADING for line in run)
        )
        before = run[0] - 1
        parted = (
            mixed
            and before >= 0
            and not begins_part(texts[run[0]])
            and (
                goes_on.get(before, stop) != stop
                or brought.get(stop, before) != before
                or (_left_open(before, texts, roles, marks) and before not in goes_on)
                or any(_SET_APART.search(texts[line]) for line in run)
            )
        )
        if run[0] == 0 or foot or jumps or run[0] in leaving or parted:
            groups.append(run)
    return groups


# Two clauses with a space between, or a column title in brackets: no section is headed so.
_SET_APART = re.compile(f"[{HAN}”》][ \u3000]+[{HAN}“《]|\\A【")


def _left_open(
    line: int,
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
) -> bool:
    """Whether the text of a story stops at the line for this page or this place."""
    mark = marks[line]
    if mark is not None and mark.direction == "to":
        return True
    return roles[line] is Role.BODY and open_end(texts[line])


def _runs(roles: Sequence[Role]) -> list[list[int]]:
    runs: list[list[int]] = []
    for line, role in enumerate(roles):
        if role not in _HEAD_ROLES:
            continue
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _leaving(
    texts: Sequence[str], marks: Sequence[JumpMark | None], runs: list[list[int]]
) -> set[int]:
    """Return the first lines of the runs that head a story which leaves the page."""
    found = set()
    plain = [run for run in runs if section_number(texts[run[0]]) is None]
    for line, mark in enumerate(marks):
        if mark is None or mark.direction != "to":
            continue
        over = [run for run in plain if run[-1] < line]
        if over and line + 1 >= len(marks) and not any(marks[: over[-1][0]]):
            # The only story of the page may leave it at the foot, under a heading of its own.
            continue
        # Text that a mark brought here has its own beginning.
        if over and not any(marks[place] for place in range(over[-1][-1] + 1, line)):
            found.add(over[-1][0])
    return found


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
    segments = _segments(texts, roles, marks, links, groups)
    after = _headlines_behind(texts, roles, marks, links, groups)
    headed = set() if after else {group[-1] + 1 for group in groups if group[0] > 0}
    fresh = _fresh_starts(texts, roles, marks, links, groups) if after else set()
    words = _Words(texts)
    chains = _chains(segments, links)
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
            mark = marks[line]
            if mark is not None and mark.direction == "to":
                current.goes_on = mark
            number = section_number(texts[line])
            if number is not None:
                numbers[id(current), number[0]] = number[1]
    placed: set[int] = set()
    for segment in segments:
        chain = chains[segment[0]]
        if id(chain) not in placed:
            placed.add(id(chain))
            owner[id(chain)].chains.append([line for part in chain for line in part])
    for story in stories:
        story.lines = _with_signature_last(story.chains, texts)
    _give_heads(stories, groups, texts, after=after)
    return [story for story in stories if story.lines or story.head]


def _segments(
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
    chains = _chains(segments, forward)
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
        roles[first] in _HEAD_ROLES
        or (first > 0 and roles[first - 1] in _HEAD_ROLES)
        or (before.startswith("——") and not open_end(before))
    )


def _chains(segments: list[list[int]], links: Sequence[Link]) -> dict[int, list[list[int]]]:
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
    segment: Sequence[int], current: Story, stories: Sequence[Story], words: _Words
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


def _headlines_behind(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> bool:
    """Whether the headlines of the page stand behind their stories.

    Papers set a headline over its story; a transcript may put it behind. One habit holds for a
    whole page: a headline over its story is followed by the beginning of one, a headline behind
    it by whatever comes, but only the end of a story stands before it.
    """
    goes_on = {link.left: link.right for link in links}
    brought = {link.right for link in links}
    over = behind = 0.0
    words = _Words(texts)
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
                before not in goes_on and _left_open(before, texts, roles, marks)
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
    grams: _Words,
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


def _fresh_starts(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link],
    groups: list[list[int]],
) -> set[int]:
    """Return the lines that begin a story where headlines stand behind: those behind a headline
    or behind text that stops there and goes on elsewhere, which continue nothing themselves."""
    brought = {link.right for link in links}
    ends = {group[-1] for group in groups}
    found = set()
    for line in range(1, len(texts)):
        if line in brought or roles[line] is not Role.BODY:
            continue
        if line - 1 in ends or _left_open(line - 1, texts, roles, marks):
            found.add(line)
    return found


def _give_heads(
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


class _Words:
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
