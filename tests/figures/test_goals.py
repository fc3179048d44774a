"""Goals that a report lists, and explains behind the list."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures

LIST = (
    "今年发展主要预期目标是：国内生产总值增长5%左右；城镇调查失业率5.5%左右；进出口增长6%以上。\n"
)


def outcomes(text: str) -> list[str]:
    checks = check_figures([FigureSource("a", text)]).checks
    return [check.outcome for check in checks if check.rule == "goal"]


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        ("提出今年国内生产总值增长5%左右的目标，综合考虑了需要和可能。", ["verified"]),
        ("提出今年国内生产总值增长8%左右的目标，综合考虑了需要和可能。", ["failed"]),
        ("国内生产总值增速设定在8%左右，主要考虑了各方面因素。", ["failed"]),
        ("城镇调查失业率6.5%左右，体现了加大稳就业力度的要求。", ["failed"]),
        ("把进出口增速控制在7%以上，目的在于稳定市场。", []),
        # Nothing explains it, or it is of another time, measure or bound.
        ("国内生产总值增长8%左右，进出口增长9%以上。", []),
        ("去年提出国内生产总值增长8%左右的目标，综合考虑了需要和可能。", []),
        ("国内生产总值年均增长8%左右，综合考虑了需要和可能。", []),
        ("国内生产总值增长8%以上，主要考虑了各方面因素。", []),
        ("数字经济比重达8%左右，体现了转型的要求。", []),
    ],
)
def test_goals_and_why_they_are_set(behind: str, found: list[str]) -> None:
    assert outcomes(LIST + behind) == found


def test_a_goal_is_explained_near_its_list() -> None:
    explained = "城镇调查失业率6.5%左右，体现了要求。"
    gap = 2500 - len(LIST.partition("5.5%")[2]) - len("城镇调查失业率")
    assert outcomes(LIST + "。" * gap + explained) == ["failed"]
    assert outcomes(LIST + "。" * (gap + 1) + explained) == []
    assert outcomes(explained + LIST) == []


def test_of_two_lists_one_may_have_the_goal() -> None:
    plan = "“十四五”主要目标是：国内生产总值增长8%左右。\n"
    explained = "提出国内生产总值增长{}%左右，主要是考虑了形势。"
    assert outcomes(plan + LIST + explained.format(8)) == ["verified"]
    assert outcomes(plan + LIST + explained.format(6)) == ["failed"]
