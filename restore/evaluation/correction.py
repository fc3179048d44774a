"""Measure correctors on sentence pairs: error rates, edits, sentences, kinds of error, rules.

A change is right only if the truth makes the very same change there. An unneeded or wrong change
in a faulty sentence is false; a suggestion is never counted as applied, and has rates of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from restore.evaluation.correction_rows import Row, Tally, row_of
from restore.evaluation.correction_scores import CorrectionScore, RuleCount
from restore.evaluation.differences import (
    fold,
)
from restore.evaluation.engines import Engine
from restore.evaluation.metrics import (
    Alignment,
    Rates,
    bootstrap,
    f_score,
    quotient,
)
from restore.evaluation.pairs import Pair

__all__ = ["measure"]


def measure(
    pairs: Sequence[Pair],
    engine: Engine,
    *,
    name: str = "",
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> CorrectionScore:
    """Run an engine over pairs and score it."""
    tally = Tally()
    rows: list[Row] = []
    seconds = 0.0
    for number, pair in enumerate(pairs, 1):
        began = time.perf_counter()
        outcome = engine(pair.source)
        seconds += time.perf_counter() - began
        rows.append(row_of(pair, outcome, tally))
        if progress is not None:
            progress(name, number, len(pairs))
    return _score(name, pairs, rows, tally, seconds, seed)


def _score(
    name: str,
    pairs: Sequence[Pair],
    rows: list[Row],
    tally: Tally,
    seconds: float,
    seed: int,
) -> CorrectionScore:
    before = _total([row.before for row in rows])
    after = _total([row.after for row in rows])
    edits = sum((row.edits for row in rows), Rates())
    both = sum((row.both for row in rows), Rates())
    table = _by_document(pairs, rows)
    clean_characters = sum(
        len(fold(pair.source)) for pair, row in zip(pairs, rows, strict=True) if row.clean
    )
    return CorrectionScore(
        engine=name,
        pairs=len(rows),
        characters=sum(len(fold(pair.source)) for pair in pairs),
        before=before,
        after=after,
        suggested=_total([row.suggested for row in rows]),
        cmer=bootstrap(table[:, (1, 2)], quotient(0, 1), seed=seed),
        reduction=bootstrap(table[:, (3, 0)], quotient(0, 1), seed=seed),
        preference=bootstrap(table[:, (4, 5)], quotient(0, 1), seed=seed),
        edits=edits,
        edits_f1=bootstrap(table[:, 6:9], f_score, seed=seed),
        edits_precision=bootstrap(table[:, (6, 12)], quotient(0, 1, empty=1.0), seed=seed),
        with_suggestions=both,
        with_suggestions_f1=bootstrap(table[:, 9:12], f_score, seed=seed),
        sentences=sum((row.sentence for row in rows), Rates()),
        clean=sum(row.clean for row in rows),
        clean_characters=clean_characters,
        clean_untouched=sum(row.clean and not (row.edits.right or row.edits.wrong) for row in rows),
        harm=100_000 * sum(row.harm for row in rows) / clean_characters
        if clean_characters
        else 0.0,
        numerals=sum(row.numerals for row in rows),
        numerals_intact=sum(row.intact for row in rows),
        kinds=tally.kinds,
        kinds_with_suggestions=tally.kinds_both,
        rules={rule: RuleCount(**counts) for rule, counts in sorted(tally.rules.items())},
        spacing_before=sum(row.spacing[0] for row in rows),
        spacing_after=sum(row.spacing[1] for row in rows),
        seconds=seconds,
        wrong=tuple(tally.wrong),
    )


def _total(parts: list[Alignment]) -> Alignment:
    return sum(parts, Alignment())


def _by_document(pairs: Sequence[Pair], rows: list[Row]) -> NDArray[np.float64]:
    """Return the counts per document, shape (n, 13).

    Columns: errors before, errors after, H+S+D+I after, errors removed, sign of that, one;
    edits right, wrong, missed; with suggestions right, wrong, missed; edits made.
    """
    sums: dict[str, NDArray[np.float64]] = {}
    for pair, row in zip(pairs, rows, strict=True):
        counts = sums.setdefault(pair.document, np.zeros(13))
        counts[:4] += (
            row.before.errors,
            row.after.errors,
            row.after.hits + row.after.errors,
            row.before.errors - row.after.errors,
        )
        counts[6:9] += (row.edits.right, row.edits.wrong, row.edits.missed)
        counts[9:12] += (row.both.right, row.both.wrong, row.both.missed)
        counts[12] += row.edits.right + row.edits.wrong
    table = np.stack(list(sums.values())) if sums else np.zeros((0, 13))
    table[:, 4] = np.sign(table[:, 3])
    table[:, 5] = 1
    return table
