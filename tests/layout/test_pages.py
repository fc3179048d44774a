"""Pages made from the reports: what must hold for every page, and how well stories come apart."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.document import Document
from restore.evaluation.layout import LayoutScores, baseline, pooled, score
from restore.evaluation.page_records import MadePage, PageOptions, SourceStory
from restore.evaluation.pages import make_page
from restore.layout.lines import ends_sentence
from restore.pipeline import Restored, restore_corpus, restore_text
from restore.settings import CorrectionSettings, DedupSettings, Settings
from tests.tools import SEEDS

# Layout alone: the words of the page stay what they are.
LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))


@lru_cache(maxsize=1)
def stories() -> tuple[SourceStory, ...]:
    """Sections of the restored reports, as stories."""
    documents = [
        Document.from_text(path.read_text("utf-8"), id=path.name) for path in SEEDS.glob("*.txt")
    ]
    found = []
    for item in restore_corpus(
        sorted(documents, key=lambda one: one.id), check_figures=False
    ).restored:
        paragraphs = [
            item.text[block.start : block.end]
            for block in item.articles[0].blocks
            if ends_sentence(item.text[block.start : block.end])
        ]
        for start in range(0, len(paragraphs) - 4, 5):
            title = re.split("[，。]", paragraphs[start])[0][:20]
            found.append(SourceStory(title, tuple(paragraphs[start : start + 5])))
    return tuple(found)


def page(seed: int, options: PageOptions) -> MadePage:
    rng = Random(seed)
    return make_page(rng, rng.sample(stories(), 4), options)


def restored(made: MadePage) -> Restored:
    return restore_text(made.text, settings=LAYOUT)


def measured(made: MadePage) -> LayoutScores:
    item = restored(made)
    return score(item.document, item.articles, made.truth)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_page_reverts_and_loses_nothing(seed: int) -> None:
    made = page(seed, PageOptions())
    item = restored(made)
    assert item.log.replay(made.text) == item.text
    assert item.log.revert(item.text) == made.text
    removed = "".join(
        edit.before for edit in item.edits if edit.applied and not edit.after and not edit.group
    )
    left = sorted(re.sub(r"\s", "", item.text + removed))
    assert left == sorted(re.sub(r"\s", "", made.text))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_clean_page_stays_in_its_order(seed: int) -> None:
    made = page(seed, PageOptions(noise=False))
    item = restored(made)
    found = score(item.document, item.articles, made.truth)
    assert found.moved_pages == 0
    assert found.furniture_removed == 0
    assert found.joins_made == 0
    assert len(item.articles) == 1


def test_a_page_is_the_same_every_time() -> None:
    assert page(5, PageOptions()) == page(5, PageOptions())
    first, second = restored(page(5, PageOptions())), restored(page(5, PageOptions()))
    assert first.edits == second.edits
    assert first.articles == second.articles


def test_pages_come_out_better_than_they_went_in() -> None:
    pages = [page(seed, PageOptions()) for seed in range(40)]
    found = pooled(measured(made) for made in pages)
    before = pooled(baseline(made.text, made.truth) for made in pages)
    assert found.join_f1 > 0.97
    assert found.furniture_f1 > 0.97
    assert found.assignment > before.assignment + 0.1
    assert found.lost == 0


ROWS = """
本次农民“村晚”，以乡村为主体、|会议传达学习了习近平总书记致北京|为丰富村民业余文化生活，今年，清
以农民为主角。不灿洼村的村民们邀|交通大学肯尼亚留学生及校友代表的|水河县还举办了迎新春送春联、玩转
请呼和浩特市第一中学部分师生和县|复信精神，结合内蒙古实际对促进中|年货节、“棋”乐融融辞旧岁等形式
乌兰牧骑演员共同参与，用他们自编|外交流合作提出要求，扎实做好铸牢|多样的迎新春活动，让乡风文明不断
自导、自演的节目和乡味十足的表演|中华民族共同体意识、民营经济统战|焕发新气象，通过这种表演形式，可
方式，充分展示了农民精神新风貌和|和防范化解风险等重点工作，更好发|以让人们更加深入地了解中国传统的
农村生活新变化、乡村振兴新气象与|挥统一战线强大法宝作用，进一步完|生产文化和劳动人民的智慧和创造力
""".strip().split("\n")


def test_columns_read_row_by_row_are_taken_apart() -> None:
    columns = list(zip(*(row.split("|") for row in ROWS), strict=True))
    text = "\n".join(cell for row in ROWS for cell in row.split("|")) + "\n"
    item = restore_text(text, settings=LAYOUT)
    for column in columns:
        assert "".join(column) in item.text
    assert item.log.revert(item.text) == text


@pytest.mark.parametrize("text", ["", "一\n", "一句话。\n" * 30, "甲乙丙丁\n" * 30])
def test_what_is_no_column_stays(text: str) -> None:
    item = restore_text(text, settings=LAYOUT)
    assert [edit for edit in item.edits if edit.rule == "column"] == []
