"""Patterns of names are written to be found fast: they find what their plain forms find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.figures.dictionary import NamePattern, load_dictionary
from restore.figures.quantity_patterns import Name, scanner_of

_GATED = [name for name in load_dictionary().name_patterns if name.words]
#: The plain forms of patterns that the dictionary begins with their first character: by a piece of the
#: latter, which only one has.
_PLAIN = {
    "123[0-9]{2}": "(?<![0-9])123[0-9]{2}(?=[”]?(?:热线|平台|政务|“|便民|服务|网|专线|举报))",
    "[一二三四五六七八九十]*、": r"(?<![^\n。；：])[一二三四五六七八九十]+、",
    "(?<=十)[九八七])届": "(?<!第)(?:二十|十九|十八|十七)届(?=中央|历次|[一二三四五六七]中)",
    "[0-9]?[.．、]": r"(?<![^\n])[0-9]{1,2}[.．、](?![0-9])",
    "[条章节编]": r"(?<![^\n\f。；：　 ])第[零一二三四五六七八九十百0-9]+[条章节编](?![件例])",
    "[0-9]{0,3}[ 　": r"(?<![^\n])[0-9]{1,4}[ 　\t]+(?:[0-9]{1,4}(?=[^0-9.%％万亿余多]))?",
    "(?:\\.[0-9]{1,2}){1,3}": r"(?<![^\n])[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ 　]*(?=[一-鿿])"
    "(?![万亿倍个项家件名位人米元吨年月日天公千百平立户亩套台])",
    "[图表](?<!": r"(?<![^\n])[图表][ ]?[0-9]+(?:[-—.][0-9]+)*",
    "(?<=时[至到": "(?<=时[至到—－-])(?:1?[0-9]|2[0-4])时",
    "[)）](?![0-9])": r"(?<![^\n。；])[0-9]{1,2}[)）](?![0-9])",
    "[12](?<![0-9].) ": "(?<![0-9])[12] [0-9] [0-9] [0-9](?= ?年)",
    "(?:后|工作制)": "(?<![0-9])(?:[0-9]{2}|996)(?:后|工作制)(?![0-9年])",
    "[IAR]": "(?<![A-Za-z])(?:ISO|IEC|IEEE|ITU|ASTM|RFC)[/ ]?[A-Z.]{0,4}[ -]?[0-9.]+"
    "(?:[-—－:：][0-9]+)?",
}
_WORDS = "123 12345热线 十九届 二十届中央 时至 10时 1 9 9 7 年 996 工作制 ISO 9001 图1 第三条 一、 3.2 二级"
_PIECES = st.sampled_from(
    [
        *"0123456789一二十第届图表时至到后年中条章件、.．)） 　\t。；：\n\fAISOx，人",
        *_WORDS.split(),
        "1 9 9 7",
    ]
)


def _fast(piece: str) -> Name:
    (found,) = [
        name for name in scanner_of(load_dictionary()).names if piece in name.pattern.pattern
    ]
    return found


@pytest.mark.parametrize(("piece", "plain"), _PLAIN.items(), ids=range(len(_PLAIN)))
def test_a_fast_form_finds_what_the_plain_one_finds(piece: str, plain: str) -> None:
    fast, slow = _fast(piece), re.compile(plain)

    @settings(max_examples=150, deadline=None)
    @given(
        st.one_of(
            st.lists(_PIECES, max_size=30).map("".join),
            st.lists(st.one_of(st.from_regex(slow, fullmatch=True), _PIECES), max_size=6).map(
                "".join
            ),
        )
    )
    def alike(text: str) -> None:
        assert [m.span() for m in fast.finditer(text)] == [m.span() for m in slow.finditer(text)]

    alike()


@pytest.mark.parametrize("name", _GATED, ids=range(len(_GATED)))
def test_every_name_holds_one_of_its_words(name: NamePattern) -> None:
    @settings(max_examples=100, deadline=None)
    @given(st.from_regex(name.form))
    def holds(text: str) -> None:
        assert any(word in text for word in name.words)

    holds()


def test_a_text_without_the_words_is_not_searched() -> None:
    assert list(Name(re.compile("[0-9]"), ("号",)).finditer("5")) == []
    assert len(list(Name(re.compile("[0-9]"), ("版", "号")).finditer("5号"))) == 1
