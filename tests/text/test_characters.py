from __future__ import annotations

import re
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.text import characters
from restore.text.characters import (
    CIRCLED_VALUES,
    CLOSING,
    DIGIT_VALUES,
    GROUP_VALUES,
    HALF_WIDTH,
    HAN,
    IDEOGRAPHS,
    OPENING,
    PLACE_VALUES,
    SPACE,
    are_basic_han,
    are_ideographs,
    is_han,
    is_ideograph,
)

EVERY = list(map(chr, range(sys.maxunicode + 1)))
SETS = {
    name: value
    for name, value in vars(characters).items()
    if name.isupper() and isinstance(value, str)
}


def test_ideographs_are_what_unicode_calls_so() -> None:
    for character in EVERY:
        name = unicodedata.name(character, "")
        if name:
            unified = name.startswith(("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH"))
            assert is_ideograph(character) == unified, name


def test_han_are_ideographs_nought_and_the_mark_that_repeats() -> None:
    assert {item for item in "、。〃〄々〆〇〈" if is_han(item)} == {"々", "〇"}
    assert not any(map(is_han, ("", "a", "，", "カ", "한", "⺀", "⼀", "〡", "䷀")))
    assert all(map(is_han, "中㙦䶮𬭚𫖯𠮷豈"))
    assert set(re.findall("(.)-(.)", IDEOGRAPHS)) <= set(re.findall("(.)-(.)", HAN))


@given(st.text(min_size=1))
def test_arrays_tell_the_same(text: str) -> None:
    codes = np.array(list(map(ord, text)), np.uint32)
    assert are_ideographs(codes).tolist() == list(map(is_ideograph, text))
    assert are_basic_han(codes).tolist() == ["\u4e00" <= item <= "\u9fff" for item in text]


@pytest.mark.parametrize("name", SETS)
def test_sets_stand_in_brackets(name: str) -> None:
    body = SETS[name]
    re.compile(f"[{body}]")
    assert not set("[]^\\") & set(body)
    if "-" not in body:
        assert len(set(body)) == len(body), "a member stands twice"


def test_white_space_is_a_tab_and_what_unicode_calls_space() -> None:
    space = re.compile(f"[{SPACE}]")
    for character in EVERY:
        expected = character == "\t" or unicodedata.category(character) == "Zs"
        assert (space.match(character) is not None) == expected, hex(ord(character))


def test_values_are_those_of_unicode() -> None:
    for values in (DIGIT_VALUES, PLACE_VALUES, GROUP_VALUES, CIRCLED_VALUES):
        for character, value in values.items():
            if character not in "○两":
                assert unicodedata.numeric(character) == value
    for full, half in HALF_WIDTH.items():
        assert unicodedata.normalize("NFKC", chr(full)) == chr(half)


def test_marks_open_and_close() -> None:
    for opening, closing in zip(OPENING, CLOSING, strict=True):
        assert unicodedata.category(opening) in ("Ps", "Pi")
        assert unicodedata.category(closing) in ("Pe", "Pf")
