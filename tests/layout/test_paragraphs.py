from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.layout.paragraphs import propose_paragraphs
from restore.pipeline import restore_text
from restore.settings import LayoutSettings
from tests.tools import applied

SETTINGS = LayoutSettings()

PARAGRAPHS = [
    "过去一年，我们把牢正确政治方向，党对政协工作的领导实现新加强。坚持把政治建设摆在首位，有效发挥政协党组把方向、"
    "管大局、保落实的领导作用，始终在思想上政治上行动上同以习近平同志为核心的中共中央保持高度一致。",
    "制度机制健全完善。对标新要求和新修订的章程，以及全国政协有关制度规定，新制定制度13项，修订制度81项，政协制度的“四梁八柱”更加坚实。",
    "二是民主监督更有力度。围绕优化民营企业发展环境，全区各民主党派、工商联，12个盟市和103个旗县政协积极参与，开展三级联动民主监督式协商。",
]


def wrap(paragraph: str, width: int) -> list[str]:
    """Break a paragraph as a column does: no line begins with a closing mark."""
    lines = []
    rest = paragraph
    while len(rest) > width:
        cut = width
        while rest[cut] in "，。、；：！？”）》" and cut > width - 2:
            cut -= 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest]


def joined(text: str) -> str:
    return applied(text, propose_paragraphs(text, SETTINGS, None))


@pytest.mark.parametrize("width", [14, 17, 20, 24, 36])
def test_hard_wraps_are_joined(width: int) -> None:
    text = "\n\n".join("\n".join(wrap(paragraph, width)) for paragraph in PARAGRAPHS) + "\n"
    assert joined(text) == "\n".join(PARAGRAPHS) + "\n"


@pytest.mark.parametrize("width", [16, 20])
def test_an_indent_begins_a_paragraph(width: int) -> None:
    lines = []
    for paragraph in PARAGRAPHS:
        first, *rest = wrap("　　" + paragraph, width)
        lines += [first, *rest]
    assert joined("\n".join(lines)) == "\n".join(PARAGRAPHS) + "\n"


def test_headings_are_not_run_together_with_text() -> None:
    body = "\n".join(wrap(PARAGRAPHS[0], 17))
    text = f"一、2023年工作回顾\n\n{body}\n\n二、2024年工作安排\n\n{body}\n"
    assert joined(text).split("\n")[::2] == ["一、2023年工作回顾", "二、2024年工作安排", ""]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS) + "\n",
        "第一条 为了规范管理，制定本条例。\n第二条 本条例所称口岸，是指港口。\n第三条 本市口岸管理适用本条例。\n",
        "标题\n——副标题\n2024年1月29日\n张三\n正文第一段，写到这里结束。\n",
        "甲\n\f\n乙\n",
        "（一）加强领导\n（二）明确责任\n（三）落实经费\n（四）严格考核\n",
    ],
)
def test_paragraphs_stay_apart(text: str) -> None:
    assert joined(text) == text


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["过去一年，我们", "推动发展。", "一、", "2023年", "", "  ", "\f", "■上接第1版 "]
        ),
        max_size=12,
    ),
    st.integers(8, 30),
)
def test_only_white_space_changes_and_the_result_is_stable(parts: list[str], width: int) -> None:
    text = "\n".join(parts)
    once = joined(text)
    strip = re.compile("[ \n]")
    assert strip.sub("", once) == strip.sub("", text)
    assert joined(once) == once


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("", ""),
        ("\n\n", ""),
        ("  一句话 ", "一句话"),
        ("一句话", "一句话"),
        ("一句话\n", "一句话\n"),
    ],
)
def test_short_texts(text: str, clean: str) -> None:
    assert joined(text) == clean


def test_a_caption_takes_no_text_with_it() -> None:
    lines = [
        "过去一年，我们把牢正确政治方向，党对",
        "政协工作的领导实现新加强。坚持把政治",
        "建设摆在首位，有效发挥政协党组把方向",
        "▲技术人员在大棚查看作物长势，范鹏婷",
        "▲群众在温室大棚查看作物，李强摄影报道",
        "管大局、保落实的领导作用，始终在思想",
        "上政治上行动上同以习近平同志为核心的",
        "中共中央保持高度一致。",
    ]
    assert "▲群众在温室大棚查看作物，李强摄影报道" in joined("\n".join(lines)).split("\n")


def test_a_line_that_goes_on_is_no_second_heading() -> None:
    text = "\n".join(
        [
            "会议传达学习了有关负责同志致",
            "北京某大学外国留学生及校友代",
            "表的复信精神，结合本地实际对促进",
            "中外交流合作提出要求，并就做好下",
            "一阶段重点工作作出了安排和部署。",
        ]
    )
    assert "致北京某大学外国留学生及校友代表的复信精神" in restore_text(text).text


def test_what_is_set_in_as_code_is_no_heading_on_a_second_run() -> None:
    text = "运行下面的命令：\n\n    # 安装依赖\n    pip install restore\n\n安装之后重新启动。\n"
    once = restore_text(text).text
    assert "    # 安装依赖\n" in once
    assert restore_text(once).text == once
