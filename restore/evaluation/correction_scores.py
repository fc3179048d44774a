"""Scores of a corrector on sentence pairs."""

from __future__ import annotations

import msgspec

from restore.evaluation.metrics import (
    Alignment,
    Interval,
    Rates,
)

__all__ = ["CorrectionScore", "RuleCount", "WrongChange"]


class WrongChange(msgspec.Struct, frozen=True):
    """An automatic change that the truth does not make; ``rule`` is empty for a foreign engine."""

    id: str
    rule: str
    reason: str
    before: str
    after: str
    around: str
    wanted: str = ""


class RuleCount(msgspec.Struct, frozen=True):
    """The edits of one rule by decision and by what the truth says."""

    applied_right: int = 0
    applied_wrong: int = 0
    suggested_right: int = 0
    suggested_wrong: int = 0


class CorrectionScore(msgspec.Struct, frozen=True):
    """What one engine did to a set of pairs; counts are of folded characters.

    ``edits`` and ``with_suggestions`` count single-character changes, ``sentences`` sentences
    that became equal to their truth. ``harm``: wrong automatic changes (hunks) in sentences
    without an error, per 100,000 of their characters.
    """

    engine: str
    pairs: int
    characters: int
    before: Alignment
    after: Alignment
    suggested: Alignment
    cmer: Interval
    reduction: Interval
    preference: Interval
    edits: Rates
    edits_f1: Interval
    edits_precision: Interval
    with_suggestions: Rates
    with_suggestions_f1: Interval
    sentences: Rates
    clean: int
    clean_characters: int
    clean_untouched: int
    harm: float
    numerals: int
    numerals_intact: int
    kinds: dict[str, Rates]
    kinds_with_suggestions: dict[str, Rates]
    rules: dict[str, RuleCount]
    spacing_before: int
    spacing_after: int
    seconds: float
    wrong: tuple[WrongChange, ...]

    @property
    def characters_per_second(self) -> float:
        """Throughput of the engine, loading left out."""
        return self.characters / self.seconds if self.seconds else 0.0
