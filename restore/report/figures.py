"""The figure table of the report: claims with the places where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from restore.core.claims import (
    ArithmeticCheck,
    Claim,
    ClaimGroup,
    FigureReport,
    Series,
    TextualFact,
)
from restore.figures.computed import check_words
from restore.figures.confidence import confidence_of, matched
from restore.figures.explanations import (
    fact_words,
    group_words,
    series_words,
    why_words,
)
from restore.figures.words import Language
from restore.report.locate import Locator, Place

__all__ = ["FigureContext", "figure_context", "figure_queue"]

#: Words in Chinese and in English.
Both = tuple[str, str]


class ClaimContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure in its clause: ``mark`` is its span within ``clause``, ``span`` in the clean text; ``lead`` and ``tail`` are
    the words around it."""

    document: str
    text: str
    value: str
    unit: str
    head: str
    subject: str
    clause: str
    mark: tuple[int, int]
    span: tuple[int, int]
    lead: str = ""
    tail: str = ""
    qualifier: str = ""
    period: str = ""
    place: Place | None = None


class GroupContext(msgspec.Struct, frozen=True, omit_defaults=True):
    """Claims (by index) of one fact, or of two that look alike, with the verdict.

    ``matched`` is by what they were taken for one fact: body, period, subject, unit, each with the words
    of the claims.
    """

    id: str
    claims: tuple[int, ...]
    key: str
    verdict: str
    reason: str
    explanation: Both
    score: float
    confidence: str | None = None
    why: Both = ("", "")
    matched: tuple[tuple[str, tuple[str, ...]], ...] = ()
    suggestion: str | None = None


class SeriesContext(msgspec.Struct, frozen=True):
    """One indicator over time; ``values`` are exact decimals as strings, ``years`` where each begins.

    ``jumps`` are the indexes of values that look like a misreading of their neighbour.
    """

    id: str
    key: str
    unit: str
    claims: tuple[int, ...]
    periods: tuple[str, ...]
    values: tuple[str, ...]
    years: tuple[float, ...]
    jumps: tuple[int, ...] = ()
    note: Both = ("", "")


class CheckContext(msgspec.Struct, frozen=True):
    """Arithmetic recomputed; ``mark`` is the span that it is about within ``words``, ``claims`` (by
    index) are the figures that it computes with."""

    id: str
    document: str
    rule: str
    outcome: str
    stated: str | None
    expected: str | None
    explanation: Both
    words: str
    mark: tuple[int, int]
    place: Place | None
    confidence: str | None = None
    claims: tuple[int, ...] = ()


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
    explanation: Both
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
    used.update(name for check in report.checks for name in check.claims)
    by_id = {claim.id: claim for claim in report.claims}
    claims = [claim for claim in report.claims if claim.id in used]
    numbers = {claim.id: number for number, claim in enumerate(claims)}
    return FigureContext(
        counts=dict(sorted(report.counts.items())),
        claims=tuple(_claim(claim, locator) for claim in claims),
        groups=tuple(_group(group, by_id, numbers) for group in report.groups),
        series=tuple(_series(series, by_id, numbers) for series in report.series),
        checks=tuple(_check(check, by_id, numbers, locator) for check in report.checks),
        facts=tuple(_fact(fact, locator) for fact in report.facts),
    )


def figure_queue(report: FigureReport | None, locator: Locator) -> Iterator[tuple[int, str, int]]:
    """Yield the findings that a person must decide: the document, the id, and -1 for a cause."""
    if report is None:
        return
    for name, document in report.to_decide:
        number = locator.document(document)
        if number is not None:
            yield number, name, -1


def _both(say: Callable[[Language], str]) -> Both:
    return say("zh"), say("en")


