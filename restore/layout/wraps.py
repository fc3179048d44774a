"""Decides whether a line goes on in the next: by the width of its column and by the language model.

A line that fills its column was cut by the margin and not by its writer. How far it may fall short
is measured in widths of a Chinese character. Where the width does not tell, a *seam* does: the
log10 of how much likelier the next line is after this one than in any place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from restore.core.blocks import Role
from restore.core.evidence import Evidence, Pattern, Seam
from restore.layout.furniture_forms import furniture_form
from restore.layout.jump_marks import jump_mark
from restore.layout.lines import Column, Line, ends_sentence
from restore.layout.roles import headline, role_by_form
from restore.layout.seams import SeamScorer, continuity
from restore.layout.sections import begins_part, section_number
from restore.text.characters import HAN, OPENING, PAIRED_MARKS, PROSE_MARKS, SPACE
from restore.text.patterns import lazy_pattern

__all__ = [
    "CONFIDENCE",
    "FIXED",
    "GOES_ON_LOG10",
    "REMOVED",
    "SUGGESTED",
    "Join",
    "headline_blocks",
    "mixed_columns",
    "usual_gap",
    "wrap",
]

#: A line is full where at most so much is missing: marks that may not begin a line push a word to
#: the next one. Behind the end of a sentence no word was pushed on.
_MAX_MISSING_WIDTH = 2.5
_MAX_MISSING_WIDTH_ENDED = 1.5
#: The first line of a paragraph is set in by two characters.
_FIRST_LINE_INDENT = 2.0
#: What is wider than its column by more is no line of it, but a paragraph that was joined before.
_MAX_EXCESS_WIDTH = 3.0
#: What is set in further than the line before by so many characters begins a paragraph.
_MIN_INDENT = 1.0
#: A language model that likes a seam less forbids a join that the width asks for.
_MIN_SEAM_LOG10 = -2.0
#: What a seam needs where the line is full, and where the line may be a heading.
_MIN_FULL_SEAM_LOG10 = -0.5
_MIN_DOUBTFUL_SEAM_LOG10 = 0.5
#: From here on there is no doubt that a line goes on: of wrong pairings one in a hundred reaches it.
GOES_ON_LOG10 = 2.0
#: A short line by itself is a headline, unless the seam leaves no doubt.
_MIN_HEADLINE_SEAM_LOG10 = 3.0
#: A headline goes on in the next line (log10), surely and perhaps: of 82 headlines cut in two at any
#: place 73 % reach the first and 86 % the second, of 3,000 pairs of two headlines 0.07 % and 0.9 %.
_CUT_HEADLINE_LOG10, _MAYBE_CUT_HEADLINE_LOG10 = 3.0, 1.5
#: ... if its first line is so wide; two lines of one width up to the second are a couplet.
_MIN_HEADLINE_WIDTH, _MAX_COUPLET_WIDTH = 8.0, 12.0
#: Over nine lines, seams inside wrapped paragraphs average 2.7 (log10), wrong pairings -1.5.
_MIXED_REACH_LINES = 4
_MIN_MIXED_SEAM_LOG10 = 0.3
#: Characters of each line that the evidence shows.
_QUOTED_LENGTH = 16
#: Confidence of a join: as a rule, by width with the model's consent, by width without a model.
CONFIDENCE = 0.95
_CONFIDENCE_BY_WIDTH = 0.97
#: Confidence of a join that a person is to see: the gate only suggests what is less sure than it
#: applies.
SUGGESTED = 0.7
_CONFIDENCE_WITHOUT_MODEL = 0.9

_HAN = re.compile(f"[{HAN}]")
_SPACED = lazy_pattern(f"(?:[{HAN}{PAIRED_MARKS}][{SPACE}]+){{3}}")
_SENTENCE_MARK = re.compile(f"[{PROSE_MARKS}]")
#: Roles that a line has by itself; a wrapped line may look like a heading and be none.
FIXED = frozenset(
    {Role.FURNITURE, Role.CAPTION, Role.BYLINE, Role.DATELINE, Role.SUBTITLE, Role.JUMP_LINE}
)
#: Roles of lines that are taken out of the text.
REMOVED = frozenset({Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE})
_LABEL_END = "：:；;"


class Join(NamedTuple):
    """What is written between two lines; ``cut`` characters of the first go with the wrap."""

    filler: str
    confidence: float
    rule: str
    evidence: tuple[Evidence, ...]
    cut: int = 0


def wrap(
    lines: Sequence[Line],
    cols: Sequence[Column],
    index: int,
    first: bool,
    scorer: SeamScorer | None,
    usual: int,
) -> Join | None:
    """Return how a line of a column goes on in the next, or ``None`` where it does not.

    Parameters
    ----------
    index : number of the line
    first : whether it is the first line of its paragraph
    scorer : the language model; without it only the width of the line tells
    usual : empty lines that stand between the lines of a column (:func:`usual_gap`)
    """
    line, after = lines[index], lines[index + 1]
    width = cols[index].width
    too_wide = max(line.width, after.width) > width + _MAX_EXCESS_WIDTH
    if too_wide or not _may_touch(line, after, first, width):
        return None
    # The first line of a paragraph is set in.
    measure = width - _FIRST_LINE_INDENT if first else width
    column = (Pattern("hard wrap: the line fills its column", line.text[-_QUOTED_LENGTH:]),)
    if ends_sentence(line.text) or line.text[-1] in _LABEL_END:
        begins = after.indent - line.indent >= _MIN_INDENT
        begins = begins or _isolated_headline(lines, index + 1, width)
        # A sentence that ends short of the margin ends its paragraph: nothing kept the next
        # character from standing on the line.
        full = line.width >= measure - _MAX_MISSING_WIDTH_ENDED
        if full and after.gap == 0 and not begins:
            return Join("", CONFIDENCE, "join.wrap", column)
        return None
    full = line.width >= measure - _MAX_MISSING_WIDTH
    if first and _heads(lines, index, full, scorer):
        return None
    if full and after.gap == 0:
        if scorer is not None and continuity(scorer, line.text, after.text) < _MIN_SEAM_LOG10:
            return None
        return Join("", _CONFIDENCE_BY_WIDTH, "join.wrap", column)
    if scorer is None:
        return Join("", _CONFIDENCE_WITHOUT_MODEL, "join.wrap", column) if full else None
    if after.gap > usual:
        # What goes on behind empty lines is judged against the whole page, later.
        return None
    score = continuity(scorer, line.text, after.text)
    # A full column line that stops in mid-sentence goes on somewhere; a short one may be a heading.
    doubtful = not full or after.gap > 1 or (first and headline(line.text))
    if score >= _needed(lines, index + 1, doubtful):
        seam = Seam(line.text[-_QUOTED_LENGTH:], after.text[:_QUOTED_LENGTH], round(score, 2))
        return Join("", CONFIDENCE, "join.blank" if after.gap else "join.wrap", (seam,))
    return None


def _heads(lines: Sequence[Line], index: int, full: bool, scorer: SeamScorer | None) -> bool:
    """Whether the first line of a paragraph is a heading of what stands below it."""
    line, after = lines[index], lines[index + 1]
    if headline(line.text):
        spaced = _SPACED.match(line.text) is not None
        if not full or (after.gap > 0 and spaced):
            return True
        if section_number(line.text):
            # The heading of a section may fill its line, and its text begin below.
            if scorer is None or after.gap > 0:
                return True
            least = _MIN_SEAM_LOG10 if "，" in line.text else _MIN_DOUBTFUL_SEAM_LOG10
            if continuity(scorer, line.text, after.text) < least:
                return True
    if scorer is not None and _two_headings(lines, index, scorer):
        return True
    # What is set in begins a paragraph, also behind a heading that fills its line.
    return after.indent - line.indent >= _MIN_INDENT


def _needed(lines: Sequence[Line], index: int, doubtful: bool) -> float:
    """Return the seam (log10) that a line needs to continue the one before it."""
    line = lines[index]
    if line.gap > 0 and headline(line.text) and _stands_alone(lines, index):
        return _MIN_HEADLINE_SEAM_LOG10
    if doubtful:
        return _MIN_DOUBTFUL_SEAM_LOG10
    # The model knows little of what comes after a mark.
    return _MIN_FULL_SEAM_LOG10 - (line.text[0] in OPENING)


def _two_headings(lines: Sequence[Line], index: int, scorer: SeamScorer) -> bool:
    """Whether two headings stand below each other, or a heading over an item.

    What goes on in the line behind it is no heading, but the middle of a sentence.
    """
    line, after = lines[index], lines[index + 1]
    if not all("，" not in each.text and headline(each.text) for each in (line, after)):
        return False
    if continuity(scorer, line.text, after.text) >= _MIN_DOUBTFUL_SEAM_LOG10:
        return False
    third = lines[index + 2] if index + 2 < len(lines) else None
    return third is None or continuity(scorer, after.text, third.text) < GOES_ON_LOG10


def usual_gap(lines: Sequence[Line], cols: Sequence[Column]) -> int:
    """Return how many empty lines stand between the lines of a column."""
    gaps = sorted(
        lines[index + 1].gap
        for index in range(len(lines) - 1)
        if cols[index].wrapped and not ends_sentence(lines[index].text)
    )
    return gaps[len(gaps) // 2] if gaps else 0


def _may_touch(line: Line, after: Line, first: bool, width: float) -> bool:
    """Whether neither line has a form that stands by itself."""
    if jump_mark(after.text) is not None:
        return False
    if first and role_by_form(line.text)[0] in FIXED:
        return False
    mark = jump_mark(line.text)
    if mark is not None and mark.direction == "to":
        return False
    inside = (
        after.gap == 0 and not ends_sentence(line.text) and line.width >= width - _MAX_MISSING_WIDTH
    )
    full = inside and after.width >= width - _MAX_MISSING_WIDTH
    part = begins_part(after.text)
    if full and not part:
        # Whatever else it looks like it goes on; most lines are such.
        form = furniture_form(after.text)
        return form is None or form.role not in REMOVED
    role = role_by_form(after.text)[0]
    if role in REMOVED:
        # What is taken out of the text must never take text with it.
        return False
    if role in FIXED:
        return full
    return inside and after.text.startswith("——") if part else True


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    return index + 1 >= len(lines) or lines[index + 1].gap > 0


def _isolated_headline(lines: Sequence[Line], index: int, width: float) -> bool:
    line = lines[index]
    short = line.width < width - _MAX_MISSING_WIDTH and headline(line.text)
    return short and _stands_alone(lines, index)


def mixed_columns(
    lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer | None
) -> frozenset[int]:
    """Return the lines around which neighbours do not go on with each other: a reader emitted
    columns row by row, so that the next line of print is not the next line of text."""
    if scorer is None:
        return frozenset()
    asked = [
        index
        for index in range(len(lines) - 1)
        if cols[index].wrapped
        and lines[index + 1].gap == 0
        and abs(lines[index].width - cols[index].width) <= _MAX_MISSING_WIDTH
        and not ends_sentence(lines[index].text)
    ]
    if len(asked) <= _MIXED_REACH_LINES:
        return frozenset()
    scores = {
        index: continuity(scorer, lines[index].text, lines[index + 1].text) for index in asked
    }
    found = set()
    for index in range(len(lines) - 1):
        near = [
            scores[place]
            for place in range(index - _MIXED_REACH_LINES, index + _MIXED_REACH_LINES + 1)
            if place in scores
        ]
        if len(near) > _MIXED_REACH_LINES and sum(near) < _MIN_MIXED_SEAM_LOG10 * len(near):
            found.add(index)
    return frozenset(found)


def headline_blocks(lines: Sequence[Line], scorer: SeamScorer | None) -> dict[int, Join | None]:
    """Find headlines of two or three lines: no join, or one where letter-spacing shows that the
    lines were stretched to one measure, or where the language model knows that the words go on."""
    found: dict[int, Join | None] = {}
    start = 0
    while start < len(lines):
        stop = start + 1
        while stop < len(lines) and lines[stop].gap == 0:
            stop += 1
        block = lines[start:stop]
        closed = start == 0 or ends_sentence(lines[start - 1].text)
        if (
            2 <= len(block) <= 3
            and closed
            and not any(_SENTENCE_MARK.search(line.text) for line in block)
            and all(headline(line.text) for line in block)
        ):
            spaced = any(_SPACED.match(line.text) for line in block)
            plain = all(role_by_form(line.text)[0] is Role.HEADING for line in block)
            evidence = (Pattern("two-line headline, letter-spaced to one measure"),)
            for index in range(start, stop - 1):
                found[index] = None
                if plain and spaced:
                    found[index] = Join(" ", CONFIDENCE, "join.headline", evidence)
                elif plain and scorer is not None:
                    found[index] = _cut_headline(lines[index], lines[index + 1], scorer)
        start = stop
    return found


def _cut_headline(line: Line, after: Line, scorer: SeamScorer) -> Join | None:
    """Join two lines of a headline that was cut inside its words: …第三次全 | 体会议公报."""
    couplet = line.width == after.width <= _MAX_COUPLET_WIDTH
    whole = _HAN.match(line.text[-1]) and _HAN.match(after.text[0])
    parts = begins_part(line.text) or begins_part(after.text)
    if couplet or parts or not whole or line.width < _MIN_HEADLINE_WIDTH:
        return None
    score = continuity(scorer, line.text, after.text)
    if score < _MAYBE_CUT_HEADLINE_LOG10:
        return None
    seam = Seam(line.text[-_QUOTED_LENGTH:], after.text[:_QUOTED_LENGTH], round(score, 2))
    confidence = CONFIDENCE if score >= _CUT_HEADLINE_LOG10 else SUGGESTED
    return Join("", confidence, "join.headline", (seam,))
