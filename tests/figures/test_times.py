"""Time expressions are looked for where one can begin: as at every place."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from restore.figures.times import _FIRST, _PATTERN, scan_times

_WORDS = (
    "公元 1998 2024 年代 上世纪 个月 季度 半年 以来 期间 中旬 过去 最近 未来 今后 下一步 接下来 往后 的 新增 "
    "累计 连续 本月 上月 一年来 这一年 新的一年 年内 同期 本年度 九0 二〇二四 十四五 多来 —— 至 到"
)
_PIECES = st.sampled_from(
    [
        *"0129一二三十五两〇○零0０年月日号时分季前第上下今去当这全年-/.:：“”，在比a\n",
        *_WORDS.split(),
    ]
)


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.lists(_PIECES, max_size=30).map("".join),
        st.lists(st.one_of(st.from_regex(_PATTERN), _PIECES), max_size=4).map("".join),
    )
)
@example("公元1066，七十八十九十年代，“十四五”时期，十四五末")
@example("一十上世纪年代")
@example("二０二四年，2024-05-06，3：25，前3个月累计，2016——2020")
def test_times_are_found_as_if_looked_for_everywhere(text: str) -> None:
    assert [m.match.span() for m in scan_times(text)] == [m.span() for m in _PATTERN.finditer(text)]


def test_every_alternative_is_found_where_it_begins() -> None:
    @settings(max_examples=400, deadline=None)
    @given(st.from_regex(_PATTERN, fullmatch=True))
    def found(text: str) -> None:
        assert re.match(f"(?:{_FIRST})", text)

    found()
