from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.review.order_picture import DrawnLine, order_picture, places_in_text

SVG = "{http://www.w3.org/2000/svg}"


def numbers(picture: str) -> list[tuple[str | None, str | None]]:
    """Return the title and number of each line, in the order in which they are drawn."""
    return [
        (group.findtext(f"{SVG}title"), group.findtext(f"{SVG}text"))
        for group in ElementTree.fromstring(picture).iter(f"{SVG}g")
    ]


def test_lines_are_numbered_in_their_order_and_removed_ones_have_no_number() -> None:
    picture = order_picture(
        [
            DrawnLine((0, 0, 90, 10), "左", 5),
            DrawnLine((0, 20, 90, 30), "页码", None),
            DrawnLine((100, 0, 190, 10), "右", 0),
        ],
        (200, 40),
        "data:image/png;base64,AA==",
    )
    assert numbers(picture) == [("页码", None), ("右", "1"), ("左", "2")]
    assert 'viewBox="0 0 200 40"' in picture
    (way,) = re.findall('points="([^"]*)"', picture)
    assert way == "145,5 45,5"


def test_without_a_size_the_boxes_tell_it() -> None:
    picture = order_picture([DrawnLine((10, 10, 300, 40), "行", 0)], (0, 0), "/image/0/0")
    assert 'viewBox="0 0 300 40"' in picture
    assert 'href="/image/0/0"' in picture
    assert "viewBox" in order_picture([], None, "x")


@pytest.mark.parametrize(("thick", "size"), [(4, "8"), (20, "12"), (300, "14")])
def test_numbers_can_be_read_and_hide_no_headline(thick: int, size: str) -> None:
    for box in ((0, 0, 500, thick), (0, 0, thick, 500)):
        picture = order_picture([DrawnLine(box, "行", 0)], (600, 1000), "x")
        assert f'font-size="{size}"' in picture


@given(st.text())
def test_no_text_breaks_the_mark_up(title: str) -> None:
    picture = order_picture([DrawnLine((0, 0, 9, 9), title, 0)], (9, 9), 'a?b&"c')
    picture.encode("utf-8")
    assert len(numbers(picture)) == 1


def test_places_follow_what_was_moved_and_removed() -> None:
    text = "乙二\n甲一\n页码"
    change = Edit(
        id="1",
        document="page",
        pass_number=1,
        stage="layout",
        rule="test",
        span=(0, 3),
        source=(0, 3),
        before="乙二\n",
        after="",
        group="move",
        confidence=1.0,
        decision=Decision.APPLIED,
        reason=Reason.ORDER,
        evidence=(),
    )
    put = replace(change, id="2", span=(6, 6), source=(6, 6), before="", after="乙二\n")
    gone = replace(change, id="3", span=(6, 8), source=(6, 8), before="页码", group=None)
    document = Document.from_text(text).apply([change, put, gone])
    assert document.text == "甲一\n乙二\n"
    spans = [(0, 2), (3, 5), (6, 8)]
    assert places_in_text(document, spans) == [3, 0, None]
    assert places_in_text(Document.from_text(text), spans) == [0, 3, 6]
