"""Nothing changes what it may not touch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore import restore_text
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.regions import Form, Region
from restore.regions import Guard, Places, find_regions
from restore.regions.permissions import MAY_TAKE, MAY_TOUCH

BODY = "各级各部门要切实加强组织领导,明确责任分工,确保各项工作落到实处。"
KEPT = [
    "```python\nif x:\n\n    print('好', 1)  # 说明, 其二\n```",
    "$a, b \\in S$",
    "https://example.cn/a,b?c=d:e",
    "zhang@mail.example.cn",
    "&nbsp;",
    "`x: 中文,测试`",
    "<https://example.cn/路径?a=1,2>",
    "![](图/a,b.png)",
    '<td colspan="2">',
    "[1] 郭某,熊某.2021.题名[J].金融评论,13(06):12-23.",
]


@pytest.mark.parametrize("kept", KEPT)
def test_not_one_character_changes(kept: str) -> None:
    text = f"{BODY}\n\n{kept}\n\n{BODY[::-1]}\n"
    found = restore_text(text)
    assert kept in found.text
    assert "，" in found.text
    assert found.log.revert(found.text) == text


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(KEPT), min_size=1, max_size=4))
def test_what_stands_together_is_kept(parts: list[str]) -> None:
    text = "\n\n".join([BODY, *parts, BODY[::-1]])
    found = restore_text(text).text
    for part in parts:
        assert part in found
    assert restore_text(found).text == found


def test_every_form_has_a_row() -> None:
    assert set(MAY_TOUCH) == set(MAY_TAKE) == set(Form)


def proposal(start: int, end: int, group: str | None = None) -> Proposal:
    return Proposal("characters", "space", start, end, "", 1.0, (), group=group)


TEXT = Document.from_text("零一二三四五六七八九")


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [(0, 3, True), (3, 3, True), (2, 4, False), (4, 4, False), (5, 6, False), (6, 6, True), (6, 8, True), (0, 9, False)],
)  # fmt: skip
def test_what_touches_a_region(start: int, end: int, kept: bool) -> None:
    guard = Guard(Places((Region(3, 6, Form.CODE),)))
    assert bool(guard.allowed(TEXT, "characters", [proposal(start, end)])) is kept


def test_both_halves_of_a_move_or_none() -> None:
    guard = Guard(Places((Region(3, 6, Form.CODE),)))
    halves = [proposal(2, 5, "a"), proposal(8, 8, "a"), proposal(8, 9, "b"), proposal(9, 9)]
    assert guard.allowed(TEXT, "characters", halves) == halves[2:]


def test_a_row_lets_a_stage_or_one_of_its_rules_through() -> None:
    guard = Guard(Places((Region(3, 6, Form.REFERENCE),)))
    other = Proposal("characters", "punctuation", 4, 5, "", 1.0, ())
    assert guard.allowed(TEXT, "characters", [proposal(4, 5), other]) == [proposal(4, 5)]
    assert guard.allowed(TEXT, "layout", [other]) == [other]


@pytest.mark.parametrize(
    ("form", "start", "end", "kept"),
    [
        (Form.ADDRESS, 3, 6, True),
        (Form.ADDRESS, 1, 8, True),
        (Form.ADDRESS, 1, 5, False),
        (Form.CODE, 1, 8, False),
    ],
)
def test_what_goes_whole(form: Form, start: int, end: int, kept: bool) -> None:
    guard = Guard(Places((Region(3, 6, form),)))
    removal = Proposal("layout", "furniture.contact", start, end, "", 1.0, ())
    assert bool(guard.allowed(TEXT, "layout", [removal])) is kept
    assert guard.allowed(TEXT, "characters", [proposal(start, end)]) == []


def test_what_is_refused_is_counted() -> None:
    refused = restore_text(f"{BODY}\n```python\nx = 好,坏\n```\n").refused
    assert refused["form_kept"] > 0


def test_prose_has_no_regions() -> None:
    assert find_regions(BODY) == ()


def test_no_column_is_made_of_subtitles() -> None:
    text = "0:00:01.000,0:00:02.000\n你好\n\n0:00:03.000,0:00:04.000\n再见\n"
    guard = Guard(Places(find_regions(text)))
    column = Proposal("layout", "column", 0, len(text), "你好\n再见\n", 0.95, ())
    assert guard.allowed(Document.from_text(text), "layout", [column]) == []
