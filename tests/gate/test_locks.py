from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.edits import Reason
from restore.gate.locks import Change, locked


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
