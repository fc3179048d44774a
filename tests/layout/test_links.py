from __future__ import annotations

import math
from operator import mul
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.language.model import LanguageModel
from restore.layout import links
from restore.layout.assignment import best_pairs
from restore.layout.link_bounds import may_share
from restore.layout.link_features import FEATURES, PageFacts, Runs, _attested, pairs_of
from restore.layout.link_rules import may_follow, stays
from restore.layout.links import (
    WEIGHTS,
    Hope,
    _hopes_each,
    _needs,
    hopes_of,
    link_blocks,
    scores_of,
)
from restore.layout.page_lines import PageLines
from restore.layout.page_view import page_lines
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
        return max(least, 3.5)
    return max(least, 0.5) if right < left else least


def scores(facts: PageFacts, least: float, *, neighbours: bool) -> dict[tuple[int, int], float]:
    hopes = dict(hopes_of(facts, least, neighbours=neighbours))
    return scores_of(hopes, Runs(facts.page.texts))


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
            allowed = may_follow(facts, pair.left, pair.right)
            if allowed and score > needs(page, (pair.left, pair.right), facts.mixed, least):
                slow[pair.left, pair.right] = score
        assert scores(facts, least, neighbours=False) == slow
        near = {pair: score for pair, score in slow.items() if pair[1] == pair[0] + 1}
        assert scores(facts, least, neighbours=True) == near
        for neighbours in (False, True):
            each = dict(_hopes_each(facts, least, neighbours=neighbours))
            assert each == dict(hopes_of(facts, least, neighbours=neighbours))
        beside = PageFacts(page, model, neighbours=True)
        if beside.ends:
            assert scores(beside, least, neighbours=True) == near
        chosen = best_pairs({pair: score - least for pair, score in slow.items()})
        links = link_blocks(page, model, least=least)
        assert {(link.left, link.right) for link in links} <= set(chosen)


WORDS = tuple(
    FEATURES.index(name)
    for name in ("words shared", "words of these two alone", "surroundings share words")
)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_words_in_common_bound_what_words_add(path: Path, model: LanguageModel) -> None:
    text = "\n".join(path.read_text(encoding="utf-8").split()[:120])
    page = page_lines(text, [0] * (text.count("\n") + 1), LayoutSettings())
    facts = PageFacts(page, model)
    weights = dict(zip(FEATURES, WEIGHTS, strict=True))
    for pair in pairs_of(page, model):
        worth = sum(WEIGHTS[place] * pair.features[place] for place in WORDS)
        assert may_share(facts, weights, pair.left, pair.right, worth - 1e-3)


def test_a_page_without_open_ends_has_no_links(model: LanguageModel) -> None:
    page = page_lines("一、会议闭幕。\n二、会议开幕。", [0, 0], LayoutSettings())
    assert link_blocks(page, model, least=-1.0) == []


@pytest.mark.parametrize(
    ("lines", "pair"),
    [
        # A figure begins the rest of the sentence before it ...
        (
            [
                "全省粮食生产再获丰收，总产量达到",
                "450亿斤，创历史新高。",
                "会议要求抓好春耕备耕，早稻面积扩大到",
            ],
            (2, 1),
        ),
        # ... or ends what the next line goes on with.
        (
            [
                "今年以来工业经济稳中有进，重点项目建设全面提速，全年完成投资120",
                "亿元，增长很快。",
                "各地抓紧开工。",
                "个大项目投产。",
            ],
            (0, 3),
        ),
        # A caption that stands over two tables.
        (["假设每年利率不变且投保时选择给付方式皆为"] * 2, (0, 1)),
        # Latin letters on both sides say nothing to a model of Chinese.
        (["使用方法见说明，learning rate", "of the model。"], (0, 1)),
        # ... and nothing is brought to a bare figure from afar.
        (["13.9", "收益率（%）", "本次募集资金预计约", "万元，用于以下项目。"], (0, 3)),
        (["包括标志、图样、My", "说明。", "Favorite Guide、图样。"], (0, 2)),
        # ... nor to a question that may be answered.
        (["我国引进这种草的主要目的是", "(A)保护海滩", "(B)增加饵料", "为了保护海滩，"], (0, 3)),
        # Names stand below each other.
        (["碧波道澄", "碧波法澄", "碧波青梅", "碧波无钦"], (1, 2)),
        # Rows, items and labels begin anew.
        (["主要指标如下，其中收入", "| 甲 | 1 |"], (0, 1)),
        (["要带好以下物品，包括雨伞", "- 水杯"], (0, 1)),
    ],
)
def test_what_no_seam_may_bring_together(
    model: LanguageModel, lines: list[str], pair: tuple[int, int]
) -> None:
    page = page_lines("\n".join(lines), [0] * len(lines), LayoutSettings())
    assert not may_follow(PageFacts(page, model), *pair)


