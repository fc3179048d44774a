"""Which lines may run on, what stands between them, and what never becomes of figures."""

from __future__ import annotations

import re
from unicodedata import normalize

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.edits import Decision, Reason
from restore.layout.join_rules import _ENTRIES, _ENTRY, cut_figure, keeps_apart, stands
from restore.layout.latin import filler, latin_words, latin_wraps, without_hyphen
from restore.layout.lines import columns, lines_of
from restore.pipeline import restore_text
from restore.settings import CorrectionSettings, DedupSettings, LayoutSettings, Settings

LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))

KEPT = [
    # Tables: with bars, tabs, wide gaps, one figure a line.
    "| 品名 | 单价 |\n| --- | --- |\n| 铅笔 | 2 |\n| 橡皮 | 1 |\n| 直尺 | 5 |",
    "品名|单价|数量\n铅笔|2|30\n橡皮|1|45\n直尺|5|12",
    "门店      一月      二月\n东街      1200      1100\n西街      800       790",
    "成交量\n3M\n6.25\n9.40\n6M\n28.10\n31.77",
    # Calendars and timetables.
    "5 6 7 8 9 10 11\n12 13 14 15 16 17 18\n19 20 21 22 23 24 25",
    "08:30—09:00\n09:10—09:50\n10:00—10:40",
    # Subtitles, lyrics, chats, mail.
    "1\n00:00:01,000 --> 00:00:04,000\n今天我们来讲一讲黄河的故事\n2\n00:00:04,500 --> 00:00:08,000\n它从青藏高原一路向东奔流",
    "[00:12.00]山坡上开满了黄色的野菊花\n[00:15.30]风吹过来带着泥土的清香味\n[00:18.30]远处有人唱着很老的一支歌",
    "问：怎样办理登记\n答：到窗口当场办理\n问：需要哪些材料\n答：带身份证就可以",
    "From: a@example.com\nTo: b@example.com\nSubject: 关于例会的通知",
    # Forms, lists, steps, articles, verse.
    "姓名：\n性别：\n出生年月：\n联系电话：\n家庭住址：",
    "- 准备材料\n- 核对数据\n- 提交报告\n- 归档保存",
    "- [ ] 买菜\n- [x] 做饭\n- [ ] 洗碗",
    "A. 长江\nB. 黄河\nC. 珠江\nD. 淮河",
    "步骤1：打开电源开关\n步骤2：连接网络电缆\n步骤3：启动应用程序",
    "第一条 为了规范管理\n第二条 本办法所称窗口\n第三条 本市窗口适用",
    "山里的雪化了，\n溪水响了起来；\n山里的花开了，\n蜜蜂忙了起来。\n我沿着小路走，\n一直走到山外；\n回头望那山影，\n山影还在云海。",
    "春江潮水连着海面平静如镜\n海上明月跟着潮水一同升起\n滟滟波光随着江流千里万里\n何处春江没有那轮明月照耀",
    # Code and its comments.
    "width = read_width()\nheight = read_height()\nprint(width * height)\nreturn",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_lines_that_stand_by_themselves_stay(text: str) -> None:
    got = restore_text(text, settings=LAYOUT).text
    spaces = re.compile("[ \t\u3000]")
    assert spaces.sub("", got.rstrip("\n")) == spaces.sub("", text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("全长12公里", "34座桥梁"),
        ("增长5%", "2024年"),
        ("投资3亿", "5个项目"),
        ("约5kg", "3"),
        ("张三 10:32", "你好"),
        ("电话：", "010"),
        ("甲：你好", "乙：再见"),
        ("3月1日报名", "3月5日开课"),
        ("他们说", "- 第一项"),
        ("每个附件前加分页符", "**桌签规则**：会议类文档专用"),
        ("每个附件前加分页符", "**桌签规则：**会议类文档专用"),
        ("正文在此", "&nbsp;&nbsp;下一段"),
        ("包括名称和类型", "value = load(path)"),
        ("见附件 https://example.com/a.pdf", "下一条"),
        ("第一章 总则…………1", "第二章 附则"),
        ("审判员×××", "××××年××月××日"),
        ("特此申请，请予办理__", "此致"),
        ("并要求赔偿损失", "＿＿＿元整"),
        ("以上见某人《某书》", "〔评〕古人不我欺也"),
        ("以上见某人《某书》", "【原文】古人不我欺也"),
        ("骑驴看唱本——走着瞧", "骑马过独木桥——回头难"),
        ("12 他就起来，往城里去，", "13 看见众人站在门口"),
        ("１０）经营管理机构", "１１）设备材料购买"),
        ("12）经营管理机构", "13）设备材料购买"),
        ("┬──┬──┬──", "│规│原值│"),
    ],
)
def test_forms_that_keep_apart(left: str, right: str) -> None:
    assert keeps_apart(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("审理查明，被告人李××", "伙同王某入户盗窃"),
        ("被告人李某伙同王", "××入户盗窃，数额较大"),
        ("会议定于2024年", "3月召开，地点另定"),
        ("于3月", "5日开幕"),
        ("上午9时", "30分开始"),
        ("细颗粒物（PM", "2.5）浓度下降"),
        ("完成投资2.5", "亿元"),
        ("会议强调，要坚持", "会议指出：要做到"),
        ("会议强调，要坚持", "**稳中求进**工作总基调"),
        ("他沉默了……", "又抬起头来"),
        ("前端使用", "Python语言编写"),
        ("按照国发", "〔2023〕12号文件"),
        ("他说的是这个时代——一个属于，人民的", "时代——我们都在其中"),
    ],
)
def test_forms_that_may_run_on(left: str, right: str) -> None:
    assert not keeps_apart(left, right)
    assert not cut_figure(left, right)


