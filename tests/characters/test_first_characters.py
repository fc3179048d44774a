"""Patterns that begin with one class of characters find what their plain forms find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.characters.forms import _INVISIBLE, _LINE_BREAKS
from restore.characters.punctuation import _DOCUMENT_NUMBER
from restore.text.characters import HAN, INVISIBLE, JOINED

_PLAIN = [
    (_LINE_BREAKS, "\r\n|[\r\x0b\x85\u2028\u2029]|(?<!\n)(?<!\\A)\f|\f(?!\n|\\Z)"),
    (_INVISIBLE, f"[{INVISIBLE}]+|(?<![{JOINED}])[\u200c\u200d]+"),
    (
        _DOCUMENT_NUMBER,
        f"(?<=[{HAN}])(?P<left>[\\[［【])(?:19|20)[0-9]{{2}}(?P<right>[\\]］】])(?=第?[0-9]{{1,5}}号)",
    ),
]
_CHARACTERS = "\r\n\f\x0b\x85\u2028\u200b\u200c\u200d\ufeff\u00ad\ufe0f☀क发[【］】号第12甲a "


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from([*_CHARACTERS, "发[2023]12号", "［2019］", "第5号"]), max_size=20)
    .map("".join)
)  # fmt: skip
@pytest.mark.parametrize(("fast", "plain"), _PLAIN, ids=("breaks", "invisible", "numbers"))
def test_a_fast_form_finds_what_the_plain_one_finds(
    fast: re.Pattern[str], plain: str, text: str
) -> None:
    assert [m.span() for m in fast.finditer(text)] == [m.span() for m in re.finditer(plain, text)]
