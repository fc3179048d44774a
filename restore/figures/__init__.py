"""Reads every figure of a corpus, aligns those that state one fact, and checks them.

:func:`check_figures` is the entry; it changes no text. For a corpus that does not fit in memory,
:class:`restore.figures.corpus.FigureCheck` gives the same results one by one.
:mod:`restore.figures.tables` shows a report on a terminal, :mod:`restore.figures.rows` as CSV.

The way of a figure: :mod:`~restore.figures.extraction` makes a claim of it,
:mod:`~restore.figures.index` finds claims that may state the same fact,
:mod:`~restore.figures.relating` decides what each pair is, :mod:`~restore.figures.matching` keeps the
best pairs, :mod:`~restore.figures.grouping` and :mod:`~restore.figures.series` build the results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restore.core.claims import FigureReport, FigureSource
    from restore.figures.pairs import Thresholds

__all__ = ["check_figures"]


def check_figures(
    sources: Iterable[FigureSource],
    *,
    thresholds: Thresholds | None = None,
    dictionary: Path | None = None,
    workers: int = 1,
    failed: Callable[[str, BaseException], None] | None = None,
) -> FigureReport:
    """Read, align and check the figures of a corpus.

    Parameters
    ----------
    sources : clean texts; spans of the result are code points into their ``text``
    thresholds : likeness that each relation asks for; the defaults were set on real reports
    dictionary : a figure dictionary to use in place of the one that ships
    workers : processes to use
    failed : called with each document that cannot be read, and the error; it is left out then.
        Without it the error is raised

    Returns
    -------
    FigureReport : the same for the same sources in any run; ids come from the content

    Raises
    ------
    FigureDictionaryError : a row of the dictionary cannot be used
    """
    from restore.figures.corpus import FigureCheck

    with FigureCheck(thresholds=thresholds, dictionary=dictionary, workers=workers) as check:
        check.run(sources, failed)
        return check.report()
