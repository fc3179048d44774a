"""Hard-wrapped lines re-joined into paragraphs; blank lines and indents normalised.

Two kinds of cut are mended here: the wrap of a column, seen from the widths of the lines around
it, and a sentence cut by blank lines whose two halves are neighbours, seen from the language
model. Everything else becomes one line break between paragraphs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from restore.core.blocks import Role
from restore.core.edits import Proposal
from restore.core.evidence import Evidence, Pattern, Seam
from restore.layout.join_rules import cut_figure, keeps_apart
from restore.layout.jump_marks import jump_mark
from restore.layout.latin import filler, latin_words, latin_wraps, spaced_latin, without_hyphen
from restore.layout.lines import Column, Line, ends_sentence, lines_and_columns, lines_of
from restore.layout.roles import headline, role_by_form
from restore.layout.seams import SeamScorer, continuity
from restore.layout.sections import begins_part, section_number
from restore.layout.split_figures import shares_figure
from restore.settings import LayoutSettings
from restore.text.characters import CLOSING, HAN, OPENING, PAIRED_MARKS, POINTS, PROSE_MARKS, SPACE

__all__ = ["propose_paragraphs", "wrap_joins"]

_STAGE = "layout"
_SLACK = 2.5
_ENDED_SLACK = 1.5
_FIRST_LINE = 2.0
_HAN = re.compile(f"[{HAN}]")
_SPACED = re.compile(f"(?:[{HAN}{PAIRED_MARKS}][{SPACE}]+){{3}}")
_SENTENCE_MARK = re.compile(f"[{PROSE_MARKS}]")
# Roles that a line has by itself; a wrapped line may look like a heading and be none.
_FIXED = {
    Role.FURNITURE, Role.CAPTION, Role.BYLINE, Role.DATELINE, Role.SUBTITLE, Role.JUMP_LINE,
}  # fmt: skip
_REMOVED = {Role.FURNITURE, Role.CAPTION, Role.JUMP_LINE}
_LABEL_END = "：:；;"
_BLANK = ("__", "＿＿")
# Below this a language model must like a seam clearly even where a column wraps.
_VETO = -2.0
# Marks that neither a paragraph nor a line of print may end or begin with.
_NEVER_LAST = OPENING
_CLOSING_QUOTES = "”’"
_NEVER_FIRST = POINTS + CLOSING + "％%"
_OF_FIGURES = "％%"
_LIKELY, _UNLIKELY = -0.5, 0.5
# ... and no doubt that it does.
_GOES_ON = 2.0
# A short line by itself is a headline, unless the seam leaves no doubt.
_HEADLINE_SEAM = 3.0
_QUOTE = 16
# Seams inside wrapped paragraphs average 2.7 (log10), wrong pairings -1.5, over nine lines.
_MIXED_REACH = 4
_MIXED_SCORE = 0.3


# A join that a person is to see: the gate only suggests what is less sure than it applies.
_DOUBTFUL = 0.7


class _Join(NamedTuple):
    """What is written between two lines; ``cut`` characters of the first go with the wrap."""

    filler: str
    confidence: float
    rule: str
    evidence: tuple[Evidence, ...]
    cut: int = 0


def propose_paragraphs(
    text: str, settings: LayoutSettings, scorer: SeamScorer | None
) -> list[Proposal]:
    """Propose what turns ``text`` into one paragraph a line.

    Parameters
    ----------
    text : offsets of the proposals are code points into it
    scorer : judges cuts that the width of the lines does not explain; None: they stay
    """
    if "\n" not in text:
        return _edges(text, lines_of(text))
    lines, cols = lines_and_columns(text)
    joins = _wrapped(lines, cols, scorer) if settings.join else {}
    return _proposals(text, lines, joins)


def wrap_joins(
    texts: Sequence[str], settings: LayoutSettings, scorer: SeamScorer | None
) -> dict[int, tuple[Evidence, ...]]:
    """Return the lines that ``propose_paragraphs`` would join with the next, with the evidence.

    Parameters
    ----------
    texts : the lines of a text without empty ones
    """
    lines, cols = lines_and_columns("\n".join(texts))
    if not settings.join or len(lines) != len(texts):
        return {}
    return {
        index: join.evidence
        for index, join in _wrapped(lines, cols, scorer).items()
        if join.confidence > _DOUBTFUL and not join.cut
    }


def _wrapped(
    lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer | None
) -> dict[int, _Join]:
    """Return the joins (after line i) that the columns' widths show."""
    mixed = _mixed_columns(lines, cols, scorer) if scorer is not None else frozenset()
    headlines = _headline_blocks(lines)
    latin = latin_wraps(lines)
    usual = _usual_gap(lines, cols)
    joins: dict[int, _Join] = {}
    between = _Between(lines)
    first = True
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        join = None
        if line.is_break or after.is_break or keeps_apart(line.text, after.text):
            first = True
            continue
        hyphen = between.hyphen(line.text, after.text)
        if hyphen is not None:
            join = _HYPHEN._replace(cut=int(hyphen))
        elif _bound(line, after, first):
            join = _BOUND
        elif index in latin:
            join = _LATIN_WRAP
        elif index in headlines:
            join = headlines[index]
        elif (
            cols[index].wrapped
            and index not in mixed
            and (_HAN.search(line.text) or _HAN.search(after.text))
        ):
            join = _wrap(lines, cols, index, first, scorer, usual)
        if cut_figure(line.text, after.text):
            # Never run together, but kept together: a person is to look.
            join = (
                _FIGURE
                if join is not None or (after.gap == 0 and shares_figure(line.text, after.text))
                else None
            )
        elif join is not None and hyphen is None and join.filler == "":
            join = join._replace(filler=between.filler(line.text, after.text))
        if join is not None:
            joins[index] = join
        first = join is None
    return joins


