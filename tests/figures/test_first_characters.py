"""Patterns that begin with one class of characters find what their plain forms find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.figures.bounds import _BOUND
from restore.figures.clauses import _CLAUSE_END, found_in, lines_holding
from restore.figures.counts import _NAMED_COUNT, _PLACE_COUNT
from restore.figures.headlines import _BETWEEN
from restore.figures.named_years import _ROW
from restore.figures.numbering import _BODY, _FIRST, _ITEM
from restore.figures.numerals import _ENDLESS
from restore.figures.occasion_years import _NAMED_YEAR
from restore.figures.periods import _REVIEW
from restore.figures.plan_years import _IS_OF_PLAN, _YEAR_OF_PLAN
from restore.figures.provinces import _CHARACTERS, _SHORT
from restore.figures.tabulated import _ANCHOR
from restore.figures.textual import _NUMBERED, _SLOTS
from restore.figures.times import YEAR
from restore.figures.years import _RANGE
from restore.text.characters import (
    CLAUSE_MARKS,
    DIGITS,
    HAN,
    ONE_TO_NINE,
    ONE_TO_TEN,
    WRITTEN_NUMERALS,
)

_PLAIN = [
    (
        _CLAUSE_END,
        rf"[{CLAUSE_MARKS}!?;:\n\f（）()…]+|——+|,(?![0-9]{{3}}(?![0-9]))"
        rf"|(?<=[{ONE_TO_NINE}])是(?=[^，。]{{4}})",
    ),
    (_REVIEW, f"过去的?[一五]年|(?<![{ONE_TO_TEN}])[一五]年来|去年|回顾"),
    (
        _NAMED_COUNT,
        "(?!五大(?:洲|湖|连池)|七大洲|四大(?:洋|发明|名著)|三大球)"
        f"(?<![第{ONE_TO_TEN}])([{ONE_TO_TEN}])(?:大(?=[{HAN}0-9“])(?![队户])|(?<=“.)[个项条](?=[{HAN}])|个?方面"
        "|点(?=要求|意见|建议|希望|主张|体会|启示|共识|倡议|考虑)|件(?=大事|实事|要事))",
    ),
    (
        _PLACE_COUNT,
        f"(?<![第0-9.{ONE_TO_TEN}])(?P<number>[2-9]|(?!一)[{ONE_TO_TEN}])个?(?:地市|市县|区县|乡镇|[市县州盟旗镇])"
        "(?![级长委政辖场民内外直边界等])",
    ),
    (_BETWEEN, f"(?<=[{HAN}“”]{{4}})[0-9]+(?:\\.[0-9]+)?(?![0-9.]|年)(?=[{HAN}“”]{{4}})"),
    (_NAMED_YEAR, f"(?<![至到—\\-－~～])(?P<year>{YEAR})年(?!前|底前|以前|以后|远景|目标)"),
    (_ENDLESS, f"[{DIGITS}.．{WRITTEN_NUMERALS}]{{40,}}"),
    (
        _RANGE,
        "(?<![0-9])(?P<from>(?:19|20)[0-9]{2})年?[-—–－至~～]+(?P<to>(?:19|20)[0-9]{2})年",
    ),
    (_ROW, "(?:(?:^|(?<=[。；\\n]))(?:19|20)[0-9]{2}年，[^。；\\n]*[；。]){4,}"),
    (_BOUND, _BOUND.pattern.replace("[0-9](?<![0-9.].)[0-9]*", "(?<![0-9.])[0-9]+")),
    (_YEAR_OF_PLAN, f"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}})年{_IS_OF_PLAN}"),
    (
        _SHORT,
        f"(?P<list>(?:[{_CHARACTERS}]|江(?=[浙沪皖])){{3,8}})(?P<number>{_SHORT.pattern.partition('(?P<number>')[2]}",
    ),
    (
        _ANCHOR,
        "(?m)(?:^|(?<=[\\t| \u3000]))(?=(?:合计|总计|共计|小计|总和|其中)[\\t| \u3000:：（(\\n]).",
    ),
]


def _texts(characters: str, words: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*characters, *words.split()]), max_size=24).map("".join)


@settings(max_examples=500, deadline=None)
@given(
    _texts(
        "，。；…—,是一二十五年来过去的回顾0甲\n\f()（）!大个第“”、和的|\t\u3000洲江浙沪皖赣川4.",
        "—— 1,000 一是加快发展 过去五年 “三个代表” 2019 1999年 —2021年 三点要求 十件实事 "
        f"三市 5个区县 二〇二四年 2030年前 增长百分 3.5 {'1〇' * 19} 五大洲 四大 2021年，甲； 。2022年，甲。 ；2023年，"
        " 江浙沪皖四省 闽赣2省 80万元以上的行政村 49.5兆瓦风 2026年是“十五五”开局之年 合计 |其中： 小计|",
    )
)
@pytest.mark.parametrize(
    ("fast", "plain"),
    _PLAIN,
    ids=(
        "clauses",
        "review",
        "count",
        "places",
        "sides",
        "year",
        "endless",
        "range",
        "row",
        "bound",
        "plan",
        "short",
        "anchor",
    ),
)
def test_a_fast_form_finds_what_the_plain_one_finds(
    fast: re.Pattern[str], plain: str, text: str
) -> None:
    assert [(m.span(), m.groups()) for m in fast.finditer(text)] == [
        (m.span(), m.groups()) for m in re.finditer(plain, text)
    ]


@settings(max_examples=500, deadline=None)
@given(_texts("第一二3组团办局织合甲乙\n\f，", "第一督导组 国务院 自治区党委 全国"))
def test_numbered_bodies_are_found_in_the_lines_that_hold_one(text: str) -> None:
    pattern = _SLOTS["numbered-body"]
    assert [m.span() for m in found_in(pattern, text, lines_holding(text, _NUMBERED))] == [
        m.span() for m in pattern.finditer(text)
    ]


@settings(max_examples=500, deadline=None)
@given(_texts("一二三十、是要（）()第章，。；：:\n\u3000 1.．23甲", "第一章 （一） 二、"))
def test_items_are_found_as_by_one_pattern(text: str) -> None:
    plain = re.compile(rf"(?:^|(?P<mark>[。；：:，\n])){_BODY}")
    first = _FIRST.match(text)
    found = [*filter(None, [first]), *_ITEM.finditer(text, first.end() if first else 0)]
    assert [m.groupdict() | {"at": m.span()} for m in found] == [
        m.groupdict() | {"at": m.span()} for m in plain.finditer(text)
    ]
