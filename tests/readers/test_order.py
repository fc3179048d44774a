from __future__ import annotations

from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.readers.geometry import Box
from restore.readers.order.columns import column_bounds
from restore.readers.order.direction import runs_downwards, upright
from restore.readers.order.facing import facing_pages
from restore.readers.order.notes import holds
from restore.readers.order.pages import reading_order
from restore.readers.order.stated import runs_backwards
from restore.readers.order.tables import Cell
from restore.readers.order.words import split_at_gaps
from tests.readers.made_pages import made_page
from tests.readers.order_templates import DEVELOPED, HELD, SHAPES, Template, made, score

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


LONG = "清早的集市上摆满了刚摘的瓜果"


def sheet(*lines: int, white: int = 12) -> tuple[list[Box], list[str]]:
    """Two columns of so many lines of text, with white between them, and short cells under each."""
    found: list[Box] = []
    for number, count in enumerate(lines):
        left = number * (280 + white)
        found += column(left, 280, 0, count)
        found += [Box(left + place, 300, left + place + 30, 322) for place in (0, 120, 240)]
        found += [Box(left + place, 330, left + place + 30, 352) for place in (0, 120, 240)]
    texts = [LONG if box.width > 100 else "12" for box in found]
    return found, texts


def with_words(found: list[Box], texts: list[str]) -> list[int]:
    return [index for group in reading_order(found, texts) for index in group]


def test_no_row_of_cells_runs_over_the_white_between_columns_of_text() -> None:
    found, texts = sheet(9, 9)
    assert with_words(found, texts) == list(range(len(found)))
    # Where no text stands at one side, or too little, these are rows.
    found, texts = sheet(9, 3)
    assert with_words(found, texts) != list(range(len(found)))


@pytest.mark.parametrize(
    ("lines", "right", "width", "bounds"),
    [
        (4, 300, 12, [290.0]),
        (3, 300, 12, []),
        (4, 285, 12, []),
        (4, 300, 11, []),
    ],
)
def test_columns_of_text_are_parted_by_white(
    lines: int, right: int, width: int, bounds: list[float]
) -> None:
    found = [*column(0, 280, 0, lines), *column(right, 280, 0, 4)]
    cells = [Cell.of("山" * width)] * len(found)
    seen = column_bounds(found, cells, range(len(found)), 22.0)
    assert [round(place / 10) * 10 for place in seen] == bounds


def test_few_lines_may_cross_the_white_between_columns() -> None:
    found = [*column(0, 280, 60, 10), *column(300, 280, 60, 10), Box(100, 0, 400, 30)]
    cells = [Cell.of(LONG)] * 21
    # One of twenty, and not one of nineteen.
    assert column_bounds(found, cells, range(1, 21), 22.0)
    assert not column_bounds(found, cells, range(2, 21), 22.0)


def test_a_smaller_line_within_a_line_is_read_behind_it() -> None:
    page = column(0, 300, 0, 6)
    inner = Box(40, 64, 140, 76)
    assert order([*page[:3], inner, *page[3:]]) == [0, 1, 2, 3, 4, 5, 6]
    assert order([inner, *page]) == [1, 2, 3, 0, 4, 5, 6]


@pytest.mark.parametrize(
    ("small", "held"),
    [
        (Box(10, 2, 60, 16), True),
        (Box(10, 2, 60, 18), False),
        (Box(90, 2, 112, 14), False),
        (Box(90, 2, 110, 14), False),
        (Box(90, 2, 102, 14), True),
        (Box(10, -4, 60, 6), False),
    ],
)
def test_what_a_box_holds(small: Box, held: bool) -> None:
    assert holds(Box(0, 0, 100, 22), small) is held


def test_remarks_in_brackets_stand_behind_their_names() -> None:
    names = column(0, 60, 0, 4)
    remarks = [Box(80, 30 * row, 80 + 60 * (row % 3 + 3), 30 * row + 22) for row in range(4)]
    texts = ["林溪", "陈平", "周敏", "吴刚"]
    told = ["〔卖瓜的街坊住在南街里", "〔挑担人〕", "〔渡口的船家〕", "〔卖瓜的街坊〕"]
    assert with_words([*names, *remarks], texts + told) == [0, 4, 1, 5, 2, 6, 3, 7]
    plain = [words.strip("〔〕") + "的人" for words in told]
    assert with_words([*names, *remarks], texts + plain) == list(range(8))


