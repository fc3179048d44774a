"""How likely a line goes on with one of the next, beside its rivals."""

from __future__ import annotations

import numpy as np
import pytest

from restore.layout.row_odds import NEVER, REACH, LineOdds
from tests.layout.test_columns import Seams

TEXTS = [
    "甲的话到这里还没有说",
    "乙的话到这里还没有说",
    "丙的话到这里还没有说",
    "丁的话到这里说完。",
]


def near(told: dict[tuple[str, str], float], texts: list[str] | None = None) -> np.ndarray:
    chosen = texts or TEXTS
    seams = Seams(lambda left, right: told.get((left[0], right[0]), -3.0))
    return LineOdds(chosen, seams).near


def test_there_is_no_line_below_the_last() -> None:
    found = near({})
    assert found.shape == (4, REACH + 1)
    assert (found[:, 0] == NEVER).all()
    assert (found[3] == NEVER).all()
    assert found[2, 1] > NEVER


def test_a_seam_counts_by_its_lead() -> None:
    alone = near({("甲", "乙"): 3.0})[0, 1]
    # 3 beside rivals of 0 at least on either side.
    assert alone == pytest.approx(0.74 + (0.31 + 0.43) * 3.0)
    # The same line fits another one as well.
    assert near({("甲", "乙"): 3.0, ("甲", "丙"): 3.0})[0, 1] == pytest.approx(0.74 + 0.43 * 3.0)
    # Another line fits as well before it.
    both = near({("甲", "丙"): 3.0, ("乙", "丙"): 3.0})
    assert both[0, 2] == pytest.approx(0.74 + 0.31 * 3.0)


def test_behind_a_sentence_a_line_does_not_go_on_that_continues_another() -> None:
    texts = [TEXTS[3], *TEXTS[:3]]
    found = near({("甲", "乙"): 2.0}, texts)
    assert found[0, 1] == pytest.approx(0.27)
    assert found[0, 2] == pytest.approx(0.27 - 0.25 * 2.0)


@pytest.mark.parametrize(
    ("width", "less"), [(10, 0.0), (12, 0.0), (13, 0.25), (7, 0.0), (6, 0.77), (5, 0.77)]
)
def test_a_column_keeps_its_width(width: int, less: float) -> None:
    texts = ["甲" * 10, "乙" * width]
    whole = 0.74 + (0.31 + 0.43) * 1.0
    assert near({("甲", "乙"): 1.0}, texts)[0, 1] == pytest.approx(whole - less)
