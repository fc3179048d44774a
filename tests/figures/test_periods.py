from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary
from restore.figures.extraction import extract
from restore.figures.periods import Anchor, anchor_of, heading_year, resolve
from restore.figures.times import scan_times

ANCHOR = Anchor(about=2023, given=2024)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023年", "2023-01", "2023-12"),
        ("2023年9月4日", "2023-09-04", "2023-09-04"),
        ("截至2023年12月底", "2023-01", "2023-12"),
        ("2023—2027年", "2023-01", "2027-12"),
        ("1—11月", "2023-01", "2023-11"),
        ("上半年", "2023-01", "2023-06"),
        ("前三季度", "2023-01", "2023-09"),
        ("“十四五”时期", "2021-01", "2025-12"),
        ("过去一年", "2023-01", "2023-12"),
        ("去年", "2023-01", "2023-12"),
        ("今年", "2024-01", "2024-12"),
        ("今年2月", "2024-02", "2024-02"),
        ("过去五年", "2019-01", "2023-12"),
        ("二〇二三年", "2023-01", "2023-12"),
    ],
)
def test_resolves(text: str, start: str, end: str) -> None:
    (mention,) = scan_times(text)
    assert resolve(mention, ANCHOR) == (start, end)


def test_a_baseline_is_no_period() -> None:
    (mention,) = scan_times("比2020年增长5%")
    assert mention.baseline


def test_a_bare_plan_is_part_of_a_name() -> None:
    (mention,) = scan_times("“十四五”规划")
    assert resolve(mention, ANCHOR) is None


@pytest.mark.parametrize(
    ("text", "title", "date", "about", "given"),
    [
        ("过去一年，我们", None, "2024年1月29日", 2023, 2024),
        ("（2026年2月3日）\n一年来", None, None, 2025, 2026),
        ("见闻", "2023年度创新实践综述", None, 2023, 2023),
        ("2019年国务院政府工作报告\n过去一年", None, None, 2018, 2019),
        ("没有年份", None, None, None, None),
        # The line under the title says when it was read; a report of December looks ahead.
        ("——2021年2月5日在甲州第十四届人民代表大会第七次会议上\n回顾", None, None, 2020, 2021),
        ("（2021年2月5日在甲州第十四届人民代表大会第七次会议上）\n回顾", None, None, 2020, 2021),
        ("——2021年12月7日在甲市第五届人民代表大会第一次会议上\n回顾", None, None, 2021, 2021),
        ("2013年国民经济和社会发展统计公报", None, None, 2013, 2013),
    ],
)
def test_anchor(
    text: str, title: str | None, date: str | None, about: int | None, given: int | None
) -> None:
    assert anchor_of(text, title, date)[:2] == (about, given)


def test_heading_sets_the_year(dictionary: FigureDictionary) -> None:
    assert heading_year("二、2024年工作安排") == 2024
    assert heading_year("2024年重点工作") == heading_year("过去五年和2024年工作回顾") == 2024
    assert heading_year("2024年重点工作，已经完成") is heading_year("2024年") is None
    assert heading_year("2024年物价运行平稳 实现年度调控目标") is None
    text = "一、2023年工作回顾\n办结提案12件。\n二、2024年工作安排\n办结提案15件。"
    claims = extract(FigureSource("a", text), dictionary).claims
    assert [c.period and c.period.start for c in claims] == ["2023-01", "2024-01"]


def test_a_day_without_month_leaves_the_period_open(dictionary: FigureDictionary) -> None:
    (claim,) = extract(FigureSource("a", "2022年的事。26日新增12人。"), dictionary).claims
    assert claim.period is None


@pytest.mark.parametrize(
    "words",
    ["截至目前，共有调解员12名", "上届委员提出提案12件", "人民政协成立75周年大会上12名委员发言",
     "到目前为止，全区12个盟市推开", "今天，全区12个盟市推开", "昨日走访12户", "当天有12名"],
)  # fmt: skip
def test_a_time_that_no_year_of_the_document_stands_for_is_unknown(
    words: str, dictionary: FigureDictionary
) -> None:
    source = FigureSource("a", f"（2025年1月20日）\n{words}。本地有调解员12名。")
    *_, first, last = (c for c in extract(source, dictionary).claims if c.text.startswith("12"))
    assert first.period is None
    assert last.period is not None


