from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from restore.language.counts import count_ngrams, learn_vocabulary
from restore.language.kneser_ney import (
    FALLBACK_DISCOUNTS,
    BackoffModel,
    adjusted_counts,
    discounts_of,
    estimate,
)

# Made by a fixed rule, rich enough that discounts can be estimated.
CORPUS = [
    "".join("甲乙丙丁戊己庚"[(i * i + j * j * (i % 5) + j) % 7] for j in range(9))
    for i in range(40)
]


def make(paragraphs: Sequence[str], order: int, keep: Sequence[int], **how: int) -> BackoffModel:
    vocabulary = learn_vocabulary(paragraphs, order=order, **{"min_count": 1, **how})
    return estimate(count_ngrams(paragraphs, vocabulary, order=order), keep=keep)


def prob(model: BackoffModel, history: tuple[int, ...], token: int) -> float:
    """P(token | history) by the definition of a back-off model."""
    key = 0
    for part in (*history, token):
        key = key * model.vocabulary.size + part
    table = model.tables[len(history)]
    at = int(np.searchsorted(table.keys, key))
    if at < len(table.keys) and table.keys[at] == key:
        return 10.0 ** float(table.log_prob[at])
    context = key // model.vocabulary.size
    below = model.tables[len(history) - 1]
    at = int(np.searchsorted(below.keys, context))
    known = at < len(below.keys) and below.keys[at] == context
    weight = 10.0 ** float(below.backoff[at]) if known else 1.0
    return weight * prob(model, history[1:], token)


def test_discounts_by_hand() -> None:
    # n1 = 4, n2 = 2, n3 = 1, n4 = 1: y = 4 / 8
    counts = np.array([1, 1, 1, 1, 2, 2, 3, 4, 9])
    assert discounts_of(counts) == pytest.approx(
        (1 - 2 * 0.5 * 2 / 4, 2 - 3 * 0.5 / 2, 3 - 4 * 0.5)
    )


def test_discounts_fall_back_where_counts_are_missing() -> None:
    assert discounts_of(np.array([5, 6])) == FALLBACK_DISCOUNTS


def test_adjusted_counts_by_hand() -> None:
    # <s>甲乙甲</s> and <s>乙甲</s>: before 甲 stand <s> and 乙, before 乙 甲 and <s>, before </s> 甲.
    paragraphs = ["甲乙甲", "乙甲"]
    vocabulary = learn_vocabulary(paragraphs, order=2, min_count=1)
    counts = count_ngrams(paragraphs, vocabulary, order=2)
    adjusted = adjusted_counts(counts.orders[0], counts.orders[1], vocabulary.size, 1)
    named = {vocabulary.words[k]: c for k, c in zip(counts.orders[0].keys, adjusted, strict=True)}
    assert named == {"<s>": 2, "</s>": 1, "甲": 2, "乙": 2}


def test_a_bigram_model_by_hand() -> None:
    # Adjusted unigram counts 2, 2, 1 and discounts (.5, 1, 1.5): the mass left is (1+1+.5)/5,
    # shared by <unk>, </s>, 甲, 乙.
    model = make(["甲乙甲", "乙甲"], 2, (1,))
    assert model.discounts == (FALLBACK_DISCOUNTS, FALLBACK_DISCOUNTS)
    unk, _, end, a, b = range(5)
    assert model.vocabulary.words[3:] == ("甲", "乙")
    p_a = (2 - 1) / 5 + 0.5 / 4
    assert prob(model, (), a) == pytest.approx(p_a)
    assert prob(model, (), b) == pytest.approx(p_a)
    assert prob(model, (), end) == pytest.approx((1 - 0.5) / 5 + 0.5 / 4)
    assert prob(model, (), unk) == pytest.approx(0.5 / 4)
    # 乙甲 occurs twice and is all that follows 乙: (2 - 1) / 2 and back-off weight 1 / 2.
    assert prob(model, (b,), a) == pytest.approx(0.5 + 0.5 * p_a)
    assert prob(model, (b,), b) == pytest.approx(0.5 * p_a)


@pytest.mark.parametrize("keep", [(1, 1), (2, 2), (2, 3)])
@pytest.mark.parametrize("min_count", [1, 30])
def test_probabilities_of_every_history_sum_to_one(keep: tuple[int, int], min_count: int) -> None:
    model = make(CORPUS, 3, keep, min_count=min_count)
    tokens = [i for i in range(model.vocabulary.size) if i != 1]
    starts = [(1,), *((i,) for i in tokens), (1, 3), *itertools.product(tokens, tokens), ()]
    for history in starts:
        assert sum(prob(model, history, t) for t in tokens) == pytest.approx(1, abs=2e-6)


def test_rare_and_unknown_n_grams_are_dropped() -> None:
    model = make([*CORPUS, "甲寅乙"], 3, (2, 3), min_count=2)
    base = model.vocabulary.size
    assert "寅" not in model.vocabulary.characters
    for table in model.tables[1:]:
        keys = table.keys.copy()
        while keys.any():
            assert not np.any(keys % np.uint64(base) == 0)
            keys = keys[keys >= base] // np.uint64(base)


def test_every_head_and_tail_is_kept() -> None:
    model = make(CORPUS, 4, (2, 2, 3))
    base = np.uint64(model.vocabulary.size)
    for n, (shorter, longer) in enumerate(itertools.pairwise(model.tables), 1):
        assert np.isin(longer.keys // base, shorter.keys).all()
        assert np.isin(longer.keys % base ** np.uint64(n), shorter.keys).all()


@pytest.mark.parametrize("keep", [(1,), (2, 1), (0, 1)])
def test_impossible_thresholds_are_refused(keep: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="keep"):
        make(CORPUS, 3, keep)
