from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from restore.core.blocks import Role
from restore.language.model import LanguageModel
from restore.layout import link_bounds, linker
from restore.layout.jump_marks import jump_mark
from restore.layout.link_features import WINDOW_BLOCKS, PageFacts
from restore.layout.linker import Linker
from restore.layout.links import Link, hopes_of, link_blocks
from restore.layout.page_lines import PageLines

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
LEAST = -2.0


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load(None)


def page_of(texts: list[str], *, marks: bool) -> PageLines:
    places = [line + (line > len(texts) // 2) for line in range(len(texts))]
    roles = [Role.HEADING if len(text) < 12 else Role.BODY for text in texts]
    found = [jump_mark(text) if marks else None for text in texts]
    headed = frozenset(line for line, role in enumerate(roles) if role is Role.HEADING)
    return PageLines(list(texts), roles, found, places, headed)


def torn(rng: Random, lines: int) -> list[str]:
    """Lines of the seed documents, one in ten cut in two or moved."""
    texts: list[str] = []
    for path in SEEDS:
        for text in path.read_text(encoding="utf-8").split():
            cut = rng.randrange(1, len(text)) if len(text) > 1 and rng.random() < 0.1 else 0
            texts += [text[:cut], text[cut:]] if cut else [text]
    texts = texts[:lines]
    for _ in range(lines // 40):
        place = rng.randrange(len(texts))
        texts.insert(min(len(texts), place + rng.randrange(3, 30)), texts.pop(place))
    return texts


def changed(texts: list[str], rng: Random) -> list[str]:
    """A few lines joined, one with words of others, and cut short, left out or moved."""
    texts = list(texts)
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(texts) - 1)
        texts[place : place + 2] = [texts[place] + texts[place + 1]]
    place = rng.randrange(len(texts))
    # Its words are no longer of so few lines.
    texts[place] += "，".join(text[-12:-1] for text in texts if rng.random() < 0.02)
    how = rng.randrange(4)
    if how == 0:
        texts[place] = texts[place][:-1] or "会议"
    elif how == 1:
        del texts[place]
    elif how == 2:
        texts.insert(rng.randrange(len(texts)), texts.pop(place))
    return texts


@pytest.mark.parametrize("marks", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_that_changed_is_linked_as_if_anew(
    monkeypatch: pytest.MonkeyPatch, model: LanguageModel, seed: int, marks: bool
) -> None:
    monkeypatch.setattr(linker, "_MIN_LINES", 2)
    monkeypatch.setattr(linker, "_MOST_ANEW", 1.0)
    # Pairs so near that most of a short page is kept.
    for module in (linker, link_bounds):
        monkeypatch.setattr(module, "WINDOW_BLOCKS", 15)
    rng = Random(seed)
    texts = torn(rng, 600)
    if marks:
        texts[400] = "（上接第一版）" + texts[400]
    again = Linker(model, LEAST)
    for _ in range(8):
        page = page_of(texts, marks=marks)
        assert again.links(page) == link_blocks(page, model, least=LEAST)
        seen = again._last[False].seen
        facts = PageFacts(page, model)
        assert seen is not None
        assert seen.hopes == dict(hopes_of(facts, LEAST, neighbours=False))
        texts = changed(texts, rng)


def test_only_what_changed_is_linked_again(
    monkeypatch: pytest.MonkeyPatch, model: LanguageModel
) -> None:
    rng = Random(5)
    texts = torn(rng, 1_001)
    asked: list[int] = []
    hopes = Linker._hopes

    def counted(self: Linker, page: PageLines, context: object) -> object:
        asked.append(len(page.texts))
        return hopes(self, page, context)  # type: ignore[arg-type]

    monkeypatch.setattr(Linker, "_hopes", counted)
    again = Linker(model, LEAST)
    again.links(page_of(texts, marks=False))
    again.links(page_of(texts, marks=False))
    assert asked == [1_001]
    texts[500:502] = [texts[500] + texts[501]]
    again.links(page_of(texts, marks=False))
    assert 0 < sum(asked[1:]) < 600


def test_a_page_in_order_is_not_linked_again_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, model: LanguageModel
) -> None:
    pages: list[PageLines] = []

    def linked(page: PageLines, *_: object, **__: object) -> list[Link]:
        pages.append(page)
        return []

    monkeypatch.setattr(linker, "link_blocks", linked)
    again = Linker(model, LEAST)
    one, two = (page_of(texts, marks=False) for texts in (["会议。", "开幕。"], ["会议。"]))
    for ask in (again.links, again.neighbours, again.links, again.neighbours):
        ask(one)
    assert len(pages) == 1
    again.links(two)
    again.neighbours(one)
    assert len(pages) == 2


@pytest.mark.parametrize(("lines", "anew"), [(999, True), (1_000, False)])
def test_a_short_page_is_linked_anew(model: LanguageModel, lines: int, anew: bool) -> None:
    again = Linker(model, LEAST)
    again.links(page_of([f"会议强调了第{line}项政策。" for line in range(lines)], marks=False))
    assert (again._last[False].seen is None) is anew


@pytest.mark.parametrize(("changes", "anew"), [(6, False), (7, True)])
def test_a_page_that_changed_nearly_everywhere_is_linked_anew(
    monkeypatch: pytest.MonkeyPatch, model: LanguageModel, changes: int, anew: bool
) -> None:
    # Each change of two lines has a bearing on 62 others, and lines of Latin letters share no words.
    monkeypatch.setattr(linker, "WINDOW_BLOCKS", 15)
    texts = [f"word {line}" for line in range(1_001)]
    again = Linker(model, LEAST)
    again.links(page_of(texts, marks=False))
    for change in range(changes):
        texts[50 + 150 * change : 52 + 150 * change] = ["another", "line"]
    asked: list[int] = []

    def counted(_: Linker, page: PageLines, context: object) -> dict[object, object]:
        asked.append(len(page.texts))
        return {}

    monkeypatch.setattr(Linker, "_hopes", counted)
    monkeypatch.setattr(linker, "_MOST_ANEW", 6.5 * 64 / 1_001)
    again.links(page_of(texts, marks=False))
    assert (asked == [1_001]) is anew


def test_lines_are_found_again_behind_no_more_than_24_others() -> None:
    rows = [(str(line), Role.BODY, None, 1, False, False) for line in range(60)]
    for passed, kept in ((24, 36), (25, 10)):
        assert sum(linker._aligned(rows, rows[:10] + rows[10 + passed :]) >= 0) == kept
    assert linker._aligned(rows[:5] + rows[7:], rows).tolist()[4:8] == [4, -24, -24, 5]


def test_what_changed_is_linked_with_all_that_has_a_bearing() -> None:
    reach = WINDOW_BLOCKS + 16
    assert linker._spans(np.array([0, 500, 500 + 2 * reach, 1_000]), 1_000) == [
        (0, reach),
        (500 - reach, 500 + 3 * reach),
        (1_000 - reach, 1_000),
    ]