def periods(text: str, book: FigureDictionary, **known: str) -> list[tuple[str, str] | None]:
    claims = extract(FigureSource("t", text, **known), book).claims
    found = [claim.period for claim in claims if claim.unit != "周年"]
    return [(p.start[:4] + "-" + p.end[:4], p.origin) if p else None for p in found]


@pytest.mark.parametrize(
    ("title", "date"),
    [
        (None, "2025年1月18日"),
        ("常务委员会工作报告（2025年1月）", None),
        ("常务委员会工作报告（2025年1月18日）", None),
    ],
)
def test_the_year_past_of_a_january_report_is_the_year_before(
    title: str | None, date: str | None, dictionary: FigureDictionary
) -> None:
    text = "各位委员：过去一年，办结提案312件。五年来，办结1580件。2025年，安排调研6项。"
    claims = extract(FigureSource("t", text, title=title, date=date), dictionary).claims
    years = [(c.period.start[:4], c.period.end[:4]) for c in claims if c.period]
    assert years == [("2024", "2024"), ("2020", "2024"), ("2025", "2025")]


def test_what_was_ten_years_is_no_review(dictionary: FigureDictionary) -> None:
    text = "三十年来，林地不断增加，今春又种4万棵。"
    assert anchor_of(text, None, "2025年3月2日") == Anchor(2025, 2025, month=3)


def test_ceremonies_and_earlier_bodies_have_no_year_of_the_report(
    dictionary: FigureDictionary,
) -> None:
    report = "一、2024年工作\n"
    for text in (
        "政协成立75周年大会隆重召开，400名代表参加。",
        "上届委员提交提案2100件。",
        "截至目前，办结7600件。",
    ):
        assert periods(report + text, dictionary, date="2025年1月18日") == [None]


def test_a_guessed_year_says_so(dictionary: FigureDictionary) -> None:
    text = "一年来，办结提案312件。2024年走访51家企业，2024年调研12次。"
    assert periods(text, dictionary)[0] == ("2024-2024", "guess")


def test_this_year_is_no_guess_under_a_heading_that_names_it(dictionary: FigureDictionary) -> None:
    text = "去年办结。2024年，2024年。\n二、{}年安排\n今年办结提案12件。"
    assert periods(text.format(2025), dictionary) == [("2025-2025", "clause")]
    assert periods(text.format(2026), dictionary) == [("2025-2025", "guess")]


def test_a_guessed_year_makes_no_conflict() -> None:
    told = "{}，全市法官参与调解合同案件{}件，2024年走访企业51家，2024年调研12次。"

    def verdicts(when: str) -> set[str]:
        texts = told.format("2024年", 5633), told.format(when, 5643)
        report = check_figures([FigureSource(str(n), text) for n, text in enumerate(texts)])
        return {group.verdict for group in report.groups}

    assert "conflict" in verdicts("2024年")
    assert "conflict" not in verdicts("一年来")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("前4个月累计开行12213列。", ("2024-01", "2024-04")),
        ("2023年前四个月完成投资12亿元。", ("2023-01", "2023-04")),
        ("今年前三个月，新设企业51家。", ("2024-01", "2024-03")),
    ],
)
def test_the_first_months_of_a_year(
    text: str, period: tuple[str, str], dictionary: FigureDictionary
) -> None:
    claims = extract(FigureSource("d", text, date="2024年6月1日"), dictionary).claims
    assert [(c.period.start, c.period.end) for c in claims if c.period] == [period]


def test_months_before_something_are_a_length_of_time(dictionary: FigureDictionary) -> None:
    text = "应当在届满前三个月内提出申请。"
    claims = extract(FigureSource("d", text), dictionary).claims
    assert [claim.text for claim in claims] == ["三个月"]


