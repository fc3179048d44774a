"""Years of plans, ranges and sections; the terms of congresses; anniversaries of a report's year."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def failed(text: str, rule: str, title: str | None = None) -> int:
    checks = check_figures([FigureSource("a", text, title)]).checks
    return sum(check.rule == rule and check.outcome == "failed" for check in checks)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2026年是“十五五”规划开局之年。", "2028年是“十五五”规划开局之年。"),
        ("2025年是“十四五”规划收官之年。", "2024年是“十四五”规划收官之年。"),
        ("2023年是实施“十四五”规划的第三年。", "2022年是实施“十四五”规划的第三年。"),
        (
            "2021年是建党一百周年，也是“十四五”开局之年。",
            "2028年是建党一百零七周年，也是“十四五”开局之年。",
        ),
        (
            "2024年，我们将迎来建设20周年；2025年，我们将迎来“十四五”收官之年。",
            "2024年，我们将迎来建设20周年；2023年，我们将迎来“十四五”收官之年。",
        ),
        (
            "（2021年1月20日）\n今年是“十四五”开局之年。",
            "（2021年1月20日）\n今年是“十五五”开局之年。",
        ),
        ("2020年，我们胜利完成，今年是“十四五”开局之年。", "2024年，我们将迎来“十四五”开局之年。"),
        ("到二0三五年，基本实现。", "到二5三五年，基本实现。"),
        ("到二〇2五年，基本实现。", "到二53五年，基本实现。"),
        (
            "第十四个五年规划和二〇三五年远景目标纲要",
            "第十四个五年规划和二五三五年远景目标纲要",
        ),
        ("第十四个五年规划和二0三五年远景目标", "第十四个五年规划和二5三五年远景目标"),
        (
            "2015中国海博会。2015中国海博会。2016中国海博会。",
            "2015中国海博会。1015中国海博会。2016中国海博会。",
        ),
        ("1015中国海博会。", "1015中国海博会。2015中国海博会。"),
        (
            "2021年，甲；2022年，乙；2023年，丙；2025年，丁。",
            "2021年，甲；2022年，乙；2023年，丙；2021年，丁。",
        ),
        (
            "2021年，甲；2022年，乙；2020年，丙。",
            "2021年，甲；2022年，乙；2020年，丙；2024年，丁。",
        ),
        ("“十四五”时期（2021—2025年）", "“十四五”时期（2021—2026年）"),
        ("2016—2020年累计增长。", "2026—2020年累计增长。"),
        (
            "一、2025年工作回顾\n2025年，我们。\n二、2026年工作安排\n2026年，要。",
            "一、2025年工作回顾\n2025年，我们。\n二、2028年工作安排\n2026年，要。",
        ),
        (
            "一、2025年工作回顾\n2025年，我们。\n二、2026年重点工作\n2026年，要。",
            "一、2021年工作回顾\n2025年，我们。\n二、2026年重点工作\n2026年，要。",
        ),
        (
            "三、2026年重点工作\n今年是“十五五”开局之年。",
            "三、2025年重点工作\n今年是“十五五”开局之年。",
        ),
        (
            "一、2025年工作\n本年是“十四五”规划的收官之年。",
            "一、2020年工作\n本年是“十四五”规划的收官之年。",
        ),
    ],
)
def test_years_that_follow_from_one_another(right: str, wrong: str) -> None:
    assert failed(right, "year") == 0
    assert failed(wrong, "year") == 1


@pytest.mark.parametrize(
    "text",
    [
        "2025年是“十四五”规划收官之年、“十五五”规划谋篇布局之年。",
        "2025年，“十五五”规划开局之年在即。",
        "一、2018年工作回顾\n内容。\n二、2018年工作体会\n三、2019年工作安排\n内容。",
        "电话2026—2020，共20项。",
        # The year is spoken of far below the heading, or beside another one.
        "二、2025年工作\n" + "我们开拓进取。" * 30 + "今年是“十五五”开局之年。",
        "二、2021—2025年工作情况和2026年打算\n今年是“十五五”开局之年。",
    ],
)
def test_years_that_say_nothing(text: str) -> None:
    assert failed(text, "year") == 0


REPORT = "2026年政府工作报告"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("深入贯彻党的二十届四中全会精神。", 0),
        ("深入贯彻党的二十八届四中全会精神。", 1),
        ("深入贯彻党的二十届九中全会精神。", 1),
        ("八届十二中全会、十三届八中全会。", 0),
        ("迎接党的二十一大胜利召开。", 0),
        ("党的十八大以来，十四届全国人大四次会议。", 0),
        ("十七届全国人大四次会议。", 1),
        ("省委十二届五次全会。省委十二届六次全会。省委十二届历次全会。省委十九届八次全会。", 1),
        ("省委十二届五次全会。省委十二届六次全会。省委十二届历次全会。省委十一届八次全会。", 0),
    ],
)
def test_no_session_is_told_of_that_is_to_come(text: str, found: int) -> None:
    assert failed(text, "session", REPORT) == found


def test_a_row_of_years_may_leave_some_out_or_end_its_sentences() -> None:
    assert failed("2021年，甲。2022年，乙；2024年，丙。2025年，丁。", "year") == 0
    assert failed("2021年，甲。2022年，乙；2022年，丙。2024年，丁。", "year") == 1


def test_without_a_year_terms_are_compared_with_one_another() -> None:
    text = "党的十八大以来。党的十八大指出。党的十八大报告。"
    assert failed(text + "迎接党的二十大。", "session") == 0
    assert failed(text + "党的二十八大。", "session") == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一年来，我们隆重庆祝中华人民共和国成立75周年。", 0),
        ("一年来，我们隆重庆祝中华人民共和国成立35周年。", 1),
        ("五年来，隆重庆祝新中国成立70周年。", 0),
        ("今年是新中国成立76周年。", 0),
        ("今年是新中国成立70周年。", 1),
        ("自治区成立70周年。庆祝自治区成立70周年。出席自治区成立90周年庆祝活动。", 1),
        ("2025年9月，出席自治区成立90周年活动。庆祝自治区成立70周年。自治区成立70周年。", 1),
        ("二〇二九年中华人民共和国成立八十周年时。\n新中国成立75周年。新中国成立75周年。", 0),
        ("在庆祝中国共产党成立100周年大会上。中国共产党成立105周年。中国共产党成立105周年。", 0),
    ],
)
def test_anniversaries_of_a_report_of_2025(text: str, found: int) -> None:
    review = "（2025年1月20日）\n一、2024年工作回顾\n"
    if "今年" in text or "自治区" in text:
        review = "（2025年10月20日）\n"
    if "八十" in text or "105" in text:
        review = ""
    assert failed(review + text, "anniversary") == found


def test_a_total_and_a_kind_of_it_make_a_share() -> None:
    text = "总装机达9157万千瓦，新能源装机达4091万千瓦、占比达{}%。"
    assert failed(text.format("44.7"), "share") == 0
    assert failed(text.format("64.7"), "share") == 1


def test_a_scale_that_breaks_a_sum() -> None:
    text = "财政赤字2.76万亿元，其中中央财政赤字1.83万亿元，地方财政赤字9300{}元。"
    assert failed(text.format("亿"), "sum") == 0
    assert failed(text.format("万"), "sum") == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("提出五大类21个主要指标，包括13个预期性指标、8个约束性指标。", 0),
        ("提出五大类21个主要指标，包括13个预期性指标、5个约束性指标。", 1),
        ("提出98个主要指标，其中20个预期性指标、8个约束性指标。", 1),
        ("提出98个主要指标，其中20个预期性指标、8个民生指标。", 0),
        ("拟安排财政赤字9000亿元，其中中央财政赤字7000亿元，继续代地方发债2000亿元。", 0),
        ("拟安排财政赤字9005亿元，其中中央财政赤字7000亿元，继续代地方发债2000亿元。", 1),
    ],
)
def test_opposites_that_a_plan_and_a_budget_name(text: str, found: int) -> None:
    assert failed(text, "sum") == found
