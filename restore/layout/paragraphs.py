"""Hard-wrapped lines re-joined into paragraphs; blank lines and indents normalised.

Two kinds of cut are mended here: the wrap of a column, seen from the widths of the lines around
it, and a sentence cut by blank lines whose two halves are neighbours, seen from the language
model. Everything else becomes one line break between paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, Pattern
from restore.layout.box_joins import NO_BOXES, BoxJoins
from restore.layout.joins import SUGGESTED, joins_of
from restore.layout.lines import Line, lines_and_columns, lines_of
from restore.layout.seams import SeamScorer
from restore.layout.wraps import Join
from restore.settings import LayoutSettings
from restore.text.script import count_scripts

__all__ = ["propose_paragraphs", "wrap_joins"]

_STAGE = "layout"
# Set in by four columns a line is code, in which a mark is none of Markdown.
_CODE_INDENT = re.compile(r"(?:    |\t)[ \t]*\Z")
_MARKDOWN_FIRST = re.compile("#|>|`{3}|~{3}")


def propose_paragraphs(
    text: str,
    settings: LayoutSettings,
    scorer: SeamScorer | None,
    flowing: Collection[int] = (),
    *,
    ordered: bool = False,
) -> list[Proposal]:
    """Propose what turns ``text`` into one paragraph a line.

    Parameters
    ----------
    text : offsets of the proposals are code points into it
    scorer : judges cuts that the width of the lines does not explain; None: they stay
    flowing : where lines end that boxes show to go on
    ordered : whether the lines are known to be in order
    """
    if "\n" not in text:
        return _edges(text, lines_of(text))
    lines, cols = lines_and_columns(text)
    boxes = BoxJoins(flowing, count_scripts(text), scorer) if flowing else NO_BOXES
    joins = joins_of(lines, cols, scorer, boxes, ordered=ordered) if settings.join else {}
    return _proposals(text, lines, joins)


def wrap_joins(
    texts: Sequence[str], settings: LayoutSettings, scorer: SeamScorer | None
) -> dict[int, tuple[Evidence, ...]]:
    """Return the lines that ``propose_paragraphs`` would join with the next, with the evidence.

    Parameters
    ----------
    texts : the lines of a text without empty ones
    """
    if not settings.join or len(texts) < 2:
        return {}
    lines, cols = lines_and_columns("\n".join(texts))
    if len(lines) != len(texts):
        return {}
    return {
        index: join.evidence
        for index, join in joins_of(lines, cols, scorer).items()
        if join.confidence > SUGGESTED and not join.cut
    }


def _edges(text: str, lines: Sequence[Line]) -> list[Proposal]:
    """Propose the removal of white space around the only line."""
    proposals = []
    if lines:
        for start, end in ((0, lines[0].start), (lines[-1].end, len(text))):
            if end > start:
                proposals.append(_white(start, end, ""))
    return proposals


def _proposals(text: str, lines: Sequence[Line], joins: dict[int, Join]) -> list[Proposal]:
    if not lines:
        return [_white(0, len(text), "")] if text else []
    proposals = []
    if lines[0].start > 0:
        proposals.append(_white(0, lines[0].start, ""))
    for index in range(len(lines) - 1):
        start, end = lines[index].end, lines[index + 1].start
        join = joins.get(index)
        # What is only suggested leaves the lines as they are: their white space is mended first.
        if join is not None and (join.confidence > SUGGESTED or text[start:end] == "\n"):
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
