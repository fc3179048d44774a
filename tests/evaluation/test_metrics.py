from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.evaluation.metrics import (
    Alignment,
    Interval,
    Rates,
    align,
    bootstrap,
    f_score,
    quotient,
)

WORDS = st.text(alphabet="甲乙丙", max_size=10)


def test_alignment_counts_by_hand() -> None:
    # 甲乙丙丁 read as 甲X丙戊丁: one replaced, one too many.
    found = align("甲X丙戊丁", "甲乙丙丁")
    assert found == Alignment(hits=3, substitutions=1, deletions=0, insertions=1)
    assert found.cmer == 2 / 5
    assert found.cer == 2 / 4


def test_a_missing_character_is_a_deletion() -> None:
    assert align("甲丙", "甲乙丙") == Alignment(2, 0, 1, 0)


@given(WORDS, WORDS)
def test_alignment_covers_both_texts(text: str, truth: str) -> None:
    found = align(text, truth)
    assert found.hits + found.substitutions + found.deletions == len(truth)
    assert found.hits + found.substitutions + found.insertions == len(text)
    assert 0 <= found.cmer <= 1


def test_nothing_to_do_and_nothing_done() -> None:
    assert (Rates().precision, Rates().recall, Rates().f1) == (1.0, 1.0, 1.0)
    assert Alignment().cmer == 0.0


def test_rates() -> None:
    rates = Rates(right=3, wrong=1, missed=2)
    assert rates.precision == 0.75
    assert rates.recall == 0.6
    assert rates.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_bootstrap_is_repeatable_and_holds_the_value() -> None:
    rows = [[1, 10], [0, 10], [3, 10], [0, 10], [1, 10]]
    first = bootstrap(rows, quotient(0, 1))
    assert first == bootstrap(rows, quotient(0, 1))
    assert first.value == 0.1
    assert first.low <= first.value <= first.high
    assert first.low < first.high


def test_bootstrap_interval_of_a_known_distribution() -> None:
    # The mean of 400 fair coins: standard error 0.025, so the interval is about 0.5 ± 0.049.
    rows = [[index % 2, 1] for index in range(400)]
    found = bootstrap(rows, quotient(0, 1))
    assert found.low == pytest.approx(0.451, abs=0.006)
    assert found.high == pytest.approx(0.549, abs=0.006)


def test_one_document_has_no_interval() -> None:
    assert bootstrap([[1, 4]], quotient(0, 1)) == Interval(0.25, 0.25, 0.25)


def test_f_score_of_sums() -> None:
    sums = np.array([[3.0, 1.0, 2.0], [0.0, 0.0, 0.0]])
    assert f_score(sums).tolist() == [pytest.approx(6 / 9), 1.0]
