from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.readers.geometry import Box
from restore.readers.order.pages import reading_order
from restore.readers.order.words import split_at_gaps
from tests.readers.made_pages import made_page

side = st.integers(0, 300)
boxes = st.lists(
    st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), side, side, side, st.integers(0, 40)),
    max_size=30,
)


def column(left: int, width: int, top: int, lines: int, pitch: int = 30) -> list[Box]:
    return [
        Box(left, top + row * pitch, left + width, top + row * pitch + 22) for row in range(lines)
    ]


def order(items: list[Box]) -> list[int]:
    return [index for group in reading_order(items) for index in group]


@given(boxes)
def test_every_line_comes_once(items: list[Box]) -> None:
    assert sorted(order(items)) == list(range(len(items)))


def test_columns_of_equal_pitch_are_read_one_after_the_other() -> None:
    left, right = column(0, 200, 0, 10), column(240, 200, 0, 10)
    mixed = [box for pair in zip(left, right, strict=True) for box in pair]
    assert [mixed[index] for index in order(mixed)] == left + right


def test_a_headline_over_three_columns_comes_first() -> None:
    page = [*column(0, 200, 80, 8), *column(240, 200, 80, 9), *column(480, 200, 80, 5)]
    headline = Box(50, 20, 600, 60)
    assert order([*page, headline]) == [len(page), *range(len(page))]


def test_two_stories_under_each_other() -> None:
    upper = [*column(0, 200, 0, 5), *column(240, 200, 0, 5)]
    headline = Box(100, 180, 350, 215)
    lower = [*column(0, 200, 240, 5), *column(240, 200, 240, 5)]
    page = [*upper, headline, *lower]
    assert order(page[::-1]) == list(range(len(page)))[::-1]


def test_a_column_beside_a_story_with_its_own_headline() -> None:
    side_column = column(0, 150, 0, 12)
    headline = Box(200, 0, 600, 40)
    story = [*column(200, 180, 60, 9), *column(410, 180, 60, 9)]
    page = [*side_column, headline, *story]
    shuffled = [*story, headline, *side_column]
    assert [shuffled[index] for index in order(shuffled)] == page


def test_a_speck_between_columns_closes_no_gap() -> None:
    left, right = column(0, 200, 0, 9), column(240, 200, 0, 9)
    speck = Box(210, 95, 228, 113)
    found = order([*left, speck, *right])
    assert [index for index in found if index != 9] == [*range(9), *range(10, 19)]


def test_a_row_of_two_is_read_across() -> None:
    date, number, title = Box(0, 0, 100, 20), Box(300, 2, 400, 22), Box(0, 60, 400, 100)
    assert order([title, number, date]) == [2, 1, 0]


def test_a_line_is_split_where_a_column_may_begin() -> None:
    atoms = [Box(0, 0, 20, 20), Box(20, 0, 60, 20), Box(100, 0, 120, 20), None]
    assert split_at_gaps(atoms, 20) == [range(2), range(2, 4)]


def tau(found: list[int]) -> float:
    """Kendall's tau against 0, 1, 2, …"""
    size = len(found)
    wrong = sum(found[i] > found[j] for i in range(size) for j in range(i + 1, size))
    return 1 - 4 * wrong / (size * (size - 1))


def test_made_newspaper_pages_are_read_in_order() -> None:
    taus, naive = [], []
    for seed in range(60):
        page = made_page(seed)
        # As an engine gives them: from top to bottom across the columns.
        mixed = sorted(range(len(page)), key=lambda i: (round(page[i].top / 8), page[i].left))
        naive.append(tau(mixed))
        taus.append(tau([mixed[index] for index in order([page[i] for i in mixed])]))
    # Where a headline hangs over some of the columns only, boxes do not say whose it is.
    assert sum(taus) / len(taus) > 0.99
    assert sum(value == 1 for value in taus) > 0.65 * len(taus)
    assert sum(naive) / len(naive) < 0.7
