"""Knows a finding again although the words around its figures have changed.

An accepted correction mends a character beside a figure, and the id of the finding, which is made of those
words, is another then. What was said of it still holds: the figures are the same, in one document, by one
rule, in sentences that are all but equal, or of which one holds the other whole: a piece that stood out of
place is joined to a sentence, or taken from it. Where a figure has changed, it is another finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
from rapidfuzz import fuzz

from restore.core.claims import FigureReport
from restore.core.decisions import ReviewDecision, Standing
from restore.review.figure_decisions import standing_on_figures
from restore.review.findings import Finding, findings_of, kept_words

__all__ = ["adopt", "known_again"]

#: How alike the clauses of one finding are (0 to 100): a misread character or two may have been mended.
_MIN_ALIKE = 80.0
#: Of how many characters (code points) a clause is that tells its fact wherever it stands whole.
_TELLING = 10


def known_again(findings: Iterable[Finding], standing: Mapping[str, Standing]) -> dict[str, str]:
    """Return, by the id of a finding that nobody has decided on, the id under which it was decided.

    Parameters
    ----------
    standing : what stands of the decisions on figures, by id
    """
    found = list(findings)
    present = {finding.id for finding in found}
    left: dict[tuple[str, ...], list[ReviewDecision]] = defaultdict(list)
    for name, item in standing.items():
        if name not in present:
            head = item.heads[-1]
            left[head.document, head.rule, head.before, head.after].append(head)
    named = {}
    for finding in found:
        words = kept_words(finding)
        known = left[words.document, finding.rule, words.before, words.after]
        if finding.id in standing or not known:
            continue
        best = max(known, key=lambda head: _likeness(head.context, words.context))
        if _likeness(best.context, words.context) >= _MIN_ALIKE:
            named[finding.id] = best.edit
            known.remove(best)
    return named


def adopt(report: FigureReport, decisions: Iterable[ReviewDecision]) -> FigureReport:
    """Return the report with the ids under which its findings were decided."""
    named = known_again(findings_of(report).values(), standing_on_figures(decisions))
    if not named:
        return report
    rename = msgspec.structs.replace
    return rename(
        report,
        groups=tuple(rename(item, id=named.get(item.id, item.id)) for item in report.groups),
        checks=tuple(rename(item, id=named.get(item.id, item.id)) for item in report.checks),
        facts=tuple(rename(item, id=named.get(item.id, item.id)) for item in report.facts),
    )


def _likeness(one: tuple[str, str], two: tuple[str, str]) -> float:
    return min(map(_alike, one, two))


def _alike(one: str, two: str) -> float:
    short, long = sorted((one, two), key=len)
    return 100.0 if len(short) >= _TELLING and short in long else fuzz.ratio(one, two)