def test_what_stays_follows_none_from_afar(model: LanguageModel) -> None:
    # Of an empty line a reviewer's change may leave nothing.
    lines = ["主要指标如下，其中收入", "", "| 甲 | 1 |", "持续增长，带动就业。", "全面提升，质量"]
    page = page_lines("\n".join(lines), [0] * len(lines), LayoutSettings())
    assert page.texts == lines
    facts = PageFacts(page, model)
    staying = [
        right for right in range(len(lines)) if right in facts.starts and stays(facts, right)
    ]
    assert [stays(facts, right) for right in (1, 2)] == [True, True]
    assert not any(
        may_follow(facts, left, right)
        for left in facts.ends
        for right in staying
        if right != left + 1
    )
    assert all(link.right not in staying for link in link_blocks(page, model, least=-9.0))


def test_short_lines_that_end_at_commas_are_verse(model: LanguageModel) -> None:
    for length, follows in ((16, False), (17, True)):
        left = "山" * (length - 1) + "，"
        page = page_lines(f"{left}\n水长流不息。", [0, 0], LayoutSettings())
        assert may_follow(PageFacts(page, model), 0, 1) is follows


def test_what_stands_under_a_heading_stays_unless_torn_from_its_sentence(
    model: LanguageModel,
) -> None:
    lines = ["在服务中改进作风", "当前，群众的要求越来越高，必须回应。", "我们坚持学习，收获很"]
    page = page_lines("\n".join(lines), [0] * 3, LayoutSettings())
    facts = PageFacts(page, model)
    for begins, kept in ((-0.9, True), (-1.0, False)):
        facts.begins[1] = begins
        assert may_follow(facts, 2, 1) is not kept


@pytest.mark.parametrize(
    ("right", "score", "sure"),
    [(2, 1.49, False), (2, 1.5, True), (1, 1.39, False), (1, 1.4, True)],
)
def test_a_link_is_sure_from_some_odds_on(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch, right: int, score: float, sure: bool
) -> None:
    hope = Hope((), score, -math.inf)
    monkeypatch.setattr(links, "_hopes_each", lambda *_, neighbours: [((0, right), hope)])
    lines = [
        "会议强调，要加强对重点群体的帮扶，落实好各",
        "项援企稳岗政策，兜牢民生底线。",
        "项惠民便民举措，办好民生实事。",
    ]
    page = page_lines("\n".join(lines), [0] * 3, LayoutSettings())
    assert [link.sure for link in link_blocks(page, model, least=0.0)] == [sure]


def test_what_a_link_needs() -> None:
    def need(left: int, right: int, *, mixed: bool, heading: int | None = None) -> float:
        facts = SimpleNamespace(mixed=mixed, headings=np.arange(6) == heading)
        return float(_needs(facts, -2.0, np.array([left]), np.array([right]))[0])

    assert need(1, 2, mixed=True) == need(1, 2, mixed=False) == need(1, 4, mixed=True) == -2.0
    assert need(4, 1, mixed=True) == 0.5
    assert need(1, 4, mixed=False) == need(4, 1, mixed=False) == 3.5
    assert need(1, 4, mixed=True, heading=4) == need(1, 2, mixed=True, heading=1) == 1.0
    assert need(1, 4, mixed=False, heading=4) == need(1, 2, mixed=False, heading=1) == 4.5


@given(text=st.text("甲乙，。（转第二版）12A", min_size=1, max_size=12))
def test_a_block_by_itself_is_linked_to_none(text: str, model: LanguageModel) -> None:
    page = page_lines(text, [0], LayoutSettings())
    assert link_blocks(page, model, least=-1e9) == []
    facts = PageFacts(page, model)
    if facts.ends and facts.starts:
        assert dict(hopes_of(facts, -1e9, neighbours=False)) == {}


of_few = st.text("人民，\n1", max_size=8)


@given(of_few, of_few, st.text("人民，\n1", max_size=60))
def test_a_run_across_a_seam_is_looked_up_at_once(left: str, right: str, near: str) -> None:
    runs = [
        left[-before:] + right[:behind]
        for before in range(1, min(3, len(left)) + 1)
        for behind in range(1, min(3, len(right)) + 1)
    ]
    found = [len(run) for run in runs if run in near and not set(run) & set("，\n1")]
    assert _attested(left, right, near) == max(found, default=0)
