from __future__ import annotations

import csv
import io
import time
from decimal import Decimal

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
    readable_value,
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
    assert "两处的句子里还都有 1064" in text
    assert "不是问题（王）" in text
    english = groups_table(report, "en")
    assert "both sentences also give 1064" in english
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
    assert "没有可以核算的数字" in groups_table(one)
    assert "No indicator is given in several years." in groups_table(one, "en")


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


def test_what_cannot_be_compared_is_counted_and_not_listed() -> None:
    text = "2021年{}，全市地区生产总值达到{}亿元，比上年同期增长6.2%。"
    texts = text.format("1—9月", "3346.63"), text.format("", "4740.86")
    report = check_figures([FigureSource(str(n), told) for n, told in enumerate(texts)])
    assert [group.verdict for group in report.groups if "3346.63" in group.explanation] == [
        "not-comparable"
    ]
    assert "3346.63" not in groups_table(report).split("\n\n")[0]
    assert "另有 1 组说的是不同时间" in groups_table(report)
    assert "另有 1 组" not in groups_table(report, everything=True)
    assert "1 more groups" in groups_table(report, "en")


def test_a_workbook_holds_all_and_is_the_same_each_time(report: FigureReport) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    data = workbook(report, "en")
    time.sleep(1.1)
    assert data == workbook(report, "en")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["compared", "over the years", "checks", "all figures"]
    assert book["all figures"].max_row == len(report.claims) + 1


def test_a_workbook_is_made_to_be_read() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    c = "由12000.5元增加到92亿元。全县新建学校3所、医院2所，共6所。"
    report = check_figures([FigureSource(n, t) for n, t in (("a", A), ("b", B), ("c", c))])
    book = openpyxl.load_workbook(io.BytesIO(workbook(report)), rich_text=True)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet[1][0].font.bold
    figures = book["全部数字"]
    values = {row[2].value: row[2].number_format for row in figures.iter_rows(min_row=2)}
    assert values[5633] == "0"
    assert values[12000.5] == "#,##0.0"
    assert values[9_200_000_000] == "#,##0"
    groups = book["核对结果"]
    head = [cell.value for cell in groups[1]]
    row = groups[2]
    assert [str(part) for part in row[head.index("小句")].value] == [
        "参与调解案件",
        "563",
        "3",
        "件",
    ]
    assert row[head.index("小句")].value[2].font.b
    target = row[head.index("编号")].hyperlink.location.rpartition("A")[2]
    assert figures[int(target)][1].value == "5633件"
    # The check's id leads to its first figure.
    (check,) = (row for row in book["核算"].iter_rows(min_row=2) if row[1].value == "不符")
    assert figures[int(check[0].hyperlink.location.rpartition("A")[2])][1].value == "6所"


def test_a_sheet_without_rows_says_why() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for text, why in (("没有数的文字。", "文中没有数字。"), ("共有12条措施。", "没有可以互相核对")):
        book = openpyxl.load_workbook(
            io.BytesIO(workbook(check_figures([FigureSource("a", text)])))
        )
        assert book["核对结果"]["A2"].value.startswith(why)
        assert all(sheet.max_row == 2 for sheet in book)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("3", "3", "3"),
        ("12000", "12,000", "12,000"),
        ("120000", "12万", "120,000"),
        ("99999", "99,999", "99,999"),
        ("1234567", "1,234,567", "1,234,567"),
        ("36500000", "3,650万", "36,500,000"),
        ("120000000", "1.2亿", "120,000,000"),
        ("-9200000000", "-92亿", "-9,200,000,000"),
        ("90.30", "90.3", "90.3"),
    ],
)
def test_numbers_are_written_as_they_are_read(value: str, chinese: str, english: str) -> None:
    assert readable_value(Decimal(value)) == chinese
    assert readable_value(Decimal(value), "en") == english
