from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore import Settings, restore_text
from restore.characters.latin_spacing import propose_spacing
from restore.settings import CharacterSettings, Spacing
from tests.tools import applied


def spaced(text: str, spacing: Spacing) -> str:
    return applied(text, list(propose_spacing(text, spacing)))


@pytest.mark.parametrize(
    ("tight", "apart"),
    [
        ("使用Python语言", "使用 Python 语言"),
        ("增长5.2%的目标", "增长 5.2% 的目标"),
        ("气温25℃左右", "气温 25℃ 左右"),
        ("2024年1月", "2024 年 1 月"),
        ("《ABC》与（x）", "《ABC》与（x）"),
    ],
)
def test_both_ways(tight: str, apart: str) -> None:
    assert spaced(tight, "pangu") == apart
    assert spaced(apart, "none") == tight
    assert spaced(apart, "pangu") == apart
    assert spaced(tight, "none") == tight


@pytest.mark.parametrize(
    "text", ["1 总则", "2.1 概述", "## 3 方法", "张三 13800000001", "姓名  A  B 组", "甲\tB 组\t丙"]
)
def test_what_means_something_stays(text: str) -> None:
    assert spaced(text, "none") == text


def test_it_is_asked_for_and_stands_a_second_run() -> None:
    text = "访问 https://example.com/a1 查看Python代码`甲a`，2024年有3 项。\n"
    default = restore_text(text).text
    assert "查看Python代码" in default
    for spacing, wanted in (("pangu", "查看 Python 代码"), ("none", "查看Python代码")):
        settings = Settings(characters=CharacterSettings(spacing=spacing))  # type: ignore[arg-type]
        result = restore_text(text, settings=settings)
        assert wanted in result.text
        assert "https://example.com/a1" in result.text
        assert "`甲a`" in result.text
        again = restore_text(result.text, settings=settings)
        assert again.text == result.text
        assert not [edit for edit in again.edits if edit.applied]


@given(st.text(alphabet="政协a1% \n。AΩ", max_size=30), st.sampled_from(["pangu", "none"]))
def test_a_second_time_changes_nothing(text: str, spacing: Spacing) -> None:
    once = spaced(text, spacing)
    assert "".join(once.split()) == "".join(text.split())
    assert spaced(once, spacing) == once
