from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Pattern
from restore.correction import doubtful_figures
from restore.correction.doubtful_figures import _readings, propose_doubtful_figures
from restore.gate.judge import judge
from restore.settings import GateSettings
from restore.text.characters import DIGITS


def read_otherwise(text: str) -> str:
    for item in reversed(propose_doubtful_figures(text)):
        text = text[: item.start] + item.after + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("read", "likely"),
    [
        ("工业投资增长5.36，其中", "工业投资增长5.3%，其中"),
        ("外商投资增长7，8%，税收", "外商投资增长7.8%，税收"),
        ("总产值60199,45亿元、增长", "总产值60199.45亿元、增长"),
        ("进出口总额增长4.4，居民", "进出口总额增长4.4%，居民"),
        ("分别增长5.5%6，同比", "分别增长5.5%，同比"),
        ("碳排放下降325，减少", "碳排放下降32%，减少"),
        ("增长10..5%，其中", "增长10.5%，其中"),
        ("比例超过8596。", "比例超过85%。"),
        ("旅游收入均增长1096以上", "旅游收入均增长10%以上"),
        ("合同成交额增长19.5s。", "合同成交额增长19.5%。"),
        ("收集率提升至88$，", "收集率提升至88%，"),
        ("达标率达30，5，位居", "达标率达30.5，位居"),
        ("增长1.的，集成电路", "增长1.%，集成电路"),
        ("对外投资增长4:35，越来越多", "对外投资增长4.3%，越来越多"),
    ],
)
def test_likely_readings(read: str, likely: str) -> None:
    assert read_otherwise(read) == likely


@pytest.mark.parametrize(
    "text",
    [
        "增长5.3%，其中出口增长12.3%、进口下降7.85%。",
        "总额38,000亿元，其中1,234.5亿元。",
        "同比增长1倍，达到120，居全国第5。",
        "比分3:2，时间12:30，第1、2、3项。",
        "贸易进出口总额增长10.2%，地方。",
        "提高2.5个百分点，占比48%左右。",
        "最大雨量达到296.6毫米，达到96个，超过1996年。",
        "全长15.1公里，比例为3:2，达到5A级。",
    ],
)
def test_right_figures_are_left(text: str) -> None:
    assert propose_doubtful_figures(text) == []


@example("0.、%")
@given(st.text(alphabet="增长下降0123456789.,，%、。亿元", max_size=30))
def test_figures_are_flagged_never_changed(text: str) -> None:
    for item in propose_doubtful_figures(text):
        assert 0 <= item.start <= item.end <= len(text)
        verdict = judge(item, text, GateSettings())
        assert verdict.decision in (Decision.FLAGGED, None)
        if verdict.decision is Decision.FLAGGED:
            assert verdict.reason in (Reason.LOCKED_FIGURE, Reason.LOCKED_DATE)


def test_a_place_in_doubt_is_flagged_with_what_is_odd_about_it() -> None:
    text = "外商投资增长7，8%，税收"
    (found,) = propose_doubtful_figures(text)
    assert found == Proposal(
        "correction", "doubtful_figure", 7, 8, ".", 0.6, (Pattern("figure: no point", "，"),),
        flag=Reason.LOCKED_FIGURE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("达标率达30，5，位居", "figure: no point"),
        ("增长10..5%，其中", "figure: two points"),
        ("产值10.5.%，其中", "figure: two points"),
        ("分别增长5.5%6，同比", "figure: digit behind the sign"),
        ("增长19.5s。", "figure: rate without its sign"),
        ("工业投资增长5.36，其中", "figure: rate without its sign"),
        ("进出口总额增长4.4，居民", "figure: rate without its sign"),
    ],
)
def test_what_is_odd(text: str, description: str) -> None:
    (found,) = propose_doubtful_figures(text)
    (pattern,) = found.evidence
    assert isinstance(pattern, Pattern)
    assert pattern.description == description
    assert pattern.matched == text[found.start : found.end]


@pytest.mark.parametrize(
    ("read", "likely"),
    [
        # A rate in a list of rates, before or behind those that have their sign.
        ("增长5.3%、4.4，其中", "增长5.3%、4.4%，其中"),
        ("分别增长4.4、5.3%，其中", "分别增长4.4%、5.3%，其中"),
        ("增长5.3%，4.46。", "增长5.3%，4.4%。"),
        # 96, 0/ and one digit are read for the sign; one decimal has lost it.
        ("增长5.396，其中", "增长5.3%，其中"),
        ("增长5.3961，其中", "增长5.396%，其中"),
        ("增长5．36，其中", "增长5．3%，其中"),
        ("增长5．3，其中", "增长5．3%，其中"),
        ("增长5.96，其中", "增长5.9%，其中"),
        # Two points, and a point and a comma.
        ("增长10.，5%，其中", "增长10.5%，其中"),
        ("产值10.5.%，其中", "产值10.5%，其中"),
        ("增长10..5.%，其中", "增长10.5.%，其中"),
        ("增长1０.5％3，其中", "增长1０.5％，其中"),
    ],
)
def test_further_readings(read: str, likely: str) -> None:
    assert read_otherwise(read) == likely


def test_of_two_readings_of_one_place_the_first_is_shown() -> None:
    text = "增长7，86，其中增长7，8%，"
    found = propose_doubtful_figures(text)
    spans = [(item.start, item.end) for item in found]
    assert len(spans) == len(set(spans))
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_places_side_by_side_are_all_shown() -> None:
    found = propose_doubtful_figures("增长7，8%6，其中")
    assert [(item.start, item.end, item.after) for item in found] == [(3, 4, "."), (6, 7, "")]


PIECES = "增长 达到 比例 超过 96 9 5 5.3 7．8 0 % ％ , ， 、 : ： . ． ; 。 亿元 个百分点 s $ 以上 左右 其中 分别"


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=14).map("".join))
def test_what_is_looked_for_first_hides_nothing(text: str) -> None:
    found = propose_doubtful_figures(text)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_96", "_SIGN", "_MARK", "_LISTED"):
            patch.setattr(doubtful_figures, name, re.compile(""))
        whole = f"[{DIGITS}](?<![{DIGITS}].)[{DIGITS}]*"
        assert doubtful_figures._POINTS.pattern.startswith(whole)
        points = doubtful_figures._POINTS.pattern.replace(whole, f"[{DIGITS}]+", 1)
        patch.setattr(doubtful_figures, "_POINTS", re.compile(points))
        assert propose_doubtful_figures(text) == found


@given(st.text("增长率达，。；：.．、·96９％%as$亿元", max_size=14))
def test_without_a_digit_or_a_sign_no_figure_is_in_doubt(text: str) -> None:
    if not any(item.isdecimal() or item in "%％" for item in text):
        assert not list(_readings(text))
        assert propose_doubtful_figures(text) == []
    else:
        assert bool(propose_doubtful_figures(text)) == bool(list(_readings(text)))
