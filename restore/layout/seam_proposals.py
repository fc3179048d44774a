"""Proposals of a plan over the text after its moves: joins, jump marks removed, flags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from restore.core.blocks import Role
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern, Seam
from restore.layout.jump_marks import jump_mark
from restore.layout.latin import filler
from restore.layout.lines import line_starts
from restore.layout.plans import Plan
from restore.layout.quoting import FLAGGED_CHARACTERS
from restore.layout.split_figures import shares_figure
from restore.layout.unfinished import open_end

__all__ = ["seam_proposals"]

_STAGE = "layout"
# An item behind a bullet often has no stop, and nothing is lost behind it.
_BULLET = re.compile(r"(?:>[ ]?)*[-+*•·▪●○◆■][ \t\u3000]")
# How sure a proposal is: of what the plan says, and of a seam that it only suggests.
_CERTAIN_CONFIDENCE = 0.95
_LIKELY_CONFIDENCE = 0.7


def seam_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose, over the text after the moves, joins of cut sentences, removals of jump marks, and
    flags where a sentence has lost its other half."""
    proposals = []
    starts = line_starts(text)
    line = 0
    for ordinal, article in enumerate(plan.articles):
        if ordinal:
            line += 1
        for paragraph in article.paragraphs:
            last = len(paragraph.lines) - 1
            start = starts[line]
            if paragraph.doubtful is not None:
                proposals.append(
                    Proposal(
                        _STAGE,
                        "join.seam",
                        start - 1,
                        start,
                        "",
                        _LIKELY_CONFIDENCE,
                        (paragraph.doubtful,),
                    )
                )
            for place, index in enumerate(paragraph.lines):
                start, end = starts[line], starts[line] + len(plan.texts[index])
                # A mark on a line of its own was judged before, and stands because it is to.
                if paragraph.role is not Role.JUMP_LINE:
                    proposals += _jump_marks(plan.texts[index], start)
                if place < last:
                    seam = paragraph.seams[place]
                    behind = plan.texts[paragraph.lines[place + 1]]
                    between = filler(plan.texts[index], behind, text)
                    proposals.append(
                        Proposal(
                            _STAGE,
                            "join.seam" if isinstance(seam, Seam) else "join.wrap",
                            end,
                            starts[line + 1],
                            between,
                            _CERTAIN_CONFIDENCE,
                            (seam,),
                        )
                    )
                elif (
                    paragraph.role is Role.BODY
                    and not plan.torn
                    and _BULLET.match(plan.texts[index]) is None
                    and open_end(plan.texts[index])
                    # Of a figure cut in two the pass over the lines has spoken.
                    and not shares_figure(plan.texts[index], _line_at(text, starts, line + 1))
                ):
                    proposals.append(_truncated(text, start, end))
                line += 1
    return proposals


def _line_at(text: str, starts: Sequence[int], line: int) -> str:
    return text[starts[line] : starts[line + 1]].rstrip("\n") if line + 1 < len(starts) else ""


def _jump_marks(words: str, start: int) -> list[Proposal]:
    mark = jump_mark(words)
    if mark is None:
        return []
    evidence = (Pattern("furniture: jump mark", words[mark.start : mark.end].strip()),)
    return [
        Proposal(
            _STAGE,
            "jump_line",
            start + mark.start,
            start + mark.end,
            "",
            _CERTAIN_CONFIDENCE,
            evidence,
        )
    ]


def _truncated(text: str, start: int, end: int) -> Proposal:
    start = max(start, end - FLAGGED_CHARACTERS)
    return Proposal(
        _STAGE,
        "truncated",
        start,
        end,
        text[start:end],
        0.8,
        (Pattern("the sentence has no end in this document", text[start:end]),),
        flag=Reason.TRUNCATED,
    )
