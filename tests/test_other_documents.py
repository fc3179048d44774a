"""Documents of daily life in which nothing is a misreading: every line of them stays as it is."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.edits import Decision

PLAIN = {
    "a score board": "女子排球\n东城  3:1  西城  (25:20, 23:25)\n南城  3∶0  北城  （25∶15，25∶17）",
    "a timetable": "长途客运\nK101  东  站  南  湖  06:30     09:45\nK103  东站    青龙    07:10     11:20",
    "a price list": "大白菜    一级    1.20\n五花肉    冷鲜    18.00\n鲫  鱼    活      9.80    代宰",
    "a contract": "月租金____元整（大写：          ）。\n甲方（签字）：                乙方（签字）：\n日期：    年  月  日",
    "values by commas": '姓名,年龄,城市,备注\n张三,23,北京,"爱读书,爱跑步"\n李四,45,上海,\n王五,31,广州,已离职',
    "a chat": "2023-05-06 10:21:33 小王\n在吗在吗\n2023-05-06 10:21:58 李姐\n在说\n2023-05-06 10:22:10 小王\n那个报表发我一下呗",
    "another chat": "小王 2023/5/6 10:21\n在吗\n李姐 2023/5/6 10:22\n在说呢",
    "numbers to call": "急救 120\n火警 119\n物业 8866",
    "sections": "1.1 开机\n按住电源键。\n1.2 关机\n松开电源键。",
    "two languages": "Article 1 第一条\nThis Agreement is made in China.\n本协议在中国订立。",
    "names with figures": "升级到 Django 1.10 的项目要改配置，P10 闪存另说。",
    "English": "Main text … Figure 1 shows … and more.",
    "a scale": "5：非常好 4：比较好 3：一般 2：不太好",
    "stems": "甲 乙 丙 丁",
    "branches": "子 丑 寅 卯 辰 巳 午 未",
    "a thread of mail": "> 张三：\n> 会议纪要见附件。\n>> 能否改期？\n> 没问题。",
    "a note under its text": "子曰：「學而時習之，不亦說乎？」〔一〕\n〔一〕說，音悅。",
    "questions": "1，比较两国人在各个维度上的特点\n2，进化理论如何解释利他行为",
    "wide figures": "歲入編列２兆３，０００億元，增加３．５％。",
    "settings": "schema:\n  name: 拼音\n  author: 甲\n  version: 2",
    "references of LaTeX": "@book{a,\n  author = {陈某},\n  title = {国史旧闻},\n  year = {2000},\n}",
    "a list of marks": "、\n。\n“\n”\n！\n，",
    "a block of MkDocs": '??? note "代码实现"\n说明如下。',
    "a list in a list": "- 甲项\n    - 乙项\n        - 丙项\n- 丁项",
}
VERSE = """\
我把瓦片一片片翻开，找一盏灯
谁在背后开花？
谁把一碗水端在胸口
把天空埋进深山

我从叶子上起飞过
手插进泥土很深
这是我最旺的一眼泉水
是谁？在火柴盒里等我

我烧着，把琴弦
一齐拨响
白马出走
家在马蹄下只剩了灰
"""


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_changes(name: str) -> None:
    assert restore_text(f"{PLAIN[name]}\n").text == f"{PLAIN[name]}\n"


def test_no_item_below_another_is_joined_with_it() -> None:
    text = "- 大火煮开后，撇去浮沫，沥出水分\n\n  * 这一步针对冰鲜鸡翅，刚买来的可以略过。\n- 锅中放油。\n"
    for name in ("a.md", "a.txt"):
        assert "沥出水分\n" in restore_text(text, name=name).text


def test_free_verse_keeps_its_lines() -> None:
    assert restore_text(VERSE).text == VERSE.replace("\n\n", "\n")


def test_no_verse_is_moved_from_among_others() -> None:
    lines = ["灯啊！", "这样亮的灯！", "匠人啊！", "拿出你的手来比比，", "可是一样的形状？"]
    more = [
        "灯啊！",
        "是谁造的架——给你身子？",
        "是谁点的火——给你眼睛？",
        "为何还要烧油成灰，",
        "然后才放光出来？",
        "一错再错；",
        "灯啊！",
        "不错，不错！",
        "原是要烧出你的光来——",
        "烧吧！烧吧！",
        "烧破长夜的梦，",
    ]
    note = "这首诗选自作者的第一本集子，写于他离开家乡往北方读书的那一年的冬天，后来收入课本。"
    text = "\n".join([*lines, "照吧！", "照吧，照吧！", "照到天明！", note, *more]) + "\n"
    assert restore_text(text).text == text


def test_a_heading_that_comes_twice_is_no_caption() -> None:
    paper = "一、名词解释\n1、认知闭合\n\n\n二、问答，写出变量和\n\n\n\n一、名词解释\n1、刻板印象\n"
    assert restore_text(paper).text.count("一、名词解释") == 2


@pytest.mark.parametrize("end", ["**", "**”", "</u>", "[^1]", "~~"])
def test_marks_do_not_hide_the_end_of_a_sentence(end: str) -> None:
    text = f"他说“**大家心中都自有答案，不必再说。{end}\n\n实际上，以言论不当为由的事情很多，大家都见过。\n"
    assert restore_text(text, name="a.md").text == text


def test_wide_stops_throughout_are_house_style() -> None:
    sentence = "这类博弈常用收益矩阵表示，并不涉及时间的概念．\n"
    assert restore_text(sentence * 8).text.count("．") >= 1
    for count, kept in ((7, False), (8, True)):
        text = "".join(f"{sentence[: 8 + number]}的概念．\n" for number in range(count))
        assert ("。" not in restore_text(text).text) is kept


def test_labels_and_signs_of_code_are_no_misreadings() -> None:
    text = "- 真实性：具有强烈的历史性、社会性\n- 开放性：是一种可塑性很强的民俗，随时改变\n{{条目|系统=甲}}\n"
    found = [edit for edit in restore_text(text).edits if edit.rule == "channel"]
    assert [edit for edit in found if edit.decision is Decision.SUGGESTED] == []


def test_names_behind_a_label_are_complete() -> None:
    text = "会议纪要\n参会人员：王敏、李强、赵六、孙七\n会议原则同意预算方案，要求抓紧报送。\n"
    assert [edit for edit in restore_text(text).edits if edit.rule == "truncated"] == []
