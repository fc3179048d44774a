"""Formats a figure report as tables for a terminal, or as CSV for spreadsheet programs."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import takewhile

from restore.core.claims import Claim, FigureReport

__all__ = [
    "cell_width",
    "claims_csv",
    "claims_table",
    "format_value",
    "groups_csv",
    "groups_table",
    "short_names",
    "text_table",
]

_BOM = "\ufeff"
_VERDICTS = {
    "agree": "一致",
    "conflict": "冲突",
    "not-comparable": "不可比",
    "unconfirmed": "未证实",
}
_OUTCOMES = {"verified": "相符", "failed": "不符", "possible": "存疑"}
_RULES = {
    "anniversary": "周年",
    "date": "日期",
    "difference": "增减",
    "direction": "升降",
    "growth": "增速",
    "list-length": "所列项数",
    "named-counts": "名称中的数",
    "part-of-whole": "部分与整体",
    "ratio": "比率",
    "sum": "合计",
}
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


def _period(claim: Claim) -> str:
    return "" if claim.period is None else f"{claim.period.start}—{claim.period.end}"


_CLAIM_HEAD = ("文件", "数字", "数值", "上限", "单位", "约数", "所数", "动作", "地区单位", "时间",
               "起", "止", "小句", "编号")  # fmt: skip


def _claim_row(claim: Claim) -> list[str]:
    return [
        claim.document, claim.text, format_value(claim.value),
        "" if claim.upper is None else format_value(claim.upper), claim.unit, claim.qualifier,
        claim.subject, claim.predicate, claim.body, _period(claim), str(claim.span[0]),
        str(claim.span[1]), claim.clause.text, claim.id,
    ]  # fmt: skip


def claims_table(report: FigureReport) -> str:
    """Return every figure as a table for a terminal."""
    head = ("文件", "数字", "所数", "动作", "时间", "小句")
    names = short_names([claim.document for claim in report.claims])
    rows = (
        (names[c.document], c.text, c.subject, c.predicate, _period(c), c.clause.text)
        for c in report.claims
    )
    return text_table(head, rows)


def groups_table(report: FigureReport) -> str:
    """Return verdicts, series, arithmetic and textual facts as tables for a terminal."""
    by_id = {claim.id: claim for claim in report.claims}
    names = short_names(
        [claim.document for claim in report.claims]
        + [check.document for check in report.checks]
        + [filling.document for fact in report.facts for filling in fact.fillings]
    )
    parts = []
    rows = [
        (
            _VERDICTS[group.verdict],
            group.key,
            "；".join(f"{names[by_id[i].document]}：{by_id[i].text}" for i in group.claims),
            group.explanation,
        )
        for group in report.groups
    ]
    parts.append(text_table(("结论", "事项", "各处", "说明"), rows, limit=48))
    if report.series:
        series = [
            (s.key, "  ".join(f"{p}：{format_value(v)}{s.unit}"
                              for p, v in zip(s.periods, s.values, strict=True)))
            for s in report.series
        ]  # fmt: skip
        parts.append(text_table(("历年指标", "数值"), series, limit=60))
    if report.checks:
        checks = [
            (_OUTCOMES[c.outcome], _RULES[c.rule], names[c.document], c.explanation)
            for c in sorted(report.checks, key=lambda check: _FIRST[check.outcome])
        ]
        parts.append(text_table(("核算", "规则", "文件", "说明"), checks, limit=60))
    if report.facts:
        facts = [
            ("；".join(f"{names[f.document]}：{f.text}" for f in fact.fillings), fact.explanation)
            for fact in report.facts
        ]
        parts.append(text_table(("同一处不同写法", "说明"), facts, limit=60))
    return "\n".join(parts)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
    return _BOM + out.getvalue()


def _inert(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula; numbers stay numbers."""
    risky = cell[:1] in {"=", "+", "@"} or (cell[:1] == "-" and not cell[1:2].isdigit())
    return "'" + cell if risky else cell


def claims_csv(report: FigureReport) -> str:
    """Return every figure as CSV (with a byte order mark, CRLF), one figure a line."""
    return _csv(_CLAIM_HEAD, (_claim_row(claim) for claim in report.claims))


def groups_csv(report: FigureReport) -> str:
    """Return the groups as CSV, one claim of a group a line."""
    by_id = {claim.id: claim for claim in report.claims}
    rows = (
        [group.id, _VERDICTS[group.verdict], group.key, group.explanation,
         format(group.score, ".1f"), *_claim_row(by_id[i])]
        for group in report.groups
        for i in group.claims
    )  # fmt: skip
    return _csv(("组", "结论", "事项", "说明", "相似度", *_CLAIM_HEAD), rows)
