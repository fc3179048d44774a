from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
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
    ],
)
def test_anchor(
    text: str, title: str | None, date: str | None, about: int | None, given: int | None
) -> None:
    assert anchor_of(text, title, date)[:2] == (about, given)


def test_heading_sets_the_year(dictionary: FigureDictionary) -> None:
    assert heading_year("二、2024年工作安排") == 2024
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
