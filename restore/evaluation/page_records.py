"""Records of made pages: the stories they are made of, how they are made, and their truth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from restore.evaluation.layout import LineTruth
from restore.layout.lines import ends_sentence
from restore.layout.roles import headline
from restore.layout.sections import begins_part
from restore.text.characters import ONE_TO_TEN, POINTS

__all__ = [
    "MadePage",
    "PageOptions",
    "Piece",
    "Portion",
    "Segment",
    "SourceStory",
    "stories_of_lines",
]


@dataclass(frozen=True)
class SourceStory:
    """A clean article to make pages from."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class PageOptions:
    """How much a page suffers. Probabilities, unless said otherwise.

    ``others`` is the greatest number of further stories; ``cuts`` the greatest number of places
    where the main story is cut into segments.
    """

    others: int = 3
    cuts: int = 4
    wrapped: float = 0.5
    headline_after: float = 0.25
    displaced: float = 0.3
    lost_tail: float = 0.25
    furniture: float = 0.7
    captions: float = 0.5
    false_blank: float = 0.02
    wrong_character: float = 0.001
    signed: float = 0.2
    noise: bool = True


@dataclass(frozen=True)
class MadePage:
    """A page as text, and the truth about each of its lines that is not empty, in their order."""

    text: str
    truth: tuple[LineTruth, ...]


@dataclass
class Piece:
    """A part of a paragraph (from ``offset`` on): its words, and whether they end with the page
    while their sentence goes on elsewhere."""

    words: str
    paragraph: int
    offset: int = 0
    cut_behind: bool = False


@dataclass(frozen=True)
class Portion:
    """The part of a story that a page holds: its headline there ("": none), the jump marks before
    and behind it, its paragraphs."""

    title: str
    begins: str
    ends: str
    pieces: list[Piece]


@dataclass
class Segment:
    """A run of a story that stands together on the page."""

    story: int
    pieces: list[Piece] = field(default_factory=list)


def stories_of_lines(lines: Iterable[str], *, shortest: int = 4) -> Iterator[SourceStory]:
    """Split the lines of a clean text into stories: a headline and the paragraphs under it.

    Lines that are neither (cut by whoever collected the text) are left out.
    """
    title = ""
    paragraphs: list[str] = []
    for line in lines:
        words = line.strip()
        if not words:
            continue
        if headline(words) and len(words) >= 6 and not re.match(f"[（({ONE_TO_TEN}0-9]", words):
            if title and len(paragraphs) >= shortest:
                yield SourceStory(title, tuple(paragraphs))
            title, paragraphs = words, []
        elif title and ends_sentence(words):
            paragraphs.append(words)
            if len(paragraphs) >= 14:
                yield SourceStory(title, tuple(paragraphs))
                title, paragraphs = _headline_from(words), []
    if title and len(paragraphs) >= shortest:
        yield SourceStory(title, tuple(paragraphs))


def _headline_from(words: str) -> str:
    """Return the first clause of a paragraph if it can serve as a headline, or nothing."""
    clause = re.split(f"[{POINTS}]", words)[0]
    fits = 8 <= len(clause) <= 22 and headline(clause) and not begins_part(clause)
    return clause if fits else ""
