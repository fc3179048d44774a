"""Measure layout against known truth: joins, furniture, articles, reading order, wrong joins.

Truth is known per line of the source, and the result is traced back to those lines through the
document's piece table, so no alignment can blur a measure. The baseline is the source as it stands:
each line by itself, nothing removed, one article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
import numpy as np

from restore.core.blocks import Article
from restore.core.document import Document
from restore.evaluation.metrics import concordant_pairs
from restore.layout.lines import lines_of

__all__ = ["LayoutScores", "LineTruth", "baseline", "pooled", "score", "true_joins"]

_FURNITURE = frozenset({"furniture", "caption"})


class LineTruth(msgspec.Struct, frozen=True):
    """What a line of the source is.

    ``kind``: body, title, furniture, caption, or ignore (a line that cannot be judged).
    ``article`` and ``paragraph`` count from 0; ``rank`` orders the body lines of an article;
    ``cut_behind`` says that the paragraph ends here although its sentence does not.
    """

    kind: str
    article: int = -1
    paragraph: int = -1
    rank: int = 0
    cut_behind: bool = False


class LayoutScores(msgspec.Struct, frozen=True):
    """Counts over one page or many; the measures are computed from them."""

    pages: int = 1
    joins_found: int = 0
    joins_made: int = 0
    joins_true: int = 0
    furniture_found: int = 0
    furniture_removed: int = 0
    furniture_true: int = 0
    assigned: int = 0
    assignable: int = 0
    concordant: int = 0
    ordered_pairs: int = 0
    glued: int = 0
    cut_ends: int = 0
    lost: int = 0
    moved_pages: int = 0

    @property
    def join_f1(self) -> float:
        """F1 of the pairs of lines that belong together in a paragraph."""
        return _f1(self.joins_found, self.joins_made, self.joins_true)

    @property
    def furniture_f1(self) -> float:
        """F1 of the lines that are furniture or captions."""
        return _f1(self.furniture_found, self.furniture_removed, self.furniture_true)

    @property
    def assignment(self) -> float:
        """Share of the characters of stories that stand in the right article."""
        return self.assigned / self.assignable if self.assignable else 1.0

    @property
    def kendall_tau(self) -> float:
        """Kendall's tau of the order of body lines inside their articles."""
        return 2 * self.concordant / self.ordered_pairs - 1 if self.ordered_pairs else 1.0


def _f1(found: int, made: int, true: int) -> float:
    return 2 * found / (made + true) if made + true else 1.0


def pooled(scores: Iterable[LayoutScores]) -> LayoutScores:
    """Add the counts of pages (micro average)."""
    totals: Counter[str] = Counter()
    for item in scores:
        totals.update(msgspec.structs.asdict(item))
    return LayoutScores(**totals)


def score(
    document: Document, articles: Sequence[Article], truth: Sequence[LineTruth]
) -> LayoutScores:
    """Score a restored page.

    Parameters
    ----------
    document : its source is the page as text
    articles : blocks in the offsets of the document's present text
    truth : one entry per line of the source that is not empty
    """
    spans = [(line.start, line.end) for line in lines_of(document.source)]
    if len(spans) != len(truth):
        raise ValueError(f"{len(truth)} entries of truth for {len(spans)} lines")
    owner = np.full(len(document.source) + 1, -1, dtype=np.int64)
    for index, (start, end) in enumerate(spans):
        owner[start:end] = index
    output = [
        [_lines_of_block(document, owner, block.start, block.end) for block in article.blocks]
        for article in articles
    ]
    return _score(output, truth, spans)


def baseline(source: str, truth: Sequence[LineTruth]) -> LayoutScores:
    """Score the source as it stands."""
    spans = [(line.start, line.end) for line in lines_of(source)]
    return _score([[[index] for index in range(len(spans))]], truth, spans)


def _lines_of_block(document: Document, owner: np.ndarray, start: int, end: int) -> list[int]:
    lines: list[int] = []
    for origin in document.origins(start, end):
        if origin.source is None:
            continue
        run = owner[origin.source[0] : origin.source[1]]
        run = run[run >= 0]
        if len(run):
            firsts = run[np.concatenate(([True], run[1:] != run[:-1]))]
            lines += [int(line) for line in firsts if not lines or lines[-1] != line]
    return lines


def _score(
    output: list[list[list[int]]], truth: Sequence[LineTruth], spans: Sequence[tuple[int, int]]
) -> LayoutScores:
    judged = [entry.kind != "ignore" for entry in truth]
    made = {
        pair
        for article in output
        for block in article
        for pair in pairwise(block)
        if judged[pair[0]] and judged[pair[1]] and truth[pair[0]].kind != "title"
    }
    true = true_joins(truth)
    kept = [line for article in output for block in article for line in block]
    present = set(kept)
    furniture = {line for line, entry in enumerate(truth) if entry.kind in _FURNITURE}
    removed = {line for line in range(len(truth)) if line not in present and judged[line]}
    concordant, pairs = _concordance(output, truth)
    assigned, assignable = _assignment(output, truth, spans)
    cut_ends = {line for line, entry in enumerate(truth) if entry.cut_behind}
    return LayoutScores(
        joins_found=len(made & true),
        joins_made=len(made),
        joins_true=len(true),
        furniture_found=len(furniture & removed),
        furniture_removed=len(removed),
        furniture_true=len(furniture),
        assigned=assigned,
        assignable=assignable,
        concordant=concordant,
        ordered_pairs=pairs,
        glued=sum(left in cut_ends for left, _ in made),
        cut_ends=len(cut_ends),
        lost=sum(truth[line].kind == "body" for line in removed),
        moved_pages=int(kept != sorted(kept)),
    )


def true_joins(truth: Sequence[LineTruth]) -> set[tuple[int, int]]:
    """Return the pairs of lines that follow each other in one paragraph."""
    members: dict[tuple[int, int], list[int]] = {}
    for line, entry in enumerate(truth):
        if entry.kind == "body":
            members.setdefault((entry.article, entry.paragraph), []).append(line)
    return {
        pair
        for lines in members.values()
        for pair in pairwise(sorted(lines, key=lambda line: truth[line].rank))
    }


def _concordance(output: list[list[list[int]]], truth: Sequence[LineTruth]) -> tuple[int, int]:
    """Count the pairs of body lines of one article that stand in the right order."""
    places: dict[int, list[int]] = {}
    for article in output:
        for block in article:
            for line in block:
                if truth[line].kind == "body":
                    places.setdefault(truth[line].article, []).append(truth[line].rank)
    concordant = pairs = 0
    for ranks in places.values():
        pairs += len(ranks) * (len(ranks) - 1) // 2
        concordant += concordant_pairs(ranks)
    return concordant, pairs


def _assignment(
    output: list[list[list[int]]], truth: Sequence[LineTruth], spans: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Match output articles with true ones by shared characters, best first, one to one."""
    overlap: Counter[tuple[int, int]] = Counter()
    assignable = sum(
        spans[line][1] - spans[line][0]
        for line, entry in enumerate(truth)
        if entry.kind in ("body", "title")
    )
    for number, article in enumerate(output):
        for block in article:
            for line in block:
                if truth[line].kind in ("body", "title"):
                    overlap[number, truth[line].article] += spans[line][1] - spans[line][0]
    assigned = 0
    taken_output: set[int] = set()
    taken_truth: set[int] = set()
    for (number, article_truth), size in sorted(
        overlap.items(), key=lambda item: (-item[1], item[0])
    ):
        if number not in taken_output and article_truth not in taken_truth:
            taken_output.add(number)
            taken_truth.add(article_truth)
            assigned += size
    return assigned, assignable
