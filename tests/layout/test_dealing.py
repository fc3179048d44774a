"""Lines dealt out to columns by an alignment of the lines with themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.layout.dealing import deal

REACH = 8
NEVER = -9.0


def odds(count: int, pairs: dict[int, int], good: float = 3.0, bad: float = -3.0) -> NDArray:
    """Odds of so many lines of which these pairs go on."""
    near = np.full((count, REACH + 1), bad)
    for line in range(count):
        near[line, 0] = NEVER
        near[line, count - line :] = NEVER
    for left, right in pairs.items():
        near[left, right - left] = good
    return near


def grid(columns: int, rows: int) -> dict[int, int]:
    return {line: line + columns for line in range(columns * (rows - 1))}


def dealt(near: NDArray) -> dict[int, int]:
    return {left: int(right) for left, right in enumerate(deal(near)) if right >= 0}


@pytest.mark.parametrize("columns", range(1, 8))
def test_columns_take_turns(columns: int) -> None:
    pairs = grid(columns, 9)
    assert dealt(odds(9 * columns, pairs)) == pairs


def test_a_column_that_ends_makes_the_others_closer() -> None:
    # Three columns of six rows; the second goes no further, the others do for six more.
    pairs = grid(3, 6)
    pairs |= {15: 18, 17: 19} | {line: line + 2 for line in range(18, 28)}
    assert dealt(odds(30, pairs)) == pairs


@pytest.mark.parametrize(("good", "swapped"), [(1.6, True), (1.4, False)])
def test_neighbours_that_change_places_cost_a_little(good: float, swapped: bool) -> None:
    # Row 12, 13 of two columns stands the wrong way round; else a pair would pay its 0 instead.
    pairs = {line: line + 2 for line in range(22)}
    pairs |= {10: 13, 11: 12, 12: 15, 13: 14}
    near = odds(24, pairs, good=3.0, bad=0.0)
    for left, right in ((10, 13), (11, 12), (12, 15), (13, 14)):
        near[left, right - left] = good
    found = dealt(near)
    assert (found[10] == 13 and found[11] == 12) is swapped


@pytest.mark.parametrize(("odd", "kept"), [(-1.9, True), (-9.0, True)])
def test_a_seam_that_breaks_does_not_break_its_column(odd: float, kept: bool) -> None:
    pairs = grid(3, 12)
    near = odds(36, pairs)
    near[16, 3] = odd if odd > -5 else -3.0
    assert (dealt(near).get(16) == 19) is kept


@given(
    st.lists(st.lists(st.floats(-3, 3), min_size=REACH, max_size=REACH), min_size=1, max_size=20)
)
def test_each_line_stands_under_one_line_at_most(rows: list[list[float]]) -> None:
    near = np.array([[NEVER, *row] for row in rows])
    for line in range(len(rows)):
        near[line, len(rows) - line :] = NEVER
    under = deal(near)
    found = under[under >= 0]
    assert len(set(found.tolist())) == len(found)
    assert all(line < right < len(rows) for line, right in enumerate(under) if right >= 0)
