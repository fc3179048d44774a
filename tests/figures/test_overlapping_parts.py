"""Parts that overlap, or that something else completes, are not asked to make their whole; others are."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def told(text: str) -> set[tuple[str, str]]:
    """Return what is doubted or wrong in a text: the rules with their outcomes."""
    checks = check_figures([FigureSource("a", text)]).checks
    return {(c.rule, c.outcome) for c in checks if c.outcome in {"failed", "possible"}}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "现有教师12人，其中博士生导师1人，教授5人，副教授7人。",
            "现有教师12人，其中博士生导师1人，教授5人，副教授8人。",
            ("sum", "failed"),
        ),
        (
            "举办会议40场，其中双边会议3场，两岸会议1场，文科类会议22场，理科类会议18场。",
            "举办会议40场，其中双边会议3场，两岸会议1场，文科类会议22场，理科类会议15场。",
            ("sum", "failed"),
        ),
        (
            "累计报告病例40例(其中重型3例、普通型25例、轻型8例、分型待定2例，治愈出院2人)。",
            "累计报告病例40例(其中重型3例、普通型25例、轻型8例、分型待定2例，治愈出院3人)。",
            ("sum", "failed"),
        ),
        (
            "新成立社团9个，包括公益类社团2个，学术类社团3个，综合类社团4个。社团规模不断扩大。",
            "新成立社团9个，包括公益类社团2个，学术类社团3个，综合类社团5个。社团规模不断扩大。",
            ("sum", "failed"),
        ),
        (
            "法院受理案件13576件，审结13567件。",
            "法院受理案件13576件，审结18560件。",
            ("part-of-whole", "failed"),
        ),
        (
            "论证金额由20万元(含)—40万元扩大到20万元(含)—100万元。",
            "论证金额由40万元扩大到20万元。",
            ("direction", "failed"),
        ),
        (
            "2014年，庆祝黄埔建军90周年。",
            "2014年，庆祝建军90周年。",
            ("anniversary", "failed"),
        ),
        (
            "南开大学建校97周年纪念活动。庆祝南开大学建校97周年。南开大学建校97周年征文。重庆南开中学建校80周年大会。",
            "南开大学建校97周年纪念活动。庆祝南开大学建校97周年。南开大学建校97周年征文。南开大学建校80周年图片展。",
            ("anniversary", "failed"),
        ),
        (
            "庆祝建校94周年。建校94周年征文。启动了面向建校100周年的校史编纂工作。",
            "庆祝建校94周年。建校94周年征文。启动了建校91周年的校史编纂工作。",
            ("anniversary", "failed"),
        ),
        (
            "南京校友会成立10周年大会。南京校友会成立10周年征文。上海校友会成立30周年。",
            "南京校友会成立10周年大会。南京校友会成立10周年征文。南京校友会成立31周年。",
            ("anniversary", "failed"),
        ),
        (
            "庆祝建校99周年。建校99周年大会。建校100周年倒计时。",
            "庆祝建校99周年。建校99周年大会。庆祝建校96周年文艺演出。",
            ("anniversary", "failed"),
        ),
        (
            "因人气火爆，被网友们戏称为“6A级景区”。",
            "全国有6A级景区300家。",
            ("fixed", "failed"),
        ),
        (
            "大会在2030年召开，是2030年可持续发展目标之一。庆祝中国共产党成立100周年图片展开幕。",
            "大会在2030年召开。庆祝中国共产党成立100周年图片展开幕。",
            ("anniversary", "failed"),
        ),
        (
            "十一届三中全会后他来校。贯彻了十一届三中全会精神。执行党的十一届三中全会决定。紧扣党的十七大要求。",
            "贯彻党的十三大精神。学习党的十三大报告。党的十三大以来。紧扣党的十七大要求。",
            ("session", "failed"),
        ),
    ],
)
def test_right_text_and_the_like_that_is_wrong(
    right: str, wrong: str, said: tuple[str, str]
) -> None:
    assert told(right) == set()
    assert said in told(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "机上载有242人，其中包括169名印度公民、53名英国公民、1名加拿大公民和7名葡萄牙公民。",
        "全线有桥梁81座，其中特大桥10座，大桥47座，隧道2座。",
        "2020年受理案件13576件(不含旧存)，审结13580件。",
    ],
)
def test_what_may_leave_something_out_is_no_more_than_doubted(text: str) -> None:
    assert not any(outcome == "failed" for _, outcome in told(text))
