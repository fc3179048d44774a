from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest

from restore import Restorer
from restore.core.collecting import SELDOM, seldom_collected
from restore.pipeline import corpus


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize("before", [(700, 10, 10), (SELDOM[0] - 1, 5, 5)])
def test_cycles_are_seldom_looked_for_meanwhile(before: tuple[int, int, int]) -> None:
    gc.set_threshold(*before)
    try:
        with seldom_collected():
            assert gc.get_threshold() == SELDOM
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert gc.get_threshold() == before


@pytest.mark.parametrize("before", [(0, 10, 10), (SELDOM[0], 10, 10), (2 * SELDOM[0], 1, 1)])
def test_a_collector_that_looks_less_often_is_left_alone(before: tuple[int, int, int]) -> None:
    gc.set_threshold(*before)
    with seldom_collected():
        assert gc.get_threshold() == before
    assert gc.get_threshold() == before


def test_a_stream_is_restored_so_and_its_results_are_given_as_usual(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gc.set_threshold(700, 10, 10)
    seen = []
    ahead = corpus.ahead  # type: ignore[attr-defined]

    def watched(*given: Any) -> object:
        seen.append(gc.get_threshold())
        return ahead(*given)

    monkeypatch.setattr(corpus, "ahead", watched)
    for _ in Restorer().pipe(["严明记律。", "铸铸牢共同体意识。"]):
        seen.append(gc.get_threshold())
    assert seen == [SELDOM, (700, 10, 10), (700, 10, 10)]
