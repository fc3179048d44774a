"""Encoding damage is undone exactly, flagged where bytes are lost, and never seen in clean text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from restore import restore_text
from restore.characters import propose_mojibake
from restore.core.edits import Decision, Reason
from restore.core.evidence import Pattern
from restore.language.model import LanguageModel
from tests.tools import applied, decide

MODEL = LanguageModel.load()
TRADITIONAL = OpenCC("s2t")

# Each family is the damages one upon another: what was written, and what it was read as.
ONCE = [
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("utf-8", "gb18030"),
    ("gbk", "latin-1"),
    ("gbk", "cp1252"),
    ("gbk", "cp1250"),
    ("gbk", "cp950"),
    ("cp950", "latin-1"),
    ("cp950", "gb18030"),
]
FAMILIES = [
    *[[step] for step in ONCE],
    [("utf-8", "latin-1"), ("utf-8", "latin-1")],
    [("utf-8", "gb18030"), ("utf-8", "gb18030")],
    [("gbk", "latin-1"), ("utf-8", "latin-1")],
    [("utf-8", "latin-1"), ("utf-8", "gb18030")],
    [("gbk", "latin-1"), ("utf-8", "gb18030")],
]
CLAUSES = [
    "全面推进乡村振兴",
    "加强生态环境保护",
    "这是一个测试文件",
    "他昨天晚上没有回家",
    "请把附件下载到桌面",
    "会议审议通过了工作报告",
    "春眠不觉晓处处闻啼鸟",
    "切好的葱花放进热油里",
    "二〇二五年完成投资三十亿元",
    "张伟担任县委书记",
]


def damaged(text: str, steps: list[tuple[str, str]]) -> str | None:
    try:
        for written, read in steps:
            text = text.encode(written).decode(read)
    except UnicodeError:
        return None
    return text


def repaired(text: str) -> str:
    return applied(text, propose_mojibake(text, MODEL))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浣犲ソ", "你好"),
        ("ÄãºÃ", "你好"),
        ("盲陆聽氓楼陆", "你好"),
        ("娴ｇ姴銈芥稉鏍\ue0a3櫕", "你好世界"),
        ("涴岆聆彸恅璃", "这是测试文件"),
        ("硂琌いゅ代刚ゅン", "這是中文測試文件"),
        ("Python åˆ é™¤åˆ—è¡¨ä¸\xadçš„å…ƒç´ ", "Python 删除列表中的元素"),
        ("本系统提供ÓůÓĂČíĽţ下载。", "本系统提供御用软件下载。"),
        ("本文浣犲ソ,ab", "本文你好,ab"),
        ("donâ€™t, voilÃ\xa0", "don’t, voilà"),
        ("Ã¤Â½Â\xa0Ã¥Â¥Â½", "你好"),
    ],
)
def test_known_damage_is_undone(text: str, expected: str) -> None:
    assert repaired(text) == expected


@pytest.mark.parametrize("steps", FAMILIES, ids=str)
@settings(max_examples=25, deadline=None)
@given(clauses=st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=4), around=st.booleans())
def test_a_repair_gives_the_sentence_back_or_leaves_it(
    steps: list[tuple[str, str]], clauses: list[str], around: bool
) -> None:
    sentence = "，".join(clauses) + "。"
    if steps[0][0] == "cp950":
        sentence = TRADITIONAL.convert(sentence)
    damage = damaged(sentence, steps)
    if damage is None:
        return
    before, behind = ("第一章\n", "\n第二章") if around else ("", "")
    found = repaired(before + damage + behind)
    assert found in (before + sentence + behind, before + damage + behind)


@pytest.mark.parametrize(
    "steps", [family for family in FAMILIES if family[0][0] != "cp950"], ids=str
)
def test_each_family_is_repaired(steps: list[tuple[str, str]]) -> None:
    sentences = [f"{left}，{right}。" for left in CLAUSES for right in CLAUSES]
    pairs = [(text, damage) for text in sentences if (damage := damaged(text, steps))]
    assert sum(repaired(damage) == text for text, damage in pairs) >= 0.9 * len(pairs)


@pytest.mark.parametrize(
    "text",
    [
        "涓枃娴嬭瘯鏁版嵁锛岃鏌ユ敹銆�",
        "联系人：锟斤拷锟斤拷",
        "嚙踝蕭嚙踝蕭",
        "The ICR was upgraded to â€œbb+â€? from â€œbbâ€? today",
    ],
)
def test_lost_bytes_are_flagged_and_stay(text: str) -> None:
    result = decide(text, propose_mojibake(text, MODEL))
    assert result.document.text == text
    assert {edit.reason for edit in result.log.edits} == {Reason.UNDECODABLE}


@pytest.mark.parametrize(
    "text",
    [
        "全面推进乡村振兴，加快农业农村现代化。",
        "魑魅魍魉，饕餮梼杌，囹圄囫囵；氤氲氍毹，龃龉龌龊。",
        "日本語の文章です。彼は駅前の喫茶店で珈琲を飲みながら新聞を読んでいた。",
        "薔薇と蝙蝠、檸檬と葡萄の躊躇い、躑躅と齷齪。",
        "Ça c'est à l'École où l'élève a été créée, déjà à Noël.",
        "Für Größe und Maß: Äpfel, Öl, Übermut; ÄÖÜäöüß.",
        "Tiếng Việt có nhiều dấu: ệ, ở, ữ; Đường phố Hà Nội.",
        "".join(map(chr, range(0xA1, 0x180))),
        " ".join(map(chr, range(0xA1, 0x180))),
        "āáǎà ēéěè nǐhǎo; ěščřžýáíé; Здравствуйте, товарищи! Ελληνικά",
        "温度25±0.5℃，误差≤3µm，α=0.05，Ω·m²",
        'def f(x): return "é" + "ñ"  # ¿qué?',
        "├──src\n│   ├──a.py\n└──b",
        "第一行\x85第二行",
    ],
)
def test_clean_text_stays(text: str) -> None:
    assert propose_mojibake(text, MODEL) == []


def test_evidence_names_the_encodings() -> None:
    (proposal,) = propose_mojibake("浣犲ソ", MODEL)
    assert proposal.evidence[0] == Pattern(
        "read with a wrong encoding", "utf-8 read as gb18030: 你好"
    )


def test_what_a_repair_needs_is_not_deleted_first() -> None:
    sentence = "全国都在学习中"
    damage = sentence.encode().decode("latin-1")
    assert "\xad" in damage
    assert restore_text(damage).text == sentence


def test_a_numeral_in_damaged_text_is_no_figure_yet() -> None:
    sentence = "二〇二五年完成投资三十亿元，增长5.2%。"
    damage = sentence.encode("gbk").decode("latin-1")
    result = decide(damage, propose_mojibake(damage, MODEL))
    assert result.document.text == sentence
    assert [edit.decision for edit in result.log.edits] == [Decision.APPLIED]


def test_time_is_linear() -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        propose_mojibake(text, MODEL)
        return time.perf_counter() - start

    for unit in (
        "x" * 50,
        "é" * 50,
        "浣犲ソ，" * 12,
        "ÄãºÃ " * 10,
        "硂琌いゅ代刚ゅン" * 6,
        "Ã©" * 25,
    ):
        small, large = seconds("é\xa9" + unit * 100), seconds("é\xa9" + unit * 800)
        assert large < 8 * 4 * small + 0.05, unit[:8]
