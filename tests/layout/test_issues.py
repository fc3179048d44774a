"""Articles that jump from one page of an issue to another: identities, joints, logs, records."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.blocks import Article
from restore.core.document import Document
from restore.core.edits import Decision
from restore.core.evidence import Witness
from restore.evaluation.issue_scores import score_issues
from restore.evaluation.issues import made_corpus
from restore.evaluation.layout import score
from restore.evaluation.page_records import PageOptions
from restore.layout.across import settled
from restore.layout.issues import identity_of, kinship, page_number, same_page
from restore.pipeline import CorpusResult, restore_corpus
from restore.settings import LayoutSettings
from restore.writers.joined import joined_records
from tests.layout.test_pages import LAYOUT, stories

FRONT = """河州日报
2025年1月9日 星期四
第1版

全市就业工作推进会召开

本报讯 全市就业工作推进会昨日召开，会议通报了去年就业工作的情况，部署了今年的任务。

会议指出，就业是最基本的民生，各级各部门要把稳就业摆在更加突出的位置，加强对重点群体的帮扶，落实好各 （下转第3版）
"""
BACK = """河州日报
2025年1月9日 星期四
第3版

乡村振兴看变化

在河州县的田间地头，农民们正忙着春耕备耕，一派生机勃勃的景象。

■上接第1版 项援企稳岗政策，千方百计扩大就业容量，兜牢民生底线。

