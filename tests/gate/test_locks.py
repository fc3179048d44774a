from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.edits import Reason
from restore.gate.locks import SURNAMES, Change, locked, may_name


def lock(text: str, before: str, after: str, *, alone: bool = False) -> Reason | None:
    start = text.index(before)
    change = Change(text, start, start + len(before), after)
    return locked(change, language_model_alone=alone)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("共44件提案", "44", "45"),
        ("增长3.5%左右", "3.5", "35"),
        ("增长3.5%左右", "%", ""),
        ("完成120项", "120项", "12O项"),
        ("第三次会议", "三", "二"),
        ("召开十三次会议", "十三", "十二"),
        ("百分之三十", "三", "二"),
        ("共六个工程", "六", "大"),
        ("共大个工程", "大", "六"),
        ("提案２３件", "２３", "２２"),
    ],
)
def test_a_changed_figure_is_locked(text: str, before: str, after: str) -> None:
    assert lock(text, before, after) is Reason.LOCKED_FIGURE


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("会议24次、内蒙会议24次", "内蒙会议24次", "主席会议24次"),
        ("统一战线工作", "统一战线", "统一战绩"),
        ("进一步加强强", "强强", "强"),
        ("做实主监督10类问题", "主监督", "民主监督"),
        ("万众一心的心心", "心心", "心"),
        ("10月召开会会议", "会会", "会"),
    ],
)
def test_a_change_beside_a_figure_is_free(text: str, before: str, after: str) -> None:
    assert lock(text, before, after) is None


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("于十月一日召开", "月", "目"),
        ("2023年9月召开", "年", "午"),
        ("在二〇二三年召开", "年", "生"),
        ("3月的会议", "月", ""),
    ],
)
def test_a_date_is_locked(text: str, before: str, after: str) -> None:
    assert lock(text, before, after) in (Reason.LOCKED_DATE, Reason.LOCKED_FIGURE)


def test_an_insertion_inside_a_date_is_locked() -> None:
    text = "于10月下旬"
    assert locked(Change(text, 3, 3, "的"), language_model_alone=False) is Reason.LOCKED_DATE


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("自治区主席王莉霞，出席", "莉", "丽"),
        ("王莉霞主席出席会议", "莉", "丽"),
        ("记者 李睿琦 报道", "睿", "容"),
        ("深入学习习近平总书记", "近", "进"),
        ("村党支部书记韩永新说", "永", "水"),
        ("自治区主席王莉霞，出席", "席王莉", "长李丽"),
    ],
)
def test_a_name_is_locked(text: str, before: str, after: str) -> None:
    assert lock(text, before, after) is Reason.LOCKED_NAME


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("自治区政协党姐书记", "姐", "组"),
        ("自治区政协党组书纪", "纪", "记"),
        ("常委合委员", "合", "会"),
        ("全休委员", "休", "体"),
        ("安排全区书记", "区书", "旗书"),
        ("自治区主席王莉霞出席席会议", "席席", "席"),
    ],
)
def test_a_word_before_an_office_is_no_name(text: str, before: str, after: str) -> None:
    assert lock(text, before, after) is None


def test_speech_is_locked_and_a_quoted_phrase_is_not() -> None:
    said = "他说：“我们扎实推进推进工作。”"
    assert lock(said, "推进推进", "推进") is Reason.LOCKED_QUOTATION
    told = "“我们扎实推进推进工作，不停步。”老王告诉大家"
    assert lock(told, "推进推进", "推进") is Reason.LOCKED_QUOTATION
    phrase = "围绕“有形有效铸铸牢中华民族共同体意识”召开"
    assert lock(phrase, "铸铸牢", "铸牢") is None


def test_a_title_is_locked_against_the_language_model_alone() -> None:
    text = "出台《关于推动高质量发展的意见》"
    assert lock(text, "意见", "意建", alone=True) is Reason.LOCKED_TITLE
    assert lock(text, "意见", "意建", alone=False) is None


def test_only_the_paragraph_counts() -> None:
    text = "他说：“好。\n扎实推进推进工作。\n他说：“好。”"
    assert lock(text, "推进推进", "推进") is None


def test_trimmed_leaves_the_difference() -> None:
    change = Change("防治防治", 0, 4, "防治").trimmed()
    assert (change.start, change.end, change.after) == (2, 4, "")


