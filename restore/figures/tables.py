"""Formats a figure report for a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import takewhile

from restore.core.claims import ArithmeticCheck, Claim, ClaimGroup, FigureReport, Series
from restore.figures.computed import check_words
from restore.figures.confidence import confidence_of, matched
from restore.figures.explanations import (
    fact_words,
    group_words,
    series_words,
    why_words,
)
from restore.figures.numerals import plain
from restore.figures.rows import failed_first, heading, period_words
from restore.figures.words import GRADES, OUTCOMES, RULES, VERDICTS, WORDS, Language

__all__ = [
    "cell_width",
    "claims_table",
    "digit_parts",
    "groups_table",
    "marked_digits",
    "matched_words",
    "readable_value",
    "short_names",
    "text_table",
    "unmade_words",
]


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


def readable_value(value: Decimal, language: Language = "zh") -> str:
    """Write a number as it is read: 1,234.5; in Chinese 1.2亿 and 36.5万 where two decimals say all."""
    for least, size, name in _SCALES if language == "zh" else ():
        scaled = value / size
        if abs(value) >= least and scaled == scaled.quantize(Decimal("0.01")):
            return f"{plain(scaled):,f}{name}"
    return f"{plain(value):,f}"


#: From where on a scale is written, its size and its name: 12,000 is as short as 1.2万.
_SCALES = ((10**8, 10**8, "亿"), (10**5, 10**4, "万"))


def claims_table(report: FigureReport, language: Language = "zh") -> str:
    """Return every figure as a table for a terminal, or a word why there is none."""
    if not report.claims:
        return WORDS[language]["no_figures"] + "\n"
    head = heading(("document", "figure", "subject", "predicate", "period", "clause"), language)
    names = short_names([claim.document for claim in report.claims])
    rows = (
        (
            names[c.document],
            c.text,
            c.subject,
            c.predicate,
            period_words(c, language),
            c.clause.text,
        )
        for c in report.claims
    )
    return text_table(head, rows)


def digit_parts(text: str, other: str) -> list[tuple[str, bool]]:
    """Cut a figure into stretches, each with whether the other figure has it not."""
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    return [
        (text[start:end], tag != "equal")
        for tag, start, end, *_ in matcher.get_opcodes()
        if start < end
    ]


def marked_digits(text: str, other: str) -> str:
    """Return a figure with the characters that the other has not in brackets: 56［3］3件."""
    return "".join(f"［{part}］" if differs else part for part, differs in digit_parts(text, other))


def _conflict(
    group: ClaimGroup,
    claims: Sequence[Claim],
    names: Mapping[str, str],
    decided: Mapping[str, str],
    language: Language,
) -> str:
    """Show a conflict: its sentences one under the other, the digits that differ in brackets."""
    words = WORDS[language]
    head = [VERDICTS[language][group.verdict] + f" {group.id}", group.key, _grade(group, language)]
    lines = [" · ".join(filter(None, head))]
    for place, claim in enumerate(claims):
        other = next((c for c in claims if c.value != claim.value), claims[place - 1])
        start, end = (offset - claim.clause.span[0] for offset in claim.span)
        sentence = claim.clause.text
        shown = sentence[:start] + marked_digits(claim.text, other.text) + sentence[end:]
        lines.append(f"  {names[claim.document]}  {' '.join(shown.split())}")
    told = (
        ("why", why_words(group, language)),
        ("matched", matched_words(claims, language)),
        ("explanation", group_words(group, claims, language)),
        ("decided", decided.get(group.id, "")),
    )
    colon = "：" if language == "zh" else ": "
    lines += [f"  {words[name]}{colon}{text}" for name, text in told if text]
    return "\n".join(lines) + "\n"


def _grade(found: ClaimGroup | ArithmeticCheck, language: Language) -> str:
    """Say how sure a finding is; ``""`` where nothing is claimed."""
    confidence = confidence_of(found)
    words = WORDS[language]["confidence"]
    return "" if confidence is None else f"{words} {GRADES[language][confidence]}"


def matched_words(claims: Sequence[Claim], language: Language = "zh") -> str:
    """Say by which body, time, indicator and unit claims were taken for one fact."""
    words = WORDS[language]
    return ("；" if language == "zh" else "; ").join(
        f"{words[item.name]} {' / '.join(item.values)}" for item in matched(claims)
    )


def _checks_table(
    report: FigureReport, names: Mapping[str, str], decided: Mapping[str, str], language: Language
) -> str:
    by_id = {claim.id: claim for claim in report.claims}
    checks = [
        (OUTCOMES[language][c.outcome], RULES[language].get(c.rule, c.rule), c.id, names[c.document],
         check_words(c, [by_id[i] for i in c.claims], language), decided.get(c.id, ""))
        for c in failed_first(report.checks)
    ]  # fmt: skip
    head = heading(("check", "rule", "id", "document", "explanation", "decided"), language)
    if not any(row[-1] for row in checks):
        return text_table(head[:-1], [row[:-1] for row in checks], limit=60)
    return text_table(head, checks, limit=60)


def _series_table(series: Sequence[Series], language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    rows = [
        (("? " if one.note else "") + one.key,
         "  ".join(f"{p}{colon}{readable_value(v, language)}{one.unit}"
                   for p, v in zip(one.periods, one.values, strict=True)),
         series_words(one, language))
        for one in series
    ]  # fmt: skip
    head = heading(("series", "values", "explanation"), language)
    if not any(row[-1] for row in rows):
        return text_table(head[:-1], [row[:-1] for row in rows], limit=60)
    return text_table(head, rows, limit=60)


def _unlisted(report: FigureReport, everything: bool, language: Language) -> list[str]:
    """Say how many groups and checks are counted and not listed."""
    listed = sum(group.verdict == "unconfirmed" for group in report.groups)
    apart = 0 if everything else sum(g.verdict == "not-comparable" for g in report.groups)
    numbers = (
        ("unconfirmed", report.counts.get("groups:unconfirmed", 0) - listed),
        ("apart", apart),
    )
    lines = [
        WORDS[language][name].format(n=number) + "\n" for name, number in numbers if number > 0
    ]
    listed = sum(check.outcome == "unmade" for check in report.checks)
    number = report.counts.get("checks:unmade", 0) - listed
    if number > 0:
        kinds = unmade_words(report.counts, language)
        lines.append(WORDS[language]["unmade"].format(n=number, kinds=kinds) + "\n")
    return lines


def unmade_words(counts: Mapping[str, int], language: Language) -> str:
    """Say of each kind of check how many could not be made, the most first: 增速 5、占比 2."""
    kinds = Counter(
        {key.partition(":")[2]: n for key, n in counts.items() if key.startswith("unmade:")}
    )
    return ("、" if language == "zh" else ", ").join(
        f"{RULES[language].get(rule, rule)} {n}" for rule, n in kinds.most_common()
    )


def _listed(pairs: Iterable[tuple[str, str]], language: Language) -> str:
    """Write places and what stands there: 000…：12条；002…：12条."""
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    return stop.join(f"{place}{colon}{text}" for place, text in pairs)


def _groups_rows(
    report: FigureReport, names: Mapping[str, str], everything: bool, language: Language
) -> list[str]:
    """Return the table of the groups that are no conflict, if there is any to list."""
    by_id = {claim.id: claim for claim in report.claims}
    left_out = {"conflict"} if everything else {"conflict", "not-comparable"}
    rows = []
    for group in report.groups:
        if group.verdict not in left_out:
            claims = [by_id[name] for name in group.claims]
            places = _listed(((names[claim.document], claim.text) for claim in claims), language)
            told = group_words(group, claims, language)
            rows.append((VERDICTS[language][group.verdict], group.key, places, told))
    head = heading(("verdict", "key", "places", "explanation"), language)
    return [text_table(head, rows, limit=48)] if rows else []


def groups_table(
    report: FigureReport,
    language: Language = "zh",
    decided: Mapping[str, str] | None = None,
    *,
    everything: bool = False,
) -> str:
    """Return conflicts, verdicts, series, arithmetic and textual facts for a terminal.

    Parameters
    ----------
    decided : what reviewers said, by the id of the group or check
    everything : list what cannot be compared too; else it is counted
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
    if not report.claims:
        parts.append(words["no_figures"] + "\n")
    elif not report.groups:
        parts.append(words["none"] + "\n")
    elif not report.conflicts:
        parts.append(words["no_conflict"] + "\n")
    if report.checks:
        parts.append(_checks_table(report, names, decided, language))
    parts += _groups_rows(report, names, everything, language)
    if report.series:
        parts.append(_series_table(report.series, language))
    if report.facts:
        facts = [
            (
                _listed(((names[f.document], f.text) for f in fact.fillings), language),
                fact_words(fact, language),
            )
            for fact in report.facts
        ]
        parts.append(text_table(heading(("facts", "explanation"), language), facts, limit=60))
    if report.claims:
        missing = (("no_checks", report.checks), ("no_series", report.series))
        parts += [words[name] + "\n" for name, found in missing if not found]
    parts += _unlisted(report, everything, language)
    return "\n".join(parts)
