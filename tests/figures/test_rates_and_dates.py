"""Rates beside their counts, anniversaries and days of the calendar, rule by rule."""

from __future__ import annotations

import calendar
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures import check_figures
from restore.figures.arithmetic import check_arithmetic
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def checks(text: str) -> list[ArithmeticCheck]:
    source, dictionary = FigureSource("a", text), load_dictionary()
    found = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
    return [check for check in found if check.outcome != "unmade"]


def outcomes(text: str, rule: str) -> list[str]:
    return [check.outcome for check in checks(text) if check.rule == rule]


COUNTS = "受理信访事项4425件，办结3994件，"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (COUNTS + "办结率为90.3%。", "verified"),
        (COUNTS + "办结率达到90.3%。", "verified"),
        (COUNTS + "办结率达90.3%。", "verified"),
        (COUNTS + "办结率是93.3%。", "failed"),
        (COUNTS + "办结率约为91%。", "verified"),
        # A percentage that is no rate, and a rate of something else, do not stop the search.
        ("案件下降5%，" + COUNTS + "办结率93.3%。", "failed"),
        ("群众满意率95%，" + COUNTS + "办结率93.3%。", "failed"),
        ("办结3994件，办结率90.3%，受理信访事项4425件，调解3994件，调解率93.3%。", "failed"),
        # The nearest count before the part is the whole.
        ("收到1200件，" + COUNTS + "办结率90.3%。", "verified"),
        # What was counted may stand behind its number.
        ("受理信访事项4425件，3994件办结事项，办结率90.3%。", "verified"),
        # Rounded counts make the rate a range: 39.95 of 44.35 to 40.05 of 44.25.
        ("参保人员44.3万人，就诊40.0万人，就诊率90.6%。", "verified"),
        ("参保人员44.3万人，就诊40.0万人，就诊率90.7%。", "failed"),
        ("参保人员44.3万人，就诊40.0万人，就诊率90.0%。", "verified"),
        ("参保人员44.3万人，就诊40.0万人，就诊率89.9%。", "failed"),
    ],
)
def test_a_rate_beside_its_counts(text: str, outcome: str) -> None:
    assert outcomes(text, "ratio") == [outcome]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("粮食产量13731亿斤，比上年增加74亿斤，增长0.5%。", ["verified"]),
        ("粮食产量13731亿斤，比上年增加74亿斤，增长0.9%。", ["failed"]),
        ("外汇储备32407亿美元，较2月末上升734亿美元，升幅为0.42%。", ["failed"]),
        ("播种面积7132.6万亩，比上年减少31.5万亩，下降0.4%。", ["verified"]),
        ("用能8000吨，比上年减少800吨，下降9%。", ["verified"]),
        # Growth at constant prices need not follow from the values, nor of another thing.
        ("全省生产总值5000亿元，比上年增加100亿元，增长5.5%。", []),
        ("产量13731亿斤，比上年增加74亿斤，其中玉米增长9.5%。", []),
    ],
)
def test_an_increase_beside_its_rate(text: str, found: list[str]) -> None:
    assert outcomes(text, "step") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在41个行业中，有24个行业利润增长，增长面为58.5%。", ["verified"]),
        ("在41个行业中，有24个行业利润增长，增长面为68.5%。", ["failed"]),
        ("重点监测的122种产品中，84种产品产量增长，占比60.9%。", ["failed"]),
        ("有24个行业利润增长，增长面为68.5%。", []),
    ],
)
def test_how_large_a_part_is(text: str, found: list[str]) -> None:
    assert outcomes(text, "share") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("进出口从2.98万亿元升至3.67万亿元，增幅23.2%。", ["verified"]),
        ("进出口从2.98万亿元升至3.67万亿元，增幅达28.3%。", ["failed"]),
        ("能力从2230亿立方米增长到3940亿立方米，增幅达76%。", ["verified"]),
        ("能力从2230亿立方米增长到3940亿立方米，增幅达75%。", ["failed"]),
        ("审批事项由882项减少到258项，精简率70.7%。", ["verified"]),
        ("审批事项由882项减少到258项，精简率达71.9%。", ["failed"]),
        ("审批事项由882项减少到258项，办结率达91.9%。", []),
    ],
)
def test_a_change_that_is_named_by_its_rate(text: str, found: list[str]) -> None:
    assert outcomes(text, "growth") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全年接待游客3.23万人次。年接待游客由1.58亿人次增加到3.23亿人次。", ["possible"]),
        ("全年接待游客3.23亿人次。年接待游客由1.58亿人次增加到3.23亿人次。", []),
        # Two digits meet by chance, other words tell of another thing.
        ("全年接待游客3.2万人次。年接待游客由1.58亿人次增加到3.2亿人次。", []),
        ("全年接待游客3.23万人次。铁路发送3.23亿人次。", []),
        # A power left out, or another unit of the same measure.
        ("全年旅游收入12.35元。去年旅游收入12.35万元。", ["failed"]),
        ("高标准农田面积128.5万亩。高标准农田面积128.5万公顷。", ["possible"]),
        ("高标准农田面积128.5万亩。高标准农田面积8.57万公顷。", []),
        ("城市绿地面积1285平方公里。城市绿地面积1285亩。", ["possible"]),
        ("粮食总产量1285.6万吨。粮食总产量1285.6万公斤。", ["possible"]),
        ("粮食总产量1285.6万吨。粮食播种面积1285.6万亩。", []),
        ("外贸进出口2.983万亿元。外贸进出口2.983亿元。", ["failed"]),
        ("外贸进出口额2.983万亿元。全市外贸进出口2.983亿元。", ["possible"]),
        # Right behind the same words a number of any length is the same.
        ("力争产值突破600亿元。力争产值突破600万元。", ["possible"]),
        ("力争产值突破600亿元。力争产值突破600亿元。", []),
        ("城镇新增就业1万人以上。城镇新增就业1亿人以上。", ["possible"]),
        ("新增就业1万人以上。转移就业1亿人以上。", []),
        ("注册资本5万元。注册资本5亿元。", []),
        ("注册资本55万元。注册资本55亿元。", ["failed"]),
        ("修建机耕道路5公里。修建机耕道路5米。", []),
    ],
)
def test_one_number_in_two_scales(text: str, found: list[str]) -> None:
    assert outcomes(text, "scale") == found


