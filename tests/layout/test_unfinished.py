from __future__ import annotations

import pytest

from restore.layout.unfinished import open_end


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