@pytest.mark.parametrize(
    ("left", "right", "spaced", "between"),
    [
        ("machine", "learning", False, " "),
        ("in the end,", "nobody", False, " "),
        ("in 2006,", "Anderson", False, " "),
        ("Windows", "10", False, " "),
        ("PM", "2.5", False, ""),
        ("3", "million people", False, " "),
        ("20", "GB", False, ""),
        ("使用", "Python", False, ""),
        ("使用", "Python", True, " "),
        ("Python", "语言", False, ""),
        ("Python", "语言", True, " "),
        ("增长", "5%", True, ""),
    ],
)
def test_what_a_wrap_swallows(left: str, right: str, spaced: bool, between: str) -> None:
    assert filler(left, right, "使用 Go 语言" if spaced else "") == between


@pytest.mark.parametrize(
    ("whole", "between"),
    [
        ("使用 Python 语言和 Java 语言，也用C语言", " "),
        ("使用Python语言和Java 语言", ""),
    ],
)
def test_a_text_shows_how_it_sets_latin_words(whole: str, between: str) -> None:
    assert filler("使用", "Go", whole) == filler("Go", "语言", whole) == between


@pytest.mark.parametrize(
    ("left", "right", "text", "goes"),
    [
        ("some algo-", "rithms are", "", True),
        ("the perfor-", "mance of", "", True),
        ("state-of-the-", "art", "", False),
        ("end-to-", "end training", "", False),
        ("a long-", "term plan", "", False),
        ("data-", "driven", "", False),
        ("e-", "mail", "", False),
        ("COVID-", "19", "", False),
        ("Smith-", "Jones", "", False),
        ("non-", "linear", "", False),
        ("pre-", "processing", "we use preprocessing", True),
        ("eco-", "system", "an eco-system of", False),
        ("1990-", "1995", "", None),
        ("见附件-", "说明", "", None),
    ],
)
def test_hyphens_at_a_line_end(left: str, right: str, text: str, goes: bool | None) -> None:
    assert without_hyphen(left, right, latin_words(text)) is goes


def test_words_cut_by_a_hyphen_are_whole_in_the_text() -> None:
    text = "研究比较了几种 repre-\nsentations 的效果，以及 one-\nto-many 的情形。"
    got = restore_text(text, settings=LAYOUT)
    assert got.text == "研究比较了几种 representations 的效果，以及 one-to-many 的情形。\n"
    assert got.log.revert(got.text) == text


ENGLISH = (
    "The river rises in the high plateau and runs east for a\n"
    "very long way before it reaches the plains. There it is\n"
    "broad and slow, and carries so much silt that its bed\n"
    "lies above the fields.\n"
)


def test_wrapped_english_prose_is_joined_with_spaces() -> None:
    got = restore_text(ENGLISH, settings=LAYOUT).text
    assert got == ENGLISH.rstrip("\n").replace("\n", " ") + "\n"


