from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.layout.jump_marks import jump_mark
from restore.layout.lines import ends_sentence
from restore.layout.unfinished import _NAMES, _ends_with_link, dashed_heading, open_end


@pytest.mark.parametrize(
    "text",
    [
        "9、[如何检测用户是否使用了 adblocker？](https://example.org/how-to)（英文）",
        "[如何看待互联网公司裁员？](https://example.org/issue-91.html)（2020  No.91）",
        "报道，全文见 [这里](https://example.org/a)",
        "一本书，讲解语言（[中文](https://example.org/b)）",
        '<span class="caption">定义，带有方法的默认实现</span>',
        "来源，http://www.example.org/a/b.html （中文）",
    ],
)
def test_what_ends_with_an_address_is_whole(text: str) -> None:
    assert not open_end(text)


@pytest.mark.parametrize(
    "text",
    [
        "全区各级政协组织坚持围绕中心，推动各项工作",
        "据[网站](https://example.org/a)报道，这项工作的推进",
        "修订了条例，按照《办法》（试行）",
        f"说明，[见此](https://example.org)（{'长' * 31}）",
    ],
)
def test_a_sentence_that_stops_is_open(text: str) -> None:
    assert open_end(text)


PIECES = (
    "会议", "强调，", "完成。", "——", "<p>", "参会：甲、乙、丙", "：", "；", "、", "（下转第3版）",
    "上接第1版", "](https://example.org)", "（英文）", "”", "！", " ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_an_end_is_open_whatever_is_asked_first(text: str) -> None:
    mark = jump_mark(text)
    closed = (
        dashed_heading(text)
        or (text[:1] == "<" and text[-1:] == ">")
        or _NAMES.match(text) is not None
        or _ends_with_link(text)
        or ends_sentence(text)
        or text[-1:] in "：:；;"
        or (mark is not None and mark.direction == "to")
    )
    running = any(sign in text for sign in "，。；！？") or text.count("、") >= 2
    assert open_end(text) is (not closed and (mark is not None or running))
