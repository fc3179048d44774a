"""Measure the reading order of real pages before and after restoring, against known truth.

Lines are those of the file. Where they stand is known by their offsets in the source, as the reader
composed it, and in the restored text through the document's piece table: two lines of the same words
are never taken for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.core.document import Document
from restore.evaluation.metrics import concordant_pairs
from restore.evaluation.order_truth import OrderTruth
from restore.readers import Source

__all__ = ["OrderScore", "mean_tau", "page_lines", "score_order"]

Owners = NDArray[np.int64]
_NOBODY = -1


class OrderScore(msgspec.Struct, frozen=True):
    """How the lines of a page stand, before (as it was read) and after.

    ``lines`` counts those that are judged. ``tau`` is Kendall's over all of them, ``inside`` over
    the pairs of lines within an article. Where the truth tells no joins, those wanted and wrong are
    None.
    ``lost`` counts lines of the text that were removed.
    """

    name: str
    lines: int
    tau_before: float
    tau_after: float
    inside_before: float
    inside_after: float
    joins_made: int
    joins_wanted: int | None
    joins_wrong: int | None
    furniture: int
    removed: int
    lost: int
    repeated: int = 0

    @property
    def worse(self) -> bool:
        """The page is in worse order than before, or has lost a line."""
        fell = self.tau_after < self.tau_before or self.inside_after < self.inside_before
        return fell or self.lost > 0


def page_lines(source: Source) -> list[list[tuple[int, int]]]:
    """Return, for each line in the order of the file, its spans in the source text.

    Code points; an OCR file's line may stand in several places, or in none if it is empty. Of other
    files each line of the text is one.
    """
    page = source.page
    if page is not None:
        return [[page.spans[atom] for atom in line] for line in page.file_lines]
    spans = []
    start = 0
    for line in source.document.source.removesuffix("\n").split("\n"):
        spans.append([(start, start + len(line))])
        start += len(line) + 1
    return spans


def score_order(
    name: str, document: Document, lines: Sequence[Sequence[tuple[int, int]]], truth: OrderTruth
) -> OrderScore:
    """Score a restored page.

    Parameters
    ----------
    lines : spans of each line in the document's source (code points)
    truth : the order of these lines
    """
    source = np.full(len(document.source), _NOBODY, dtype=np.int64)
    for number, spans in enumerate(lines):
        for start, end in spans:
            source[start:end] = number
    now = np.full(len(document.text), _NOBODY, dtype=np.int64)
    for origin in document.origins():
        if origin.source is not None:
            now[origin.start : origin.end] = source[slice(*origin.source)]
    before, after = _places(source), _places(now)
    gone = before.keys() - after.keys()
    judged = frozenset(truth.order)
    made = {pair for pair in _neighbours(document.text, now) if judged.issuperset(pair)}
    made -= truth.cells
    return OrderScore(
        name=name,
        lines=len(judged),
        tau_before=_tau(truth.articles, before, across=True),
        tau_after=_tau(truth.articles, after, across=True),
        inside_before=_tau(truth.articles, before, across=False),
        inside_after=_tau(truth.articles, after, across=False),
        joins_made=len(made),
        joins_wanted=None if truth.joins is None else len(truth.joins),
        joins_wrong=None if truth.joins is None else len(made - truth.joins),
        furniture=len(truth.furniture & before.keys()),
        removed=len(truth.furniture & gone),
        lost=len(judged & gone),
        repeated=truth.repeated,
    )


def mean_tau(scores: Iterable[OrderScore]) -> tuple[float, float, float, float]:
    """Return the means over pages of both taus before and after, in the order of the fields."""
    values = [(s.tau_before, s.tau_after, s.inside_before, s.inside_after) for s in scores]
    first, second, third, fourth = np.mean(values, axis=0).tolist()
    return first, second, third, fourth


def _places(owners: Owners) -> dict[int, int]:
    """Return where each line begins that is there at all."""
    numbers, firsts = np.unique(owners, return_index=True)
    found = zip(numbers.tolist(), firsts.tolist(), strict=True)
    return {number: place for number, place in found if number != _NOBODY}


def _tau(articles: Sequence[Sequence[int]], places: dict[int, int], *, across: bool) -> float:
    """Return Kendall's tau of the lines that are there; 1 where there is no pair to judge."""
    groups = [tuple(chain.from_iterable(articles))] if across else articles
    concordant = pairs = 0
    for group in groups:
        values = [places[line] for line in group if line in places]
        pairs += len(values) * (len(values) - 1) // 2
        concordant += concordant_pairs(values)
    return 2 * concordant / pairs - 1 if pairs else 1.0


def _neighbours(text: str, owners: Owners) -> set[tuple[int, int]]:
    """Return the lines that follow each other within one line of the text."""
    found: set[tuple[int, int]] = set()
    start = 0
    for line in text.split("\n"):
        run = owners[start : start + len(line)]
        run = run[run != _NOBODY]
        if len(run):
            numbers = run[np.concatenate(([True], run[1:] != run[:-1]))].tolist()
            found.update(pairwise(numbers))
        start += len(line) + 1
    return found
