from __future__ import annotations

import math
from operator import mul
from pathlib import Path

import pytest

from restore.blocks import Role
from restore.language.model import LanguageModel
from restore.layout.assignment import best_pairs
from restore.layout.link_features import PageFacts, PageLines, pairs_of
from restore.layout.links import WEIGHTS, _may_follow, _scored, link_blocks
from restore.layout.order import page_lines
from restore.settings import LayoutSettings

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(None)


def needs(page: PageLines, pair: tuple[int, int], mixed: bool, least: float) -> float:
    """The slow and obvious form of what a link needs."""
    left, right = pair
    if Role.HEADING in (page.roles[left], page.roles[right]):
        return max(least, 1.0 if mixed else 4.5)
    if right != left + 1 and not mixed:
        return max(least, 3.0)
    return max(least, 0.5) if right < left else least


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_bounds_drop_nothing_that_scores_enough(path: Path, model: LanguageModel) -> None:
    text = "\n".join(path.read_text(encoding="utf-8").split())
    text = "\n".join(text.split("\n")[:160])
    page = page_lines(text, [0] * (text.count("\n") + 1), LayoutSettings())
    facts = PageFacts(page, model)
    for least in (-1.0, 4.0):
        slow = {}
        for pair in pairs_of(page, model):
            score = math.fsum(map(mul, WEIGHTS, pair.features))
            allowed = _may_follow(facts, pair.left, pair.right)
            if allowed and score > needs(page, (pair.left, pair.right), facts.mixed, least):
                slow[pair.left, pair.right] = score
        assert dict(_scored(facts, least, neighbours=False)) == slow
        near = {pair: score for pair, score in slow.items() if pair[1] == pair[0] + 1}
        assert dict(_scored(facts, least, neighbours=True)) == near
        chosen = best_pairs({pair: score - least for pair, score in slow.items()})
        links = link_blocks(page, model, least=least)
        assert {(link.left, link.right) for link in links} <= set(chosen)


def test_a_page_without_open_ends_has_no_links(model: LanguageModel) -> None:
    page = page_lines("一、会议闭幕。\n二、会议开幕。", [0, 0], LayoutSettings())
    assert link_blocks(page, model, least=-1.0) == []
