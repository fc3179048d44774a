"""What of the figure check may be decided on, and the decision on it.

The id of a finding is made of the figures and the words around them, so a decision holds in every later
run that finds the same, wherever in the text it stands by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, ClaimGroup, FigureReport, TextualFact
from restore.core.decisions import FIGURES_STAGE, Choice, Made, ReviewDecision

__all__ = [
    "Finding",
    "Findings",
    "KeptWords",
    "Spot",
    "decision_on_finding",
    "findings_of",
    "kept_words",
]


class Spot(NamedTuple):
    """A figure of a finding where it stands: its span in the clean text, its words, its clause."""

    document: str
    span: tuple[int, int]
    text: str
    clause: str


class Finding(NamedTuple):
    """What may be decided on: a group, a check or a slot that is filled differently.

    ``sort`` is what a decision on all of a kind names: a verdict, an outcome, or ``fact``. ``values`` are
    what a check states and computes.
    """

    id: str
    rule: str
    sort: str
    spots: tuple[Spot, ...]
    values: tuple[str, ...] = ()


class KeptWords(NamedTuple):
    """What a decision keeps of a finding: its first figure; the others, with what was computed; and the
    clauses of the first and the last."""

    document: str
    before: str
    after: str
    context: tuple[str, str]


class Findings(NamedTuple):
    """What may be decided on; ``claims`` are those of the groups and checks, by id."""

    groups: Iterable[ClaimGroup]
    checks: Iterable[ArithmeticCheck]
    claims: Mapping[str, Claim]
    facts: Iterable[TextualFact] = ()

    def each(self) -> Iterator[Finding]:
        """Yield every finding."""
        for group in self.groups:
            yield Finding(group.id, group.verdict, group.verdict, self._spots(group.claims))
        for check in self.checks:
            # A date that no calendar has is no claim.
            alone = (Spot(check.document, check.span, "", ""),)
            spots = self._spots(check.claims) or alone
            values = [str(v) for v in (check.stated, check.expected) if v is not None]
            yield Finding(check.id, check.rule, check.outcome, spots, tuple(values))
        for fact in self.facts:
            fillings = tuple(Spot(f.document, f.span, f.text, f.text) for f in fact.fillings)
            yield Finding(fact.id, fact.slot, "fact", fillings)

    def _spots(self, names: Iterable[str]) -> tuple[Spot, ...]:
        members = (self.claims[name] for name in names if name in self.claims)
        return tuple(Spot(c.document, c.span, c.text, c.clause.text) for c in members)


def findings_of(report: FigureReport) -> dict[str, Finding]:
    """Return what may be decided on in a report, by id."""
    claims = {claim.id: claim for claim in report.claims}
    found = Findings(report.groups, report.checks, claims, report.facts)
    return {finding.id: finding for finding in found.each()}


def kept_words(finding: Finding) -> KeptWords:
    """Return what a decision keeps of a finding."""
    first, last = finding.spots[0], finding.spots[-1]
    others = [spot.text for spot in finding.spots[1:]]
    after = " / ".join([*others, *finding.values])
    return KeptWords(first.document, first.text, after, (first.clause, last.clause))


def decision_on_finding(finding: Finding, choice: Choice, made: Made) -> ReviewDecision:
    """Build the decision on a finding."""
    words = kept_words(finding)
    return ReviewDecision(
        edit=finding.id,
        document=words.document,
        decision=choice,
        stage=FIGURES_STAGE,
        rule=finding.rule,
        before=words.before,
        after=words.after,
        source=finding.spots[0].span,
        context=words.context,
        **made._asdict(),
    )
