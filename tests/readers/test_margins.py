from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.ocr_metadata import Margin
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


def margins(*items: tuple[Box, str]) -> list[tuple[Margin, int]]:
    return in_margins([box for box, _ in items], [text for _, text in items])


def found(*items: tuple[Box, str]) -> list[str]:
    """The lines that are surely no text."""
    known = zip(items, margins(*items), strict=True)
    return [text for (_, text), (margin, _) in known if margin >= Margin.SURE]


def of_kind(kind: Margin, *items: tuple[Box, str]) -> list[str]:
    known = zip(items, margins(*items), strict=True)
    return [text for (_, text), (margin, _) in known if margin is kind]


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


def test_a_head_by_itself_is_likely_and_sure_at_the_outer_edge_of_a_numbered_page() -> None:
    number = foot("12", 260, 300)
    at_edge = head("山乡旧事", 400, 560)
    assert found(at_edge, *body(), number) == ["山乡旧事", "12"]
    assert found(at_edge, *body()) == []
    assert of_kind(Margin.LIKELY, at_edge, *body()) == ["山乡旧事"]
    # In the middle it may be a title, in the inner half anything; large print is one.
    assert found(head("山乡旧事", 240, 400), *body(), number) == ["12"]
    assert found(head("山乡旧事", 270, 560), *body(), number) == ["12"]
    assert found(head("山乡旧事", 400, 530), *body(), number) == ["12"]
    assert of_kind(Margin.LIKELY, head("山乡旧事", 400, 560, high=25), *body(), number) == []
    # Near the text it is a line of it.
    assert of_kind(Margin.LIKELY, head("山乡旧事", 400, 560, white=14), *body(), number) == []


@pytest.mark.parametrize(
    "text",
    ["附件", "致：各家各户", "——林溪", "5月4日", "2023年5月", "山函〔2023〕12号", "旧事" * 16],
)
def test_what_names_dates_or_labels_is_no_head(text: str) -> None:
    assert of_kind(Margin.LIKELY, head(text, 400, 560), *body(), foot("12", 260, 300)) == []


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("山乡旧事 47", True),
        ("第4章", False),
        ("合计1234", False),
        ("图 3", False),
        ("旧事·9·", True),
    ],
)
def test_a_foot_that_ends_with_its_number_at_the_edge(text: str, goes: bool) -> None:
    assert (found(*body(), foot(text, 400, 560)) == [text]) is goes
    assert found(*body(), foot(text, 300, 500)) == []


def test_a_head_that_begins_with_its_number() -> None:
    assert found(head("·172· 山乡旧事", 0, 200), *body()) == ["·172· 山乡旧事"]
    assert found(head("12 山乡旧事", 0, 200), *body()) == ["12 山乡旧事"]
    assert found(head("12．山乡旧事", 0, 200), *body()) == []


def test_facing_pages_have_margins_of_their_own() -> None:
    right = [
        (Box(box.left + 620, box.top, box.right + 620, box.bottom), text) for box, text in body(24)
    ]
    pages = [
        head("14", 0, 30),
        *body(24),
        head("15", 1150, 1180),
        *right,
    ]
    assert found(*pages) == ["14", "15"]
    same = [head("第三章 山乡旧事", 200, 340), *body(24), head("第三章 山乡1事", 820, 960), *right]
    assert of_kind(Margin.REPEATED, *same) == ["第三章 山乡旧事", "第三章 山乡1事"]
    other = [head("山乡旧事", 200, 340), *body(24), head("大水过后", 820, 960), *right]
    assert of_kind(Margin.REPEATED, *other) == []


def test_two_numbers_that_count_on_at_the_foot_of_a_sheet() -> None:
    assert found(*body(), foot("9", 100, 110), foot("10", 440, 460)) == ["9", "10"]
    assert found(*body(), foot("9", 100, 110), foot("11", 440, 460)) == []


def test_an_advertisement_at_the_foot_is_likely() -> None:
    words = "更多资料请加微信abc"
    assert of_kind(Margin.LIKELY, *body(), foot(words, 100, 400)) == [words]


def test_rows_over_all_columns_are_a_band() -> None:
    rows = [
        (Box(0, 40, 100, 60), "2024年8月12日"),
        (Box(460, 42, 560, 62), "山乡周刊"),
        (Box(200, 50, 360, 180), "报"),
    ]
    known = margins(*rows, *body(24))
    assert [margin for margin, _ in known[:3]] == [Margin.BAND] * 3
    assert known[0][1] == known[1][1] != known[2][1]
    # The first white ends it.
    assert of_kind(Margin.BAND, *rows[:2], (Box(200, 72, 360, 180), "报"), *body(24)) == [
        "2024年8月12日",
        "山乡周刊",
    ]
    # What nearly touches the text parts nothing, nor does a band of sentences.
    near = (Box(200, 50, 360, 191), "报")
    assert of_kind(Margin.BAND, *rows[:2], near, *body(24)) == []
    told = (Box(0, 50, 560, 90), "雨停了。")
    assert of_kind(Margin.BAND, rows[0], told, *body(24)) == []


side = st.floats(0, 900)
pages = st.lists(
    st.tuples(side, side, side, st.floats(0, 60), st.text(min_size=1, max_size=30)), max_size=30
)


@given(pages)
def test_any_boxes_get_an_answer_each(items: list[tuple[float, float, float, float, str]]) -> None:
    boxes = [Box(x, y, x + wide, y + high) for x, y, wide, high, _ in items]
    assert len(in_margins(boxes, [text for *_, text in items])) == len(items)
