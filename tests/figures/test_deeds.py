"""Series whose wording differs from year to year, and what looks like one and is none."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.deeds import deed_of
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def series(*reports: str) -> list[list[int]]:
    sources = [
        FigureSource(f"r{number}", f"过去一年，{text}", date=f"{2023 + number}年1月9日")
        for number, text in enumerate(reports)
    ]
    return sorted([int(v) for v in found.values] for found in check_figures(sources).series)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("立案提案412件。", "388件提案全部办结。"),
        ("提案立案412件，件件有着落。", "办复提案388件。"),
        ("审查立案提案412件。", "办理提案388件，满意率99%。"),
        ("委员走访界别群众412人次。", "与界别群众谈心谈话388人次。"),
        ("编报信息900条，被省委采用412条。", "报送信息880条，省委、省政府采纳388条。"),
    ],
)
def test_one_deed_is_one_series(one: str, two: str) -> None:
    assert [412, 388] in series(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("立案提案412件。", "督办重点提案388件。"),
        ("立案提案412件。", "立案集体提案388件。"),
        ("立案提案412件。", "办结议案388件。"),
        ("立案提案412件。", "收到提案388件。"),
        ("立案提案41件。", "388件提案全部办结。"),
        ("立案提案412件。", "去年5月，办复提案388件。"),
        ("报送信息900条，被全国政协采用412条。", "报送信息880条，被省委采用388条。"),
        ("委员联系界别群众412人次。", "委员联系企业388人次。"),
    ],
)
def test_another_whole_is_no_series(one: str, two: str) -> None:
    assert [412, 388] not in series(one, two)
    assert [41, 388] not in series(one, two)


def test_small_counts_have_no_deed() -> None:
    book = load_dictionary()
    for text, deed in (("立案提案10件。", "办理提案"), ("立案提案9件。", "")):
        (claim,) = extract(FigureSource("t", text), book).claims
        assert deed_of(claim, text, book) == deed


def test_one_deed_is_no_conflict_and_no_agreement() -> None:
    texts = "2023年，立案提案412件。", "2023年，提案388件全部办结。"
    report = check_figures([FigureSource(str(n), text) for n, text in enumerate(texts)])
    assert not report.series
    assert "conflict" not in {group.verdict for group in report.groups}


def test_what_was_added_is_no_total() -> None:
    one = "增开一次专题协商会议，推动工作。"
    two = "召开3次专题协商会议，推动工作。"
    assert series(one, two) == []


def test_one_meeting_told_of_is_no_count_of_meetings() -> None:
    one = "市政协召开一次专题协商会议，推动工作。"
    two = "市政协召开3次专题协商会议，推动工作。"
    assert series(one, two) == []
    assert series(one.replace("一次", "2次"), two) == [[2, 3]]


def test_the_five_reports(seeds: list[FigureSource]) -> None:
    found = [[int(v) for v in s.values] for s in check_figures(seeds).series]
    assert [625, 755, 893] in found
    assert [12366, 22953] in found
    assert [424, 350] in found
    assert [1, 3] not in found


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("审结刑事案件412件。", "全年刑事案件审结388件。"),
        ("办理网上立案412件。", "网上立案办理388件。"),
        ("救助涉案困难群众412人。", "对388名涉案困难群众予以司法救助，救助涉案困难群众388人。"),
        ("接待来访群众412人次。", "群众来访接待388人次。"),
        ("发放救助金412万元。", "救助金发放388万元。"),
        ("引进项目412个。", "项目引进388个。"),
        ("出院患者412人次。", "388人次患者出院。"),
        ("城镇新增就业412人。", "新增城镇就业388人。"),
        ("举办学术讲座412场。", "学术讲座举行388场。"),
    ],
)
def test_the_order_of_verb_and_thing_is_free(one: str, two: str) -> None:
    assert [412, 388] in [[v % 10000 if v > 10000 else v for v in s] for s in series(one, two)] or [
        4120000,
        3880000,
    ] in series(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("审结案件412件。", "审结刑事案件388件。"),
        ("赤字比上年增加412亿元。", "国债比上年增加388亿元。"),
        ("安排中央财政赤字412亿元。", "中央财政赤字比上年增加388亿元。"),
        ("受理举报412件。", "办结举报388件。"),
        ("接待群众412人次。", "走访群众388人次。"),
        ("招收本科生412人。", "毕业本科生388人。"),
        ("着力抓好四十一个方面的工作。", "着力抓好三十八个方面的工作。"),
        ("养老金由412元提高到500元。", "养老金由388元提高到600元。"),
    ],
)
def test_a_part_a_difference_and_a_beginning_are_no_series(one: str, two: str) -> None:
    found = [value for one in series(one, two) for value in one]
    assert not {412, 388, 41, 38, 41200000000, 38800000000} & set(found)
