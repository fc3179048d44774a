"""Blanks of forms, hidden names, products and code: marks that are no Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters.markdown import propose_markdown
from restore.characters.spaces import propose_spaces
from restore.language.model import LanguageModel
from tests.tools import applied

MODEL = LanguageModel.load()


@pytest.mark.parametrize(
    "text",
    [
        "承租方（签章）：______\n签约时间：______年__月__日",
        "姓名：__班级：__学号：__",
        "今收到__同志交来__元。",
        "第__章 第__节",
        "我最喜欢的季节是________，因为________。",
        "评委签字：\n______\n",
        "签名\n___\n日期\n___\n",
        "拟录用人员：陈*、周*明、吴*芳",
        "中奖名单：钱**、孙**、李**",
        "尾号139****5678，机主郑**，请",
        "底面积=长*宽*高",
        "体积按长*宽*高计算。",
        "面积为长*宽*2。",
        "10<sup>8</sup>元",
        "m<sup>2</sup>与H<sub>2</sub>O",
        "```python\n# 注释\n**x**\n```",
        "```{.python .input}\n# @标签\n```",
        "```\nfor x in y:  # 循环\n    f(x)\n```",
        "```text\nerror: 12 failed\n```",
        '```\n["1", "2"]\n```',
        "| 甲<br>乙 | 丙 |",
        "---\nid: 7\nterms: 甲\n---\n正文",
        "姓名\n***\n电话\n***\n",
        "我把**的东西现交给**～\n???和**一起去\n跟*说下吧\n**,你好!我是***。我晚点到",
        ">100 毫克",
        "> 5 毫米",
    ],
)
def test_marks_that_stand_for_words_stay(text: str) -> None:
    assert applied(text, propose_markdown(text)) == text


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("他说**这是重点**，请记住。", "他说这是重点，请记住。"),
        ("**“十四五”**时期", "“十四五”时期"),
        ("__要点__：如下", "要点：如下"),
        ("放入冰水，**等待 3 分钟**", "放入冰水，等待 3 分钟"),
        ("**注意：**请按时到场", "注意：请按时到场"),
        ("这种*掩蔽*（masked）方法", "这种掩蔽（masked）方法"),
        ("# 题目\n他*强调*了三点", "题目\n他强调了三点"),
        ("正文。\n\n* * *\n\n正文。", "正文。\n\n\n\n正文。"),
        ("正文。\n\n___\n\n正文。", "正文。\n\n\n\n正文。"),
        ("```\n正文是这样的，没有代码。\n```", "\n正文是这样的，没有代码。\n"),
        ("```markdown\n# 题目\n正文。", "\n题目\n正文。"),
    ],
)
def test_marks_around_words_go(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_markdown(noisy)) == clean


@pytest.mark.parametrize(
    "text",
    [
        "甲方：（　　　）",
        "首都是（    ）。",
        "（ ）1. 判断题",
        "签订时间：    年    月    日",
        "姓名：    性别：    年龄：",
        "是 □ 否 □",
        "□是 □否 □不适用",
    ],
)
def test_white_space_that_is_a_blank_stays(text: str) -> None:
    assert applied(text, propose_spaces(text, MODEL)) == text


@given(
    st.lists(
        st.sampled_from(
            ["年", "月", "日", "甲方：", "第", "章", "元", "（", "）", "__", "____", "\n"]
        ),
        max_size=14,
    )
)
def test_underscores_inside_words_are_never_emphasis(parts: list[str]) -> None:
    text = "约定" + "".join(parts) + "止"
    inside = all(
        text[place - 1].isalnum() or text[place - 1] == "_"
        for place in range(1, len(text))
        if text[place] == "_"
    )
    if inside:
        assert applied(text, propose_markdown(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "律师事务所函〔2020〕第    号",
        "任期为　　年，由董事会选举。",
        "股份公司    年净利润为      元，符合规定。",
        "本合同共    页，第    条另有约定。",
    ],
)
def test_what_a_form_leaves_between_a_word_and_its_unit_stays(text: str) -> None:
    assert applied(text, propose_spaces(text, MODEL)) == text


def test_letter_spacing_is_no_blank() -> None:
    text = "关    于    表    彰    今    年    工    作    的    通    知"
    assert applied(text, propose_spaces(text, MODEL)) == "关于表彰今年工作的通知"
