"""What boxes say of lines beyond their order: paragraphs, cells, two columns in one line."""

from __future__ import annotations

import json

import pytest

from restore.pipeline import restore_corpus
from restore.readers.geometry import Box
from restore.readers.indents import paragraph_heads
from restore.readers.pages import slope_of_points
from restore.settings import Settings
from tests.readers.test_ocr_formats import read

LEFT = ["今年以来全市粮食产量稳步", "增长，农民收入有所提高，", "各地加快推进农田水利建设"]
RIGHT = ["会议要求各部门认真落实有", "关政策，做好各项服务工作", "切实保障群众的基本生活。"]


def native(lines: list[tuple[str, list[float]]]) -> str:
    found = [{"text": text, "box": box} for text, box in lines]
    return json.dumps({"format": "restore-page/1", "lines": found})


def rows(left: float, texts: list[str], top: float = 0) -> list[tuple[str, list[float]]]:
    return [
        (text, [left, top + row * 24, left + 20 * len(text), top + row * 24 + 20])
        for row, text in enumerate(texts)
    ]


@pytest.mark.parametrize("swallowed", [0, 1, 2])
def test_a_line_over_two_columns_is_cut_between_them(swallowed: int) -> None:
    page = []
    for row, (left, right) in enumerate(zip(rows(0, LEFT), rows(244, RIGHT), strict=True)):
        if row == swallowed:
            page.append((left[0] + right[0], [*left[1][:2], *right[1][2:]]))
        else:
            page += [left, right]
    (source,) = read(native(page), "page.json")
    assert source.document.source.split("\n") == [*LEFT, "", *RIGHT]
    # The file's own lines keep their numbers: whoever judges an order counts by them.
    assert source.page is not None
    assert len(source.page.file_lines) == len(page)


def test_a_lead_over_two_columns_is_not_cut() -> None:
    lead = [
        "导语横跨两栏，说明这篇文章要讲的主要内容是什",
        "么，它一共有两行，字体与下面两栏的正文完全相同",
    ]
    page = [(text, [0, -60 + 24 * row, 484, -40 + 24 * row]) for row, text in enumerate(lead)]
    page += [*rows(0, LEFT), *rows(244, RIGHT)]
    (source,) = read(native(page), "page.json")
    assert source.document.source.split("\n")[:2] == lead


def test_an_indent_begins_a_paragraph() -> None:
    boxes = [Box(40 * (row in (0, 3)), row * 24, 300, row * 24 + 20) for row in range(7)]
    texts = ["字" * 13] * 7
    assert paragraph_heads(boxes, texts) == [row in (0, 3) for row in range(7)]
    # The same columns written downwards.
    turned = [Box(-box.bottom, box.left, -box.top, box.right) for box in boxes]
    assert paragraph_heads(turned, texts) == [row in (0, 3) for row in range(7)]


@pytest.mark.parametrize(("indent", "begins"), [(23, False), (25, True), (63, True), (65, False)])
def test_an_indent_is_of_about_two_characters(indent: float, begins: bool) -> None:
    boxes = [Box(indent * (row == 3), row * 24, 300, row * 24 + 20) for row in range(7)]
    assert paragraph_heads(boxes, ["字" * 13] * 7)[3] is begins


def test_a_block_that_is_set_in_is_one_paragraph() -> None:
    boxes = [Box(40 * (row in (2, 3, 4)), row * 24, 300, row * 24 + 20) for row in range(9)]
    assert paragraph_heads(boxes, ["字" * 13] * 9) == [row == 2 for row in range(9)]


def cleaned(text: str) -> list[str]:
    (source,) = read(text, "page.json")
    assert source.page is not None
    hints = source.page.hints()
    run = restore_corpus(
        [source.document], settings=Settings(), check_figures=False, hints=lambda _: hints
    )
    return run.restored[0].document.text.split("\n")


