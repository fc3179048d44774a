from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore import restore_text
from restore.characters import propose_joined
from restore.characters.markdown import propose_markdown
from restore.characters.punctuation import propose_punctuation
from restore.characters.standards import ground
from restore.core.evidence import LexiconEntry
from restore.language.model import LanguageModel
from restore.settings import CharacterSettings
from tests.tools import applied

MODEL = LanguageModel.load()


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("2024年9月27日,自治区政协召开会议.", "2024年9月27日，自治区政协召开会议。"),
        ("告诉记者:“我之前", "告诉记者：“我之前"),
        ("这一年,我们重实效促提升", "这一年，我们重实效促提升"),
        ("增长5.2%,达到1,260亿元;全年", "增长5.2%，达到1,260亿元；全年"),
        ("(2026年2月3日)", "（2026年2月3日）"),
        ("欢迎大家到内蒙古来!”得知", "欢迎大家到内蒙古来！”得知"),
        ("是什么?怎么干", "是什么？怎么干"),
        ('围绕"两件大事"和"六个工程"献计', "围绕“两件大事”和“六个工程”献计"),
        ("应用AI,推动发展", "应用AI，推动发展"),
        ('"清洁包",AI在用', "“清洁包”，AI在用"),
        ('Python 与 Rust 的"字典"不同', "Python 与 Rust 的“字典”不同"),
        ("会议强调,\n要深入", "会议强调，\n要深入"),
        ("测试样品 , 务必干燥 ; 不得受潮", "测试样品 ， 务必干燥 ； 不得受潮"),
        ("使馆关注 : 暂无伤亡", "使馆关注 ： 暂无伤亡"),
        ("县（市、区)人民政府", "县（市、区）人民政府"),
        ("昨天(1月20日）结束", "昨天（1月20日）结束"),
        ("甲(乙（丙）丁)戊", "甲（乙（丙）丁）戊"),
        ("他走了｡天黑了､", "他走了。天黑了、"),
    ],
)
def test_half_width_marks_become_full_width(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_punctuation(noisy)) == clean


@pytest.mark.parametrize(
    "text",
    [
        "圆周率是3.14",
        "会议于12:30开始",
        "共计1,260,000元",
        "访问 https://example.com/a?b=c,d 查看",
        "Hello, world. (really)",
        "比例为3:1",
        "[全文](https://example.com/)",
        "v1.2.3版本",
        "函数f(x)的值",
        '他说"半个引号',
        'Git item 4 says "保留分歧并说明最终依据" but lacks a convention',
        'A "清洁包" check of 测试 fails',
        'The packet says "保留分歧", and the reviewer agrees.',
        "It says “保留分歧”, “复现原样本”; nothing else (so far).",
        '好"，他说"走',
        '他说："《"文件',
        "政协委员，已经是全角。",
        "e.g. 例如",
        "1.坚持正确方向",
        "男 : 女为3 : 1",
        "甲 : 乙 = 丙",
        "我們在 :numref:`a`",
        "今日は｡そう",
        '“甲"和“乙"',
    ],
)
def test_figures_addresses_and_latin_text_stay(text: str) -> None:
    assert applied(text, propose_punctuation(text)) == text


@given(st.text(alphabet='政协会，。,.;:?!()"0123a \n%“”', max_size=40))
def test_no_character_but_a_mark_changes(text: str) -> None:
    once = applied(text, propose_punctuation(text))
    assert len(once) == len(text)
    assert re.sub("[^0-9政协会a \n%]", "", once) == re.sub("[^0-9政协会a \n%]", "", text)
    assert applied(once, propose_punctuation(once)) == once


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("■**上接第1版** 实施好", "■上接第1版 实施好"),
        ("# 工作报告\n\n## 一、回顾", "工作报告\n\n一、回顾"),
        ("甲<br>乙<!-- page 2 -->", "甲\n乙"),
        ("```markdown\n正文\n```", "\n正文\n"),
        ("***重要***", "重要"),
        ("正文\n---\n正文", "正文\n\n正文"),
        ("> 引文", "引文"),
        ("<b>要点</b>", "要点"),
    ],
)
def test_markdown_residue_goes(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_markdown(noisy)) == clean


@pytest.mark.parametrize(
    "text",
    ["3*4*5=60", "#话题#讨论", "a_b_c", "甲 * 乙", "| 甲 | 乙 |", "1 < 2 > 0", "《*》"],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert applied(text, propose_markdown(text)) == text


def test_joined_lines_show_marks_and_emphasis_whole() -> None:
    settings = CharacterSettings()
    text = "推动产业升级:地方财政收入(含并列)增长,其中**质量与效益**同步提升。"
    assert applied(text, propose_joined(text, settings, MODEL)) == (
        "推动产业升级：地方财政收入（含并列）增长，其中质量与效益同步提升。"
    )
    off = CharacterSettings(punctuation=False, markdown="keep")
    assert propose_joined(text, off, MODEL) == []
    # It comes after blocks are made, and must leave their lines alone.
    assert all(
        "\n" not in item.after for item in propose_joined("甲<br>乙,丙\n丁", settings, MODEL)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据国办发[2023]12号文件，现通知如下。", "根据国办发〔2023〕12号文件，现通知如下。"),
        ("依照中发［2014］第4号执行。", "依照中发〔2014〕第4号执行。"),
        ("（劳社部发【2000】8号）印发。", "（劳社部发〔2000〕8号）印发。"),
        ("依据国发〔2013〕32号。", "依据国发〔2013〕32号。"),
        ("见注[2023]第三章。", "见注[2023]第三章。"),
        ("数组a[2023]12号为空。", "数组a[2023]12号为空。"),
    ],
)
def test_brackets_of_document_numbers(text: str, expected: str) -> None:
    assert restore_text(text).text == expected


def test_each_change_names_the_section_of_the_standard() -> None:
    text = "他说,为何?好!注意:甲;乙(丙)好."
    grounds = [item.evidence[-1] for item in propose_punctuation(text)]
    assert all(isinstance(each, LexiconEntry) for each in grounds)
    sections = {each.ground.split(":")[0] for each in grounds if isinstance(each, LexiconEntry)}
    assert sections == {f"GB/T 15834-2011, 4.{n}.2" for n in (1, 2, 3, 4, 6, 7, 9)}
    (left, _) = propose_punctuation("国办发[2023]12号")
    assert ground("document_number") in left.evidence
    assert ground("document_number").ground.startswith("GB/T 9704-2012, 7.2.5")
