from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters.spaces import propose_spaces
from restore.language.model import LanguageModel
from tests.tools import applied


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("提出 12条具体措施，举办 4 期读书班。", "提出12条具体措施，举办4期读书班。"),
        ("推动 高质量发展，迈出 新步伐。", "推动高质量发展，迈出新步伐。"),
        ("我 们 的“ 村 晚 ”欢 乐 开 演", "我们的“村晚”欢乐开演"),
        ("会议强调， 要深入学习 。", "会议强调，要深入学习。"),
        ("关于做好新时 代 党 的 统 一 战 线 工 作 的 重 要 思想，全面落实。",
         "关于做好新时代党的统一战线工作的重要思想，全面落实。"),
        ("书画作品展——2023 年内蒙古展", "书画作品展——2023年内蒙古展"),
        ("学  习  贯  彻  精  神", "学习贯彻精神"),
        ("《金史 · 地理志》和《隋书 ·地理志》", "《金史·地理志》和《隋书·地理志》"),
        ("测试样品 ， 务必", "测试样品，务必"),
        ("内蒙古　　团拜会", "内蒙古 团拜会"),
    ],
)  # fmt: skip
def test_stray_spaces_go(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_spaces(noisy)) == clean


@pytest.mark.parametrize(
    "text",
    [
        "扎实开展“京蒙协作 政协助力”，推动合作。",
        "自治区政协主席 张延昆",
        "以“新”为源 向“兴”而行",
        "① 上好党史大课 筑牢思想根基",
        "举办“扎实开展主题教育 建功自治区两件大事——2023年书画作品展”，引领委员。",
        "编印《协商建言献良策 凝心聚力促发展》等丛书。",
        "□ 同心",
        "第一条 为了规范口岸开放，制定本条例。",
        "第十二条之一 单位有这种行为的，予以警告。",
        "“第二百零三条之十二 拒不改正的，处以罚款。",
        "（本报记者 张三 李四）报道，",
        "使用 ChatGPT 等工具，提高效率。",
        "12 345 678",
        "张 伟 李 娜 王小明",
        "甲\t乙\t丙",
    ],
)
def test_spaces_that_mean_something_stay(text: str) -> None:
    assert applied(text, propose_spaces(text)) == text


@given(st.text(alphabet="政协会，。“”（）0129 \u3000a\n", max_size=40))
def test_only_white_space_changes_and_figures_stay_apart(text: str) -> None:
    once = applied(text, propose_spaces(text))
    assert "".join(once.split()) == "".join(text.split())
    assert re.findall("[0-9]+", once) == re.findall("[0-9]+", text)
    twice = applied(once, propose_spaces(once))
    assert applied(twice, propose_spaces(twice)) == twice


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("周一 张三 13800000001", "周一 张三 13800000001"),
        ("联系人王芳 0371-66668888 转三号", "联系人王芳 0371-66668888 转三号"),
        ("13800000001 张三", "13800000001 张三"),
        ("全年完成投资 12000000 元，同比增长。", "全年完成投资12000000元，同比增长。"),
        ("共有 25 个村参加了活动。", "共有25个村参加了活动。"),
    ],
)
def test_a_number_that_counts_nothing_keeps_its_gap(text: str, clean: str) -> None:
    assert applied(text, propose_spaces(text)) == clean


MODEL = LanguageModel.load()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("深 入 学 习 贯彻 新 时代", "深入学习贯彻新时代"),
        ("上 海 市 人民 政府 办公厅", "上海市人民政府办公厅"),
        ("关于 印发 全 市 农 业 农 村 工 作 要点 的 通知", "关于印发全市农业农村工作要点的通知"),
        # Lists: of names, of subjects, of colours, of what a form asks for.
        ("主 任 委 员 王芳 李明 赵强", None),
        ("张 伟 李 娜 王小明 欧阳 修 马 强", None),
        ("语 文 数 学 英 语 物理 化学 生物", None),
        ("红 黄 蓝 绿 青 紫 黑色 白色", None),
        ("东 南 西 北 中间 左 右", None),
        ("春 江 潮 水 连海平 海上 明月 共 潮生", None),
        # Five parts, and six of which two are single.
        ("深 入 学习 新 时代", None),
        ("深 入 学习 贯彻 落实 精神", None),
        ("北京 · 中国", None),
        ("王　伟 李　娜", None),
    ],
)
def test_a_headline_may_be_spaced_by_halves(text: str, clean: str | None) -> None:
    joined = applied(text, [item for item in propose_spaces(text, MODEL) if not item.after])
    # Lists may hold a run of letters that is joined by another rule; their other gaps stay.
    assert joined == clean if clean is not None else " " in joined or "　" in joined
    assert applied(joined, propose_spaces(joined, MODEL)) == applied(
        text, propose_spaces(text, MODEL)
    )
