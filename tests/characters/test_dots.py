from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters.dots import propose_dots
from restore.language.model import LanguageModel
from tests.tools import applied

MODEL = LanguageModel.load()


def sure(text: str) -> str:
    return applied(text, [item for item in propose_dots(text, MODEL) if item.confidence >= 0.9])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("老人叹了一口气．问道：“你明白吗？”", "老人叹了一口气。问道：“你明白吗？”"),
        ("他走了．", "他走了。"),
        ("他笑了．“走吧．”", "他笑了。“走吧。”"),
        ("持续推进产业升级.加快建设现代化体系", "持续推进产业升级。加快建设现代化体系"),
        ("安德烈•杰明和阿卜杜勒・拉赫曼", "安德烈·杰明和阿卜杜勒·拉赫曼"),
        ("大阪･关西世博会", "大阪·关西世博会"),
        ("他想了很久...终于开口", "他想了很久……终于开口"),
        ("他想了很久......", "他想了很久……"),
        ("好吧。。。就这样", "好吧……就这样"),
        ("他说：“这······”", "他说：“这……”"),
    ],
)
def test_dots_are_known(text: str, clean: str) -> None:
    assert sure(text) == clean
    assert sure(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "长3．5米", "1．申请书", "甲．正确", "一．总则", "第三．其他", "Ａ．选项", "Ｊ．Ｒ．史密斯",
        "版本1.2.3", "见www.example.com网站", "乔治．布什总统", "列夫.托尔斯泰", "念奴娇．赤壁怀古",
        "品牌“民心无忧.企事有解”获奖", "从事养殖的．单位和个人", "密码：••••••", "第一章 总则......3",
        "啊oooo好", "等等。。", "面积50㎡，№5，25℃，行程3㎞", "ア・イ・ウ", "小さな・花", "见../img/图.png",
        "《红楼梦》·第三回", "歐洲‧亞洲",
    ],
)  # fmt: skip
def test_other_dots_stay(text: str) -> None:
    assert sure(text) == text


def test_letters_for_an_ellipsis_are_suggested() -> None:
    assert [item.confidence < 0.9 for item in propose_dots("他说oooooo算了", MODEL)] == [True]


@given(st.text(alphabet="．.。·•…o张三说了a1 \n“”：", max_size=30))
def test_a_second_run_finds_nothing(text: str) -> None:
    once = sure(text)
    assert sure(once) == once
