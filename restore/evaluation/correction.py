"""Measure correctors on sentence pairs: error rates, edits, sentences, kinds of error, rules.

A change is right only if the truth makes the very same change there. An unneeded or wrong change
in a faulty sentence is false; a suggestion is never counted as applied, and has rates of its own.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.core.edits import Decision, Edit
from restore.evaluation.correction_scores import CorrectionScore, RuleCount, WrongChange
from restore.evaluation.differences import (
    KINDS,
    Hunk,
    Unit,
    fold,
    hunks,
    kind_of,
    numerals,
    units,
    units_of,
)
from restore.evaluation.engines import Engine, Outcome
from restore.evaluation.metrics import (
    Alignment,
    Rates,
    align,
    bootstrap,
    f_score,
    quotient,
)
from restore.evaluation.pairs import Pair

__all__ = ["measure", "share_intact"]

_Place = tuple[int, int, Edit]

_AROUND_CHARACTERS = 12  # characters shown on both sides of a wrong change


class _Row(msgspec.Struct, frozen=True):
    """What is counted of one pair."""

    before: Alignment
    after: Alignment
    suggested: Alignment
    edits: Rates
    both: Rates
    sentence: Rates
    clean: bool
    harm: int
    numerals: int
    intact: int
    spacing: tuple[int, int]


class _Tally:
    """Counts over pairs that are not per document."""

    def __init__(self) -> None:
        self.kinds: dict[str, Rates] = dict.fromkeys(KINDS, Rates())
        self.kinds_both: dict[str, Rates] = dict.fromkeys(KINDS, Rates())
        self.rules: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: list[WrongChange] = []


def measure(
    pairs: Sequence[Pair],
    engine: Engine,
    *,
    name: str = "",
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> CorrectionScore:
    """Run an engine over pairs and score it."""
    tally = _Tally()
    rows: list[_Row] = []
    seconds = 0.0
    for number, pair in enumerate(pairs, 1):
        began = time.perf_counter()
        outcome = engine(pair.source)
        seconds += time.perf_counter() - began
        rows.append(_row(pair, outcome, tally))
        if progress is not None:
            progress(name, number, len(pairs))
    return _score(name, pairs, rows, tally, seconds, seed)


def share_intact(before: Iterable[str], after: Iterable[str]) -> tuple[int, int]:
    """Return how many numerals there were, and how many of them are still there."""
    old, new = Counter(before), Counter(after)
    return old.total(), (old & new).total()


def _row(pair: Pair, outcome: Outcome, tally: _Tally) -> _Row:
    source, target = fold(pair.source), fold(pair.target)
    text, suggested = fold(outcome.text), fold(outcome.suggested)
    needed = hunks(source, target)
    wanted = units(source, needed)
    made = hunks(source, text)
    done = units(source, made)
    both = hunks(source, suggested) if suggested != text else made
    done_both = units(source, both)
    _count_kinds(tally.kinds, source, needed, wanted, made, done)
    _count_kinds(tally.kinds_both, source, needed, wanted, both, done_both)
    _count_rules(tally, pair, outcome)
    false = [hunk for hunk in made if not units_of(source, hunk) <= wanted]
    if false:
        places = _places(pair.source, outcome.edits)
        tally.wrong += [_wrong(pair, source, target, hunk, needed, places) for hunk in false]
    count, intact = share_intact(numerals(source), numerals(text))
    clean = source == target
    return _Row(
        before=align(source, target),
        after=align(text, target),
        suggested=align(suggested, target),
        edits=_rates(done, wanted),
        both=_rates(done_both, wanted),
        sentence=Rates(
            int(not clean and text == target),
            int(text not in (source, target)),
            int(not clean and text != target),
        ),
        clean=clean,
        harm=len(false) if clean else 0,
        numerals=count,
        intact=intact,
        spacing=(_spacing(pair.source, pair.target), _spacing(outcome.text, pair.target)),
    )


def _places(source: str, edits: Sequence[Edit]) -> list[_Place]:
    """Return the applied edits with their spans in the folded source."""
    return [
        (len(fold(source[: edit.source[0]])), len(fold(source[: edit.source[1]])), edit)
        for edit in edits
        if edit.applied
    ]


def _rates(done: set[Unit], wanted: set[Unit]) -> Rates:
    return Rates(len(done & wanted), len(done - wanted), len(wanted - done))


def _spacing(text: str, truth: str) -> int:
    """Return the differences in white space and width alone, by comparing what folding hides."""
    return max(0, align(text, truth).errors - align(fold(text), fold(truth)).errors)


def _count_kinds(
    kinds: dict[str, Rates],
    source: str,
    needed: list[Hunk],
    wanted: set[Unit],
    made: list[Hunk],
    done: set[Unit],
) -> None:
    """Count whole errors by kind: found are those that were mended completely."""
    for hunk in needed:
        kind = kind_of(source, hunk)
        found = units_of(source, hunk) <= done
        kinds[kind] += Rates(int(found), 0, int(not found))
    for hunk in made:
        if not units_of(source, hunk) <= wanted:
            kinds[kind_of(source, hunk)] += Rates(0, 1, 0)


def _count_rules(tally: _Tally, pair: Pair, outcome: Outcome) -> None:
    decided = [
        edit
        for edit in outcome.edits
        if edit.stage == "correction" and edit.decision in (Decision.APPLIED, Decision.SUGGESTED)
    ]
    if not decided:
        return
    basis, target = fold(outcome.basis), fold(pair.target)
    wanted = units(basis, hunks(basis, target))
    for edit in decided:
        start = len(fold(outcome.basis[: edit.span[0]]))
        end = start + len(fold(edit.before))
        changed = basis[:start] + fold(edit.after) + basis[end:]
        right = units(basis, hunks(basis, changed)) <= wanted
        tally.rules[edit.rule][f"{edit.decision.value}_{'right' if right else 'wrong'}"] += 1


def _wrong(
    pair: Pair, source: str, target: str, hunk: Hunk, needed: list[Hunk], edits: Sequence[_Place]
) -> WrongChange:
    start, end, after = hunk
    before = source[start:end]
    left, right = (
        source[max(0, start - _AROUND_CHARACTERS) : start],
        source[end : end + _AROUND_CHARACTERS],
    )
    guilty = [edit for begin, finish, edit in edits if begin <= end and start <= finish]
    return WrongChange(
        id=pair.id,
        rule=" ".join(dict.fromkeys(edit.rule for edit in guilty)),
        reason=" ".join(dict.fromkeys(edit.reason.value for edit in guilty)),
        before=before,
        after=after,
        around=f"{left}[{before}→{after}]{right}",
        wanted=_wanted(target, hunk, needed),
    )


def _wanted(target: str, hunk: Hunk, needed: list[Hunk]) -> str:
    """Return what the truth has at the place of a change, with two characters around it."""
    shift = sum(
        len(other.after) - (other.end - other.start) for other in needed if other.end <= hunk.start
    )
    inside = sum(
        len(other.after) - (other.end - other.start)
        for other in needed
        if hunk.start < other.end <= hunk.end
    )
    return target[max(0, hunk.start + shift - 2) : hunk.end + shift + inside + 2]


def _score(
    name: str,
    pairs: Sequence[Pair],
    rows: list[_Row],
    tally: _Tally,
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


def _by_document(pairs: Sequence[Pair], rows: list[_Row]) -> NDArray[np.float64]:
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
