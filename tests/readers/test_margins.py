from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.readers.geometry import Box
from restore.readers.margins import in_margins

# Lines 20 high, with 10 of white between them.
TEXT = "清早的集市上摆满了刚摘的瓜果，挑担的人一路吆喝着走过来"
WIDTH, TOP = 560.0, 200.0


def body(lines: int = 12, left: float = 0) -> list[tuple[Box, str]]:
    return [
        (Box(left, TOP + 30 * row, left + WIDTH, TOP + 30 * row + 20), TEXT) for row in range(lines)
    ]


def head(text: str, left: float, right: float, *, white: float = 30, high: float = 20):  # type: ignore[no-untyped-def]
    return (Box(left, TOP - white - high, right, TOP - white), text)


def foot(text: str, left: float, right: float, *, white: float = 30, lines: int = 12):  # type: ignore[no-untyped-def]
    top = TOP + 30 * lines - 10 + white
    return (Box(left, top, right, top + 20), text)


def found(*items: tuple[Box, str]) -> list[str]:
    boxes, texts = [box for box, _ in items], [text for _, text in items]
    return [text for text, gone in zip(texts, in_margins(boxes, texts), strict=True) if gone]


@pytest.mark.parametrize(
    "number", ["12", "- 12 -", "·7·", "一二", "xii", "第12页", "第 3 页 共 9 页"]
)
def test_a_page_number_at_the_foot(number: str) -> None:
    assert found(*body(), foot(number, 260, 300)) == [number]


def test_a_number_by_itself_heads_a_chapter_in_the_middle_and_a_page_at_the_side() -> None:
    assert found(head("12", 270, 290), *body()) == []
    assert found(head("12", 530, 560), *body()) == ["12"]


def test_a_head_goes_with_its_number() -> None:
    row = [head("34", 0, 30), head("山乡旧事", 240, 320)]
    assert found(*row, *body()) == ["34", "山乡旧事"]
    # A headline beside it does not.
    large = head("大水过后的第一个春天", 240, 500, high=30)
    assert found(row[0], large, *body()) == ["34"]
    assert found(head("1987", 0, 40), head("年份", 240, 320, white=20), *body()) == []


def test_a_number_near_the_text_is_no_page() -> None:
    assert found(*body(), foot("12", 260, 300, white=12)) == []
    assert found(*body(), foot("12", 260, 300, white=16)) == ["12"]
    assert found(head("34", 0, 30, white=14), head("山乡", 240, 280, white=14), *body()) == []


def test_what_calls_itself_a_page_may_stand_nearer() -> None:
    assert found(*body(), foot("期末试题第3页（共4页）", 200, 400, white=9)) != []
    assert found(*body(), foot("请把课本翻到第3页", 200, 400)) == []


@pytest.mark.parametrize(
    "text", ["雨停了。", "总结", "图2 集市一角", "作者：林溪", "（下转第三版）", "2019年5月4日"]
)
def test_other_lines_in_the_margin_stay(text: str) -> None:
    assert found(head(text, 200, 300), *body()) == []
    assert found(*body(), foot(text, 200, 300)) == []


def test_a_small_line_over_the_gutter_is_a_head() -> None:
    columns = [*body(), *body(left=WIDTH + 40)]
    assert found(head("林溪等：集市的一天", 400, 760), *columns) == ["林溪等：集市的一天"]
    assert found(head("林溪等：集市的一天", 400, 760, high=24), *columns) == []
    assert found(head("林溪等：集市的一天", 10, 370), *columns) == []
    assert found(head("集市散了，人也走了。", 400, 760), *columns) == []


def test_a_page_of_few_lines_keeps_all() -> None:
    number = foot("3", 260, 300, lines=7)
    assert found(*body(7), number) == []
    assert found(*body(8), foot("3", 260, 300, lines=8)) == ["3"]


def test_the_last_row_of_a_table_stays() -> None:
    cells = [
        (Box(left, TOP + 30 * row, left + 60, TOP + 30 * row + 20), "甲乙丙")
        for row in range(20)
        for left in (0, 200, 400)
    ]
    assert found(*cells, foot("合计", 0, 40, lines=20), foot("120", 400, 460, lines=20)) == []


side = st.floats(0, 900)
pages = st.lists(
    st.tuples(side, side, side, st.floats(0, 60), st.text(min_size=1, max_size=30)), max_size=30
)


@given(pages)
def test_any_boxes_get_an_answer_each(items: list[tuple[float, float, float, float, str]]) -> None:
    boxes = [Box(x, y, x + wide, y + high) for x, y, wide, high, _ in items]
    assert len(in_margins(boxes, [text for *_, text in items])) == len(items)
