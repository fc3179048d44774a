"""The steps of the stage, taken apart and put together in other ways, give the same result."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.blocks import ARTICLE_BREAK
from restore.dedup import DedupInput, Findings, propose
from restore.dedup.check import Checked, check, joined, narrowed, slices
from restore.dedup.columns import ParagraphColumns
from restore.dedup.corpus import reduce
from restore.dedup.removal import proposals
from restore.dedup.search import PARTS, Search
from restore.dedup.settle import candidates, checked, settle
from restore.dedup.summary import Summary, summarise, summarise_all
from restore.dedup.within import are_apart
from restore.pipeline.ahead import may_repeat
from restore.settings import DedupSettings

from .helpers import lost, make
from .test_properties import DOCUMENT, noisy, sentence

SETTINGS = DedupSettings()


def noised(copies: int, rate_seed: int = 0) -> list[DedupInput]:
    """Copies of one article with noise, each on a page with an article of its own."""
    return [
        make(
            str(copy),
            [
                *(noisy(4 * line, copy + rate_seed) for line in range(12)),
                ARTICLE_BREAK,
                sentence(99 + copy),
            ],
        )
        for copy in range(copies)
    ]


def apart(inputs: list[DedupInput], folder: Path, seed: int) -> Findings:
    """Do the stage in parts: packed summaries, columns as files, parts and slices in any order."""
    packed = [summarise(source, SETTINGS).pack() for source in inputs]
    corpus = ParagraphColumns(map(Summary.unpack, packed), folder)
    search = Search(corpus, SETTINGS)
    order = list(range(PARTS))
    random.Random(seed).shuffle(order)
    pairs = search.gather([search.part(number) for number in order])

    def text_of(number: int) -> str:
        return inputs[number].text

    def checked(what: list[int]) -> Checked:
        parts = list(slices(corpus, pairs))
        return joined([check(corpus, parts[number], text_of, SETTINGS) for number in what])

    near = checked([n for n, part in enumerate(slices(corpus, pairs)) if len(part.first)])
    rest = [
        check(corpus, part, text_of, SETTINGS)
        for part in slices(corpus, narrowed(corpus, pairs, near, SETTINGS))
    ]
    found = settle(corpus, pairs, joined([near, *rest]), text_of, SETTINGS)
    corpus.close()
    return found


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(range(1, 20)), max_size=8), st.booleans(), st.integers(0, 8))
def test_what_is_too_short_for_a_comparison_repeats_nothing(
    lengths: list[int], long: bool, where: int
) -> None:
    lines = [sentence(7)[:length] for length in lengths]
    if long:
        lines.insert(where, sentence(8) * 2)
    source = make("a", lines)
    assert not may_repeat(source, SETTINGS)
    found = propose([source], SETTINGS)
    assert (found.proposals, found.variants) == ([[]], [])


@pytest.mark.parametrize(("length", "compared"), [(19, False), (20, True)])
def test_two_paragraphs_of_a_lone_document_are_compared_from_a_length_on(
    length: int, compared: bool
) -> None:
    source = make("a", [sentence(7)[:length] + sentence(8), sentence(7)[:length]])
    assert may_repeat(source, SETTINGS) is compared
    assert may_repeat(source, DedupSettings(min_length=25, partial_length=19))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("甲乙丙。", min_size=20, max_size=64), min_size=2, max_size=4), st.data())
def test_what_is_said_to_repeat_nothing_repeats_nothing(
    lines: list[str], data: st.DataObject
) -> None:
    end = data.draw(st.integers(10, 64))
    lines.append(lines[0][end:] + "丁" * data.draw(st.integers(0, 9)) + lines[1][:end])
    source = make("a", lines)
    if not may_repeat(source, SETTINGS):
        summary = summarise(source, SETTINGS)
        assert (summary.removals, summary.alike) == ((), ())


@pytest.mark.parametrize(("shared", "apart"), [(11, True), (12, False)])
def test_paragraphs_are_apart_without_a_passage_in_common(shared: int, apart: bool) -> None:
    passage = sentence(7)[:shared]
    assert are_apart([f"{passage}{'水' * 30}", f"{'土' * 30}{passage}"], SETTINGS) is apart


@pytest.mark.parametrize(("likeness", "apart"), [(0.51, True), (0.5, False)])
def test_paragraphs_are_apart_if_they_are_not_alike(likeness: float, apart: bool) -> None:
    assert are_apart(["水火" * 20, "水土" * 20], DedupSettings(variant=likeness)) is apart


@settings(max_examples=50, deadline=None)
@given(DOCUMENT)
def test_a_lone_document_keeps_what_it_said_of_itself(lines: list[str]) -> None:
    summary = summarise(make("a", lines), SETTINGS)
    corpus = ParagraphColumns([summary])
    pairs = candidates(corpus, SETTINGS)
    text_of = {0: make("a", lines).text}.__getitem__
    found = checked(corpus, pairs, text_of, SETTINGS)
    assert reduce([summary], text_of, SETTINGS) == settle(corpus, pairs, found, text_of, SETTINGS)


def test_apart_as_together(tmp_path: Path) -> None:
    inputs = noised(8)
    together = propose(inputs, SETTINGS)
    found = apart(inputs, tmp_path, 3)
    parts = [proposals(source, gone) for source, gone in zip(inputs, found.removals, strict=True)]
    assert parts == together.proposals
    assert found.variants == together.variants
    assert len(together.repeats) > 40
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(DOCUMENT, min_size=1, max_size=4))
def test_batches_and_files_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    inputs = [make(str(number), lines) for number, lines in enumerate(documents)]
    together = reduce(summarise_all(inputs, SETTINGS), lambda n: inputs[n].text, SETTINGS)
    alone = reduce(
        (Summary.unpack(summarise(source, SETTINGS).pack()) for source in inputs),
        lambda n: inputs[n].text,
        SETTINGS,
        directory=tmp_path_factory.mktemp("columns"),
    )
    assert alone == together


def test_texts_are_read_only_where_something_is_alike() -> None:
    inputs = [make(str(n), [sentence(2 * n), sentence(2 * n + 1)]) for n in range(20)]
    inputs.append(make("copy", [sentence(4), sentence(5), ARTICLE_BREAK, sentence(99)]))
    read: set[int] = set()

    def text_of(number: int) -> str:
        read.add(number)
        return inputs[number].text

    found = reduce(summarise_all(inputs, SETTINGS), text_of, SETTINGS)
    assert [len(gone) for gone in found.removals] == [0] * 20 + [2]
    assert read == {2, 20}


@settings(max_examples=40, deadline=None)
@given(DOCUMENT)
def test_a_document_by_itself_is_compared_with_none(lines: list[str]) -> None:
    source = make("a", lines)
    corpus = ParagraphColumns(summarise_all([source], SETTINGS))
    search = Search(corpus, SETTINGS)
    found = search.gather([search.part(number) for number in range(PARTS)])
    short = candidates(corpus, SETTINGS)
    assert not any(map(len, (*found[:2], *short[:2], found.inside.first, short.inside.first)))


@pytest.mark.parametrize("lines", [[], [""], [sentence(1)], [sentence(1) * 4]])
def test_a_paragraph_by_itself_repeats_nothing(lines: list[str]) -> None:
    source = make("a", lines)
    found = reduce(summarise_all([source], SETTINGS), lambda _: source.text, SETTINGS)
    assert found == Findings([()], [])


def test_a_summary_is_small() -> None:
    lines = [sentence(number) * 2 for number in range(200)]
    packed = summarise(make("a", lines), SETTINGS).pack()
    assert len(packed) < 350 * len(lines)


def test_many_noisy_copies_leave_nothing_unique_behind() -> None:
    inputs = noised(30)
    result = propose(inputs, SETTINGS)
    assert lost(inputs, result) == []
    assert len(result.repeats) > 12 * len(inputs) // 3


def test_a_template_in_a_thousand_reports_stays() -> None:
    frame = "截至本年度末，全市共完成老旧小区改造{}个，新增停车位{}个，惠及居民{}户，群众满意度持续提升。"
    source = random.Random(7)
    inputs = [
        make(str(n), [frame.format(*source.sample(range(10, 9999), 3)), sentence(n)])
        for n in range(1000)
    ]
    result = propose(inputs, SETTINGS)
    assert result.proposals == [[] for _ in inputs]
    assert 0 < len(result.variants) <= 8 * len(inputs)


def test_search_prefers_the_first_of_equal_texts() -> None:
    inputs = [make(str(n), [sentence(1)]) for n in range(50)]
    corpus = ParagraphColumns(summarise_all(inputs, SETTINGS))
    search = Search(corpus, SETTINGS)
    pairs = search.gather([search.part(number) for number in range(PARTS)])
    assert len(pairs.first) < 2 * len(inputs)
    assert np.isin(np.arange(1, 50), pairs.second).all()
