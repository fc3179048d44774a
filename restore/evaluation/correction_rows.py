"""One sentence pair measured: what a corrector did, and what was wanted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from restore.core.edits import Decision, Edit
from restore.evaluation.correction_scores import WrongChange
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
from restore.evaluation.engines import Outcome
from restore.evaluation.metrics import (
    Alignment,
    Rates,
    align,
)
from restore.evaluation.pairs import Pair

__all__ = ["Row", "Tally", "is_right", "row_of", "share_intact"]

_Place = tuple[int, int, Edit]
_AROUND_CHARACTERS = 12  # characters shown on both sides of a wrong change


class Row(msgspec.Struct, frozen=True):
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


class Tally:
    """Counts over pairs that are not per document."""

    def __init__(self) -> None:
        self.kinds: dict[str, Rates] = dict.fromkeys(KINDS, Rates())
        self.kinds_both: dict[str, Rates] = dict.fromkeys(KINDS, Rates())
        self.rules: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: list[WrongChange] = []


def share_intact(before: Iterable[str], after: Iterable[str]) -> tuple[int, int]:
    """Return how many numerals there were, and how many of them are still there."""
    old, new = Counter(before), Counter(after)
    return old.total(), (old & new).total()


def row_of(pair: Pair, outcome: Outcome, tally: Tally) -> Row:
    """Measure one pair: the counts of its row, and what ``tally`` keeps across pairs."""
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
    return Row(
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


def _count_rules(tally: Tally, pair: Pair, outcome: Outcome) -> None:
    decided = [
        edit
        for edit in outcome.edits
        if edit.stage == "correction" and edit.decision in (Decision.APPLIED, Decision.SUGGESTED)
    ]
    if not decided:
        return
    for edit in decided:
        right = is_right(outcome.basis, pair.target, edit.span, edit.after)
        tally.rules[edit.rule][f"{edit.decision.value}_{'right' if right else 'wrong'}"] += 1


def is_right(source: str, target: str, span: tuple[int, int], after: str) -> bool:
    """Whether the truth makes all of a change; ``span`` are code points of ``source``."""
    basis = fold(source)
    start = len(fold(source[: span[0]]))
    end = start + len(fold(source[slice(*span)]))
    changed = basis[:start] + fold(after) + basis[end:]
    wanted = units(basis, hunks(basis, fold(target)))
    return units(basis, hunks(basis, changed)) <= wanted


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