def spans(
    text: str, book: FigureDictionary, date: str | None = None
) -> list[tuple[str, str] | None]:
    claims = extract(FigureSource("t", text, date=date), book).claims
    return [(c.period.start, c.period.end) if c.period else None for c in claims]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2024年1—11月新开工12套，12月又开工3套。", ("2024-12", "2024-12")),
        ("2024年完成投资12亿元，上半年完成5亿元。", ("2024-01", "2024-06")),
        ("去年新开工12套，12月开工3套。", ("2024-12", "2024-12")),
        # Another sentence, a beginning, a comparison and two years tell no year.
        ("自2023年“两地车辆自由通行”政策正式实施以来，5月出口12套。", ("2025-05", "2025-05")),
        ("2023年开通以来，截至5月25日出口12套。", ("2025-05-25", "2025-05-25")),
        ("2024年新开工12套。3月开工3套。", ("2025-03", "2025-03")),
        ("比2023年多12套，3月开工3套。", ("2025-03", "2025-03")),
        ("2021年至2023年新开工12套，3月开工3套。", ("2025-03", "2025-03")),
    ],
)
def test_a_month_is_of_the_year_named_before_it(
    text: str, last: tuple[str, str], dictionary: FigureDictionary
) -> None:
    assert spans(text, dictionary, "2025年7月20日")[-1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("前三季度接待游客860万人次，恢复到2019年同期的112%。", ("2023-01", "2023-09")),
        ("2023年出口12亿元，是2019年的1.7倍。", ("2023-01", "2023-12")),
        ("2023年出口12亿元，相当于2019年同期水平的近九成。", ("2023-01", "2023-12")),
        ("贫困发生率由2019年的5.3%降到零。", ("2019-01", "2019-12")),
        ("2023年粮食产量12万吨，2019年的产量8万吨。", ("2019-01", "2019-12")),
    ],
)
def test_what_a_share_is_of_is_no_period(
    text: str, last: tuple[str, str], dictionary: FigureDictionary
) -> None:
    assert spans(text, dictionary, "2023年10月9日")[-1] == last


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2017年降水量271亿立方米，比常年（293亿立方米）偏少。", None),
        ("2017年投资271亿元，与上年同期（293亿元）相比下降。", ("2016-01", "2016-12")),
        ("2017年投资271亿元，较上年多完成一些（293亿元）。", ("2017-01", "2017-12")),
        ("2017年投资271亿元（含往年结转293亿元）。", ("2017-01", "2017-12")),
    ],
)
def test_a_base_in_brackets_is_not_of_the_year_told(
    text: str, wanted: tuple[str, str] | None, dictionary: FigureDictionary
) -> None:
    assert spans(text, dictionary)[1] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2025年先建2万个，目前已有4万个。", None),
        ("2025年先建2万个，现已建成4万个。", ("2025-01", "2025-12")),
        ("目前，2025年的4万个已建成。", ("2025-01", "2025-12")),
    ],
)
def test_what_is_there_now_is_not_of_the_year_told_before(
    text: str, wanted: tuple[str, str] | None, dictionary: FigureDictionary
) -> None:
    assert spans(text, dictionary)[-1] == wanted


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("指标\t2022年\t2021年\n户籍人口（人）\t112\t115", ["2022", "2021"]),
        ("指标\t2022\t2021\n户籍人口（人）\t112\t115", ["2022", "2021"]),
        ("指标\t本年\t上年\n户籍人口（人）\t112\t115", ["2022", "2021"]),
        ("年份\t产量（吨）\n2016\t112\n2017年\t115", ["2016", "2017"]),
        ("指标\t2022年\t比2021年增长（%）\n产量（吨）\t112\t1.5", ["2022", "2022"]),
    ],
)
def test_a_cell_is_of_the_year_of_its_column_or_row(
    table: str, wanted: list[str], dictionary: FigureDictionary
) -> None:
    found = spans(table, dictionary, "2022年12月31日")
    assert [period[0][:4] for period in found if period] == wanted


def test_the_same_year_of_two_bulletins_is_compared() -> None:
    table = "主要指标\n指标\t{}年\t{}年\n户籍人口（人）\t{}\t{}\n"
    texts = table.format(2022, 2021, 112635, 112994), table.format(2023, 2022, 112204, 112635)
    report = check_figures(
        [FigureSource(f"{n}", text, title=f"{2022 + n}年统计公报") for n, text in enumerate(texts)]
    )
    assert [(group.verdict, group.key) for group in report.groups] == [
        ("agree", "户籍人口 · 2022年")
    ]
    assert ("2021", "2022") in {series.periods for series in report.series}