会议强调，要健全就业公共服务体系，开展大规模职业技能培训，促进高质量充分就业。
"""
OTHER_DAY = BACK.replace("1月9日", "1月10日")


def corpus(*texts: str, names: tuple[str, ...] = ("a.txt", "b.txt", "c.txt")) -> CorpusResult:
    documents = [
        Document.from_text(text, id=name) for text, name in zip(texts, names, strict=False)
    ]
    return restore_corpus(documents, settings=LAYOUT, check_figures=False)


@pytest.mark.parametrize(
    ("words", "page"),
    [("（下转第三版）", "3"), ("■上接A01版", "A1"), ("上接头版", "1"), ("（上接第１２版）", "12"), ("正文", None)],
)  # fmt: skip
def test_pages_of_marks(words: str, page: str | None) -> None:
    assert page_number(words) == page


def test_a_section_letter_may_be_left_out() -> None:
    assert same_page("A1", "1")
    assert not same_page("A1", "B1")
    assert not same_page("1", "2")


@pytest.mark.parametrize(
    ("name", "furniture", "date", "pages"),
    [
        ("20250109_03.txt", (), (2025, 1, 9), {"3"}),
        ("河州日报/2025-01-09/第3版.txt", (), (2025, 1, 9), {"3"}),
        ("000_aaf46d7db94ceafe.txt", (), None, set()),
        ("x.txt", ("2025年1月9日 星期四", "第２版"), (2025, 1, 9), {"2"}),
        ("x.txt", ("二〇二五年一月九日 星期四", "A01"), (2025, 1, 9), {"A1"}),
        ("20240101_05.txt", ("2025年1月9日", "第2版"), (2025, 1, 9), {"2"}),
    ],
)
def test_identities(
    name: str, furniture: tuple[str, ...], date: tuple[int, int, int] | None, pages: set[str]
) -> None:
    found = identity_of(name, furniture)
    assert found.date == date
    assert found.pages == pages


def test_kinship() -> None:
    one = identity_of("a", ("河州日报", "2025年1月9日"))
    assert kinship(one, identity_of("b", ("2025年1月9日",))).date
    assert kinship(one, identity_of("b", ("2025年1月8日",))).conflict
    assert kinship(one, identity_of("b", ("云岭晚报",))).conflict
    # A misread character does not make another paper of it.
    assert not kinship(one, identity_of("b", ("河洲日报",))).conflict


def test_two_halves_become_one_article() -> None:
    result = corpus(FRONT, BACK)
    front, back = result.restored
    (whole,) = joined_records((item.document, item.articles) for item in result.restored)
    assert whole.complete
    assert whole.title == "全市就业工作推进会召开"
    assert [part.document for part in whole.parts] == ["a.txt", "b.txt"]
    seam = next(item for item in whole.paragraphs if len(item.pieces) == 2)
    assert "落实好各项援企稳岗政策" in seam.text
    for piece in seam.pieces:
        text = next(item.text for item in result.restored if item.document.id == piece.document)
        assert text[slice(*piece.span)] in seam.text
    # No text crosses: each document keeps its own half, and its log reverses alone.
    assert "项援企" not in front.text
    assert "落实好各" not in back.text
    for item, source in ((front, FRONT), (back, BACK)):
        assert item.log.revert(item.text) == source
        (said,) = [edit for edit in item.edits if edit.rule == "join.issue"]
        assert said.decision is Decision.FLAGGED
        assert said.before == said.after
        (witness,) = [found for found in said.evidence if isinstance(found, Witness)]
        other = back if item is front else front
        assert witness.document == other.document.id
        assert other.text[slice(*witness.span)] == witness.text


def test_another_day_is_another_issue() -> None:
    result = corpus(FRONT, OTHER_DAY)
    assert joined_records((item.document, item.articles) for item in result.restored) == []


def test_another_page_is_not_meant() -> None:
    result = corpus(FRONT, BACK.replace("第3版", "第4版"))
    assert joined_records((item.document, item.articles) for item in result.restored) == []


def test_ids_do_not_depend_on_the_company() -> None:
    def ids(result: CorpusResult) -> list[str]:
        return [
            whole.id
            for whole in joined_records((item.document, item.articles) for item in result.restored)
        ]

    two = ids(corpus(FRONT, BACK))
    assert two
    assert two == ids(corpus(FRONT, BACK, "一句完整的话。\n"))


def test_joining_can_be_switched_off() -> None:
    off = LayoutSettings(across_documents=False)
    documents = [Document.from_text(FRONT, id="a"), Document.from_text(BACK, id="b")]
    result = restore_corpus(
        documents,
        settings=type(LAYOUT)(layout=off, dedup=LAYOUT.dedup, correction=LAYOUT.correction),
        check_figures=False,
    )
    assert not any(article.joined for item in result.restored for article in item.articles)


def test_a_part_left_alone_is_no_part() -> None:
    alone = Article(ordinal=0, blocks=(), joined="x", part=1, runs_on=True)
    (found,) = settled({"a": (alone,)})["a"]
    assert (found.joined, found.part, found.runs_on) == (None, 0, False)
    three = {name: (Article(ordinal=0, blocks=(), joined="x", part=part),) for name, part in
             (("a", 0), ("c", 2))}  # fmt: skip
    assert [found[0].part for found in settled(three).values()] == [0, 1]


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_every_page_of_an_issue_reverts_alone(seed: int) -> None:
    rng = Random(seed)
    pages, _ = made_corpus(rng, stories(), PageOptions(), issues=2)
    documents = [Document.from_text(item.page.text, id=item.name) for item in pages]
    together = restore_corpus(documents, settings=LAYOUT, check_figures=False)
    for document, item in zip(documents, together.restored, strict=True):
        assert item.log.revert(item.text) == document.source
    for document, item in list(zip(documents, together.restored, strict=True))[:2]:
        alone = restore_corpus([document], settings=LAYOUT, check_figures=False).restored[0]
        assert alone.text == item.text
    records = joined_records((item.document, item.articles) for item in together.restored)
    texts = {item.document.id: item.text for item in together.restored}
    for whole in records:
        assert len({part.document for part in whole.parts}) == len(whole.parts) > 1
        for paragraph in whole.paragraphs:
            words = [texts[piece.document][slice(*piece.span)] for piece in paragraph.pieces]
            assert "".join(words) == paragraph.text


def test_parts_of_made_issues_are_joined_right() -> None:
    made = right = true = glued = on_pages = 0
    for seed in range(4):
        pages, jumps = made_corpus(Random(seed), stories(), PageOptions(), issues=4)
        documents = [Document.from_text(item.page.text, id=item.name) for item in pages]
        result = restore_corpus(documents, settings=LAYOUT, check_figures=False)
        scores = score_issues(
            [(item.document, item.articles) for item in result.restored],
            {item.name: item.page.truth for item in pages},
            jumps,
        )
        made += scores.made
        right += scores.right
        true += scores.true
        glued += scores.glued
        truths = {item.name: item.page.truth for item in pages}
        on_pages += sum(
            score(item.document, item.articles, truths[item.document.id]).glued
            for item in result.restored
        )
    assert right >= 0.9 * made
    assert right >= 0.7 * true
    # Only halves that are joined wrongly may be run together wrongly; what goes wrong inside one
    # page is not of this.
    assert glued <= made - right + on_pages
