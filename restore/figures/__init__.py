"""The figure check: every number of a corpus read, aligned across documents, and recomputed.

:func:`check_figures` is the entry; it changes no text. :mod:`restore.figures.tables` shows a
report on a terminal or as CSV.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restore.claims import FigureReport, FigureSource
    from restore.figures.alignment import Thresholds

__all__ = ["check_figures"]


def check_figures(
    sources: Sequence[FigureSource],
    *,
    thresholds: Thresholds | None = None,
    dictionary: Path | None = None,
) -> FigureReport:
    """Read, align and check the figures of a corpus.

    Parameters
    ----------
    sources : clean texts; spans of the result are code points into their ``text``
    thresholds : likeness that each relation asks for; the defaults were set on real reports
    dictionary : a figure dictionary to use in place of the one that ships

    Returns
    -------
    FigureReport : the same for the same sources in any run; ids come from the content

    Raises
    ------
    FigureDictionaryError : a row of the dictionary cannot be used
    """
    from restore.claims import Claim, DateMention, FigureReport
    from restore.figures.alignment import align
    from restore.figures.arithmetic import check_arithmetic
    from restore.figures.dictionary import load_dictionary
    from restore.figures.extraction import extract
    from restore.figures.likeness import Context, contexts
    from restore.figures.textual import textual_facts
    from restore.figures.verdicts import group_claims, series_of

    book = load_dictionary(dictionary)
    claims: list[Claim] = []
    dates: list[DateMention] = []
    wordings: list[Context] = []
    checks = []
    for source in sources:
        found = extract(source, book)
        claims += found.claims
        dates += found.dates
        wordings += contexts(source, found.claims, book)
        checks += check_arithmetic(source, found.claims, book)
    edges = align(wordings, book, thresholds)
    groups = group_claims(wordings, edges, book)
    series = series_of(wordings, edges)
    facts = textual_facts(sources, book)
    counts: Counter[str] = Counter(claims=len(claims), dates=len(dates), series=len(series))
    counts.update(f"claims:{claim.kind}" for claim in claims)
    counts.update(f"groups:{group.verdict}" for group in groups)
    counts.update(f"checks:{check.outcome}" for check in checks)
    counts["facts"] = len(facts)
    return FigureReport(
        claims=tuple(claims),
        groups=tuple(groups),
        series=tuple(series),
        checks=tuple(checks),
        facts=tuple(facts),
        dates=tuple(dates),
        counts=dict(sorted(counts.items())),
    )