def test_small_print_says_less_of_the_way_of_a_page() -> None:
    tall = [Box(400 - 30 * n, 0, 422 - 30 * n, 300) for n in range(5)]
    flat = [Box(0, 320 + 14 * n, 140, 330 + 14 * n) for n in range(6)]
    texts = [LONG] * 11
    assert runs_downwards([*tall, *flat], texts)
    large = [Box(0, 320 + 24 * n, 300, 342 + 24 * n) for n in range(6)]
    assert not runs_downwards([*tall, *large], texts)


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


def read(lines: list[tuple[Box, str]]) -> list[str]:
    """Return the texts in the order that is found, whatever the order they come in."""
    mixed = sorted(lines, key=lambda line: line[1][::-1])
    boxes, texts = [box for box, _ in mixed], [text for _, text in mixed]
    return [texts[index] for group in reading_order(boxes, texts) for index in group]


def words(name: str, count: int) -> list[str]:
    return [f"{name}第{row}行的文字内容" for row in range(10, 10 + count)]


def told(name: str, boxes: list[Box]) -> list[tuple[Box, str]]:
    return list(zip(boxes, words(name, len(boxes)), strict=True))


def across(box: Box) -> Box:
    """Turn a box as a page of lines is turned into one of columns from right to left."""
    return Box(-box.bottom, box.left, -box.top, box.right)


@pytest.mark.parametrize("gutter", [-9, -3, 0, 4, 12])
@pytest.mark.parametrize("turn", [False, True])
def test_columns_that_touch_or_overlap(gutter: int, turn: bool) -> None:
    page = [
        line
        for number in range(4)
        for line in told("甲乙丙丁"[number], column(number * (200 + gutter), 200, 0, 9, 23))
    ]
    if turn:
        page = [(across(box), text) for box, text in page]
    assert read(page) == [text for _, text in page]


@pytest.mark.parametrize("turn", [False, True])
def test_columns_that_begin_and_end_at_different_heights(turn: bool) -> None:
    head = [(Box(30, -60, 700, -20), "一个横跨几栏的大标题")]
    page = [
        *head,
        *told("甲", column(0, 200, 0, 12)),
        *told("乙", column(220, 200, 95, 14)),
        *told("丙", column(440, 200, 40, 6)),
        *told("丁", column(660, 200, 0, 15)),
    ]
    if turn:
        page = [(across(box), text) for box, text in page]
    assert read(page) == [text for _, text in page]


def test_a_headline_above_the_middle_columns_comes_before_the_outer_ones() -> None:
    page = [(Box(230, -60, 640, -20), "中间两栏上面的标题")]
    for number in range(4):
        page += told("甲乙丙丁"[number], column(number * 220, 200, 0, 8))
    assert read(page) == [text for _, text in page]


def test_a_headline_over_each_column_stays_with_it() -> None:
    page = []
    for number in range(3):
        page += [(Box(number * 220, -60, number * 220 + 190, -25), f"第{number}栏标题")]
        page += told("甲乙丙"[number], column(number * 220, 200, 0, 8))
    assert read(page) == [text for _, text in page]


def test_a_tall_box_beside_lines_chains_no_rows() -> None:
    lines = told(
        "甲", [Box(391 - 20 * row, 900 + 27 * row, 825, 925 + 27 * row) for row in range(4)]
    )
    caption = (Box(64, 895, 89, 1053), "竖排的图片说明")
    assert [text for text in read([caption, *lines]) if text != caption[1]] == words("甲", 4)


@pytest.mark.parametrize("tilt", [-0.06, -0.03, 0.03, 0.06])
@pytest.mark.parametrize("known", [False, True])
def test_pages_that_lie_askew(tilt: float, known: bool) -> None:
    page = []
    for number in range(3):
        upright_boxes = column(number * 480, 440, 0, 20)
        upright_boxes[7] = upright_boxes[7]._replace(right=number * 480 + 100)
        for box, text in zip(upright_boxes, words("甲乙丙"[number], 20), strict=True):
            count = round(box.width / 22)
            corners = [(x - tilt * y, y + tilt * x) for x in box[::2] for y in box[1::2]]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            page.append((Box(min(xs), min(ys), max(xs), max(ys)), (text * 9)[:count]))
    mixed = sorted(range(len(page)), key=lambda index: (page[index][0].top, index))
    boxes, texts = [page[i][0] for i in mixed], [page[i][1] for i in mixed]
    slopes = [tilt] * len(page) if known else None
    found = [mixed[index] for group in reading_order(boxes, texts, slopes) for index in group]
    assert found == list(range(len(page)))


