"""Looks at what stands around a copy: its neighbours, its heading, its article.

Copies whose neighbours say like things of different matters, or ask different questions, stand in
parallel frames, each by right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.paragraphs import Paragraph, is_heading
from restore.dedup.places import Surroundings

__all__ = ["MAX_BRIDGE_LINES", "in_parallel_frames", "is_whole_article", "surroundings"]

_QUESTION = re.compile(r"[？?][”」』]?\Z|\A[问Q][：:]")

# Lines between two copies, or beside them, that are copies too, and too short to have been looked
# for.
MAX_BRIDGE_LINES = 4
# A heading over a copy is looked for so many lines up.
_MAX_HEADING_DISTANCE_LINES = 12
# Neighbours that are so alike, or differ by so few characters, and are no copies say that the
# copies stand in parallel frames (two articles of a statute, two questions). Frames are short.
_PARALLEL_SIMILARITY = 0.8
_MAX_PARALLEL_EDITS, _MIN_PARALLEL_SIMILARITY = 8, 0.6
_FRAME_LENGTH = 200


def surroundings(table: ParagraphTable, group: Sequence[int], start: int, end: int) -> Surroundings:
    """Return what stands around rows ``start`` to ``end`` of a document (``group``)."""
    before = table[group[start - 1]] if start > 0 else None
    after = table[group[end + 1]] if end + 1 < len(group) else None
    heading = ""
    for spot in range(start - 1, max(-1, start - 1 - _MAX_HEADING_DISTANCE_LINES), -1):
        above = table[group[spot]]
        if above.article != table[group[start]].article:
            break
        if is_heading(above):
            heading = above.text
            break
    return Surroundings(before, after, heading)


def in_parallel_frames(first: Surroundings, second: Surroundings, *, short: bool) -> bool:
    """Whether the rows beside two copies say like things of different matters, or ask different
    questions, or are headings of two sections.

    Parameters
    ----------
    short : the copies are so short that they may be all that a section says
    """
    before, other = first.before, second.before
    if before is not None and other is not None and before.text != other.text:
        if _QUESTION.search(before.text) or _QUESTION.search(other.text):
            return True
        if is_heading(before) and is_heading(other) and short:
            return True
    return _parallel(before, other) or _parallel(first.after, second.after)


def _parallel(one: Paragraph | None, other: Paragraph | None) -> bool:
    if one is None or other is None:
        return False
    left, right = sorted((one.text[:_FRAME_LENGTH], other.text[:_FRAME_LENGTH]), key=len)
    # One that is cut off is a copy, too.
    if right.startswith(left) or right.endswith(left):
        return False
    likeness = Levenshtein.normalized_similarity(left, right, score_cutoff=_MIN_PARALLEL_SIMILARITY)
    return likeness >= _PARALLEL_SIMILARITY or (
        likeness >= _MIN_PARALLEL_SIMILARITY
        and Levenshtein.distance(left, right, score_cutoff=_MAX_PARALLEL_EDITS)
        <= _MAX_PARALLEL_EDITS
    )


def is_whole_article(
    table: ParagraphTable, group: Sequence[int], start: int, end: int, shortest: int
) -> bool:
    """Whether nothing but a few short lines of their article stands beside some rows.

    Two articles of one page may say the same in a passage; what goes is an article read twice.
    """
    article = table[group[start]].article
    beside = (
        range(start - 1, start - 2 - MAX_BRIDGE_LINES, -1),
        range(end + 1, end + 2 + MAX_BRIDGE_LINES),
    )
    for spots in beside:
        for spot in spots:
            if not 0 <= spot < len(group) or table[group[spot]].article != article:
                break
            if len(table[group[spot]].text) >= shortest:
                return False
        else:
            return False
    return True
