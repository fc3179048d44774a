from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from restore import restore_text
from restore.characters.forms import propose_forms
from tests.strategies import texts
from tests.tools import applied, decide


@pytest.mark.parametrize(
    ("noisy", "clean"),
    [
        ("⽤⼒⻓远", "用力长远"),
        ("⻅证⻛⾬", "见证风雨"),
        ("\uf900\ufa0c", "豈兀"),
        ("政\u200b协\ufeff会\u00ad议\x07", "政协会议"),
        ("第一行\r\n第二行\r第三行\u2028第四行", "第一行\n第二行\n第三行\n第四行"),
        ("第一页\f第二页", "第一页\n第二页"),
        ("甲\n\f\n乙", "甲\n\f\n乙"),
        ("e\u0301tude", "étude"),
        ("\uf06c 加强领导\n  \uf0b7深化改革", "● 加强领导\n  •深化改革"),
        ("⼀是完成三⼗亿元", "一是完成三十亿元"),
    ],
)
def test_forms_are_mended(noisy: str, clean: str) -> None:
    assert applied(noisy, propose_forms(noisy)) == clean


@pytest.mark.parametrize(
    "text",
    [
        "政协委员",
        "👨\u200d👩\u200d👧",
        "می\u200cخواهم",
        "שלום\u200e (a)",
        "plain ASCII\ttab\n",
        "〇",
        "参数\uf06c为零",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert propose_forms(text) == []


def test_undecodable_bytes_are_flagged_not_changed() -> None:
    result = decide("政\ufffd\ufffd会", propose_forms("政\ufffd\ufffd会"))
    assert result.document.text == "政\ufffd\ufffd会"
    assert [edit.reason.value for edit in result.log.edits] == ["undecodable_bytes"]


@example("\r\x1f\u0300")
@example("A\x1f\u0300")
@given(texts(60) | st.text(alphabet="⽤⻛\u200b\r\n\fé́\uf900甲a", max_size=30))
def test_result_is_nfc_and_stable(text: str) -> None:
    once = applied(text, propose_forms(text))
    assert applied(once, propose_forms(once)) == once
    if "\u034f" not in text:
        assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＧＤＰ增长５．２％，完成投资１２００万元。", "GDP增长5.2%，完成投资1200万元。"),
        ("２０２５年１月，列第１，２，３位。", "2025年1月，列第1，2，3位。"),
        ("报名截至３月５日，咨询Ａ座。", "报名截至3月5日，咨询A座。"),
        (
            "全年投资１，２００万元、２２，３４５．６万元。",
            "全年投资１，２００万元、２２，３４５．６万元。",
        ),
        (
            "会议于１０：３０开始，电话０１０－８７６５４３２１。",
            "会议于10:30开始，电话010-87654321。",
        ),
        (
            "占全省１／３，共２０２０－２０２５年，比分３：２。",
            "占全省1/3，共2020-2025年，比分3:2。",
        ),
        ("占比９９％。完毕", "占比99%。完毕"),
        ("圈码①与Ⅷ不变，％也不变。", "圈码①与Ⅷ不变，％也不变。"),
    ],
)
def test_wide_digits_and_letters(text: str, expected: str) -> None:
    found = restore_text(text)
    assert found.text == expected
    assert restore_text(found.text).text == expected
    assert found.log.revert(expected) == text