@pytest.mark.parametrize(
    "text",
    [
        # Another unit, a count in the rate's own clause, rounded or qualified counts.
        "受理信访事项4425人，办结3994件，办结率93.3%。",
        "受理信访事项4425件，办结3994件办结率93.3%。",
        "受理信访事项约4425件，办结3994件，办结率93.3%。",
        "受理信访事项4425件，办结约3994件，办结率93.3%。",
        "拨付补助4425元，发放3994元，发放率93.3%。",
        "办结率93.3%。",
    ],
)
def test_counts_that_are_not_those_of_the_rate(text: str) -> None:
    assert outcomes(text, "ratio") == []


def test_the_counts_stand_among_the_four_figures_before_a_rate() -> None:
    between = "其中信函{}人，来访{}人，"
    text = "受理信访事项4425件，" + between.format(15, 26) + "办结3994件，办结率{}%。"
    assert outcomes(text.format("93.3"), "ratio") == ["failed"]
    text = "受理信访事项4425件，网络37人，" + between.format(15, 26) + "办结3994件，办结率{}%。"
    assert outcomes(text.format("93.3"), "ratio") == []


def test_a_whole_is_not_ten_times_smaller_than_its_part() -> None:
    text = "受理信访事项{}件，办结400件，办结率93.3%。"
    assert outcomes(text.format(41), "ratio") == ["possible"]
    assert outcomes(text.format(40), "ratio") == []


def test_a_check_says_what_it_compared() -> None:
    (check,) = (check for check in checks(COUNTS + "办结率93.3%。") if check.rule == "ratio")
    assert (check.stated, check.expected) == (Decimal("93.3"), Decimal("90.3"))
    assert check.explanation == "3994件 ÷ 4425件 = 90.3%，文中为 93.3%"
    assert len(check.claims) == 3
    assert check.span == (6, 28)