@given(st.text("会议3一二月日年王主席“”，说", max_size=30), st.data())
def test_no_change_of_a_digit_passes(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = data.draw(st.text("会议34一", max_size=4))
    reason = locked(Change(text, start, end, after), language_model_alone=False)
    digits = [character for character in text if character.isdigit()]
    changed = text[:start] + after + text[end:]
    if [character for character in changed if character.isdigit()] != digits:
        assert reason is Reason.LOCKED_FIGURE


def gap(size: int) -> str:
    """So many characters that are no numeral, mark, name or office."""
    return "某" * size


@pytest.mark.parametrize("size", [0, 6])
def test_a_figure_in_numerals_is_seen_eight_characters_away(size: int) -> None:
    """共三…四人: a numeral that becomes part of a figure, or leaves one, however it is written."""
    run = "一二三四五六七八九"[: size + 1]
    assert lock(f"共{run}大人", "大", "十") is Reason.LOCKED_FIGURE
    assert lock(f"共大{run}人", "大", "十") is Reason.LOCKED_FIGURE


@pytest.mark.parametrize(
    ("text", "before", "after", "locked_"),
    [
        # The measure word that makes a figure of 六 stands eight characters on at most.
        ("共六七八九十百千万个", "六", "大", True),
        ("共大一统", "大", "一", True),
        ("三农工作", "三", "大", False),
        ("统一思想", "一", "二", False),
        # Digits beside what is changed belong to the figure.
        ("共4件", "件", "4", True),
        ("共4件", "共", "4", True),
        ("共4次会", "会", "4", True),
        ("第4,5次", ",", "", True),
        ("第4、5次", "、", "，", True),
        ("约5%好", "好", "%", False),
    ],
)
def test_figures(text: str, before: str, after: str, locked_: bool) -> None:
    assert (lock(text, before, after) is Reason.LOCKED_FIGURE) is locked_


@pytest.mark.parametrize(
    ("text", "at", "locked_"),
    [
        # An insertion is locked inside a date, not at its ends.
        ("于10月下旬", 1, False),
        ("于10月下旬", 3, True),
        ("于10月下旬", 4, False),
        ("请习近平讲话", 1, False),
        ("请习近平讲话", 2, True),
        ("请习近平讲话", 4, False),
    ],
)
def test_insertions(text: str, at: int, locked_: bool) -> None:
    reason = locked(Change(text, at, at, "的"), language_model_alone=False)
    assert (reason in (Reason.LOCKED_DATE, Reason.LOCKED_NAME)) is locked_


@pytest.mark.parametrize(
    ("text", "before", "after", "locked_"),
    [
        ("自治区主席王莉霞出席", "席王", "席汪", True),
        ("自治区主席王莉霞出席", "治区", "冶区", False),
        ("自治区主席王莉霞出席", "出", "岀", False),
        ("自治区主席王莉霞出席", "霞出", "露岀", True),
        ("王莉霞主席出席会议", "王", "汪", True),
        ("王莉霞主席出席会议", "席出", "席岀", False),
        ("王莉霞主席出席会议", "霞主", "霞王", False),
        ("王莉霞主席出席会议", "霞", "露", True),
    ],
)
def test_a_name_is_locked_from_its_first_to_its_last_character(
    text: str, before: str, after: str, locked_: bool
) -> None:
    assert (lock(text, before, after) is Reason.LOCKED_NAME) is locked_


@pytest.mark.parametrize("leader", ["习近平", "毛泽东", "朱镕基"])
def test_leaders_need_no_office(leader: str) -> None:
    text = f"请{leader}的讲话"
    for character in leader:
        assert lock(text, character, "某") is Reason.LOCKED_NAME
    assert lock(text, "的", "地") is None


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("记者报道", True),
        ("书记讲话", True),
        ("习近平讲话", True),
        ("朱镕基讲话", True),
        ("王伟讲话", False),
    ],
)
def test_what_may_hold_a_name(text: str, marked: bool) -> None:
    assert may_name(text) is marked


@pytest.mark.parametrize(
    ("start", "end", "locked_"),
    [
        # 他说：“好。”去 - from the verb to the closing quotation mark, insertions too.
        (0, 1, False),
        (1, 2, True),
        (4, 5, True),
        (6, 7, True),
        (7, 8, False),
        (1, 1, True),
        (4, 4, True),
        (7, 7, False),
    ],
)
def test_the_words_that_are_quoted(start: int, end: int, locked_: bool) -> None:
    change = Change("他说：“好。”去", start, end, "某")
    reason = locked(change, language_model_alone=False)
    assert (reason is Reason.LOCKED_QUOTATION) is locked_