def _group(
    group: ClaimGroup, by_id: Mapping[str, Claim], numbers: Mapping[str, int]
) -> GroupContext:
    claims = [by_id[name] for name in group.claims]
    return GroupContext(
        id=group.id,
        claims=tuple(numbers[name] for name in group.claims),
        key=group.key,
        verdict=group.verdict,
        reason=group.reason,
        explanation=_both(lambda language: group_words(group, claims, language)),
        score=round(group.score, 1),
        confidence=confidence_of(group),
        why=_both(lambda language: why_words(group, language)),
        matched=tuple((item.name, item.values) for item in matched(claims)),
        suggestion=group.suggestion,
    )


def _series(
    series: Series, by_id: Mapping[str, Claim], numbers: Mapping[str, int]
) -> SeriesContext:
    return SeriesContext(
        id=series.id,
        key=series.key,
        unit=series.unit,
        claims=tuple(numbers[name] for name in series.claims),
        periods=series.periods,
        values=tuple(str(value) for value in series.values),
        years=_years([by_id[name] for name in series.claims]),
        jumps=_suspects(series),
        note=_both(lambda language: series_words(series, language)),
    )


def _suspects(series: Series) -> tuple[int, ...]:
    """Return the values that look misread: of a jump the one that jumps from both neighbours, else both."""
    times = Counter(place for a, b, _ in series.jumps for place in (a, b))
    pairs = [(a, b) for a, b, _ in series.jumps]
    return tuple(
        sorted({x for a, b in pairs for x in (a, b) if times[x] == max(times[a], times[b])})
    )


def _years(claims: Sequence[Claim]) -> tuple[float, ...]:
    """Return where on a line of years each claim stands: a year at its number, a month within it.

    Of several years the last counts, for that is when they were counted.
    """
    places = []
    for claim in claims:
        period = claim.period
        start, end = (period.start, period.end) if period else ("0000-01", "0000-12")
        one = start[:4] == end[:4] and start[5:7] != "01"
        places.append(round(int(end[:4]) + (int(start[5:7]) - 1) / 12 * one, 3))
    return tuple(places)


def _fact(fact: TextualFact, locator: Locator) -> FactContext:
    return FactContext(
        id=fact.id,
        slot=fact.slot,
        fillings=tuple(
            FillingContext(
                filling.document,
                filling.text,
                locator.sentence(filling.document, filling.span)[0],
                locator.at(filling.document, filling.span[0]),
            )
            for filling in fact.fillings
        ),
        explanation=_both(lambda language: fact_words(fact, language)),
        score=round(fact.score, 1),
    )


def _claim(claim: Claim, locator: Locator) -> ClaimContext:
    offset, end = claim.clause.span
    words, start = locator.sentence(claim.document, claim.clause.span)
    return ClaimContext(
        document=claim.document,
        text=claim.text,
        value=str(claim.value),
        unit=claim.unit,
        head=claim.head,
        subject=claim.subject,
        clause=claim.clause.text,
        mark=(claim.span[0] - offset, claim.span[1] - offset),
        span=claim.span,
        lead=words[:start],
        tail=words[start + end - offset :],
        qualifier=claim.qualifier,
        period=claim.period.label if claim.period else "",
        place=locator.at(claim.document, claim.span[0]),
    )


def _check(
    check: ArithmeticCheck, by_id: Mapping[str, Claim], numbers: Mapping[str, int], locator: Locator
) -> CheckContext:
    claims = [by_id[name] for name in check.claims]
    words, start = locator.sentence(check.document, check.span)
    return CheckContext(
        id=check.id,
        document=check.document,
        rule=check.rule,
        outcome=check.outcome,
        stated=None if check.stated is None else str(check.stated),
        expected=None if check.expected is None else str(check.expected),
        explanation=_both(lambda language: check_words(check, claims, language)),
        words=words,
        mark=(start, start + check.span[1] - check.span[0]),
        place=locator.at(check.document, check.span[0]),
        confidence=confidence_of(check),
        claims=tuple(numbers[name] for name in check.claims),
    )
