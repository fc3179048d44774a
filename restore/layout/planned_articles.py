"""Articles of a plan: stories made into paragraphs with roles, titles first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from restore.core.blocks import Role
from restore.core.evidence import Seam
from restore.layout.plans import Paragraph, PlannedArticle
from restore.layout.sections import section_number
from restore.layout.story import Story
from restore.layout.unfinished import open_end

__all__ = ["planned_article", "raise_title"]

# How far down a title block may stand: below the introduction that papers set over it.
_TITLE_WITHIN_LINES = 16
# The headlines of a title block, in lines.
_MAX_TITLE_LINES = 3


def raise_title(story: Story, kinds: Sequence[Role]) -> None:
    """Move a title block (headlines with a byline) that stands below the introduction to the head,
    after the banner lines there.

    A block that closes with its date, or behind which no text follows, signs the text before it.
    """
    if story.head and any(kinds[line] in _CREDITS for line in story.head):
        return
    lines = story.lines
    place = next(
        (spot for spot, line in enumerate(lines[:_TITLE_WITHIN_LINES]) if kinds[line] in _CREDITS),
        None,
    )
    if place is None:
        return
    first = place
    while first > 0 and kinds[lines[first - 1]] is Role.HEADING:
        first -= 1
    stop = place + 1
    while stop < len(lines) and kinds[lines[stop]] in _CREDITS:
        stop += 1
    heads_text = kinds[lines[stop - 1]] is Role.BYLINE and any(
        kinds[line] is Role.BODY for line in lines[stop:]
    )
    if heads_text and 1 <= place - first <= _MAX_TITLE_LINES and first > 0:
        story.title = lines[first]
        story.head.extend(lines[first:stop])
        del lines[first:stop]


_CREDITS = {Role.BYLINE, Role.DATELINE}


def planned_article(
    story: Story,
    texts: Sequence[str],
    roles: Sequence[Role],
    seams: dict[int, tuple[int, bool, Seam]],
) -> PlannedArticle:
    """Return the article of a story: its lines made into paragraphs by the seams between them.

    Parameters
    ----------
    seams : for each line that goes on with another: that line, whether it is sure, the evidence
    """
    paragraphs = [Paragraph((line,), roles[line], texts[line]) for line in story.head]
    for line in story.lines:
        seam = seams.get(line)
        follows = seam is not None and paragraphs and paragraphs[-1].lines[-1] == seam[0]
        if seam is not None and follows and seam[1]:
            last = paragraphs[-1]
            paragraphs[-1] = last._replace(lines=(*last.lines, line), seams=(*last.seams, seam[2]))
        else:
            doubtful = seam[2] if seam is not None and follows else None
            paragraphs.append(Paragraph((line,), roles[line], texts[line], doubtful=doubtful))
    return PlannedArticle(
        tuple(_with_head_roles(paragraphs, story.title)),
        missing_head=story.began is not None,
        missing_tail=story.goes_on is not None or _open_tail(paragraphs, texts),
    )


# A line that only leads up to the headline below it: 县委书记在全县工作会议上强调
_LEADS_TO = re.compile(
    "(?:上|中|时|会议|强调|指出|批示|指示|期间|之际)(?:强调|指出|要求|提出|表示)\\Z"
)


def _leading(paragraphs: Sequence[Paragraph]) -> int | None:
    """Return the line of the title where the headline over it only leads up to it."""
    for first, second in pairwise(paragraphs):
        if first.role is not Role.HEADING:
            return None
        if second.role is Role.HEADING and _LEADS_TO.search(first.words):
            return second.lines[0]
    return None


def _with_head_roles(paragraphs: list[Paragraph], titled: int | None) -> list[Paragraph]:
    """The first headline over the text is the title, the next a subtitle; below, headings. Where
    the line of the title is known, what stands over it is a banner; so is a line that leads up to
    the title below it."""
    if titled is None:
        titled = _leading(paragraphs)
    found = []
    title = titled is not None
    body = False
    for paragraph in paragraphs:
        role = paragraph.role
        if role in (Role.BODY, Role.BYLINE, Role.DATELINE, Role.SIGNATURE):
            body = body or role is Role.BODY
        elif body:
            role = Role.HEADING
        elif section_number(paragraph.words) is not None:
            body = True
        elif role is Role.HEADING:
            role = Role.SUBTITLE if title and titled not in paragraph.lines else Role.TITLE
            title = True
        found.append(paragraph if role is paragraph.role else paragraph._replace(role=role))
    return found


def _open_tail(paragraphs: list[Paragraph], texts: Sequence[str]) -> bool:
    last = next((item for item in reversed(paragraphs) if item.role is Role.BODY), None)
    return last is not None and open_end(texts[last.lines[-1]])
