"""Figures that one text tells again in other words: what something grew to, goals of a list, other measure words."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract
from restore.figures.slips import digit_apart, telling


def doubts(text: str) -> list[str]:
    source, dictionary = FigureSource("a", text, title="2016年政府工作报告"), load_dictionary()
    checks = check_arithmetic(source, extract(source, dictionary).claims, dictionary)
    return [check.outcome for check in checks if check.rule == "repeated"]


GROWN = "过去五年，公共财政预算收入由84.7亿元增加到{}亿元。\n{}2015年，公共财政预算收入实现{}亿元。"


@pytest.mark.parametrize(
    ("grown", "heading", "plain", "told"),
    [
        ("177.7", "", "127.7", True),
        ("177.7", "", "177.7", False),
        ("177.7", "二、2015年主要工作任务完成情况\n", "127.7", True),
        # What is to be is no more what was, and two digits are no slip.
        ("177.7", "二、2016年主要工作任务\n", "127.7", False),
        ("177.7", "", "136.7", False),
        ("177.7", "", "17.77", False),
        # One digit that tells something is not enough, two exchanged are.
        ("200", "", "300", False),
        ("210", "", "310", True),
        ("1074", "", "1047", True),
        ("1074", "", "1470", False),
    ],
)
def test_what_something_grew_to(grown: str, heading: str, plain: str, told: bool) -> None:
    text = GROWN.format(grown, heading, plain)
    assert doubts(text) == (["possible"] if told else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("全州地区生产总值从2010年的517.5亿元增长到2015年的807亿元。", True),
        ("地区生产总值从517.5亿元提高到807亿元。", True),
        ("地区生产总值从2010年的517.5亿元增长到2014年的807亿元。", False),
        ("工业地区生产总值从517.5亿元增长到807亿元。", False),
        ("地区生产总值增长807亿元。", False),
    ],
)
def test_what_is_told_of_the_last_of_some_years(text: str, told: bool) -> None:
    text = f"预计2015年全州地区生产总值实现887亿元。\n“十二五”时期，{text}"
    assert doubts(text) == (["possible"] if told else [])


@pytest.mark.parametrize(
    ("plain", "told"),
    [
        ("金融机构存贷款余额达到2550.9亿元、1635.4亿元", True),
        ("金融机构存贷款余额达到2550.5亿元、1635.4亿元", False),
        ("金融机构存贷款余额达到2550.9亿元", False),
        ("金融机构贷款余额达到2550.9亿元、1635.4亿元", False),
    ],
)
def test_the_first_of_two_things_under_one_name(plain: str, told: bool) -> None:
    text = f"过去五年，金融机构存款余额由1092.6亿元增加到2550.5亿元。\n2015年，{plain}。"
    assert doubts(text) == (["possible"] if told else [])


GOALS = (
    "2016年主要{}：地区生产总值增长8%以上，固定资产投资增长25%以上，"
    "进出口总额增长15%以上，城镇登记失业率控制在4.5%以内。\n重点抓好以下工作。\n{}"
)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("确保固定资产投资增长35%以上。", True),
        ("确定地区生产总值增长9%以上等预期目标。", True),
        ("城镇登记失业率控制在4.9%以内。", True),
        ("确保固定资产投资增长25%以上。", False),
        # Another bound, another time, another place, another thing, a number of another length.
        ("确保固定资产投资增长35%左右。", False),
        ("确保固定资产投资年均增长35%以上。", False),
        ("经济开发区固定资产投资增长35%以上。", False),
        ("确保工业固定资产投资增长35%以上。", False),
        ("确保固定资产投资增长5%以上。", False),
    ],
)
def test_goals_that_a_plan_tells_again(told: str, found: bool) -> None:
    for words in ("预期目标是", "指标建议为"):
        assert doubts(GOALS.format(words, told)) == (["possible"] if found else [])
    # Before the list they are those of another year.
    assert not doubts(told + "\n" + GOALS.format("预期目标是", "散会。"))


def test_three_goals_are_no_list() -> None:
    text = "主要目标是：地区生产总值增长8%以上，固定资产投资增长25%以上，进出口总额增长15%以上。\n"
    assert not doubts(text + "确保固定资产投资增长35%以上。")
    assert doubts(text.replace("。", "，粮食总产量50万吨以上。") + "确保固定资产投资增长35%以上。")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2015年完成18篇协商报告。\n2015年形成的16份协商报告得到批示。", True),
        ("2015年聘请特邀调解员1064人。\n2015年，1046名特邀调解员参加调解。", True),
        ("2015年征集文史稿件18篇，编辑出版。\n2015年，16份文史稿件获奖。", True),
        ("2015年收到委员提案625件。\n2015年，652件委员提案全部办复。", True),
        ("2015年收到委员提案625件，年底前办结。\n2015年，立案委员提案652件。", False),
        ("2015年完成18篇协商报告。\n2015年形成的18份协商报告得到批示。", False),
        ("2015年完成18篇协商报告。\n2014年形成的16份协商报告得到批示。", False),
        ("2015年完成18篇协商报告。\n2015年形成的26份调研报告得到批示。", False),
        ("2015年完成18篇协商报告、16份协商报告。", False),
        ("2015年完成18篇协商报告。\n2015年形成的10多份协商报告得到批示。", False),
        ("2015年广西完成18篇协商报告。\n2015年新疆形成的16份协商报告得到批示。", False),
        ("2015年完成8篇协商报告。\n2015年形成的6份协商报告得到批示。", False),
        ("2015年完成18篇协商报告。\n2015年形成的16项协商报告得到批示。", False),
    ],
)
def test_one_thing_under_two_measure_words(text: str, told: bool) -> None:
    assert doubts(text) == (["possible"] if told else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2篇征文荣获优秀奖（全国共100篇，自治区政协入围{}篇）。", True),
        ("2部作品入选展演（全省共20部，我市入选{}部）。", True),
        ("2篇征文荣获优秀奖（其中入围{}篇）。", False),
        ("2篇征文荣获优秀奖（全国共100篇，自治区政协入围{}部）。", False),
        ("2篇征文荣获优秀奖（全国共{}篇）。", False),
        ("2篇征文刊发（全国共100篇，自治区政协入围{}篇）。", False),
        ("2篇征文荣获优秀奖。（全国共100篇，自治区政协入围{}篇）", False),
    ],
)
def test_a_bracket_that_tells_again_how_many_won(text: str, told: bool) -> None:
    assert not doubts(text.format(2))
    assert doubts(text.format(3)) == (["possible"] if told else [])


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ("625件", "652份", True),
        ("625件", "526份", False),
        ("625件", "627份", True),
        ("6.25亿元", "62.5亿元", False),
        ("6.25亿元", "6.75万元", False),
        ("625件", "62件", False),
        ("625件", "625件", False),
        ("三件", "四件", False),
    ],
)
def test_figures_a_digit_apart(one: str, two: str, apart: bool) -> None:
    assert digit_apart(one, two) is apart


def test_zeros_at_the_end_of_a_whole_number_tell_nothing() -> None:
    assert [telling(text) for text in ("200家", "210家", "20.0%", "九个")] == [1, 2, 3, 0]


@pytest.mark.parametrize(("number", "told"), [(8, True), (9, False)])
def test_what_has_many_numbers_is_no_single_thing(number: int, told: bool) -> None:
    counts = "".join(f"2015年完成{digit}1篇协商报告。\n" for digit in range(1, number + 1))
    assert bool(doubts(counts + "2015年形成的19份协商报告得到批示。")) == told


@pytest.mark.parametrize(("last", "told"), [(8, True), (9, False)])
def test_what_grew_to_many_values_is_known_by_the_first(last: int, told: bool) -> None:
    grew = "".join(
        f"过去五年，公共财政预算收入由84.7亿元增加到{digit}77.7亿元。\n" for digit in range(1, 10)
    )
    text = f"2015年，公共财政预算收入完成{last}79.7亿元。"
    assert bool(doubts(grew + text)) == told
