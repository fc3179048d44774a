"""Proposals of a plan: lines removed, lines moved, breaks between articles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK
from restore.core.edits import Proposal
from restore.core.evidence import Evidence, Pattern
from restore.layout.furniture import doubtful_lines
from restore.layout.lines import line_starts
from restore.layout.move_evidence import Moved, MoveReasons, goes_on
from restore.layout.newspaper_signs import PageKnowledge
from restore.layout.plans import Plan, Removal
from restore.layout.unfinished import open_end
from restore.settings import LayoutSettings

__all__ = ["doubtful_proposals", "in_order", "move_proposals"]

_STAGE = "layout"
_BREAK = ARTICLE_BREAK + "\n"
# How sure what a plan says is.
_CERTAIN_CONFIDENCE, _DOUBTFUL_CONFIDENCE = 0.95, 0.6
# So much of the evidence of a group's moves is told: a person reads no more.
_MOST_EVIDENCE = 8


def move_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose the removal of furniture, the moves of lines and the breaks between articles.

    Lines are moved with their line break, so that the text stays well-formed; those that keep
    their order stay where they are (the longest increasing subsequence, weighed by length). The
    moves of one cause are one group, which is decided as one.
    """
    if plan.is_one_plain_article and not plan.offers:
        return []
    starts = line_starts(text)
    proposals = _removals(starts, plan.removals, _CERTAIN_CONFIDENCE)
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
    steps: list[_Move | _Break] = []
    point = 0
    for ordinal, lines in enumerate(order):
        if ordinal and lines:
            place = starts[lines[0]] if lines[0] in keep else point
            steps.append(_Break(place, ordinal if keep.isdisjoint(lines) else None))
        index = 0
        while index < len(lines):
            line = lines[index]
            if line in keep:
                point = starts[line + 1]
                index += 1
                continue
            stop = _end_of_run(lines, index, keep)
            start, end = starts[line], starts[lines[stop - 1] + 1]
            behind = lines[stop] if stop < len(lines) else None
            before = lines[index - 1] if index else None
            evidence = reasons.of(Moved(line, lines[stop - 1], ordinal, before, behind))
            steps.append(_Move(start, end, point, ordinal, evidence))
            index = stop
    # What may come to where an article ends stands before the break there.
    offers = _offered(text, plan, order, keep, starts)
    return [*proposals, *offers, *_grouped(text, steps)]


def _offered(
    text: str,
    plan: Plan,
    order: Sequence[Sequence[int]],
    keep: Collection[int],
    starts: Sequence[int],
) -> Iterator[Proposal]:
    """Suggest to bring lines to where their sentence may begin, with what stands behind them.

    What the plan moves is left alone: it has its place.
    """
    runs = {line: (lines, index) for lines in order for index, line in enumerate(lines)}
    for number, (left, right, seam) in enumerate(plan.offers, 1):
        if left not in keep or right not in runs:
            continue
        lines, index = runs[right]
        run = lines[index : _end_of_run(lines, index, ())]
        if left in run or not all(line in keep for line in run):
            continue
        start, end, point = starts[right], starts[run[-1] + 1], starts[left + 1]
        evidence = (goes_on("the sentence may go on at the new place", seam), seam)
        for span, after in (((start, end), ""), ((point, point), text[start:end])):
            yield Proposal(
                _STAGE, "move", *span, after, _DOUBTFUL_CONFIDENCE, evidence, f"offer-{number}"
            )


class _Move(NamedTuple):
    """Lines ``[start, end)`` of the text, which go to ``point``, in an article."""

    start: int
    end: int
    point: int
    article: int
    evidence: tuple[Evidence, ...]

    @property
    def way(self) -> tuple[int, int]:
        """What lies between the old place and the new one, both included."""
        return min(self.start, self.point), max(self.end, self.point)


class _Break(NamedTuple):
    """The break before an article, which is named where it moves as a whole: the break with it."""

    place: int
    moved: int | None


