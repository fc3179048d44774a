"""Columns that were read row by row: when a page is taken for such, and how it is dealt out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from restore.core.edits import Reason
from restore.layout.columns import _torn_region, propose_columns
from restore.layout.lines import lines_and_columns
from restore.layout.rows import Rows, _Seams, _turned, read_rows
from restore.settings import LayoutSettings
from tests.layout.test_lines import prose


class Seams:
    """Judges seams by a function of the texts on both sides, and nothing else."""

    def __init__(self, joint: Callable[[str, str], float]) -> None:
        self.joint = joint

    def tail(self, text: str) -> str:
        return text

    head = tail

    def most(self, head: str) -> float:
        return 3.0

    def score(self, text: str) -> float:
        return 0.0

    begins = ends_open = score


def torn(texts: list[str], score: float) -> bool:
    lines, cols = lines_and_columns("\n".join(texts))
    return _torn_region(lines, cols, Seams(lambda *_: score)) is not None


@pytest.mark.parametrize(
    ("widths", "score", "found"),
    [
        # Lines that go on with each other are not torn.
        ([30] * 13, 0.29, True),
        ([30] * 13, 0.31, False),
        # Twelve full lines say enough; one that lacks more than two characters is not full.
        ([30] * 12, -1.0, False),
        ([30] * 12 + [28, 30], -1.0, True),
        ([30] * 11 + [28, 30], -1.0, True),
        ([30] * 11 + [27, 30], -1.0, False),
        # Where paragraphs hold three tenths of the text somebody has joined what goes on.
        ([30, 30, 30, 46] * 3 + [30] * 5, -1.0, True),
        ([30, 30, 30, 46] * 4 + [30] * 2, -1.0, False),
        ([30, 30, 30, 45] * 4 + [30] * 2, -1.0, True),
    ],
)
def test_what_shows_that_a_page_is_torn(widths: list[int], score: float, found: bool) -> None:
    assert torn(prose(*widths), score) is found


@pytest.mark.parametrize(("count", "told"), [(10_000, False), (10_001, True)])
def test_more_lines_than_a_page_has_are_told(count: int, told: bool) -> None:
    text = "\n".join(prose(*[30] * count))
    found = propose_columns(text, LayoutSettings(), Seams(lambda *_: -1.0))
    assert [item.flag for item in found] == ([Reason.BEYOND_BOUNDS] if told else [])


def cell(column: int, row: int) -> str:
    return f"第{'甲乙丙丁戊己庚'[column]}栏第{chr(0x4E00 + row)}行的话到这里还没有说"


def read(
    cells: list[tuple[int, int]],
    good: float = 3.0,
    bad: float = -3.0,
    seams: dict[tuple[tuple[int, int], tuple[int, int]], float] | None = None,
) -> Rows | None:
    """Read cells (column, row) of which those of a column go on with each other."""
    told = {
        (cell(*left), cell(*right)): good
        for left in cells
        for right in cells
        if left[0] == right[0] and left[1] + 1 == right[1]
    }
    told |= {(cell(*one), cell(*other)): score for (one, other), score in (seams or {}).items()}
    return read_rows([cell(*item) for item in cells], Seams(lambda *pair: told.get(pair, bad)))


def grid(columns: int, rows: int) -> list[tuple[int, int]]:
    return [(column, row) for row in range(rows) for column in range(columns)]


@pytest.mark.parametrize("count", range(2, 7))
def test_two_to_six_columns_are_found(count: int) -> None:
    rows = read(grid(count, 8))
    assert rows is not None
    assert rows.slots == tuple(tuple(range(first, 8 * count, count)) for first in range(count))


def test_seven_columns_are_not_looked_for() -> None:
    rows = read(grid(7, 8))
    assert rows is None or len(rows.slots) <= 6


def score(cells: list[tuple[int, int]], good: float = 3.0) -> float:
    rows = read(cells, good)
    assert rows is not None
    return rows.score


def test_what_a_reading_of_the_page_pays_and_gains() -> None:
    # 18 seams of at most 3, less 3 for each column.
    assert score(grid(2, 10)) == score(grid(2, 10), good=9.0) == pytest.approx(18 * 3.0 - 2 * 3.0)
    # A column without a line in a row.
    short = [*grid(2, 10), (0, 10), (0, 11)]
    assert score(short) == pytest.approx(score(grid(2, 10)) + 2 * 3.0 - 0.7)


def test_a_column_goes_on_after_a_dozen_lines_or_is_lost() -> None:
    def paused(lines: int) -> float:
        # The second column stops for so many lines of the first.
        first = [(0, 10 + place) for place in range(lines)]
        return score([*grid(2, 10), *first, (1, 10), (0, 10 + lines), (1, 11)])

    assert paused(11) - paused(10) == pytest.approx(3.0 - 0.7)
    assert paused(12) - paused(11) == pytest.approx(3.0 - 0.7 - (3.0 + 2.0))


@pytest.mark.parametrize(("bad", "found"), [(-0.6, True), (-0.54, False)])
def test_columns_must_gain_half_a_point_a_line(bad: float, found: bool) -> None:
    # 18 * .3 - 6 for the columns; 19 wrong seams for the lines as they stand, and 10 for 20 lines.
    assert (18 * 0.3 - 6 - 19 * bad >= 10) is found
    assert (read(grid(2, 10), good=0.3, bad=bad) is not None) is found


@pytest.mark.parametrize(("seam", "apart"), [(-1.0, {10}), (-0.9, set())])
def test_lines_of_a_column_stand_apart_where_nothing_goes_on(seam: float, apart: set[int]) -> None:
    rows = read(grid(2, 10), seams={((0, 4), (0, 5)): seam})
    assert rows is not None
    assert rows.apart == apart


@pytest.mark.parametrize(("onward", "turned"), [(0.5, True), (0.0, False), (-0.5, False)])
def test_the_columns_begin_behind_the_weakest_turn(onward: float, turned: bool) -> None:
    # A headline lets the second column begin higher, and be met first.
    cells = [(1, 0), *((column, row) for row in range(1, 10) for column in (0, 1))]
    feet = {((0, 9), (1, 0)): onward, ((1, 9), (0, 1)): 0.0}
    rows = read(cells, seams=feet)
    assert rows is not None
    assert [slot[0] for slot in rows.slots] == ([1, 0] if turned else [0, 1])
    for slot in rows.slots:
        assert all(cells[left][0] == cells[right][0] for left, right in pairwise(slot))


@pytest.mark.parametrize(("length", "turned"), [(16, False), (15, True)])
def test_a_column_is_headed_by_its_first_full_line(length: int, turned: bool) -> None:
    headline, *lines = ["县" * length, "甲" * 20, "乙" * 20, "丙" * 20]
    told = {(lines[2], headline): -3.0, (lines[2], lines[0]): 1.0}
    seams = _Seams([headline, *lines], Seams(lambda *pair: told.get(pair, 0.0)))
    slots = [[0, 1], [2, 3]]
    assert _turned(slots, [headline, *lines], seams) == (slots[::-1] if turned else slots)
