"""Lines that split a figure between them: planned as one line, but never joined.

Two lines whose figures meet (投资1 / 200万元) are never joined without a reviewer's decision. But they
are one sentence, so the page is planned over the sentence, and the plan applies to both lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from restore.core.blocks import Role
from restore.layout.join_rules import cut_figure, keeps_apart
from restore.layout.plans import Paragraph, Plan
from restore.text.characters import HAN

__all__ = ["Groups", "expanded", "shares_figure", "tied_lines"]

_HAN = re.compile(f"[{HAN}]")
# What may be numbered, and end with its number, without being cut.
_NUMBERED = re.compile("(?:[图表第号附件款项之]|[^0-9][a-zA-Z ])[0-9]{1,3}\\Z")
#: Runs of lines that are planned as one: the first line of each, and behind the last their number.
Groups = Sequence[int]


def shares_figure(left: str, right: str) -> bool:
    """Whether two consecutive lines look like one sentence that was cut inside a figure."""
    return (
        cut_figure(left, right)
        and not keeps_apart(left, right)
        and _HAN.search(left) is not None
        and _HAN.search(right) is not None
        and _NUMBERED.search(left) is None
    )


def tied_lines(texts: Sequence[str], gaps: Sequence[int]) -> list[int]:
    """Return where each run of tied lines begins, and last how many lines there are."""
    starts = [
        line
        for line in range(len(texts))
        if line == 0 or gaps[line] > 0 or not shares_figure(texts[line - 1], texts[line])
    ]
    return [*starts, len(texts)]


def expanded(plan: Plan, groups: Groups, texts: Sequence[str]) -> Plan:
    """Return the plan of the lines from that of the runs: tied lines stand behind each other, each
    a paragraph of its own."""
    runs = [range(first, stop) for first, stop in pairwise(groups)]
    articles = tuple(
        article._replace(
            paragraphs=tuple(
                part for paragraph in article.paragraphs for part in _parts(paragraph, runs, texts)
            )
        )
        for article in plan.articles
    )
    removals = tuple(
        removal._replace(line=line) for removal in plan.removals for line in runs[removal.line]
    )
    links, offers = (
        tuple((runs[left][-1], runs[right][0], seam) for left, right, seam in pairs)
        for pairs in (plan.links, plan.offers)
    )
    return plan._replace(
        texts=tuple(texts), articles=articles, removals=removals, links=links, offers=offers
    )


def _parts(paragraph: Paragraph, runs: Sequence[range], texts: Sequence[str]) -> list[Paragraph]:
    parts: list[Paragraph] = []
    for place, run in enumerate(paragraph.lines):
        lines = runs[run]
        for line in lines:
            if place and line == lines[0]:
                last = parts[-1]
                seams = (*last.seams, paragraph.seams[place - 1])
                parts[-1] = last._replace(lines=(*last.lines, line), seams=seams)
            else:
                role = paragraph.role if len(lines) == 1 else Role.BODY
                doubtful = None if parts else paragraph.doubtful
                parts.append(Paragraph((line,), role, texts[line], (), doubtful))
    return parts
