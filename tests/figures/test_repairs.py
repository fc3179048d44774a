"""What no slip in one figure makes come out is of other things: a doubt, or nothing. A slip is told."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def told(text: str) -> set[tuple[str, str]]:
    """Return what is said of a text: the rules with their outcomes, but for those that could not be made."""
    checks = check_figures([FigureSource("a", text)]).checks
    return {(check.rule, check.outcome) for check in checks if check.outcome != "unmade"}


@pytest.mark.parametrize(
    "text",
    [
        "我国吸烟人群中，成年男性占52%，女性占2.7%。",
        "一、二、三产业中港口经济的占比分别达到15%、22%和8%。",
        "三线城市占20.2%，县城或城镇的占2.7%，农村的占0.4%。",
    ],
)
def test_shares_far_from_a_hundred_are_of_other_wholes(text: str) -> None:
    assert ("shares", "failed") not in told(text)


@pytest.mark.parametrize("wrong", ["18.8", "84.8", "4.88", "488", "48.3", "8.8"])
def test_one_slip_in_a_share_is_told(wrong: str) -> None:
    text = "男性占51.2%，女性占{}%。"
    assert told(text.format("48.8")) == {("shares", "verified")}
    # More than all is no share.
    assert told(text.format(wrong)) == ({("shares", "failed")} if float(wrong) < 100 else set())


def test_a_share_beyond_a_slip_is_doubted() -> None:
    text = "高新技术产品进出口93.3亿元，其中中央处理部件31.4亿元，占{}%。"
    assert ("share", "verified") in told(text.format("33.7"))
    assert ("share", "failed") in told(text.format("38.7"))
    assert ("share", "failed") in told(text.format("3.37"))
    assert ("share", "failed") in told(text.format("37.3"))
    assert ("share", "possible") in told(text.format("19.5"))


def test_a_share_of_exports_is_none_of_all_trade() -> None:
    text = "服务进出口额2765.7亿元，其中服务出口额1591.8亿元，占服务{}总额的比重达到57.9%。"
    assert told(text.format("出口")) <= {("part-of-whole", "verified")}
    assert ("share", "failed") in told(text.format("进出口"))


def test_growth_and_rates_beyond_a_slip_are_doubted() -> None:
    text = "完成投资500亿元，上年为460亿元，增长{}%。"
    assert ("growth", "verified") in told(text.format("8.7"))
    assert ("growth", "failed") in told(text.format("3.7"))
    assert ("growth", "possible") in told(text.format("41.6"))
    text = "总产量13731亿斤，比上年增加74亿斤，增长{}%。"
    assert ("step", "failed") in told(text.format("0.9"))
    assert ("step", "possible") in told(text.format("24.5"))
    text = "受理信访事项4425件，办结3994件，办结率{}%。"
    assert ("ratio", "failed") in told(text.format("98.3"))
    assert ("ratio", "possible") in told(text.format("61.9"))


def test_a_rate_of_what_stands_beside_another_has_no_whole_there() -> None:
    assert told("累计确诊1677例。其中治愈103例、死亡157例，死亡率9.36%。") == set()


def test_a_figure_in_chinese_numerals_may_be_any() -> None:
    assert ("share", "failed") in told("现有委员四百名，其中女委员一百二十名，占50%。")
