from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from restore.layout.assignment import best_pairs


def slow(gains: dict[tuple[int, int], float]) -> float:
    """Try every set of pairs."""
    best = 0.0
    for size in range(1, len(gains) + 1):
        for pairs in combinations(gains, size):
            lefts = {left for left, _ in pairs}
            rights = {right for _, right in pairs}
            if len(lefts) == len(rights) == size:
                best = max(best, sum(gains[pair] for pair in pairs))
    return best


@given(
    st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 20), max_size=9)
)
def test_no_other_choice_gains_more(gains: dict[tuple[int, int], int]) -> None:
    weights = {pair: gain / 4 for pair, gain in gains.items()}
    pairs = best_pairs(weights)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert sum(weights[pair] for pair in pairs) == slow(weights)


def test_two_fair_pairs_beat_one_good_one() -> None:
    gains = {(0, 1): 0.2, (0, 2): 0.9, (1, 2): 0.8}
    assert best_pairs(gains) == [(0, 1), (1, 2)]
