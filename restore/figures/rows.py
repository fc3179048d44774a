"""A figure report as rows, for CSV files and spreadsheets: every number and every word, nothing cut."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, FigureReport
from restore.figures.computed import check_words
from restore.figures.confidence import confidence_of
from restore.figures.explanations import group_words, series_words, why_words
from restore.figures.words import GRADES, OUTCOMES, RULES, VERDICTS, WORDS, Language

__all__ = [
    "NUMBERS",
    "Rows",
    "checks_rows",
    "claims_csv",
    "claims_rows",
    "failed_first",
    "format_value",
    "groups_csv",
    "groups_rows",
    "heading",
    "inert",
    "period_words",
    "series_rows",
]

_BOM = "\ufeff"
#: Failed checks first: they are what a reader looks for.
_FIRST = {"failed": 0, "possible": 1, "verified": 2, "unmade": 3}
_CLAIM_COLUMNS = ("document", "figure", "value", "upper", "unit", "qualifier", "subject", "predicate",
                  "body", "period", "start", "end", "clause", "id")  # fmt: skip
#: Columns that hold numbers.
NUMBERS = frozenset({"value", "upper", "start", "end", "score", "stated", "expected"})


class Rows(NamedTuple):
    """A table: the names of its columns (keys of :data:`restore.figures.words.WORDS`), and its rows."""

    columns: tuple[str, ...]
    rows: list[list[str]]


def heading(columns: Sequence[str], language: Language) -> list[str]:
    """Return the words over columns."""
    return [WORDS[language][name] for name in columns]


def format_value(value: Decimal | None) -> str:
    """Write a number without an exponent: 1200000, 90.3; ``""`` for none."""
    return "" if value is None else format(value, "f")


def period_words(claim: Claim, language: Language = "zh") -> str:
    """Write the months that a figure is of, and whether the year is guessed."""
    period = claim.period
    if period is None:
        return ""
    guessed = WORDS[language]["guessed"] if period.origin == "guess" else ""
    return f"{period.start}—{period.end}{guessed}"


def failed_first(checks: Iterable[ArithmeticCheck]) -> list[ArithmeticCheck]:
    """Return checks in the order in which they are shown."""
    return sorted(checks, key=lambda check: _FIRST[check.outcome])


def _claim_row(claim: Claim, language: Language) -> list[str]:
    return [
        claim.document, claim.text, format_value(claim.value), format_value(claim.upper), claim.unit,
        claim.qualifier, claim.subject, claim.predicate, claim.body, period_words(claim, language),
        str(claim.span[0]), str(claim.span[1]), claim.clause.text, claim.id,
    ]  # fmt: skip


def claims_rows(report: FigureReport, language: Language = "zh") -> Rows:
    """Return a row for every figure."""
    return Rows(_CLAIM_COLUMNS, [_claim_row(claim, language) for claim in report.claims])


def groups_rows(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> Rows:
    """Return a row for every claim of a group; ``decided`` is what reviewers said, by id."""
    by_id = {claim.id: claim for claim in report.claims}
    columns = ("group", "verdict", "confidence", "key", "explanation", "why", "decided", "score")
    rows = []
    for group in report.groups:
        claims = [by_id[name] for name in group.claims]
        confidence = confidence_of(group)
        own = [group.id, VERDICTS[language][group.verdict],
               "" if confidence is None else GRADES[language][confidence], group.key,
               group_words(group, claims, language), why_words(group, language),
               (decided or {}).get(group.id, ""), format(group.score, ".1f")]  # fmt: skip
        rows += [own + _claim_row(claim, language) for claim in claims]
    return Rows(columns + _CLAIM_COLUMNS, rows)


def series_rows(report: FigureReport, language: Language = "zh") -> Rows:
    """Return a row for every value of a series."""
    columns = ("id", "series", "period", "value", "unit", "explanation")
    rows = [
        [one.id, one.key, period, format_value(value), one.unit, series_words(one, language)]
        for one in report.series
        for period, value in zip(one.periods, one.values, strict=True)
    ]
    return Rows(columns, rows)


def _grade(check: ArithmeticCheck, language: Language) -> str:
    confidence = confidence_of(check)
    return "" if confidence is None else GRADES[language][confidence]


def checks_rows(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> Rows:
    """Return a row for every check, the failed ones first; ``decided`` as for :func:`groups_rows`."""
    by_id = {claim.id: claim for claim in report.claims}
    columns = ("id", "check", "confidence", "rule", "document", "stated", "expected", "explanation",
               "decided")  # fmt: skip
    rows = [
        [check.id, OUTCOMES[language][check.outcome], _grade(check, language),
         RULES[language].get(check.rule, check.rule), check.document, format_value(check.stated),
         format_value(check.expected),
         check_words(check, [by_id[name] for name in check.claims], language),
         (decided or {}).get(check.id, "")]
        for check in failed_first(report.checks)
    ]  # fmt: skip
    return Rows(columns, rows)


def claims_csv(report: FigureReport, language: Language = "zh") -> str:
    """Return every figure as CSV (with a byte order mark, CRLF), one figure a line."""
    return _csv(claims_rows(report, language), language)


def groups_csv(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> str:
    """Return the groups as CSV, one claim of a group a line."""
    return _csv(groups_rows(report, language, decided), language)


def _csv(made: Rows, language: Language) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading(made.columns, language))
    for row in made.rows:
        writer.writerow([inert(cell) for cell in row])
    return _BOM + out.getvalue()


def inert(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula; numbers stay numbers."""
    risky = cell[:1] in {"=", "+", "@"} or (cell[:1] == "-" and not cell[1:2].isdigit())
    return "'" + cell if risky else cell