def test_tables_are_read_row_by_row_and_end_before_the_heading_below() -> None:
    page = told("甲", column(0, 900, 0, 3, 40))
    for row in range(5):
        for place, text in ((10, f"产品{row}类"), (330, f"{row + 1}000"), (640, f"{row + 3}5%")):
            page.append((Box(place, 200 + row * 60, place + 22 * len(text), 222 + row * 60), text))
    page += [(Box(0, 480, 220, 502), "二、市场分析情况"), *told("乙", column(0, 900, 520, 3, 40))]
    assert read(page) == [text for _, text in page]


def test_columns_with_short_last_lines_are_no_table() -> None:
    page = []
    for number in range(3):
        boxes = column(number * 220, 200, 0, 12)
        for row in (3, 4, 8):
            boxes[row] = boxes[row]._replace(right=number * 220 + 60)
        page += told("甲乙丙"[number], boxes)
    assert read(
        [(box, text[:3] + text[4:5] if box.width < 90 else text) for box, text in page]
    ) == [text[:3] + text[4:5] if box.width < 90 else text for box, text in page]


def test_numbers_stand_before_their_lines_and_phrases_in_theirs() -> None:
    page = []
    for row in range(6):
        page.append((Box(0, row * 40, 30, row * 40 + 22), f"{row + 1}."))
        page.append((Box(50, row * 40, 400 + 9 * row, row * 40 + 22), f"第{row}项要说的事情一二三"))
    assert read(page) == [text for _, text in page]
    verse = []
    for row, cuts in enumerate(((5, 12, 20), (3, 9, 20), (7, 14, 20), (4, 15, 20))):
        start = 0
        for cut in cuts:
            right = cut * 30 - 14
            verse.append((Box(start, row * 70, right, row * 70 + 30), f"句{row}之{cut}字句字"))
            start = cut * 30
    assert read(verse) == [text for _, text in verse]


def test_tiers_of_vertical_columns_and_notes_within_them() -> None:
    upper = [Box(-row * 30 - 22, 0, -row * 30, 300) for row in range(8)]
    lower = [box._replace(top=330, bottom=630) for box in upper]
    page = [*told("上", upper), *told("下", lower)]
    assert read(page) == [text for _, text in page]
    notes = []
    for row in range(5):
        right = -row * 40
        notes += [
            (Box(right - 24, 0, right, 160), f"正文{row}前面大字"),
            (Box(right - 11, 163, right, 230), f"右{row}小注文字"),
            (Box(right - 24, 163, right - 13, 226), f"左{row}小注文字"),
            (Box(right - 24, 233, right, 420), f"正文{row}后面大字"),
        ]
    assert read(notes) == [text for _, text in notes]


def test_single_characters_say_nothing_of_the_direction() -> None:
    assert not upright(Box(0, 0, 20, 29), "竖行")
    assert upright(Box(0, 0, 20, 27), "竖行")
    assert upright(Box(0, 0, 20, 60), "一")


def test_stated_orders_that_run_upwards() -> None:
    down = column(0, 200, 0, 4)
    assert not runs_backwards(down, vertical=False)
    assert runs_backwards(down[::-1], vertical=False)
    # A headline read after its text is one step upwards.
    assert not runs_backwards([*down[1:], down[0]], vertical=False)
    # Neighbouring columns of a vertical page come from right to left.
    leftwards = [Box(-row * 40 - 22, 0, -row * 40, 300) for row in range(4)]
    assert not runs_backwards(leftwards, vertical=True)
    assert runs_backwards(leftwards[::-1], vertical=True)


@pytest.mark.parametrize("templates", [DEVELOPED, HELD], ids=["developed", "held"])
def test_templates_of_pages_are_read_in_order(templates: tuple[Template, ...]) -> None:
    scores = []
    for template in templates:
        for shape in SHAPES:
            page = made(template, 101, shape)
            mixed = list(range(len(page)))
            Random(7).shuffle(mixed)
            groups = reading_order([page[i][0] for i in mixed], [page[i][1] for i in mixed])
            scores.append(score(page, [mixed[index] for group in groups for index in group]))
    assert sum(scores) / len(scores) > 0.97


