from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore import restore_text
from restore.characters.dashes import propose_dashes
from restore.core.evidence import LanguageMargin, LexiconEntry
from restore.language.model import LanguageModel
from tests.tools import applied

MODEL = LanguageModel.load()


def sure(text: str) -> str:
    return applied(text, [item for item in propose_dashes(text, MODEL) if item.confidence >= 0.9])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("一一坚持系统观念。", "——坚持系统观念。"),
        ("要做到：\n一—坚持守正创新。", "要做到：\n——坚持守正创新。"),
        ("要做到：\n—一推动高质量发展。", "要做到：\n——推动高质量发展。"),
        ("政府工作报告\n一一在某市第十六届人民代表大会第三次会议上", "政府工作报告\n——在某市第十六届人民代表大会第三次会议上"),
        ("政府工作报告\n一2024年1月23日在市第十六届人民代表大会第四次会议上",
         "政府工作报告\n——2024年1月23日在市第十六届人民代表大会第四次会议上"),
        ("重点工程一一特高压直流输电工程投运。", "重点工程——特高压直流输电工程投运。"),
        ("发展目标如下：\n--坚持统筹规划，分步实施。", "发展目标如下：\n——坚持统筹规划，分步实施。"),
        ("关键控制性工程――某某大桥开工。", "关键控制性工程——某某大桥开工。"),
        ("关键控制性工程－－某某大桥开工。", "关键控制性工程——某某大桥开工。"),
    ],
)  # fmt: skip
def test_dashes_are_known(text: str, clean: str) -> None:
    assert sure(text) == clean
    assert sure(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "原因一一列举如下。",
        "一一对应的关系叫作双射。",
        "一一得一，一二得二。",
        "一一介绍给大家认识。",
        "大家的愿望一一实现了。",
        "万一一直下雨怎么办。",
        "全国唯一一所学校。",
        "今年十一一早我们出发。",
        "二〇一一年的事。",
        "国家主席签署第一一四号主席令。",
        "行者一一从头备陈前事。",
        "水面清圆，一一风荷举。",
        "一一书来报故人，我欲因之壮心魄。",
        "掌柜把货单一一念给他听。",
        "周一—周五照常营业。",
        "落实中国—一带一路国家的合作。",
        "九大基地之一——某地基地投产。",
        "一在思想上，二在行动上。",
        "一在全市干部大会上\n二在全县干部大会上",
        "运行restore --help查看。",
        "--查询所有用户\nSELECT * FROM users",
        "小川一一さんが来ました。",
        "| 甲 | 乙 |\n|--|--|",
        # The line before has not ended: the adverb begins a wrapped line.
        "工作人员对照清单逐项\n一一坚持核对到底。",
    ],
)
def test_the_word_and_what_is_no_dash_stay(text: str) -> None:
    assert sure(text) == text


def test_what_is_less_sure_is_suggested_once() -> None:
    result = restore_text("本市打造智慧之都--建设创新高地，成效明显。")
    suggested = [edit for edit in result.edits if edit.rule == "dash"]
    assert [edit.decision.value for edit in suggested] == ["suggested"]


def test_a_sure_line_vouches_for_its_list() -> None:
    # By itself the second line is in doubt: 1.5 and 2.6 are the least that a list and a line ask for.
    doubtful = "一一经济结构加快调整。"
    (item,) = propose_dashes("一一坚持系统观念。", MODEL)
    assert [type(each) for each in item.evidence[1:]] == [LanguageMargin, LexiconEntry]
    assert sure(doubtful) == doubtful
    line = "一一人民生活不断改善。"
    assert sure(line) == line
    assert sure(f"一—坚持守正创新。\n{line}") == "——坚持守正创新。\n——人民生活不断改善。"


@given(st.text(alphabet="一—-－―坚持会上在。：\n王5かa “", max_size=30))
def test_a_second_run_finds_nothing(text: str) -> None:
    once = sure(text)
    assert sure(once) == once
    assert once.count("\n") == text.count("\n")