def _grouped(text: str, steps: Sequence[_Move | _Break]) -> Iterator[Proposal]:
    """Propose moves, those of one cause as one group, and breaks."""
    causes = _causes([step for step in steps if isinstance(step, _Move)])
    groups: dict[_Move, tuple[str, tuple[Evidence, ...]]] = {}
    whole: dict[int, _Move] = {}
    for number, members in enumerate(causes, 1):
        told = dict.fromkeys(item for move in members for item in move.evidence)
        evidence = tuple(islice(told, _MOST_EVIDENCE))
        if len(members) > 1:
            evidence = (Pattern("blocks that belong together", str(len(members))), *evidence)
        groups.update(dict.fromkeys(members, (f"move-{number}", evidence)))
        whole.setdefault(members[0].article, members[0])
    for step in steps:
        if isinstance(step, _Break):
            group, evidence = (
                (None, (Pattern("another article begins"),))
                if step.moved is None
                else groups[whole[step.moved]]
            )
            edit = ("article_break", step.place, step.place, _BREAK)
            yield Proposal(_STAGE, *edit, _CERTAIN_CONFIDENCE, evidence, group)
            continue
        group, evidence = groups[step]
        start, end, point, *_ = step
        for span, after in (((start, end), ""), ((point, point), text[start:end])):
            yield Proposal(_STAGE, "move", *span, after, _CERTAIN_CONFIDENCE, evidence, group)


def _causes(moves: Sequence[_Move]) -> Iterator[list[_Move]]:
    """Yield the moves of one cause each: they bring the lines of one article together, and their
    ways cross or touch, so that none of them can be judged apart."""
    for _, members in groupby(moves, key=lambda move: move.article):
        cause: list[_Move] = []
        reach = 0
        for move in sorted(members, key=lambda move: move.way):
            if cause and move.way[0] > reach:
                yield cause
                cause = []
            cause.append(move)
            reach = max(reach, move.way[1])
        yield cause


def doubtful_proposals(
    text: str,
    gaps: Sequence[int],
    settings: LayoutSettings,
    known: PageKnowledge,
    planned: Sequence[Proposal],
) -> list[Proposal]:
    """Suggest the removal of lines that may be furniture, but for those that move.

    Parameters
    ----------
    planned : the proposals of the plan; the others as those of ``arrange``
    """
    doubtful = doubtful_lines(text.removesuffix("\n").split("\n"), gaps, settings, known)
    taken = [(item.start, item.end) for item in planned if item.start < item.end]
    return [
        item
        for item in _removals(line_starts(text), doubtful, _DOUBTFUL_CONFIDENCE)
        if not any(start < item.end and item.start < end for start, end in taken)
    ]


def in_order(text: str, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Leave out of a plan's proposals what does not go with lines that are known to be in order:
    moves, and another article where a sentence has not ended yet."""
    return [
        item
        for item in proposals
        if item.rule != "move"
        and not (
            item.rule == "article_break"
            and item.after
            and open_end(text[: item.start].rstrip("\n").rpartition("\n")[2])
        )
    ]


def _removals(
    starts: Sequence[int], removals: Iterable[Removal], confidence: float
) -> list[Proposal]:
    return [
        Proposal(
            _STAGE,
            removal.role.value,
            starts[removal.line],
            starts[removal.line + 1],
            "",
            confidence,
            removal.evidence,
        )
        for removal in removals
    ]


def _end_of_run(order: Sequence[int], index: int, stops: Collection[int]) -> int:
    """Return the index behind the neighbouring lines that move together with that at ``index``."""
    stop = index + 1
    while stop < len(order) and order[stop] == order[stop - 1] + 1 and order[stop] not in stops:
        stop += 1
    return stop


def _empty_breaks(plan: Plan, standing: list[int], starts: list[int]) -> list[Proposal]:
    """Remove the breaks that stand around nothing."""
    gone = {removal.line for removal in plan.removals}
    breaks = frozenset(standing)
    proposals = []
    pending = True
    last_break: int | None = None
    for line in range(len(plan.texts)):
        if line in breaks:
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
