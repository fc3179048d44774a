"""``restore figures``: the figures of documents, compared."""

from __future__ import annotations

import msgspec

from restore.commands.console import emit
from restore.commands.run import RunOptions, run_corpus
from restore.errors import RestoreError

__all__ = ["figures"]


def figures(options: RunOptions, *, format: str, everything: bool, strict: bool) -> int:
    """Print what the figure check found in the clean texts.

    Parameters
    ----------
    format : ``table``, ``csv`` or ``json``
    everything : show every figure, not what comparing them gave (``json`` holds both)
    strict : return 1 if a conflict stands or a sum does not come out
    """
    from restore.figures import tables

    run = run_corpus(options)
    report = run.result.figures
    if report is None:
        raise RestoreError("the figure check is switched off; set figures.enabled in the settings")
    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=2) + b"\n")
    elif format == "csv":
        emit(tables.claims_csv(report) if everything else tables.groups_csv(report))
    else:
        emit(tables.claims_table(report) if everything else tables.groups_table(report))
    if run.failures:
        return 2
    return 1 if strict and (report.conflicts or report.failed_checks) else 0
