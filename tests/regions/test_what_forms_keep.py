"""What becomes of each form in a document: which of its parts no stage touches, and which it mends."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.regions import Form, Region
from restore.regions import Guard, Places, find_regions
from restore.regions.permissions import MAY_FOLLOW, MAY_RUN_ON
from restore.settings import CharacterSettings, Settings
from tests.regions.test_forms_of_lines import PROSE, WHOLE

BEHIND = "各级各部门要切实加强组织领导，明确责任分工，确保各项工作落到实处。"
STAND = {Form.TABLE_ROW, Form.CODE, Form.VERSE, Form.TIMED, Form.CONTENTS, Form.CHOICES}


@pytest.mark.parametrize("name", [name for name, (form, _) in WHOLE.items() if form in STAND])
def test_not_one_character_changes(name: str) -> None:
    form, text = WHOLE[name]
    found = restore_text(f"{PROSE}\n\n{text}\n\n{BEHIND}\n")
    # Only in code empty lines stay.
    kept = text if form is Form.CODE else text.replace("\n\n", "\n")
    assert found.text == f"{PROSE}\n{kept}\n{BEHIND}\n"


def test_words_of_a_cell_are_mended_its_figures_and_marks_are_not() -> None:
    row = "| 一 | 要严明记律,防治防治 | 1,200 |"
    found = restore_text(f"| 序号 | 内容 | 数量 |\n| --- | --- | --- |\n{row}\n").text
    assert "| 一 | 要严明纪律," in found
    assert "| 1,200 |" in found


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [("1200", "1 200", True), ("记律", "纪律", True), ("12", "13", False), ("甲|", "甲", False), ("甲\t", "甲 ", False), ("甲", "甲3", False), ("１", "1", True)],
)  # fmt: skip
def test_what_a_row_keeps(before: str, after: str, kept: bool) -> None:
    document = Document.from_text(before)
    guard = Guard(Places([Region(0, len(before), Form.TABLE_ROW)]))
    change = Proposal("correction", "channel", 0, len(before), after, 1.0)
    assert bool(guard.allowed(document, "correction", [change])) is kept


ROWS = (
    "| 项目内容说明一览 | 本年度完成的金额 |\n| --- | --- |\n"
    + "| 办公用品采购费用 | 一百二十万元整数 |\n" * 4
)


def test_a_row_that_comes_again_is_no_repeat() -> None:
    text = f"{PROSE}\n\n{ROWS}\n{BEHIND}\n"
    assert restore_text(text).text == text.replace("\n\n", "\n")


def test_a_refrain_is_no_repeat() -> None:
    stanza = "小溪唱着歌，唱过了山坡，\n穿过青草地，流过小石桥，\n一路奔向那蓝色的大海去，\n一路奔向那蓝色的大海去。\n"
    text = f"{stanza}\n{stanza}\n{stanza}"
    assert restore_text(text).text == text.replace("\n\n", "\n")


def test_no_word_of_verse_is_corrected() -> None:
    verse = "风吹麦浪金黄黄，\n严明记律心向党，\n水污染防治防治忙，\n丰收歌儿唱又唱。\n"
    assert restore_text(verse).text == verse
    assert (
        restore_text("要严明记律，抓好水污染防治防治工作。").text
        != "要严明记律，抓好水污染防治防治工作。"
    )


@pytest.mark.parametrize(
    "text",
    [
        "1. 要严明记律，抓好落实。\n2. 要加强学习，提高认识。\n",
        "甲：要严明记律。\n乙：记住了，一定做到。\n甲：那就好。\n",
        "工作要求：严明记律\n工作时间：长期坚持\n责任单位：各级组织\n",
    ],
)
def test_words_of_items_turns_and_fields_are_mended(text: str) -> None:
    assert restore_text(text).text == text.replace("记律", "纪律")


def test_an_item_goes_on_in_the_next_line() -> None:
    wrapped = (
        "（一）坚决贯彻落实中央的决策部署，推动\n"
        "各项工作不断取得新的成效，为全面建设社\n"
        "会主义现代化国家作出更大的贡献。\n"
        "（二）坚持以人民为中心的发展思想，不断\n"
        "增进民生福祉，向广大人民群众交出一份满\n"
        "意的答卷。\n"
    )
    first, second = wrapped.replace("\n", "").split("（二）")
    assert restore_text(wrapped).text == f"{first}\n（二）{second}\n"


def test_lines_that_stand_are_set_one_below_the_other() -> None:
    text = Document.from_text("正文一段\n\n  表格一行\n后文一段")
    guard = Guard(Places([Region(8, 12, Form.TABLE_ROW)]))
    join = Proposal("layout", "join.blank", 4, 8, "", 0.9)
    (kept,) = guard.allowed(text, "layout", [join])
    assert (kept.rule, kept.after) == ("blank", "\n")
    assert guard.allowed(text, "layout", [Proposal("layout", "join.wrap", 12, 13, "", 0.9)]) == []


@pytest.mark.parametrize("form", list(Form))
def test_which_lines_run_on(form: Form) -> None:
    document = Document.from_text("一二三\n四五六")
    join = Proposal("layout", "join.wrap", 3, 4, "", 0.9)
    above = Guard(Places([Region(0, 3, form)])).allowed(document, "layout", [join])
    below = Guard(Places([Region(4, 7, form)])).allowed(document, "layout", [join])
    assert (bool(above), bool(below)) == (form in MAY_RUN_ON, form in MAY_FOLLOW)


def test_a_table_that_goes_on_over_a_page_is_shown() -> None:
    head = "| 年份 | 学校 |\n| --- | --- |\n"
    text = f"{head}| 2001 | 12 |\n某某年鉴\n{head}| 2003 | 19 |\n"
    found = restore_text(text)
    assert found.text == text
    (edit,) = [edit for edit in found.edits if edit.rule == "table_head"]
    assert edit.before == f"某某年鉴\n{head}"
    assert found.with_suggestions() == f"{head}| 2001 | 12 |\n| 2003 | 19 |\n"


@pytest.mark.parametrize(
    "text",
    [
        # Another head, equal rows of figures, prose between.
        "| 年份 | 学校 |\n| 2001 | 12 |\n某某年鉴\n| 年份 | 学生 |\n| 2003 | 19 |\n",
        "| 2001 | 12 |\n| 2002 | 14 |\n某某年鉴\n| 2001 | 12 |\n| 2003 | 19 |\n",
        f"| 年份 | 学校 |\n| 2001 | 12 |\n{BEHIND}{PROSE}\n| 年份 | 学校 |\n| 2003 | 19 |\n",
    ],
)
def test_two_tables(text: str) -> None:
    assert not [edit for edit in restore_text(text).edits if edit.rule == "table_head"]


def test_under_its_own_heading_a_table_begins() -> None:
    head = "| 命令 | 用途 |\n| --- | --- |\n"
    text = f"{head}| 检查 | 看 |\n\n### 修复\n\n{head}| 优化 | 改 |\n"
    keep = Settings(characters=CharacterSettings(markdown="keep"))
    assert not [
        edit for edit in restore_text(text, settings=keep).edits if edit.rule == "table_head"
    ]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [("dedup.repeat", False), ("dedup.repeat-elsewhere", True), ("dedup.loop", True)],
)
def test_a_row_goes_with_an_article_of_which_a_copy_stays(rule: str, kept: bool) -> None:
    document = Document.from_text("| 甲 | 1 |\n")
    guard = Guard(Places(find_regions(document.text)))
    removal = Proposal("dedup", rule, 0, len(document.text), "", 0.9)
    assert bool(guard.allowed(document, "dedup", [removal])) is kept


def test_an_english_line_keeps_its_marks() -> None:
    line = 'They met on Monday, and adopted the plan; it said: "we agree" (see page 3).'
    assert restore_text(f"{PROSE}\n\n{line}\n").text == f"{PROSE}\n{line}\n"
    assert restore_text("他们（周一）见面(3).\n").text == "他们（周一）见面(3)。\n"


def test_no_verse_is_called_torn_and_a_loop_of_rows_is_shown() -> None:
    verse = "轻轻的我走了，\n正如我轻轻的来；\n我轻轻的招手，\n作别西天的云彩，\n"
    assert not restore_text(verse).edits
    rows = "| 项目 | 金额 |\n| --- | --- |\n" + "| 办公费 | 100 |\n" * 20
    found = restore_text(rows)
    assert found.text == rows
    assert {edit.rule for edit in found.edits} == {"dedup.loop"}
