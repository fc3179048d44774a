from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.evaluation.differences import (
    Hunk,
    Unit,
    fold,
    hunks,
    kind_of,
    numerals,
    units,
    units_of,
)

WORDS = st.text(alphabet="防治工作，甲乙", max_size=12)


@given(WORDS, WORDS)
def test_hunks_lead_from_source_to_target(source: str, target: str) -> None:
    parts = []
    position = 0
    for start, end, after in hunks(source, target):
        assert start >= position
        parts += [source[position:start], after]
        position = end
    assert "".join([*parts, source[position:]]) == target


@given(WORDS)
def test_equal_texts_do_not_differ(text: str) -> None:
    assert hunks(text, text) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("记律严明", "纪律严明", [Hunk(0, 1, "纪")]),
        # It does not matter which half goes: the change stands as far left as it can.
        ("水防治防治工作", "水防治工作", [Hunk(1, 3, "")]),
        ("铸铸牢", "铸牢", [Hunk(0, 1, "")]),
        ("合格达到", "合格率达到", [Hunk(2, 2, "率")]),
        ("甲乙", "甲乙乙", [Hunk(1, 1, "乙")]),
    ],
)
def test_hunks(source: str, target: str, expected: list[Hunk]) -> None:
    assert hunks(source, target) == expected


def test_either_half_of_a_repetition_is_the_same_change() -> None:
    source = "加强防治防治工作"
    first, second = source[:2] + source[4:], source[:4] + source[6:]
    assert units(source, hunks(source, first)) == units(source, hunks(source, second))


def test_units_of_a_hunk() -> None:
    assert units_of("未来", Hunk(0, 2, "末来")) == {Unit(0, 0, "末")}
    assert units_of("防治", Hunk(0, 1, "")) == {Unit(0, 0, "")}
    assert units_of("合格", Hunk(2, 2, "率达")) == {Unit(2, 1, "率"), Unit(2, 2, "达")}


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("记律", "纪律", "substitution"),
        ("防治防治", "防治", "repetition"),
        ("防了治", "防治", "insertion"),
        ("防工作", "防治工作", "deletion"),
        ("甲乙丙丁", "甲戊丁", "mixed"),
    ],
)
def test_kinds(source: str, target: str, kind: str) -> None:
    (hunk,) = hunks(source, target)
    assert kind_of(source, hunk) == kind


def test_fold_hides_white_space_and_width_alone() -> None:
    assert fold("（一） 共\u3000１２％\n") == "(一)共12%"
    assert fold("。、“”") == "。、“”"


def test_numerals() -> None:
    assert numerals("增长5.2％，达１２６万元，二十大，一个") == ["5.2%", "126", "二十"]
