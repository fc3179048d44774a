"""Proposals of a plan: lines removed, lines moved, breaks between articles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.layout.lines import line_starts
from restore.layout.move_evidence import Moved, MoveReasons
from restore.layout.plans import Plan

__all__ = ["move_proposals"]

_STAGE = "layout"
_BREAK = ARTICLE_BREAK + "\n"
# How sure what a plan says is.
_CERTAIN_CONFIDENCE = 0.95


def move_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose the removal of furniture, the moves of lines and the breaks between articles.

    Lines are moved with their line break, so that the text stays well-formed; those that keep
    their order stay where they are (the longest increasing subsequence, weighed by length).
    """
    starts = line_starts(text)
    proposals = [
        Proposal(
            _STAGE,
            removal.role.value,
            starts[removal.line],
            starts[removal.line + 1],
            "",
            _CERTAIN_CONFIDENCE,
            removal.evidence,
        )
        for removal in plan.removals
    ]
    # Breaks that stand already are part of the plan's own.
    standing = [line for line, words in enumerate(plan.texts) if words == ARTICLE_BREAK]
    order = [
        [line for paragraph in article.paragraphs for line in paragraph.lines]
        for article in plan.articles
    ]
    if standing:
        return proposals + _empty_breaks(plan, standing, starts)
    flat = [line for lines in order for line in lines]
    keep = _heaviest_run(flat, [starts[line + 1] - starts[line] for line in range(len(plan.texts))])
    reasons = MoveReasons(plan)
    point = 0
    number = 0
    for ordinal, lines in enumerate(order):
        index = 0
        while index < len(lines):
            line = lines[index]
            if index == 0 and ordinal > 0:
                place = starts[line] if line in keep else point
                proposals.append(_article_break(place))
            if line in keep:
                point = starts[line + 1]
                index += 1
                continue
            stop = _end_of_run(lines, index, keep)
            number += 1
            start, end = starts[line], starts[lines[stop - 1] + 1]
            group = f"move-{number}"
            behind = lines[stop] if stop < len(lines) else None
            before = lines[index - 1] if index else None
            evidence = reasons.of(Moved(line, lines[stop - 1], ordinal, before, behind))
            moved = text[start:end]
            proposals.append(
                Proposal(_STAGE, "move", start, end, "", _CERTAIN_CONFIDENCE, evidence, group)
            )
            proposals.append(
                Proposal(_STAGE, "move", point, point, moved, _CERTAIN_CONFIDENCE, evidence, group)
            )
            index = stop
    return proposals


def _end_of_run(order: Sequence[int], index: int, stops: Collection[int]) -> int:
    """Return the index behind the neighbouring lines that move together with that at ``index``."""
    stop = index + 1
    while stop < len(order) and order[stop] == order[stop - 1] + 1 and order[stop] not in stops:
        stop += 1
    return stop


def _article_break(place: int) -> Proposal:
    evidence = (Pattern("another article begins"),)
    return Proposal(_STAGE, "article_break", place, place, _BREAK, _CERTAIN_CONFIDENCE, evidence)


def _empty_breaks(plan: Plan, standing: list[int], starts: list[int]) -> list[Proposal]:
    """Remove the breaks that stand around nothing."""
    gone = {removal.line for removal in plan.removals}
    proposals = []
    pending = True
    last_break: int | None = None
    for line in range(len(plan.texts)):
        if line in standing:
            if pending:
                proposals.append(line)
            pending = True
            last_break = line
        elif line not in gone:
            pending = False
    if pending and last_break is not None and last_break not in proposals:
        proposals.append(last_break)
    evidence = (Pattern("furniture: article break around nothing"),)
    return [
        Proposal(
            _STAGE,
            "article_break",
            starts[line],
            starts[line + 1],
            "",
            _CERTAIN_CONFIDENCE,
            evidence,
        )
        for line in proposals
    ]


def _heaviest_run(order: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the increasing subsequence of ``order`` with the greatest weight."""
    if all(left < right for left, right in pairwise(order)):
        return set(order)
    # Frontier of chains: their last lines and their weights both increase along it.
    tops: list[int] = []
    best: list[tuple[int, _Chain]] = []
    for line in order:
        spot = bisect_left(tops, line)
        weight, tail = best[spot - 1] if spot else (0, None)
        entry = (weight + weights[line], _Chain(line, tail))
        drop = spot
        while drop < len(tops) and best[drop][0] <= entry[0]:
            drop += 1
        tops[spot:drop] = [line]
        best[spot:drop] = [entry]
    kept = set()
    chain = best[-1][1] if best else None
    while chain is not None:
        kept.add(chain.line)
        chain = chain.before
    return kept


class _Chain(NamedTuple):
    line: int
    before: _Chain | None
