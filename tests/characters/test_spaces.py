from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters.spaces import propose_spaces
from restore.language.model import LanguageModel
from tests.tools import applied

MODEL = LanguageModel.load()


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
        ("会 议 强 调 ， 现在 还 属于 困难 时 期 ， 但 在 前 进 的 道路 上 并 没有 停 步 。2022 年 投 入 达 238 亿 元 。",
         "会议强调，现在还属于困难时期，但在前进的道路上并没有停步。2022年投入达238亿元。"),
        ("《金史 · 地理志》和《隋书 ·地理志》", "《金史·地理志》和《隋书·地理志》"),
        ("测试样品 ， 务必", "测试样品，务必"),
        ("内蒙古　　团拜会", "内蒙古 团拜会"),
    ],
)  # fmt: skip
def test_stray_spaces_go(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_spaces(noisy, MODEL)) == clean


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
        "7799\t我们先看第一个画面",
        "收入\t1200",
        "石刻立于河边。\t旧宅位于村东。",
        # A date heads an entry, a signature, a resolution.
        "二十九日 晴。上午寄母亲信。",
        "十月三日 雨，午后止。",
        "2021年8月20日 第十三届全国人民代表大会常务委员会第三十次会议通过",
        # Clauses of a headline, whatever stands beside them.
        "要求不惜代价搜救被困人员，全力救治伤员 坚决防范遏制重特大事故发生",
        "今天推出系列报道《开好局 起好步》，首先来看经济大省。",
        "事故发生后，作出重要指示强调 全力救治伤员 科学组织搜救，防范事故。",
        # What stood between two columns is lost.
        "推动产业建圆强链加快推 云、上市企业增多。",
        "警方与抗议者发生冲突 65人被捕",
        "水泥价格同比上涨6% 为近24年新高",
        # Names in running text.
        "出席会议的有王建国 李爱华 赵文斌，以及各部门负责人。",
    ],
)
def test_spaces_that_mean_something_stay(text: str) -> None:
    assert applied(text, propose_spaces(text, MODEL)) == text


@given(st.text(alphabet="政协会，。“”（）0129 \u3000a\n", max_size=40))
def test_only_white_space_changes_and_figures_stay_apart(text: str) -> None:
    once = applied(text, propose_spaces(text, MODEL))
    assert "".join(once.split()) == "".join(text.split())
    assert re.findall("[0-9]+", once) == re.findall("[0-9]+", text)
    twice = applied(once, propose_spaces(once, MODEL))
    assert applied(twice, propose_spaces(twice, MODEL)) == twice


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
    assert applied(text, propose_spaces(text, MODEL)) == clean


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


PANGU = "先加 3 勺盐，用 20 分钟煮好，再放 2 片姜，在 Windows 10 上也一样。"


def test_spaces_beside_figures_are_house_style_where_most_figures_have_them() -> None:
    assert applied(PANGU, propose_spaces(PANGU, MODEL)) == PANGU


def test_where_most_figures_have_none_a_space_is_a_slip() -> None:
    tight = "加3勺盐，20分钟煮好，放2片姜，每人1碗，共5碗，煮30分钟，再煮6分钟，又等15分钟。"
    noisy = tight + "全程 70 分钟，用水 3 碗，用火 2 次，翻动 4 次。"
    assert applied(noisy, propose_spaces(noisy, MODEL)) == noisy.replace(" ", "")


@pytest.mark.parametrize(("count", "stays"), [(6, True), (5, False)])
def test_few_spaced_figures_are_no_style(count: int, stays: bool) -> None:
    text = "，".join(f"第{'一二三四五六'[place]}次有 {place + 1}，人" for place in range(count))
    assert (applied(text, propose_spaces(text, MODEL)) == text) is stays


@pytest.mark.parametrize(("tight", "stays"), [(6, True), (7, False)])
def test_half_of_the_figures_make_a_style(tight: int, stays: bool) -> None:
    text = "，".join(["共有 5，人"] * 6 + ["共有5，人"] * tight)
    assert (applied(text, propose_spaces(text, MODEL)) == text) is stays


@pytest.mark.parametrize(("text", "goes"), [("推进 改革，", True), ("城市 居民，", False)])
def test_only_words_that_belong_together_are_pulled_together(text: str, goes: bool) -> None:
    left, right = text.split(" ")
    assert (MODEL.seam(left, right) >= 2.0) is goes
    assert (" " not in applied(text, propose_spaces(text, MODEL))) is goes


@pytest.mark.parametrize(("parts", "goes"), [(12, True), (11, False)])
def test_a_sentence_of_so_many_parts_is_spaced_throughout(parts: int, goes: bool) -> None:
    words = [
        "我们",
        "要",
        "坚持",
        "稳中",
        "求进",
        "工作",
        "总基调",
        "推动",
        "经济",
        "实现",
        "质的",
        "提升。",
    ]
    text = "，".join([" ".join(words[12 - parts :]), "扎实做好"]) if parts < 12 else " ".join(words)
    assert (" " not in applied(text, propose_spaces(text, MODEL))) is goes
