"""Thresholds of layout beside columns and furniture: lost ends, jumps, pictures, parts, torn lines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from restore.core.blocks import Article, Block, Role
from restore.core.document import Document
from restore.layout import linker, page_plan
from restore.layout.issues import Identity
from restore.layout.jumps import jump_ends
from restore.layout.lost_ends import bare_headings, headless
from restore.layout.page_knowledge import _pictured
from restore.layout.page_plan import arrange
from restore.layout.part_features import Part, _echo
from restore.settings import LayoutSettings
from tests.layout.test_columns import Seams


class Beginnings(Seams):
    """Judges every beginning of a paragraph the same."""

    def __init__(self, value: float) -> None:
        super().__init__(lambda *_: 0.0)
        self._value = value

    def begins(self, first: str) -> float:
        return self._value


@pytest.mark.parametrize(
    ("rest", "begins", "lost"),
    [
        # A rest of two characters needs less to be one than a rest of five.
        ("关系", -0.21, True),
        ("关系", -0.19, False),
        ("的关系", -0.81, True),
        ("的关系", -0.79, False),
        ("政商的关系", -0.81, True),
        ("亲清政商关系", -5.0, False),
    ],
)
def test_a_short_rest_that_could_hardly_begin_a_paragraph(
    rest: str, begins: float, lost: bool
) -> None:
    assert headless(f"{rest}。精心筹办北京冬奥会。", Beginnings(begins)) is lost


@pytest.mark.parametrize(("bare", "lost"), [("抓产业稳增长", True), ("抓产品稳增长", False)])
def test_headings_of_a_kind_begin_with_the_same_three_characters(bare: str, lost: bool) -> None:
    lines = [
        ("抓产业促发展", Role.HEADING),
        ("全县新建园区两个。", Role.BODY),
        (bare, Role.HEADING),
        ("抓产业强链条", Role.HEADING),
        ("全县新引企业三家。", Role.BODY),
    ]
    found = [place for place, _ in bare_headings([(role, line) for line, role in lines])]
    assert found == ([2] if lost else [])


@pytest.mark.parametrize(("distance", "found"), [(200, 1), (201, 0)])
@pytest.mark.parametrize("mark", ["（下转第3版）", "（上接第1版）"])
def test_a_jump_mark_tells_of_the_text_beside_it(mark: str, distance: int, found: int) -> None:
    words, space = "会议指出，要落实好各", "\n" * distance
    text = words + space + mark if "下转" in mark else mark + space + words
    block = Block(text.index(words), text.index(words) + len(words), Role.BODY)
    edit: Any = SimpleNamespace(
        before=mark, rule="jump_line", source=(text.index(mark), text.index(mark) + len(mark))
    )
    document = Document.from_text(text)
    assert len(jump_ends(document, [Article(0, (block,))], [edit])) == found


@pytest.mark.parametrize(("between", "found"), [(600, {1}), (601, set())])
def test_a_picture_stands_before_the_next_line(between: int, found: set[int]) -> None:
    picture = "<!-- image -->".ljust(between)
    source = f"甲乙{picture}丙丁"
    assert _pictured(source, [(0, 2), (2 + between, 4 + between)]) == found


@pytest.mark.parametrize(("title", "differ"), [("全县教育工作", False), ("全县教育工作会", True)])
def test_titles_differ_that_share_less_than_a_fifth(title: str, differ: bool) -> None:
    def part(title: str) -> Part:
        return Part(0, 0, Identity(), True, None, title, "", "")

    other = "教育系统党风廉政建设大会"
    assert _echo(part(title), part(other)) == (pytest.approx(1 / (len(title) - 1)), differ)


@pytest.mark.parametrize(("open_lines", "least"), [(4, LayoutSettings().link), (5, 4.0)])
def test_torn_lines_are_joined_where_the_seam_leaves_no_doubt(
    monkeypatch: pytest.MonkeyPatch, open_lines: int, least: float
) -> None:
    asked: list[float] = []

    def link_blocks(*_: object, least: float, **__: object) -> list[object]:
        asked.append(least)
        return []

    for module in (page_plan, linker):
        monkeypatch.setattr(module, "link_blocks", link_blocks)
    text = "\n".join(f"会议强调，要落实好第{number}项援企稳岗政" for number in range(open_lines))
    arrange(text, [0] * open_lines, LayoutSettings(), Seams(lambda *_: 0.0))
    assert asked[0] == least