def test_a_wrap_shows_where_the_next_word_does_not_fit() -> None:
    assert latin_wraps(lines_of(ENGLISH)) == {0, 1, 2}
    # Lines of forty characters are prose; shorter ones may be items.
    words = "the cat, that was so very old and thi"
    assert latin_wraps(lines_of(f"{words}nn\nsat there")) == frozenset()
    assert latin_wraps(lines_of(f"{words}nne\nsat there")) == {0}
    assert latin_wraps(lines_of(f"{words}nne.\nsat there")) == frozenset()
    assert latin_wraps(lines_of(f"{words}nne\nSat there")) == frozenset()
    code = "features, labels, hidden_size, dropout, layers,\nuse_bias and more"
    assert latin_wraps(lines_of(code)) == frozenset()


@pytest.mark.parametrize(
    "text", ["全年完成投资3\n456亿元，同比增长很快。", "会议指出，入学率达到9\n8.5%，比上年提高。"]
)
def test_a_cut_figure_is_only_suggested(text: str) -> None:
    got = restore_text(text, settings=LAYOUT)
    assert text in got.text
    found = [edit for edit in got.edits if edit.rule == "join.figure"]
    assert [(edit.decision, edit.reason) for edit in found] == [
        (Decision.SUGGESTED, Reason.LOCKED_FIGURE)
    ]
    assert got.with_suggestions() == text.replace("\n", "") + "\n"
    assert not any(edit.rule == "truncated" for edit in got.edits)


def test_the_lines_of_a_cut_figure_are_one_sentence_to_the_page() -> None:
    lines = [
        "过去一年，全省工业投资达到3",
        "456亿元，比上年增长一成，成",
        "绩来之不易，新开工项目200多",
        "个，大项目带动作用更加明显。",
    ]
    got = restore_text("\n".join(lines), settings=LAYOUT).text
    assert got.split("\n")[:2] == [lines[0], "".join(lines[1:])]


PIECES = [
    "全年投资1", "200万元", "3.5%", "增长5", ".6个百分点", "8月", "5日", "12", "|3|4|", "会议指出，",
    "推动高质量发展", "。", "第3", "条 规定", "M", "2M", "", "  ", "PM", "２０",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_figure_is_ever_made_of_two(parts: list[str]) -> None:
    text = "\n".join(parts)
    figures = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)*")
    # What is taken out as furniture is the business of other tests.
    off = msgspec.structs.replace(LAYOUT, layout=LayoutSettings(furniture=False))
    got = restore_text(text, settings=off).text
    narrow = normalize("NFKC", text)
    source = sorted(found for line in narrow.split("\n") for found in figures.findall(line))
    assert sorted(found for line in got.split("\n") for found in figures.findall(line)) == source


def test_narrow_lists_are_no_column() -> None:
    # Of eight characters a line of print lacks one and a half at most.
    even = ["推动全省经济持续", "向好发展，民生得", "到改善，就业总体", "稳定，物价平稳，", "社会保持和谐稳定"]  # fmt: skip
    assert columns(lines_of("\n".join(even)))[2].wrapped
    uneven = [
        "推动全省经济",
        "向好发展，民",
        "到改善，就业总体",
        "稳定，物价平稳",
        "社会保持和谐稳",
    ]
    assert not columns(lines_of("\n".join(uneven)))[2].wrapped


def test_what_stands_by_itself_is_seen_from_the_line_alone() -> None:
    for text in ("10:32", "2024-01-02 10:32:11", "X-Mailer: x"):
        assert stands(text)
    for text in ("10:32，会议准时开始", "甲|乙"):
        assert not stands(text)


@pytest.mark.parametrize(
    "right",
    [
        "各位委员，过去一年我们",
        "各位代表：",
        "同志们！",
        "尊敬的各位来宾、女士们、先生们：",
        "乡亲们，汛期到了",
    ],
)
def test_a_form_of_address_begins_a_paragraph(right: str) -> None:
    assert keeps_apart("各项工作取得了新的成效。", right)
    # In the middle of a sentence it is an object.
    if not right.endswith("："):
        assert not keeps_apart("我代表市人民政府，衷心感谢", right)


@pytest.mark.parametrize(
    "right", ["各位委员提出的意见，", "各位代表的建议全部办结。", "同志们的干劲更足了，"]
)
def test_persons_of_whom_is_told_begin_no_paragraph(right: str) -> None:
    assert not keeps_apart("各项工作取得了新的成效。", right)


ENTRIES = ("甲方：", "10:30", "1.2 ", "3、", "水", "2026年", "1月2日", "1-2 ", "http://", "a", " ")


@given(st.lists(st.sampled_from(ENTRIES), max_size=4).map("".join))
def test_one_look_tells_that_a_line_is_no_entry(text: str) -> None:
    if any(entry.match(text) for entry in _ENTRIES):
        assert _ENTRY.match(text)