def test_the_time_grows_with_the_number_of_lines() -> None:
    random = Random(1)

    def page(size: int) -> list[Box]:
        side = size**0.5
        lefts = [random.random() * side * 200 for _ in range(size)]
        return [
            Box(left, top, left + random.randint(1, 400), top + 20)
            for left in lefts
            for top in [random.random() * side * 40]
        ]

    def seconds(boxes: list[Box]) -> float:
        start = process_time()
        reading_order(boxes)
        return process_time() - start

    small, large = min(seconds(page(500)) for _ in range(3)), seconds(page(4000))
    assert large < 40 * small


@pytest.mark.parametrize("white", [60, 90])
def test_facing_pages_are_read_one_after_the_other(white: int) -> None:
    # The white of the left page must not part the lines of the right one.
    left = [*told("左", column(0, 300, 0, 3)), *told("中", column(0, 300, 200, 12))]
    right = told("右", column(300 + white, 300, 0, 18))
    assert read([*left, *right]) == [text for _, text in [*left, *right]]


def test_facing_pages_of_vertical_tiers_begin_at_the_right() -> None:
    page = []
    for side, name in ((0, "右"), (-480, "左")):
        for tier in range(2):
            boxes = [
                Box(side - row * 40 - 22, tier * 230, side - row * 40, tier * 230 + 198)
                for row in range(9)
            ]
            page += told(f"{name}{'上下'[tier]}", boxes)
    # Lines of ten characters: as wide as the white between two pages is counted in.
    page = [(box, text + "字字") for box, text in page]
    assert read(page) == [text for _, text in page]


def test_a_gutter_is_no_fold() -> None:
    sides = [Cell.of("一二三四五六七八九十一二")] * 20
    members = range(20)
    for white, pages in ((40, 1), (60, 2)):
        boxes = [*column(0, 264, 0, 10), *column(264 + white, 264, 0, 10)]
        assert len(facing_pages(boxes, sides, members, vertical=False)) == pages
    # Half as high, they are a strip of two columns.
    strip = [box._replace(top=box.top / 2, bottom=box.bottom / 2) for box in boxes]
    assert len(facing_pages(strip, sides, members, vertical=False)) == 1
    # Short cells beside short cells are a table.
    cells = [Cell.of("一二三四五六七八九")] * 20
    assert len(facing_pages(boxes, cells, members, vertical=False)) == 1


def test_an_upright_title_at_the_right_comes_first() -> None:
    title = (Box(520, 0, 570, 250), "竖排的标题")
    page = [title, *told("甲", column(0, 400, 0, 12))]
    assert read(page) == [text for _, text in page]
    # In the print of the text it is a note, or stands in a picture.
    note = (Box(520, 0, 542, 110), "竖排的说明")
    assert read([*page[1:], note])[-1] == note[1]


def test_choices_are_read_along_their_row() -> None:
    page = told("题", column(0, 800, 0, 2))
    for place, text in enumerate(("A.一项", "B.二项", "C.三项", "D.四项")):
        page.append((Box(place * 220, 60, place * 220 + 60, 82), text))
    page += [(Box(0, 90, 150, 112), "答案是第二项"), *told("后", column(0, 800, 120, 3))]
    assert read(page) == [text for _, text in page]


def test_choices_under_each_other_are_no_row() -> None:
    page = [
        (Box(side, row * 30, side + 200, row * 30 + 22), f"{letter}.{name}栏里面的一项内容")
        for side, name, start in ((0, "左", 0), (230, "右", -1))
        for row, letter in ((number - start, "ABCD"[number]) for number in range(4))
    ]
    assert [text[2] for text in read(page)] == [*"左左左左右右右右"]


def test_text_beside_a_table_in_the_other_column() -> None:
    text = told("文", [Box(0, row * 30, 440, row * 30 + 22) for row in range(14)])
    text = [(box, text + "里面还有更多的字") for box, text in text]
    table = [
        (Box(480 + place * 130, row * 30, 540 + place * 130, row * 30 + 22), f"{row}.{place}")
        for row in range(3, 9)
        for place in range(3)
    ]
    assert read([*text, *table]) == [words for _, words in [*text, *table]]


def test_single_characters_of_a_vertical_page_belong_to_its_columns() -> None:
    ends = (240, 200, 240, 240)
    page = told("甲", [Box(-row * 40 - 22, 0, -row * 40, end) for row, end in enumerate(ends)])
    page.insert(2, (Box(-62, 205, -40, 227), "字"))
    assert read(page) == [text for _, text in page]