def test_ids_come_from_the_content_and_checks_stand_in_order() -> None:
    text = COUNTS + "办结率93.3%。2023年2月30日召开会议。2月31日闭会。"
    found = checks(text)
    assert [check.rule for check in found] == ["part-of-whole", "ratio", "date", "date"]
    assert [check.id for check in found] == [check.id for check in checks(text)]
    assert len({check.id for check in found}) == 4
    assert all(len(check.id) == 13 and check.id[0] == "a" for check in found)
    assert found[2].explanation == "没有这一天：2023年2月30日"
    assert (found[2].span, found[2].claims) == ((29, 39), ())


# --- anniversaries


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年是新中国成立75周年。", ["verified"]),
        ("2024年是新中国成立76周年。", ["failed"]),
        ("2024年恰逢新中国成立76周年。", ["failed"]),
        # The name that ends nearest to the figure is the one that is spoken of.
        ("2024年是新中国和自治区政协成立69周年。", ["verified"]),
        ("2024年是自治区政协和新中国成立75周年。", ["verified"]),
        ("2024年是香港回归27周年和澳门回归25周年。", ["verified", "verified"]),
        # Nobody knows what it is the anniversary of, or of which year it is.
        ("2024年是公司成立76周年。", []),
        ("新中国成立76周年。", []),
        # An anniversary that is only prepared for may be another year's.
        ("2024年我们筹备新中国成立76周年庆祝活动。", []),
        ("2021年至2025年迎来新中国成立75周年。", []),
        ("2024年是新中国和各族人民所企盼的伟大事业成立76周年。", []),
    ],
)
def test_founding_year_and_age_give_the_year(text: str, found: list[str]) -> None:
    assert outcomes(text, "anniversary") == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # The whole sentence may stand between the year and what it is the year of.
        ("2018年是开局之年，是改革开放{}周年，是决胜之年", {40}),
        ("2018年是开局之年，是改革开放40周年，也是自治区成立{}周年，做好今年工作", {60}),
        ("2018年是改革开放40周年和自治区成立{}周年", {60}),
        ("2018年，我们将迎来广西壮族自治区成立{}周年", {60}),
        ("2017年夏天起草，2018年是改革开放{}周年", {40}),
        # Here it is the year of something else.
        ("2018年是开局之年，全市筹备改革开放{}周年展览", {40, 50, 60}),
        ("2018年完成3项，纪念改革开放{}周年研讨会", {40, 35}),
        # What stands between makes it another thing, or a part.
        ("2018年是中华人民共和国宪法颁布{}周年", {36, 40}),
        ("2018年是人民解放军空军成立{}周年", {69, 91}),
        ("2018年是空军建军{}周年", {69, 91}),
        ("2018年是海南省改革开放{}周年", {30, 40}),
        ("2018年是甲国加入共建“一带一路”倡议{}周年", {3, 5}),
        ("2018年是凉山州成立{}周年", {66}),
        ("2018年是毛泽东同志诞辰{}周年", {125}),
        ("2018年是“一带一路”倡议提出{}周年", {5}),
        ("2018年是新中国成立{}周年", {69}),
    ],
)
def test_what_an_anniversary_is_of_and_of_which_year(words: str, found: set[int]) -> None:
    text = "广西壮族自治区。广西。广西。\n{}。"
    for age in found:
        assert "failed" not in outcomes(text.format(words.format(age)), "anniversary")
    if len(found) == 1:
        assert "failed" in outcomes(text.format(words.format(max(found) + 30)), "anniversary")


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("2024年是新中国和人民政协成立\n", ["verified"]),
        ("2024年是新中国和人民政协成立\n\n", []),
        ("2024年，获《秘书工作》创刊39周年优秀奖，人民政协成立", ["verified", "verified"]),
    ],
)
def test_an_anniversary_behind_a_line_break_or_a_quoted_name(before: str, found: list[str]) -> None:
    text = f"二、2024年工作安排\n{before}75周年，是关键一年。"
    assert [o for o in outcomes(text, "anniversary") if o != "unmade"] == found


