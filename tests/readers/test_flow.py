from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.readers.flow import flowing
from restore.readers.geometry import Box

# A character is 20 wide, a line 20 high, and the next one stands 30 below.
SIZE, PITCH = 20.0, 30.0
WORDS = "河水绕过旧镇的石桥，岸边的人家推开窗子就能看见对面山坡上新种的茶树"


def line(
    row: float, indent: float = 0, length: int = 12, *, left: float = 0, text: str = ""
) -> Box:
    start = left + indent * SIZE
    return Box(start, row * PITCH, start + (len(text) or length) * SIZE, row * PITCH + SIZE)


def words(length: int = 12, first: str = "", last: str = "") -> str:
    return first + WORDS[: length - len(first) - len(last)] + last


def page(shapes: list[tuple[int, str]]) -> tuple[list[Box], list[str]]:
    """A column: the indent of each line, and its text."""
    return (
        [line(row, indent, text=text) for row, (indent, text) in enumerate(shapes)],
        [text for _, text in shapes],
    )


FULL = (0, words())


def downwards(boxes: list[Box]) -> list[Box]:
    """The same page in vertical lines, from right to left."""
    return [Box(-box.bottom, box.left, -box.top, box.right) for box in boxes]


@pytest.mark.parametrize("turn", [list, downwards])
def test_full_lines_go_on_until_their_paragraph_ends(turn) -> None:  # type: ignore[no-untyped-def]
    boxes, texts = page(
        [(2, words(10)), FULL, (0, words(5, last="。")), (2, words(10)), FULL, FULL]
    )
    assert flowing(turn(boxes), texts) == [True, True, False, True, True, False]


def test_an_indent_begins_a_paragraph_behind_a_full_line() -> None:
    boxes, texts = page([FULL, FULL, (0, words(last="。")), (2, words(10)), FULL, FULL])
    assert flowing(boxes, texts)[:4] == [True, True, False, True]


def test_a_sentence_that_ends_at_the_margin_may_go_on() -> None:
    near = [FULL, FULL, (0, words(last="。")), FULL, FULL, FULL]
    assert flowing(*page(near))[2]
    # One character short of it there was room for the next one.
    assert not flowing(*page([*near[:2], (0, words(11, last="。")), *near[3:]]))[2]


def test_what_is_missing_is_what_did_not_fit() -> None:
    def goes_on(length: int, first: str) -> bool:
        shapes = [FULL, FULL, (0, words(length)), (0, words(first=first)), FULL, FULL, FULL]
        return flowing(*page(shapes))[2]

    assert goes_on(11, "")
    assert not goes_on(10, "")
    # An opening mark pulls a character with it; a long word goes to the next line whole.
    assert goes_on(10, "《")
    assert goes_on(9, "telegraph")
    assert not goes_on(9, "tea")


def test_an_item_begins_behind_the_end_of_a_sentence() -> None:
    for first in ("3.", "（甲", "—"):
        boxes, texts = page(
            [FULL, FULL, (0, words(last="。")), (0, words(first=first)), FULL, FULL]
        )
        assert not flowing(boxes, texts)[2], first


def test_other_print_and_wide_white_part_lines() -> None:
    boxes, texts = page([FULL] * 6)
    assert all(flowing(boxes, texts)[:-1])
    larger = boxes[2]._replace(top=boxes[2].top - 6, bottom=boxes[2].bottom + 6)
    assert flowing([*boxes[:2], larger, *boxes[3:]], texts)[1:3] == [False, False]
    lower = [box._replace(top=box.top + 13, bottom=box.bottom + 13) for box in boxes[3:]]
    assert flowing([*boxes[:3], *lower], texts)[1:4] == [True, False, True]


def test_a_list_of_uneven_items_does_not_run() -> None:
    boxes, texts = page([(0, words(length)) for length in (8, 12, 6, 9, 5, 7, 10, 4)])
    assert not any(flowing(boxes, texts))


def test_short_and_few_lines_do_not_run() -> None:
    assert not any(flowing(*page([(0, words(4))] * 6)))
    assert not any(flowing(*page([FULL] * 2)))
    assert flowing([], []) == []


def test_figures_do_not_run() -> None:
    boxes, _ = page([FULL] * 5)
    assert not any(flowing(boxes, ["120000-129999"] * 5))


def test_verse_without_marks_does_not_run_beside_longer_lines() -> None:
    plain = WORDS.replace("，", "")
    verse = [(0, plain[:7])] * 5
    assert not any(flowing(*page([FULL, FULL, FULL, *verse, FULL, FULL, FULL]))[3:7])


def test_lines_beside_a_picture_run_at_their_own_end() -> None:
    beside = [(0, words(9)) for _ in range(5)]
    beside[2] = (0, words(5) + "，" + words(3))
    assert all(flowing(*page([FULL, FULL, FULL, *beside, FULL, FULL, FULL]))[4:7])


def test_a_column_goes_on_at_the_head_of_the_next_in_mid_sentence() -> None:
    first, texts = page([FULL] * 5)
    second = [box._replace(left=box.left + 300, right=box.right + 300) for box in first]
    assert flowing([*first, *second], texts * 2)[4]
    ended = [*texts[:4], words(last="。"), *texts]
    assert not flowing([*first, *second], ended)[4]
    wider = [box._replace(right=box.right + 3 * SIZE) for box in second]
    assert not flowing([*first, *wider], [*texts, *[words(15)] * 5])[4]


def test_single_lines_beside_each_other_are_no_columns() -> None:
    boxes = [line(row, left=left) for row in range(5) for left in (0, 300)]
    assert not any(flowing(boxes, [words()] * 10)[::2])


side = st.floats(0, 900)
lines = st.lists(
    st.tuples(side, side, st.floats(0, 400), st.floats(0, 400), st.text(min_size=1, max_size=30)),
    max_size=30,
)


@given(lines)
def test_any_boxes_get_an_answer_each(items: list[tuple[float, float, float, float, str]]) -> None:
    boxes = [Box(x, y, x + wide, y + high) for x, y, wide, high, _ in items]
    found = flowing(boxes, [text for *_, text in items])
    assert len(found) == len(items)
    assert not any(found[-1:])
