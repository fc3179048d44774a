"""Names with a number that one text writes twice, a digit apart."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.codes import code_checks
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract


def doubts(text: str) -> list[str]:
    checks = list(code_checks(FigureSource("a", text)))
    assert all(check.outcome == "possible" for check in checks)
    return [text[slice(*check.span)] for check in checks]


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("G347无为至普济圩段", "G547无为至普济圩段", True),
        ("G347无为至普济圩段", "G374无为至普济圩段", True),
        ("G60科创走廊", "G50科创走廊", True),
        ("国道331沿边旅游大道", "国道231沿边旅游大道", True),
        ("S232一级公路", "S252一级公路", True),
        ("“1688菏泽产业带”", "“1788菏泽产业带”", True),
        ("“7610”投资促进计划", "“7510”投资促进计划", True),
        ("“1+8”管理机制改革", "“1+6”管理机制改革", True),
        ("“1+1+9”工作部署", "“1+1+6”工作部署", True),
        ("省道504线五十家子至林西", "省道220线、564线五十家子至林西", True),
        ("省道504线五十家子至林西", "G504线五十家子至林西", False),
        ("1号线延伸段开通", "2号线延伸段开通", False),
        ("G347无为至普济圩段", "G347无为至普济圩段", False),
        # Two digits, other words, a year, another kind of road, a number that is not of a name.
        ("G347无为至普济圩段", "G556无为至普济圩段", False),
        ("G347无为至普济圩段", "G547无为至庐江段", False),
        ("“2019行动计划”", "“2018行动计划”", False),
        ("G347无为至普济圩段", "S547无为至普济圩段", False),
        ("S50彩超平台上市", "S60彩超平台上市", False),
        ("M2余额同比增长", "M1余额同比增长", False),
        ("标普500指数收盘", "标普300指数收盘", False),
        ("“1+8”管理机制改革", "“1+16”管理机制改革", False),
        ("“1+8”管理机制改革", "“8”管理机制改革", False),
    ],
)
def test_a_name_with_two_numbers(one: str, two: str, told: bool) -> None:
    assert bool(doubts(f"开工建设{one}。\n推进{two}。")) is told


def test_two_numbers_that_are_both_told_again_are_of_two_things() -> None:
    text = "全市“1+3”、县区“1+1”主导产业成型。坚持全市“1+3”主导产业。县区围绕“1+1”产业定位。"
    assert not doubts(text)
    assert doubts(text.replace("围绕“1+1”", "围绕“2+1”"))


def test_the_third_of_three_is_told_once() -> None:
    told = doubts("开工G347无为至普济。推进G347无为至普济。完成G547无为至普济。")
    assert [text[-3:] for text in told] == ["547"]


@pytest.mark.parametrize(
    "text", ["启用{}政府服务热线。", "整合{}”市民服务热线。", "{}政务服务热线"]
)
def test_the_telephone_of_a_government(text: str) -> None:
    for number, told in (("12345", False), ("12645", True)):
        source, dictionary = FigureSource("a", text.format(number)), load_dictionary()
        checks = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
        assert ("fixed" in [check.rule for check in checks]) is told


@pytest.mark.parametrize(("number", "found"), [(8, 28), (9, 0)])
def test_a_name_with_many_numbers_is_of_no_single_thing(number: int, found: int) -> None:
    text = "".join(f"改造G{digit}47无为至普济圩段。\n" for digit in range(1, number + 1))
    assert len(doubts(text)) == found
