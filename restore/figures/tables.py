"""Formats a figure report for a terminal, and as rows for spreadsheet programs."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile

from restore.core.claims import Claim, ClaimGroup, FigureReport
from restore.figures.words import OUTCOMES, RULES, VERDICTS, WORDS, Language, explained

__all__ = [
    "cell_width",
    "checks_rows",
    "claims_csv",
    "claims_rows",
    "claims_table",
    "format_value",
    "groups_csv",
    "groups_rows",
    "groups_table",
    "inert",
    "marked_digits",
    "series_rows",
    "short_names",
    "text_table",
]

_BOM = "\ufeff"
#: Failed checks first: they are what a reader looks for.
_FIRST = {"failed": 0, "possible": 1, "verified": 2}


def cell_width(text: str) -> int:
    """Return how many terminal columns a text takes: wide and full-width characters take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _fit(text: str, width: int) -> str:
    """Cut a text to a width in terminal columns, and pad it to that width."""
    text = " ".join(text.split())
    if cell_width(text) > width:
        while text and cell_width(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cell_width(text))


def text_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, limit: int = 36) -> str:
    """Lay out rows in columns that line up also with Chinese text.

    ``limit`` is the greatest width of a column in terminal columns; longer cells end in ``…``.
    """
    body = [list(row) for row in rows]
    widths = [
        min(limit, max([cell_width(head[i]), *(cell_width(row[i]) for row in body)]))
        for i in range(len(head))
    ]
    lines = ["  ".join(_fit(cell, width) for cell, width in zip(head, widths, strict=True))]
    lines.append("  ".join("─" * width for width in widths))
    for row in body:
        lines.append("  ".join(_fit(cell, width) for cell, width in zip(row, widths, strict=True)))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def short_names(documents: Iterable[str]) -> dict[str, str]:
    """Return for every document the shortest beginning of its name that no other has.

    A beginning of three characters at least; a name that is cut ends in ``…``, one of eight
    characters is not cut.
    """
    ordered = sorted(set(documents))
    names = {}
    for place, name in enumerate(ordered):
        near = [*ordered[max(0, place - 1) : place], *ordered[place + 1 : place + 2]]
        size = max([3, *(_shared(name, other) + 1 for other in near)])
        names[name] = name if len(name) <= max(size + 1, 8) else name[:size] + "…"
    return names


