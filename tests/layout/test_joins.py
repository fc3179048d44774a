"""Lines that run on in the next, and what is written between the two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.edits import Proposal
from restore.layout import joins
from restore.layout.joins import SUGGESTED, joins_of
from restore.layout.lines import lines_and_columns
from restore.layout.paragraphs import propose_paragraphs, wrap_joins
from restore.layout.wraps import Join
from restore.settings import LayoutSettings
from tests.tools import applied

SETTINGS = LayoutSettings()
PROSE = [
    "各地各部门要把思想和行动统一到中央的决策部署",
    "上来，结合实际创造性地抓好各项工作的贯彻落实",
    "推动重点任务在基层落地见效，不断提高人民群众",
    "的获得感、幸福感和安全感，为全面建设社会主义",
    "现代化国家而不懈奋斗。",
]


def first_join(*lines: str) -> Join | None:
    return joins_of(*lines_and_columns("\n".join(lines)), None).get(0)


def proposals(text: str, settings: LayoutSettings = SETTINGS) -> list[Proposal]:
    return propose_paragraphs(text, settings, None)


@pytest.mark.parametrize(
    ("before", "after", "bound"),
    [
        ("会议强调，要深入学习（", "中央的部署", True),
        ("会议强调，要深入学习“", "中央的部署", True),
        ("会议强调，要深入学习（（", "中央的部署", False),
        ("会议强调，要深入学习", "，中央的部署", True),
        ("会议强调，要深入学习", "）的部署", True),
        ("会议强调，要深入学习。", "）的部署", False),
        ("会议强调，要深入学习。", "”", True),
        ("会议强调，要深入学习。", "”。", True),
        ("会议强调，要深入学习", "”这是部署", True),
        ("增长了12", "%，好于去年", True),
        ("增长了十", "%，好于去年", False),
        ("会议强调，要深入学习", "中央的部署", False),
        ("上次回来是什么时候", "。。。我也不记得了", False),
        # What is taken out takes nothing with it, and a line of its own stays one.
        ("会议强调，要深入学习（", "（上接第1版）", False),
        ("图为会议现场（", "中央的部署", False),
    ],
)
def test_marks_that_stand_neither_first_nor_last(before: str, after: str, bound: bool) -> None:
    found = first_join(before, after)
    assert (found is not None and found.rule in {"join.mark", "join.figure"}) is bound


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_words_behind_a_late_closing_mark_may_be_a_paragraph(between: str) -> None:
    text = f"“用人单位应当支付报酬。{between}”从上述条款可知，用人单位应当支付。\n"
    assert applied(text, proposals(text)) == text.replace("\n\n", "\n")
    found = first_join("“用人单位应当支付报酬。", "”从上述条款可知，用人单位应当支付。")
    assert found is not None
    assert (found.rule, found.confidence) == ("join.mark", SUGGESTED)


def test_marks_bind_line_after_line() -> None:
    lines, cols = lines_and_columns("会议由（\n图书馆承办（\n中央的部署")
    assert set(joins_of(lines, cols, None)) == {0, 1}


def test_an_article_break_parts_lines_and_begins_a_paragraph() -> None:
    lines, cols = lines_and_columns("\n".join([*PROSE[:3], "\f", *PROSE[:3]]))
    assert set(joins_of(lines, cols, None)) == {0, 1, 4, 5}


def test_a_hyphen_goes_with_the_wrap() -> None:
    found = first_join("the govern-", "ment has decided")
    assert found is not None
    assert (found.rule, found.cut, found.confidence) == ("join.mark", 1, 0.95)
    assert applied("the govern-\nment", proposals("the govern-\nment")).strip() == "the government"


def test_what_the_text_writes_with_a_space_elsewhere_keeps_it() -> None:
    known = "总书记 重要讲话 精神要点 逐条学习"
    text = "\n".join(PROSE).replace("决策部署\n上来，结", "重要讲话\n精神要点")
    joined = applied(f"{known}\n\n{text}", proposals(f"{known}\n\n{text}"))
    assert "重要讲话 精神要点合实际" in joined
    assert "重要讲话精神要点合实际" in applied(text, proposals(text))
    # Three characters on each side are not enough to know the words by.
    other = known.replace("重要讲话", "次要讲话")
    assert "重要讲话精神要点合实际" in applied(
        f"{other}\n\n{text}", proposals(f"{other}\n\n{text}")
    )
    other = known.replace("精神要点", "精神要旨")
    assert "重要讲话精神要点合实际" in applied(
        f"{other}\n\n{text}", proposals(f"{other}\n\n{text}")
    )


def test_a_figure_at_the_line_end_is_kept_together_for_a_person_to_see() -> None:
    text = "\n".join(PROSE).replace("决策部署\n上来", "部署投入12\n34万元")
    (found,) = [item for item in proposals(text) if item.rule == "join.figure"]
    assert (found.confidence, found.after) == (0.7, "")
    assert text[found.start : found.end] == "\n"
    # White space around it is mended first.
    (found,) = [item for item in proposals(text.replace("12\n", "12 \n  ")) if item.start == 24]
    assert (found.rule, found.after) == ("blank", "\n")
    assert set(wrap_joins(text.split("\n"), SETTINGS, None)) == {1, 2, 3}


def test_joins_may_be_switched_off() -> None:
    text = "\n".join(PROSE) + "\n"
    assert proposals(text, LayoutSettings(join=False)) == []
    assert wrap_joins(PROSE, LayoutSettings(join=False), None) == {}
    assert set(wrap_joins(PROSE, SETTINGS, None)) == {0, 1, 2, 3}
    assert wrap_joins([*PROSE, ""], SETTINGS, None) == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("  \n ", [(0, 4, "")]),
        ("好", []),
        (" 好 ", [(0, 1, ""), (2, 3, "")]),
        ("好。\n", []),
        ("\n好。", [(0, 1, ""), (3, 3, "\n")]),
        ("好。\n\n是。\n", [(2, 4, "\n")]),
        ("好。 \n是。 \n", [(2, 4, "\n"), (6, 8, "\n")]),
    ],
)
def test_white_space_becomes_one_line_break(text: str, wanted: list[tuple[int, int, str]]) -> None:
    found = proposals(text)
    assert [(item.start, item.end, item.after) for item in found] == wanted
    assert all(
        (item.stage, item.rule, item.confidence) == ("layout", "blank", 1.0) for item in found
    )


@pytest.mark.parametrize(
    ("indent", "mark", "kept"),
    [
        ("    ", "# 注释", "    "),
        ("\t", "> 引文", "\t"),
        ("     ", "```", "     "),
        ("   ", "# 注释", ""),
        ("    ", "注释", ""),
    ],
)
def test_code_that_would_read_as_a_heading_keeps_its_indent(
    indent: str, mark: str, kept: str
) -> None:
    text = f"第一行。\n\n{indent}{mark}\n"
    assert applied(text, proposals(text)) == f"第一行。\n{kept}{mark}\n"


ENDS = (
    "“",
    "，",
    "-",
    "”",
    "）",
    "1",
    "200",
    "word",
    "中央的部署",
    "会议强调",
    "。",
    "%",
    " ",
    "\n",
    "\n\n",
)


@given(st.lists(st.sampled_from(ENDS), max_size=24).map("".join))
def test_lines_that_nothing_ties_are_joined_whatever_their_forms_by_none(text: str) -> None:
    found = joins_of(*lines_and_columns(text), None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "_tied", lambda *_: True)
        assert joins_of(*lines_and_columns(text), None) == found
