"""Loops of vision models: what is cut, what is pointed at, and what is no loop."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore import restore_text
from restore.core.document import Document
from restore.core.edits import Decision, Edit
from restore.dedup.loops import (
    MIN_COPIES,
    MIN_ROUNDS,
    _clause_loops,
    _line_loops,
    propose_loops,
)
from restore.settings import DedupSettings, Settings

LINE = "请勿靠近火源和热源，注意通风。"
SHORT = "请保持安静。"
CLAUSE = "坚持稳中求进，"


def cut(text: str) -> str:
    """Apply what is proposed without a flag."""
    for item in reversed(propose_loops(text)):
        text = text[: item.start] + item.after + text[item.end :]
    return text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("前言。\n" + f"{LINE}\n" * 12 + "后记。", f"前言。\n{LINE}\n后记。"),
        ("前言。\n" + f"{SHORT}\n" * MIN_COPIES + "后记。", f"前言。\n{SHORT}\n后记。"),
        (f"前言。\n\n{LINE}" + f"\n\n{LINE}" * 12 + "\n\n后记。", f"前言。\n\n{LINE}\n\n后记。"),
        (f"{LINE}\n" * 12 + LINE[:6], LINE),
        ("甲说了一句话。\n乙也说了一句话。\n" * 8 + "完。", "甲说了一句话。\n乙也说了一句话。\n完。"),
        ("甲说了一句话。\n乙也说话。\n丙说了话。\n" * 7 + "甲说了一句", "甲说了一句话。\n乙也说话。\n丙说了话。"),
        ("会议强调，要" + CLAUSE * 16 + "以进促稳。", f"会议强调，要{CLAUSE}以进促稳。"),
        ("会议强调，要" + CLAUSE * 12 + "坚持稳中求进。", "会议强调，要坚持稳中求进。"),
        ("会议强调，要" + CLAUSE * 12 + "坚持稳", f"会议强调，要{CLAUSE}"),
        ("开头。" + LINE * 11 + "结尾。", f"开头。{LINE}结尾。"),
        ("开头" + "坚持稳中求进" * 12 + "结尾。", "开头坚持稳中求进结尾。"),
        (CLAUSE * 12 + "还要" + "守正创新，" * 12 + "好。", f"{CLAUSE}还要守正创新，好。"),
    ],
)  # fmt: skip
def test_lines_and_clauses_go_but_for_one(text: str, result: str) -> None:
    assert cut(text) == result


@pytest.mark.parametrize(
    "text",
    [
        f"{LINE}\n" * (MIN_COPIES - 1),
        "会议强调，" + CLAUSE * (MIN_COPIES - 1) + "以进促稳。",
        "甲说了一句话。\n乙也说了一句话。\n" * (MIN_ROUNDS - 1),
        "他笑了：" + "哈" * 60 + "。",
        "哈哈哈\n" * 20,
        "啊哈" * 30,
        "滴答" * 40,
        "他说" + "…" * 60,
        "—" * 60 + "\n" + "。" * 40,
        "0" * 60 + "\n" + "1.2%、" * 40,
        "|  |  " * 20 + "|",
        "| 合格 " * 20 + "|",
        "-----\n" * 20,
        "}\n" * 20,
        "起来，不愿做奴隶的人们！\n前进，前进！\n" * 4,
        "",
        "\n" * 30,
        "中" * 1000,
    ],
)
def test_what_is_no_loop(text: str) -> None:
    assert propose_loops(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("| 项目 | 金额 |\n" + "| 办公费 | 100 |\n" * 20, "| 办公费 | 100 |"),
        ("".join(f"{n}. 保持车间整洁干净。\n" for n in range(1, 16)), "2. 保持车间整洁干净。"),
        ("10:20 连接服务器失败，正在重试。\n" * 12, "10:20 连接服务器失败，正在重试。"),
        ("内蒙古医院\n" * 12, "内蒙古医院"),
        ("答：没有意见，完全同意。\n" * 12, "答：没有意见，完全同意。"),
        ("姓名：______\n" * 12, "姓名：______"),
        ("收入增长5%，" * 15, "收入增长5%，"),
        ("内蒙古医院 " * 15, "内蒙古医院 "),
    ],
)
def test_rows_cells_and_figures_are_pointed_at(text: str, place: str) -> None:
    (found,) = propose_loops(text)
    assert found.flag is not None
    assert text[found.start : found.end] == found.after == place


def test_the_gate_applies_and_the_log_leads_back() -> None:
    text = "说明\n" + f"{LINE}\n" * 30 + "会议强调，要" + CLAUSE * 40 + "以进促稳。\n"
    result = restore_text(text)
    assert result.text.splitlines() == ["说明", LINE, f"会议强调，要{CLAUSE}以进促稳。"]
    loops = [edit for edit in result.edits if edit.rule == "dedup.loop"]
    assert [edit.decision for edit in loops] == [Decision.APPLIED] * 2
    assert result.log.replay(text) == result.text
    assert result.log.revert(result.text) == text
    off = Settings(dedup=DedupSettings(enabled=False))
    assert restore_text(text, settings=off).text.count(LINE) == 30


def test_rows_are_flagged_and_stay() -> None:
    text = "| 项目 | 金额 |\n| --- | --- |\n" + "| 办公费 | 100 |\n" * 20
    result = restore_text(text)
    assert result.text.count("办公费") == 20
    flags: list[Edit] = [edit for edit in result.edits if edit.rule == "dedup.loop"]
    assert [edit.decision for edit in flags] == [Decision.FLAGGED]


UNIT = st.text(alphabet="坚持稳中求进以促，。、\n |1哈", min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(UNIT, st.integers(8, 14), UNIT, st.integers(0, 3), st.integers(0, 12), UNIT)
def test_nothing_but_copies_goes_and_one_remains(
    unit: str, copies: int, before: str, more: int, part: int, after: str
) -> None:
    text = before + unit * copies + unit[:part] + after * (1 + 11 * (more == 3))
    found = propose_loops(text)
    position = 0
    kept = text
    for item in found:
        assert position <= item.start < item.end
        position = item.end
    for item in reversed(found):
        if item.flag is not None:
            assert item.after == text[item.start : item.end]
            continue
        gone = text[item.start : item.end]
        kept = kept[: item.start] + kept[item.end :]
        # What goes is what stands beside it, over and over.
        size = next(n for n in range(1, len(gone) + 1) if _goes_round(gone, n))
        beside = text[max(0, item.start - 2 * size) : item.end + 2 * size]
        letters = [c for c in gone[:size] if c.isalnum()]
        assert letters
        assert size < len(beside)
        assert set(gone) - {"\n", " "} <= set(text[: item.start] + text[item.end :])
    assert cut(text) == kept
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        assert kept.find(line[:1]) >= 0
    document = Document.from_text(text)
    assert document.text == text


def _goes_round(text: str, size: int) -> bool:
    return text[size:] == text[:-size] if size < len(text) else True


@settings(max_examples=100, deadline=None)
@given(UNIT, st.integers(10, 13), UNIT)
def test_a_second_run_finds_nothing_to_cut(unit: str, copies: int, around: str) -> None:
    once = cut(around + unit * copies + around)
    assert cut(once) == once


@given(
    st.text("甲乙丙丁。\n", max_size=5),
    st.text("甲乙丙丁戊，", min_size=1, max_size=6),
    st.integers(1, MIN_COPIES + 1),
    st.sampled_from(["", "\n"]),
)
def test_where_too_little_repeats_there_is_no_loop(
    head: str, unit: str, copies: int, between: str
) -> None:
    text = head + (unit + between) * copies
    clauses, lines = list(_clause_loops(text)), _line_loops(text)
    if not propose_loops(text):
        assert not clauses
        assert not lines
    if text.count("\n") < MIN_ROUNDS - 1:
        assert not lines
