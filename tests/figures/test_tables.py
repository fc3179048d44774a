from __future__ import annotations

import csv
import io

from restore.core.claims import FigureReport
from restore.figures.tables import (
    cell_width,
    claims_csv,
    claims_table,
    groups_csv,
    groups_table,
    short_names,
    text_table,
)


def test_columns_line_up_with_chinese_text() -> None:
    table = text_table(("甲", "b"), [("中文", "x"), ("a", "长长长长长长")], limit=8)
    lines = table.splitlines()
    assert {
        cell_width(line[: line.index(c)])
        for line, c in zip(lines, "b─x长", strict=True)
        if c != "─"
    } == {6}
    assert lines[-1].endswith("…")


def test_names_are_cut_where_they_still_differ() -> None:
    names = short_names(["000_aaf46d7.txt", "001_f36a.txt", "b.txt", "010203.txt", "0102.txt"])
    assert names == {
        "000_aaf46d7.txt": "000…",
        "001_f36a.txt": "001…",
        "b.txt": "b.txt",
        "0102.txt": "0102.txt",
        "010203.txt": "01020…",
    }
    assert len(set(names.values())) == len(names)


def test_tables_name_the_findings(report: FigureReport) -> None:
    text = groups_table(report)
    assert "一致" in text
    assert "3994" in text
    assert "第一督导组" in text
    assert "5633件" in claims_table(report)


def test_csv_opens_in_a_spreadsheet(report: FigureReport) -> None:
    text = claims_csv(report)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len(rows) == len(report.claims) + 1
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    groups = list(csv.reader(io.StringIO(groups_csv(report)[1:])))
    assert len(groups) == sum(len(g.claims) for g in report.groups) + 1
