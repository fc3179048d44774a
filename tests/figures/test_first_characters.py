"""Patterns that begin with one class of characters find what their plain forms find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.figures.clauses import _CLAUSE_END
from restore.figures.numbering import _BODY, _FIRST, _ITEM
from restore.figures.periods import _REVIEW
from restore.text.characters import CLAUSE_MARKS, ONE_TO_NINE, ONE_TO_TEN

_PLAIN = [
    (
        _CLAUSE_END,
        rf"[{CLAUSE_MARKS}!?;:\n\f（）()…]+|——+|,(?![0-9]{{3}}(?![0-9]))"
        rf"|(?<=[{ONE_TO_NINE}])是(?=[^，。]{{4}})",
    ),
    (_REVIEW, f"过去的?[一五]年|(?<![{ONE_TO_TEN}])[一五]年来|去年|回顾"),
]


def _texts(characters: str, words: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from([*characters, *words.split()]), max_size=24).map("".join)


@settings(max_examples=500, deadline=None)
@given(_texts("，。；…—,是一二十五年来过去的回顾0甲\n\f()（）!", "—— 1,000 一是加快发展 过去五年"))
@pytest.mark.parametrize(("fast", "plain"), _PLAIN, ids=("clauses", "review"))
def test_a_fast_form_finds_what_the_plain_one_finds(
    fast: re.Pattern[str], plain: str, text: str
) -> None:
    assert [m.span() for m in fast.finditer(text)] == [m.span() for m in re.finditer(plain, text)]


@settings(max_examples=500, deadline=None)
@given(_texts("一二三十、是要（）()第章，。；：:\n\u3000 1.．23甲", "第一章 （一） 二、"))
def test_items_are_found_as_by_one_pattern(text: str) -> None:
    plain = re.compile(rf"(?:^|(?P<mark>[。；：:，\n])){_BODY}")
    first = _FIRST.match(text)
    found = [*filter(None, [first]), *_ITEM.finditer(text, first.end() if first else 0)]
    assert [m.groupdict() | {"at": m.span()} for m in found] == [
        m.groupdict() | {"at": m.span()} for m in plain.finditer(text)
    ]
