from __future__ import annotations

import csv
import io
import time

import pytest

from restore.core.claims import FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.corpus import FigureCheck
from restore.figures.rows import claims_csv, groups_csv
from restore.figures.sheets import workbook
from restore.figures.tables import (
    cell_width,
    claims_table,
    groups_table,
    marked_digits,
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


A = "（2024年1月29日）\n过去一年，全区三级政协1064名特邀调解员，参与调解案件5633件，成功调解3791件。"
B = "（2024年1月30日）\n过去一年，自治区三级政协的特邀调解员1064人，参与调解案件5638件，得到肯定。"


def test_a_conflict_shows_both_sentences_with_the_digits_that_differ() -> None:
    report = check_figures([FigureSource("a", A), FigureSource("b", B)])
    (group,) = report.conflicts
    text = groups_table(report, "zh", {group.id: "不是问题（王）"})
    assert "参与调解案件563［3］件" in text
    assert "参与调解案件563［8］件" in text
    assert "两处都有 1064" in text
    assert "不是问题（王）" in text
    english = groups_table(report, "en")
    assert "both sentences give 1064 as well" in english
    assert "digit 4 is 3 here and 8 there" in english
    assert "confidence strong" in english
    assert not any(
        "\u4e00" <= char <= "\u9fff" for char in english.split("explanation: ")[1].split(":")[0]
    )


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [("5633件", "5638件", "563［3］件"), ("56件", "563件", "56件"), ("12万", "12亿", "12［万］")],
)
def test_what_differs_is_marked(text: str, other: str, marked: str) -> None:
    assert marked_digits(text, other) == marked


def test_an_empty_table_says_why() -> None:
    none = check_figures([FigureSource("a", "没有数的文字。")])
    assert groups_table(none) == claims_table(none) == "文中没有数字。\n"
    assert groups_table(none, "en") == "There are no figures in the text.\n"
    one = check_figures([FigureSource("a", "共有12条措施。")])
    assert groups_table(one).startswith("没有可以互相核对的数字")


def test_what_is_unconfirmed_is_counted_and_not_listed() -> None:
    text = "2021年，{}地区生产总值{}亿元，比上年增长{}。"
    sources = [
        FigureSource("a", text.format("青海", "3346.63", "5.7%")),
        FigureSource("b", text.format("", "24740.86", "7.5%")),
    ]
    with FigureCheck() as check:
        check.run(sources)
        number = check.counts["groups:unconfirmed"]
        assert number
        assert all(group.verdict != "unconfirmed" for group in check.groups())
        report = check.report(unconfirmed=True)
        assert sum(group.verdict == "unconfirmed" for group in report.groups) == number
        assert "未列出" not in groups_table(report)
        assert f"另有 {number} 组" in groups_table(check.report())


def test_a_workbook_holds_all_and_is_the_same_each_time(report: FigureReport) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    data = workbook(report, "en")
    time.sleep(1.1)
    assert data == workbook(report, "en")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["compared", "over the years", "checks", "all figures"]
    assert book["all figures"].max_row == len(report.claims) + 1
