"""A plan made into proposals: removals, moves, article breaks, joins, flags; and into blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from restore.core.blocks import ARTICLE_BREAK, Article, Block, Role
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Evidence, Pattern, Seam
from restore.layout.glue import filler, spaced_latin
from restore.layout.plans import Plan, PlannedArticle
from restore.layout.quoting import FLAGGED_CHARACTERS
from restore.layout.reasons import Moved, MoveReasons
from restore.layout.roles import jump_mark
from restore.layout.seams import open_end
from restore.layout.ties import shares_figure

__all__ = ["articles_of", "move_proposals", "reorder_proposals", "seam_proposals"]

_STAGE = "layout"
_BREAK = ARTICLE_BREAK + "\n"
# How sure a proposal is: of what the plan says, and of a seam that it only suggests.
_CERTAIN_CONFIDENCE = 0.95
_LIKELY_CONFIDENCE = 0.7


def move_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose the removal of furniture, the moves of lines and the breaks between articles.

    Lines are moved with their line break, so that the text stays well-formed; those that keep
    their order stay where they are (the longest increasing subsequence, weighed by length).
    """
    starts = _starts(text)
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
            stop = index + 1
            while (
                stop < len(lines) and lines[stop] == lines[stop - 1] + 1 and lines[stop] not in keep
            ):
                stop += 1
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


def reorder_proposals(
    text: str,
    spans: Sequence[tuple[int, int]],
    order: Sequence[int],
    *,
    apart: Collection[int],
    rule: str,
    evidence: tuple[Evidence, ...],
    seam_of: Callable[[int, int], Seam | None],
) -> list[Proposal]:
    """Propose moves of lines into the places of others.

    Parameters
    ----------
    spans : every line of the text without its line break, in order
    order : some of the lines in their new order; the places they take are their own
    apart : lines before which empty lines are put: they do not go on with the line before them
    seam_of : says of two lines that come to stand one behind the other why they go on
    """
    places = sorted(order)
    weights = [end - start for start, end in spans]
    keep = _heaviest_run(order, weights)
    proposals = []
    point = spans[places[0]][0]
    number = 0
    index = 0
    while index < len(order):
        line = order[index]
        if line in apart and index > 0:
            place = spans[line][0] if line in keep else point
            proposals.append(
                Proposal(_STAGE, rule, place, place, "\n\n", _CERTAIN_CONFIDENCE, evidence)
            )
        if line in keep:
            point = _after(text, spans[line][1])
            index += 1
            continue
        stop = index + 1
        while (
            stop < len(order)
            and order[stop] == order[stop - 1] + 1
            and order[stop] not in keep
            and order[stop] not in apart
        ):
            stop += 1
        number += 1
        start, end = spans[line][0], _after(text, spans[order[stop - 1]][1])
        group = f"{rule}-{number}"
        moved = text[start:end]
        # The last line of a text may lack its break; a line in the middle must not.
        moved_in = moved if moved.endswith("\n") else moved + "\n"
        seams = [
            seam_of(order[place], order[place + 1])
            for place in (index - 1, stop - 1)
            if 0 <= place < len(order) - 1 and order[place + 1] not in apart
        ]
        why = (*evidence, *(seam for seam in seams if seam is not None))
        proposals.append(Proposal(_STAGE, rule, start, end, "", _CERTAIN_CONFIDENCE, why, group))
        proposals.append(
            Proposal(_STAGE, rule, point, point, moved_in, _CERTAIN_CONFIDENCE, why, group)
        )
        index = stop
    return proposals


def _after(text: str, end: int) -> int:
    """Return the offset behind the line break (and the white space before it) of a line."""
    place = text.find("\n", end)
    return len(text) if place < 0 else place + 1


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


def _starts(text: str) -> list[int]:
    starts = [0]
    place = text.find("\n")
    while place >= 0:
        starts.append(place + 1)
        place = text.find("\n", place + 1)
    if starts[-1] != len(text):
        starts.append(len(text))
    return starts


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


def seam_proposals(text: str, plan: Plan) -> list[Proposal]:
    """Propose, over the text after the moves, joins of cut sentences, removals of jump marks, and
    flags where a sentence has lost its other half."""
    proposals = []
    starts = _starts(text)
    spaced = spaced_latin(text)
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
                    between = filler(plan.texts[index], behind, spaced=spaced)
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


def articles_of(text: str, plan: Plan) -> tuple[Article, ...]:
    """Return the articles of the final text (one block a line, a break line between articles).

    Raises
    ------
    ValueError
        If the text does not have the plan's lines (its proposals were not all applied).
    """
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    articles = []
    position = 0
    cursor = 0
    for ordinal, planned in enumerate(plan.articles):
        if ordinal:
            if cursor >= len(lines) or lines[cursor] != ARTICLE_BREAK:
                raise ValueError("the text does not have the articles of its plan")
            position += len(lines[cursor]) + 1
            cursor += 1
        blocks = []
        for paragraph in planned.paragraphs:
            if cursor >= len(lines):
                raise ValueError("the text does not have the paragraphs of its plan")
            length = len(lines[cursor])
            blocks.append(Block(position, position + length, paragraph.role))
            position += length + 1
            cursor += 1
        articles.append(_described(ordinal, blocks, planned, text))
    if cursor != len(lines):
        raise ValueError("the text has more lines than its plan")
    return tuple(articles)


def _described(ordinal: int, blocks: list[Block], planned: PlannedArticle, text: str) -> Article:
    def words(role: Role) -> str | None:
        return next((text[block.start : block.end] for block in blocks if block.role is role), None)

    ends = (planned.missing_head, planned.missing_tail)
    missing = {(True, True): "both", (True, False): "head", (False, True): "tail"}.get(ends)
    return Article(
        ordinal=ordinal,
        blocks=tuple(blocks),
        title=words(Role.TITLE),
        byline=words(Role.BYLINE),
        date=words(Role.DATELINE),
        complete=missing is None,
        missing=missing,
    )