def test_boxes_keep_paragraphs_and_cells_apart() -> None:
    body = rows(0, [*LEFT, *RIGHT])
    # A paragraph whose last line is full and lost its stop: the indent alone tells.
    second = [(text, [box[0], box[1] + 144, *box[2:3], box[3] + 144]) for text, box in body]
    second[0] = (second[0][0][:-2], [40, *second[0][1][1:]])
    body[-1] = (body[-1][0][:-1] + "与", body[-1][1])
    found = cleaned(native([*body, *second]))
    assert len([line for line in found if line]) == 2
    table = []
    for row in range(4):
        table += [
            (f"项目{row}", [0, row * 40, 60, row * 40 + 20]),
            (f"{row}50", [200, row * 40, 230, row * 40 + 20]),
        ]
    cells = [text for text, _ in table]
    assert [line for line in cleaned(native(table)) if line] == cells


def test_no_rule_moves_lines_that_boxes_put_in_order() -> None:
    """Rows that go on across two columns, as their words say, and down each, as their boxes say."""
    left = [f"第{row}段左边的文字说到一半，" for row in "一二三四五六七八九十"] * 2
    right = [f"接着第{row}段左边把话说完。" for row in "一二三四五六七八九十"] * 2
    page = [*rows(0, left), *rows(400, right)]
    (source,) = read(native(page), "page.json")
    assert source.page is not None
    hints = source.page.hints()
    assert hints.boxed
    run = restore_corpus(
        [source.document], settings=Settings(), check_figures=False, hints=lambda _: hints
    )
    (restored,) = run.restored
    rules = {edit.rule for edit in restored.log.edits}
    assert rules.isdisjoint({"column", "move"})


def test_slopes_of_lines_of_both_directions() -> None:
    falls = [(0, 0), (100, 5), (100, 25), (0, 20)]
    assert slope_of_points(falls) == pytest.approx(0.05)
    assert slope_of_points([(0, 0), (20, 0), (15, 100), (-5, 100)]) == pytest.approx(0.05)
    assert slope_of_points([(0, 0), (0, 0), (0, 0), (0, 0)]) is None
    assert slope_of_points(falls[:3]) is None


def test_corners_of_native_pages_and_of_engines_are_kept() -> None:
    page = {
        "format": "restore-page/1",
        "lines": [{"text": "甲乙", "box": [0, 0, 100, 25], "quad": [0, 0, 100, 5, 100, 25, 0, 20]}],
    }
    (source,) = read(json.dumps(page), "page.json")
    assert source.document.source == "甲乙"


BLOCKS = {
    "parsing_res_list": [
        {"block_bbox": [0, 0, 300, 90], "block_label": "text", "block_order": 2},
        {"block_bbox": [400, 0, 700, 90], "block_label": "text", "block_order": 1},
    ],
    "overall_ocr_res": {
        "rec_texts": ["左栏第一行文字", "右栏第一行文字", "左栏第二行文字", "右栏第二行文字"],
        "rec_scores": [0.9] * 4,
        "rec_boxes": [[0, 0, 300, 20], [400, 0, 700, 20], [0, 40, 300, 60], [400, 40, 700, 60]],
    },
}


def test_the_order_of_an_engines_blocks_wins() -> None:
    (source,) = read(json.dumps({"res": BLOCKS}), "x.json")
    lines = [line for line in source.document.source.split("\n") if line]
    assert lines == ["右栏第一行文字", "右栏第二行文字", "左栏第一行文字", "左栏第二行文字"]


def test_an_order_that_runs_backwards_is_not_taken_and_this_is_told() -> None:
    blocks = [
        {"block_bbox": [0, 60 * row, 300, 60 * row + 50], "block_order": 9 - row}
        for row in range(4)
    ]
    lines = {
        "rec_texts": [f"从上往下第{row}行" for row in range(4)],
        "rec_boxes": [[0, 60 * row, 300, 60 * row + 20] for row in range(4)],
    }
    (source,) = read(json.dumps({"parsing_res_list": blocks, "overall_ocr_res": lines}), "x.json")
    found = [line for line in source.document.source.split("\n") if line]
    assert found == lines["rec_texts"]
    assert source.page is not None
    assert "page 1" in source.page.notes[0]