@pytest.mark.parametrize(
    ("head", "words", "right", "wrong", "found"),
    [
        # The region or prefecture of a report is its own.
        ("南宁市政府工作报告\n广西广西广西", "迎接自治区成立{}周年", 60, 90, "failed"),
        ("海北州政府工作报告\n青海青海青海", "庆祝自治州成立{}周年", 65, 25, "failed"),
        ("海南省政府工作报告\n海南", "庆祝自治州成立{}周年", 65, 25, None),
        ("甲市政府工作报告\n广西广西广西新疆", "迎接自治区成立{}周年", 60, 90, None),
        # What is worked for is of this year or the next, whether odd or round.
        ("", "以优异成绩迎接改革开放{}周年", 40, 45, "failed"),
        ("", "以优异的成绩向中国共产党成立{}周年献礼", 97, 99, "failed"),
        ("", "以优异的成绩庆祝中国共产党成立{}周年", 97, 90, "failed"),
        ("", "围绕新中国成立{}周年等主题开展活动", 69, 85, "failed"),
        ("", "围绕新中国成立{}周年等主题开展活动", 70, 65, None),
    ],
)
def test_anniversaries_of_a_report(
    head: str, words: str, right: int, wrong: int, found: str | None
) -> None:
    told = f"{head}\n（2018年1月20日）\n二、2018年工作\n{words}。"
    assert "failed" not in outcomes(told.format(right), "anniversary")
    assert outcomes(told.format(wrong), "anniversary") == ([found] if found else [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("围绕新中国成立74周年创作。", "failed"),
        ("比如，新中国成立10周年的大好机遇。", "possible"),
        ("明年，新中国成立77周年的大好机遇。", None),
        ("在新中国成立74周年座谈会上。", None),
        ("围绕新中国成立70周年创作。", None),
    ],
)
def test_an_anniversary_that_another_one_shows_wrong(words: str, found: str | None) -> None:
    told = f"（2024年1月20日）\n二、2024年工作\n今年是新中国成立75周年。\n{words}"
    assert outcomes(told, "anniversary") == ["verified", *([found] if found else [])]


def test_an_anniversary_is_told_wrong_once() -> None:
    right = "今年是新中国成立75周年。新中国成立75周年之际，新中国成立75周年。"
    text = f"（2024年1月20日）\n二、2024年工作\n{right}围绕新中国成立71周年创作。"
    assert outcomes(text, "anniversary") == ["verified"] * 3 + ["failed"]


@pytest.mark.parametrize("words", ["过去一年，是", "过去的一年是"])
def test_an_anniversary_of_the_past_year(words: str) -> None:
    told = f"（2025年1月7日）\n一、2024年政府工作回顾\n{words}中华人民共和国成立{{}}周年。"
    assert outcomes(told.format(75), "anniversary") == ["verified"]
    for wrong in (72, 79):
        assert outcomes(told.format(wrong), "anniversary") == ["failed"]


def test_meetings_of_what_is_kept_every_year_are_spoken_of_for_twelve_years() -> None:
    text = "（2025年1月7日）\n一、2024年政府工作回顾\n2024年，在全国庆祝建军{}周年大会上作交流。"
    for right in (50, 80, 85, 97, 98, 107):
        assert outcomes(text.format(right), "anniversary") in (["verified"], [])
    for wrong in (57, 84):
        assert outcomes(text.format(wrong), "anniversary") == ["possible"]


def test_a_guessed_year_only_makes_an_anniversary_doubtful() -> None:
    text = "去年，2023年，2023年。今年是新中国成立79周年。"
    sure = "今年是中国共产党成立103周年。"
    assert outcomes(text, "anniversary") == []
    report = check_figures([FigureSource("a", text + sure)])
    (check,) = [c for c in report.checks if c.rule == "anniversary" and c.outcome != "verified"]
    assert (check.outcome, text[slice(*check.span)]) == ("possible", "今年是新中国成立79周年")


# --- days


@given(st.integers(1900, 2099), st.integers(0, 14), st.integers(0, 33))
def test_days_that_no_calendar_has(year: int, month: int, day: int) -> None:
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    wanted = [] if exists else ["failed"]
    assert outcomes(f"{year}年{month}月{day}日开会", "date") == wanted


