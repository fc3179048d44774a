"""The figure table of the report: claims with the places where they stand."""

from __future__ import annotations

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureReport
from restore.report.locate import Locator, Place

__all__ = ["FigureContext", "figure_context"]


# Characters of a line shown on both sides of what is marked in it.
_AROUND = 24


class ClaimContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure in its clause: ``mark`` is its span within ``clause``; ``lead`` and ``tail`` are
    the words around it."""

    document: str
    text: str
    value: str
    unit: str
    head: str
    subject: str
    clause: str
    mark: tuple[int, int]
    lead: str = ""
    tail: str = ""
    qualifier: str = ""
    period: str = ""
    place: Place | None = None


class GroupContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """Claims (by index) of one fact, or of two that look alike, with the verdict."""

    id: str
    claims: tuple[int, ...]
    key: str
    verdict: str
    reason: str
    explanation: str
    score: float
    evidence: tuple[str, ...] = ()
    suggestion: str | None = None


class SeriesContext(msgspec.Struct, frozen=True):
    """One indicator over time; ``values`` are exact decimals as strings."""

    id: str
    key: str
    unit: str
    claims: tuple[int, ...]
    periods: tuple[str, ...]
    values: tuple[str, ...]


class CheckContext(msgspec.Struct, frozen=True):
    """Arithmetic recomputed; ``mark`` is the span that it is about within ``words``."""

    id: str
    document: str
    rule: str
    outcome: str
    stated: str | None
    expected: str | None
    explanation: str
    words: str
    mark: tuple[int, int]
    place: Place | None


class FillingContext(msgspec.Struct, frozen=True):
    """One filling of a slot, and the words it stands in."""

    document: str
    text: str
    words: str
    place: Place | None


class FactContext(msgspec.Struct, frozen=True):
    """A slot of one statement, filled differently."""

    id: str
    slot: str
    fillings: tuple[FillingContext, ...]
    explanation: str
    score: float


class FigureContext(msgspec.Struct, frozen=True):
    """The figure check as shown; only claims that something refers to are listed."""

    counts: dict[str, int]
    claims: tuple[ClaimContext, ...]
    groups: tuple[GroupContext, ...]
    series: tuple[SeriesContext, ...]
    checks: tuple[CheckContext, ...]
    facts: tuple[FactContext, ...]


def figure_context(report: FigureReport, locator: Locator) -> FigureContext:
    """Build the figure table; spans of the report are offsets in the clean texts."""
    used = {name for group in report.groups for name in group.claims}
    used.update(name for series in report.series for name in series.claims)
    claims = [claim for claim in report.claims if claim.id in used]
    numbers = {claim.id: number for number, claim in enumerate(claims)}
    return FigureContext(
        counts=dict(sorted(report.counts.items())),
        claims=tuple(_claim(claim, locator) for claim in claims),
        groups=tuple(
            GroupContext(
                id=group.id,
                claims=tuple(numbers[name] for name in group.claims if name in numbers),
                key=group.key,
                verdict=group.verdict,
                reason=group.reason,
                explanation="；".join(filter(None, (group.why, group.explanation))),
                score=round(group.score, 1),
                evidence=tuple(item.detail for item in group.evidence),
                suggestion=group.suggestion,
            )
            for group in report.groups
        ),
        series=tuple(
            SeriesContext(
                id=series.id,
                key=series.key,
                unit=series.unit,
                claims=tuple(numbers[name] for name in series.claims if name in numbers),
                periods=series.periods,
                values=tuple(str(value) for value in series.values),
            )
            for series in report.series
        ),
        checks=tuple(_check(check, locator) for check in report.checks),
        facts=tuple(
            FactContext(
                id=fact.id,
                slot=fact.slot,
                fillings=tuple(
                    FillingContext(
                        filling.document,
                        filling.text,
                        locator.words(filling.document, filling.span, _AROUND)[0],
                        locator.at(filling.document, filling.span[0]),
                    )
                    for filling in fact.fillings
                ),
                explanation=fact.explanation,
                score=round(fact.score, 1),
            )
            for fact in report.facts
        ),
    )


def _claim(claim: Claim, locator: Locator) -> ClaimContext:
    offset, end = claim.clause.span
    words, start = locator.words(claim.document, claim.clause.span, _AROUND)
    return ClaimContext(
        document=claim.document,
        text=claim.text,
        value=str(claim.value),
        unit=claim.unit,
        head=claim.head,
        subject=claim.subject,
        clause=claim.clause.text,
        mark=(claim.span[0] - offset, claim.span[1] - offset),
        lead=words[:start],
        tail=words[start + end - offset :],
        qualifier=claim.qualifier,
        period=claim.period.label if claim.period else "",
        place=locator.at(claim.document, claim.span[0]),
    )


def _check(check: ArithmeticCheck, locator: Locator) -> CheckContext:
    words, start = locator.words(check.document, check.span, _AROUND)
    return CheckContext(
        id=check.id,
        document=check.document,
        rule=check.rule,
        outcome=check.outcome,
        stated=None if check.stated is None else str(check.stated),
        expected=None if check.expected is None else str(check.expected),
        explanation=check.explanation,
        words=words,
        mark=(start, start + check.span[1] - check.span[0]),
        place=locator.at(check.document, check.span[0]),
    )
