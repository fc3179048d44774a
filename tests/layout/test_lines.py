from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.layout.lines import column_of, columns, ends_sentence, lines_of, width_of


def test_lines_know_their_place_and_measure() -> None:
    text = "\n　　各位委员：\n\n我代表2023年 \n\f\n"
    lines = lines_of(text)
    assert [line.text for line in lines] == ["各位委员：", "我代表2023年", "\f"]
    assert [text[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert [line.gap for line in lines] == [1, 1, 0]
    assert [line.indent for line in lines] == [2.0, 0.0, 0.0]
    assert [line.width for line in lines][:2] == [5.0, 6.0]
    assert lines[2].is_break


def test_letter_spacing_does_not_widen_a_line() -> None:
    assert width_of("安 排 部 署") == 4.0


@pytest.mark.parametrize(
    "text",
    [
        "完毕。",
        "好吗？”",
        "新篇章。（李睿琦）",
        "加油！）",
        "等等……",
        "（三）。",
        "等情况。\ue5f9\ue5f9",
        "做（Do what you love.）",
        "用语：`特此通知。`",
    ],
)
def test_ends_of_sentences(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize(
    "text", ["全面发展", "包括：", "首先；", "“六个一”", "（试行）", "，", "见 Fig.", "（3.）"]
)
def test_open_ends(text: str) -> None:
    assert not ends_sentence(text)


def test_paragraphs_written_one_a_line_are_no_column() -> None:
    text = "\n".join("坚持高质量发展不动摇，推动各项工作取得新成效。" for _ in range(12))
    assert not any(column.wrapped for column in columns(lines_of(text)))


def prose(*widths: int) -> list[str]:
    """Lines of these widths that stop within a sentence."""
    return [("今年，" + "各地要把稳就业摆在更加突出的位置" * 6)[:width] for width in widths]


def wrapped(texts: list[str], line: int) -> bool:
    return columns(lines_of("\n".join(texts)))[line].wrapped


@pytest.mark.parametrize(
    ("widths", "line", "found"),
    [
        # A column of print has 8 to 60 characters.
        ([7] * 11, 5, False),
        ([8] * 11, 5, True),
        ([60] * 11, 5, True),
        ([61] * 11, 5, False),
        # At most 2.5 characters are missing from a full line, and at most .18 of its width.
        ([28] * 7 + [30] * 4, 5, True),
        ([27] * 7 + [30] * 4, 5, False),
        ([9] * 7 + [10] * 4, 5, True),
        ([8] * 7 + [10] * 4, 5, False),
        # A line that reaches out by more than two characters is none of the column's.
        ([20] * 3 + [30] * 5 + [32] * 3, 5, True),
        ([20] * 3 + [30] * 5 + [33] * 3, 5, False),
        # Half of the lines around are full; five on either side are around.
        ([30] * 3 + [20] * 3, 0, True),
        ([30] * 3 + [20] * 4, 0, True),
        ([30] * 3 + [20] * 4, 1, False),
        # Two lines are no column.
        ([30] * 3, 1, True),
        ([30] * 2, 1, False),
    ],
)
def test_what_makes_a_column(widths: list[int], line: int, found: bool) -> None:
    assert wrapped(prose(*widths), line) is found


def test_five_lines_on_either_side_give_the_width() -> None:
    lines = lines_of("\n".join(prose(30, 30, 20, 20, 20, 30)))
    assert columns(lines)[0].width == 30
    assert columns(lines[:5])[0].width == 20


@pytest.mark.parametrize(("mark", "count", "found"), [("。", 4, True), ("。", 5, False), ("，", 5, True), ("，", 6, False)])  # fmt: skip
def test_lines_that_end_at_marks_are_no_column(mark: str, count: int, found: bool) -> None:
    ended = [text[:-1] + mark for text in prose(*[30] * count)]
    assert wrapped([*ended, *prose(*[30] * (10 - count))], 4) is found


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["\f", "abc, def. " * 3, "1", "丰收。", "甲、乙" * 6]),
            st.builds(
                lambda width, last: ("今年各地把稳就业摆在突出位置" * 5)[: width - 1] + last,
                st.sampled_from([7, 8, 12, 20, 22, 23, 60, 61]),
                st.sampled_from("报，。"),
            ),
        ),
        max_size=30,
    )
)
def test_many_lines_have_the_columns_that_each_has_among_those_around_it(texts: list[str]) -> None:
    lines = lines_of("\n".join(texts))
    each = [column_of(lines[max(0, line - 5) : line + 6]) for line in range(len(lines))]
    assert columns(lines) == each