@pytest.mark.parametrize("year", [1900, 1904, 1999, 2000, 2001, 2004, 2096])
@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_each_month(year: int, month: int) -> None:
    last = calendar.monthrange(year, month)[1]
    for day, found in ((0, ["failed"]), (1, []), (last, []), (last + 1, ["failed"])):
        assert outcomes(f"{year}年{month}月{day}日开会", "date") == found


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_each_month_of_an_unknown_year(month: int) -> None:
    last = calendar.monthrange(2000, month)[1]
    for day, found in ((0, ["failed"]), (1, []), (last, []), (last + 1, ["failed"])):
        assert outcomes(f"会议于{month}月{day}号召开", "date") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年13月完成", ["failed"]),
        ("2023年12月完成", []),
        ("2023年0月完成", ["failed"]),
        ("13月5日完成", ["failed"]),
        ("0月5日完成", ["failed"]),
        ("共12023年13月5日", []),
        ("连续3月31日均温", []),
    ],
)
def test_months_and_what_is_no_date(text: str, found: list[str]) -> None:
    assert outcomes(text, "date") == found


@pytest.mark.parametrize(
    ("words", "failed"),
    [
        ("以优异成绩庆祝中国共产党成立107周年。", True),
        ("以优异成绩庆祝中国共产党成立101周年。", False),
        ("以优异成绩庆祝中国共产党成立99周年。", False),
        ("以优异成绩庆祝中国共产党成立98周年。", True),
        ("隆重庆祝中国共产党成立95周年。", False),
        ("中国共产党成立107周年。", False),
        ("庆祝中国共产党成立107周年大会召开。", False),
        ("2028年庆祝中国共产党成立107周年。", False),
    ],
)
def test_an_odd_anniversary_is_kept_in_its_year(words: str, failed: bool) -> None:
    report = check_figures([FigureSource("a", f"（2021年1月20日）\n{words}")])
    found = [check for check in report.failed_checks if check.rule == "anniversary"]
    assert bool(found) is failed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2015年组织好西藏自治区成立{}周年和新疆维吾尔自治区成立60周年庆祝活动。", {51, 60}),
        ("2015年组织好西藏自治区成立{}周年庆祝大会。", {51, 60}),
        ("2015年隆重庆祝西藏自治区成立{}周年。", {51, 60}),
        ("2015年圆满完成西藏自治区成立{}周年相关活动。", {51, 60}),
        # A talk about it may be held in any year, and the republic is celebrated in each.
        ("2015年举办西藏自治区成立{}周年座谈会。", set()),
        ("2015年组织新中国成立{}周年庆祝活动。", set()),
    ],
)
def test_great_gatherings_are_held_every_five_years(text: str, told: set[int]) -> None:
    right = 66 if "新中国" in text else 50
    assert "failed" not in outcomes(text.format(right), "anniversary")
    for wrong in (51, 60):
        assert ("failed" in outcomes(text.format(wrong), "anniversary")) is (wrong in told)


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("举办深圳大学建校30周年校庆。", "深圳大学建校33周年校庆圆满。", True),
        ("举办深圳大学建校30周年校庆。", "深圳大学建校30周年校庆圆满。", False),
        # The one before was ten years ago, or is to come.
        ("举办深圳大学建校30周年校庆。", "深圳大学建校40周年校庆圆满。", False),
        ("举办深圳大学建校29周年校庆。", "喜迎深圳大学建校30周年校庆。", False),
        ("办好纪念深圳大学建校30周年校庆。", "纪念深圳大学建校50周年校庆圆满。", True),
        ("办好深圳大学建校30周年校庆。", "回顾深圳大学建校50周年校庆。", False),
        # A place is founded once, whatever leads to it.
        ("以优异成绩迎接建市30周年。", "2023年，我们将迎来孝感建市80周年。", True),
        ("以优异成绩迎接建市30周年。", "2023年，我们将迎来孝感建市33周年。", True),
        ("以优异成绩迎接建市30周年。", "2023年，我们将迎来孝感建市30周年。", False),
        ("以优异成绩迎接建市30周年。", "2033年，再过10年，将是孝感建市44周年。", False),
        ("庆祝撤县设市40周年。", "撤县设市20周年演出。", True),
        ("庆祝撤县设市30周年。", "撤地设市24周年演出。", False),
        ("庆祝同邻国两国建交30周年。", "庆祝同邻国两国建交33周年。", False),
    ],
)
def test_two_mentions_of_one_anniversary_agree(one: str, two: str, told: bool) -> None:
    assert outcomes(one + "会议召开。" + two, "repeated") == (["possible"] if told else [])