@pytest.mark.parametrize(("size", "locked_"), [(1994, True), (1995, False)])
def test_two_thousand_characters_before_a_change_are_looked_at(size: int, locked_: bool) -> None:
    text = f"他说：“{gap(size)}扎实推推进{gap(9)}”"
    assert (lock(text, "推推进", "推进") is Reason.LOCKED_QUOTATION) is locked_


@pytest.mark.parametrize(("size", "locked_"), [(1995, True), (1996, False)])
def test_two_thousand_characters_behind_a_change_are_looked_at(size: int, locked_: bool) -> None:
    text = f"“扎实推推进{gap(size)}。”他说"
    assert (lock(text, "推推进", "推进") is Reason.LOCKED_QUOTATION) is locked_


def test_a_paragraph_has_its_own_line() -> None:
    said = "他说：“好。"
    for text in (f"{said}\n扎实推推进。", f"扎实推推进。\n{said}", f"{said}\n扎实推推进。\n{said}"):
        assert lock(text, "推推", "推") is None
    assert lock("扎实推推进。\n他说", "推推", "推") is None
    assert lock(f"{said}扎实推推进", "推推", "推") is Reason.LOCKED_QUOTATION
    assert lock(f"甲\n{said}扎实推推进\n乙", "推推", "推") is Reason.LOCKED_QUOTATION


@given(st.text("推进扎实主席王", min_size=1, max_size=8), st.text("推进扎实主席王", max_size=6))
def test_a_trimmed_change_is_the_same_change(before: str, after: str) -> None:
    text = f"他{before}说"
    change = Change(text, 1, 1 + len(before), after)
    core = change.trimmed()
    assert text[: core.start] + core.after + text[core.end :] == f"他{after}说"
    assert core.trimmed() == core
    if core.before and core.after:
        assert core.before[0] != core.after[0]
        assert core.before[-1] != core.after[-1]


@pytest.mark.parametrize(
    ("text", "locked_"), [("百分之三点五六点七", True), ("百分之三点五六八点七", False)]
)
def test_a_figure_in_numerals_is_read_eight_characters_back(text: str, locked_: bool) -> None:
    assert (lock(text, "七", "大") is Reason.LOCKED_FIGURE) is locked_


@pytest.mark.parametrize("at", [5, 8])
def test_an_insertion_beside_a_name_is_free(at: int) -> None:
    change = Change("自治区主席王莉霞出席", at, at, "的")
    assert locked(change, language_model_alone=False) is None
    inside = Change(
        "自治区主席王莉霞出席", at + 1 if at == 5 else at - 1, 7 if at == 8 else 6, "的"
    )
    assert locked(inside, language_model_alone=False) is Reason.LOCKED_NAME


def test_a_word_may_be_mended_from_its_first_character() -> None:
    """金委书记 reads as Mr 金; with 党 for 金 no name is left."""
    assert lock("自治区金委书记", "金", "党") is None
    assert lock("自治区金委书记", "金", "全") is Reason.LOCKED_NAME


@pytest.mark.parametrize("surname", ["赵", "王", "李", "欧", "赖", "卓"])
@pytest.mark.parametrize("office", ["总书记", "副主席", "旗长", "记者"])
def test_surnames_and_offices(surname: str, office: str) -> None:
    text = f"日前，{surname}莉霞{office}说"
    known = surname in SURNAMES
    assert (lock(text, "莉", "丽") is Reason.LOCKED_NAME) is known


@pytest.mark.parametrize(
    ("before", "after", "core"),
    [
        ("甲丙丁", "乙丙丁", (1, 2, "乙")),
        ("丙丁甲", "丙丁乙", (3, 4, "乙")),
        ("丙甲丁丁", "丙乙丁丁", (2, 3, "乙")),
        ("丙丙丙", "丙", (2, 4, "")),
        ("丙", "丙丙丙", (2, 2, "丙丙")),
    ],
)
def test_what_both_ends_share_is_no_change(
    before: str, after: str, core: tuple[int, int, str]
) -> None:
    assert Change(f"他{before}说", 1, 1 + len(before), after).trimmed()[1:] == core
