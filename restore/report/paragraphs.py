"""Paragraphs: the marked stream cut into what a page shows one below the other.

A deleted line break does not cut (two lines became one paragraph); a passage that was removed or
moved away as a whole line becomes an entry of its own, so that it can be shown folded up where it
stood, and does not lie about inside its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from restore.core.blocks import ARTICLE_BREAK
from restore.report.marks import Segment

__all__ = ["Paragraph", "cut_paragraphs"]


class Paragraph(NamedTuple):
    """One entry of the page.

    ``kind`` is ``text``, ``gone`` (nothing but what an edit took away) or ``break`` (a new article
    begins). ``start`` and ``end`` are code points in the clean text.
    """

    kind: Literal["text", "gone", "break"]
    start: int
    end: int
    segments: tuple[Segment, ...]


def cut_paragraphs(
    segments: Iterable[Segment], is_passage: Callable[[str], bool]
) -> Iterator[Paragraph]:
    """Cut the stream of :func:`restore.report.marks.fold` into paragraphs.

    Parameters
    ----------
    is_passage : says of an edit's id whether the edit takes away a passage as a whole (a repeat,
        furniture, a moved block) and not a word
    """
    position = 0
    for line in _lines(segments):
        text = "".join(item.text for item in line if item.live)
        start, end = position, position + len(text)
        position = end + 1
        before, inner, after = _parted(line, is_passage)
        for gone in before:
            yield Paragraph("gone", start, start, gone)
        if text == ARTICLE_BREAK:
            yield Paragraph("break", start, end, inner)
        elif text or inner:
            yield Paragraph("text", start, end, inner)
        for gone in after:
            yield Paragraph("gone", end, end, gone)


def _lines(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Cut at the line breaks of the clean text (which are dropped)."""
    line: list[Segment] = []
    for item in segments:
        if not item.live or "\n" not in item.text:
            line.append(item)
            continue
        offset = 0
        for part in item.text.split("\n"):
            if offset:
                if item.inserted is not None:
                    # The break itself is not shown, the edit that made it is.
                    line.append(item._replace(text=""))
                yield line
                line = []
            if part:
                source = None if item.source is None else item.source + offset
                line.append(item._replace(text=part, source=source))
            offset += len(part) + 1
    yield line


Run = tuple[Segment, ...]


def _parted(
    line: Sequence[Segment], is_passage: Callable[[str], bool]
) -> tuple[list[Run], Run, list[Run]]:
    """Part a line into the passages taken away before its text, the text, and those after it."""
    live = [index for index, item in enumerate(line) if item.live and item.text]
    if not live:
        gone, rest = _passages(line, is_passage)
        return gone, rest, []
    head, body, tail = line[: live[0]], line[live[0] : live[-1] + 1], line[live[-1] + 1 :]
    before: list[Run] = []
    after: list[Run] = []
    # A passage that ran into the text on its own line belongs to the line.
    if _text(head).endswith("\n"):
        before, head = _passages(head, is_passage)
    if _text(tail).startswith("\n"):
        after, tail = _passages(tail, is_passage)
    return before, (*head, *body, *tail), after


def _text(edge: Sequence[Segment]) -> str:
    return "".join(item.text for item in edge).strip(" \t\u3000")


def _passages(edge: Sequence[Segment], is_passage: Callable[[str], bool]) -> tuple[list[Run], Run]:
    """Gather each passage of an edge, with what earlier edits took out of its middle."""
    spans: dict[str, tuple[int, int]] = {}
    for index, item in enumerate(edge):
        if item.deleted is not None and item.text.strip() and is_passage(item.deleted):
            spans[item.deleted] = (spans.get(item.deleted, (index, 0))[0], index + 1)
    runs: list[Run] = []
    rest: list[Segment] = []
    position = 0
    for start, end in sorted(spans.values()):
        if start < position:
            continue
        rest += edge[position:start]
        runs.append(tuple(edge[start:end]))
        position = end
    return runs, (*rest, *edge[position:])
