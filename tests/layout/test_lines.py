from __future__ import annotations

import pytest

from restore.layout.lines import columns, ends_sentence, lines_of, width_of


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
    "text", ["完毕。", "好吗？”", "新篇章。（李睿琦）", "加油！）", "等等……", "（三）。"]
)
def test_ends_of_sentences(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["全面发展", "包括：", "首先；", "“六个一”", "（试行）", "，"])
def test_open_ends(text: str) -> None:
    assert not ends_sentence(text)


def test_paragraphs_written_one_a_line_are_no_column() -> None:
    text = "\n".join("坚持高质量发展不动摇，推动各项工作取得新成效。" for _ in range(12))
    assert not any(column.wrapped for column in columns(lines_of(text)))