_HYPHEN = _Join("", 0.95, "join.mark", (Pattern("word cut by a hyphen"),))
_LATIN_WRAP = _Join(
    "", 0.95, "join.wrap", (Pattern("hard wrap: the next word does not fit the line"),)
)
_FIGURE = _Join("", _DOUBTFUL, "join.figure", (Pattern("a figure may be cut by the line end"),))
_BOUND = _Join("", 0.95, "join.mark", (Pattern("a mark that stands neither first nor last"),))


def _bound(line: Line, after: Line, first: bool) -> bool:
    """Whether a mark ties two lines: one that opens at the end, or one that ends at the beginning."""
    if first and role_by_form(line.text)[0] in _FIXED:
        return False
    if role_by_form(after.text)[0] in _REMOVED:
        # What is taken out of the text must never take text with it.
        return False
    if line.text[-1] in _NEVER_LAST:
        return line.text[-2:-1] != line.text[-1]
    if after.text[0] in _OF_FIGURES and not line.text[-1].isdigit():
        return False
    return after.text[0] in _NEVER_FIRST and (
        not ends_sentence(line.text) or after.text[0] in _CLOSING_QUOTES
    )


def _mixed_columns(
    lines: Sequence[Line], cols: Sequence[Column], scorer: SeamScorer
) -> frozenset[int]:
    """Return the lines around which neighbours do not go on with each other: a reader emitted
    columns row by row, so that the next line of print is not the next line of text."""
    scores = {
        index: continuity(scorer, lines[index].text, lines[index + 1].text)
        for index in range(len(lines) - 1)
        if cols[index].wrapped
        and lines[index + 1].gap == 0
        and abs(lines[index].width - cols[index].width) <= _SLACK
        and not ends_sentence(lines[index].text)
    }
    found = set()
    for index in range(len(lines) - 1):
        near = [
            scores[place]
            for place in range(index - _MIXED_REACH, index + _MIXED_REACH + 1)
            if place in scores
        ]
        if len(near) > _MIXED_REACH and sum(near) < _MIXED_SCORE * len(near):
            found.add(index)
    return frozenset(found)


def _headline_blocks(lines: Sequence[Line]) -> dict[int, _Join | None]:
    """Find headlines of two or three lines: no join, or one where letter-spacing shows that the
    lines were stretched to one measure."""
    found: dict[int, _Join | None] = {}
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
                found[index] = (
                    _Join(" ", 0.95, "join.headline", evidence) if spaced and plain else None
                )
        start = stop
    return found


