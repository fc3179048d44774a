"""The beginning of a cut sentence is no heading; a headline that names a year is one."""

from __future__ import annotations

import pytest

from restore.core.blocks import Article, Block, Role
from restore.core.edits import Decision, Reason
from restore.layout.cut_headings import cut_headings
from restore.pipeline import restore_text

BODY = "各村各社区加强值守，落实防汛责任，确保群众生命财产安全，取得了新的成效。"


def page(line: str, *, after: str = "二、加强保障") -> str:
    return f"防汛工作回顾\n\n一、落实责任\n\n{BODY}\n\n{line}\n\n{after}\n\n{BODY[:20]}再部署再落实。\n"


@pytest.mark.parametrize("line", ["2022年，我市水利系统深入学习贯彻", "2023年各级防汛部门认真践行"])
def test_a_cut_sentence_before_the_next_section_is_body(line: str) -> None:
    item = restore_text(page(line))
    roles = {item.text[block.start : block.end]: block.role for block in item.blocks}
    assert roles[line] is Role.BODY
    assert roles["二、加强保障"] is Role.HEADING
    flags = [(e.rule, e.before) for e in item.edits if e.decision is Decision.FLAGGED]
    assert ("truncated", line[-8:]) in flags
    assert not item.articles[0].complete
    assert item.articles[0].missing is None


@pytest.mark.parametrize(
    ("line", "after"),
    [
        # A year in a headline over its text, one that is whole, and one before no section.
        ("2023年防汛工作回顾", BODY),
        ("2023年工作回顾", "二、加强保障"),
        ("2023年各级防汛部门认真践行", "防汛部门在行动"),
        ("防汛部门认真践行", "二、加强保障"),
    ],
)
def test_headings_stay_headings(line: str, after: str) -> None:
    item = restore_text(page(line, after=after))
    roles = {item.text[block.start : block.end]: block.role for block in item.blocks}
    assert roles[line] is Role.HEADING


class _Open:
    def __init__(self, odds: float) -> None:
        self.odds = odds

    def ends_open(self, left: str) -> float:
        return self.odds


@pytest.mark.parametrize(("odds", "cut"), [(1.0, False), (1.01, True)])
def test_a_cut_sentence_goes_on_for_sure(odds: float, cut: bool) -> None:
    lines = [(BODY, Role.BODY), ("2023年各级践行", Role.HEADING), ("二、保障", Role.HEADING)]
    blocks, place = [], 0
    for words, role in lines:
        blocks.append(Block(place, place + len(words), role))
        place += len(words) + 1
    text = "\n".join(words for words, _ in lines)
    found, flags = cut_headings(text, [Article(0, tuple(blocks))], _Open(odds))  # type: ignore[arg-type]
    assert (found[0].blocks[1].role is Role.BODY) is cut
    assert [(flag.flag, flag.rule) for flag in flags] == [(Reason.TRUNCATED, "truncated")] * cut