def _shared(a: str, b: str) -> int:
    """Count the characters that two names begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def format_value(value: Decimal) -> str:
    """Write a number without an exponent: 1200000, 90.3."""
    return format(value, "f")


def _period(claim: Claim, language: Language = "zh") -> str:
    period = claim.period
    if period is None:
        return ""
    guessed = WORDS[language]["guessed"] if period.origin == "guess" else ""
    return f"{period.start}—{period.end}{guessed}"


_CLAIM_COLUMNS = ("document", "figure", "value", "upper", "unit", "qualifier", "subject", "predicate",
                  "body", "period", "start", "end", "clause", "id")  # fmt: skip


def _head(columns: Sequence[str], language: Language) -> list[str]:
    return [WORDS[language][name] for name in columns]


def _claim_row(claim: Claim, language: Language = "zh") -> list[str]:
    return [
        claim.document, claim.text, format_value(claim.value),
        "" if claim.upper is None else format_value(claim.upper), claim.unit, claim.qualifier,
        claim.subject, claim.predicate, claim.body, _period(claim, language), str(claim.span[0]),
        str(claim.span[1]), claim.clause.text, claim.id,
    ]  # fmt: skip


def claims_table(report: FigureReport, language: Language = "zh") -> str:
    """Return every figure as a table for a terminal, or a word why there is none."""
    if not report.claims:
        return WORDS[language]["no_figures"] + "\n"
    head = _head(("document", "figure", "subject", "predicate", "period", "clause"), language)
    names = short_names([claim.document for claim in report.claims])
    rows = (
        (names[c.document], c.text, c.subject, c.predicate, _period(c, language), c.clause.text)
        for c in report.claims
    )
    return text_table(head, rows)


def marked_digits(text: str, other: str) -> str:
    """Return a figure with the characters that the other has not in brackets: 56［3］3件."""
    parts = []
    for tag, start, end, *_ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        stretch = text[start:end]
        parts.append(stretch if tag == "equal" or not stretch else f"［{stretch}］")
    return "".join(parts)


def _conflict(
    group: ClaimGroup,
    claims: Sequence[Claim],
    names: Mapping[str, str],
    decided: Mapping[str, str],
    language: Language,
) -> str:
    """Show a conflict: its sentences one under the other, the digits that differ in brackets."""
    words = WORDS[language]
    lines = [f"{VERDICTS[language][group.verdict]} {group.id} · {group.key} · {group.score:.0f}"]
    for place, claim in enumerate(claims):
        other = next((c for c in claims if c.value != claim.value), claims[place - 1])
        start, end = (offset - claim.clause.span[0] for offset in claim.span)
        sentence = claim.clause.text
        shown = sentence[:start] + marked_digits(claim.text, other.text) + sentence[end:]
        lines.append(f"  {names[claim.document]}  {' '.join(shown.split())}")
    explanation, why = explained(group, language)
    told = (("why", why), ("explanation", explanation), ("decided", decided.get(group.id, "")))
    lines += [f"  {words[name]}: {text}" for name, text in told if text]
    return "\n".join(lines) + "\n"


def _checks_table(
    report: FigureReport, names: Mapping[str, str], decided: Mapping[str, str], language: Language
) -> str:
    checks = [
        (OUTCOMES[language][c.outcome], RULES[language].get(c.rule, c.rule),
         c.id, names[c.document], c.explanation, decided.get(c.id, ""))
        for c in sorted(report.checks, key=lambda check: _FIRST[check.outcome])
    ]  # fmt: skip
    head = _head(("check", "rule", "id", "document", "explanation", "decided"), language)
    if not any(row[-1] for row in checks):
        head, checks = head[:-1], [(*row[:-1],) for row in checks]  # type: ignore[misc]
    return text_table(head, checks, limit=60)


def _unlisted(report: FigureReport, language: Language) -> list[str]:
    """Say how many groups are counted and not listed."""
    listed = sum(group.verdict == "unconfirmed" for group in report.groups)
    number = report.counts.get("groups:unconfirmed", 0) - listed
    return [WORDS[language]["unconfirmed"].format(n=number) + "\n"] if number > 0 else []


def groups_table(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> str:
    """Return conflicts, verdicts, series, arithmetic and textual facts for a terminal.

    Parameters
    ----------
    decided : what reviewers said, by the id of the group or check
    """
    decided = decided or {}
    words = WORDS[language]
    by_id = {claim.id: claim for claim in report.claims}
    names = short_names(
        [claim.document for claim in report.claims]
        + [check.document for check in report.checks]
        + [filling.document for fact in report.facts for filling in fact.fillings]
    )
    parts = [
        _conflict(group, [by_id[i] for i in group.claims], names, decided, language)
        for group in report.conflicts
    ]
    rows = [
        (
            VERDICTS[language][group.verdict],
            group.key,
            "；".join(f"{names[by_id[i].document]}：{by_id[i].text}" for i in group.claims),
            explained(group, language)[0],
        )
        for group in report.groups
        if group.verdict != "conflict"
    ]
    if not report.claims:
        parts.append(words["no_figures"] + "\n")
    elif not report.groups:
        parts.append(words["none"] + "\n")
    elif not report.conflicts:
        parts.append(words["no_conflict"] + "\n")
    if rows:
        head = _head(("verdict", "key", "places", "explanation"), language)
        parts.append(text_table(head, rows, limit=48))
    if report.series:
        series = [
            (("? " if s.note else "") + s.key,
             "  ".join(f"{p}：{format_value(v)}{s.unit}"
                       for p, v in zip(s.periods, s.values, strict=True)), s.note)
            for s in report.series
        ]  # fmt: skip
        parts.append(
            text_table(_head(("series", "values", "explanation"), language), series, limit=60)
        )
    if report.checks:
        parts.append(_checks_table(report, names, decided, language))
    if report.facts:
        facts = [
            ("；".join(f"{names[f.document]}：{f.text}" for f in fact.fillings), fact.explanation)
            for fact in report.facts
        ]
        parts.append(text_table(_head(("facts", "explanation"), language), facts, limit=60))
    parts += _unlisted(report, language)
    return "\n".join(parts)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
    return _BOM + out.getvalue()


def inert(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula; numbers stay numbers."""
    risky = cell[:1] in {"=", "+", "@"} or (cell[:1] == "-" and not cell[1:2].isdigit())
    return "'" + cell if risky else cell


Rows = tuple[list[str], list[list[str]]]


def claims_rows(report: FigureReport, language: Language = "zh") -> Rows:
    """Return the head and a row for every figure."""
    return _head(_CLAIM_COLUMNS, language), [_claim_row(c, language) for c in report.claims]


def groups_rows(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> Rows:
    """Return the head and a row for every claim of a group."""
    by_id = {claim.id: claim for claim in report.claims}
    head = _head(("group", "verdict", "key", "explanation", "why", "decided", "score"), language)
    rows = []
    for group in report.groups:
        told = explained(group, language)
        own = [group.id, VERDICTS[language][group.verdict], group.key, *told,
               (decided or {}).get(group.id, ""), format(group.score, ".1f")]  # fmt: skip
        rows += [own + _claim_row(by_id[i], language) for i in group.claims]
    return head + _head(_CLAIM_COLUMNS, language), rows


def series_rows(report: FigureReport, language: Language = "zh") -> Rows:
    """Return the head and a row for every value of a series."""
    head = _head(("id", "series", "period", "value", "unit", "explanation"), language)
    return head, [
        [series.id, series.key, period, format_value(value), series.unit, series.note]
        for series in report.series
        for period, value in zip(series.periods, series.values, strict=True)
    ]


def checks_rows(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> Rows:
    """Return the head and a row for every check, the failed ones first."""
    head = _head(
        ("id", "check", "rule", "document", "stated", "expected", "explanation", "decided"),
        language,
    )
    return head, [
        [check.id, OUTCOMES[language][check.outcome],
         RULES[language].get(check.rule, check.rule), check.document,
         "" if check.stated is None else format_value(check.stated),
         "" if check.expected is None else format_value(check.expected), check.explanation,
         (decided or {}).get(check.id, "")]
        for check in sorted(report.checks, key=lambda check: _FIRST[check.outcome])
    ]  # fmt: skip


def claims_csv(report: FigureReport, language: Language = "zh") -> str:
    """Return every figure as CSV (with a byte order mark, CRLF), one figure a line."""
    return _csv(*claims_rows(report, language))


def groups_csv(
    report: FigureReport, language: Language = "zh", decided: Mapping[str, str] | None = None
) -> str:
    """Return the groups as CSV, one claim of a group a line."""
    return _csv(*groups_rows(report, language, decided))