def _wrap(
    lines: Sequence[Line],
    cols: Sequence[Column],
    index: int,
    first: bool,
    scorer: SeamScorer | None,
    usual: int,
) -> _Join | None:
    line, after = lines[index], lines[index + 1]
    width = cols[index].width
    if max(line.width, after.width) > width + 3.0 or not _may_touch(line, after, first, width):
        # What is wider than the column is no line of it, but a paragraph joined before.
        return None
    full = line.width >= width - _SLACK - (_FIRST_LINE if first else 0.0)
    column = (Pattern("hard wrap: the line fills its column", line.text[-_QUOTE:]),)
    if ends_sentence(line.text) or line.text[-1] in _LABEL_END:
        begins = after.indent - line.indent >= 1.0 or _isolated_headline(lines, index + 1, width)
        # A sentence that ends short of the margin ends its paragraph: nothing kept the next
        # character from standing on the line.
        full = line.width >= width - _ENDED_SLACK - (_FIRST_LINE if first else 0.0)
        if full and after.gap == 0 and not begins:
            return _Join("", 0.95, "join.wrap", column)
        return None
    if first and headline(line.text) and (not full or after.gap > 0):
        spaced = _SPACED.match(line.text) is not None
        if not full or spaced:
            return None
    if first and section_number(line.text) and headline(line.text):
        # The heading of a section may fill its line, and its text begin below.
        least = math.inf if after.gap > 0 else _UNLIKELY if "，" not in line.text else _VETO
        if scorer is None or continuity(scorer, line.text, after.text) < least:
            return None
    if scorer is not None and first and _two_headings(lines, index, scorer):
        return None
    if first and after.indent - line.indent >= 1.0:
        # What is set in begins a paragraph, also behind a heading that fills its line.
        return None
    if full and after.gap == 0:
        if scorer is not None and continuity(scorer, line.text, after.text) < _VETO:
            return None
        return _Join("", 0.97, "join.wrap", column)
    if scorer is None:
        return _Join("", 0.9, "join.wrap", column) if full else None
    if after.gap > usual:
        # What goes on behind empty lines is judged against the whole page, later.
        return None
    score = continuity(scorer, line.text, after.text)
    # A full column line that stops in mid-sentence goes on somewhere; a short one may be a heading.
    doubt = not full or after.gap > 1 or (first and headline(line.text))
    # The model knows little of what comes after a mark.
    least = _UNLIKELY if doubt else _LIKELY - (after.text[0] in OPENING)
    if after.gap > 0 and headline(after.text) and _stands_alone(lines, index + 1):
        least = _HEADLINE_SEAM
    if score >= least:
        seam = Seam(line.text[-_QUOTE:], after.text[:_QUOTE], round(score, 2))
        return _Join("", 0.95, "join.blank" if after.gap else "join.wrap", (seam,))
    return None


def _two_headings(lines: Sequence[Line], index: int, scorer: SeamScorer) -> bool:
    """Whether two headings stand below each other, or a heading over an item.

    What goes on in the line behind it is no heading, but the middle of a sentence.
    """
    line, after = lines[index], lines[index + 1]
    if not all("，" not in each.text and headline(each.text) for each in (line, after)):
        return False
    if continuity(scorer, line.text, after.text) >= _UNLIKELY:
        return False
    third = lines[index + 2] if index + 2 < len(lines) else None
    return third is None or continuity(scorer, after.text, third.text) < _GOES_ON


def _usual_gap(lines: Sequence[Line], cols: Sequence[Column]) -> int:
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
    if line.text.endswith(_BLANK) or after.text.startswith(_BLANK):
        # What a form leaves to be filled in is a line of its own.
        return False
    if first and role_by_form(line.text)[0] in _FIXED:
        return False
    mark = jump_mark(line.text)
    if mark is not None and mark.direction == "to":
        return False
    inside = after.gap == 0 and not ends_sentence(line.text) and line.width >= width - _SLACK
    role = role_by_form(after.text)[0]
    if role in _REMOVED:
        # What is taken out of the text must never take text with it.
        return False
    if role in _FIXED:
        return inside and after.width >= width - _SLACK
    if begins_part(after.text):
        return inside and after.text.startswith("——")
    return True


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    return index + 1 >= len(lines) or lines[index + 1].gap > 0


