"""Measure harm: what restore changes in clean text, every change taken to be wrong.

White space and width do not count. A sentence is touched if any automatic change reaches it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from restore.core.edits import Decision, Edit, decided_once
from restore.evaluation.correction_rows import share_intact
from restore.evaluation.differences import fold, numerals
from restore.evaluation.metrics import Interval, bootstrap, quotient
from restore.text.characters import LONG_STOPS

__all__ = ["CleanChange", "CleanText", "HarmScore", "measure_harm"]

_AROUND_CHARACTERS = 12  # shown on both sides of a change
_SENTENCE = re.compile(rf"[^{LONG_STOPS}\n]*(?:[{LONG_STOPS}]+[”’）》]*|\n|$)")

# From a clean text to the text after restoring it and the edits that led there.
Restore = Callable[[str, str], tuple[str, Sequence[Edit]]]


class CleanText(msgspec.Struct, frozen=True):
    """A text without errors."""

    name: str
    text: str


class CleanChange(msgspec.Struct, frozen=True):
    """A change that was made (or suggested) in clean text."""

    document: str
    stage: str
    rule: str
    reason: str
    decision: str
    before: str
    after: str
    around: str


class HarmScore(msgspec.Struct, frozen=True):
    """Changes in clean text; ``harm`` is automatic ones per 100,000 characters.

    ``stages`` maps a stage to counts by decision. ``paragraphs`` are the unit of resampling.
    """

    mode: str
    documents: int
    characters: int
    paragraphs: int
    sentences: int
    untouched: int
    harm: Interval
    correction_harm: Interval
    stages: dict[str, dict[str, int]]
    numerals: int
    numerals_intact: int
    changes: tuple[CleanChange, ...]

    @property
    def share_untouched(self) -> float:
        """Share of the sentences that no automatic change reached."""
        return self.untouched / self.sentences if self.sentences else 1.0


class _Counts:
    def __init__(self) -> None:
        self.stages: dict[str, Counter[str]] = {}
        self.changes: list[CleanChange] = []
        self.rows: list[tuple[int, int, int]] = []
        self.sentences = self.touched = self.numerals = self.intact = 0


def measure_harm(
    texts: Iterable[CleanText], restore: Restore, *, mode: str, seed: int = 1
) -> HarmScore:
    """Restore clean texts one by one and count what happened to them.

    Parameters
    ----------
    restore : called with a name and a text
    mode : name of what is measured
    """
    counts = _Counts()
    documents = 0
    for item in texts:
        after, edits = restore(item.name, item.text)
        documents += 1
        _count(counts, item, after, edits)
    return HarmScore(
        mode=mode,
        documents=documents,
        characters=sum(row[0] for row in counts.rows),
        paragraphs=len(counts.rows),
        sentences=counts.sentences,
        untouched=counts.sentences - counts.touched,
        harm=_per_100_000(counts.rows, 1, seed),
        correction_harm=_per_100_000(counts.rows, 2, seed),
        stages={stage: dict(sorted(found.items())) for stage, found in counts.stages.items()},
        numerals=counts.numerals,
        numerals_intact=counts.intact,
        changes=tuple(counts.changes),
    )


def _per_100_000(rows: list[tuple[int, int, int]], column: int, seed: int) -> Interval:
    if not rows:
        return Interval(0.0, 0.0, 0.0)
    found = bootstrap(rows, quotient(column, 0), seed=seed)
    return Interval(*(100_000 * end for end in (found.value, found.low, found.high)))


def _count(counts: _Counts, item: CleanText, after: str, edits: Sequence[Edit]) -> None:
    text = item.text
    paragraphs = _starts(text, "\n")
    made = [0] * len(paragraphs)
    corrected = [0] * len(paragraphs)
    sentences = [match.start() for match in _SENTENCE.finditer(text) if match[0].strip()]
    touched: set[int] = set()
    for edit in decided_once(edits):
        if edit.decision is Decision.REJECTED or not _tells(edit):
            continue
        stage = counts.stages.setdefault(edit.stage, Counter())
        stage[edit.decision.value] += 1
        counts.changes.append(_change(item, edit))
        if not edit.applied:
            continue
        start, end = edit.source
        paragraph = bisect_right(paragraphs, start) - 1
        made[paragraph] += 1
        corrected[paragraph] += edit.stage == "correction"
        first = max(0, bisect_right(sentences, start) - 1)
        touched.update(range(first, max(first + 1, bisect_right(sentences, end - 1))))
    lengths = [len(fold(line)) for line in text.split("\n")]
    rows = zip(lengths, made, corrected, strict=True)
    counts.rows += [row for row in rows if row[0]]
    counts.sentences += len(sentences)
    counts.touched += len(touched & set(range(len(sentences))))
    number, intact = share_intact(numerals(text), numerals(after))
    counts.numerals += number
    counts.intact += intact


def _tells(edit: Edit) -> bool:
    """Whether an edit changes more than white space and width."""
    return edit.decision is Decision.FLAGGED or fold(edit.before) != fold(edit.after)


def _starts(text: str, mark: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(re.escape(mark), text))]


def _change(item: CleanText, edit: Edit) -> CleanChange:
    start, end = edit.source
    left = item.text[max(0, start - _AROUND_CHARACTERS) : start].replace("\n", "⏎")
    right = item.text[end : end + _AROUND_CHARACTERS].replace("\n", "⏎")
    return CleanChange(
        document=item.name,
        stage=edit.stage,
        rule=edit.rule,
        reason=edit.reason.value,
        decision=edit.decision.value,
        before=edit.before,
        after=edit.after,
        around=f"{left}[{edit.before}→{edit.after}]{right}",
    )
