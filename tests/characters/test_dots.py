from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters import propose
from restore.characters.dots import broken_off_dots, propose_dots
from restore.language.model import LanguageModel
from restore.settings import CharacterSettings
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
        "《红楼梦》·第三回", "歐洲‧亞洲", "由 $a=b$ 知它有解．但这并非唯一的解．",
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


def test_a_dot_at_which_a_line_breaks_off_is_not_taken_for_a_stop() -> None:
    # An engine reads ， as a dot, too; what the next line shows is known when they are joined.
    own = "坚持稳中求进。着力扩大内需。深化改革开放。改善人民生活。"
    broken = f"{own}\n全力以赴拼经济搞建设.\n推动高质量发展取得新成效。\n"
    assert broken.index(".") in broken_off_dots(broken)
    changed = {item.start for item in propose(broken, CharacterSettings(), MODEL)}
    assert broken.index(".") not in changed
    for ending in ("\n\n推动发展。", "\n　　推动发展。", "\n"):
        whole = f"{own}\n全力以赴拼经济搞建设.{ending}"
        assert not broken_off_dots(whole)
        assert whole.index(".") in {
            item.start for item in propose(whole, CharacterSettings(), MODEL)
        }
    # Where dots are how the text ends its sentences they are stops.
    assert not broken_off_dots("坚持稳中求进.\n全力以赴拼经济.\n改善人民生活。\n")


def test_a_dot_that_may_be_a_comma_is_not_changed_unasked() -> None:
    own = "坚持稳中求进。着力扩大内需。深化改革开放。改善人民生活。"
    text = f"{own}加强污染防治.改善生态环境。"
    place = text.index(".")
    found = [item for item in propose_dots(text, MODEL) if item.start == place]
    assert all(item.confidence < 0.9 for item in found)
