"""Names of meetings and plans are looked for in the lines that can hold them: as in the whole text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.figures.clauses import found_in, lines_holding
from restore.figures.occasion_years import _OF_PROVINCE, _PLAN, _PLAN_NAMED, _provinces
from restore.figures.occasions import HELD, load_occasions
from restore.figures.sessions import _LOCAL, _PLENARY

_NUMBERED = [
    *(o.pattern for o in load_occasions() if o.kind in ("term", "meeting", "session")),
    *(_provinces(kind)[1] for kind in _OF_PROVINCE),
    _PLENARY,
    _LOCAL,
]
_WORDS = "党的 中全会 全国人大 规划 时期 内蒙古 全国代表大会 政协第 省委 党代会 次会议 中央委员会第 次全体会议"
_PIECES = st.sampled_from([*"一二十十届五次第N大会，。的“”\n\n\f", *_WORDS.split()])


def spans(found: object) -> list[tuple[int, int]]:
    return [match.span() for match in found]  # type: ignore[attr-defined]


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_lines_yield_what_the_text_yields(text: str) -> None:
    for gate, patterns in ((HELD, _NUMBERED), (_PLAN_NAMED, [_PLAN])):
        lines = lines_holding(text, gate)
        for pattern in patterns:
            assert spans(found_in(pattern, text, lines)) == spans(pattern.finditer(text))


@pytest.mark.parametrize("pattern", _NUMBERED, ids=lambda pattern: pattern.pattern[:24])
def test_every_name_holds_a_word_of_the_gate(pattern: re.Pattern[str]) -> None:
    @settings(max_examples=30, deadline=None)
    @given(st.from_regex(pattern.pattern))
    def holds(text: str) -> None:
        assert HELD.search(text)
        assert spans(found_in(pattern, text, lines_holding(text, HELD))) == spans(
            pattern.finditer(text)
        )

    holds()


def test_lines_are_whole_and_each_is_given_once() -> None:
    text = "甲\n乙届届\n\n届\n丙"
    assert [text[a:b] for a, b in lines_holding(text, re.compile("届"))] == ["乙届届", "届"]
