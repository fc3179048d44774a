from __future__ import annotations

from pathlib import Path

import pytest

from restore.core.blocks import ARTICLE_BREAK
from restore.language.model import LanguageModel
from restore.layout import (
    arrange,
    doubtful_proposals,
    heading_proposals,
    joined_plan,
    move_proposals,
    moved_plan,
    plan_of_line,
    seam_proposals,
)
from restore.layout.newspaper_signs import NOTHING_KNOWN, PageKnowledge
from restore.settings import LayoutSettings

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
SETTINGS = LayoutSettings()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_the_plan_of_one_line_is_that_of_a_page(path: Path) -> None:
    model = LanguageModel.load(None)
    lines = path.read_text(encoding="utf-8").split("\n")[:150]
    met = 0
    for line in {*lines, *(line[:size] for line in lines for size in (4, 9, 20))}:
        for text in (line, f"{line}\n"):
            plan = plan_of_line(text)
            if plan is None:
                continue
            met += 1
            for gaps in ([0], [3]):
                assert arrange(text, gaps, SETTINGS, model) == plan
                assert doubtful_proposals(text, gaps, SETTINGS, NOTHING_KNOWN, []) == []
            assert moved_plan(text, plan, ()) == joined_plan(text, plan, ()) == plan
            for proposals in (move_proposals, heading_proposals, seam_proposals):
                assert proposals(text, plan) == []
    assert met > 20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        ARTICLE_BREAK,
        "会议强调，要坚持稳中求进。\n会议指出，要抓好落实。",
        "会议强调，要坚持稳中求",
        "关于做好春耕备耕工作的通知",
        "会议强调，要坚持稳中求进。（下转第3版）",
        "（记者 张明 摄）",
    ],
)
def test_what_is_not_one_running_line_is_arranged(text: str) -> None:
    assert plan_of_line(text) is None


def test_what_a_page_knows_is_looked_at() -> None:
    text = "会议强调，要坚持稳中求进。"
    assert plan_of_line(text) is not None
    assert plan_of_line(text, PageKnowledge(boxed=True)) is None
    assert plan_of_line(text, PageKnowledge(pictures=frozenset({0}))) is None
