from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.text.doubles import LONGEST_UNIT, doubles, repeated_runs


@given(st.text("人大\n", max_size=40))
def test_runs_are_the_characters_that_stand_in_a_repeat(text: str) -> None:
    inside = [False] * len(text)
    begins = set()
    for size in range(1, LONGEST_UNIT + 1):
        for start in range(len(text) - 2 * size + 1):
            if text[start : start + size] == text[start + size : start + 2 * size]:
                inside[start : start + 2 * size] = [True] * (2 * size)
                begins.add(start)
    found = repeated_runs(text)
    assert [any(start <= at < end for start, end in found) for at in range(len(text))] == inside
    assert {start for start, _ in found} <= begins
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_a_unit_is_told_once_with_its_copies() -> None:
    assert [tuple(item) for item in doubles("就业业优先，天天天天，防治防治防治")] == [
        (1, 1, 2),
        (6, 1, 4),
        (11, 2, 3),
    ]
    assert list(doubles("")) == list(doubles("就")) == []
