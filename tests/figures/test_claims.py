from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec
import pytest

from restore.core.claims import Claim, FigureReport, FigureSource
from restore.figures import check_figures
from restore.figures.dictionary import FigureDictionary
from restore.figures.extraction import extract


def one(text: str, dictionary: FigureDictionary) -> Claim:
    (claim,) = extract(FigureSource("a", text), dictionary).claims
    return claim


@pytest.mark.parametrize(
    ("text", "subject", "predicate"),
    [
        ("提出12条具体措施", "具体措施", "提出"),
        ("参与调解案件5633件", "案件", "参与调解"),
        ("政协委员特邀调解员达到2180名", "政协委员特邀调解员", ""),
        ("引领523名自治区政协委员全部签订履职承诺书", "自治区政协委员", ""),
        ("地区生产总值增长5.2%", "地区生产总值", "增长"),
        ("自治区领导同志批示99次", "自治区领导同志批示", ""),
        ("6方面工作机制", "工作机制", ""),
    ],
)
def test_reads_what_is_counted(
    text: str, subject: str, predicate: str, dictionary: FigureDictionary
) -> None:
    claim = one(text, dictionary)
    assert (claim.subject, claim.predicate) == (subject, predicate)


def test_figures_of_a_clause_know_each_other(dictionary: FigureDictionary) -> None:
    claims = extract(FigureSource("a", "形成1个主报告和8个子报告"), dictionary).claims
    assert [c.subject for c in claims] == ["主报告", "子报告"]
    assert claims[0].siblings == (claims[1].id,)


def test_subject_is_taken_over(dictionary: FigureDictionary) -> None:
    claims = extract(FigureSource("a", "代办信访事项4425件，办结3994件。"), dictionary).claims
    assert [(c.subject, c.predicate) for c in claims] == [
        ("信访事项", "代办"),
        ("信访事项", "办结"),
    ]


def test_spans_point_into_the_source(report: FigureReport, seeds: list[FigureSource]) -> None:
    texts = {source.document: source.text for source in seeds}
    for claim in report.claims:
        text = texts[claim.document]
        assert text[slice(*claim.span)] == claim.text
        assert text[slice(*claim.clause.span)] == claim.clause.text
    for a, b in pairwise(report.claims):
        assert a.document != b.document or a.span[1] <= b.span[0]


def test_offsets_hold_behind_a_form_feed(dictionary: FigureDictionary) -> None:
    source = FigureSource("a", "办结12件。\n\f\n（2024年1月2日）\n办结34件。")
    claims = extract(source, dictionary).claims
    assert [source.text[slice(*c.span)] for c in claims] == ["12件", "34件"]
    assert [c.article for c in claims] == [0, 1]


def test_count_on_the_seeds(report: FigureReport) -> None:
    counted = Counter(c.document for c in report.claims if c.unit not in {"第届", "第次"})
    wanted = {"000": 73, "001": 99, "002": 45, "003": 34, "004": 29}
    for document, number in wanted.items():
        assert abs(counted[document] - number) <= 8, document


def test_ids_are_stable_and_unique(seeds: list[FigureSource], report: FigureReport) -> None:
    ids = [claim.id for claim in report.claims]
    assert len(ids) == len(set(ids))
    again = check_figures(seeds)
    assert msgspec.json.encode(again) == msgspec.json.encode(report)
    head = FigureSource(seeds[0].document, "无关的一段话。\n" + seeds[0].text)
    moved = {c.id for c in check_figures([head]).claims}
    assert moved == {c.id for c in report.claims if c.document == "000"}


def test_json_keeps_numbers_exact(report: FigureReport) -> None:
    decoded = msgspec.json.decode(msgspec.json.encode(report), type=FigureReport)
    assert decoded == report


@pytest.mark.parametrize("text", ["", "\n", "\f", "\f\n\f", "没有数字。", "5", "第"])
def test_empty_and_odd_sources(text: str) -> None:
    check_figures([FigureSource("a", text)])


def test_a_rise_by_and_a_rise_to_are_told_apart(dictionary: FigureDictionary) -> None:
    assert one("产值增长3倍", dictionary).predicate == "增长"
    assert one("产值增长到3倍", dictionary).predicate == "增长到"


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        # Where something moved to.
        ("平均服务半径缩至3公里", ["平均服务半径"]),
        ("县医院病床由120张临时增至500张", ["县医院病床", "县医院病床"]),
        ("起征点由3000元调到5000元", ["起征点", "起征点"]),
        ("改造供热管网12公里", ["供热管网"]),
        # Words of time and manner that count nothing: what was named before.
        ("新开工住房12套，又开工3套", ["住房", "住房"]),
        ("工业增加值增长5%，12月当月增长6%", ["工业增加值", "工业增加值"]),
        ("累计结余62亿元，预计年底突破65亿元", ["结余", "结余"]),
        ("先进集体12个，再生资源网点3个", ["先进集体", "再生资源网点"]),
        ("年底结余12亿元", ["年底结余"]),
        # A verb that is part of the word.
        ("外贸进出口12亿元", ["外贸进出口"]),
        ("外贸出口12亿元", ["外贸"]),
        ("12条河流发生洪水", ["河流"]),
        ("96个乡镇累计雨量超过100毫米", ["乡镇", "乡镇累计雨量"]),
        ("涨幅低于去年同期2个百分点", ["涨幅"]),
        ("接待游客12万人次，恢复到2019年同期的98%", ["游客", "游客"]),
        ("2017年末全州蓄水量58万立方米", ["全州蓄水量"]),
        ("1985年有投递员58人，有机肥12吨", ["投递员", "有机肥"]),
    ],
)
def test_words_that_count_nothing_are_no_subject(
    text: str, subjects: list[str], dictionary: FigureDictionary
) -> None:
    claims = extract(FigureSource("a", text), dictionary).claims
    assert [claim.subject for claim in claims] == subjects


@pytest.mark.parametrize(
    ("table", "subjects"),
    [
        ("指标\t2022年\t本年\n户籍人口（人）\t112\t115", ["户籍人口", "户籍人口"]),
        ("年份\t产量（吨）\n2016年\t112\n2017\t115", ["产量", "产量"]),
        (
            "行业\t产值（亿元）\n工业（规模以上）\t112\n工业\t115",
            ["工业（规模以上）产值", "工业产值"],
        ),
    ],
)
def test_times_and_units_of_cells_are_no_subject(
    table: str, subjects: list[str], dictionary: FigureDictionary
) -> None:
    claims = extract(FigureSource("a", table), dictionary).claims
    assert [claim.subject for claim in claims] == subjects
