"""Columns that were read row by row: when a page is taken for such, and how it is dealt out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from restore.core.edits import Proposal, Reason
from restore.layout import columns
from restore.layout.columns import _is_clear, _torn_stretches, propose_columns
from restore.layout.lines import lines_and_columns
from restore.layout.rows import Rows, read_rows
from restore.settings import LayoutSettings
from tests.layout.test_lines import prose


class Seams:
    """Judges seams by a function of the texts on both sides, and nothing else."""

    def __init__(self, joint: Callable[[str, str], float]) -> None:
        self.joint = self.seam = joint

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
    return bool(_torn_stretches(lines, cols, Seams(lambda *_: score)))


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


@pytest.mark.parametrize(("count", "told"), [(100, False), (101, True)])
def test_more_lines_than_pages_have_are_told(
    monkeypatch: pytest.MonkeyPatch, count: int, told: bool
) -> None:
    assert columns._MAX_LINES == 100_000
    monkeypatch.setattr(columns, "_MAX_LINES", 100)
    monkeypatch.setattr(columns, "read_rows", lambda *_: None)
    text = "\n".join(prose(*[30] * count))
    found = propose_columns(text, LayoutSettings(), Seams(lambda *_: -1.0))
    assert [item.flag for item in found] == ([Reason.BEYOND_BOUNDS] if told else [])


def cell(column: int, row: int) -> str:
    return f"第{'甲乙丙丁戊己庚辛壬'[column]}栏第{chr(0x4E00 + row)}行的话，到这里还没有说"


def read(
    cells: list[tuple[int, int]],
    good: float = 3.0,
    bad: float = -3.0,
    seams: dict[tuple[tuple[int, int], tuple[int, int]], float] | None = None,
) -> Rows | None:
    """Read cells (column, row); those of a column go on with each other, and its foot with the
    head of the next."""
    ordered = sorted(cells)
    told = {(cell(*left), cell(*right)): good for left, right in pairwise(ordered)}
    told |= {(cell(*one), cell(*other)): score for (one, other), score in (seams or {}).items()}
    return read_rows([cell(*item) for item in cells], Seams(lambda *pair: told.get(pair, bad)))


def order_of(cells: list[tuple[int, int]], rows: Rows | None) -> list[tuple[int, int]]:
    assert rows is not None
    return [cells[line] for piece in rows.pieces for line in piece]


def grid(columns: int, rows: int) -> list[tuple[int, int]]:
    return [(column, row) for row in range(rows) for column in range(columns)]


@pytest.mark.parametrize("count", range(2, 10))
def test_two_to_nine_columns_are_put_in_order(count: int) -> None:
    rows = read(grid(count, 8))
    assert rows is not None
    assert rows.columns == count
    assert order_of(grid(count, 8), rows) == sorted(grid(count, 8))


@pytest.mark.parametrize(
    "cells",
    [
        # A headline lets the second column begin higher, a picture interrupts the first.
        [(1, 0), (1, 1), *((column, row) for row in range(2, 12) for column in (0, 1))],
        [(c, r) for c, r in grid(2, 40) if not (c == 0 and 10 <= r < 30)],
        # The second column stands a little lower or higher than the others.
        [(column, row) for row in range(9) for column in (1, 0, 2)],
        # The last column ends early.
        [(c, r) for c, r in grid(3, 12) if not (c == 2 and r >= 7)],
    ],
)
def test_columns_that_begin_late_pause_or_stand_askew(cells: list[tuple[int, int]]) -> None:
    assert order_of(cells, read(cells)) == sorted(cells)


def test_a_headline_stands_over_its_columns() -> None:
    cells = [(8, 0), *grid(3, 10)]
    rows = read(cells, seams={((2, 9), (8, 0)): -3.0})
    assert order_of(cells, rows) == [(8, 0), *sorted(grid(3, 10))]


@pytest.mark.parametrize("lower", [1, 2, 4])
def test_of_two_stories_the_upper_comes_first(lower: int) -> None:
    cells = [*grid(3, 8), *((3 + column, 8 + row) for row in range(8) for column in range(lower))]
    assert order_of(cells, read(cells)) == sorted(cells)


def test_a_side_column_goes_on_beside_two_stories() -> None:
    # Two columns, two more below them, and a third at the right over the whole height.
    upper = [(column, row) for row in range(8) for column in (0, 1, 4)]
    lower = [(column, row) for row in range(8, 16) for column in (2, 3, 4)]
    cells = [*upper, *lower]
    assert order_of(cells, read(cells)) == sorted(cells)


@pytest.mark.parametrize(("turn", "first"), [(0.5, (0, 0)), (3.0, (1, 0))])
def test_the_first_row_tells_the_first_column_unless_the_text_does(
    turn: float, first: tuple[int, int]
) -> None:
    # The foot of the second column goes on at the head of the first, or does not clearly.
    cells = grid(2, 10)
    rows = read(cells, seams={((0, 9), (1, 0)): -3.0, ((1, 9), (0, 0)): turn})
    found = order_of(cells, rows) if rows is not None else cells
    assert found[0] == first


@pytest.mark.parametrize(("seam", "apart"), [(-1.0, True), (-0.9, False)])
def test_lines_of_a_column_stand_apart_where_nothing_goes_on(seam: float, apart: bool) -> None:
    cells = grid(2, 10)
    rows = read(cells, seams={((0, 4), (0, 5)): seam})
    assert rows is not None
    assert (cells.index((0, 5)) in rows.apart) is apart
    assert order_of(cells, rows) == sorted(cells)


def test_columns_of_different_texts_stay_from_left_to_right() -> None:
    cells = grid(3, 8)
    feet = {((c, 7), (c + 1, 0)): -3.0 for c in range(2)}
    rows = read(cells, seams=feet)
    assert rows is not None
    assert order_of(cells, rows) == sorted(cells)
    # The first line stands in the first column, the last in the last.
    assert rows.lead == pytest.approx(3.0 + 0.7)


def rows_with(gains: list[float], lead: float = 3.0, turns: float = 3.0) -> Rows:
    return Rows(((0,), (1,)), frozenset(), 2, tuple(gains), lead, turns)


@pytest.mark.parametrize(
    ("rows", "clear"),
    [
        (rows_with([1.0] * 20), True),
        # Interleaved throughout: each dozen of lines says so.
        (rows_with([1.0] * 19 + [0.9]), False),
        (rows_with([3.0] * 30 + [0.5] * 12 + [3.0] * 30), False),
        # The columns stand in no other order.
        (rows_with([2.0] * 20, lead=0.05), True),
        (rows_with([2.0] * 20, lead=0.04), False),
        # What goes on less well from column to column must gain more within them.
        (rows_with([2.0] * 20, turns=0.4), True),
        (rows_with([2.0] * 20, turns=0.3), False),
        (rows_with([2.7] * 20, turns=-1.0), True),
    ],
)
def test_what_is_clear_enough_to_be_done(rows: Rows, clear: bool) -> None:
    assert _is_clear(rows) is clear


def page(cells: list[tuple[int, int]], good: float, bad: float) -> list[Proposal]:
    own = {(cell(c, r), cell(c, r + 1)) for c, r in cells}
    own |= {(cell(left, 11), cell(left + 1, 0)) for left in range(5)}
    told = Seams(lambda *pair: good if pair in own else bad)
    return propose_columns("\n".join(cell(*item) for item in cells), LayoutSettings(), told)


def test_a_stretch_is_one_edit() -> None:
    cells = grid(3, 12)
    (found,) = page(cells, 3.0, -3.0)
    assert found.after.split("\n") == [cell(*item) for item in sorted(cells)]
    assert found.group is not None
    assert found.confidence >= 0.9


@pytest.mark.parametrize(("good", "found"), [(0.4, 1), (0.3, 0)])
def test_lines_must_gain_a_point_each_to_be_spoken_of(good: float, found: bool) -> None:
    # 35 of 36 lines gain good + .68.
    assert len(page(grid(3, 12), good, -0.68)) == found


def test_what_is_in_order_stays() -> None:
    assert page(sorted(grid(3, 12)), 3.0, -3.0) == []
