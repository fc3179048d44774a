"""Lines that writers broke: one that is as wide as those around it by chance does not go on."""

from __future__ import annotations

import pytest

from restore.language.model import LanguageModel
from restore.layout.joins import joins_of
from restore.layout.lines import lines_and_columns
from restore.layout.ragged import ragged_lines
from restore.pipeline import restore_text

MODEL = LanguageModel.load()
POEM = """\
我把旧信封拆开
里面住着一小片去年的雨，和一粒盐
那时候你站在渡口的风里，举着空篮子
没有人喊你
我们都假装是来看船的，看完就散
只有水面记得，它把倒影叠了又叠，叠成
一张旧床单
后来灯灭了，鱼游过窗台
我在梦里数它们的鳞，数到一半忘了从前
从前的屋檐
从前的雨水落在陶罐里，声音越来越浅的
夜晚，我起身关门
门外还是那条路，还是那些不肯睡的石子
它们等着谁
"""
MESSAGES = """\
到了吗，我在东门口等你呢
刚下车，人太多了挤不动啊
那你慢点
晚上吃什么呀，要不要叫上小周他们几个
随便，你定就行
好吧那就老地方，别忘了带上次借的书哈
知道啦
我妈说周末让你来家里吃饭，包饺子的哦
真的吗
骗你干嘛，她都念叨好几回了，非要你来
行，那我带点水果
不用，人来就好
"""


@pytest.mark.parametrize("text", [POEM, MESSAGES])
def test_lines_of_writers_stay(text: str) -> None:
    assert restore_text(text).text == text


def test_prose_that_wraps_is_not_ragged() -> None:
    words = (
        "会议强调，要坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，加快构建新发展格局，着力推动高质量发展，"
        "全面深化改革开放，推进乡村全面振兴，巩固和增强经济回升向好态势，保持社会大局稳定，为实现全年目标打下基础。"
    )
    text = "".join(f"{words[start : start + 12]}\n" for start in range(0, len(words), 12))
    lines, cols = lines_and_columns(text)
    assert ragged_lines(lines, cols, None) == frozenset()
    assert len(joins_of(lines, cols, MODEL)) == len(lines) - 1
