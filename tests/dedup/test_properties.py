from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from restore.channel.base import ChannelBase
from restore.core.blocks import ARTICLE_BREAK
from restore.core.edits import Proposal
from restore.core.log import EditLog
from restore.dedup import DedupInput, propose
from restore.dedup.candidates import candidate_pairs
from restore.dedup.shingles import band_keys
from restore.evaluation.dedup import measure, oracle_recall, plant_copies
from restore.settings import DedupSettings

from .helpers import apply, lost, make

SETTINGS = DedupSettings()
HAN = [chr(code) for code in range(0x5000, 0x5800)]


def sentence(number: int) -> str:
    source = random.Random(number)
    words = ["".join(source.choices(HAN, k=source.randint(6, 14))) for _ in range(4)]
    return "，".join(words) + "。"


def passage(number: int) -> str:
    return sentence(number) + sentence(number + 1) + sentence(number + 2)


def misread(text: str, seed: int) -> str:
    """Put for one character in 25 the one that looks most like it."""
    source = random.Random(seed)
    base = ChannelBase.load()
    read = []
    for character in text:
        alike = base.look_alikes(character)
        wrong = source.random() < 0.04 and alike and alike[0][1] >= 0.7
        read.append(alike[0][0] if wrong else character)
    return "".join(read)


def noisy(number: int, seed: int) -> str:
    return misread(passage(number), seed)


LINE = st.one_of(
    st.integers(0, 5).map(sentence),
    st.integers(0, 2).map(passage),
    st.builds(noisy, st.integers(0, 5), st.integers(0, 5)),
    st.builds(lambda a, b: sentence(a) + sentence(b), st.integers(0, 5), st.integers(0, 5)),
    st.builds(lambda a, b: sentence(a)[: 10 + b], st.integers(0, 5), st.integers(0, 20)),
    st.integers(0, 4).map(lambda number: f"（{'一二三四五'[number]}）小标题"),
    st.builds(lambda a, b: f"全年完成{b}项，{sentence(a)}", st.integers(0, 2), st.integers(1, 30)),
    st.just(ARTICLE_BREAK),
)


def well_formed(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line == ARTICLE_BREAK and (not kept or kept[-1] == ARTICLE_BREAK):
            continue
        if line:
            kept.append(line)
    return kept[:-1] if kept and kept[-1] == ARTICLE_BREAK else kept


DOCUMENT = st.lists(LINE, max_size=14).map(well_formed)


@settings(max_examples=200, deadline=None)
@given(st.lists(DOCUMENT, min_size=1, max_size=3))
def test_covered_well_formed_reversible_idempotent(documents: list[list[str]]) -> None:
    inputs = [make(str(number), lines) for number, lines in enumerate(documents)]
    result = propose(inputs, SETTINGS)
    assert lost(inputs, result) == []
    assert result == propose(inputs, SETTINGS)
    again = []
    for index, source in enumerate(inputs):
        done = apply(source, result, index)
        text = done.document.text
        log = EditLog(document=source.document, passes=(done.log,))
        assert log.replay(source.text) == text
        assert log.revert(text) == source.text
        lines = text.split("\n") if text else []
        assert well_formed(lines) == lines
        again.append(make(source.document, lines))
    assert left_over(again) == []


def test_idempotent_where_a_copied_line_is_contained_elsewhere() -> None:
    copied = [sentence(0), sentence(1) + sentence(2)]
    texts = [[passage(0), "（一）小标题", sentence(0)], copied, copied]
    inputs = [make(str(number), lines) for number, lines in enumerate(texts)]
    result = propose(inputs, SETTINGS)
    again = [
        make(source.document, apply(source, result, index).document.text.split("\n"))
        for index, source in enumerate(inputs)
    ]
    assert left_over(again) == []


def left_over(inputs: list[DedupInput]) -> list[Proposal]:
    """What a second run would still take away; the last text of a document is only pointed at."""
    found = zip(inputs, propose(inputs, SETTINGS).proposals, strict=True)
    return [item for source, items in found if not empties(source, items) for item in items]


def empties(source: DedupInput, items: list[Proposal]) -> bool:
    gone = {place for item in items for place in range(item.start, item.end)}
    return not any(char.isalnum() and place not in gone for place, char in enumerate(source.text))


def test_idempotent_where_sentences_change_places() -> None:
    first, second = sentence(0), sentence(1)
    source = make("0", [first + second, second + first, second + first])
    result = propose([source], SETTINGS)
    assert lost([source], result) == []
    text = apply(source, result, 0).document.text
    assert left_over([make("0", text.split("\n"))]) == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 50), st.integers(0, 999), st.integers(0, 999), st.integers(1, 30))
def test_another_figure_is_never_removed(number: int, one: int, other: int, spot: int) -> None:
    base = sentence(number)
    lines = [f"{base[:spot]}{value}{base[spot:]}" for value in (one, other)]
    result = propose([make("a", lines)], SETTINGS)
    if one != other:
        assert result.repeats == []


@given(DOCUMENT, DOCUMENT)
@settings(max_examples=60, deadline=None)
def test_repeats_inside_do_not_depend_on_other_documents(one: list[str], other: list[str]) -> None:
    inside = DedupSettings(across_documents=False)
    alone = propose([make("a", one)], inside).proposals[0]
    assert propose([make("a", one), make("b", other)], inside).proposals[0] == alone


def test_candidates_find_noisy_copies_and_agree_with_all_pairs() -> None:
    corpus = plant_copies([sentence(number) for number in range(300)], rate=0.05)
    score = measure(corpus, SETTINGS)
    assert score.recall >= 0.98
    assert score.precision == 1.0
    assert oracle_recall(corpus.texts, SETTINGS) >= 0.98


def test_band_keys_do_not_depend_on_the_neighbours_in_a_chunk() -> None:
    texts = [sentence(number) for number in range(20)]
    together = band_keys(texts)
    for row, text in enumerate(texts):
        assert (together[row] == band_keys([text])[0]).all()
    left, right = candidate_pairs(band_keys([*texts, *texts]))
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    assert {(row, row + 20) for row in range(20)} <= pairs