def _isolated_headline(lines: Sequence[Line], index: int, width: float) -> bool:
    line = lines[index]
    short = line.width < width - _SLACK and headline(line.text)
    return short and _stands_alone(lines, index)


_BESIDE = 4


def _around_spaces(flat: str) -> frozenset[str]:
    """Return every space of a text with the characters beside it."""
    places = (match.start() for match in re.finditer(" ", flat))
    return frozenset(flat[max(0, place - _BESIDE) : place + 1 + _BESIDE] for place in places)


class _Between:
    """What is written between joined lines of a text, by how it writes the same elsewhere."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @cached_property
    def _flat(self) -> str:
        return "\n".join(line.text for line in self._lines)

    @cached_property
    def _spaced(self) -> frozenset[str]:
        return _around_spaces(self._flat.replace("\n", ""))

    @cached_property
    def _words(self) -> frozenset[str]:
        return latin_words(self._flat)

    @cached_property
    def _spaced_latin(self) -> bool:
        return spaced_latin(self._flat)

    def hyphen(self, left: str, right: str) -> bool | None:
        """See :func:`restore.layout.join_rules.without_hyphen`."""
        return without_hyphen(left, right, self._words) if left.endswith("-") else None

    def filler(self, left: str, right: str) -> str:
        """Return what the wrap swallowed: a space between Latin words, or one that means something
        (the document writes the same words with a space elsewhere)."""
        before, behind = left[-_BESIDE:], right[:_BESIDE]
        if len(before) == len(behind) == _BESIDE and f"{before} {behind}" in self._spaced:
            return " "
        return filler(left, right, spaced=self._spaced_latin)


def _edges(text: str, lines: Sequence[Line]) -> list[Proposal]:
    """Propose the removal of white space around the only line."""
    proposals = []
    if lines:
        for start, end in ((0, lines[0].start), (lines[-1].end, len(text))):
            if end > start:
                proposals.append(_white(start, end, ""))
    return proposals


def _proposals(text: str, lines: Sequence[Line], joins: dict[int, _Join]) -> list[Proposal]:
    if not lines:
        return [_white(0, len(text), "")] if text else []
    proposals = []
    if lines[0].start > 0:
        proposals.append(_white(0, lines[0].start, ""))
    for index in range(len(lines) - 1):
        start, end = lines[index].end, lines[index + 1].start
        join = joins.get(index)
        # What is only suggested leaves the lines as they are: their white space is mended first.
        if join is not None and (join.confidence > _DOUBTFUL or text[start:end] == "\n"):
            proposals.append(
                Proposal(
                    _STAGE,
                    join.rule,
                    start - join.cut,
                    end,
                    join.filler,
                    join.confidence,
                    join.evidence,
                )
            )
        elif text[start:end] != "\n":
            proposals.append(_white(start, end, "\n" + _code_indent(text, start, end)))
    if text[lines[-1].end :] != "\n":
        proposals.append(_white(lines[-1].end, len(text), "\n"))
    return proposals


# Set in by four columns a line is code, in which a mark is none of Markdown.
_CODE_INDENT = re.compile(r"(?:    |\t)[ \t]*\Z")
_MARKDOWN_FIRST = re.compile("#|>|`{3}|~{3}")


def _code_indent(text: str, start: int, end: int) -> str:
    """Return the indent that keeps the next line from being taken for a heading or a quotation."""
    if _MARKDOWN_FIRST.match(text, end) is None:
        return ""
    indent = _CODE_INDENT.search(text[start:end].rpartition("\n")[2])
    return "" if indent is None else indent[0]


def _white(start: int, end: int, after: str) -> Proposal:
    return Proposal(
        _STAGE, "blank", start, end, after, 1.0, (Pattern("white space between paragraphs"),)
    )
